"""One does for many what each asked for: every caller gets its own answer, or its own error."""

import threading
from collections.abc import Sequence

import pytest

from kentongan.jobs.together import Together, all_or_each

pytestmark = pytest.mark.no_database


def test_who_comes_alone_is_served_alone() -> None:
    seen: list[Sequence[int]] = []

    def double(items: Sequence[int]) -> list[int]:
        seen.append(items)
        return [item * 2 for item in items]

    asked = Together(double)
    assert [asked(1), asked(2)] == [2, 4]
    assert seen == [[1], [2]]


def test_who_comes_while_work_is_done_is_served_together_and_gets_its_own_answer() -> None:
    busy, go_on = threading.Event(), threading.Event()
    seen: list[list[int]] = []

    def double(items: Sequence[int]) -> list[int]:
        seen.append(sorted(items))
        busy.set()
        assert go_on.wait(30)
        return [item * 2 for item in items]

    asked = Together(double)
    answers: dict[int, int] = {}

    def ask(item: int) -> None:
        answers[item] = asked(item)

    threads = [threading.Thread(target=ask, args=(item,)) for item in range(6)]
    threads[0].start()
    assert busy.wait(30)
    for thread in threads[1:]:
        thread.start()
    while len(asked._queue) < 5:
        pass
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert answers == {item: item * 2 for item in range(6)}
    assert seen == [[0], [1, 2, 3, 4, 5]]


def test_one_bad_item_spoils_only_itself() -> None:
    busy, go_on = threading.Event(), threading.Event()

    def careful(items: Sequence[int]) -> list[int]:
        busy.set()
        assert go_on.wait(30)
        if 3 in items:
            raise ValueError("tiga")
        return [item * 2 for item in items]

    asked = Together(careful)
    answers: dict[int, object] = {}

    def ask(item: int) -> None:
        try:
            answers[item] = asked(item)
        except ValueError as error:
            answers[item] = str(error)

    threads = [threading.Thread(target=ask, args=(item,)) for item in range(5)]
    threads[0].start()
    assert busy.wait(30)
    for thread in threads[1:]:
        thread.start()
    while len(asked._queue) < 4:
        pass
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert answers == {0: 0, 1: 2, 2: 4, 3: "tiga", 4: 8}


def test_what_fails_for_all_is_done_for_each_alone() -> None:
    def careful(items: Sequence[int]) -> list[int]:
        if 3 in items:
            raise ValueError("tiga")
        return [item * 2 for item in items]

    assert all_or_each(careful, []) == ()
    assert all_or_each(careful, [1, 2]) == [2, 4]
    assert all_or_each(careful, [1, 3, 2]) == [2, None, 4]
    with pytest.raises(ValueError, match="tiga"):
        all_or_each(careful, [3])


def test_work_may_lead_to_the_same_work_in_the_same_thread() -> None:
    def down(items: Sequence[int]) -> list[int]:
        return [0 if item == 0 else asked(item - 1) + 1 for item in items]

    asked: Together[int, int] = Together(down)
    assert asked(4) == 4


def test_nobody_waits_for_ever_for_a_thread_that_is_torn_down() -> None:
    def torn(_items: Sequence[int]) -> list[int]:
        raise SystemExit

    asked = Together(torn)
    with pytest.raises(SystemExit):
        asked(1)
    assert not asked._queue
