"""Rows as the JSON of the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from kentongan.sandbox.models import (
    Fault,
    SandboxAccount,
    SandboxMedia,
    SandboxNotice,
    SandboxPost,
    timestamp,
)
from kentongan.sandbox.rules import entities


def absolute(path: str) -> str:
    """The public address of a path of this installation."""
    return f"{settings.SITE_URL}{path}"


def account(row: SandboxAccount) -> dict[str, Any]:
    """Who somebody is."""
    return {
        "id": str(row.pk),
        "handle": row.handle,
        "name": row.display_name,
        "persona": row.persona,
        "url": absolute(row.get_absolute_url()),
    }


def media(row: SandboxMedia) -> dict[str, Any]:
    """A picture with its alt text."""
    return {
        "id": str(row.pk),
        "url": absolute(row.get_absolute_url()),
        "mime": row.mime,
        "alt": row.alt,
        "width": row.width,
        "height": row.height,
        "size": row.size,
    }


def post(row: SandboxPost) -> dict[str, Any]:
    """A post; ``entities`` count characters of ``text``."""
    return {
        "id": str(row.pk),
        "url": absolute(row.get_absolute_url()),
        "account": account(row.account),
        "text": row.text,
        "language": row.language,
        "entities": [
            {"type": e.kind, "start": e.start, "end": e.end, "value": e.value}
            for e in entities(row.text)
        ],
        "images": [media(m) for m in row.media.all()],
        "reply_to": str(row.reply_to_id) if row.reply_to_id else None,
        "client_key": row.client_key,
        "created_at": timestamp(row.created_at),
        "edited_at": timestamp(row.edited_at) if row.edited_at else None,
    }


def notice(row: SandboxNotice) -> dict[str, Any]:
    """What somebody said to an account; of what is gone only that it is."""
    gone = row.post.deleted_at is not None
    said = post(row.post)
    if gone:
        said |= {"text": "", "entities": [], "images": []}
    ours = row.top.account_id == row.account_id and row.top.direct_to_id is None
    return {
        **said,
        "notice": row.pk,
        "way": row.way,
        "thread": str(row.thread_id),
        "under": str(row.top_id) if ours else None,
        "deleted": gone,
    }


def fault(row: Fault) -> dict[str, Any]:
    """A fault in force."""
    return {
        "id": str(row.pk),
        "mode": row.mode,
        "amount": row.amount,
        "operation": row.operation,
        "times": row.times,
        "global": row.account_id is None,
    }
