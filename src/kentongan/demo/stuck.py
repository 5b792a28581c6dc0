"""When something must have been handed in so that its first answer is late by now."""

from __future__ import annotations

from datetime import datetime, timedelta

from kentongan.approval import chains
from kentongan.approval.models import Chain
from kentongan.demo.world import World
from kentongan.people.models import Unit

_LATE_BY = timedelta(minutes=20)
_STEP, _STEPS = timedelta(hours=2), 240


def late_start(world: World, unit: Unit, kind: str) -> datetime:
    """The latest office hour, in steps of two, whose deadline has passed."""
    chain = Chain.objects.filter(active=True, kind=kind).prefetch_related("steps").first()
    assert chain is not None
    step = chains.steps_of(chain)[0]
    moment = world.at
    for _try in range(_STEPS):
        moment -= _STEP
        start = world.days.office(moment)
        if chains.deadline(unit, step, start=start) <= world.at - _LATE_BY:
            return start
    return moment
