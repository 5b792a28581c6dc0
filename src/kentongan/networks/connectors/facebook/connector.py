"""A Facebook Page: posts, videos, reels and comments of the Page, through the Graph API.

Proof: ``lookup`` over the Page's own posts; a video is asked by the id it got (``videos.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, handles, wording
from kentongan.networks.connectors.facebook import comments, listening, videos
from kentongan.networks.connectors.facebook.comments import Comments
from kentongan.networks.connectors.facebook.limits import (
    LIMITS,
    REEL,
    REEL_SHAPE,
    REEL_TOLERANCE,
    VIDEO,
)
from kentongan.networks.connectors.facebook.listening import Listening
from kentongan.networks.connectors.facebook.posts import SITE, Posts
from kentongan.networks.connectors.facebook.videos import Videos
from kentongan.networks.contract import (
    Agreement,
    Audience,
    Choice,
    CredentialField,
    Form,
    Heard,
    Identity,
    Outgoing,
    Pending,
    Proof,
    Published,
    Pushed,
    Reference,
    Refused,
    Scope,
    Session,
    Unauthorised,
    Video,
    harmless,
)
from kentongan.networks.handles import HandleStyle
from kentongan.networks.meta import hooks, login, messages
from kentongan.networks.meta.graph import BASE, Graph, fault_of
from kentongan.networks.meta.messages import Messages, Network, private, refuse_message

MESSENGER = Network("Messenger", "MESSENGER")
FIELDS = "id,name,username,link"


class FacebookConnector(hooks.Called):
    """Publishes, edits and withdraws."""

    code = "facebook"
    label = login.LABEL
    icon = "brand-facebook"
    handle_style = HandleStyle(
        ("facebook.com", "fb.com", "fb.me", "m.me"),
        r"[\w .&'()-]{1,100}",
        prefix="",
        free=True,
        path=("pg", "people"),
        example="Kecamatan Titirwangi",
        posts=(
            "share",
            "watch",
            "photo",
            "photo.php",
            "story.php",
            "permalink.php",
            "reel",
            "events",
            "groups",
        ),
        short=("fb.watch",),
        numbered=("people",),
        by_number="profile.php?id=",
    )
    proof = Proof.LOOKUP
    limits = LIMITS
    app_fields = login.APP_FIELDS
    app_vendor = login.APP_VENDOR
    scopes = (
        Scope("pages_show_list", gettext_noop("Melihat daftar Halaman Anda")),
        Scope("pages_read_engagement", gettext_noop("Membaca unggahan Halaman itu sendiri")),
        Scope("pages_read_user_content", gettext_noop("Membaca komentar di Halaman itu")),
        Scope("pages_manage_posts", gettext_noop("Menerbitkan, mengubah, dan menarik unggahan")),
        Scope("pages_manage_engagement", gettext_noop("Menulis balasan atas nama Halaman")),
        Scope("pages_manage_metadata", gettext_noop("Mendengar kabar Halaman dan kotak pesannya")),
        Scope("pages_messaging", gettext_noop("Membaca dan membalas pesan pribadi")),
    )
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token Halaman"),
            help=gettext_noop(
                "Hanya bila tidak menyambungkan lewat Facebook. Token milik Halaman, bukan milik"
                " orang, dengan izin menerbitkan dan membalas."
            ),
            secret=True,
        ),
    )
    needs_server = False
    default_server = BASE
    #: Longer than a request may still be under way, and than the list of posts lags behind.
    settled_after: timedelta | None = timedelta(minutes=10)
    answer_window = messages.ANSWER_WINDOW
    longer_window = messages.LONGER_WINDOW
    private_replies = messages.PRIVATE_REPLIES

    def __init__(self, session: Session) -> None:
        self._session = session
        self._graph = Graph.of(session, self.label)

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees."""
        return login.authorise_url(agreement, cls.scopes)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The person's token, with which ``choices`` asks for the Pages."""
        return login.exchange(agreement, code)

    @classmethod
    def choices(cls, agreement: Agreement, secret: Mapping[str, Any]) -> Sequence[Choice]:
        """The Pages the person agreed to, each with the token of that Page."""
        rows = login.pages(agreement, secret, fields=f"{FIELDS},access_token,tasks")
        return [
            Choice(
                _identity(page), login.page_secret(page, agreement.app), barred=login.barred(page)
            )
            for page in rows
            if page.get("access_token")
        ]

    def identify(self) -> Identity:
        """Which Page this token belongs to. A person's token is not one of a Page."""
        with harmless(_("Memeriksa akun")):
            response = self._graph.get("me", fields=f"{FIELDS},category")
            fault = fault_of(response)
            if fault is not None and fault.no_such_field:  # people have no category
                raise Unauthorised(
                    _(
                        "Token ini milik orang, bukan milik Halaman. Sambungkan lewat Facebook,"
                        " lalu pilih Halamannya."
                    )
                )
            return _identity(self._graph.read(response), known_as=self._session.handle)

    def publish(self, item: Outgoing, key: str) -> Published | Pending:  # noqa: ARG002
        """Make it public; a video comes back as ``Pending`` until Facebook has processed it."""
        if (to := private(item)) is not None:
            return self._messages().publish(item, to)
        self._refuse_early(item)
        if item.reply_to is not None:
            return self._comments().publish(item, item.reply_to)
        if item.video is not None:
            return self._videos().publish(item, item.video)
        return self._posts().publish(item)

    def resume(self, pending: Pending) -> Published | Pending:
        """Whether a video is public by now."""
        return self._videos().resume(pending)

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """Our post, video or comment; raises ``OutcomeUnknown`` where a person must look."""
        if (to := private(item)) is not None:
            return self._messages().find(item, to)
        if item.reply_to is not None:
            return self._comments().find(item, item.reply_to)
        if item.video is not None:
            return self._videos().find(item)
        return self._posts().find(item)

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """New words; Facebook leaves pictures, links and videos as they are."""
        refuse_message(target)
        self._refuse_early(item)
        kind = target.extra.get("kind")
        if kind == comments.KIND:
            return self._comments().edit(target, item)
        if kind == videos.KIND:
            return self._videos().edit(target, item)
        return self._posts().edit(target, item)

    def withdraw(self, target: Reference) -> None:
        """Delete; gone already is success."""
        refuse_message(target)
        with harmless(_("Menarik unggahannya")):
            if self._graph.remove(target.external_id):
                return
        raise Refused(
            _(
                "Facebook tidak mengizinkan aplikasi ini menarik unggahan itu. Hapus"
                " langsung di Halamannya."
            )
        )

    def hide(self, target: Reference) -> None:
        """Hide a comment."""
        self._comments().hide(target, hidden=True)

    def unhide(self, target: Reference) -> None:
        """Show a comment again."""
        self._comments().hide(target, hidden=False)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """A page of comments under one of our posts, or of private messages."""
        reading = Listening(self._session, self._graph, self._page(), self._messages())
        return reading.look(cursor, posts)

    @classmethod
    def hears(
        cls, *, headers: Mapping[str, str], body: bytes, app: Mapping[str, Any], now: datetime
    ) -> Sequence[Pushed]:
        """Comments and private messages that a signed call tells of."""
        return listening.pushed(headers=headers, body=body, app=app, now=now)

    def call_at(self, address: str) -> None:  # noqa: ARG002
        """Have the Page tell our application."""
        hooks.subscribe(self._graph, self._session.app)

    # ------------------------------------------------------------------------------ parts

    def _page(self) -> str:
        return self._session.external_id or self.identify().external_id

    def _posts(self) -> Posts:
        return Posts(self._session, self._graph, self._page())

    def _comments(self) -> Comments:
        return Comments(self._session, self._graph, self._page(), self._posts())

    def _messages(self) -> Messages:
        return Messages(self._session, self._graph, self._page(), MESSENGER)

    def _videos(self) -> Videos:
        return Videos(self._session, self._graph, self._page())

    def _refuse_early(self, item: Outgoing) -> None:
        """What Facebook cannot do, before anything is sent."""
        given = self.limits if item.reply_to is None else self.limits.below()
        wording.refuse_too_long(wording.full_text(item), given, self.label)
        wording.refuse_bad_images(item, self.limits, self.label)
        if item.audience != Audience.PUBLIC:
            raise Refused(
                _("Unggahan Halaman Facebook selalu dapat dilihat semua orang. Pilih “umum”.")
            )
        if item.form == Form.STORY or (item.form == Form.REEL and item.video is None):
            raise Refused(
                _(
                    "Bentuk ini belum didukung untuk Facebook. Pilih unggahan biasa,"
                    " atau reel dengan sebuah video."
                )
            )
        if item.video is not None and item.images:
            raise Refused(_("Facebook tidak menerima gambar dan video bersama. Pilih salah satu."))
        if item.reply_to is not None and (item.video is not None or len(item.images) > 1):
            raise Refused(
                _(
                    "Balasan di Facebook menerima paling banyak satu gambar, tanpa"
                    " video. Kurangi medianya."
                )
            )
        if item.video is not None:
            _refuse_bad_video(item.video, item.form)


