"""What stands only in the picture: dates, times, places that no screen reader reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.normalise import Strength, normalise

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
    )
}
#: Days and months weigh as much as numbers.
_DAYS = frozenset(
    "senin selasa rabu kamis jumat sabtu minggu ahad januari februari maret april juni juli agustus"
    " september oktober november desember besok lusa".split()
)
_IDLE = frozenset(
    "yang untuk dengan dari pada dalam atau juga akan oleh kami kita anda bagi para agar serta ayo"
    " mari pukul bertempat tanggal hari selamat datang terima kasih kabupaten kota kecamatan desa"
    " kelurahan pemerintah dinas republik indonesia bersama jalan info informasi pengumuman penting"
    " www http https instagram facebook tiktok youtube".split()
)
#: As on somebody's card: nobody is to write in the text what stands there.
_CARD = re.compile(r"\d{13,}")
_STEM = 5
_LEAST, _FEW_WORDS, _MANY_WORDS, _SHARE = 3, 4, 6, 0.5


@dataclass(frozen=True, slots=True)
class _Said:
    """Numbers and words of a text, in a form in which they can be compared."""

    plain: str
    facts: frozenset[str]
    words: frozenset[str]
    stems: frozenset[str]


def _said(text: str) -> _Said:
    plain = normalise(text, Strength.FOLDED).text
    words = frozenset(_WORD.findall(plain))
    spelled = {_NUMBER_WORDS[word] for word in plain.split() if word in _NUMBER_WORDS}
    numbers = {_number(match) for match in _NUMBER.findall(plain)}
    return _Said(
        plain=plain,
        facts=frozenset(numbers | spelled | (words & _DAYS)),
        words=words - _DAYS - _IDLE,
        stems=frozenset(word[:_STEM] for word in words),
    )


def _number(written: str) -> str:
    """``08.00``, ``8:00`` and ``8`` alike."""
    plain = written.replace(":", ".").lstrip("0")
    return plain.removesuffix(".00") or "0"


def _find(case: Case) -> Iterator[Hit]:
    seen = [
        (i, media)
        for i, media in enumerate(case.draft.media)
        if media.seen_text and not _CARD.search(media.seen_text)
    ]
    if not seen:
        return
    draft = case.draft
    caption = f"{draft.text}\n{draft.title}\n{draft.link}"
    for index, media in seen:
        in_picture = _said(media.seen_text or "")
        if len(in_picture.facts) + len(in_picture.words) < _LEAST:
            continue
        told = _said(f"{caption}\n{media.alt}")
        facts = {fact for fact in in_picture.facts if fact not in told.facts}
        words = {word for word in in_picture.words if not _is_told(word, told)}
        if hit := _hit(index, media, in_picture, facts, words):
            yield hit


def _is_told(word: str, told: _Said) -> bool:
    return word in told.words or word[:_STEM] in told.stems or word in told.plain


def _hit(
    index: int, media: MediaFact, in_picture: _Said, facts: set[str], words: set[str]
) -> Hit | None:
    hard = bool(facts) and len(facts) + len(words) >= _LEAST
    soft = len(words) >= _FEW_WORDS and len(words) >= _SHARE * len(in_picture.words)
    if not (hard or soft):
        return None
    shown = sorted(facts | words, key=in_picture.plain.find)[:6]
    message = gettext("Ini hanya ada di gambar {number}: {words}.").format(
        number=index + 1, words=", ".join(shown)
    )
    return Hit(
        start=0,
        end=0,
        where=f"picture:{index}",
        message=message,
        quote=media.seen_text or "",
        at_most=None if hard or len(words) >= _MANY_WORDS else Severity.HINT,
    )


def _example(text: str, seen: str, alt: str = "Poster bergambar balai desa") -> Example:
    return Example(text, says=f"di gambar: {seen}", media=(MediaFact(alt=alt, seen_text=seen),))


RULE = Rule(
    id="accessibility.text_in_picture",
    family="accessibility",
    title=gettext_noop("Isi penting hanya di gambar"),
    looks_for=gettext_noop(
        "Angka, hari, waktu, tempat, dan kata yang terbaca di gambar tetapi tidak ada di naskah "
        "atau teks alternatif."
    ),
    message=gettext_noop("Isi ini hanya ada di gambar."),
    suggestion=gettext_noop("Tulis juga di naskah: apa, kapan, di mana, syaratnya."),
    basis=("uu-8-2016", "wcag-22"),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.MEDIA,
    examples_match=(
        _example("Posyandu buka lagi!", "Sabtu 15 Agustus 2026 pukul 08.00 di balai desa"),
        _example("Jadwal dokter bulan ini.", "Poli anak Senin, poli gigi Rabu, poli mata Kamis"),
        _example("Lihat poster.", "PASAR MURAH Lapangan Merdeka 5-7 Juni 2026"),
        _example("Tarif baru berlaku.", "Rp2.750 per meter kubik mulai 1 Juli"),
        _example("Titik parkir.", "Lapangan Wringin, Terminal Lama, Halaman Gedung Kesenian"),
        _example("Syarat lengkap di gambar.", "Bawa fotokopi ijazah, pasfoto, surat sehat"),
    ),
    examples_miss=(
        _example("Posyandu buka Sabtu, 15 Agustus 2026, pukul 08.00.", "Sabtu 15 Agustus 08:00"),
        _example("Tarif Rp2.750 per meter kubik mulai 1 Juli.", "Rp2.750 per meter kubik 1 Juli"),
        _example("Bus sekolah berangkat pagi.", "BUS SEKOLAH"),
        _example("Curug dibuka.", "CURUG RUKMI 300 m", "Papan ke Curug Rukmi, 300 meter"),
        _example("Selamat pagi!", "SELAMAT DATANG DI KANTOR DESA"),
        _example("Perekaman KTP-el.", "NIK 3210011203850001 Nama SITI"),
        _example("Dua kelas, tiga guru.", "2 kelas 3 guru"),
        Example("Gambar belum dibaca.", media=(MediaFact(alt="Rapat warga"),)),
    ),
)
