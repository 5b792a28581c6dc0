"""An alt text that the network would refuse."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity, Suggestion, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.lengths import graphemes


def _find(case: Case) -> Iterator[Hit]:
    limits = case.facts.limits
    for index, media in enumerate(case.draft.media):
        size = graphemes(media.alt)
        if limits.max_alt and size > limits.max_alt:
            message = gettext(
                "Teks alternatif gambar {number} panjangnya {size} huruf; batas {label} {limit}."
            ).format(number=index + 1, size=size, label=limits.label, limit=limits.max_alt)
            label = gettext("Ringkas: siapa, apa, di mana, dan tulisan penting di gambar.")
            yield Hit(0, 0, f"media:{index}", message, Suggestion(label))


def _example(size: int, limit: int) -> Example:
    facts = Facts(limits=TextLimits(label="Jejaring contoh", max_alt=limit))
    text = ("Warga mengantre di loket. " * (size // 26 + 1))[:size]
    says = f"{size} huruf, batas {limit or 'tidak ada'}"
    return Example("Layanan hari ini.", says=says, facts=facts, media=(MediaFact(alt=text),))


RULE = Rule(
    id="network.alt_too_long",
    family="network",
    title=gettext_noop("Teks alternatif terlalu panjang"),
    looks_for=gettext_noop("Panjang teks alternatif dibandingkan dengan batas jejaring."),
    message=gettext_noop("Teks alternatif melewati batas jejaring."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.MEDIA,
    examples_match=tuple(
        _example(*it)
        for it in ((101, 100), (126, 125), (300, 125), (1501, 1500), (1001, 1000), (2, 1))
    ),
    examples_miss=tuple(
        _example(*it) for it in ((100, 100), (80, 125), (0, 10), (1500, 1500), (900, 0), (1, 1))
    ),
)
