"""Phases by dates and regions; the facts of a unit in three statements."""

from datetime import UTC, date, datetime

import pytest

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Phase, Severity, Watched
from kentongan.compliance.facts import facts_for
from kentongan.compliance.models import Adjustment, Election, ElectionPhase
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


def allow(unit: Unit, kind: str, value: str, setting: str = "", message: str = "") -> Adjustment:
    return Adjustment.objects.create(
        unit=unit, kind=kind, value=value, setting=setting, message=message, reason="uji",
        added_by="uji", added_at=NOW,
    )  # fmt: skip


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
        allow(cast.desa, "watch", f"kata {number}", "hint")
        allow(cast.kecamatan, "rule", f"aturan.{number}", "off")
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


def test_every_kind_of_adjustment_becomes_a_fact(cast: Cast) -> None:
    allow(cast.pemda, "address", "Jl. Merdéka  No. 12")
    allow(cast.pemda, "domain", "rawajati.go.id")
    # As one could once note it: every address of the state would be the pemda's own.
    allow(cast.kecamatan, "domain", "go.id")
    allow(cast.kecamatan, "word", "ngabuburit")
    allow(cast.kecamatan, "watch", "bansos bupati", "must", "Bantuan berasal dari negara.")
    facts = facts_for(cast.desa, NOW)
    assert facts.allowed_addresses == {"jl. merdeka no. 12"}
    assert facts.official_domains == {"rawajati.go.id"}
    assert facts.known_words == {"ngabuburit"}
    assert facts.watched == (
        Watched("bansos bupati", Severity.MUST, "Bantuan berasal dari negara."),
    )
    (found,) = check(Draft("Bansos Bupati sudah cair.", at=NOW), facts)
    assert (found.rule, found.severity) == ("local.watched_words", Severity.MUST)
    assert found.message == "Bantuan berasal dari negara."


def test_of_several_settings_of_a_rule_the_nearest_unit_wins(cast: Cast) -> None:
    rule = "readability.long_sentence"
    allow(cast.pemda, "rule", rule, "off")
    allow(cast.kecamatan, "rule", rule, "must")
    assert facts_for(cast.pemda, NOW).overrides == {rule: "off"}
    assert facts_for(cast.kecamatan, NOW).overrides == {rule: "must"}
    assert facts_for(cast.desa, NOW).overrides == {rule: "must"}
    assert facts_for(cast.kecamatan_lain, NOW).overrides == {rule: "off"}
    allow(cast.desa, "rule", rule, "standard")
    assert facts_for(cast.desa, NOW).overrides == {}


def test_a_word_watched_twice_is_reported_as_the_nearest_unit_wants(cast: Cast) -> None:
    allow(cast.pemda, "watch", "Rakyat Kecil", "must")
    allow(cast.desa, "watch", "rakyat kecil", "hint")
    assert facts_for(cast.desa, NOW).watched == (Watched("rakyat kecil", Severity.HINT),)
    assert facts_for(cast.kecamatan, NOW).watched == (Watched("Rakyat Kecil", Severity.MUST),)
