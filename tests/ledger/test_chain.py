"""The ledger: appended in order, refused any change, and honest when somebody managed one."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from kentongan.kernel.actor import Actor
from kentongan.ledger import guards, queries
from kentongan.ledger.actions import record
from kentongan.ledger.chain import GENESIS, digest, plain
from kentongan.ledger.models import Entry, Head
from kentongan.ledger.verify import verify

AT = datetime(2026, 8, 12, 2, 0, 0, 123456, tzinfo=UTC)
WHO = Actor("u-1", "Asep Nurjaman")
pytestmark = pytest.mark.django_db


def write(count: int = 5) -> list[Entry]:
    return [
        record(
            by=WHO,
            at=AT,
            action="post.submit",
            target=("post", str(number), f"Unggahan {number}"),
            unit="kec-sumberjati",
            revision="a" * 64,
            data={"langkah": number, "catatan": "é ☂ 𝔘"},
        )
        for number in range(count)
    ]


def test_entries_are_numbered_and_chained() -> None:
    entries = write(3)
    assert [e.seq for e in entries] == [1, 2, 3]
    assert entries[0].previous_hash == GENESIS
    assert entries[1].previous_hash == entries[0].hash
    head = Head.objects.get()
    assert (head.seq, head.hash) == (3, entries[2].hash)
    report = verify()
    assert report.ok
    assert report.entries == 3
    assert report.head == entries[2].hash


def test_an_empty_ledger_is_whole() -> None:
    assert verify().ok


def test_an_act_that_is_rolled_back_leaves_no_entry() -> None:
    write(1)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 1
    assert verify().ok


@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_the_database_refuses_changes(attempt: str) -> None:
    write(2)
    rows = Entry.objects.filter(seq=1)
    tamper = {
        "update": lambda: rows.update(actor_name="Orang lain"),
        "delete": lambda: rows._raw_delete(rows.db),
    }[attempt]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper()
    assert verify().ok


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Orang lain"),
        ("at", datetime(2026, 8, 12, 3, 0, tzinfo=UTC)),
        ("action", "post.approve"),
        ("target_id", "9"),
        ("revision", "b" * 64),
        ("data", {"langkah": 99}),
        ("unit_code", "kec-ciranji"),
    ],
)
def test_a_changed_column_is_found(column: str, value: object) -> None:
    write(3)
    with guards.lifted(connection):
        Entry.objects.filter(seq=2).update(**{column: value})
    report = verify()
    assert [(p.seq, p.kind) for p in report.problems] == [(2, "changed")]


def test_a_recomputed_hash_breaks_the_link_after_it() -> None:
    write(3)
    with guards.lifted(connection):
        Entry.objects.filter(seq=2).update(actor_name="Orang lain")
        values = Entry.objects.filter(seq=2).values().get()
        Entry.objects.filter(seq=2).update(hash=digest(values))
    assert [(p.seq, p.kind) for p in verify().problems] == [(3, "link")]


def test_a_removed_entry_is_found_in_the_middle_and_at_the_end() -> None:
    write(4)
    with guards.lifted(connection):
        Entry.objects.filter(seq=2).delete()
    assert ("gap" in {p.kind for p in verify().problems}) is True
    with guards.lifted(connection):
        Entry.objects.filter(seq=4).delete()
    assert "head" in {p.kind for p in verify().problems}


def test_an_inserted_entry_is_found() -> None:
    write(2)
    values: dict[str, Any] = Entry.objects.filter(seq=2).values().get()
    values |= {"seq": 3, "id": UUID(int=7), "previous_hash": values["hash"]}
    values["hash"] = digest(values)
    Entry.objects.create(**values)
    assert [p.kind for p in verify().problems] == ["head"]


def test_details_become_plain_json() -> None:
    assert plain(
        {
            "hari": date(2026, 8, 12),
            "skor": 0.5,
            "id": UUID(int=1),
            "himpunan": {2, 1},
            "x": "a\x00",
        }
    ) == {
        "hari": "2026-08-12",
        "skor": "0.5",
        "id": str(UUID(int=1)),
        "himpunan": [1, 2],
        "x": "a\ufffd",
    }


def test_what_does_not_fit_is_a_bug_and_long_labels_are_cut() -> None:
    with pytest.raises(ValueError, match="action"):
        record(by=WHO, at=AT, action="x" * 65, target=("post", "1", ""))
    with pytest.raises(ValueError, match="aware"):
        record(by=WHO, at=AT.replace(tzinfo=None), action="x", target=("post", "1", ""))
    entry = record(by=WHO, at=AT, action="x", target=("post", "1", "p" * 400))
    assert len(entry.target_label) == 300
    assert verify().ok


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(label=st.text(), data=st.dictionaries(st.text(), json_values, max_size=4))
def test_any_text_and_details_survive_the_database(
    label: str, data: dict[str, Any], db: None
) -> None:
    record(by=WHO, at=AT, action="x", target=("post", "1", label), data=data)
    assert verify().ok


def test_reading_for_a_target_and_by_filter() -> None:
    write(3)
    record(by=Actor.system("delivery"), at=AT, action="delivery.sent", target=("delivery", "1", ""))
    assert [e.seq for e in queries.for_target("post", "1")] == [2]
    assert queries.found(action="post").count() == 3
    assert queries.found(actor="nurjaman").count() == 3
    assert queries.found(unit="kec-sumberjati", since=AT).count() == 3
    assert queries.found(until=AT).count() == 0
