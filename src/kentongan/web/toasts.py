"""Toasts (*kabar*): short past-tense sentences after an action, with *Urungkan* where possible."""

import json
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse

from kentongan.web import receipts

TONES = {
    "info": messages.INFO,
    "success": messages.SUCCESS,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}
_UNDO = "undo="


@dataclass(frozen=True, slots=True)
class Toast:
    """What a toast shows; ``undo_url`` receives a POST."""

    text: str
    tone: str = "info"
    undo_url: str = ""


def toast(request: HttpRequest, text: str, undo_url: str | None = None, tone: str = "info") -> None:
    """Show ``text`` on the next page or with the present partial.

    ``tone`` is one of info, success, warning, error; with the last two the browser keeps what was
    typed (`receipts.py`).
    """
    if tone in ("warning", "error"):
        receipts.withhold(request)
    extra = f"{_UNDO}{undo_url}" if undo_url else ""
    messages.add_message(request, TONES[tone], text, extra_tags=extra)


def from_message(message: Message) -> Toast:
    """A toast out of a message of ``django.contrib.messages``, our own or a library's."""
    tone = message.level_tag if message.level_tag in TONES else "info"
    extra = message.extra_tags or ""
    undo = extra.removeprefix(_UNDO) if extra.startswith(_UNDO) else ""
    return Toast(text=str(message.message), tone=tone, undo_url=undo)


def attach(request: HttpRequest, response: HttpResponse) -> None:
    """Send waiting toasts with an htmx partial, as the event ``kabar`` (header HX-Trigger)."""
    waiting = [from_message(message) for message in messages.get_messages(request)]
    if waiting:
        payload = {"kabar": {"items": [asdict(item) for item in waiting]}}
        response.headers["HX-Trigger"] = json.dumps(payload)
