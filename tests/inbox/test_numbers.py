"""Public numbers of cases: short, each once, and telling nothing of what lies between two."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from kentongan.inbox import numbers
from kentongan.inbox.models import NumberSeries
from tests.cast import Cast


def digits(taken: list[str]) -> list[int]:
    return [int(one.partition("-")[2]) for one in taken]


def test_from_numbers_that_one_sees_nobody_learns_how_many_lie_between_them(cast: Cast) -> None:
    # Integrity reports take numbers of the same series: a step that repeats would tell of them.
    taken = digits(numbers.take(cast.kecamatan, 400))
    steps = Counter((b - a) % 10_000 for a, b in pairwise(taken))
    assert steps.most_common(1)[0][1] <= 5
    assert sum(a < b for a, b in pairwise(taken)) in range(150, 250)


def test_two_series_do_not_walk_the_same_way(cast: Cast) -> None:
    one = digits(numbers.take(cast.kecamatan, 50))
    other = digits(numbers.take(cast.kecamatan_lain, 50))
    shifts = {(a - b) % 10_000 for a, b in zip(one, other, strict=True)}
    assert len(shifts) > 40


@pytest.mark.parametrize(
    ("last", "length"), [(0, 4), (4_990, 4), (5_000, 5), (49_990, 5), (50_000, 6)]
)
def test_numbers_grow_longer_while_half_of_those_of_a_length_are_free(
    cast: Cast, last: int, length: int
) -> None:
    # What nobody has is then more than what nobody shows.
    numbers.take(cast.kecamatan)
    NumberSeries.objects.update(last=last)
    taken = numbers.take(cast.kecamatan, 10)
    assert {len(one.partition("-")[2]) for one in taken} == {length}


def test_no_number_comes_twice(cast: Cast) -> None:
    taken = [one for _batch in range(6) for one in numbers.take(cast.kecamatan, 1_000)]
    assert len(set(taken)) == 6_000


@pytest.mark.parametrize(("given", "length"), [(7, 5), (10_000, 5), (10_001, 6)])
def test_a_series_that_was_walked_in_strides_goes_on_where_none_of_it_was(
    cast: Cast, given: int, length: int
) -> None:
    NumberSeries.objects.create(prefix=numbers.prefix_of(cast.kecamatan), last=given, key="")
    import_module("kentongan.inbox.migrations.0029_numbers_by_a_key").draw(
        apps, SimpleNamespace(connection=connection)
    )
    assert len(NumberSeries.objects.get().key) == 32
    (taken,) = numbers.take(cast.kecamatan)
    assert len(taken.partition("-")[2]) == length
