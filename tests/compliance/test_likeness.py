"""What the small models of the check add to the rules, and what keeps them honest."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Finding, MediaFact, Phase, Severity
from kentongan.compliance.reading import likeness
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.weights import DATA
from kentongan.compliance.rule import Case, Hit, hit_at
from tests.corpus import rows
from tools.train_check import AROUND, HANDS, MODELS, Sentence, hand, train

pytestmark = pytest.mark.no_database

AT = datetime(2026, 11, 12, 3, tzinfo=UTC)
CAMPAIGN = Facts(phase=Phase.CAMPAIGN)
HINT = "Bangga punya pemimpin yang turun ke sawah, semoga berlanjut."
MOST_BYTES = 400_000
NO_FAULT: frozenset[str] = frozenset()


def findings(text: str, facts: Facts = CAMPAIGN, **given: object) -> list[Finding]:
    draft = Draft(text, at=AT, **given)  # type: ignore[arg-type]
    return [f for f in check(draft, facts) if f.family == "neutrality"]


def test_a_hint_that_no_rule_knows_is_found_and_the_words_that_gave_it_away_are_told() -> None:
    (finding,) = findings(HINT)
    assert finding.rule == "neutrality.likeness"
    assert finding.severity is Severity.MUST
    assert finding.text in HINT
    assert "“" in finding.message


def test_only_the_sentence_that_takes_sides_is_marked() -> None:
    (finding,) = findings(f"Loket buka pukul 08.00 WIB.\n\n{HINT}\n\nBawa KTP asli.")
    assert finding.text.rstrip(".") == HINT.rstrip(".")


def test_at_ordinary_times_nobody_has_to_mend_what_is_only_alike() -> None:
    assert all(f.severity is not Severity.MUST for f in findings(HINT, Facts()))


def test_where_a_rule_says_what_is_wrong_the_model_adds_nothing() -> None:
    rules = {f.rule for f in findings("Coblos nomor 2, sudah terbukti kerjanya.")}
    assert rules == {"neutrality.vote_call"}


def test_where_a_rule_speaks_of_a_text_the_model_is_not_asked_about_the_rest_of_it() -> None:
    told = findings(f"Coblos nomor 2!\n\n{'Loket buka setiap hari kerja. ' * 6}\n\n{HINT}")
    assert [f.rule for f in told] == ["neutrality.vote_call"]


def test_what_stands_within_one_breath_is_one_thing_to_mend() -> None:
    (finding,) = findings("Coblos nomor 2 ya. Salam dua jari! Kang Asep jagoan kita.")
    assert finding.severity is Severity.MUST
    assert len(findings("Coblos nomor 2 ya. " + "Loket buka. " * 20 + "Salam dua jari!")) == 2


def test_a_question_that_the_text_denies_takes_no_side() -> None:
    assert not findings("Posko pemenangan? Bukan, ini posko mudik.")
    assert findings("Posko pemenangan buka sampai malam, ayo mampir.")


def test_all_candidates_listed_by_who_holds_the_election_are_no_campaign() -> None:
    names = ("Bagja Suminta", "Wiraksa Danu", "Ayu Prameswara")
    facts = Facts(phase=Phase.CAMPAIGN, local_names=names)
    listed = "\n".join(f"{at}. {name}" for at, name in enumerate(names, 1))
    assert not findings(f"Calon menurut keputusan KPU:\n{listed}", facts)
    assert findings(f"Calon menurut keputusan KPU:\n{listed}\nPilih Wiraksa Danu!", facts)


def test_a_pattern_is_not_heard_where_the_sentence_is_nothing_like_a_call() -> None:
    assert not findings("Hasil hitung cepat jumlah burung migran di waduk: 412 ekor.")
    assert findings("Hasil hitung cepat: pasangan kita unggul, alhamdulillah.")


def test_a_candidate_who_is_named_is_weighed_at_least_however_plain_the_sentence() -> None:
    (finding,) = findings("Paslon 2 menyapa pedagang pasar.")
    assert finding.severity is Severity.WEIGH


def test_names_of_local_candidates_are_all_one_word_to_the_model() -> None:
    one = Facts(phase=Phase.CAMPAIGN, local_names=("Bagja Suminta",))
    other = Facts(phase=Phase.CAMPAIGN, local_names=("Wiraksa Danu",))
    told = "{}, semoga kembali memimpin."
    ours = findings(told.format("Bagja Suminta"), one)
    theirs = findings(told.format("Wiraksa Danu"), other)
    assert [(f.rule, f.severity) for f in ours] == [(f.rule, f.severity) for f in theirs]


def test_what_an_alt_text_describes_is_left_to_the_rules() -> None:
    media = (MediaFact(alt=HINT),)
    assert not [f for f in findings("Foto kegiatan.", media=media) if "likeness" in f.rule]


def test_words_read_in_a_picture_are_weighed_like_those_of_the_text() -> None:
    media = (MediaFact(alt="Spanduk di pagar", seen_text=HINT),)
    (finding,) = findings("Foto kegiatan.", media=media)
    assert finding.rule == "neutrality.likeness"
    assert finding.where == "picture:0"


def test_a_pemda_can_switch_the_model_off() -> None:
    facts = Facts(phase=Phase.CAMPAIGN, overrides={"neutrality.likeness": "off"})
    assert not findings(HINT, facts)


def test_who_asks_for_help_with_money_offers_no_fraud() -> None:
    text = "Mohon dibantu, uang saku beasiswa anak saya belum masuk rekening."
    assert not [f for f in check(Draft(text, at=AT), Facts()) if f.family == "gambling_scam"]


def test_a_proverb_that_no_rule_knows_is_asked_about_while_an_election_is_near() -> None:
    proverb = "Pohon yang sudah berbuah jangan ditebang."
    assert [f.rule for f in findings(proverb)] == ["neutrality.likeness"]
    assert not findings(proverb, Facts())


def test_contempt_of_the_state_in_other_words_is_mended_and_a_favour_is_weighed() -> None:
    def told(text: str) -> list[tuple[str, Severity]]:
        draft = Draft(text, at=AT, actor="civil_servant")
        return [(f.rule, f.severity) for f in check(draft, Facts()) if f.family == "civil_service"]

    assert told("Kami bangsa yang dijajah Jakarta, benderanya bukan bendera kami.") == [
        ("civil_service.likeness", Severity.MUST)
    ]
    assert told("Izin usahamu beres asal setor ke saya.") == [
        ("civil_service.likeness", Severity.WEIGH)
    ]
    assert not told("Negeri ini kaya, sayang listrik kantor mati lagi.")


def test_thanks_to_an_officer_whom_nobody_elects_are_only_polite() -> None:
    assert not findings("Terima kasih Bu Lurah, surat pengantar selesai sepuluh menit.")
    assert findings("Terima kasih Pak Bupati, jalan kampung kami mulus berkat Bapak.")


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_small_and_its_thresholds_are_in_order(name: str) -> None:
    path = DATA / f"{name}.json"
    assert path.stat().st_size < MOST_BYTES
    model = likeness.model(name)
    assert model.drop <= model.doubt < model.weigh <= model.must
    weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
    assert all(isinstance(weight, int) for weight in weights.values())


def test_all_models_are_added_up_at_once_to_what_each_would_come_to_alone() -> None:
    files = {name: DATA / f"{name}.json" for name in MODELS}
    kept = {name: json.loads(path.read_text("utf-8"))["weights"] for name, path in files.items()}

    def alone(weights: dict[str, int], features: tuple[str, ...]) -> float:
        assert len(set(features)) == len(features)
        total = sum(weights.get(feature, 0) for feature in features)
        return total / likeness.SCALE / math.sqrt(len(features) or 1)

    cases = [Case(row.draft, row.facts) for row in list(rows("tuning"))[::150]]
    # Words that come again, and the signs that stand for the beginning and the end.
    again = "Pilih dia, pilih dia lagi ^ pilih dia $ pilihan dia $"
    for case in (*cases, Case(Draft(again, at=AT), Facts())):
        for seen in likeness.sentences(case, case.text):
            for name, weights in kept.items():
                expected = alone(weights, seen.features) + alone(weights, seen.whole.features)
                assert likeness.model(name).score(seen) == expected


def test_every_round_of_drafts_is_a_hand_of_its_own_and_none_is_left_out() -> None:
    known = {row.id: hand(row.id) for row in rows("tuning")}
    assert set(known.values()) == {name for name, _pattern in HANDS}
    assert known["net-076"] == "first"
    assert {known[one] for one in known if one.startswith(("neu-", "ha2-"))} == {"second"}
    assert {known[one] for one in known if one.startswith(("r3-", "r4-"))} == {"third"}


def test_the_text_around_a_sentence_counts_however_many_sentences_it_has() -> None:
    (alone,) = _seen("Sehat selalu, Pak.")
    first, last = _seen("Sehat selalu, Pak.\n\nCoblos nomor dua, warga.")
    model = likeness.model("neutrality")
    assert first.whole is last.whole
    assert model.score(first) > model.score(alone)


def test_a_title_is_read_with_the_text_below_it() -> None:
    draft = Draft("Parkirlah di kantong resmi.", title="Trotoar untuk pejalan kaki", at=AT)
    case = Case(draft, Facts())
    body, title = case.texts
    (head,) = likeness.sentences(case, title)
    assert "A:first" in head.general
    assert {"d:trotoar", "d:parkir"} <= set(head.whole.features)
    (below,) = likeness.sentences(case, body)
    assert "d:trotoar" not in below.whole.features


def test_what_is_forbidden_is_told_from_what_is_asked_for() -> None:
    (asked,), (forbidden,) = _seen("Dukung calon kita."), _seen("Jangan dukung calon kita.")
    assert "X:dukung" in forbidden.features
    assert "X:dukung" not in asked.features


def _seen(text: str) -> list[likeness.Seen]:
    case = Case(Draft(text, at=AT), CAMPAIGN)
    return likeness.sentences(case, case.text)


def test_kinds_of_words_are_small_letters_without_doubles() -> None:
    lists = json.loads((DATA / "kinds.json").read_text(encoding="utf-8"))
    for kind, words in lists.items():
        assert words == words.lower(), kind
        assert len(words.split()) == len(set(words.split())), kind


def test_training_learns_what_is_labelled_and_is_the_same_every_time() -> None:
    known = [
        Sentence(0, 0, 9, ("1", "w:jagoan", "w:menang"), frozenset({"neutrality"})),
        Sentence(1, 0, 9, ("1", "w:loket", "w:buka"), frozenset()),
        Sentence(2, 0, 9, ("1", "w:jagoan", "w:lanjut"), frozenset({"neutrality"})),
        Sentence(3, 0, 9, ("1", "w:loket", "w:tutup"), frozenset()),
    ]
    weights = train(known, "neutrality")
    assert weights["w:jagoan"] > 0 > weights["w:loket"]
    assert "w:menang" not in weights
    assert weights == train(known, "neutrality")


def test_what_stands_around_is_learned_too_and_counts_less() -> None:
    def told(number: int, around: str, families: frozenset[str]) -> Sentence:
        return Sentence(number, 0, 9, ("1", "w:pantas"), families, (f"d:{around}",))

    fault = frozenset({"neutrality"})
    known = [told(at, *kind) for at in (0, 2) for kind in (("paslon", fault), ("loket", NO_FAULT))]
    weights = train(known, "neutrality")
    assert weights["d:paslon"] > 0 > weights["d:loket"]
    assert abs(weights["w:pantas"]) < AROUND * weights["d:paslon"]


def test_a_rule_is_not_heard_where_the_model_sees_no_fault_at_all() -> None:
    def find(case: Case) -> Iterator[Hit]:
        yield hit_at(case.text, case.text.letters, 0, 5)

    plain = Draft("Loket KTP buka pukul 08.00 WIB, bawa berkas asli.", at=AT)
    near, usual = Case(plain, CAMPAIGN), Case(plain, Facts())
    assert not [*guided(find, "neutrality")(near)]
    assert not near.met
    assert [*guided(find, "neutrality")(usual)] == usual.met["neutrality"]


@pytest.mark.parametrize("text", ["_", "Loket buka.\n____\nBawa KTP asli.", "__\n\n__"])
def test_a_line_without_a_word_is_no_sentence(text: str) -> None:
    assert not findings(text)


def test_the_words_of_a_hashtag_are_told_apart_by_the_capitals_somebody_typed() -> None:
    def words(text: str) -> list[str]:
        case = Case(Draft(text, at=AT), CAMPAIGN)
        return [word for seen in likeness.sentences(case, case.text) for word, *_ in seen.words]

    assert words("Sudah #HendraSatuPeriodeLagi di bio") == [
        *("sudah", "#", "hendra", "satu", "periode", "lagi", "di", "bio"),
    ]
    assert words("#LAPORKePosko #wargabicara") == ["#", "lapor", "ke", "posko", "#", "wargabicara"]
