"""Filters of the queue that a person keeps for themselves. Nobody else is concerned: no ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from kentongan.inbox.models import SavedView
from kentongan.kernel.errors import Invalid
from kentongan.kernel.text import clean_line
from kentongan.people.models import User

MOST = 20


def keep(*, by: User, at: datetime, name: str, filters: Mapping[str, str]) -> SavedView:
    """Keep ``filters`` under ``name``; the same name is overwritten.

    Raises ``Invalid`` without a name, without filters, or when there are too many.
    """
    words = clean_line(name, field="nama")[:60]
    if not words:
        raise Invalid.field("nama", _("Beri nama tampilan ini."))
    if not filters:
        raise Invalid.field("nama", _("Saring dulu antreannya, lalu simpan tampilannya."))
    others = SavedView.objects.filter(user=by).exclude(name=words)
    if others.count() >= MOST:
        raise Invalid.field("nama", _("Paling banyak 20 tampilan. Hapus salah satu dulu."))
    view, _made = SavedView.objects.update_or_create(
        user=by, name=words, defaults={"filters": dict(filters), "created_at": at}
    )
    return view


def drop(view: SavedView) -> None:
    """Forget it."""
    view.delete()
