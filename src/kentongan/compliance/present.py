"""Findings as the templates show them; for the composer, the approval page and others.

{% include "compliance/_findings.html" with findings=views %}
{% include "compliance/_marked.html" with segments=segments %}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from kentongan.compliance.draft import Finding, Severity
from kentongan.compliance.families import BY_ID as FAMILIES
from kentongan.compliance.marks import Mark
from kentongan.compliance.models import Misfire
from kentongan.compliance.queries.feedback import reported
from kentongan.compliance.wording import TONES, basis_line
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User

_SHOWN = 140


def finding_view(
    mark: Mark, *, report: Mapping[str, str] | None = None, reported: bool = False
) -> dict[str, Any]:
    """One finding for ``_findings.html``.

    ``report`` is ``{"text", "network"?}``: what goes along when somebody presses *Salah tangkap*
    (``_misfire_button.html``); without it there is no such button. ``reported``: the reader has.
    """
    finding = mark.finding
    suggestion = finding.suggestion
    spans = finding.end > finding.start and finding.where in ("text", "title")
    return {
        "number": mark.number,
        "finding": finding,
        "tone": TONES[finding.severity],
        "family": _(FAMILIES[finding.family].label),
        "title": finding.title,
        "quote": _short(finding.text),
        "anchor": f"#t-{mark.number}" if spans else "",
        "message": finding.message,
        "advice": suggestion.label if suggestion else "",
        "proposal": _proposal(suggestion.replacement if suggestion else None),
        "basis": "; ".join(basis_line(basis) for basis in finding.basis),
        "rule_url": reverse("compliance:rule", args=[finding.rule]),
        "report": "" if report is None else _reported(finding, report),
        "reported": reported,
    }


def finding_views(
    marks: Iterable[Mark], *, report: Mapping[str, str] | None = None, by: User | None = None
) -> list[dict[str, Any]]:
    """Several findings of one text as ``by`` reads them; see :func:`finding_view`.

    One statement where there is a text to report and a reader, none otherwise.
    """
    shown = list(marks)
    told = [(mark.finding, (report or {}).get("text", "")) for mark in shown]
    known = reported(by, told) if by and report else [False] * len(shown)
    return [
        finding_view(mark, report=report, reported=is_known)
        for mark, is_known in zip(shown, known, strict=True)
    ]


def _reported(finding: Finding, more: Mapping[str, str]) -> str:
    """What the button sends, as JSON."""
    named = {
        "rule": finding.rule, "severity": finding.severity.value, "quote": finding.text,
        "network": "", "text": "",
    }  # fmt: skip
    return json.dumps({**named, **more})


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity: ``{"must", "weigh", "hint"}``, for the line above the cards."""
    totals = {severity.value: 0 for severity in Severity}
    for finding in findings:
        totals[finding.severity.value] += 1
    return totals


def misfire_told(misfire: Misfire, *, new: bool) -> str:
    """What a person reads who has just said that a finding is wrong."""
    if new:
        return _("Dicatat sebagai salah tangkap. Pembina membacanya.")
    if misfire.answer:
        return _("Sudah dijawab %(by)s: %(answer)s") % {
            "by": misfire.answered_by,
            "answer": misfire.answer,
        }
    return _("Temuan ini sudah Anda laporkan dan menunggu dibaca.")


def _proposal(replacement: str | None) -> str:
    if replacement is None:
        return ""
    return replacement or _("(dihapus)")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
