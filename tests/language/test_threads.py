"""A long text becomes a thread: nothing lost, nothing over the limit, no link cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings, strategies as st

from kentongan.language.lengths import COUNTS, length
from kentongan.language.threads import MOST_PARTS, split

pytestmark = pytest.mark.no_database
LONG = (
    "Jadwal pelayanan kecamatan berubah mulai Senin. Loket buka pukul 08.00 WIB. Bawa KTP asli dan "
    "salinan kartu keluarga.\n\nUntuk warga Jl. Melati No. 5 sampai 40, pelayanan pindah ke balai "
    "desa. Pertanyaan? Tulis di sini, kami jawab pada jam kerja. Keterangan lengkap ada di "
    "https://kec-maju.contoh.go.id/jadwal/2026/desember. Terima kasih!"
)
NUMBER = re.compile(r" \((\d+)/(\d+)\)$")


def test_what_fits_stays_as_it_is() -> None:
    assert split("  Satu kalimat saja. ", 280) == ["Satu kalimat saja."]
    assert split(LONG, 0) == [LONG]


def test_it_is_cut_where_sentences_end_and_numbered() -> None:
    parts = [NUMBER.sub("", part) for part in split(LONG, 130)]
    assert [" ".join(part.split()[-3:]) for part in parts] == [
        "salinan kartu keluarga.",
        "balai desa. Pertanyaan?",
        "ada di https://kec-maju.contoh.go.id/jadwal/2026/desember.",
        "Terima kasih!",
    ]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    parts = split("kata " * 30, 40)
    assert all(NUMBER.sub("", part).endswith("kata") for part in parts)
    assert len(parts) == 5


def test_a_word_that_is_too_long_is_cut_and_a_link_never() -> None:
    assert [NUMBER.sub("", part) for part in split("a" * 45, 20)] == ["a" * 14] * 3 + ["aaa"]
    link = "https://contoh.go.id/" + "x" * 60
    with pytest.raises(ValueError, match="does not hold"):
        split(f"Lihat {link} segera ya", 40)
    assert link in split(f"Lihat {link} segera ya, bapak dan ibu semua", 40, link_length=23)[0]


def test_there_is_an_end_to_threads() -> None:
    with pytest.raises(ValueError, match=f"{MOST_PARTS} parts"):
        split("Kalimat pendek. " * 200, 30)
    with pytest.raises(ValueError, match="no thread"):
        split("Kalimat pendek.", 5)


PIECES = st.lists(
    st.sampled_from(
        [
            "Warga ",
            "diundang. ",
            "Bawa KTP! ",
            "\n\n",
            "👨‍👩‍👧 ",
            "https://a.go.id/b ",
            "pkl. ",
            "é",
        ]
    ),
    min_size=1,
    max_size=120,
).map("".join)


@given(
    PIECES, st.integers(30, 300), st.sampled_from(COUNTS), st.sampled_from([0, 23]),
    st.sampled_from([0, 120, 400]),
)  # fmt: skip
@example(LONG, 60, "graphemes", 0, 0)
@example("👨‍👩‍👧" * 200, 300, "graphemes", 0, 3000)
@settings(deadline=None)
def test_nothing_is_lost_and_nothing_is_over_the_limit(
    text: str, limit: int, count: str, link_length: int, most_bytes: int
) -> None:
    try:
        parts = split(text, limit, count, link_length, most_bytes)
    except ValueError:
        return
    assert all(length(part, count, link_length) <= limit for part in parts)
    assert all(not most_bytes or len(part.encode()) <= most_bytes for part in parts)
    numbers = [NUMBER.search(part) for part in parts]
    if len(parts) > 1:
        assert [m and m.groups() for m in numbers] == [
            (str(n), str(len(parts))) for n in range(1, len(parts) + 1)
        ]
        parts = [NUMBER.sub("", part) for part in parts]
    assert "".join("".join(parts).split()) == "".join(text.split())
