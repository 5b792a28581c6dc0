"""What people write to the number, and what became of ours. Meta tells it once, by webhook.

developers.facebook.com/docs/whatsapp/cloud-api/webhooks: components, payload-examples;
.../documentation/business-messaging/whatsapp/webhooks/reference/messages/status
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from kentongan.kernel.http import AnswerLost
from kentongan.networks import answers, spoken
from kentongan.networks.connectors.whatsapp_cloud import errors
from kentongan.networks.contract import (
    Author,
    Enclosure,
    Incoming,
    NetworkError,
    Pushed,
    Receipt,
    Way,
)
from kentongan.networks.meta import hooks

ABOUT = "whatsapp_business_account"
STATUSES = frozenset({"sent", "delivered", "read", "failed"})
#: Kinds of messages that carry a file, and what that is elsewhere. Only the number's token gets
#: it, for seven days.
FILES = {
    "image": "image",
    "video": "video",
    "document": "file",
    "audio": "audio",
    "sticker": "image",
}


def pushed(*, headers: Mapping[str, str], body: bytes, app: Mapping[str, Any]) -> list[Pushed]:
    """Messages by the id of our number, and what became of ours.

    Raises ``Unauthorised`` for a wrong signature, ``Refused`` for what is no call of WhatsApp.
    """
    found = []
    for _, entry in hooks.entries(headers=headers, body=body, app=app, about=ABOUT):
        for change in answers.rows_at(entry, "changes"):
            value = answers.object_at(change, "value")
            number = str(answers.object_at(value, "metadata").get("phone_number_id") or "")
            names = {
                str(row.get("wa_id")): spoken.name(answers.object_at(row, "profile").get("name"))
                for row in answers.rows_at(value, "contacts")
            }
            said, unread = [], False
            for row in answers.rows_at(value, "messages"):
                try:
                    said.append(_message(row, names))
                except AnswerLost:
                    unread = True
            items = tuple(item for item in said if item is not None)
            rows = answers.rows_at(value, "statuses")
            receipts = tuple(one for one in map(_receipt, rows) if one is not None)
            if unread or (number and (items or receipts)):
                found.append(Pushed(number, items, unread, receipts))
    return found


def _receipt(row: Mapping[str, Any]) -> Receipt | None:
    """What became of one of ours, by the key that went along; without it we do not know which."""
    key, identifier = row.get("biz_opaque_callback_data"), row.get("id")
    status = row.get("status")
    if not isinstance(key, str) or not isinstance(identifier, str) or not key or not identifier:
        return None
    if not isinstance(status, str) or status not in STATUSES:  # "deleted", and what comes yet
        return None
    trouble = _trouble(row) if status == "failed" else None
    return Receipt(key[:64], identifier[:500], status, trouble)


def _trouble(row: Mapping[str, Any]) -> NetworkError:
    """Why it failed: Meta tells errors as it does at once, the first of them is the cause."""
    told = next(iter(answers.rows_at(row, "errors")), {})
    code = told.get("code")
    said = spoken.name(answers.object_at(told, "error_data").get("details") or told.get("title"))
    return errors.failed(code if type(code) is int else None, said)


def _message(row: dict[str, Any], names: Mapping[str, str]) -> Incoming | None:
    """A message of a person; None for what says nothing: reactions, notes of the system."""
    kind = str(row.get("type") or "")
    if kind in {"reaction", "system", "unsupported", "request_welcome"}:
        return None
    person = answers.text_at(row, "from")
    seconds = answers.text_at(row, "timestamp")
    made = answers.moment_at({"at": int(seconds) if seconds.isdecimal() else None}, "at")
    context = answers.object_at(row, "context")
    return Incoming(
        external_id=answers.text_at(row, "id"),
        way=Way.DIRECT,
        author=Author(person, handle=person, name=names.get(person, "")),
        text=_words(kind, answers.object_at(row, kind), row),
        created_at=made,
        thread=person,
        parent=str(context.get("id") or ""),
        enclosures=_enclosed(kind, answers.object_at(row, kind)),
        reference={"wa_id": person, "written_at": made.astimezone(UTC).isoformat()},
    )


def _enclosed(kind: str, said: Mapping[str, Any]) -> tuple[Enclosure, ...]:
    if kind not in FILES:
        return ()
    mime = str(said.get("mime_type") or "").partition(";")[0].strip()[:100]
    return (Enclosure("", mime=mime, alt=FILES[kind], handle=str(said.get("id") or "")),)


def _words(kind: str, said: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """The words; of a place its coordinates, of a file its caption or name in brackets."""
    if kind == "text":
        return spoken.clean(said.get("body"))
    if kind == "location":
        place = f"{said.get('latitude')}, {said.get('longitude')}"
        return spoken.clean(
            f"[lokasi: {place}] {said.get('name') or ''} {said.get('address') or ''}"
        )
    if kind == "button":
        return spoken.clean(said.get("text"))
    if kind == "interactive":
        chosen = answers.object_at(said, "button_reply") or answers.object_at(said, "list_reply")
        return spoken.clean(chosen.get("title"))
    if kind in FILES:
        caption = spoken.clean(said.get("caption") or said.get("filename"))
        return f"[{kind}] {caption}".strip()
    return f"[{kind or row.get('id')}]"
