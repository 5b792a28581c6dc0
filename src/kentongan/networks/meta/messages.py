"""Private messages on Meta's networks: read, told by calls, answered. Facebook and Instagram.

developers.facebook.com/documentation/business-messaging/messenger-platform: conversations,
send-messages, message-tags, private-replies, webhooks. The Page of the token is ``me`` on both
networks. A person is answered within a day of what they wrote last, within a week where the vendor
approved the application for answers by people; a comment once, within a week.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, matching, rounds, spoken, wording
from kentongan.networks.contract import (
    Audience,
    Author,
    Enclosure,
    Incoming,
    OutcomeUnknown,
    Outgoing,
    Published,
    Reference,
    Refused,
    Session,
    TryLater,
    Way,
    decisive,
    harmless,
    taken_away,
)
from kentongan.networks.meta.graph import Fault, Graph, fault_of
from kentongan.networks.meta.login import HUMAN_AGENT

#: What a reference to a private message carries.
KIND = "message"
#: The place of private messages among those that are read.
PLACE = "pesan"
ANSWER_WINDOW = timedelta(hours=24)
LONGER_WINDOW = (HUMAN_AGENT, timedelta(days=7))
PRIVATE_REPLIES = timedelta(days=7)
#: Conversations on a page, and the messages that come with each: the vendor tells no more of them.
PAGE, WITH_EACH = 25, 20
ROW = "id,created_time,from,to,message,attachments"
#: The window is over; the comment has its private answer; the person cannot be written to.
#: How a message says that a person wrote it. All do that this product sends.
_BY_A_PERSON = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
_CLOSED, _ANSWERED, _AWAY = {2018278, 2534022}, {10900, 2534014}, {551, 1545041}


@dataclass(frozen=True, slots=True)
class Network:
    """What differs: the vendor's name of the platform, the longest message in characters, bytes."""

    label: str
    platform: str
    characters: int = 2000
    size: int = 8000


