"""The check of replies and clarifications: the same rules as for posts, as they hold for these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Finding, Severity
from kentongan.compliance.facts import facts_for
from kentongan.inbox.models import Case, Clarification
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.kernel.text import clean_line

#: As long as the reasons for passing a finding in a post.
MIN_REASON, MAX_REASON = 10, 500


def findings(case: Case, text: str, *, at: datetime) -> list[Finding]:
    """What the check says of an answer in this case, sent at ``at``. Three statements."""
    network = case.channel if case.account_id else ""
    draft = Draft(text=text, at=at, network=network, kind="reply")
    found = check(draft, facts_for(case.unit, at, network))
    # The number that we gave the citizen is no abbreviation they would have to know.
    return [finding for finding in found if finding.text != case.number]


def of_clarification(entry: Clarification, *, at: datetime) -> list[Finding]:
    """What the check says of a clarification that becomes public at ``at``. Three statements."""
    draft = Draft(
        text=f"{entry.said}\n\n{entry.truth}",
        at=at,
        kind="release",
        title=entry.title,
        link=entry.source_url,
        source=entry.source,
    )
    return check(draft, facts_for(entry.unit, at))


def blocking(found: Sequence[Finding], reasons: Mapping[str, str]) -> list[Finding]:
    """What must be mended, or be given a reason: ``reasons`` maps fingerprints to words."""
    return [
        finding
        for finding in found
        if finding.severity is Severity.MUST
        or (finding.severity is Severity.WEIGH and not reasons.get(finding.fingerprint, "").strip())
    ]


def require(case: Case, text: str, reasons: Mapping[str, str], *, at: datetime) -> dict[str, Any]:
    """The evidence of a check that passes; raises ``Invalid`` while something stands in the way."""
    return passed(findings(case, text, at=at), reasons, field="text")


def passed(found: Sequence[Finding], reasons: Mapping[str, str], *, field: str) -> dict[str, Any]:
    """The evidence of these findings; raises ``Invalid`` at ``field`` while one stops the text."""
    reasons = {f.fingerprint: _reason(reasons.get(f.fingerprint, ""), field) for f in found}
    if stopping := blocking(found, reasons):
        first = stopping[0]
        words = ngettext(
            "Belum bisa dikirim: %(count)s temuan. %(message)s",
            "Belum bisa dikirim: %(count)s temuan. %(message)s",
            len(stopping),
        )
        values = {"count": len(stopping), "message": first.message}
        raise Invalid.field(field, words % values)
    return {
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "text": finding.text,
                "reason": reasons.get(finding.fingerprint, ""),
            }
            for finding in found
        ]
    }


def _reason(given: str, field: str) -> str:
    words = clean_line(given, field=field)
    if words and len(words) < MIN_REASON:
        missing = _("Tulis alasan yang bisa dipertanggungjawabkan, minimal 10 huruf.")
        raise Invalid.field(field, missing)
    if len(words) > MAX_REASON:
        raise Invalid.field(field, _("Alasan terlalu panjang: paling banyak 500 huruf."))
    return words


def reasons_of(evidence: Mapping[str, Any], found: Sequence[Finding]) -> dict[str, str]:
    """The reasons kept in ``evidence``, for findings that stand as they stood then."""
    kept = {(row["rule"], row["text"]): row["reason"] for row in evidence.get("findings", [])}
    return {f.fingerprint: kept.get((f.rule, f.text), "") for f in found}
