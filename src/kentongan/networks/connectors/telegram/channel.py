"""Where a bot writes: names and numbers of channels, and the addresses of their messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks.contract import Reference, Refused, Session, Unauthorised
from kentongan.networks.handles import BadHandle, HandleStyle, normalise

STYLE = HandleStyle(
    hosts=("t.me", "telegram.me"),
    pattern=r"[A-Za-z][A-Za-z0-9_]{3,31}",
    path=("s",),
    link="https://t.me/{handle}",
    example="kectitirwangi",
    posts=("joinchat", "c"),
)
#: Numbers of channels and supergroups begin with this; links leave it out.
_MARK = "-100"
_NUMBER = re.compile(r"-[0-9]{5,20}")
_LAST_STEP = re.compile(r"https://t\.me/(?:s/|c/)?[A-Za-z0-9_]+/([0-9]{1,12})(?:\?.*)?")


def named(secret: Mapping[str, Any]) -> int | str:
    """The channel a person wrote down: ``@name``, a link, or its number."""
    typed = str(secret.get("channel") or "").strip()
    if _NUMBER.fullmatch(typed):
        return int(typed)
    try:
        return "@" + normalise(typed, STYLE)
    except BadHandle:
        raise Unauthorised(
            _(
                "Nama saluran Telegram belum diisi atau salah tulis. Contoh:"
                " @kectitirwangi, atau nomornya bila saluran itu tidak punya nama,"
                " misalnya -1001234567890."
            )
        ) from None


def proven(session: Session) -> int | str:
    """The channel to write to: the number seen when the account was connected.

    A name may later belong to somebody else, a number never does.
    """
    if _NUMBER.fullmatch(session.external_id):
        return int(session.external_id)
    return named(session.secret)


def place(session: Session, answered: Reference | None) -> int | str:
    """Where an answer goes: into the chat of what is answered, which may be a group or a person."""
    chat = answered.extra.get("chat") if answered is not None else None
    return chat if type(chat) is int else proven(session)


def address(chat: Mapping[str, Any], message: int) -> str:
    """Where a message can be read: by all in a public channel, by members in another."""
    if name := str(chat.get("username") or ""):
        return f"https://t.me/{name}/{message}"
    return f"https://t.me/c/{str(chat.get('id', '')).removeprefix(_MARK)}/{message}"


def first(target: Reference) -> int:
    """The number of the message that is answered or changed: the first of an album.

    Where a person settled a lost answer, only the link they gave is known.
    """
    if known := messages(target):
        return known[0]
    linked = _LAST_STEP.fullmatch(target.url)
    number = target.external_id if target.external_id.isdigit() else linked and linked.group(1)
    if not number:
        raise Refused(
            _("Nomor pesannya di Telegram tidak tercatat. Lakukan langsung di aplikasi Telegram.")
        )
    return int(number)


def messages(target: Reference) -> list[int]:
    """The numbers of all messages that make up a post; empty where they were never told."""
    kept = target.extra.get("messages")
    if isinstance(kept, list) and all(type(number) is int for number in kept):
        return list(kept)
    return []
