"""What is sent, as plain JSON: built once when planned, hashed, and rebuilt at send time.

Shape: ``{"text", "title", "link", "language", "created_at", "media"}``, the last a list of
``{"asset", "sha256", "alt"}``; where it is not as usual also ``form``, ``audience``, ``tags`` and
``place``. What answers or hides somebody else's message carries ``"reply_to"``, too:
``{"external_id", "url", "extra"}``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from kentongan.kernel.say import gettext as _
from kentongan.media import queries as media
from kentongan.media.actions import forget_failures, prepare_video
from kentongan.media.errors import CannotFit
from kentongan.media.models import Asset
from kentongan.networks.contract import (
    Audience,
    Captions,
    Form,
    Image,
    Limits,
    Outgoing,
    Reference,
    Video,
)

#: Of a still where the network tells no limits of its own: bytes, pixels.
MOST_COVER, COVER_SIDE = 2_000_000, 1920


class MediaPart(TypedDict):
    """A picture or a video of a payload: which asset, its content hash, its alt text."""

    asset: str
    sha256: str
    alt: str


def build(
    *,
    text: str,
    created_at: datetime,
    title: str = "",
    link: str = "",
    language: str = "id",
    media: Sequence[MediaPart] = (),
    form: str = Form.POST,
    audience: str = Audience.PUBLIC,
    tags: Sequence[str] = (),
    place: str = "",
    reply_to: Reference | None = None,
) -> dict[str, Any]:
    """The payload of a delivery. ``created_at`` becomes the time of publication shown.

    ``reply_to``: a message of somebody else; what answers a delivery of ours names its original.
    """
    made: dict[str, Any] = {
        "text": text,
        "title": title,
        "link": link,
        "language": language,
        "created_at": created_at.isoformat(),
        "media": [dict(part) for part in media],
        **({"form": str(form)} if form != Form.POST else {}),
        **({"audience": str(audience)} if audience != Audience.PUBLIC else {}),
        **({"tags": list(tags)} if tags else {}),
        **({"place": place} if place else {}),
    }
    if reply_to is not None:
        made["reply_to"] = {
            "external_id": reply_to.external_id,
            "url": reply_to.url,
            "extra": dict(reply_to.extra),
        }
    return made


def answered(payload: Mapping[str, Any]) -> Reference | None:
    """The message of somebody else that a payload answers or hides; None where there is none."""
    to = payload.get("reply_to")
    return Reference(to["external_id"], to["url"], to["extra"]) if to else None


def hash_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def prepare(payload: Mapping[str, Any], limits: Limits, *, at: datetime) -> None:
    """Have the videos of a payload made fit for a network, so that sending need not wait.

    What cannot be made fit is said when it is sent, where somebody hears it.
    """
    for part in payload["media"]:
        asset = _asset(part)
        video = limits.of(_form(payload)).video
        if asset.is_video and video is not None:
            with suppress(CannotFit):
                prepare_video(asset_id=asset.pk, given=video, at=at)


def try_again(payload: Mapping[str, Any]) -> None:
    """Let what could not be made fit be tried once more, for somebody asks for it."""
    if keys := [UUID(part["asset"]) for part in payload["media"]]:
        forget_failures(keys)


def outgoing(
    payload: Mapping[str, Any],
    *,
    limits: Limits,
    at: datetime,
    reply_to: Reference | None = None,
) -> Outgoing:
    """The payload with its pictures and its video, fitted to the network's limits.

    ``at``: addresses for networks that fetch by themselves are good for a while from then. Raises
    ``LookupError`` when a file no longer exists, is not the one approved or cannot be made to fit,
    and :class:`NotYet` while a video is still being fitted.
    """
    form = _form(payload)
    limits = limits.of(form)
    kept = [(part, _asset(part)) for part in payload["media"]]
    videos = [(part, asset) for part, asset in kept if asset.is_video]
    if len(videos) > 1:
        raise LookupError(_("Satu unggahan memuat paling banyak satu video."))
    return Outgoing(
        text=payload["text"],
        title=payload["title"] if limits.max_title else "",
        link=payload["link"],
        language=payload["language"],
        created_at=datetime.fromisoformat(payload["created_at"]),
        images=tuple(_image(p, a, limits, at) for p, a in kept if not a.is_video),
        video=_video(*videos[0], limits, at) if videos else None,
        reply_to=reply_to,
        form=form,
        audience=Audience(payload.get("audience", Audience.PUBLIC)),
        tags=tuple(payload.get("tags", ())),
        place=str(payload.get("place", "")),
    )


def _form(payload: Mapping[str, Any]) -> Form:
    return Form(payload.get("form", Form.POST))


def _asset(part: MediaPart) -> Asset:
    asset = Asset.objects.filter(pk=UUID(part["asset"])).first()
    if asset is None or asset.sha256 != part["sha256"]:
        raise LookupError(_("Gambar atau video yang disetujui tidak ditemukan lagi."))
    return asset


def _image(part: MediaPart, asset: Asset, limits: Limits, at: datetime) -> Image:
    size, side = limits.max_image_bytes, limits.max_image_side
    mimes, shapes = limits.image_mimes, limits.image_shapes
    if not limits.fetches_images:
        data, mime, width, height = media.fitted(
            asset, max_bytes=size, max_side=side, mimes=mimes, shapes=shapes
        )
        return Image(data=data, mime=mime, alt=part["alt"], width=width, height=height)
    ready = media.fitted_file(asset, max_bytes=size, max_side=side, mimes=mimes, shapes=shapes)
    return Image(
        data=ready.path.read_bytes(),
        mime=ready.mime,
        alt=part["alt"],
        width=ready.width,
        height=ready.height,
        url=media.public_url(asset, ready, at=at),
    )


def _video(part: MediaPart, asset: Asset, limits: Limits, at: datetime) -> Video:
    if limits.video is None:
        raise LookupError(_("Jejaring ini tidak menerima video."))
    ready = media.fitted_video(asset, limits.video)
    return Video(
        path=ready.path,
        mime=ready.mime,
        size=ready.size,
        width=ready.width,
        height=ready.height,
        seconds=ready.seconds,
        alt=part["alt"],
        url=media.public_url(asset, ready, at=at) if limits.video.fetches else "",
        cover=_cover(part, asset, limits, at),
        captions=tuple(Captions(*row) for row in media.captions(asset, limits.video.captions)),
    )


def _cover(part: MediaPart, asset: Asset, limits: Limits, at: datetime) -> Image:
    """The still that stands for a video, within what the network takes of pictures."""
    most = limits.max_image_bytes or MOST_COVER
    side = limits.max_image_side or COVER_SIDE
    still = media.fitted_file(asset, max_bytes=most, max_side=side, mimes=("image/jpeg",))
    return Image(
        data=still.path.read_bytes(),
        mime=still.mime,
        alt=part["alt"],
        width=still.width,
        height=still.height,
        url=media.public_url(asset, still, at=at) if limits.video and limits.video.fetches else "",
    )
