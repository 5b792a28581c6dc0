"""Whose matter is it: the units' own words at first, then what dispositions taught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kentongan.inbox import routing
from kentongan.inbox.actions import dispositions, knowledge
from kentongan.inbox.models import Case
from kentongan.people.models import Unit
from tests.cast import NOW, Cast, make_unit

CaseOf = Callable[..., Case]


@pytest.fixture
def putr(cast: Cast) -> Unit:
    return make_unit("Dinas Pekerjaan Umum dan Tata Ruang", cast.pemda, "dinas", "putr")


def share(case: Case, unit: Unit) -> float:
    return {one.unit: one.share for one in routing.propose(case, limit=50)}.get(unit, 0.0)


def hand(case: Case, to: Unit, cast: Cast) -> Any:
    return dispositions.dispose(case, by=cast.penyelia, at=NOW, to=to, instruction="Cek lapangan")


def test_what_people_decide_again_and_again_outweighs_the_units_own_words(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    for number in range(4):
        hand(case_of(f"Jalan lubang di gang kampung {number}"), cast.kelurahan, cast)
    found = routing.propose(case_of("Jalan lubang di gang dekat kampung saya"))[0]
    assert found.unit == cast.kelurahan
    assert "4 perkara pernah didisposisikan" in found.reasons[1]
    assert "kampung" in found.reasons[0]


def test_a_unit_that_was_wrongly_believed_steps_back(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    case = case_of("Trotoar depan pasar lubang")
    before = share(case, putr)
    hand(case_of("Trotoar depan terminal lubang"), cast.kelurahan, cast)
    assert share(case, putr) < before


def test_a_matter_that_came_back_speaks_against_the_unit(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    case = case_of("Rolak Cibatu rusak lagi")
    made = hand(case, cast.kelurahan, cast)
    like = case_of("Rolak di sungai Cibatu jebol")
    before = share(like, cast.kelurahan)
    dispositions.give_back(made, by=cast.lurah, at=NOW, reason="Ini sungai provinsi.")
    assert share(like, cast.kelurahan) < before
    assert not any("pernah" in line for one in routing.propose(like) for line in one.reasons)


def test_two_words_together_tell_what_neither_tells_alone(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    dishub = make_unit("Dinas Angkutan", cast.pemda, "dinas", "angkutan")
    pln = make_unit("Bagian Sumber Energi", cast.pemda, "dinas", "energi")
    for _round in range(3):
        hand(case_of("Menara merah roboh semalam"), dishub, cast)
        hand(case_of("Menara biru roboh, cat merah luntur"), pln, cast)
    found = routing.propose(case_of("Menara merah itu miring"))[0]
    assert found.unit == dishub
    assert "menara merah" in found.reasons[0]


def test_after_forgetting_it_proposes_as_on_the_first_day(
    case_of: CaseOf, cast: Cast, putr: Unit
) -> None:
    case = case_of("Jalan lubang di depan pasar")
    first = routing.propose(case)
    hand(case_of("Jalan lubang di depan masjid"), cast.kelurahan, cast)
    assert routing.propose(case) != first
    knowledge.forget_routing(by=cast.pembina, at=NOW, reason="Unit ditata ulang")
    assert routing.propose(case) == first


def test_nobody_is_proposed_for_whom_nothing_speaks(case_of: CaseOf, cast: Cast) -> None:
    assert routing.propose(case_of("Qwerty zxcvb asdfg")) == []


def test_statements_do_not_grow_with_the_units(
    case_of: CaseOf, cast: Cast, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        make_unit(f"Dinas Jalan {number}", cast.pemda, "dinas", f"jalan-{number}")
    case = case_of("Jalan lubang di depan pasar")
    hand(case_of("Jalan lubang di depan masjid"), cast.kelurahan, cast)
    with django_assert_num_queries(4):
        routing.propose(case)
    with django_assert_num_queries(5):
        routing.learn(case, cast.kelurahan)
