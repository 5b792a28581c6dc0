"""Phases by dates and regions; the facts of a unit in three statements."""

from datetime import UTC, date, datetime

import pytest

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Phase, Severity
from kentongan.compliance.facts import facts_for
from kentongan.compliance.models import Allowed, Election, ElectionPhase
from kentongan.compliance.phases import phase_at
from kentongan.people.models import Unit
from tests.cast import NOW, Cast, make_unit


def make_election(
    unit: Unit, *phases: tuple[Phase, date, date], names: tuple[str, ...] = ()
) -> Election:
    election = Election.objects.create(name=f"Pemilihan {unit.name}", unit=unit, names=list(names))
    for phase, first, last in phases:
        ElectionPhase.objects.create(
            election=election, phase=phase, from_date=first, until_date=last
        )
    return election


def allow(unit: Unit, kind: str, value: str) -> Allowed:
    return Allowed.objects.create(
        unit=unit, kind=kind, value=value, reason="uji", added_by="uji", added_at=NOW
    )


AUGUST = (date(2026, 8, 1), date(2026, 8, 31))


def test_without_an_election_all_days_are_ordinary(cast: Cast) -> None:
    assert phase_at(cast.kecamatan, NOW) is Phase.NORMAL


def test_an_election_reaches_the_units_below_and_no_others(cast: Cast) -> None:
    make_election(cast.kecamatan, (Phase.CAMPAIGN, *AUGUST))
    assert phase_at(cast.desa, NOW) is Phase.CAMPAIGN
    assert phase_at(cast.kecamatan, NOW) is Phase.CAMPAIGN
    assert phase_at(cast.pemda, NOW) is Phase.NORMAL
    assert phase_at(cast.kecamatan_lain, NOW) is Phase.NORMAL


def test_of_several_elections_the_sternest_phase_counts(cast: Cast) -> None:
    make_election(cast.pemda, (Phase.QUIET, *AUGUST))
    make_election(cast.desa, (Phase.PRE_NOMINATION, *AUGUST))
    assert phase_at(cast.desa, NOW) is Phase.QUIET


def test_days_are_those_of_the_region(cast: Cast) -> None:
    papua = make_unit("Distrik Timur", cast.pemda, "kecamatan", timezone="Asia/Jayapura")
    make_election(papua, (Phase.QUIET, date(2026, 8, 13), date(2026, 8, 13)))
    at_half_past_midnight_there = datetime(2026, 8, 12, 15, 30, tzinfo=UTC)
    assert phase_at(papua, at_half_past_midnight_there) is Phase.QUIET
    assert phase_at(papua, datetime(2026, 8, 12, 14, 30, tzinfo=UTC)) is Phase.NORMAL
    assert phase_at(papua, datetime(2026, 8, 13, 15, 30, tzinfo=UTC)) is Phase.NORMAL


@pytest.mark.parametrize(
    ("day", "phase"),
    [(9, Phase.NORMAL), (10, Phase.CAMPAIGN), (14, Phase.CAMPAIGN), (15, Phase.QUIET)],
)
def test_both_ends_of_a_phase_count(cast: Cast, day: int, phase: Phase) -> None:
    make_election(
        cast.pemda,
        (Phase.CAMPAIGN, date(2026, 8, 10), date(2026, 8, 14)),
        (Phase.QUIET, date(2026, 8, 15), date(2026, 8, 17)),
    )
    assert phase_at(cast.desa, datetime(2026, 8, day, 5, tzinfo=UTC)) is phase


def test_contacts_and_exceptions_come_from_the_unit_and_those_above(cast: Cast) -> None:
    cast.pemda.contact_phones = ["112", "+62 811 2222 3333"]
    cast.pemda.save()
    cast.kecamatan.contact_phones = ["(0233) 281234", "0812-3344-5566"]
    cast.kecamatan.contact_emails = ["Kec.Sumberjati@Gmail.com"]
    cast.kecamatan.save()
    allow(cast.pemda, "term", "Jalan Golkar Lama")
    allow(cast.kecamatan, "phone", "085712345678")
    allow(cast.kecamatan_lain, "phone", "089900001111")
    facts = facts_for(cast.desa, NOW)
    assert facts.allowed_phones == {
        "112", "081122223333", "0233281234", "081233445566", "085712345678",
    }  # fmt: skip
    assert facts.allowed_emails == {"kec.sumberjati@gmail.com"}
    assert facts.allowed_terms == {"Jalan Golkar Lama"}
    assert facts.office_phone == "0812-3344-5566"
    assert facts.office_email == "Kec.Sumberjati@Gmail.com"


def test_names_are_looked_for_while_the_election_is_near(cast: Cast) -> None:
    make_election(cast.pemda, (Phase.CAMPAIGN, *AUGUST), names=("Ratna Wulan", " ", "Bersinar"))
    make_election(cast.pemda, (Phase.AFTER, *AUGUST), names=("Sudah Lewat",))
    facts = facts_for(cast.desa, NOW)
    assert facts.local_names == ("Ratna Wulan", "Bersinar")
    (finding,) = check(Draft("Ratna Wulan di posyandu.", at=NOW), facts)
    assert (finding.rule, finding.severity) == ("neutrality.local_names", Severity.MUST)


def test_a_broken_contact_column_does_no_harm(cast: Cast) -> None:
    cast.desa.contact_phones = {"a": 1}
    cast.desa.contact_emails = [None, 5, "a@b.id"]
    cast.desa.save()
    assert facts_for(cast.desa, NOW).allowed_emails == {"a@b.id"}


def test_facts_cost_three_statements_however_many_rows(
    cast: Cast, django_assert_num_queries
) -> None:
    for number in range(30):
        allow(cast.pemda, "phone", f"0812000000{number:02}")
        make_election(cast.pemda, (Phase.CAMPAIGN, *AUGUST))
    with django_assert_num_queries(3):
        facts_for(cast.desa, NOW, "instagram")


def test_limits_come_with_the_network(cast: Cast) -> None:
    assert facts_for(cast.desa, NOW).limits.max_text == 0
    assert facts_for(cast.desa, NOW, "instagram").limits.max_text > 0


def test_facts_know_nothing_of_another_branch(cast: Cast, django_assert_num_queries) -> None:
    make_election(cast.kecamatan_lain, (Phase.CAMPAIGN, *AUGUST), names=("Ratna Wulan",))
    facts = facts_for(cast.desa, NOW)
    assert (facts.phase, facts.local_names) == (Phase.NORMAL, ())
