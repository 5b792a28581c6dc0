"""What was learnt here of units and of kinds, since when; how often the first unit was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, QuerySet, Sum

from kentongan.inbox.accuracy import percent
from kentongan.inbox.models import Correction, Learned, LearnedKind, LearnedTopic
from kentongan.ledger import queries as ledger
from kentongan.ledger.models import Entry
from kentongan.people.models import Unit

FORGOTTEN, FORGOTTEN_KINDS = "inbox.forget", "inbox.forget_kinds"
#: So many of the latest dispositions tell how good it is by now.
LATEST = 100
#: Changes of a unit's own words that its page lists.
MOST_CHANGES = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """Of ``n`` dispositions before which a unit was proposed, ``right`` went to the first one."""

    n: int
    right: int

    @property
    def share(self) -> int:
        """In a hundred."""
        return percent(self.right, self.n)


@dataclass(frozen=True, slots=True)
class Taught:
    """``matters`` were learnt from in the whole installation, ``here`` of one unit.

    ``since``: the first disposition since it last forgot; None before that. ``forgotten``: the
    line of the ledger that says who emptied it, when and why.
    """

    matters: int
    here: int
    since: datetime | None
    whole: Judged
    latest: Judged
    forgotten: Entry | None


def taught(unit: Unit) -> Taught:
    """What is known now. Six statements. Secret cases teach, but are not counted as judged."""
    forgotten = ledger.found(action=FORGOTTEN).first()
    handed = Correction.objects.filter(case__secret=False)
    if forgotten is not None:
        handed = handed.filter(at__gt=forgotten.at)
    routed = handed.filter(what="route").exclude(was="")
    as_such = Learned.objects.filter(stem="")
    return Taught(
        matters=as_such.aggregate(n=Sum("count", default=0))["n"],
        here=as_such.filter(unit=unit).aggregate(n=Sum("count", default=0))["n"],
        since=handed.filter(what="unit").aggregate(at=Min("at"))["at"],
        whole=Judged(routed.count(), routed.filter(was=F("now")).count()),
        latest=_latest(routed),
        forgotten=forgotten,
    )


@dataclass(frozen=True, slots=True)
class TaughtKinds:
    """In ``matters`` cases of the whole installation people made sure of a kind, and it was learnt;
    to ``topics`` they gave another topic.

    ``forgotten``: the line of the ledger that says who emptied it, when and why.
    """

    matters: int
    topics: int
    forgotten: Entry | None


def taught_kinds() -> TaughtKinds:
    """What is known of kinds and topics now. Three statements."""
    kinds, topics = (
        model.objects.filter(word="").aggregate(n=Sum("count", default=0))["n"]
        for model in (LearnedKind, LearnedTopic)
    )
    return TaughtKinds(
        matters=kinds,
        topics=topics,
        forgotten=ledger.found(action=FORGOTTEN_KINDS).first(),
    )


def _latest(routed: QuerySet[Correction]) -> Judged:
    pairs = list(routed.order_by("-at", "-pk").values_list("was", "now")[:LATEST])
    return Judged(len(pairs), sum(was == now for was, now in pairs))


def changes(unit: Unit) -> list[Entry]:
    """Who changed what a unit says of its services, the latest first. One statement."""
    entries = Entry.objects.filter(target_type="unit", target_id=str(unit.pk))
    return list(ledger.found(entries=entries, action="inbox.services")[:MOST_CHANGES])
