"""A link without encryption."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.linked import places
from kentongan.kernel.say import gettext_noop

_PLAIN = "http://"


def _find(case: Case) -> Iterator[Hit]:
    for place in places(case):
        for link in place.text.light_links:
            if link.text[: len(_PLAIN)].lower() == _PLAIN and "." in link.text:
                secure = "https://" + link.text[len(_PLAIN) :]
                yield place.hit(link.start, link.end, replacement=secure)


RULE = Rule(
    id="links.plain_http",
    family="links",
    title=gettext_noop("Tautan tanpa sandi"),
    looks_for=gettext_noop("Tautan http:// yang tidak tersandi."),
    message=gettext_noop("Isi laman http:// dapat dibaca dan diubah orang di tengah jalan."),
    basis=("inpres-9-2015",),
    severity=Severity.WEIGH,
    find=_find,
    needs=("http:",),
    examples_match=examples(
        "Daftar di http://contohkab.go.id/daftar",
        "HTTP://contohkab.go.id",
        "(http://desa.contoh.desa.id)",
        "Baca http://jdih.contoh.go.id/perda?no=3.",
        "http://203.0.113.9:8080/zakat",
        "Unduh: http://www.contoh.ac.id/berkas.pdf",
    ),
    examples_miss=examples(
        "https://contohkab.go.id",
        "Protokol http tidak tersandi.",
        "http:// di depan alamat menandai laman lama",
        "contohkab.go.id",
        "www.contohkab.go.id",
        "Pakai https, bukan http.",
    ),
)
