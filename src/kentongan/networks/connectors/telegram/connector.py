"""A Telegram channel, written to by a bot that is an administrator of it.

Proof: ``none``. A bot cannot read what stands in a channel, and no field of a message is ours to
choose. A lost answer is unknown until a person looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.telegram import calls, channel, message
from kentongan.networks.connectors.telegram.api import LABEL, Api, Said
from kentongan.networks.connectors.telegram.limits import LIMITS
from kentongan.networks.connectors.telegram.listening import KINDS, Listening
from kentongan.networks.connectors.telegram.message import Message, Piece
from kentongan.networks.contract import (
    CredentialField,
    Enclosure,
    Heard,
    Identity,
    OutcomeUnknown,
    Outgoing,
    Proof,
    Published,
    Reference,
    Refused,
    Session,
    Unauthorised,
    decisive,
    harmless,
    opening,
)

_ADMINISTRATORS = ("administrator", "creator")


class TelegramConnector:
    """Publishes, edits and withdraws."""

    code = "telegram"
    label = LABEL
    icon = "brand-telegram"
    handle_style = channel.STYLE
    proof = Proof.NONE
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="token",
            label=gettext_noop("Token bot"),
            help=gettext_noop(
                "Buat bot lewat @BotFather di Telegram (perintah /newbot), lalu salin token yang"
                " diberikannya."
            ),
            secret=True,
        ),
        CredentialField(
            name="channel",
            label=gettext_noop("Saluran"),
            help=gettext_noop(
                "Nama saluran, misalnya @kectitirwangi. Jadikan bot itu admin saluran lebih dulu,"
                " dengan izin mengirim pesan."
            ),
        ),
    )
    needs_server = False
    default_server = "https://api.telegram.org"
    cannot_hide = gettext_noop(
        "Telegram tidak menyembunyikan pesan; admin grup menghapusnya di sana."
    )
    settled_after: timedelta | None = None

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)

    def identify(self) -> Identity:
        """The channel, once it is seen that the bot may post there."""
        with harmless(_("Memeriksa akun")):
            bot = _object(self._api.call("getMe", {}))
            where = channel.named(self._session.secret)
            chat = _object(self._api.call("getChat", {"chat_id": where}))
            number = answers.text_at(chat, "id")
            member = _object(
                self._api.call(
                    "getChatMember", {"chat_id": int(number), "user_id": _number(bot, "id")}
                )
            )
        _require_posting(chat, member, str(bot.get("username") or "bot"))
        name = str(chat.get("username") or "")
        return Identity(
            external_id=number,
            handle=name or number,
            display_name=str(chat.get("title") or ""),
            url=channel.STYLE.link.format(handle=name) if name else "",
        )

    def publish(self, item: Outgoing, key: str) -> Published:  # noqa: ARG002
        """One request: a text, a picture, a video or an album, as a reply where it is one."""
        post = message.of(item)
        method, fields, files = post.request()
        fields["chat_id"] = channel.place(self._session, item.reply_to)
        if item.reply_to is not None:
            fields["reply_parameters"] = {"message_id": channel.first(item.reply_to)}
        with decisive():
            result = self._api.call(method, fields, uploads=files, decisive=True)
            return _published(result, post, item.reply_to)

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """Never finds: a bot cannot read a channel. Raises ``OutcomeUnknown`` once it is reached.

        Telegram is asked for the channel all the same, so that an outage or a bot that lost its
        rights is told as such.
        """
        with harmless(_("Memeriksa saluran")):
            self._api.call("getChat", {"chat_id": channel.proven(self._session)})
        raise OutcomeUnknown(
            _(
                "Bot tidak dapat membaca isi saluran. Buka saluran itu di Telegram,"
                " lihat apakah unggahan sudah tayang, lalu pilih jawabannya."
            )
        )

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put the new text and pictures in place of the old; those that are the same stay.

        Raises ``Refused`` where Telegram cannot turn one kind of post into the other.
        """
        post = message.of(item)
        numbers = channel.messages(target) or [channel.first(target)]
        old = target.extra.get("media")
        before = [str(digest) for digest in old] if isinstance(old, list) else None
        _refuse_other_kind(post, before)
        chat = channel.place(self._session, target)
        extra = {**target.extra, "messages": numbers, "media": post.digests}
        with harmless(_("Mengubah unggahan")):
            if not post.pieces:
                self._change("editMessageText", chat, numbers[0], {"text": post.text})
            for place, (number, piece) in enumerate(zip(numbers, post.pieces, strict=False)):
                known = before[place] if before else ""
                text = post.text if place == 0 else None
                shown = self._edit_piece(chat, number, piece, known, text)
                if place == 0 and piece.digest != known:  # where there is a video it is the first
                    extra["amiss"] = message.amiss(piece, shown)
        return Published(target.external_id or str(numbers[0]), target.url, extra)

    def withdraw(self, target: Reference) -> None:
        """Delete the message, or all messages of the album; those gone already are no matter.

        Raises ``Refused`` where they are not all known: the rest of an album would stay public.
        """
        numbers = channel.messages(target)
        if not numbers:
            raise Refused(
                _(
                    "Jawaban Telegram dulu hilang, jadi Kentongan tidak tahu semua pesan"
                    " unggahan ini. Hapus langsung di aplikasi Telegram."
                )
            )
        chat = channel.place(self._session, target)
        with harmless(_("Menarik unggahannya")):
            for number in numbers:
                self._delete(chat, number)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:  # noqa: ARG002
        """The next messages to the bot, and comments in the channel's group."""
        return Listening(self._session, self._api).look(cursor)

    def open_file(self, enclosure: Enclosure, *, most: int) -> bytes:
        """A file that somebody sent to the bot or into the group."""
        with opening():
            return self._api.file(enclosure.handle, most=most)

    @classmethod
    def called(cls, *, headers: Mapping[str, str]) -> str:
        """The number of the channel in the word of the header."""
        return calls.claimed(headers)

    def told(self, cursor: Mapping[str, Any], *, headers: Mapping[str, str], body: bytes) -> Heard:
        """What a call says; the word in its header must be ours."""
        where = channel.proven(self._session)
        said = calls.update(self._session, where, headers, body)
        try:
            return Listening(self._session, self._api).take(cursor, [said])
        except AnswerLost as error:
            raise Refused(str(error)) from error

    def call_at(self, address: str) -> None:
        """Have Telegram call ``address`` for this bot."""
        fields = {
            "url": address,
            "secret_token": calls.word(self._session, channel.proven(self._session)),
            "allowed_updates": list(KINDS),
            "max_connections": calls.AT_ONCE,
        }
        with harmless(_("Mendaftarkan panggilan")):
            self._api.call("setWebhook", fields)

    # ------------------------------------------------------------------------------ changing

    def _edit_piece(
        self, chat: int | str, number: int, piece: Piece, known: str, caption: str | None
    ) -> Any:
        """Replace one picture or video where it differs, else the words under it.

        What Telegram then says of the message.
        """
        if piece.digest != known:
            media = piece.described(caption or "")
            return self._change("editMessageMedia", chat, number, {"media": media}, piece)
        if caption is not None:
            return self._change("editMessageCaption", chat, number, {"caption": caption})
        return None

    def _change(
        self,
        method: str,
        chat: int | str,
        number: int,
        fields: Mapping[str, Any],
        piece: Piece | None = None,
    ) -> Any:
        """One edit; that it stands there like that already is success."""
        whole = {"chat_id": chat, "message_id": number, **fields}
        try:
            return self._api.call(method, whole, uploads=piece.files() if piece else ())
        except Said as refusal:
            if "message is not modified" not in refusal.words:
                raise
            return None

    def _delete(self, chat: int | str, number: int) -> None:
        where = {"chat_id": chat, "message_id": number}
        try:
            self._api.call("deleteMessage", where)
        except Said as refusal:
            if "message to delete not found" in refusal.words:
                return
            if "message can't be deleted" in refusal.words:
                raise Refused(
                    _(
                        "Telegram tidak mengizinkan bot menghapus pesan ini; biasanya karena"
                        " umurnya lebih dari 48 jam. Beri bot izin “Hapus pesan”, atau hapus"
                        " langsung di aplikasi Telegram."
                    )
                ) from refusal
            raise


