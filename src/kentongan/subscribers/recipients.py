"""The list as the engine of delivery needs it: who, page by page, and where to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kentongan.delivery.audience import Recipient
from kentongan.kernel.say import gettext as _
from kentongan.networks.contract import Refused
from kentongan.networks.models import Account
from kentongan.subscribers import actions, queries
from kentongan.subscribers.models import Subscriber


class Subscribers:
    """Subscribers as an ``Audience`` (``delivery/audience.py``)."""

    def terms(self, account: Account) -> Mapping[str, Any]:
        """The templates; raises ``Refused`` where there are none, or nobody to send to."""
        row = queries.broadcast_of(account)
        if row is None:
            raise Refused(
                _(
                    "%(account)s belum bisa mengirim kabar. Isi dulu nama templat yang disetujui"
                    " Meta di halaman Pelanggan akun itu, lalu kirim lagi."
                )
                % {"account": account.label}
            )
        if not queries.active(account).exists():
            raise Refused(
                _(
                    "%(account)s belum punya pelanggan. Ajak warga mengirim LANGGANAN ke nomor itu,"
                    " lalu kirim lagi."
                )
                % {"account": account.label}
            )
        return {
            "text": row.template, "image": row.image_template, "video": row.video_template,
            "language": row.language,
        }  # fmt: skip

    def some(
        self, account: Account, *, until: datetime, after: str, limit: int
    ) -> Sequence[Recipient]:
        """The next who subscribed by ``until``, behind the one with the key ``after``."""
        rows = queries.active(account).filter(joined_at__lte=until).order_by("pk")
        if after:
            rows = rows.filter(pk__gt=UUID(after))
        return [Recipient(*row) for row in rows.values_list("pk", "mark")[:limit]]

    def staying(self, keys: Collection[UUID]) -> frozenset[UUID]:
        """Which of them still subscribe."""
        rows = Subscriber.objects.filter(pk__in=keys, ended_at=None)
        return frozenset(rows.values_list("pk", flat=True))

    def number(self, key: UUID) -> str:
        """Where to send; empty for whoever does not subscribe any more."""
        row = Subscriber.objects.only("number").filter(pk=key, ended_at=None).first()
        return str(row.number) if row else ""

    def opted_out(self, keys: Collection[UUID], at: datetime) -> None:
        """They end."""
        actions.opt_out(keys, at=at)

    def unreachable(self, keys: Collection[UUID], at: datetime) -> None:
        """Counted; after some in a row they end."""
        actions.note_unreached(keys, at=at)

    def reached(self, keys: Collection[UUID]) -> None:
        """Counted anew from none."""
        actions.note_reached(keys)

    def shown(self, keys: Collection[UUID]) -> Mapping[UUID, str]:
        """Their numbers, masked; those who are forgotten are left out."""
        rows = Subscriber.objects.only("number").filter(pk__in=keys)
        return {row.pk: row.masked for row in rows}
