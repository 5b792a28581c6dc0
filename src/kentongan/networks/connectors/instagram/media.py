"""Posts, reels and stories: a container, its state, then the request that publishes it.

The container is noted as soon as it has an id. A later attempt asks it: a published one is not
published again, a finished one is published, one that failed or expired is made anew. A container
can be published once, so that there is never a second copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, matching, wording
from kentongan.networks.connectors.instagram.api import Api, full_day, refusal
from kentongan.networks.contract import (
    Form,
    NetworkError,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Published,
    Refused,
    Session,
    TryLater,
    decisive,
    harmless,
)
from kentongan.networks.meta.graph import FULL_WINDOW, fault_of

AGAIN = timedelta(seconds=20)
MOST_PAGES = 4
#: The container was not published, and never will be.
FAILED = frozenset({"ERROR", "EXPIRED"})
#: Our word for a container that the vendor does not know any more.
GONE = ""
SITE = "https://www.instagram.com"
FIELDS = "id,caption,timestamp,permalink"


@dataclass(frozen=True, slots=True)
class Note:
    """What outlives a stop. ``words`` and ``since`` recognise the post if its id was lost."""

    container: str
    words: str
    since: str
    story: bool
    media: str = ""

    @classmethod
    def of(cls, remembered: Mapping[str, Any]) -> Note | None:
        """The note of an earlier attempt, if there is one."""
        found = remembered.get("post")
        if not isinstance(found, dict) or not found.get("container"):
            return None
        return cls(
            container=str(found["container"]),
            words=str(found.get("words") or ""),
            since=str(found.get("since") or ""),
            story=bool(found.get("story")),
            media=str(found.get("media") or ""),
        )

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class State:
    """``status_code`` of a container, empty where it is gone; and why, in the vendor's words."""

    code: str
    said: str = ""


