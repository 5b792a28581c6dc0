"""Private messages on X: read, and answered in the conversation they stand in.

docs.x.com/x-api/direct-messages: lookup, manage. X bills what is read and lists thirty days, the
newest first; only talk with one person is heard, for what answers a group is read by others too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, matching as common, spoken, wording
from kentongan.networks.connectors.x import matching
from kentongan.networks.connectors.x.api import Api, data
from kentongan.networks.connectors.x.problems import LABEL
from kentongan.networks.contract import (
    Author,
    Enclosure,
    Heard,
    Incoming,
    OutcomeUnknown,
    Outgoing,
    Published,
    Reference,
    Refused,
    Session,
    Way,
    decisive,
    harmless,
    opening,
)

#: What a reference to a private message carries.
KIND = "message"
#: Without it the account was connected before private messages were read.
SCOPE = "dm.read"
#: Messages on a page, 1 to 100.
PAGE = 100
MOST_PAGES = 8
MOST_TEXT = 10_000
#: Bytes of a video: larger ones are not kept.
SMALL_FILM = 15_000_000
FIELDS = "attachments,created_at,dm_conversation_id,entities,event_type,id,text"
MEDIA_FIELDS = "alt_text,duration_ms,media_key,type,url,variants"
#: How a photo in a message is addressed: message, medium, name of the file. Only the two who talk
#: are given it (docs.x.com/x-api/direct-messages/download-dm-media).
_HANDLE = re.compile(r"[0-9]{1,19}/[0-9]{1,19}/[A-Za-z0-9_.-]{1,50}")
_PHOTO = re.compile(rf"/dm/({_HANDLE.pattern})$")
#: What X calls kinds of media, and what they are elsewhere.
_KINDS = {"photo": "image", "video": "video", "animated_gif": "video"}


def is_private(to: Reference | None) -> bool:
    """Whether what answers this is a private message."""
    return to is not None and to.extra.get("kind") == KIND


def allowed(session: Session) -> bool:
    """Whether the person who connected the account agreed to have them read."""
    return SCOPE in str(session.secret.get("scope") or "").split()


class Letters:
    """The private messages of one account."""

    def __init__(self, session: Session, api: Api, account: str) -> None:
        self._session = session
        self._api = api
        self._account = account

    def look(self, cursor: Mapping[str, Any]) -> Heard:
        """The next page of what is newer than ``since``; the first look takes one page.

        The cursor is as that of mentions (``listening.py``).
        """
        since, top, token = (str(cursor.get(name) or "") for name in ("since", "top", "token"))
        pages = int(cursor.get("pages") or 0) + 1
        with harmless(_("Membaca pesan pribadi")):
            found = self._page("dm_events", token)
            rows = answers.rows_at(found, "data")
            fresh = [row for row in rows if _order(str(row.get("id") or "")) > _order(since)]
            told = self._messages(fresh, found)
        top = max([top, *(str(row.get("id") or "") for row in fresh)], key=_order)
        following = str(answers.object_at(found, "meta").get("next_token") or "")
        over = not following or following == token or len(fresh) < len(rows) or pages >= MOST_PAGES
        if over or not since:
            return Heard(told[::-1], {"since": max(since, top, key=_order)})
        going = {"since": since, "top": top, "token": following, "pages": pages}
        return Heard(told[::-1], going, more=True)

    def open_file(self, enclosure: Enclosure, *, most: int) -> bytes:
        """A photo of a private message."""
        if not _HANDLE.fullmatch(enclosure.handle):
            raise Refused(_("Lampiran ini tidak dikenal %(label)s.") % {"label": LABEL})
        with opening():
            path = f"dm_conversations/media/{enclosure.handle}"
            response = self._api.call("GET", path, most=most)
            self._api.succeed(response)
            return response.content

    def publish(self, item: Outgoing, to: Reference) -> Published:
        """Write into the conversation that ``to`` stands in."""
        text = wording.full_text(item)
        if item.images or item.video is not None:
            raise Refused(_("Balasan pribadi hanya berupa teks. Buang gambar atau videonya."))
        if not text.strip() or len(text) > MOST_TEXT:
            raise Refused(
                _("Pesan pribadi %(label)s berisi 1 sampai %(most_text)s karakter.")
                % {"label": LABEL, "most_text": MOST_TEXT}
            )
        talk = str(to.extra.get("conversation") or "")
        if not talk:
            raise Refused(_("Percakapan pribadi ini tidak diketahui lagi. Balas lewat x.com."))
        with decisive():
            response = self._api.call(
                "POST", f"dm_conversations/{talk}/messages", json={"text": text}
            )
            self._api.succeed(response, decisive=True)
            found = data(answers.json_object(response))
            return _published(answers.text_at(found, "dm_event_id"), talk)

    def find(self, item: Outgoing, to: Reference) -> Published | None:
        """Our message of these words in the conversation; the oldest where several fit."""
        talk, ours = str(to.extra.get("conversation") or ""), wording.full_text(item)
        with harmless(_("Mencari pesan")):
            found = self._page(f"dm_conversations/{talk}/dm_events", "")
            said = self._messages(answers.rows_at(found, "data"), found)
        since, taken = common.since(item), self._session.taken
        sent = [
            one
            for one in said
            if one.author.ours and one.created_at >= since and one.external_id not in taken
        ]
        exact = [one for one in sent if matching.same(one.text, ours)]
        if exact:
            return _published(exact[-1].external_id, talk)
        if any(matching.alike(one.text, ours) for one in sent):
            raise OutcomeUnknown(_("Ada pesan yang sangat mirip di percakapan ini."))
        return None

    # ------------------------------------------------------------------------------ parts

    def _page(self, path: str, token: str) -> dict[str, Any]:
        params = {
            "max_results": PAGE,
            "event_types": "MessageCreate",
            "dm_event.fields": FIELDS,
            "expansions": "attachments.media_keys,sender_id",
            "media.fields": MEDIA_FIELDS,
            "user.fields": "name,username",
            **({"pagination_token": token} if token else {}),
        }
        response = self._api.call("GET", path, params=params)
        self._api.succeed(response)
        return answers.json_object(response)

    def _messages(
        self, rows: Sequence[dict[str, Any]], found: Mapping[str, Any]
    ) -> tuple[Incoming, ...]:
        included = answers.object_at(found, "includes")
        people = {str(row.get("id")): row for row in answers.rows_at(included, "users")}
        media = {str(row.get("media_key")): row for row in answers.rows_at(included, "media")}
        return tuple(
            self._message(row, people, media)
            for row in rows
            if "-" in str(row.get("dm_conversation_id") or "")
        )

    def _message(
        self,
        row: dict[str, Any],
        people: Mapping[str, dict[str, Any]],
        media: Mapping[str, dict[str, Any]],
    ) -> Incoming:
        author, talk = answers.text_at(row, "sender_id"), str(row["dm_conversation_id"])
        who = people.get(author, {})
        keys = answers.object_at(row, "attachments").get("media_keys")
        attached = [media.get(str(key), {}) for key in keys] if isinstance(keys, list) else []
        return Incoming(
            external_id=answers.text_at(row, "id"),
            way=Way.DIRECT,
            author=Author(
                author,
                handle=spoken.name(who.get("username")),
                name=spoken.name(who.get("name")),
                ours=author == self._account,
            ),
            text=spoken.clean(matching.text_of(row)),
            created_at=answers.moment_at(row, "created_at"),
            thread=talk,
            enclosures=tuple(_enclosed(one) for one in attached),
            reference={"kind": KIND, "conversation": talk},
        )


def _enclosed(medium: Mapping[str, Any]) -> Enclosure:
    """A photo, which X gives to whoever signs in; a video lies at an address of its own.

    Of a video the best that is small enough to be kept (``bit_rate`` in bits a second).
    """
    kind = _KINDS.get(str(medium.get("type") or ""), "file")
    photo = _PHOTO.search(str(medium.get("url") or ""))
    if photo is not None:
        return Enclosure("", alt=kind, handle=photo[1])
    films = [
        (_number(one.get("bit_rate")), str(one.get("url") or ""))
        for one in answers.rows_at(medium, "variants")
        if one.get("content_type") == "video/mp4"
    ]
    seconds = _number(medium.get("duration_ms")) / 1000
    fitting = [one for one in films if one[0] * seconds / 8 <= SMALL_FILM]
    url = max(fitting)[1] if fitting else min(films, default=(0, ""))[1]
    return Enclosure(url, alt=kind)


def _published(identifier: str, talk: str) -> Published:
    return Published(identifier, "", {"kind": KIND, "conversation": talk, "thread": talk})


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _order(identifier: str) -> tuple[int, str]:
    """Ids are numbers of growing length."""
    return len(identifier), identifier
