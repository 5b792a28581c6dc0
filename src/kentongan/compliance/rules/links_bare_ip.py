"""A number in place of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.compliance.words.linked import places
from kentongan.kernel.say import gettext_noop

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?P<scheme>https?://)|(?P<lead>(?:buka|akses|alamat|laman|kunjungi|situs|server|di)"
    rf"\s+))?(?P<ip>(?:{_OCTET}\.){{3}}{_OCTET})(?P<rest>(?::\d{{2,5}}(?!\d))?(?:/[^\s<>\"]*)?)(?![\w]|\.\d)",
    re.IGNORECASE,
)

_DOTS = re.compile(r"\.\d{1,3}\.\d")


def _find(case: Case) -> Iterator[Hit]:
    for place in places(case):
        text = place.text.light.text
        if not _DOTS.search(text):
            continue
        for match in _NUMBER.finditer(text):
            if match["scheme"] or match["lead"] or match["rest"]:
                start = match.start("scheme") if match["scheme"] else match.start("ip")
                yield place.hit(start, start + len(match.string[start : match.end()].rstrip(".,)")))


RULE = Rule(
    id="links.bare_ip",
    family="links",
    title=gettext_noop("Alamat berupa angka"),
    looks_for=gettext_noop("Tautan ke alamat IP tanpa nama domain."),
    message=gettext_noop("Warga tidak dapat menilai milik siapa alamat angka ini."),
    suggestion=gettext_noop("Pakai nama domain resmi."),
    basis=("inpres-9-2015",),
    severity=Severity.HINT,
    find=_find,
    given=Given.DOTS,
    needs=(".",),
    examples_match=examples(
        "Unduh di https://203.0.113.77/zakat",
        "https://198.51.100.4:8080",
        "Akses 203.0.113.9:8443/absen dari kantor",
        "Buka 192.0.2.10 dari ponsel Anda",
        "Daftar 192.0.2.10/daftar.php",
        "(https://203.0.113.77)",
    ),
    examples_miss=examples(
        "Versi aplikasi 2.0.1.15 sudah tersedia",
        "https://contohkab.go.id/1.2.3.4",
        "Rekening pajak 4.1.1.01.02",
        "Pasal 3.2.1 butir 4",
        "Nomor surat 005.12.3.45",
        "Skor 3.2.1.300 bukan alamat",
    ),
)
