"""The check as a whole: order, overlap, overrides, allow-lists, and never a wrong span."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, MediaFact, Phase, Severity, TextLimits
from kentongan.compliance.rules.listed import RULES

pytestmark = pytest.mark.no_database

AT = datetime(2026, 8, 12, 2, tzinfo=UTC)
NO_FACTS = Facts()
NIK = "3210011203850001"
PIECES = (
    "coblos", "nomor 2", "pilih Pak Dadang", NIK, "0812-3344-5566", "a@b.com", "paslon", "PKB",
    " ", "\n",
    ". ", "#2Periode", "✌️", "https://a.go.id/x", "\u200b", "с", "c o b l o s", "KPU",
    "NPWP 12.345.678.9-012.000",
    "berkat kepemimpinan Bapak Bupati", "kata " * 32, "\ud800", "é", "1 2 3 4", "!", "@",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters()), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
)
FACTS = st.builds(
    Facts,
    phase=st.sampled_from(Phase),
    limits=st.builds(
        TextLimits,
        max_text=st.integers(0, 60),
        count=st.sampled_from(["graphemes", "characters", "weighted280"]),
        max_images=st.integers(0, 2),
        max_alt=st.integers(0, 20),
        needs_media=st.booleans(),
        dead_links=st.booleans(),
    ),
    allowed_terms=st.frozensets(st.sampled_from(["coblos", "paslon", "", "(["]), max_size=2),
    local_names=st.lists(st.sampled_from(["Dadang", "", "Ratna Wulan", "(["]), max_size=2).map(
        tuple
    ),
)


def draft(text: str, **fields: object) -> Draft:
    return Draft(text, at=AT, **fields)  # type: ignore[arg-type]


def rules_of(text: str, facts: Facts = NO_FACTS, **fields: object) -> list[str]:
    return [f.rule for f in check(draft(text, **fields), facts)]


@pytest.mark.slow
@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), FACTS)
@settings(deadline=None, max_examples=300)
def test_every_finding_names_the_characters_it_stands_for(
    text: str, title: str, alts: list[str], facts: Facts
) -> None:
    media = tuple(MediaFact(alt=alt) for alt in alts)
    found = check(draft(text, title=title, media=media), facts)
    for finding in found:
        if finding.where.startswith("media:"):
            assert 0 <= int(finding.where[6:]) < len(media)
            assert (finding.start, finding.end) == (0, 0)
            assert finding.text in media[int(finding.where[6:])].alt
        else:
            whole = {"text": text, "title": title}[finding.where]
            assert 0 <= finding.start <= finding.end <= len(whole)
            assert finding.text == whole[finding.start : finding.end]
        assert len(finding.fingerprint) == 16


@given(TEXTS, FACTS)
@settings(deadline=None)
def test_findings_of_a_family_do_not_overlap_and_come_in_order(text: str, facts: Facts) -> None:
    found = [f for f in check(draft(text), facts) if f.where == "text"]
    assert [f.start for f in found] == sorted(f.start for f in found)
    for family in {f.family for f in found}:
        mine = [f for f in found if f.family == family and f.end > f.start]
        assert all(a.end <= b.start for a, b in pairwise(mine))


def test_findings_come_by_place_then_by_offset() -> None:
    found = check(
        draft(f"{NIK} coblos nomor 2", title="paslon 1 hadir", media=(MediaFact(alt=""),)), Facts()
    )
    assert [f.where for f in found] == ["text", "text", "title", "media:0"]


def test_personal_data_in_an_alt_text_is_found_with_its_words() -> None:
    (finding,) = check(draft("KTP", media=(MediaFact(alt=f"KTP dengan NIK {NIK}"),)), Facts())
    assert (finding.rule, finding.where, finding.text) == ("personal_data.nik", "media:0", NIK)


def test_the_same_number_twice_in_an_alt_text_is_told_twice() -> None:
    alt = MediaFact(alt=f"{NIK} dan 3210014511920003")
    assert rules_of("KTP", media=(alt,)) == ["personal_data.nik"] * 2


def test_the_fix_mends_the_finding() -> None:
    text = f"NIK {NIK} dan 0812-3344-5566"
    for finding in reversed(check(draft(text), Facts(office_phone="(0233) 281234"))):
        assert finding.suggestion is not None
        assert finding.suggestion.replacement is not None
        text = text[: finding.start] + finding.suggestion.replacement + text[finding.end :]
    assert text == "NIK 3210•••••••••••• dan (0233) 281234"
    assert check(draft(text), Facts()) == []


@pytest.mark.parametrize(
    ("override", "severity"), [("must", Severity.MUST), ("hint", Severity.HINT), ("off", None)]
)
def test_a_pemda_can_sharpen_soften_and_switch_off_a_rule(
    override: str, severity: Severity | None
) -> None:
    facts = Facts(overrides={"neutrality.party": override})
    found = [f for f in check(draft("Golkar siap menang"), facts) if f.rule == "neutrality.party"]
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_an_allowed_term_silences_a_finding_that_reaches_over_its_sentence() -> None:
    text = "Warga Kampung Salam Jempol menanam pohon."
    assert rules_of(text) == ["neutrality.hand_sign"]
    assert rules_of(text, Facts(allowed_terms=frozenset({"Kampung Salam Jempol"}))) == []


def test_an_allowed_term_silences_words_inside_it_but_no_numbers() -> None:
    facts = Facts(allowed_terms=frozenset({"Jalan Golkar Lama", NIK}))
    assert rules_of("Perbaikan jalan golkar lama dimulai.", facts) == []
    assert rules_of("Golkar siap menang", facts) == ["neutrality.party"]
    assert rules_of(f"NIK {NIK}", facts) == ["personal_data.nik"]


@pytest.mark.parametrize(
    "phase", [Phase.CAMPAIGN, Phase.QUIET, Phase.POLLING, Phase.PRE_NOMINATION]
)
def test_neutrality_must_be_mended_near_an_election(phase: Phase) -> None:
    (finding,) = check(draft("Silaturahmi calon bupati di Sukamaju"), Facts(phase=phase))
    assert finding.severity is Severity.MUST


def test_a_call_to_vote_must_be_mended_at_all_times() -> None:
    for phase in Phase:
        (finding,) = check(draft("Coblos nomor 2!"), Facts(phase=phase))
        assert (finding.rule, finding.severity) == ("neutrality.vote_call", Severity.MUST)


def test_a_civil_servant_is_held_to_more_than_the_phase_asks() -> None:
    given_ = draft("Warga kompak, coblos!")
    assert check(given_, Facts())[0].severity is Severity.WEIGH
    assert check(replace(given_, actor="civil_servant"), Facts())[0].severity is Severity.MUST


def test_a_rule_that_raises_is_not_hidden() -> None:
    def broken(case: object) -> list[object]:
        raise ZeroDivisionError

    rule = replace(RULES[0], find=broken, needs=(), opened_by=())  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        check(draft("a"), Facts(), rules=[rule])


@pytest.mark.parametrize(
    "hostile",
    ["1 " * 50_000, "3210 0112 0385 0001 " * 5_000, "a " * 50_000, "08" * 50_000, "pilih " * 16_000,
     "coblos nomor 2. " * 6_000, "kk " * 30_000, "lanjutkan a b c d " * 5_000, "#a" * 50_000,
     "berkat kepemimpinan " * 5_000, "✌️" * 20_000, "a@b.com " * 12_000,
     "https://a.id/08123344556 " * 4_000,
     "nomor urut 2 " * 7_000, "pak " * 25_000, "dukung pak bapak " * 6_000, "rekening " * 11_000],
)  # fmt: skip
@pytest.mark.timeout(60)
@pytest.mark.slow
def test_hostile_text_of_100_kb_is_checked_in_linear_time(hostile: str) -> None:
    begun = time.thread_time()
    check(draft(hostile), Facts(phase=Phase.CAMPAIGN))
    assert time.thread_time() - begun < 5


def test_sentences_of_hate_close_together_are_one_finding() -> None:
    text = "Dasar kafir, mereka itu bukan manusia. Usir saja mereka!"
    found = [f for f in check(Draft(text, at=AT), NO_FACTS) if f.family == "hate_abuse"]
    assert [f.text for f in found] == ["Dasar kafir, mereka itu bukan manusia. Usir saja mereka"]


def test_sentences_of_hate_far_apart_are_found_each() -> None:
    text = "Dasar kafir. " + "Jadwal layanan tetap seperti biasa. " * 5 + "Usir saja mereka!"
    found = [f for f in check(Draft(text, at=AT), NO_FACTS) if f.family == "hate_abuse"]
    assert len(found) == 2
