"""YouTube by its Data API v3: videos, Shorts, and comments below them.

Proof: ``two_step``. An upload session is noted before the first byte and can be asked what it has;
once finished it answers with its video. See ``upload.py``; for comments ``lookup.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.youtube import (
    comments,
    extras,
    lookup,
    metadata,
    oauth,
    processing,
)
from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.connectors.youtube.limits import LIMITS
from kentongan.networks.connectors.youtube.listening import Listening
from kentongan.networks.connectors.youtube.upload import State, Upload, fingerprint, settled
from kentongan.networks.contract import (
    Agreement,
    Choice,
    CredentialField,
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
    Video,
    harmless,
)
from kentongan.networks.handles import HandleStyle

#: What is forgotten of an upload that came to nothing, so that another try starts anew.
AFRESH: Mapping[str, Any] = {
    "session": "",
    "video": "",
    "finishing": False,
    "lost": False,
    "shown": False,
    "cover": "",
    "captions": {},
}


class YouTubeConnector:
    """Publishes, follows the processing, edits and withdraws; connects by Google's OAuth."""

    code = "youtube"
    label = "YouTube"
    icon = "brand-youtube"
    handle_style = HandleStyle(
        ("youtube.com",),
        r"[\w .·-]{3,60}",
        free=True,
        path=("c", "channel"),
        prefix="",
        example="Kecamatan Titirwangi",
        posts=("watch", "shorts", "live", "playlist"),
        short=("youtu.be",),
    )
    signs_in_at = "Google"
    proof = Proof.TWO_STEP
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token akses"),
            help=gettext_noop("Terisi sendiri sesudah akun disambungkan lewat Google."),
            secret=True,
        ),
        CredentialField(
            name="refresh_token",
            label=gettext_noop("Token penyegar"),
            help=gettext_noop("Terisi sendiri sesudah akun disambungkan lewat Google."),
            secret=True,
        ),
    )
    app_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="client_id",
            label=gettext_noop("Client ID"),
            help=gettext_noop(
                "Dari Google Cloud Console: APIs & Services, Credentials, OAuth client ID jenis"
                " Web application."
            ),
        ),
        CredentialField(
            name="client_secret",
            label=gettext_noop("Client secret"),
            help=gettext_noop("Tertulis di halaman yang sama, di sebelah Client ID."),
            secret=True,
        ),
    )
    scopes = oauth.SCOPES
    needs_server = False
    default_server = "https://www.googleapis.com"
    #: For comments, which are looked for. A video is asked of its session, and going on with the
    #: session cannot make a second one.
    settled_after: timedelta | None = timedelta(minutes=5)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session.server, session.secret, session.http, session.now)

    # ------------------------------------------------------------------------------ connecting

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees; the memory holds the verifier of PKCE."""
        return oauth.authorise_url(agreement)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the code of the person's agreement."""
        return oauth.exchange(agreement, code)

    @classmethod
    def choices(cls, agreement: Agreement, secret: Mapping[str, Any]) -> Sequence[Choice]:
        """The channels the agreement reaches: on Google's page a person picks one at a time."""
        api = Api(agreement.server, secret, agreement.http, None)
        with harmless(_("Membaca daftar channel")):
            found = api.found("channels", part="snippet", mine="true", maxResults=50)
            return [Choice(_identity(channel), dict(secret)) for channel in found]

    def refresh(self) -> Mapping[str, Any]:
        """The renewed secret. ``Unauthorised`` where the agreement was taken back."""
        return oauth.refresh(self._session)

    def identify(self) -> Identity:
        """Which channel the token is for."""
        with harmless(_("Memeriksa akun")):
            return _identity(lookup.channel(self._api, "snippet"))

    # ------------------------------------------------------------------------------ publishing

    def publish(self, item: Outgoing, key: str) -> Published | Pending:  # noqa: ARG002
        """Upload, or go on with what was noted; then put on cover and subtitles."""
        if item.reply_to is not None:
            return comments.publish(self._api, item, item.reply_to)
        metadata.refuse_words(item)
        video = metadata.refuse_video(item)
        video_id = str(self._session.remembered.get("video") or "") or self._upload(item, video)
        self._arrived(video_id, item, video)
        return Pending(video_id, processing.FIRST_LOOK)

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask how far YouTube is with the video."""
        look = self._look(pending.handle)
        if look is None:
            raise Refused(_("Videonya sudah dihapus di YouTube sebelum selesai diolah."))
        self._refuse_failed(look, str(self._session.remembered.get("audience") or ""))
        if not look.done:
            return Pending(pending.handle, look.check_after)
        return self._published(pending.handle, self._session.remembered)

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """What the session made; without a word from it, what the channel shows."""
        if item.reply_to is not None:
            return comments.find(self._api, self._session, item, item.reply_to)
        video_id = str(self._session.remembered.get("video") or "") or self._made(item)
        if not video_id:
            return None
        look = self._look(video_id)
        if look is None:
            return None
        self._refuse_failed(look, item.audience)
        notes = self._arrived(video_id, item, item.video)
        if not look.done:
            raise OutcomeUnknown(_("YouTube sudah menerima video ini dan masih mengolahnya."))
        return self._published(video_id, notes)

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put the new words in place; cover and subtitles too, where they differ."""
        if comments.is_comment(target):
            return comments.edit(self._api, target, item)
        metadata.refuse_words(item)
        known = dict(target.extra)
        if item.video is not None:
            video = metadata.refuse_video(item)
            if known.get("file") not in {None, "", fingerprint(video)}:
                raise Refused(
                    _(
                        "Video yang sudah tayang di YouTube tidak dapat diganti berkasnya."
                        " Tarik videonya, lalu terbitkan lagi."
                    )
                )
        with harmless(_("Mengubah video")):
            self._put_words(target.external_id, item, known.get("audience"))
        extra = {**known, "audience": item.audience.value}
        if item.video is not None:
            extra |= extras.redress(self._api, target.external_id, item.video, known)
        return Published(target.external_id, target.url, extra)

    def withdraw(self, target: Reference) -> None:
        """Delete; gone already is success."""
        if comments.is_comment(target):
            comments.withdraw(self._api, target)
            return
        with harmless(_("Menarik video")):
            response = self._api.call("DELETE", "videos", params={"id": target.external_id})
            if response.status_code not in {404, 410}:
                self._api.succeed(response)

    def hide(self, target: Reference) -> None:
        """Hold a comment for review."""
        comments.moderate(self._api, target, hidden=True)

    def unhide(self, target: Reference) -> None:
        """Show a comment again."""
        comments.moderate(self._api, target, hidden=False)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """A page of comments below one of our videos."""
        own = self._session.external_id or self.identify().external_id
        return Listening(self._session, self._api, own).look(cursor, posts)

    # ------------------------------------------------------------------------------ steps

    def _upload(self, item: Outgoing, video: Video) -> str:
        upload = Upload(self._session, self._api)
        state = settled(upload) if upload.begun else State(gone=True)
        if state.video:
            return state.video
        if state.gone and upload.doubtful and not self._session.remembered.get("lost"):
            try:
                return self._recognised(item)
            except TryLater as error:  # it may well be there: we only could not look
                raise OutcomeUnknown(str(error)) from error
        if state.gone or not upload.is_of(video):
            upload.begin(video, metadata.resource(item))
            state = State()
        return upload.send(video, state.received)

    def _made(self, item: Outgoing) -> str:
        """The id of the video that this delivery made; empty where it certainly made none."""
        upload = Upload(self._session, self._api)
        if not upload.begun:
            return self._never_begun(item)
        state = upload.ask()
        if state.gone and upload.doubtful:
            try:
                return self._recognised(item)
            except OutcomeUnknown:
                self._session.remember({"lost": True})
                raise
        return state.video

    def _recognised(self, item: Outgoing) -> str:
        """Our video among the uploads, once YouTube has forgotten a session that we finished.

        Not to find it proves nothing, so a person is asked. ``find`` notes that as ``lost``:
        whoever publishes after that does so on the word of that person.
        """
        found = lookup.videos(self._api, self._session, item)
        if len(found) == 1:
            return found[0]
        raise OutcomeUnknown(
            _(
                "YouTube sudah melupakan unggahan ini, dan videonya tidak dapat"
                " dipastikan. Periksa di YouTube Studio."
            )
        )

    def _never_begun(self, item: Outgoing) -> str:
        """Nothing left us, so a video of these words is somebody else's: a person must say."""
        if lookup.videos(self._api, self._session, item):
            raise OutcomeUnknown(_("Ada video berjudul dan berteks sama di channel ini."))
        return ""

    def _arrived(self, video_id: str, item: Outgoing, video: Video | None) -> Mapping[str, Any]:
        """Note the video and put on what belongs to it. It is there: nothing may fail here."""
        notes: dict[str, Any] = {
            "video": video_id,
            "audience": item.audience.value,
            "form": item.form.value,
        }
        known = {**self._session.remembered, **notes}
        try:
            self._session.remember(notes)
            if video is not None:
                notes |= extras.dress(self._api, video_id, video, known)
                self._session.remember(notes)
        # A turn that is over, or a token that ran out, must not pass for “not accepted”.
        except (TryLater, Unauthorised) as error:
            raise OutcomeUnknown(str(error)) from error
        return {**known, **notes}

    def _look(self, video_id: str) -> processing.Look | None:
        """The state of our video; None where it was shown before and is gone now.

        A video that was never shown may only be late: ``OutcomeUnknown``.
        """
        look = processing.look(self._api, video_id)
        shown = bool(self._session.remembered.get("shown"))
        if look is None and not shown:
            raise OutcomeUnknown(_("YouTube belum menampilkan video ini."))
        if look is None:
            self._session.remember(AFRESH)
        elif not shown:
            self._session.remember({"shown": True})
        return look

    def _refuse_failed(self, look: processing.Look, wanted: str) -> None:
        """Raise ``Refused`` for a video that nobody will see; a failed one may be sent anew."""
        if look.refused:
            self._session.remember(AFRESH)
            raise Refused(look.refused)
        if look.done and (sentence := processing.hidden(wanted, look.privacy)):
            raise Refused(sentence)

    def _put_words(self, video_id: str, item: Outgoing, audience: Any) -> None:
        """``videos.update`` replaces whole parts, so what others set in them goes along."""
        found = self._api.found("videos", part="snippet,status", id=video_id)
        if not found:
            raise Refused(answers.gone("YouTube"))
        shown = found[0]
        body: dict[str, Any] = {
            "id": video_id,
            "snippet": metadata.changed_snippet(item, dict(shown.get("snippet") or {})),
        }
        # Only where we change our mind: what a person hid in YouTube Studio stays hidden.
        if audience and audience != item.audience:
            body["status"] = metadata.changed_status(item, dict(shown.get("status") or {}))
        parts = ",".join(name for name in body if name != "id")
        response = self._api.call("PUT", "videos", params={"part": parts}, json=body)
        self._api.succeed(response)

    def _published(self, video_id: str, notes: Mapping[str, Any]) -> Published:
        kept = ("audience", "file", "cover", "captions", "amiss")
        short = notes.get("form") == Form.REEL
        place = f"shorts/{video_id}" if short else f"watch?v={video_id}"
        return Published(
            video_id,
            f"https://www.youtube.com/{place}",
            {"kind": "video", **{name: notes[name] for name in kept if notes.get(name)}},
        )


def _identity(channel: dict[str, Any]) -> Identity:
    snippet = dict(channel.get("snippet") or {})
    identifier = answers.text_at(channel, "id")
    custom = str(snippet.get("customUrl") or "").lstrip("@")
    title = str(snippet.get("title") or "")
    place = f"@{custom}" if custom else f"channel/{identifier}"
    return Identity(
        external_id=identifier,
        handle=custom or title or identifier,
        display_name=title,
        url=f"https://www.youtube.com/{place}",
    )