def _refuse_bad_video(video: Video, form: Form) -> None:
    if video.size > VIDEO.max_bytes or video.mime not in VIDEO.mimes:
        raise Refused(_("Video ini terlalu besar atau bukan MP4. Kecilkan dulu untuk Facebook."))
    bounds = REEL if form == Form.REEL else VIDEO
    if not bounds.min_seconds <= video.seconds <= bounds.max_seconds:
        raise Refused(
            _(
                "Video ini %(seconds).0f detik; untuk bentuk ini Facebook menerima"
                " %(least).0f sampai %(most).0f detik. Potong dulu videonya."
            )
            % {
                "seconds": video.seconds,
                "least": bounds.min_seconds,
                "most": bounds.max_seconds,
            }
        )
    if form == Form.REEL and (
        abs(video.width / video.height - REEL_SHAPE) > REEL_TOLERANCE
        or video.width < REEL.least[0]
        or video.height < REEL.least[1]
    ):
        raise Refused(
            _(
                "Reel Facebook harus tegak 9:16, paling kecil 540 x 960 piksel."
                " Pilih unggahan video biasa, atau potong videonya."
            )
        )


def _identity(page: Mapping[str, Any], known_as: str = "") -> Identity:
    """A Page. It has a name and perhaps a user name: the one we know it by comes first."""
    found = dict(page)
    identifier, name = answers.text_at(found, "id"), answers.text_at(found, "name")
    handle = name if handles.same(known_as, name) else str(found.get("username") or name)
    url = str(found.get("link") or f"{SITE}/{identifier}")
    return Identity(external_id=identifier, handle=handle, display_name=name, url=url)
