"""Somebody named as poor, or a beneficiary named with an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.plight import opened, plights, told_by
from kentongan.kernel.say import gettext, gettext_noop

_PLACE = re.compile(
    r"\b(?:rt|rw)\s?[./]?\s?(?:rw)?\s?\d{1,3}|\b(?:jl|jalan|gang|gg|kp|kampung|dusun"
    r"|blok)\b\.? ?\w+",
    re.IGNORECASE,
)
_REACH = 70
_THANKS = re.compile(r"\s*-?\s*kasih\b", re.IGNORECASE)
#: What is received in front of others, and honours whoever receives it.
_HONOUR = re.compile(
    r"\b(?:penghargaan|piagam|piala|medali|sertifikat|tropi|trofi|sk|hadiah|juara|anugerah"
    r"|kunjungan|tamu)\b",
    re.IGNORECASE,
)
_ALMS = re.compile(
    r"\b(?:memberi\w*|menyerahkan|menyalurkan|membagikan|menyumbang\w*|donatur|dari|oleh)\b",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for plight in plights(text, "poor"):
            yield hit_typed(text, plight.start, plight.end)
        yield from _beneficiaries(text)


def _beneficiaries(text: Text) -> Iterator[Hit]:
    """Names of people who receive help, with a street or an RT."""
    for benefit in opened("benefit").find(text):
        start, end = text.letters.span(*benefit.span())
        for person in text.persons:
            if not 0 <= person.start - end <= _REACH:
                continue
            between = text.original[end : person.start]
            if _THANKS.match(between) or _HONOUR.search(between):
                continue
            if _ALMS.search(between) or re.search(r"[!?\n]|\.\s+[A-Z]", between):
                continue
            place = _PLACE.search(text.original, person.end, person.end + _REACH)
            if place and not re.search(
                r"[.!?]\s+[A-Z][a-z]{3}", text.original[person.end : place.start()]
            ):
                yield hit_typed(
                    text,
                    start,
                    place.end(),
                    message=_beneficiary(),
                    at_most=Severity.WEIGH,
                )
                break


def _beneficiary() -> str:
    return gettext(
        "Nama penerima bantuan beserta tempat tinggalnya membuat ia dikenali. Perlukah disebut?"
    )


RULE = Rule(
    id="vulnerable_persons.poor",
    family="vulnerable_persons",
    title=gettext_noop("Warga miskin disebut namanya"),
    looks_for=gettext_noop(
        "Nama orang bersama kemiskinan, utang, atau rumahnya yang rusak; untuk ditimbang: penerima "
        "bantuan dengan nama dan alamat."
    ),
    message=gettext_noop(
        "Kesulitan hidup seseorang jangan dijadikan tontonan. Ceritakan bantuannya tanpa nama."
    ),
    suggestion=gettext_noop("Sebut jumlah dan jenis bantuannya saja, misalnya “dua keluarga”."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="penyelia",
    find=guided(_find, "vulnerable_persons"),
    opened_by=(*told_by("poor"), opened("benefit")),
    examples_match=examples(
        "Sembako mampir ke gubuk Pak Sanusi, buruh serabutan yang menunggak kontrakan.",
        "Mak Irah tinggal sendirian di gubuk reyot tanpa listrik.",
        Example("Bantuan ditampi ku Téh Euis, randa anak lima nu hutangna numpuk.", says="Sunda"),
        Example("Mbah Wir omahe gedhek bolong-bolong.", says="bahasa Jawa"),
        "Keluarga Bu Tarsih tak sanggup membayar sekolah anaknya.",
        Example(
            "Penerima beras antara lain Ny. Saodah, Jl. Flamboyan No. 6 RT 02 RW 04.",
            says="penerima dengan alamat: ditimbang",
        ),
    ),
    examples_miss=examples(
        "Warga miskin dapat mendaftar PKH lewat Pak RT masing-masing.",
        "1.204 keluarga menerima bantuan pangan menurut data Dinsos.",
        "Pak Camat menyerahkan sembako kepada lansia.",
        "Gubuk baca kami buka setiap Sabtu bersama Bu Rina.",
        "Dua keluarga sudah pindah ke rumah layak huni.",
        "Bantuan pupuk diterima kelompok tani Sri Rejeki.",
        "Terima kasih, Pak RT dan Bu RT, sudah menjaga kampung tetap bersih.",
        "Penerima penghargaan kader teladan: Bu Rina dari Kampung Cibolang.",
    ),
)
