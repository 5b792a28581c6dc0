"""Calls of Telegram: one address for all bots, told apart and proven by a word in the header.

core.telegram.org/bots/api: setwebhook, getwebhookinfo. The word is the channel's number and a
digest that only who knows the bot's token can make, so nothing has to be kept for it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks.connectors.telegram.api import Api
from kentongan.networks.contract import Refused, Session, Unauthorised

HEADER = "x-telegram-bot-api-secret-token"
#: The end of our own address; that of another program is left alone.
OURS = "/hook/telegram/"
#: One at a time, so that comments come after what they comment on.
AT_ONCE = 1
#: Seconds for which a failed call counts as trouble that may last.
PATIENCE = 3600


def word(session: Session, channel: int | str) -> str:
    """What Telegram puts into the header of each call for this channel."""
    token = str(session.secret.get("token") or "").strip()
    digest = hmac.new(token.encode(), b"kentongan: hook", hashlib.sha256).hexdigest()
    return f"{channel}_{digest}"


def claimed(headers: Mapping[str, str]) -> str:
    """The number of the channel that a call claims to be for."""
    return headers.get(HEADER, "").partition("_")[0][:32]


def update(session: Session, channel: int | str, headers: Mapping[str, str], body: bytes) -> Any:
    """The update a call carries. Raises ``Unauthorised`` for a wrong word, ``Refused``."""
    theirs, ours = headers.get(HEADER, ""), word(session, channel)
    if not hmac.compare_digest(ours.encode(), theirs.encode("utf-8", "replace")):
        raise Unauthorised(_("Kata rahasia panggilan ini bukan dari Telegram."))
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(_("Isi panggilan ini tidak terbaca.")) from error
    if not isinstance(told, dict) or type(told.get("update_id")) is not int:
        raise Refused(_("Isi panggilan ini bukan pembaruan Telegram."))
    return told


def fail(api: Api, now: datetime) -> bool:
    """Whether Telegram calls us and does not get through, while something waits to be told."""
    found = api.call("getWebhookInfo", {})
    if not isinstance(found, dict) or not str(found.get("url") or "").endswith(OURS):
        return False
    failed, waiting = found.get("last_error_date"), found.get("pending_update_count")
    if not isinstance(failed, int) or not isinstance(waiting, int):
        return False
    return waiting > 0 and now.timestamp() - failed < PATIENCE
