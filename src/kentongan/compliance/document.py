"""The catalogue of rules as Markdown: ``docs/aturan.md`` is made from this, and a test compares.

Free of Django, in the language of the rules (Indonesian).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kentongan.compliance.basis import references, status_label
from kentongan.compliance.draft import Phase, Severity
from kentongan.compliance.families import FAMILIES
from kentongan.compliance.rule import Example, Rule
from kentongan.compliance.rules import rules_of

_SEVERITY = {
    Severity.MUST: "wajib diperbaiki",
    Severity.WEIGH: "perlu ditimbang",
    Severity.HINT: "saran",
}
_PHASE = {
    Phase.NORMAL: "biasa",
    Phase.PRE_NOMINATION: "menjelang penetapan calon",
    Phase.CAMPAIGN: "kampanye",
    Phase.QUIET: "masa tenang",
    Phase.POLLING: "pemungutan dan rekapitulasi",
    Phase.AFTER: "sesudah pemilihan",
}
_SHOWN_EXAMPLES, _SHOWN_LETTERS = 6, 120
_HEAD = """# Aturan pemeriksaan

Halaman ini dibuat dari aturan itu sendiri; contohnya adalah ujinya. Pemeriksaan membantu, bukan
memutuskan. Rujukan hukum disebut bersama kepastiannya: cek naskah resmi sebelum mengutip.
"""


def catalogue_markdown() -> str:
    """The whole catalogue, ending in a line break."""
    parts = [_HEAD]
    for family in FAMILIES:
        rules = rules_of(family.id)
        if rules:
            parts.append(f"## {family.label}\n\n{family.about}\n")
            parts.extend(_rule(rule) for rule in rules)
    parts.append("\n".join(_references()))
    return "\n".join(parts) + "\n"


def _rule(rule: Rule) -> str:
    lines = [f"### {rule.title} (`{rule.id}`)", "", rule.looks_for, "", f"Pesan: {rule.message}"]
    if rule.suggestion:
        lines.append(f"Usulan: {rule.suggestion}")
    lines += ["", f"Tingkat: {_severities(rule)}.", ""]
    lines.append("Dasar: " + "; ".join(_reference(name) for name in rule.basis) + ".")
    for title, examples in (
        ("Dilaporkan", rule.examples_match),
        ("Dibiarkan", rule.examples_miss),
    ):
        lines += ["", f"{title}, misalnya:", ""]
        lines.extend(f"- {line}" for line in _examples(examples))
    return "\n".join(lines) + "\n"


def _severities(rule: Rule) -> str:
    by_severity: dict[Severity, list[str]] = {}
    for phase, severity in rule.phases():
        by_severity.setdefault(severity, []).append(_PHASE[phase])
    if len(by_severity) == 1:
        return f"{_SEVERITY[next(iter(by_severity))]} di semua tahapan"
    return "; ".join(f"{_SEVERITY[s]} ({', '.join(names)})" for s, names in by_severity.items())


def _reference(name: str) -> str:
    reference = references()[name]
    return f"{reference.title} ({status_label(reference.status)})"


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    for example in list(examples)[:_SHOWN_EXAMPLES]:
        plain = re.sub(r"\s+", " ", example.text).strip()
        short = plain if len(plain) <= _SHOWN_LETTERS else plain[: _SHOWN_LETTERS - 1] + "…"
        quote = f"`{short}`" if short else "(tanpa teks)"
        yield f"{quote} ({example.says})" if example.says else quote


def _references() -> Iterator[str]:
    yield "## Rujukan"
    yield ""
    for reference in references().values():
        note = f" {reference.note}" if reference.note else ""
        certainty = status_label(reference.status)
        yield f"- **{reference.title}**: {reference.about} *{certainty}.*{note}"
