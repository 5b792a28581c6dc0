"""More hashtags, mentions or addresses than the network takes."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language import tokens


def _find(case: Case) -> Iterator[Hit]:
    limits, text = case.facts.limits, case.draft.text
    label = limits.label or gettext("Jejaring ini")
    counted = (
        (limits.max_hashtags, case.text.hashtags, 0,
         gettext("{label} menerima paling banyak {most} tagar; ada {count}.")),
        (limits.max_mentions, tokens.mentions(text), 0,
         gettext("{label} menerima paling banyak {most} sebutan; ada {count}.")),
        (limits.max_links, tokens.addresses(text), _beside(case),
         gettext("{label} menerima paling banyak {most} tautan; ada {count}.")),
    )  # fmt: skip
    for most, found, more, said in counted:
        if most and len(found) + more > most:
            at = found[-1]
            message = said.format(label=label, most=most, count=len(found) + more)
            yield Hit(start=at.start, end=at.end, message=message)


def _beside(case: Case) -> int:
    """1 where the draft carries a link that does not stand in its text."""
    return int(bool(case.draft.link) and case.draft.link not in case.draft.text)


def _example(text: str, *, tags: int = 0, mentions: int = 0, links: int = 0) -> Example:
    limits = TextLimits(
        label="Jejaring contoh", max_hashtags=tags, max_mentions=mentions, max_links=links
    )
    return Example(text, facts=Facts(limits=limits))


_TAGS = "Pasar murah besok pagi. " + " ".join(f"#Desa{letter}" for letter in "ABCDE")
_NAMES = "Terima kasih @puskesmas_titirwangi, @damkar.rawajati, @bpbd_rawajati!"
_LINKS = "Jadwal https://contoh.go.id/a dan https://contoh.go.id/b, peta www.contoh.go.id/c."

RULE = Rule(
    id="network.counts",
    family="network",
    title=gettext_noop("Tagar, sebutan, atau tautan terlalu banyak"),
    looks_for=gettext_noop("Jumlah tagar, sebutan, dan tautan yang berbeda dalam satu unggahan."),
    message=gettext_noop("Tagar, sebutan, atau tautannya lebih banyak daripada yang diterima."),
    suggestion=gettext_noop("Sisakan yang paling perlu untuk jejaring ini."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.COUNTED,
    examples_match=(
        _example(_TAGS, tags=4),
        _example(_TAGS, tags=1, links=5),
        _example(_NAMES, mentions=2),
        _example(_NAMES, mentions=1, tags=30),
        _example(_LINKS, links=2),
        _example(_LINKS + " Lihat lagi https://contoh.go.id/d", links=3),
    ),
    examples_miss=(
        _example(_TAGS, tags=5),
        _example(_NAMES, mentions=3),
        _example(_LINKS, links=3),
        _example("https://contoh.go.id/a https://contoh.go.id/a", links=1),
        _example("Datang ke titirwangi.contoh.go.id. Bawa KTP.Lalu antre.", links=1),
        _example(f"{_TAGS} {_NAMES} {_LINKS}"),
    ),
)