class Messages:
    """Private messages of one account; ``own`` is its id, by which we know what is ours."""

    def __init__(self, session: Session, graph: Graph, own: str, network: Network) -> None:
        self._session = session
        self._graph = graph
        self._own = own
        self._network = network

    def read(self, token: str) -> rounds.Page:
        """One page of conversations, the latest first, with what was said last in each.

        Raises ``Refused`` where the account was connected without the permission for it.
        """
        response = self._asked(PAGE, **({"after": token} if token else {}))
        fault = fault_of(response)
        if fault is not None and (fault.code == 10 or 200 <= fault.code < 300):
            raise Refused(
                _(
                    "%(label)s belum memberi izin membaca pesan pribadi. Sambungkan lagi"
                    " akun ini dan setujui semua izin."
                )
                % {"label": self._network.label}
            )
        rows, following = self._graph.part(response)
        return rounds.Page(tuple(self._said(rows)), following)

    def publish(self, item: Outgoing, to: Reference) -> Published:
        """Write to the person; the comment that ``to`` is gets its one private answer."""
        self._refuse_early(item)
        body = {
            "recipient": _recipient(to),
            "message": {"text": wording.full_text(item)},
            "messaging_type": "RESPONSE",
        }
        before = bool(self._session.remembered.get("sent"))
        self._session.remember({"sent": True})
        with decisive():
            response = self._graph.post("me/messages", body)
            fault = fault_of(response)
            if fault is not None and _closed(fault) and self._may_be_late(to):
                # Refused, so nothing was sent: whether the day is over only the network knows.
                response = self._graph.post("me/messages", body | _BY_A_PERSON)
                fault = fault_of(response)
            if fault is not None and (known := self._settled(fault, item, to, before=before)):
                return known
            found = self._graph.read(response, decisive=True)
            person = str(found.get("recipient_id") or to.extra.get("person") or "")
            return _published(answers.text_at(found, "message_id"), person)

    def find(self, item: Outgoing, to: Reference) -> Published | None:
        """Our message of these words among the latest; the oldest where several fit."""
        ours, near = wording.full_text(item), False
        person = str(to.extra.get("person") or "")
        with harmless(_("Mencari pesan")):
            response = self._asked(PAGE, **({"user_id": person} if person else {}))
            rows, _following = self._graph.part(response)
            sent = [one for one in self._said(rows) if self._may_be(one, item)]
        exact = [one for one in sent if matching.same(one.text, ours)]
        near = any(matching.alike(one.text, ours) for one in sent)
        if exact:
            oldest = min(exact, key=lambda one: one.created_at)
            return _published(oldest.external_id, oldest.thread)
        if near:
            raise OutcomeUnknown(_("Ada pesan yang sangat mirip di percakapan ini."))
        return None

    # ------------------------------------------------------------------------------ parts

    def _asked(self, limit: int, **more: str) -> Any:
        fields = f"id,updated_time,messages.limit({WITH_EACH}){{{ROW}}}"
        return self._graph.get(
            "me/conversations",
            platform=self._network.platform,
            fields=fields,
            limit=limit,
            **more,
        )

    def _said(self, conversations: list[dict[str, Any]]) -> Iterator[Incoming]:
        for conversation in conversations:
            for row in answers.rows_at(answers.object_at(conversation, "messages"), "data"):
                if (said := self._message(row)) is not None:
                    yield said

    def _message(self, row: dict[str, Any]) -> Incoming | None:
        who = answers.object_at(row, "from")
        author, handle = str(who.get("id") or ""), spoken.name(who.get("username"))
        ours = author == self._own or bool(handle and handle == self._session.handle)
        others = answers.rows_at(answers.object_at(row, "to"), "data")
        person = str(others[0].get("id") if others else "") if ours else author
        if not person:
            return None
        attached = answers.rows_at(answers.object_at(row, "attachments"), "data")
        return message(
            identifier=answers.text_at(row, "id"),
            text=spoken.clean(row.get("message")),
            author=Author(author, handle=handle, name=spoken.name(who.get("name")), ours=ours),
            person=person,
            made=answers.moment_at(row, "created_time"),
            enclosures=tuple(_listed(one) for one in attached),
        )

    def _may_be(self, one: Incoming, item: Outgoing) -> bool:
        fresh = one.created_at >= matching.since(item)
        return one.author.ours and fresh and one.external_id not in self._session.taken

    def _may_be_late(self, to: Reference) -> bool:
        """Whether the vendor lets people answer this later than a day."""
        return to.extra.get("kind") == KIND and bool(self._session.app.get(HUMAN_AGENT))

    def _refuse_early(self, item: Outgoing) -> None:
        text, network = wording.full_text(item), self._network
        if item.images or item.video is not None:
            raise Refused(_("Balasan pribadi hanya berupa teks. Buang gambar atau videonya."))
        if len(text) > network.characters or len(text.encode()) > network.size:
            raise Refused(
                _("Pesan pribadi %(label)s paling banyak %(characters)s karakter. Pendekkan dulu.")
                % {"label": network.label, "characters": network.characters}
            )

    def _settled(
        self, fault: Fault, item: Outgoing, to: Reference, *, before: bool
    ) -> Published | None:
        """Our message, where it is there already; raises for what only private messages know.

        None: the fault is told as always. ``before``: an earlier attempt may have been accepted.
        """
        codes = {fault.code, fault.subcode}
        if _closed(fault):
            time = _("7 hari") if self._may_be_late(to) else _("24 jam")
            raise Refused(
                _(
                    "Waktu membalas di %(label)s sudah lewat: %(time)s sejak warga"
                    " menulis terakhir. Tunggu warga menulis lagi, atau balas lewat jalan"
                    " lain."
                )
                % {"label": self._network.label, "time": time}
            )
        if self._may_be_late(to) and "human agent" in fault.message.lower().replace("_", " "):
            raise Refused(
                _(
                    "Meta belum menyetujui Human Agent untuk aplikasi ini, jadi pesan"
                    " pribadi hanya dibalas dalam 24 jam. Minta pengelola menghapus"
                    " centangnya di halaman aplikasi."
                )
            )
        if codes & _AWAY:
            raise Refused(_("Orang ini tidak dapat dikirimi pesan sekarang."))
        if not codes & _ANSWERED:
            return None
        if not before:
            raise Refused(_("Komentar ini sudah dijawab secara pribadi. Jawab di depan umum."))
        try:
            found = self.find(item, to)
        except TryLater as error:
            raise OutcomeUnknown(str(error)) from error
        if found is None:
            raise OutcomeUnknown(_("Komentar ini sudah punya jawaban pribadi, mungkin yang ini."))
        return found


