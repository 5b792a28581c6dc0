"""``POST /checks``: text in, findings out, over the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from kentongan.compliance.check import check
from kentongan.compliance.draft import Phase
from kentongan.compliance.facts import facts_for, limits_of
from kentongan.compliance.wire import BadDraft, draft_from, finding_out, refuse_unknown
from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.networks import catalogue
from kentongan.people.api_scope import scoped_unit

router = Router(tags=["Pemeriksaan"])
MAX_DRAFTS, MAX_TEXT, MAX_ALTS = 50, 100_000, 20
Short = Annotated[str, Field(max_length=500)]


class DraftIn(Schema):
    """One text for one place. ``at`` is when it would be public; missing: now."""

    text: Annotated[str, Field(max_length=MAX_TEXT)]
    id: Short = ""
    title: Short = ""
    network: Annotated[str, Field(max_length=24)] = ""
    kind: Literal["post", "reply", "release", "repost", "like"] = "post"
    actor: Literal["institution", "civil_servant"] = "institution"
    at: datetime | None = None
    alt: Annotated[list[Annotated[str, Field(max_length=5000)]], Field(max_length=MAX_ALTS)] = []
    link: Short = ""
    source: Short = ""
    phase: Annotated[str, Field(max_length=16)] | None = None


class ChecksIn(Schema):
    """Texts of one unit, checked by the facts that hold for it; missing: the token's unit."""

    unit: Annotated[str, Field(max_length=64)] = ""
    drafts: Annotated[list[DraftIn], Field(min_length=1, max_length=MAX_DRAFTS)]


class BasisOut(Schema):
    """A reference. Quote it only together with ``certainty``."""

    id: str
    title: str
    status: str
    verified: bool
    certainty: str


class SuggestionOut(Schema):
    """What to do; ``replacement`` are words to put in place of ``start`` to ``end``."""

    label: str
    replacement: str | None


class FindingOut(Schema):
    """One finding; offsets count characters of ``text`` (``title`` where ``where`` says so)."""

    rule: str
    family: str
    severity: str
    where: str
    start: int
    end: int
    text: str
    title: str
    message: str
    basis: list[BasisOut]
    suggestion: SuggestionOut | None


class ResultOut(Schema):
    """The findings of one draft, in the order of the request."""

    id: str
    phase: str
    findings: list[FindingOut]


class ChecksOut(Schema):
    """One result for each draft."""

    unit: str
    results: list[ResultOut]


@router.post("/checks", response=ChecksOut, summary="Periksa naskah", url_name="checks")
def run_checks(request: HttpRequest, wanted: ChecksIn) -> dict[str, Any]:
    """Check texts without storing anything. At most 50 drafts of 100,000 characters."""
    code = wanted.unit or str(getattr(request, "api_unit").code)  # noqa: B009
    unit = scoped_unit(request, code.replace("\x00", ""))
    now = clock.now()
    facts_by_time: dict[datetime, Any] = {}
    results = []
    for index, given in enumerate(wanted.drafts):
        row = given.dict(exclude_none=True)
        at = row.pop("at", None)
        try:
            draft, phase = draft_from(row, now)
            refuse_unknown(draft.network, catalogue.codes())
        except BadDraft as error:
            raise Invalid.field(f"drafts.{index}", str(error)) from error
        moment = _aware(at, index) if at else now
        if moment not in facts_by_time:
            facts_by_time[moment] = facts_for(unit, moment)
        facts = replace(facts_by_time[moment], limits=limits_of(draft.network))
        if phase is not None:
            facts = replace(facts, phase=phase)
        found = check(replace(draft, at=moment), facts)
        results.append(
            {
                "id": given.id,
                "phase": Phase(facts.phase).value,
                "findings": [finding_out(finding) for finding in found],
            }
        )
    return {"unit": unit.code, "results": results}


def _aware(at: datetime, index: int) -> datetime:
    if at.tzinfo is None:
        raise Invalid.field(f"drafts.{index}.at", _("Sebut zona waktunya, misalnya +07:00."))
    return at
