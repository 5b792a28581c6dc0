"""Offers of gambling and fraud without any word that a rule knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading import likeness
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.scams import warns_of_fraud
from kentongan.kernel.say import gettext, gettext_noop

#: Without a word of one of these kinds nothing is offered, and the model need not be asked.
_ABOUT = frozenset({"judi", "uang"})
#: Who asks for help with money offers none.
_PLEADS = re.compile(
    r"\b(?:mohon|tolong|minta|meminta|kenapa|mengapa|kok|lapor\w*|melapor\w*|keluh\w*|mengeluh\w*|kecewa"
    r"|pengaduan|selamat\s+(?:pagi|siang|sore|malam)|assalam\w*|adu)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    if "gambling_scam" in case.gravest or any(text.has(_PLEADS) for text in case.texts):
        return
    if warns_of_fraud(case.text):
        return
    message = gettext(
        "Kalimat ini mirip tawaran judi atau penipuan, terutama karena kata {words}. Ini dugaan "
        "mesin: baca ulang, lalu putuskan."
    )
    yield from likeness.hits(case, "gambling_scam", message, about=_ABOUT)


RULE = Rule(
    id="gambling_scam.likeness",
    family="gambling_scam",
    title=gettext_noop("Mirip tawaran judi atau penipuan"),
    looks_for=gettext_noop(
        "Kalimat yang menurut model kecil mirip ajakan judi, tawaran uang, atau pancingan data "
        "yang pernah ditandai orang. Hanya dicari bila aturan lain tidak menemukan apa-apa."
    ),
    message=gettext_noop("Kalimat ini mirip tawaran judi atau penipuan."),
    suggestion=gettext_noop("Hapus. Untuk tawaran resmi, sebutkan lembaga dan laman resminya."),
    basis=("uu-1-2024",),
    severity=Severity.MUST,
    find=_find,
    about=_ABOUT,
    passage=True,
    examples_match=examples(
        "Saldo seratus ribu langsung masuk, klik daftar sekarang.",
        "Spin malam ini, modal receh pulang jutaan.",
        "Modal receh pulang jutaan, gas malam ini.",
        "Modal sepuluh ribu jadi sejuta malam ini, daftar lewat bio.",
        "Main sebentar, menang dua juta, link di profil.",
        "Dana cair lima menit tanpa syarat, chat admin.",
        "Klik tautan ini, saldo satu juta langsung masuk ke rekeningmu.",
    ),
    examples_miss=examples(
        "Undian jalan sehat ditarik pukul 10.00 di lapangan.",
        "Pinjaman buku diperpanjang lewat aplikasi.",
        "Jangan sebutkan kode OTP kepada siapa pun.",
        "Saldo bank sampah dibagikan Sabtu.",
        "Burung kicau Pak Rasid juara dua.",
        "Mohon penjelasan, uang saku beasiswa belum masuk rekening.",
    ),
)
