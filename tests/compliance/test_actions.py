"""Writing elections: who may, what is refused, what the ledger keeps."""

from datetime import date

import pytest

from kentongan.compliance import actions
from kentongan.compliance.actions import ElectionEntry
from kentongan.compliance.draft import Phase
from kentongan.compliance.models import Election
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from tests.cast import NOW, Cast

DATES = {
    Phase.CAMPAIGN: (date(2026, 9, 1), date(2026, 11, 20)),
    Phase.QUIET: (date(2026, 11, 21), date(2026, 11, 23)),
    Phase.POLLING: (date(2026, 11, 24), date(2026, 12, 15)),
}
ENTRY = ElectionEntry(
    name="Pilkada 2026", source="Keputusan KPU", names=("Ratna Wulan",), dates=DATES
)


def last_act() -> Entry:
    return Entry.objects.order_by("-seq")[0]


def test_who_may_not_manage_rules_records_no_election(cast: Cast) -> None:
    for person in (cast.admin, cast.camat, cast.penyelia, cast.admin_pusat):
        with pytest.raises(NotAllowed):
            actions.create_election(unit=cast.pemda, entry=ENTRY, by=person, at=NOW)


def test_an_election_is_recorded_with_its_days(cast: Cast) -> None:
    election = actions.create_election(unit=cast.pemda, entry=ENTRY, by=cast.pembina, at=NOW)
    assert [row.phase for row in election.phases.all()] == ["campaign", "quiet", "polling"]
    entry = last_act()
    assert entry.action == "election.create"
    assert entry.data["phases"]["quiet"] == ["2026-11-21", "2026-11-23"]


def test_an_election_is_changed_by_whoever_saw_the_latest_version(cast: Cast) -> None:
    election = actions.create_election(unit=cast.pemda, entry=ENTRY, by=cast.pembina, at=NOW)
    shorter = ElectionEntry(name="Pilkada 2026", dates={Phase.QUIET: DATES[Phase.QUIET]})
    changed = actions.edit_election(
        election, version=1, entry=shorter, by=cast.administrator, at=NOW
    )
    assert (changed.version, changed.names, changed.phases.count()) == (2, [], 1)
    with pytest.raises(Conflict):
        actions.edit_election(election, version=1, entry=ENTRY, by=cast.pembina, at=NOW)
    assert Election.objects.get().phases.count() == 1


def test_an_election_is_deleted_with_a_reason(cast: Cast) -> None:
    election = actions.create_election(unit=cast.pemda, entry=ENTRY, by=cast.pembina, at=NOW)
    actions.delete_election(election, reason="Salah wilayah", by=cast.pembina, at=NOW)
    assert not Election.objects.exists()
    assert last_act().action == "election.delete"
    assert last_act().target_label == "Pilkada 2026"


def test_every_bad_name_is_told(cast: Cast) -> None:
    entry = ElectionEntry(name="Pilkada", names=("ab", "Ratna Wulan", "x" * 121), dates=DATES)
    with pytest.raises(Invalid) as caught:
        actions.create_election(unit=cast.pemda, entry=entry, by=cast.pembina, at=NOW)
    assert len(caught.value.fields["names"]) == 2


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "x" * 201}, ["name"]),
        ({"names": ("a\u202ebc",)}, ["names"]),
        ({"names": ("ab",)}, ["names"]),
        ({"names": tuple(f"Nama {n}" for n in range(201))}, ["names"]),
        ({"dates": {}}, ["pre_nomination_from"]),
        ({"dates": {Phase.QUIET: (date(2026, 9, 1), None)}}, ["quiet_until"]),
        ({"dates": {Phase.QUIET: (None, date(2026, 9, 1))}}, ["quiet_from"]),
        ({"dates": {Phase.QUIET: (date(2026, 9, 2), date(2026, 9, 1))}}, ["quiet_until"]),
        ({"dates": {Phase.CAMPAIGN: (date(2020, 1, 1), date(2026, 9, 1))}}, ["campaign_until"]),
        (
            {"dates": {**DATES, Phase.QUIET: (date(2026, 11, 20), date(2026, 11, 23))}},
            ["quiet_from"],
        ),
        ({"name": "", "dates": {}}, ["name", "pre_nomination_from"]),
    ],
)
def test_a_bad_election_is_refused_at_its_fields(
    cast: Cast, changes: dict, fields: list[str]
) -> None:
    given = {"name": ENTRY.name, "names": ENTRY.names, "dates": DATES, **changes}
    with pytest.raises(Invalid) as caught:
        actions.create_election(
            unit=cast.pemda, entry=ElectionEntry(**given), by=cast.pembina, at=NOW
        )
    assert list(caught.value.fields) == fields
    assert not Election.objects.exists()
