"""Marked text, cards of findings, the generated document."""

from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given, strategies as st

from kentongan.compliance.basis import STATUSES, basis, is_verified, references, status_label
from kentongan.compliance.document import catalogue_markdown
from kentongan.compliance.draft import Finding, Severity, Suggestion
from kentongan.compliance.marks import Mark, mended, numbered, segments
from kentongan.compliance.present import counts, finding_views
from kentongan.compliance.rules.listed import RULES

AT = datetime(2026, 8, 12, tzinfo=UTC)
TEXT = "Berkat kepemimpinan Bapak Bupati <b>stunting</b> turun. Hubungi Bu Ai, 0812-3344-5566."


def mark(number: int, start: int, end: int, severity: Severity = Severity.HINT) -> Mark:
    return Mark(number, Finding("a.b", "a", severity, start, end, "", "", ""))


def test_what_is_cut_out_leaves_no_gap_behind() -> None:
    text = "Ayo coblos! Posyandu buka. Ayo coblos! Bawa KTP."
    assert mended(text, mark(1, 0, 11).finding, "") == "Posyandu buka. Ayo coblos! Bawa KTP."
    assert mended(text, mark(1, 27, 38).finding, "") == "Ayo coblos! Posyandu buka. Bawa KTP."
    assert mended(text, mark(1, 0, 3).finding, "Mari") == "Mari" + text[3:]
    assert mended(text, mark(1, 39, 48).finding, "") == text[:38]
    assert mended(f"{text}\n\nAkhir", mark(1, 39, 48).finding, "") == f"{text[:38]}\n\nAkhir"


@given(
    st.text(max_size=40),
    st.lists(
        st.tuples(st.integers(-3, 45), st.integers(-3, 45), st.sampled_from(Severity)), max_size=8
    ),
)
def test_segments_give_the_text_again_whatever_overlaps(text: str, spans: list) -> None:
    marks = [mark(n, a, b, s) for n, (a, b, s) in enumerate(spans, 1)]
    cut = segments(text, marks)
    assert "".join(part.text for part in cut) == text
    assert all(part.text for part in cut)
    drawn = {m.number for m in marks if 0 <= m.finding.start < m.finding.end <= len(text)}
    assert sorted(n for part in cut for n in part.begins) == sorted(drawn)
    assert sorted(n for part in cut for n in part.ends) == sorted(drawn)
    assert all(bool(part.tone) == bool(part.numbers) for part in cut)


def test_of_overlapping_marks_the_sternest_gives_the_colour() -> None:
    cut = segments("abcdef", [mark(1, 0, 4), mark(2, 2, 6, Severity.MUST)])
    assert [(p.text, p.tone, p.numbers, p.ends) for p in cut] == [
        ("ab", "saran", (1,), ()), ("cd", "wajib", (1, 2), (1,)), ("ef", "wajib", (2,), (2,)),
    ]  # fmt: skip


def test_findings_are_drawn_as_cards_with_their_basis() -> None:
    found = [
        Finding("neutrality.personal_cult", "neutrality", Severity.WEIGH, 0, 32,
                TEXT[:32], "Pujian", "Sebut programnya.", basis("skb-netralitas-2022"),
                Suggestion("Hapus.", "")),
        Finding("personal_data.phone", "personal_data", Severity.MUST, 71, 85, TEXT[71:85],
                "Nomor ponsel", "Nomor seseorang.", basis("uu-27-2022"),
                Suggestion("Pakai nomor layanan.", "112")),
    ]  # fmt: skip
    marks = numbered(found)
    request = RequestFactory().get("/")
    html = render_to_string(
        "compliance/_findings.html", {"findings": finding_views(marks)}, request
    )
    assert html.count("<article") == len(found) == 2
    assert "Perlu ditimbang" in html
    assert "Wajib diperbaiki" in html
    assert "<form" not in html, "a private draft is changed by nobody but its author"
    assert "rujukan belum diverifikasi" in html
    assert counts(found) == {"must": 1, "weigh": 1, "hint": 0}
    shown = render_to_string("compliance/_marked.html", {"segments": segments(TEXT, marks)})
    assert "&lt;b&gt;stunting" in shown
    assert '<mark class="tanda t-wajib" id="t-2">0812-3344-5566<sup>2</sup></mark>' in shown


def test_references_never_sound_firmer_than_their_status() -> None:
    for reference in references().values():
        label = status_label(reference.status)
        assert reference.status in STATUSES
        if reference.status not in {"in_force", "guideline", "technical"}:
            assert label.startswith("rujukan belum diverifikasi")
            assert not is_verified(reference.status)
    assert status_label("unheard of").startswith("rujukan belum diverifikasi")


def test_the_document_tells_of_every_rule_and_reference() -> None:
    document = catalogue_markdown()
    assert document.endswith("\n")
    for rule in RULES:
        assert f"`{rule.id}`" in document
    for reference in references().values():
        assert reference.title in document
