"""Instagram for professional accounts: pictures, galleries, reels, stories and comments.

Proof: ``two_step``; the container is noted and asked (``media.py``). Comments are looked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.language import tally
from kentongan.networks import answers, wording
from kentongan.networks.connectors.instagram import comments, limits, listening
from kentongan.networks.connectors.instagram.api import LABEL, Api
from kentongan.networks.connectors.instagram.comments import Comments
from kentongan.networks.connectors.instagram.listening import Listening
from kentongan.networks.connectors.instagram.media import SITE, Media
from kentongan.networks.contract import (
    Agreement,
    Audience,
    Choice,
    CredentialField,
    Form,
    Heard,
    Identity,
    Image,
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
from kentongan.networks.meta.graph import BASE, fault_of
from kentongan.networks.meta.messages import Messages, Network, private, refuse_message

ACCOUNT = "instagram_business_account{id,username,name}"
#: A message is bounded in bytes there.
DIRECT = Network(LABEL, "INSTAGRAM", characters=1000, size=1000)


class InstagramConnector(hooks.Called):
    """Publishes and withdraws; Instagram lets nobody edit through its API."""

    code = "instagram"
    label = LABEL
    icon = "brand-instagram"
    handle_style = HandleStyle(
        ("instagram.com", "instagr.am", "ig.me"),
        r"[A-Za-z0-9._]{1,30}",
        lower=True,
        link=f"{SITE}/{{handle}}/",
        path=("stories", "m"),
        posts=("p", "reel", "reels", "tv", "share", "explore"),
    )
    signs_in_at = login.LABEL
    proof = Proof.TWO_STEP
    limits = limits.LIMITS
    app_fields = login.APP_FIELDS
    app_vendor = login.APP_VENDOR
    scopes = (
        Scope("pages_show_list", gettext_noop("Melihat daftar Halaman Anda")),
        Scope("pages_read_engagement", gettext_noop("Membaca Halaman yang terhubung")),
        Scope("instagram_basic", gettext_noop("Membaca akun dan unggahan Instagram")),
        Scope("instagram_content_publish", gettext_noop("Menerbitkan ke Instagram")),
        Scope("instagram_manage_comments", gettext_noop("Membaca dan menulis komentar")),
        Scope("instagram_manage_messages", gettext_noop("Membaca dan membalas pesan pribadi")),
        Scope("pages_manage_metadata", gettext_noop("Mendengar kabar akun dan kotak pesannya")),
        Scope("instagram_manage_contents", gettext_noop("Menarik unggahan Instagram")),
    )
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token Halaman"),
            help=gettext_noop(
                "Hanya bila tidak menyambungkan lewat Facebook. Token milik Halaman Facebook yang"
                " terhubung dengan akun Instagram ini."
            ),
            secret=True,
        ),
    )
    needs_server = False
    default_server = BASE
    #: A published container says so; this is for the request that is still under way.
    settled_after: timedelta | None = timedelta(minutes=5)
    answer_window = messages.ANSWER_WINDOW
    longer_window = messages.LONGER_WINDOW
    private_replies = messages.PRIVATE_REPLIES

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api.of(session, self.label)

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees: at Facebook, whose Page the account is connected to."""
        return login.authorise_url(agreement, cls.scopes)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The person's token, with which ``choices`` asks for the accounts."""
        return login.exchange(agreement, code)

    @classmethod
    def choices(cls, agreement: Agreement, secret: Mapping[str, Any]) -> Sequence[Choice]:
        """The professional accounts connected to the Pages the person agreed to."""
        fields = f"id,name,access_token,tasks,{ACCOUNT}"
        rows = login.pages(agreement, secret, fields=fields)
        return [
            Choice(
                _identity(account),
                login.page_secret(page, agreement.app),
                barred=login.barred(page),
            )
            for page in rows
            if page.get("access_token")
            and isinstance(account := page.get("instagram_business_account"), dict)
        ]

    def identify(self) -> Identity:
        """Which Instagram account is connected to the Page of this token."""
        with harmless(_("Memeriksa akun")):
            response = self._api.get("me", fields=f"id,{ACCOUNT}")
            fault = fault_of(response)
            if fault is not None and fault.no_such_field:  # people have no such field
                raise Unauthorised(
                    _(
                        "Token ini milik orang, bukan milik Halaman. Sambungkan lewat Facebook,"
                        " lalu pilih akun Instagram-nya."
                    )
                )
            account = self._api.read(response).get("instagram_business_account")
            if isinstance(account, dict):
                return _identity(account)
        raise Refused(
            _(
                "Halaman ini belum terhubung dengan akun Instagram profesional. Hubungkan"
                " dulu di setelan Halaman, lalu sambungkan lagi."
            )
        )

    def publish(self, item: Outgoing, key: str) -> Published | Pending:  # noqa: ARG002
        """Make it public; ``Pending`` while Instagram is still processing it."""
        if (to := private(item)) is not None:
            return self._messages().publish(item, to)
        self._refuse_early(item)
        if item.reply_to is not None:
            return self._comments().publish(item, item.reply_to)
        return self._media().publish(item)

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask the container, and publish it once it is ready."""
        return self._media().resume(pending)

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """The post of the noted container, or our comment."""
        if (to := private(item)) is not None:
            return self._messages().find(item, to)
        if item.reply_to is not None:
            return self._comments().find(item, item.reply_to)
        return self._media().find(item)

    def withdraw(self, target: Reference) -> None:
        """Delete; gone already is success."""
        refuse_message(target)
        with harmless(_("Menarik unggahannya")):
            if self._api.remove(target.external_id):
                return
        raise Refused(
            _(
                "Instagram tidak mengizinkan aplikasi ini menarik unggahan itu."
                " Hapus langsung di aplikasi Instagram."
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
        reading = Listening(self._session, self._api, self._account(), self._messages())
        return reading.look(cursor, posts)

    @classmethod
    def hears(
        cls, *, headers: Mapping[str, str], body: bytes, app: Mapping[str, Any], now: datetime
    ) -> Sequence[Pushed]:
        """Comments and private messages that a signed call tells of."""
        return listening.pushed(headers=headers, body=body, app=app, now=now)

    def call_at(self, address: str) -> None:  # noqa: ARG002
        """Have the Page tell our application, also of its Instagram account."""
        hooks.subscribe(self._api, self._session.app)

    # ------------------------------------------------------------------------------ parts

    def _account(self) -> str:
        return self._session.external_id or self.identify().external_id

    def _media(self) -> Media:
        return Media(self._session, self._api, self._account())

    def _messages(self) -> Messages:
        return Messages(self._session, self._api, self._account(), DIRECT)

    def _comments(self) -> Comments:
        return Comments(self._session, self._api, self._account())

    def _refuse_early(self, item: Outgoing) -> None:
        """What Instagram cannot do, before anything is sent."""
        text = wording.full_text(item)
        wording.refuse_too_long(text, self.limits, self.label)
        wording.refuse_bad_images(item, self.limits, self.label)
        if item.audience != Audience.PUBLIC:
            raise Refused(
                _("Unggahan ini akan dilihat semua pengikut. Pilih “umum” untuk Instagram.")
            )
        if item.reply_to is not None:
            comments.refuse_bad(item)
            return
        _refuse_bad_words(text, item.form)
        if (item.video is None) == (not item.images):
            raise Refused(
                _(
                    "Instagram menerima gambar, atau satu video. Tambahkan salah satu,"
                    " jangan keduanya."
                )
            )
        if item.video is not None:
            _refuse_bad_video(item.video, item.form)
        elif item.form == Form.REEL or (item.form == Form.STORY and len(item.images) > 1):
            raise Refused(
                _(
                    "Reel memerlukan video, dan cerita hanya satu gambar. Pilih bentuk"
                    " lain untuk Instagram."
                )
            )
        for number, image in enumerate(item.images, start=1):
            _refuse_bad_image(image, number, item.form)


def _refuse_bad_words(text: str, form: Form) -> None:
    tags, names = len(tally.tags(text)), len(tally.names(text))
    if tags > limits.MAX_TAGS or names > limits.MAX_MENTIONS:
        raise Refused(
            _(
                "Instagram menerima paling banyak %(max_tags)s tagar dan"
                " %(max_mentions)s sebutan. Kurangi dulu."
            )
            % {"max_tags": limits.MAX_TAGS, "max_mentions": limits.MAX_MENTIONS}
        )
    if form == Form.STORY and text.strip():
        raise Refused(
            _(
                "Cerita Instagram tidak memuat teks. Kosongkan teksnya untuk"
                " jejaring ini, atau pilih unggahan biasa."
            )
        )


def _refuse_bad_image(image: Image, number: int, form: Form) -> None:
    least, most = limits.SHAPES[0], limits.SHAPES[1]
    shape = image.width / image.height
    if image.mime not in limits.LIMITS.image_mimes:
        raise Refused(
            _("Gambar %(number)s bukan JPEG. Instagram hanya menerima JPEG.") % {"number": number}
        )
    if form == Form.POST and not (
        least - limits.SHAPE_TOLERANCE <= shape <= most + limits.SHAPE_TOLERANCE
        and image.width >= limits.LEAST_WIDTH
    ):
        raise Refused(
            _(
                "Bentuk gambar %(number)s tidak diterima Instagram. Pakai antara 4:5"
                " (tegak) dan 1,91:1 (mendatar), lebar paling sedikit %(least_width)s"
                " piksel."
            )
            % {"number": number, "least_width": limits.LEAST_WIDTH}
        )
    _refuse_no_address(image.url)


def _refuse_bad_video(video: Video, form: Form) -> None:
    rules = limits.STORY if form == Form.STORY else limits.VIDEO
    if video.size > rules.max_bytes or video.mime not in rules.mimes:
        raise Refused(_("Video ini terlalu besar atau bukan MP4. Kecilkan dulu untuk Instagram."))
    if not rules.min_seconds <= video.seconds <= rules.max_seconds:
        raise Refused(
            _(
                "Video ini %(seconds).0f detik; untuk bentuk ini Instagram menerima"
                " %(min_seconds).0f sampai %(most_seconds).0f detik. Potong dulu"
                " videonya."
            )
            % {
                "seconds": video.seconds,
                "min_seconds": rules.min_seconds,
                "most_seconds": rules.max_seconds,
            }
        )
    _refuse_no_address(video.url)


def _refuse_no_address(url: str) -> None:
    if not url:
        raise Refused(
            _(
                "Instagram mengambil gambar dan video dari alamat publik Kentongan,"
                " dan instalasi ini belum punya. Minta pengelola mengaturnya, atau"
                " unggah lewat HP."
            )
        )


def _identity(account: Mapping[str, Any]) -> Identity:
    found = dict(account)
    name = answers.text_at(found, "username")
    return Identity(
        external_id=answers.text_at(found, "id"),
        handle=name,
        display_name=str(found.get("name") or ""),
        url=f"{SITE}/{name}/",
    )
