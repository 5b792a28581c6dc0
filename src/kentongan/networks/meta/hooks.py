"""What Meta sends by itself: signed calls about Pages, Instagram accounts, WhatsApp numbers.

developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.contract import Refused, Unauthorised, harmless
from kentongan.networks.meta.graph import Graph

SIGNATURE = "x-hub-signature-256"
#: What a Page tells the application; one list for both networks, for the last one asked holds.
FIELDS = ("feed", "messages", "message_echoes", "message_edits")


def verify_token(app: Mapping[str, Any]) -> str:
    """The word that Meta repeats when it asks whether the address is ours; empty without keys.

    It follows from the application's secret, so nobody has to invent, type and keep another one.
    """
    secret = str(app.get("client_secret") or "")
    if not secret:
        return ""
    return hmac.new(secret.encode(), b"kentongan: verify token", hashlib.sha256).hexdigest()[:32]


def greeting(query: Mapping[str, str], app: Mapping[str, Any]) -> str | None:
    """The challenge, where the question carries our word."""
    ours = verify_token(app)
    theirs = query.get("hub.verify_token", "")
    if not ours or query.get("hub.mode") != "subscribe":
        return None
    if not hmac.compare_digest(ours.encode(), theirs.encode()):
        return None
    return query.get("hub.challenge", "")[:200]


def entries(
    *, headers: Mapping[str, str], body: bytes, app: Mapping[str, Any], about: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a call tells, by the id of the account. ``about``: kind of object.

    ``changes`` of an entry are news of the account, ``messaging`` its private messages.

    Raises ``Unauthorised`` for a signature that is not of our application's secret, ``Refused`` for
    what is no JSON of that kind.
    """
    secret = str(app.get("client_secret") or "")
    ours = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    theirs = headers.get(SIGNATURE, "").removeprefix("sha256=")
    if not secret or not hmac.compare_digest(ours.encode(), theirs.encode()):
        raise Unauthorised(_("Tanda tangan panggilan ini bukan dari Meta."))
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(_("Isi panggilan ini tidak terbaca.")) from error
    if not isinstance(told, dict) or told.get("object") != about:
        raise Refused(_("Isi panggilan ini bukan tentang jejaring ini."))
    for entry in answers.rows_at(told, "entry"):
        yield str(entry.get("id") or ""), entry


class Called:
    """What connectors of Meta's networks have in common where they are called."""

    @classmethod
    def greets(cls, *, query: Mapping[str, str], app: Mapping[str, Any]) -> str | None:
        """The vendor's challenge, where it knows our word."""
        return greeting(query, app)

    @classmethod
    def hook_word(cls, *, app: Mapping[str, Any]) -> str:
        """The word for the vendor's form."""
        return verify_token(app)


def subscribe(graph: Graph, app: Mapping[str, Any]) -> None:
    """Have the Page of the token tell our application its news, and those of its Instagram.

    The address stands with the application at Meta. Without its keys no call could be proven.
    """
    if not app.get("client_secret"):
        raise Refused(_("Aplikasi Meta belum didaftarkan di instalasi ini."))
    with harmless(_("Mendaftarkan panggilan")):
        graph.succeed(graph.post("me/subscribed_apps", {"subscribed_fields": list(FIELDS)}))
