"""The page of an organisation on LinkedIn, by OAuth.

Proof: ``lookup`` in the organisation's own posts, or in the comments of the post replied to.
See README.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.linkedin import comments, little, oauth, posts, uploads
from kentongan.networks.connectors.linkedin.api import LABEL, Api, encoded
from kentongan.networks.connectors.linkedin.limits import LIMITS
from kentongan.networks.connectors.linkedin.listening import Listening
from kentongan.networks.contract import (
    Agreement,
    Choice,
    CredentialField,
    Heard,
    Identity,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Reference,
    Refused,
    Scope,
    Session,
    TryLater,
    Unauthorised,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

CHECK_AFTER = timedelta(seconds=15)
PAGE = 50
MOST_PAGES = 4
GONE = {404, 410}


class LinkedInConnector:
    """Publishes, edits words, replies by comments, and withdraws."""

    code = "linkedin"
    label = LABEL
    icon = "brand-linkedin"
    handle_style = HandleStyle(
        ("linkedin.com",),
        r"[\w.-]{1,100}",
        prefix="",
        path=("company", "school", "showcase"),
        lower=True,
        link="https://www.linkedin.com/company/{handle}/",
        example="kecamatan-titirwangi",
        posts=("posts", "feed", "pulse"),
    )
    proof = Proof.LOOKUP
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token akses"),
            help=gettext_noop("Token 60 hari dari developer.linkedin.com, bila tidak lewat OAuth."),
            secret=True,
        ),
        CredentialField(
            name="organization",
            label=gettext_noop("Nomor halaman"),
            help=gettext_noop("Angka di alamat admin halaman: linkedin.com/company/ANGKA/admin."),
        ),
    )
    app_fields: tuple[CredentialField, ...] = oauth.APP_FIELDS
    scopes: tuple[Scope, ...] = oauth.SCOPES
    needs_server = False
    default_server = "https://api.linkedin.com"
    cannot_hide = gettext_noop(
        "LinkedIn tidak menyembunyikan komentar; hapus di sana bila melanggar aturan."
    )
    #: Lists may lag behind; longer than a request may still be under way at the network.
    settled_after: timedelta | None = timedelta(minutes=5)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)
        self._notes: dict[str, Any] = dict(session.remembered)

    # ------------------------------------------------------------------------------ connecting

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees; nothing has to be remembered."""
        return oauth.authorise_url(agreement)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the code of the person's agreement."""
        return oauth.exchange(agreement, code)

    @classmethod
    def choices(cls, agreement: Agreement, secret: Mapping[str, Any]) -> Sequence[Choice]:
        """The organisations in whose name the person may post."""
        return oauth.choices(agreement, secret)

    def refresh(self) -> Mapping[str, Any]:
        """A fresh token, where LinkedIn granted that to the application."""
        return oauth.refresh(self._session)

    def identify(self) -> Identity:
        """Which organisation is spoken for."""
        number = self._api.organisation.rpartition(":")[2]
        with harmless(_("Memeriksa akun")):
            response = self._api.call("GET", f"organizations/{number}")
            return oauth.identity_of(self._api.object(response))

    # ------------------------------------------------------------------------------ publishing

    def publish(self, item: Outgoing, key: str) -> Published | Pending:  # noqa: ARG002
        """Upload what is to be shown, then publish; a video is waited for."""
        posts.refuse_early(item)
        organisation = self._api.organisation
        if item.reply_to is not None:
            return self._comment(item, comments.place_of(item.reply_to))
        if item.video is not None:
            return self._with_video(item, organisation)
        media = [uploads.image(self._api, image) for image in item.images]
        return replace(self._post(posts.body(item, organisation, media)), extra=posts.shown(item))

    def resume(self, pending: Pending) -> Published | Pending:
        """Publish the post of a video once LinkedIn is done with it.

        Once the request was under way, a crash leaves it open whether it arrived: then only the
        list is asked.
        """
        made = self._notes.get("body")
        if not isinstance(made, dict):
            raise Refused(
                _("Catatan unggahan %(label)s ini hilang. Terbitkan lagi.") % {"label": LABEL}
            )
        if self._notes.get("sent"):
            found = self._listed(made, _moment(self._notes.get("since"), self._session.now))
            if found is None:
                raise OutcomeUnknown(
                    _("Belum tampak di %(label)s apakah videonya sudah tayang.") % {"label": LABEL}
                )
            return replace(found, extra=self._notes.get("shown") or {})
        return self._publish_video(pending.handle, made)

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """Our post or comment; the oldest where several fit.

        Raises ``OutcomeUnknown`` where one is so alike that a person must look.
        """
        if item.reply_to is not None:
            return self._listed_comment(item, comments.place_of(item.reply_to))
        urns = [""] * len(item.images) or (["urn:li:video:0"] if item.video else [])
        made = posts.body(item, self._api.organisation, urns)
        found = self._listed(made, item.created_at)
        return None if found is None else replace(found, extra=posts.shown(item))

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put the new words in the place of the old. Pictures and comments cannot be changed."""
        posts.refuse_early(item)
        if comments.is_comment(target.external_id):
            raise Refused(
                _("Balasan di %(label)s tidak dapat diubah dari sini. Tarik, lalu balas lagi.")
                % {"label": LABEL}
            )
        beside = posts.shown(item)
        if any(target.extra.get(name, value) != value for name, value in beside.items()):
            raise Refused(
                _(
                    "%(label)s hanya dapat mengubah teks, tidak gambar, video, atau"
                    " tautannya. Bila itu harus berganti, tarik lalu terbitkan lagi."
                )
                % {"label": LABEL}
            )
        patch = {"patch": {"$set": {"commentary": little.escape(posts.text_of(item))}}}
        path = f"posts/{encoded(target.external_id)}"
        with harmless(_("Mengubah unggahan")):
            self._api.succeed(self._api.call("POST", path, json=patch, rest="PARTIAL_UPDATE"))
        return Published(target.external_id, _url(target.external_id), beside)

    def withdraw(self, target: Reference) -> None:
        """Delete; what is gone already is fine."""
        urn = target.external_id
        with harmless(_("Menarik unggahannya")):
            if comments.is_comment(urn):
                actor = {"actor": self._api.organisation}
                response = self._api.call("DELETE", comments.path_of(urn), params=actor)
            else:
                response = self._api.call("DELETE", f"posts/{encoded(urn)}", rest="DELETE")
            if response.status_code not in GONE:
                self._api.succeed(response)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """A page of comments below one of our posts."""
        return Listening(self._session, self._api).look(cursor, posts)

    # ------------------------------------------------------------------------------ sending

    def _with_video(self, item: Outgoing, organisation: str) -> Published | Pending:
        """Upload the video once, whatever happens afterwards, and publish when it is ready."""
        assert item.video is not None
        urn, shown = str(self._notes.get("video") or ""), self._notes.get("shown") or {}
        if not urn or not self._usable(urn):
            urn, amiss = uploads.video(self._api, item.video)
            shown = {**posts.shown(item), **({"amiss": amiss} if amiss else {})}
        made = posts.body(item, organisation, [urn])
        since = item.created_at.astimezone(UTC).isoformat()
        self._note(video=urn, body=made, shown=shown, since=since, sent=False)
        return self._publish_video(urn, made)

    def _usable(self, urn: str) -> bool:
        try:
            uploads.ready(self._api, urn)
        except Refused:
            return False
        return True

    def _publish_video(self, urn: str, made: dict[str, Any]) -> Published | Pending:
        if not uploads.ready(self._api, urn):
            return Pending(urn, CHECK_AFTER)
        self._note(sent=True)
        try:
            return replace(self._post(made), extra=self._notes.get("shown") or {})
        except (Refused, TryLater, Unauthorised):  # certainly not public
            with contextlib.suppress(TryLater):
                self._note(sent=False)
            raise

    def _post(self, made: dict[str, Any]) -> Published:
        """The request that makes it public; its id comes in a header."""
        with decisive():
            response = self._api.call("POST", "posts", json=made)
            self._api.succeed(response, decisive=True)
            urn = _header_id(response)
            if not urn.startswith("urn:li:"):
                raise AnswerLost(_("Jawaban server tidak memuat x-restli-id."))
        return Published(urn, _url(urn))

    def _comment(self, item: Outgoing, place: comments.Place) -> Published:
        made = comments.body(place, self._api.organisation, posts.text_of(item))
        with decisive():
            response = self._api.call("POST", place.path, json=made)
            self._api.succeed(response, decisive=True)
            found = answers.json_object(response)
            return comments.published({"id": _header_id(response), **found}, place)

    # ------------------------------------------------------------------------------ looking

    def _listed(self, made: Mapping[str, Any], since: datetime) -> Published | None:
        """The post of the organisation that is as ``made``, and nobody else's."""
        ours = little.read(str(made.get("commentary") or ""))
        params = {"q": "author", "author": self._api.organisation, "sortBy": "CREATED"}
        found, near = None, False
        with harmless(_("Mencari unggahan")):
            for post in self._pages("posts", params, since, at="createdAt"):
                if str(post.get("id")) in self._session.taken or _is_draft(post):
                    continue
                if posts.kind(post) != posts.kind(made):
                    continue
                text = little.read(str(post.get("commentary") or ""))
                if posts.same(text, ours):
                    found = answers.text_at(post, "id")
                near = near or posts.alike(text, ours)
        if found is None and near:
            raise OutcomeUnknown(_("Ada unggahan yang sangat mirip pada halaman ini."))
        return None if found is None else Published(found, _url(found))

    def _listed_comment(self, item: Outgoing, place: comments.Place) -> Published | None:
        """Our comment among those of the post; their order is not promised, so by their time."""
        found: list[tuple[datetime, Published]] = []
        near, ours = False, posts.text_of(item)
        with harmless(_("Mencari balasan")):
            for row in self._pages(place.path, {}, item.created_at, at="created"):
                known = comments.published(row, place)
                if row.get("actor") != self._api.organisation:
                    continue
                if known.external_id in self._session.taken:
                    continue
                message = row.get("message")
                text = str(message.get("text") or "") if isinstance(message, dict) else ""
                if posts.same(text, ours):
                    found.append((_made(row, "created"), known))
                near = near or posts.alike(text, ours)
        if near and not found:
            raise OutcomeUnknown(_("Ada balasan yang sangat mirip pada unggahan itu."))
        return min(found, key=lambda one: one[0])[1] if found else None

    def _pages(
        self, path: str, params: Mapping[str, str], since: datetime, *, at: str
    ) -> Iterator[dict[str, Any]]:
        """Elements of a list that are not older than the delivery; newest first or not."""
        oldest = since - posts.CLOCK_SKEW
        for page in range(MOST_PAGES):
            query = {**params, "start": str(page * PAGE), "count": str(PAGE)}
            response = self._api.call(
                "GET", path, params=query, rest="FINDER" if "q" in params else ""
            )
            rows = self._api.object(response).get("elements")
            if not isinstance(rows, list):
                raise AnswerLost(_("Jawaban server tidak memuat elements."))
            young = [row for row in rows if isinstance(row, dict) and _made(row, at) >= oldest]
            yield from young
            if len(rows) < PAGE or ("q" in params and not young):
                return
        raise OutcomeUnknown(_("Terlalu banyak unggahan baru untuk diperiksa satu-satu."))

    def _note(self, **notes: Any) -> None:
        self._notes.update(notes)
        self._session.remember(notes)


def _made(row: Mapping[str, Any], at: str) -> datetime:
    """When an element was made; long ago where that is not told."""
    told = row.get(at)
    moment = posts.made_at(told.get("time") if isinstance(told, dict) else told)
    return moment or datetime.min.replace(tzinfo=UTC)


def _is_draft(post: Mapping[str, Any]) -> bool:
    return post.get("lifecycleState", "PUBLISHED") not in {"PUBLISHED", "PUBLISH_REQUESTED"}


def _header_id(response: httpx2.Response) -> str:
    return str(response.headers.get("x-restli-id") or response.headers.get("x-linkedin-id") or "")


def _url(urn: str) -> str:
    return f"https://www.linkedin.com/feed/update/{urn}/"


def _moment(value: Any, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return otherwise
