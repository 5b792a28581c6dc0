"""From a frozen revision to what each account is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kentongan.delivery import payload
from kentongan.planning.models import Revision


def targets(revision: Revision) -> dict[str, Mapping[str, Any]]:
    """The accounts of a revision: account id → ``{account, network, handle, text}``."""
    return {str(target["account"]): target for target in revision.content["targets"]}


def payload_for(revision: Revision, account_id: str, *, created_at: datetime) -> dict[str, Any]:
    """What is sent to one account. Raises ``LookupError`` for an account it is not meant for."""
    target = targets(revision).get(account_id)
    if target is None:
        raise LookupError("Akun ini bukan tujuan unggahan yang disetujui.")
    content = revision.content
    return payload.build(
        text=target["text"],
        title=content["title"],
        link=content["link"],
        created_at=created_at,
        media=[
            {"asset": item["asset"], "sha256": item["sha256"], "alt": item["alt"]}
            for item in content["media"]
        ],
    )


def is_what_was_approved(sent: Mapping[str, Any], revision: Revision, account_id: str) -> bool:
    """Whether a payload says exactly what the revision says; only the time may differ."""
    try:
        expected = payload_for(
            revision, account_id, created_at=datetime.fromisoformat(sent["created_at"])
        )
    except LookupError:
        return False
    return payload.hash_of(sent) == payload.hash_of(expected)
