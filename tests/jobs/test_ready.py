"""What has entered waits for its turn without a thread."""

from __future__ import annotations

import pytest

from kentongan.jobs.ready import Ready

pytestmark = pytest.mark.no_database


def test_so_many_go_at_once_and_the_others_follow_in_their_order() -> None:
    ready: Ready[int] = Ready()
    assert [ready.goes("a", n, at_once=2) for n in range(5)] == [True, True, False, False, False]
    assert [ready.after("a") for _ in range(3)] == [2, 3, 4]


def test_a_lane_that_waits_keeps_no_other_waiting() -> None:
    ready: Ready[int] = Ready()
    assert ready.goes("a", 1, at_once=1)
    assert not ready.goes("a", 2, at_once=1)
    assert ready.goes("b", 3, at_once=1)


def test_when_none_is_left_the_next_goes_at_once_again() -> None:
    ready: Ready[int] = Ready()
    for round_ in range(2):
        assert ready.goes("a", round_, at_once=1)
        assert not ready.goes("a", round_ + 10, at_once=1)
        assert [ready.after("a"), ready.after("a")] == [round_ + 10, None]
