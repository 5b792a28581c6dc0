"""From a frozen revision to what each account is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kentongan.delivery import payload
from kentongan.kernel.say import gettext as _
from kentongan.planning.models import Revision


def targets(revision: Revision) -> dict[str, Mapping[str, Any]]:
    """The accounts of a revision: account id → its part of the frozen content."""
    return {str(target["account"]): target for target in revision.content["targets"]}


def chain_for(revision: Revision, account_id: str, *, created_at: datetime) -> list[dict[str, Any]]:
    """What is sent to one account, one after the other: the parts of a thread, a first comment.

    Pictures, shape, audience, keywords and place belong to the first, the link to the part it
    stands in.
    Raises ``LookupError`` for an account it is not meant for.
    """
    target = targets(revision).get(account_id)
    if target is None:
        raise LookupError(_("Akun ini bukan tujuan unggahan yang disetujui."))
    content = revision.content
    texts = target.get("parts") or [target["text"]]
    link = target.get("link", content["link"])
    made = []
    for number, text in enumerate(texts):
        first, holds = number == 0, bool(link) and (len(texts) == 1 or link in text)
        made.append(
            payload.build(
                text=text,
                title=content["title"] if first or holds else "",
                link=link if holds else "",
                created_at=created_at,
                **(_of_the_first(content, target) if first else {}),
            )
        )
    if comment := target.get("comment"):
        made.append(payload.build(text=comment, created_at=created_at))
    return made


def _of_the_first(content: Mapping[str, Any], target: Mapping[str, Any]) -> dict[str, Any]:
    names = ("form", "audience", "tags", "place")
    chosen = {name: target[name] for name in names if name in target}
    media = [
        {"asset": item["asset"], "sha256": item["sha256"], "alt": item["alt"]}
        for item in content["media"]
    ]
    return {"media": media, **chosen}


def part_label(revision: Revision, account_id: str, part: int) -> str:
    """``bagian 2 dari 3`` or ``komentar pertama``; empty where it is the whole."""
    target = targets(revision).get(account_id, {})
    texts = len(target.get("parts", ())) or 1
    if part > texts:
        return _("komentar pertama")
    return _("bagian %(n)s dari %(all)s") % {"n": part, "all": texts} if texts > 1 else ""


def is_what_was_approved(
    sent: Mapping[str, Any], revision: Revision, account_id: str, part: int
) -> bool:
    """Whether a payload says exactly what the revision says there; only the time may differ."""
    try:
        created_at = datetime.fromisoformat(sent["created_at"])
        expected = chain_for(revision, account_id, created_at=created_at)[part - 1]
    except LookupError:
        return False
    return payload.hash_of(sent) == payload.hash_of(expected)
