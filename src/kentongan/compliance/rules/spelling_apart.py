"""Written apart or together: pun, -nya, non-, antar-, pasca-."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.compliance.words.slips import slips_of
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    return slips_of(case, "apart")


RULE = Rule(
    id="spelling.apart",
    family="spelling",
    title=gettext_noop("Serangkai atau terpisah"),
    looks_for=gettext_noop(
        "Bentuk terikat yang terpisah (non aktif, antar desa, pasca panen, tempat nya) atau"
        " bertanda hubung "
        "tanpa perlu, dan pun yang seharusnya terpisah (apapun)."
    ),
    message=gettext_noop("Bagian kata ini perlu disambung atau dipisah."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.SLIPS,
    examples_match=examples(
        "Lomba antar desa dimulai pekan ini.",
        "Warga non aktif tetap dilayani.",
        "Kelas pasca panen untuk petani.",
        "Apapun keluhannya, sampaikan di loket.",
        "Tempat nya di ruang anak.",
        "Turnamen voli antar RT.",
        "Pendidikan non-formal gratis bagi warga.",
    ),
    examples_miss=examples(
        "Lomba antar-RT dimulai.",
        "Yang nonaktif pun boleh ikut.",
        "Walaupun sempit, siapa pun bisa.",
        "Petugas antar obat ke rumah pasien.",
        "Bus antarkota berangkat pukul 07.00.",
        "Bagaimanapun, airnya harus bersih.",
        "Hadir ya, Teh, urang ngariung, nya.",
        "Layanan non-ASN diatur tersendiri.",
    ),
)
