"""To whom: one person, in a conversation that they opened not longer than 24 hours ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks.connectors.whatsapp_cloud.limits import WINDOW
from kentongan.networks.contract import Reference, Refused

_NUMBER = re.compile(r"[1-9][0-9]{7,14}")
_MESSAGE = re.compile(r"wamid\.[A-Za-z0-9+/=_-]{4,300}")
_NOBODY = gettext_noop(
    "WhatsApp Cloud API mengirim kepada satu orang, bukan kepada semua pelanggan. Untuk pengumuman,"
    " pakai Saluran WhatsApp (unggah lewat HP). Nomor ini hanya untuk membalas warga yang menulis."
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """``person`` is their number without ``+``; ``message`` the one that is answered, if known.

    ``written_at``: when they last wrote (ISO 8601), if known.
    """

    person: str
    message: str = ""
    written_at: str = ""

    def kept(self) -> dict[str, Any]:
        """What must be known to answer again below our own message."""
        return {"wa_id": self.person} | ({"written_at": self.written_at} if self.written_at else {})


def of(reply_to: Reference | None, now: datetime) -> Conversation:
    """The conversation to answer in.

    ``reply_to`` is a message (``wamid…`` with ``extra["wa_id"]``, and ``extra["written_at"]``
    where it is known) or the bare number of a person. Raises ``Refused`` for a broadcast, and for
    a conversation that is known to be closed; where the time is not known, Meta judges.
    """
    if reply_to is None:
        raise Refused(_(_NOBODY))
    message = reply_to.external_id if _MESSAGE.fullmatch(reply_to.external_id) else ""
    person = str(reply_to.extra.get("wa_id") or ("" if message else reply_to.external_id))
    if not _NUMBER.fullmatch(person):
        raise Refused(_(_NOBODY))
    written_at = str(reply_to.extra.get("written_at") or "")
    if (moment := _moment(written_at)) is not None and now - moment > WINDOW:
        raise Refused(
            _(
                "Sudah lewat 24 jam sejak warga terakhir menulis, jadi WhatsApp"
                " tidak mengizinkan pesan bebas. Tunggu sampai warga menulis lagi,"
                " atau hubungi lewat telepon."
            )
        )
    return Conversation(person, message, written_at)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