class Media:
    """Publishes, resumes and finds them."""

    def __init__(self, session: Session, api: Api, account: str) -> None:
        self._session = session
        self._api = api
        self._account = account

    def publish(self, item: Outgoing) -> Published | Pending:
        """Make a container or take the noted one, and publish it once it is ready."""
        note = Note.of(self._session.remembered)
        state = self._state(note) if note else State(GONE)
        if note is None or state.code in FAILED:
            self._refuse_full_day()
            note = self._contain(item)
            state = self._state(note)
        return self._go_on(note, state)

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask the container, and publish it where that is still to be done."""
        note = Note.of(self._session.remembered)
        if note is None or note.container != pending.handle:
            raise OutcomeUnknown(_("Catatan tentang unggahan ini tidak ada lagi."))
        return self._go_on(note, self._state(note))

    def find(self, item: Outgoing) -> Published | None:
        """What became of the noted container; None where it certainly is not public now.

        Without a note nothing was published. Only a database that was put back from a copy could
        have lost one: a post of these very words is then left to a person.
        """
        note = Note.of(self._session.remembered)
        if note is None:
            if item.form != Form.STORY and self._listed(_note("", item)):
                raise OutcomeUnknown(_("Ada unggahan dengan kata-kata yang sama di akun ini."))
            return None
        if note.media:
            return self._known(note.media)
        state = self._state(note).code
        if state == "PUBLISHED":
            return self._lost(note)
        if state == "IN_PROGRESS":
            raise OutcomeUnknown(_("Instagram masih mengolah unggahan ini."))
        return self._listed(note) if state == GONE else None

    # ------------------------------------------------------------------------------ the steps

    def _go_on(self, note: Note, state: State) -> Published | Pending:
        if note.media and (known := self._known(note.media)):
            return known
        if state.code == "FINISHED":
            return self._release(note)
        if state.code == "IN_PROGRESS":
            return Pending(note.container, AGAIN)
        if state.code in FAILED:
            raise Refused(refusal(state.said))
        return self._lost(note)

    def _refuse_full_day(self) -> None:
        """Raise ``TryLater`` where the account may not publish more within these 24 hours."""
        with harmless(_("Memeriksa sisa unggahan")):
            response = self._api.get(
                f"{self._account}/content_publishing_limit", fields="quota_usage,config"
            )
            rows = self._api.read(response).get("data")
        row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
        config = row.get("config")
        used = row.get("quota_usage")
        total = config.get("quota_total") if isinstance(config, dict) else None
        if isinstance(used, int) and isinstance(total, int) and used >= total > 0:
            raise TryLater(full_day(), after=FULL_WINDOW)

    def _contain(self, item: Outgoing) -> Note:
        """A container for all of it, noted before anything can become public."""
        story = item.form == Form.STORY
        words = {} if story else {"caption": wording.full_text(item)}
        if item.place and not story:
            words["location_id"] = item.place
        if item.video is not None:
            body: dict[str, Any] = {
                "media_type": "STORIES" if story else "REELS",
                "video_url": item.video.url,
                **words,
            }
            if item.video.cover is not None and item.video.cover.url and not story:
                body["cover_url"] = item.video.cover.url
        elif story:
            body = {"media_type": "STORIES", "image_url": item.images[0].url}
        elif len(item.images) == 1:
            body = self._picture(item, 0) | words
        else:
            children = [
                self._container(self._picture(item, number) | {"is_carousel_item": True})
                for number in range(len(item.images))
            ]
            body = {"media_type": "CAROUSEL", "children": children, **words}
        note = _note(self._container(body), item)
        self._session.remember({"post": note.plain()})
        return note

    @staticmethod
    def _picture(item: Outgoing, number: int) -> dict[str, Any]:
        image = item.images[number]
        return {"image_url": image.url} | ({"alt_text": image.alt} if image.alt else {})

    def _container(self, body: Mapping[str, Any]) -> str:
        with harmless(_("Menyiapkan unggahan")):
            response = self._api.post(f"{self._account}/media", body)
            return answers.text_at(self._api.read(response), "id")

    def _release(self, note: Note) -> Published:
        """The request that makes it public."""
        with decisive():
            response = self._api.post(
                f"{self._account}/media_publish", {"creation_id": note.container}
            )
            identifier = answers.text_at(self._api.read(response, decisive=True), "id")
        return self._proven(note, identifier)

    def _proven(self, note: Note, identifier: str) -> Published:
        """It is public: nothing that fails from here on may say otherwise."""
        with suppress(NetworkError):
            self._session.remember({"post": {**note.plain(), "media": identifier}})
        with suppress(NetworkError, AnswerLost, NotSent):
            known = self._known(identifier)
            if known is not None:
                return known
        return Published(identifier, f"{SITE}/")

    # ------------------------------------------------------------------------------ looking

    def _state(self, note: Note) -> State:
        """What the vendor says of the container."""
        with harmless(_("Menanyakan keadaan unggahan")):
            response = self._api.get(note.container, fields="status_code,status")
            fault = fault_of(response)
            if fault is not None and fault.missing:
                return State(GONE)
            told = self._api.read(response)
            code, said = answers.text_at(told, "status_code"), str(told.get("status") or "")
            return State(code, said if said != code else "")

    def _known(self, identifier: str) -> Published | None:
        """A post whose id is known; None where it is gone."""
        with harmless(_("Membaca unggahan")):
            response = self._api.get(identifier, fields="id,permalink")
            fault = fault_of(response)
            if fault is not None and fault.missing:
                return None
            return _published(self._api.read(response))

    def _lost(self, note: Note) -> Published:
        """Public, or its container is gone; the id was lost with the answer."""
        found = self._listed(note)
        if found is None:
            raise OutcomeUnknown(
                _("Unggahan ini belum tampak dalam daftar akun. Lihat di Instagram.")
            )
        with suppress(NetworkError):
            self._session.remember({"post": {**note.plain(), "media": found.external_id}})
        return found

    def _listed(self, note: Note) -> Published | None:
        """The account's post of those words since then; the oldest where several fit."""
        since = datetime.fromisoformat(note.since)
        fitting = []
        edge = "stories" if note.story else "media"
        with harmless(_("Mencari unggahan")):
            rows = self._api.pages(f"{self._account}/{edge}", most=MOST_PAGES, fields=FIELDS)
            for row in rows:
                made = matching.moment(row.get("timestamp"))
                if made is None or made < since:
                    break
                if str(row.get("id")) in self._session.taken:
                    continue
                if note.story or _words(str(row.get("caption") or "")) == note.words:
                    fitting.append(row)
            if note.story and len(fitting) > 1:
                raise OutcomeUnknown(_("Ada beberapa cerita baru; lihat mana yang dari sini."))
            return _published(fitting[-1]) if fitting else None


def _note(container: str, item: Outgoing) -> Note:
    story = item.form == Form.STORY
    return Note(
        container=container,
        words="" if story else _words(wording.full_text(item)),
        since=matching.since(item).astimezone(UTC).isoformat(),
        story=story,
    )


def _words(caption: str) -> str:
    """Names a caption, whatever kind of space the vendor makes of ours."""
    return hashlib.sha256(matching.normal(caption).encode()).hexdigest()[:32]


def _published(row: Mapping[str, Any]) -> Published:
    found = dict(row)
    identifier = answers.text_at(found, "id")
    return Published(identifier, str(found.get("permalink") or f"{SITE}/"))
