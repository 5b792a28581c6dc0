"""A shortened link, which does not show where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.hosts import shortened
from kentongan.compliance.words.linked import places
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    for place in places(case):
        for link in shortened(place.text.light.text):
            yield place.hit(*link.span())


RULE = Rule(
    id="links.short",
    family="links",
    title=gettext_noop("Tautan pendek"),
    looks_for=gettext_noop("Pemendek tautan seperti bit.ly, s.id, tinyurl, forms.gle."),
    message=gettext_noop("Tautan pendek menyembunyikan tujuan dan mudah dipalsukan."),
    suggestion=gettext_noop("Pakai alamat lengkap di laman resmi."),
    basis=("inpres-9-2015",),
    severity=Severity.WEIGH,
    find=_find,
    needs=("/",),
    examples_match=examples(
        "Daftar di bit.ly/LombaDesa",
        "https://s.id/webinar-literasi",
        "Isi http://tinyurl.com/beasiswa-desa ya",
        "Kuesioner ➜ https://forms.gle/AbCd1234. Dua menit saja.",
        "Cek (https://cutt.ly/abc)",
        "www.bit.ly/abc",
    ),
    examples_miss=examples(
        "https://contohkab.go.id/lomba",
        "Surel: admin@s.id.contoh.go.id",
        "Tonton https://youtu.be/abc123",
        "Hubungi https://wa.me/62112",
        "Orbit.lyon bukan tautan",
        "Alamat lengkap lebih jelas: pendek.contohkab.go.id/s",
    ),
)
