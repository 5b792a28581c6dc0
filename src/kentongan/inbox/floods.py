"""A flood of messages of the same words within an hour is one row of the queue, with a count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from kentongan.inbox.alike import FOLD_FROM
from kentongan.inbox.models import Case, Message
from kentongan.networks.models import Account

#: Messages of the same words within this time are one row.
FOLD_WITHIN = timedelta(hours=1)


class Folds:
    """Which messages of a batch belong to a flood, and the case that stands for each.

    Folding begins with the fifth message of the same words within an hour; what came before it
    keeps its row until then and is merged by ``actions.intake``.
    """

    def __init__(self, account: Account | None, at: datetime, signatures: list[str]) -> None:
        self.signatures = signatures
        self.count: dict[str, int] = defaultdict(int)
        self.case: dict[str, Case] = {}
        wanted = {same for same in signatures if same}
        if account is None or not wanted:
            return
        place = Window(
            RowNumber(),
            partition_by=[F("signature")],
            order_by=[F("received_at").asc(), F("pk").asc()],
        )
        lately = Message.objects.filter(
            account=account,
            signature__in=wanted,
            received_at__gt=at - FOLD_WITHIN,
            ours=False,
            case__merged_into__isnull=True,
        )
        if not lately.exists():  # as almost always; what follows takes ten times as long to ask
            return
        # More than the first few of each are not needed, however large the flood is.
        rows = (
            lately.annotate(place=place)
            .filter(place__lte=FOLD_FROM)
            .select_related("case__unit")
            .order_by("received_at", "pk")
        )
        for row in rows:
            self.count[row.signature] += 1
            if row.case is not None:
                self.case.setdefault(row.signature, row.case)

    def home(self, same: str) -> Case | None:
        """The case a message of these words is folded into; None while they are few."""
        if not same:
            return None
        self.count[same] += 1
        return self.case.get(same) if self.count[same] >= FOLD_FROM else None

    def begin(self, same: str, case: Case) -> None:
        """The first case of these words stands for those to come."""
        if same:
            self.case.setdefault(same, case)


def early_rows(homes: Mapping[str, Case], *, at: datetime) -> Mapping[UUID, Case]:
    """Few early rows of what became a flood: their case joins the one that stands for all.

    ``homes``: signature → that case. Returns case id → the case it goes into.
    """
    if not homes:
        return {}
    rows = Message.objects.filter(
        account=next(iter(homes.values())).account_id,
        signature__in=homes,
        received_at__gt=at - FOLD_WITHIN,
        case__state="new",
        case__holder=None,
        case__messages_count=1,
    ).exclude(case__in=[home.pk for home in homes.values()])
    return {
        case_id: homes[same]
        for case_id, same in rows.values_list("case", "signature")
        if case_id is not None
    }
