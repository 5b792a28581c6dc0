"""More pictures than the network takes."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, MediaFact, Severity, Suggestion, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    limits = case.facts.limits
    count = sum(1 for item in case.draft.media if not item.is_video)
    if not limits.max_images or count <= limits.max_images:
        return
    message = gettext("{label} menerima paling banyak {limit} gambar; ada {count}.").format(
        label=limits.label or gettext("Jejaring ini"), limit=limits.max_images, count=count
    )
    yield Hit(
        start=0,
        end=0,
        where=f"media:{limits.max_images}",
        message=message,
        suggestion=Suggestion(gettext("Keluarkan gambar yang berlebih untuk jejaring ini.")),
    )


def _example(count: int, limit: int, says: str) -> Example:
    facts = Facts(limits=TextLimits(label="Jejaring contoh", max_images=limit))
    media = tuple(MediaFact(alt=f"Warga mengantre di loket {n}") for n in range(count))
    return Example("Layanan hari ini.", says=says, facts=facts, media=media)


RULE = Rule(
    id="network.too_many_images",
    family="network",
    title=gettext_noop("Gambar terlalu banyak"),
    looks_for=gettext_noop("Jumlah gambar dibandingkan dengan yang diterima jejaring."),
    message=gettext_noop("Gambar lebih banyak daripada yang diterima jejaring."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.MEDIA,
    examples_match=tuple(
        _example(count, limit, f"{count} gambar, batas {limit}")
        for count, limit in ((5, 4), (6, 4), (2, 1), (11, 10), (21, 20), (40, 4))
    ),
    examples_miss=tuple(
        _example(count, limit, f"{count} gambar, batas {limit or 'tidak ada'}")
        for count, limit in ((4, 4), (1, 1), (0, 4), (10, 10), (3, 4), (40, 0))
    ),
)
