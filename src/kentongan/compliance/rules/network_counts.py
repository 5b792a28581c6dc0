"""More hashtags, mentions or addresses than the network takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kentongan.compliance.draft import Facts, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language import tally
from kentongan.language.tokens import Token


def _find(case: Case) -> Iterator[Hit]:
    limits = case.facts.limits
    yield from _over(
        case, limits.max_hashtags, tally.tags,
        gettext("{label} menerima paling banyak {most} tagar; ada {count}."),
    )  # fmt: skip
    yield from _over(
        case, limits.max_mentions, tally.names,
        gettext("{label} menerima paling banyak {most} sebutan; ada {count}."),
    )  # fmt: skip
    yield from _over(
        case, limits.max_links, tally.links,
        gettext("{label} menerima paling banyak {most} tautan; ada {count}."),
        once=not limits.repeats, beside=0 if case.draft.parts else _beside(case),
    )  # fmt: skip


def _over(
    case: Case,
    most: int,
    find: Callable[[str], list[Token]],
    said: str,
    *,
    once: bool = False,
    beside: int = 0,
) -> Iterator[Hit]:
    """Where there are more than ``most``: in the text, or in each part of a thread by itself.

    A part reads a little otherwise than what was typed; shown is the same one in the order of all.
    """
    if not most:
        return
    draft = case.draft
    parts = draft.parts or (draft.text,)
    typed, before = find(draft.text), 0
    for number, text in enumerate(parts, start=1):
        here = find(text)
        counted = tally.each_once(here) if once else here
        total = len(counted) + beside
        if total > most:
            label = case.facts.limits.label or gettext("Jejaring ini")
            message = said.format(label=label, most=most, count=total)
            if len(parts) > 1:
                place = gettext("Bagian {number} dari {all}: {message}")
                message = place.format(number=number, all=len(parts), message=message)
            last = before + here.index(counted[-1])
            at = typed[min(last, len(typed) - 1)] if typed else Token(0, 0, "")
            yield Hit(start=at.start, end=at.end, message=message)
        before += len(here)


def _beside(case: Case) -> int:
    """1 where the draft carries a link that is none of those in its text.

    Beside pictures it only follows the text where that holds it nowhere; without them it is
    attached, and counts besides a longer one that begins with it.
    """
    draft = case.draft
    if not draft.link or (draft.link in draft.text and draft.media):
        return 0
    return int(draft.link not in {link.text for link in tally.links(draft.text)})


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
    looks_for=gettext_noop(
        "Jumlah tagar, sebutan, dan tautan dalam satu unggahan, atau dalam tiap bagian utas."
    ),
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
