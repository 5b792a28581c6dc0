"""X, by its API v2 and OAuth 2.0.

Proof: ``lookup`` in the account's own timeline, made exact by media keys where a post has media;
see ``matching.py``. X also refuses a second post of the same words, and that answer is looked up,
too: it may be ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, wording
from kentongan.networks.connectors.x import letters, matching, oauth, subtitles, video
from kentongan.networks.connectors.x.api import Api, Notes, data
from kentongan.networks.connectors.x.letters import Letters
from kentongan.networks.connectors.x.limits import LIMITS
from kentongan.networks.connectors.x.listening import Listening
from kentongan.networks.connectors.x.matching import CLOCK_SKEW, Fit, Wanted
from kentongan.networks.connectors.x.media import Uploads
from kentongan.networks.connectors.x.problems import LABEL, Duplicate, kind
from kentongan.networks.contract import (
    Agreement,
    Audience,
    CredentialField,
    Enclosure,
    Form,
    Heard,
    Identity,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Reference,
    Refused,
    Session,
    TryLater,
    Unauthorised,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

PAGE = 100
MOST_PAGES = 3
LETTERS, TURN = "letters", "turn"
DOUBTFUL = gettext_noop("Ada unggahan yang sangat mirip pada akun ini.")
#: What is asked of a post, in the words the API uses since 2026.
FIELDS = "attachments,conversation_id,created_at,entities"


class XConnector:
    """Publishes and withdraws. Editing is for paying accounts, under a new id: not offered."""

    code = "x"
    label = LABEL
    icon = "brand-x"
    handle_style = HandleStyle(
        hosts=("x.com", "twitter.com"),
        pattern=r"[A-Za-z0-9_]{1,15}",
        example="kec_titirwangi",
        link="https://x.com/{handle}",
        posts=("i", "intent"),
    )
    proof = Proof.LOOKUP
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token akses"),
            help=gettext_noop("Lebih mudah lewat tombol Sambungkan. Berlaku dua jam."),
            secret=True,
        ),
        CredentialField(
            name="refresh_token",
            label=gettext_noop("Token pembaruan"),
            help=gettext_noop("Tanpa ini sambungan putus sesudah dua jam."),
            secret=True,
        ),
    )
    app_fields = oauth.APP_FIELDS
    scopes = oauth.SCOPES
    needs_server = False
    default_server = oauth.SERVER
    #: Longer than a request may be under way, and than timelines were seen to lag.
    settled_after: timedelta | None = timedelta(minutes=5)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)
        self._notes = Notes(session)
        self._uploads = Uploads(self._api, self._notes, session)

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees; the memory holds the verifier."""
        return oauth.authorise_url(agreement)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the code of the person's agreement."""
        return oauth.exchange(agreement, code)

    def refresh(self) -> Mapping[str, Any]:
        """The secret with a fresh access token and, where X sends one, a new refresh token."""
        return oauth.refresh(self._session)

    def identify(self) -> Identity:
        """Whose token this is."""
        with harmless(_("Memeriksa akun")):
            found = self._api.ask("GET", "users/me")
            handle = answers.text_at(found, "username")
            return Identity(
                external_id=answers.text_at(found, "id"),
                handle=handle,
                display_name=str(found.get("name") or ""),
                url=f"https://x.com/{handle}",
            )

    def publish(self, item: Outgoing, key: str) -> Published | Pending:  # noqa: ARG002
        """Upload the media, then publish; ``Pending`` while X works on a video."""
        if item.reply_to is not None and letters.is_private(item.reply_to):
            return self._letters().publish(item, item.reply_to)
        self._refuse_early(item)
        if self._notes.get("sent") and (found := self._look(self._wanted(item))):
            return found
        body: dict[str, Any] = {"text": wording.full_text(item)}
        if item.reply_to is not None:
            body["reply"] = {"in_reply_to_tweet_id": item.reply_to.external_id}
        if item.place:
            body["geo"] = {"place_id": item.place}
        if item.images:
            body["media"] = {"media_ids": [self._uploads.image(image) for image in item.images]}
        if item.video is not None:
            wait = self._uploads.video(item.video)
            subtitles.put_on(self._api, self._notes, self._uploads.video_id(), item.video)
            body["media"] = {"media_ids": [self._uploads.video_id()]}
            if wait is not None:
                # What an earlier attempt sent was looked for above and is not there.
                noted = {"body": body, "since": self._since(item).isoformat()}
                self._notes.put(post=noted, sent=False)
                return Pending(handle=self._uploads.video_id(), check_after=wait)
        return self._post(body, self._wanted(item))

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask whether the video is ready, and publish the post it belongs to."""
        noted = self._notes.get("post")
        if not noted or self._uploads.video_id() != pending.handle:
            raise OutcomeUnknown(_("Catatan unggahan video ini hilang."))
        body = noted["body"]
        wanted = Wanted(
            text=body["text"],
            since=datetime.fromisoformat(noted["since"]),
            parent=str((body.get("reply") or {}).get("in_reply_to_tweet_id") or ""),
            media=1,
            keys=self._uploads.keys(),
        )
        if self._notes.get("sent"):  # an earlier request may have made it public
            if found := self._look(wanted):
                return found
            raise OutcomeUnknown(_("Unggahan video mungkin sudah diterima, tetapi belum tampak."))
        wait = self._uploads.state()
        if wait is not None:
            return Pending(handle=pending.handle, check_after=wait)
        return self._post(body, wanted)

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """Our post among those of the account; the oldest where several fit.

        Raises ``OutcomeUnknown`` where one is so alike that a person must look.
        """
        if item.reply_to is not None and letters.is_private(item.reply_to):
            return self._letters().find(item, item.reply_to)
        return self._look(self._wanted(item))

    def withdraw(self, target: Reference) -> None:
        """Delete; where X does not say that it did, look whether it is gone."""
        if letters.is_private(target):
            raise Refused(_("Pesan pribadi yang sudah sampai tidak ditarik dari sini."))
        path = f"tweets/{target.external_id}"
        with harmless(_("Menarik unggahannya")):
            response = self._api.call("DELETE", path)
            if response.status_code != 404:
                self._api.succeed(response)
                if (answers.json_object(response).get("data") or {}).get("deleted") is True:
                    return
            left = self._api.call("GET", path)
            if left.status_code == 404 or kind(left) == "resource-not-found":
                return
            self._api.succeed(left)
            if not answers.json_object(left).get("data"):
                return
        raise Refused(
            _("%(label)s belum menghapusnya. Hapus unggahan itu langsung di x.com.")
            % {"label": LABEL}
        )

    def hide(self, target: Reference) -> None:
        """Hide an answer in a conversation that the account began."""
        self._moderate(target, hidden=True)

    def unhide(self, target: Reference) -> None:
        """Show an answer again."""
        self._moderate(target, hidden=False)

    def _moderate(self, target: Reference, *, hidden: bool) -> None:
        with harmless(_("Menyembunyikan balasan")):
            found = self._api.ask(
                "PUT", f"tweets/{target.external_id}/hidden", json={"hidden": hidden}
            )
        if found.get("hidden") is not hidden:
            raise Refused(
                _("%(label)s hanya menyembunyikan balasan di percakapan yang dimulai akun ini.")
                % {"label": LABEL}
            )

    # ------------------------------------------------------------------------------ sending

    def _refuse_early(self, item: Outgoing) -> None:
        text = wording.full_text(item)
        if not text.strip() and not item.images and item.video is None:
            raise Refused(
                _("Unggahan %(label)s masih kosong. Tulis teks atau tambahkan gambar.")
                % {"label": LABEL}
            )
        if item.form != Form.POST:
            raise Refused(
                _("%(label)s tidak mengenal reel atau story. Pilih unggahan biasa.")
                % {"label": LABEL}
            )
        if item.audience != Audience.PUBLIC:
            raise Refused(
                _("Unggahan %(label)s selalu terbuka untuk umum. Ubah pilihan pembacanya.")
                % {"label": LABEL}
            )
        wording.refuse_too_long(text, self.limits, self.label)
        wording.refuse_bad_images(item, self.limits, self.label)
        video.refuse_bad(item, self.limits)

    def _post(self, body: Mapping[str, Any], wanted: Wanted) -> Published:
        """The one request that makes it public, noted before it leaves."""
        before = bool(self._notes.get("sent"))
        self._notes.put(sent=True)
        try:
            with decisive():
                response = self._api.call("POST", "tweets", json=body)
                self._api.succeed(response, decisive=True)
                return self._published(data(answers.json_object(response)))
        except Duplicate as refusal:
            return self._same_words(wanted, refusal, before=before)
        except (Refused, TryLater, Unauthorised):
            if not before:
                self._notes.put(sent=False)
            raise

    def _same_words(self, wanted: Wanted, refusal: Duplicate, *, before: bool) -> Published:
        """X has these words already. ``before``: it may have them from an earlier attempt."""
        try:
            found = self._look(wanted)
        except OutcomeUnknown:
            if before:
                raise
            found = None
        if found is not None:
            return found
        if before:
            raise OutcomeUnknown(
                _("%(label)s berkata sudah memuatnya, tetapi belum menampakkannya.")
                % {"label": LABEL}
            )
        self._notes.put(sent=False)
        raise refusal

    def _published(self, post: Mapping[str, Any]) -> Published:
        identifier = answers.text_at(dict(post), "id")
        name = self._session.handle.lstrip("@") or "i"
        amiss = subtitles.amiss(self._notes)
        extra = {"amiss": amiss} if amiss else {}
        return Published(identifier, f"https://x.com/{name}/status/{identifier}", extra)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """A page of replies and mentions; after them, where a person agreed, private messages.

        The cursor is that of mentions; ``letters`` in it that of messages, ``turn`` whose it is.
        """
        known = cursor.get(LETTERS) or {}
        mentions = {name: value for name, value in cursor.items() if name not in {LETTERS, TURN}}
        if cursor.get(TURN) == LETTERS and letters.allowed(self._session):
            try:
                heard = self._letters().look(known)
            except (Refused, TryLater):  # limits of their own: they must not keep mentions waiting
                return Heard((), {**mentions, LETTERS: known})
            turn = {TURN: LETTERS} if heard.more else {}
            return Heard(heard.items, {**mentions, LETTERS: heard.cursor, **turn}, more=heard.more)
        heard = Listening(self._session, self._api, self._account()).look(mentions, posts)
        if not letters.allowed(self._session):
            return heard
        turn = {} if heard.more else {TURN: LETTERS}
        return Heard(heard.items, {**heard.cursor, LETTERS: known, **turn}, more=True)

    def open_file(self, enclosure: Enclosure, *, most: int) -> bytes:
        """A photo of a private message."""
        return self._letters().open_file(enclosure, most=most)

    def _account(self) -> str:
        return self._session.external_id or self.identify().external_id

    def _letters(self) -> Letters:
        return Letters(self._session, self._api, self._account())

    # ------------------------------------------------------------------------------ looking

    def _wanted(self, item: Outgoing) -> Wanted:
        return Wanted(
            text=wording.full_text(item),
            since=self._since(item),
            parent=item.reply_to.external_id if item.reply_to else "",
            media=len(item.images) + (item.video is not None),
            keys=self._uploads.keys(),
        )

    @staticmethod
    def _since(item: Outgoing) -> datetime:
        """Nothing of ours can be older than this."""
        return item.created_at - CLOCK_SKEW

    def _look(self, wanted: Wanted) -> Published | None:
        ours, doubtful = [], False
        with harmless(_("Mencari unggahan")):
            for post in self._posts(wanted.since):
                if str(post.get("id")) in self._session.taken:
                    continue
                verdict = matching.fit(post, wanted)
                doubtful = doubtful or verdict == Fit.DOUBT
                if verdict == Fit.OURS:
                    ours.append(post)
            if ours:
                return self._published(ours[-1])
        if doubtful:
            raise OutcomeUnknown(_(DOUBTFUL))
        return None

    def _posts(self, since: datetime) -> Iterator[Mapping[str, Any]]:
        """The account's posts and replies since then, newest first."""
        account = self._account()
        params = {
            "max_results": PAGE,
            "exclude": "retweets",
            "start_time": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "post.fields": FIELDS,
            "expansions": "referenced_posts",
        }
        for _page in range(MOST_PAGES):
            response = self._api.call("GET", f"users/{account}/tweets", params=params)
            self._api.succeed(response)
            page = answers.json_object(response)
            yield from (post for post in page.get("data") or () if isinstance(post, Mapping))
            following = (page.get("meta") or {}).get("next_token")
            if not following:
                return
            params["pagination_token"] = following
        raise OutcomeUnknown(_("Terlalu banyak unggahan baru untuk diperiksa satu-satu."))
