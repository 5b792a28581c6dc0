"""An address that did not open when the product asked it."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.addresses import address_of
from kentongan.compliance.draft import Facts, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.compliance.words.linked import places
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    unopened = case.facts.unopened
    if not unopened:
        return
    for place in places(case):
        for link in place.text.light_links:
            if address_of(link.text) in unopened:
                yield place.hit(link.start, link.end)


_DEAD = Facts(unopened=frozenset({"https://contohkab.go.id/hilang"}))

RULE = Rule(
    id="links.unopened",
    family="links",
    title=gettext_noop("Tautan tidak terbuka"),
    looks_for=gettext_noop(
        "Alamat yang dicoba sesudah naskah diajukan dan dijawab “tidak ada”, atau yang namanya "
        "tidak dikenal. Gangguan jaringan sendiri tidak dilaporkan."
    ),
    message=gettext_noop("Alamat ini tidak terbuka ketika dicoba."),
    suggestion=gettext_noop("Buka sendiri alamatnya; salin ulang bila memang salah."),
    basis=("inpres-9-2015",),
    severity=Severity.WEIGH,
    spares_terms=False,
    find=_find,
    given=Given.UNOPENED,
    needs=(".",),
    examples_match=examples(
        Example("Jadwal: https://contohkab.go.id/hilang", facts=_DEAD, says="dicoba: tidak ada"),
        Example("Lihat ContohKab.go.id/hilang.", facts=_DEAD, says="tanpa https"),
        Example("(contohkab.go.id/hilang)", facts=_DEAD, says="dalam kurung"),
        Example("Isi di https://contohkab.go.id/hilang#isian", facts=_DEAD, says="dengan bagian"),
        Example("https://contohkab.go.id/hilang, lalu datang.", facts=_DEAD),
        Example("Jadwal.", title="Lihat contohkab.go.id/hilang", facts=_DEAD, says="di judul"),
    ),
    examples_miss=examples(
        "Jadwal: https://contohkab.go.id/hilang",
        Example("Jadwal: https://contohkab.go.id/ada", facts=_DEAD, says="alamat lain"),
        Example("Tanpa alamat.", facts=_DEAD),
        Example("Jadwal: https://contohkab.go.id/hilang/lama", facts=_DEAD, says="alamat lain"),
        Example("Surat ke hilang@contohkab.go.id.", facts=_DEAD, says="surel"),
        Example("Jadwal: https://contohkab.go.id", facts=_DEAD, says="halaman muka"),
    ),
)