def message(
    *,
    identifier: str,
    text: str,
    author: Author,
    person: str,
    made: datetime,
    enclosures: tuple[Enclosure, ...] = (),
    parent: str = "",
) -> Incoming:
    """A private message; everything said with one ``person`` is one conversation."""
    return Incoming(
        external_id=identifier,
        way=Way.DIRECT,
        author=author,
        text=text,
        created_at=made,
        thread=person,
        parent=parent,
        version=spoken.version(text),
        enclosures=enclosures,
        reference={"kind": KIND, "person": person},
    )


def private(item: Outgoing) -> Reference | None:
    """What is answered in private: a message, or a comment that shall be; None: all may read it."""
    to = item.reply_to
    if to is None or not (to.extra.get("kind") == KIND or item.audience == Audience.PRIVATE):
        return None
    return to


def refuse_message(target: Reference) -> None:
    """Raise ``Refused`` where a message shall be changed or taken back: the person has it."""
    if target.extra.get("kind") == KIND:
        raise Refused(_("Pesan pribadi yang sudah sampai tidak dapat diubah atau ditarik."))


def told(entry: Mapping[str, Any], own: str, now: datetime) -> list[Incoming]:
    """Private messages that one entry of a call tells of; nods, sights and reactions are none."""
    found = (_told(event, own, now) for event in answers.rows_at(entry, "messaging"))
    return [one for one in found if one is not None]


def _told(event: dict[str, Any], own: str, now: datetime) -> Incoming | None:
    said = next(
        (answers.object_at(event, name) for name in ("message", "message_edit", "postback")
         if event.get(name)), {},
    )  # fmt: skip
    identifier = str(said.get("mid") or "")
    sender = str(answers.object_at(event, "sender").get("id") or "")
    other = str(answers.object_at(event, "recipient").get("id") or "")
    if not identifier or not sender:
        return None
    if said.get("is_deleted") is True:
        return taken_away(identifier, at=now)
    ours = sender == own or said.get("is_echo") is True
    seconds = event.get("timestamp")
    made = {"at": seconds / 1000 if isinstance(seconds, int | float) else now.timestamp()}
    return message(
        identifier=identifier,
        text=spoken.clean(said.get("text") or said.get("title")),
        author=Author(sender, ours=ours),
        person=other if ours else sender,
        made=answers.moment_at(made, "at"),
        enclosures=tuple(_called(one) for one in answers.rows_at(said, "attachments")),
        parent=str(answers.object_at(said, "reply_to").get("mid") or ""),
    )


def _called(row: Mapping[str, Any]) -> Enclosure:
    """A file that a call tells of. Both ways name it alike, or it would pass for changed."""
    kind = str(row.get("type") or "")
    url = str(answers.object_at(row, "payload").get("url") or "")
    return Enclosure(url, alt=kind if kind in {"image", "video", "audio"} else "file")


def _listed(row: Mapping[str, Any]) -> Enclosure:
    for name, kind in (("image_data", "image"), ("video_data", "video")):
        if url := str(answers.object_at(row, name).get("url") or ""):
            return Enclosure(url, alt=kind)
    audio = str(row.get("mime_type") or "").startswith("audio/")
    return Enclosure(str(row.get("file_url") or ""), alt="audio" if audio else "file")


def _closed(fault: Fault) -> bool:
    """Whether the time to answer is over."""
    late = bool({fault.code, fault.subcode} & _CLOSED)
    return late or (fault.code == 10 and "window" in fault.message.lower())


def _recipient(to: Reference) -> dict[str, str]:
    if to.extra.get("kind") == KIND:
        return {"id": str(to.extra.get("person") or "")}
    return {"comment_id": to.external_id}


def _published(identifier: str, person: str) -> Published:
    """A message has no public address. ``thread``: where the person's answer will come."""
    return Published(identifier, "", {"kind": KIND, "person": person, "thread": person})
