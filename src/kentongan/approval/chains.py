"""Which chain a post must pass, and until when each step should answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, TypedDict

from kentongan.approval.models import Chain, ChainStep
from kentongan.compliance.phases import phase_at
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.worktime import add_working_minutes
from kentongan.people.models import Unit
from kentongan.people.queries import holidays, office_hours, unit_timezone
from kentongan.planning.models import Post, Risk

ORDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL)
#: Flags of a post that make another kind's chain apply, because that kind is stricter.
VULNERABLE_KIND = "kelompok-rentan"
OFFICIAL_KIND = "pejabat-masa-pemilihan"
#: No post is of this kind: its chains are for answers to citizens (``inbox``).
REPLY_KIND = "balasan"


class Step(TypedDict):
    """One step as copied into a request."""

    label: str
    roles: list[str]
    minutes: int
    working_time: bool
    copy_roles: list[str]


def risk_of(post: Post, *, election: bool = False) -> str:
    """The risk of a post: its kind's, raised by what it shows."""
    risks = [post.kind.risk]
    if post.shows_vulnerable or (post.shows_official and election):
        risks.append(Risk.HIGH.value)
    return max(risks, key=[r.value for r in ORDER].index)


def near_election(post: Post, at: datetime) -> bool:
    """Whether an election is near; asked only where it makes a difference to the chain."""
    return post.shows_official and phase_at(post.unit, post.scheduled_for or at) != "normal"


def steps_for(post: Post, *, election: bool = False) -> list[dict[str, Any]]:
    """The steps of the chain for the post's kind and risk; raises ``Invalid`` where the pemda has
    none. One statement."""
    risk = risk_of(post, election=election)
    codes = [post.kind_id]
    if risk != post.kind.risk:
        codes = [VULNERABLE_KIND if post.shows_vulnerable else OFFICIAL_KIND]
    found = ChainStep.objects.filter(chain__active=True, chain__risk=risk).select_related("chain")
    by_kind: dict[str | None, list[ChainStep]] = defaultdict(list)
    for step in found:
        by_kind[step.chain.kind_id].append(step)
    for code in [*codes, None]:
        if code in by_kind:
            return [step.written for step in by_kind[code]]
    raise Invalid(_("Belum ada jenjang persetujuan untuk risiko ini. Hubungi pembina."))


def chain_of_replies(risk: str) -> Chain | None:
    """The chain for answers to citizens of this risk; None where they need nobody's approval."""
    rows = Chain.objects.filter(active=True, kind=REPLY_KIND, risk=risk)
    return rows.prefetch_related("steps").first()


def steps_of(chain: Chain) -> list[dict[str, Any]]:
    """The steps as they are copied into a request."""
    return chain.written


def deadline(unit: Unit, step: dict[str, Any], *, start: datetime) -> datetime:
    """When a step that starts at ``start`` should have answered."""
    minutes = int(step["minutes"])
    if not step["working_time"]:
        return start + timedelta(minutes=minutes)
    zone = unit_timezone(unit)
    day = start.astimezone(zone).date()
    return add_working_minutes(
        start,
        minutes,
        hours=office_hours(unit),
        tz=zone,
        holidays=holidays(unit, day, day + timedelta(days=30)),
    )
