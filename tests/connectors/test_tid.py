"""Record keys of our own."""

import re
import time
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from kentongan.kernel.ids import uuid7
from kentongan.networks.connectors.bluesky import tid

pytestmark = pytest.mark.no_database
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


@given(st.one_of(st.text(max_size=64), st.uuids().map(lambda u: u.hex)))
def test_every_key_gives_one_valid_tid(key: str) -> None:
    found = tid.derive(key)
    assert TID.fullmatch(found)
    assert found == tid.derive(key)


def test_a_tid_lies_in_the_hour_before_its_key() -> None:
    value = 0
    for letter in tid.derive(uuid7().hex):
        value = value << 5 | tid.ALPHABET.index(letter)
    age = time.time() - (value >> 10) / 1_000_000
    assert -1 < age < 3700


def test_keys_do_not_meet() -> None:
    keys = [uuid7().hex for _ in range(5_000)] + [uuid4().hex for _ in range(20_000)]
    assert len({tid.derive(key) for key in keys}) == len(keys)
