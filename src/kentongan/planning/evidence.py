"""What the check said, as plain JSON for the record of an approval."""

from collections.abc import Iterable
from typing import Any

from kentongan.kernel.sentences import stored
from kentongan.planning.checking import Checked
from kentongan.planning.models import Waiver


def recorded(checked: Iterable[Checked]) -> dict[str, Any]:
    """Findings and reasons as plain JSON, for the record of an approval."""
    return {
        "findings": [
            {
                "rule": c.finding.rule,
                "severity": c.finding.severity.value,
                "network": c.network,
                "text": c.finding.text,
                "message": stored(c.finding.message),
                "fingerprint": c.finding.fingerprint,
                "reason": dict(c.reason) if c.reason else None,
                "where": c.finding.where,
                "waiver": waiver_evidence(c.waiver) if c.waived else None,
            }
            for c in checked
        ]
    }


def waiver_evidence(waiver: Waiver | None) -> dict[str, str] | None:
    """Who asked for a leave and why, who granted it and with which words."""
    if waiver is None or waiver.decided_by is None or waiver.decided_at is None:
        return None
    return {
        "role": waiver.role,
        "reason": waiver.reason,
        "asked_by": waiver.asked_by.name,
        "asked_at": waiver.asked_at.isoformat(),
        "answer": waiver.answer,
        "decided_by": waiver.decided_by.name,
        "decided_at": waiver.decided_at.isoformat(),
    }
