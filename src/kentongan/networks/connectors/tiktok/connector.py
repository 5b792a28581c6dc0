"""TikTok by the Content Posting API: videos and photo posts, at once or as a draft.

Proof: ``two_step``. A video is a container (``publish_id``) that is noted before its bytes go;
it can be asked for its state, and it becomes a post at most once. See README.md for photo posts.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, wording
from kentongan.networks.connectors.tiktok import checks, limits, oauth, problems, states
from kentongan.networks.connectors.tiktok.api import Api, Creator, Notes
from kentongan.networks.connectors.tiktok.problems import LABEL
from kentongan.networks.connectors.tiktok.transfer import Transfer
from kentongan.networks.connectors.tiktok.upload import Plan
from kentongan.networks.contract import (
    Agreement,
    Audience,
    CredentialField,
    Identity,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Refused,
    Session,
    TryLater,
    Unauthorised,
    Video,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

FIRST_LOOK = timedelta(seconds=10)
#: How the owner of a pasted token wants posts to appear.
DIRECTLY, AS_DRAFT = "langsung", "draf"


class TikTokConnector:
    """Publishes. This API knows no reply, no edit, no withdrawal."""

    code = "tiktok"
    label = LABEL
    icon = "brand-tiktok"
    handle_style = HandleStyle(
        hosts=("tiktok.com",),
        pattern=r"[A-Za-z0-9._]{2,24}",
        lower=True,
        link="https://www.tiktok.com/@{handle}",
        posts=("t",),
        short=("vm.tiktok.com", "vt.tiktok.com"),
    )
    proof = Proof.TWO_STEP
    limits = limits.LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="access_token",
            label=gettext_noop("Token akses"),
            help=gettext_noop("Biasanya tidak perlu diisi: cukup sambungkan lewat halaman izin."),
            secret=True,
        ),
        CredentialField(name="refresh_token", label=gettext_noop("Token pembaruan"), secret=True),
        CredentialField(
            name="mode",
            label=gettext_noop("Cara terbit"),
            help=gettext_noop("Sebelum aplikasinya lulus audit TikTok, semuanya masuk draf."),
            options=(
                (DIRECTLY, gettext_noop("Tayang langsung")),
                (AS_DRAFT, gettext_noop("Masuk draf, diselesaikan di aplikasi TikTok")),
            ),
        ),
    )
    app_fields: tuple[CredentialField, ...] = (
        CredentialField(name="client_key", label=gettext_noop("Kunci aplikasi (client key)")),
        CredentialField(
            name="client_secret",
            label=gettext_noop("Rahasia aplikasi (client secret)"),
            secret=True,
        ),
        CredentialField(
            name="audited",
            label=gettext_noop("TikTok sudah meluluskan audit aplikasi ini"),
            help=gettext_noop(
                "Sebelum lulus, kiriman masuk sebagai draf yang diselesaikan di aplikasi TikTok."
            ),
            tick=True,
        ),
    )
    scopes = oauth.SCOPES
    needs_server = False
    default_server = oauth.SERVER
    cannot_hide = gettext_noop(
        "Komentar TikTok tidak terbaca dari sini; sembunyikan di aplikasinya."
    )
    #: Longer than the last piece of an upload may still be under way after we stopped waiting.
    settled_after: timedelta | None = timedelta(minutes=5)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)
        self._notes = Notes(session)

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """Where the person agrees."""
        return oauth.authorise_url(agreement)

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the code of the person's agreement."""
        return oauth.exchange(agreement, code)

    def refresh(self) -> Mapping[str, Any]:
        """The secret with fresh tokens."""
        return oauth.refresh(self._session)

    def identify(self) -> Identity:
        """Whose token this is. The @name is only told to those who may publish."""
        user = self._api.user()
        name = str(user.get("display_name") or "")
        with harmless(_("Memeriksa akun")):
            open_id = answers.text_at(user, "open_id")
        if not self._granted("video.publish"):
            return Identity(external_id=open_id, handle=name or open_id, display_name=name)
        creator = self._api.creator()
        return Identity(
            external_id=open_id,
            handle=creator.username,
            display_name=creator.nickname or name,
            url=states.profile(creator.username),
        )

    def publish(self, item: Outgoing, key: str) -> Published | Pending:  # noqa: ARG002
        """Go on with what an earlier attempt began; else begin."""
        checks.refuse_early(item)
        if (known := self._carry_on(item)) is not None:
            return known
        creator = self._api.creator() if self._direct() else None
        if item.video is not None:
            return self._begin_video(item, item.video, creator)
        return self._begin_photos(item, creator)

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask what became of it. Nothing is sent, so asking twice does no harm."""
        state = self._api.state(pending.handle)
        if state.status == states.FAILED:
            self._forget()
            raise Refused(problems.failure(state.reason))
        return states.outcome(state, self._session, self._notes)

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """What became of the container that was noted; None where it lacks its bytes."""
        publish_id = self._notes.text("publish_id")
        if not publish_id:
            self._api.user()  # while TikTok does not answer nothing is said about absence
            if self._notes.flag("photos_sent"):
                raise OutcomeUnknown(
                    _(
                        "%(label)s tidak dapat ditanya tentang unggahan gambar yang"
                        " jawabannya hilang."
                    )
                    % {"label": LABEL}
                )
            return None
        state = self._api.state(publish_id)
        if state.status == states.COMPLETE:
            return states.published(state, self._session, self._notes)
        if state.status == states.FAILED:
            return None
        if self._transfer().lacks_bytes(state) and not self._notes.flag("dead"):
            return None
        raise OutcomeUnknown(states.doubt(state))

    # ------------------------------------------------------------------------------ how it goes

    def _granted(self, scope: str) -> bool:
        """Whether the person agreed to it; a pasted token does not tell, so it is tried."""
        told = str(self._session.secret.get("scope") or "")
        return not told or scope in told.split(",")

    def _direct(self) -> bool:
        """Whether it is published at once; otherwise it becomes a draft in the owner's inbox."""
        audited = str(self._session.app.get("audited") or "").strip().lower() == "ya"
        wants_draft = str(self._session.secret.get("mode") or "").strip().lower() == AS_DRAFT
        if audited and not wants_draft and self._granted("video.publish"):
            return True
        if self._granted("video.upload"):
            return False
        raise Unauthorised(
            _(
                "Akun %(label)s ini belum memberi izin menaruh draf. Sambungkan"
                " lagi, lalu setujui semua izin."
            )
            % {"label": LABEL}
        )

    def _carry_on(self, item: Outgoing) -> Published | Pending | None:
        """The container of an earlier attempt, brought further; None where a new one is needed.

        Whoever publishes again has proof (or a person's word) that nothing became public.
        """
        publish_id = self._notes.text("publish_id")
        if not publish_id:
            return None
        state = self._api.state(publish_id)
        if state.status == states.FAILED:
            self._forget()
            if state.reason in problems.PASSING:
                return None
            raise Refused(problems.failure(state.reason))
        if not state.status:
            return None
        transfer = self._transfer()
        if not transfer.lacks_bytes(state):
            return states.outcome(state, self._session, self._notes)
        if self._notes.flag("dead") or item.video is None or item.video.size != transfer.size:
            return None
        transfer.send(item.video, state.sent or 0)
        return Pending(publish_id, FIRST_LOOK)

    def _transfer(self) -> Transfer:
        return Transfer(self._session, self._notes)

    def _forget(self) -> None:
        """The container is spent; a later attempt begins anew."""
        self._notes.put(publish_id="", upload="", closing=False, dead=False, photos_sent=False)

    def _begin(self, *, creator: Creator | None, item: Outgoing, **more: Any) -> None:
        self._notes.put(
            **more,
            username=creator.username if creator else "",
            hidden=creator is not None and item.audience is Audience.PRIVATE,
            photos=item.video is None,
            closing=False,
            dead=False,
            since={},
        )

    def _begin_video(self, item: Outgoing, video: Video, creator: Creator | None) -> Pending:
        """A container for the bytes, noted, then the bytes; public with the last of them."""
        plan = Plan.of(video.size)
        body: dict[str, Any] = {
            "source_info": {
                "source": "FILE_UPLOAD",
                "video_size": plan.size,
                "chunk_size": plan.chunk,
                "total_chunk_count": plan.count,
            }
        }
        path = "post/publish/inbox/video/init/"
        if creator is not None:
            checks.refuse_too_long_for(creator, video)
            path = "post/publish/video/init/"
            body["post_info"] = {
                **_manners(item, creator),
                "title": wording.full_text(item),
                "disable_duet": True,
                "disable_stitch": True,
            }
        with harmless(_("Membuka unggahan video")):
            data = self._api.ask("POST", path, json=body)
            publish_id = answers.text_at(data, "publish_id")
            upload = answers.text_at(data, "upload_url")
        self._begin(
            creator=creator, item=item, publish_id=publish_id, upload=upload, size=plan.size
        )
        self._transfer().send(video, 0)
        return Pending(publish_id, FIRST_LOOK)

    def _begin_photos(self, item: Outgoing, creator: Creator | None) -> Pending:
        """One request; TikTok then fetches the pictures, and publishes by itself."""
        info: dict[str, Any] = {"description": wording.full_text(item)}
        if creator is not None:
            info |= _manners(item, creator) | {"auto_add_music": False}
        body = {
            "media_type": "PHOTO",
            "post_mode": "MEDIA_UPLOAD" if creator is None else "DIRECT_POST",
            "post_info": info,
            "source_info": {
                "source": "PULL_FROM_URL",
                "photo_cover_index": 0,
                "photo_images": [image.url for image in item.images],
            },
        }
        self._begin(creator=creator, item=item, publish_id="", photos_sent=True)
        try:
            with decisive():
                path = "post/publish/content/init/"
                data = self._api.ask("POST", path, decisive=True, json=body)
                publish_id = answers.text_at(data, "publish_id")
        except (TryLater, Unauthorised, Refused):
            self._notes.put(photos_sent=False)  # certainly not taken
            raise
        with contextlib.suppress(TryLater):  # it is accepted: a lost turn must not deny that
            self._notes.put(publish_id=publish_id)
        return Pending(publish_id, FIRST_LOOK)


def _manners(item: Outgoing, creator: Creator) -> dict[str, Any]:
    """Who sees it and who may comment; nobody pays for what a government says."""
    return {
        "privacy_level": checks.audience(item, creator),
        "disable_comment": not creator.comments,
        "brand_content_toggle": False,
        "brand_organic_toggle": False,
    }
