"""What people wrote becomes clean text, and stays what they wrote."""

import pytest

from kentongan.networks import spoken

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Kapan buka?\r\nBesok?\r", "Kapan buka?\nBesok?"),
        ("nol\u200bnol \ufeffdan\u2060 sambung", "nolnol dan sambung"),
        ("\u202ekilab\u202c teks", "kilab teks"),
        ("bunyi\x07 \x00hapus\x1b[31m", "bunyi hapus[31m"),
        ("keluarga 👨‍👩‍👧 مرحبا\u200f", "keluarga 👨‍👩‍👧 مرحبا\u200f"),
        ("separuh \ud83d saja", "separuh  saja"),
        ("utuh \ud83d\ude4f", "utuh 🙏"),
        (None, ""),
        (17, ""),
    ],
)
def test_only_what_cannot_be_shown_is_taken_out(raw: object, text: str) -> None:
    assert spoken.clean(raw) == text
    spoken.clean(raw).encode()


def test_a_text_without_end_is_cut() -> None:
    assert len(spoken.clean("🙏" * 1_000_000)) == spoken.MOST_CHARACTERS


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Satu<br>dua</p><p>Tiga</p>", "Satu\ndua\n\nTiga"),
        ("<p>a &lt;b&gt; &amp; &quot;c&quot;</p>", 'a <b> & "c"'),
        ("<ul><li>KTP</li><li>KK</li></ul>", "- KTP\n- KK"),
        ("<p>Awal<script>alert(1)</script><style>p{}</style> akhir</p>", "Awal akhir"),
        (
            '<a href="https://judi.example/x">klik di sini</a>',
            "klik di sini (https://judi.example/x)",
        ),
        ('<a href="https://a.go.id/x">https://a.go.id/x</a>', "https://a.go.id/x"),
        ('<a href="https://m.example/@siti">@siti</a> halo', "@siti halo"),
        ('<a href="https://m.example/tags/jalan">#jalan</a>', "#jalan"),
        (
            '<a href="https://a.go.id/p"><span class="invisible">https://</span>a.go.id/p</a>',
            "https://a.go.id/p",
        ),
        ('<img alt=":jempol:" src="x">', ":jempol:"),
        ("<p>tidak <b>ditutup", "tidak ditutup"),
        ("<" * 10_000, "<" * 10_000),
        (None, ""),
    ],
)
def test_markup_becomes_the_lines_a_reader_sees(html: object, text: str) -> None:
    assert spoken.of_html(html) == text


def test_a_version_changes_with_any_of_its_parts() -> None:
    assert spoken.version("a", "b") != spoken.version("a", "c")
    assert spoken.version("ab", "") != spoken.version("a", "b")
    assert spoken.version("\ud83d") == spoken.version("\ud83d")
