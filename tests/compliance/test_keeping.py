"""What is worked out once is kept, and never without bound."""

import pytest

from kentongan.compliance.keeping import Memo

pytestmark = pytest.mark.no_database


def test_a_memo_asks_once_for_each_thing_and_forgets_all_when_it_is_full() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    memo = Memo(length, 2)
    assert [memo[word] for word in ("desa", "rt", "desa", "rt")] == [4, 2, 4, 2]
    assert asked == ["desa", "rt"]
    assert memo["kota baru"] == 9
    assert len(memo) == 1
    assert memo["desa"] == 4
    assert asked == ["desa", "rt", "kota baru", "desa"]
