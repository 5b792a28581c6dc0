"""Writing exceptions and elections: who may, what is refused, what the ledger keeps."""

from datetime import date

import pytest

from kentongan.compliance import actions
from kentongan.compliance.actions import ElectionEntry
from kentongan.compliance.draft import Phase
from kentongan.compliance.models import Allowed, Election
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


def allow(
    cast: Cast, kind: str = "phone", value: str = "0812-3344-5566", **changes: object
) -> Allowed:
    given = {
        "unit": cast.kecamatan,
        "reason": "Nomor layanan, SK 12",
        "by": cast.pembina,
        **changes,
    }
    return actions.allow(kind=kind, value=value, at=NOW, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("phone", "+62 812-3344-5566", "081233445566"),
        ("phone", "(0233) 281234", "0233281234"),
        ("email", "Layanan@Gmail.com", "layanan@gmail.com"),
        ("email", "@bumdes.co.id", "@bumdes.co.id"),
        ("term", "  Jalan   Golkar Lama ", "Jalan Golkar Lama"),
    ],
)
def test_an_exception_is_stored_as_it_is_compared(
    cast: Cast, kind: str, value: str, stored: str
) -> None:
    allowed = allow(cast, kind, value)
    assert (allowed.value, allowed.added_by) == (stored, cast.pembina.name)
    entry = last_act()
    assert (entry.action, entry.unit_code, entry.target_label) == (
        "rules.allow", cast.kecamatan.code, stored,
    )  # fmt: skip
    assert entry.data == {"kind": kind, "reason": "Nomor layanan, SK 12"}


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("phone", "", "value"), ("phone", "12", "value"), ("phone", "0812 atau 0813", "value"),
        ("email", "asep", "value"), ("email", "a@b", "value"), ("term", "ab", "value"),
        ("term", "x" * 200, "value"), ("term", "...", "value"), ("term", "a\u202eb c", "value"),
        ("term", "a\x00bc", "value"), ("term", "nol\u200blebar", "value"), ("nik",
        "3210011203850001", "kind"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_at_its_field(cast: Cast, kind: str, value: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        allow(cast, kind, value)
    assert list(caught.value.fields) == [field]
    assert not Allowed.objects.exists()


@pytest.mark.parametrize("reason", ["", "ok", "x" * 301, "a\x00bcdef"])
def test_an_exception_needs_a_reason(cast: Cast, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        allow(cast, reason=reason)
    assert "reason" in caught.value.fields


def test_the_same_exception_twice_is_refused(cast: Cast) -> None:
    allow(cast)
    with pytest.raises(Invalid, match="Sudah ada"):
        allow(cast, value="62 812 3344 5566")


def test_who_may_not_manage_rules_changes_nothing(cast: Cast) -> None:
    for person in (cast.admin, cast.camat, cast.penyelia, cast.admin_pusat):
        with pytest.raises(NotAllowed):
            allow(cast, by=person)
        with pytest.raises(NotAllowed):
            actions.create_election(unit=cast.pemda, entry=ENTRY, by=person, at=NOW)


def test_an_exception_is_taken_back_with_a_reason(cast: Cast) -> None:
    allowed = allow(cast)
    with pytest.raises(Invalid):
        actions.disallow(allowed, reason="", by=cast.pembina, at=NOW)
    actions.disallow(allowed, reason="Nomor sudah mati", by=cast.pembina, at=NOW)
    assert not Allowed.objects.exists()
    assert (last_act().action, last_act().data["reason"]) == ("rules.disallow", "Nomor sudah mati")
    with pytest.raises(Conflict):
        actions.disallow(allowed, reason="Sekali lagi", by=cast.pembina, at=NOW)


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
