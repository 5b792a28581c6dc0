"""An address where readers cannot follow it."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Draft, Facts, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, hit_at
from kentongan.kernel.say import gettext, gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    if not case.facts.limits.dead_links:
        return
    message = gettext("Di {label} alamat dalam naskah tidak dapat diklik.").format(
        label=case.facts.limits.label or gettext("jejaring ini")
    )
    text = case.text
    for link in text.light_links:
        yield hit_at(text, text.light, link.start, link.end, message=message)
    if _is_apart(case.draft):
        yield Hit(start=0, end=0, message=message)


def _is_apart(draft: Draft) -> bool:
    """Whether the draft carries a link that does not stand in its text."""
    return bool(draft.link) and draft.link not in draft.text


_DEAD = Facts(limits=TextLimits(label="Instagram", dead_links=True))
_LIVE = Facts(limits=TextLimits(label="Bluesky"))
_WITH_LINK = (
    "Jadwal lengkap di https://contoh.go.id/jadwal.",
    "Daftar di donor.contoh.go.id, lalu pilih tanggal.",
    "Formulir: bit.ly/pasarminggu",
    "Baca selengkapnya: www.kec-maju.contoh.go.id",
    "Peta jalur ada di http://peta.contoh.go.id/jalur?a=1",
    "Isi kuesioner (https://contoh.go.id/survei), terima kasih.",
)

RULE = Rule(
    id="network.dead_link",
    family="network",
    title=gettext_noop("Tautan tidak dapat diklik"),
    looks_for=gettext_noop("Alamat dalam naskah untuk jejaring yang tidak menautkannya."),
    message=gettext_noop("Di jejaring ini alamat dalam naskah tidak dapat diklik."),
    suggestion=gettext_noop("Taruh alamatnya di profil dan tulis “tautan di bio”."),
    basis=("batas-jejaring",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.DEAD_LINKS,
    examples_match=tuple(Example(text, facts=_DEAD) for text in _WITH_LINK),
    examples_miss=(
        *(Example(text, facts=_LIVE) for text in _WITH_LINK[:3]),
        Example("Formulir ada di bio.", facts=_DEAD),
        Example("Kirim ke surel info@contoh.go.id.", facts=_DEAD),
        Example("Jadwal lengkap di https://contoh.go.id/jadwal.", says="pesan induk"),
        Example("Mulai pukul 08.00 sampai selesai. Sampai jumpa!", facts=_DEAD),
    ),
)