def _require_posting(chat: Mapping[str, Any], member: Mapping[str, Any], bot: str) -> None:
    """Raise where the bot may not write there."""
    kind = chat.get("type")
    if kind == "private":
        raise Refused(_("Itu percakapan pribadi, bukan saluran. Isi nama saluran resmi, @nama."))
    status = member.get("status")
    may_post = kind != "channel" or status == "creator" or member.get("can_post_messages") is True
    if status not in _ADMINISTRATORS or not may_post:
        raise Unauthorised(
            _(
                "Bot @%(bot)s belum boleh menulis di saluran ini. Buka saluran itu"
                " di Telegram, Kelola, Administrator, tambahkan bot dengan izin"
                " mengirim pesan, lalu coba lagi."
            )
            % {"bot": bot}
        )


def _refuse_other_kind(post: Message, before: list[str] | None) -> None:
    """Telegram changes a post within its kind; a text may also become one picture or video."""
    new = len(post.pieces)
    if before is None and new:
        raise Refused(
            _(
                "Jawaban Telegram dulu hilang, jadi Kentongan tidak tahu gambar mana"
                " yang harus diganti. Ubah langsung di aplikasi Telegram."
            )
        )
    if before is not None and len(before) != new and (before or new != 1):
        raise Refused(
            _(
                "Di %(label)s, jumlah gambar tidak dapat diubah sesudah tayang."
                " Tarik unggahan ini, lalu terbitkan lagi."
            )
            % {"label": LABEL}
        )


def _published(result: Any, post: Message, answered: Reference | None) -> Published:
    """What ``sendMessage`` and its like gave back; one message, or all of an album.

    Numbers count within a chat: what was sent elsewhere than to the channel carries its chat.
    """
    sent = [_object(one) for one in (result if isinstance(result, list) else [result])]
    if len(sent) != max(len(post.pieces), 1):
        raise AnswerLost(_("Jawaban Telegram tidak memuat semua pesan."))
    numbers = [_number(one, "message_id") for one in sent]
    elsewhere = answered.extra.get("chat") if answered is not None else None
    amiss = [why for pair in zip(post.pieces, sent, strict=False) for why in message.amiss(*pair)]
    return Published(
        external_id=f"{elsewhere}/{numbers[0]}" if elsewhere else str(numbers[0]),
        url=channel.address(_object(sent[0].get("chat")), numbers[0]),
        extra={
            "messages": numbers,
            "media": post.digests,
            **({"chat": elsewhere} if elsewhere else {}),
            **({"amiss": amiss} if amiss else {}),
        },
    )


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise AnswerLost(_("Jawaban Telegram tidak berbentuk seperti yang dijanjikan."))
    return value


def _number(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    if type(found) is not int:
        raise AnswerLost(_("Jawaban Telegram tidak memuat %(name)s.") % {"name": name})
    return found
