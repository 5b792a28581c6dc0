"""Drafts and findings as JSON: the shape of the command line and of the API.

    {"id", "text", "network"?, "kind"?, "actor"?, "at"?, "alt"?, "phase"?,
     "title"?, "link"?, "source"?}
    {"id", "findings": [{"rule", "family", "severity", "where", "start", "end", "text", "title",
                         "message", "basis", "suggestion"}]}

Offsets count characters of the text given; in an alt text (``media:<index>``) and in the words of
a picture (``picture:<index>``) they are 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from kentongan.compliance.basis import is_verified, status_label
from kentongan.compliance.draft import Draft, Finding, MediaFact, Phase
from kentongan.kernel.say import gettext
from kentongan.kernel.streams import BadRow

KINDS = ("post", "reply", "release", "repost", "like")
ACTORS = ("institution", "civil_servant")
_TEXTS = ("network", "title", "link", "source")


class BadDraft(BadRow):
    """A draft that cannot be read; the sentence says what to mend."""


def draft_from(row: Mapping[str, Any], at: datetime) -> tuple[Draft, Phase | None]:
    """A draft and the phase given with it; ``at`` stands in for a missing time.

    Raises :class:`BadDraft`. Unknown keys are ignored.
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise BadDraft(gettext("“text” harus ada dan berupa teks."))
    known: dict[str, Any] = {}
    for name in _TEXTS:
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            raise BadDraft(gettext("“{name}” harus berupa teks.").format(name=name))
        known[name] = value or ""
    draft = Draft(
        text=text,
        at=_time(row.get("at"), at),
        kind=_one_of("kind", row.get("kind"), KINDS),
        actor=_one_of("actor", row.get("actor"), ACTORS),
        media=tuple(MediaFact(alt=alt) for alt in _alts(row.get("alt"))),
        id=str(row.get("id", "")),
        **known,
    )
    phase = row.get("phase")
    if phase is None:
        return draft, None
    return draft, Phase(_one_of("phase", phase, tuple(p.value for p in Phase)))


def refuse_unknown(network: str, known: Iterable[str]) -> None:
    """Raise :class:`BadDraft` for a network whose limits nobody knows; empty is no network."""
    _one_of("network", network or None, tuple(known))


def _one_of(name: str, value: Any, choices: tuple[str, ...]) -> str:
    if value is None:
        return choices[0]
    if value not in choices:
        allowed = ", ".join(choices)
        raise BadDraft(gettext("“{name}” harus salah satu dari: {allowed}.").format(
            name=name, allowed=allowed))  # fmt: skip
    return str(value)


def _time(value: Any, fallback: datetime) -> datetime:
    if value is None:
        return fallback
    try:
        given = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadDraft(
            gettext("“at” harus tanggal dan jam, misalnya 2026-08-12T07:00+07:00.")
        ) from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def _alts(value: Any) -> list[str]:
    """``alt`` is one text, or a list with one for each picture."""
    if value is None:
        return []
    alts = [value] if isinstance(value, str) else value
    if not isinstance(alts, list) or not all(isinstance(alt, str) for alt in alts):
        raise BadDraft(gettext("“alt” harus teks, atau daftar teks untuk tiap gambar."))
    return alts


def finding_out(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON."""
    suggestion = finding.suggestion
    return {
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity.value,
        "where": finding.where,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "title": finding.title,
        "message": finding.message,
        "basis": [
            {
                "id": basis.id,
                "title": basis.title,
                "status": basis.status,
                "verified": is_verified(basis.status),
                "certainty": gettext(status_label(basis.status)),
            }
            for basis in finding.basis
        ],
        "suggestion": suggestion
        and {"label": suggestion.label, "replacement": suggestion.replacement},
    }
