"""All in capitals, where the network refuses that."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    text = case.draft.text
    if text.isupper():
        label = case.facts.limits.label or gettext("Jejaring ini")
        said = gettext("{label} menolak komentar yang seluruhnya huruf besar.")
        yield Hit(0, len(text), message=said.format(label=label))


_QUIET = Facts(limits=TextLimits(label="Jejaring contoh", quiet=True))
_LOUD = (
    "SYARAT ADA DI LOKET.",
    "A",
    "KTP, KK 2026",
    "BUKA PUKUL 08.00! 🙏",
    "ÉLOK",
    "@KEC #LOKET",
)
_CALM = (
    "Syarat ada di loket.",
    "SYARAT ada DI LOKET",
    "2026",
    "🙏 123",
    "KTP dan KK",
)

RULE = Rule(
    id="network.capitals",
    family="network",
    title=gettext_noop("Seluruhnya huruf besar"),
    looks_for=gettext_noop(
        "Komentar pertama yang seluruhnya huruf besar, bila jejaring menolaknya."
    ),
    message=gettext_noop("Jejaring ini menolak komentar yang seluruhnya huruf besar."),
    suggestion=gettext_noop("Tulis dengan huruf besar hanya di awal kalimat dan nama."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.QUIET,
    examples_match=tuple(Example(text, facts=_QUIET) for text in _LOUD),
    examples_miss=(
        *(Example(text, facts=_QUIET) for text in _CALM),
        Example(_LOUD[0], says="jejaring yang menerimanya", facts=Facts()),
    ),
)
