"""Subtitles of a video: put in place, mended, taken away."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.media import subtitles
from kentongan.media.models import Asset, Subtitles
from kentongan.people.models import User

#: The last words may stand a moment longer than the pictures.
_BEYOND = 2.0


def put_subtitles(
    *, asset_id: UUID, language: str, data: bytes, by: User, at: datetime
) -> Subtitles:
    """Keep a file of subtitles (SRT or WebVTT) in a language; one that is there is replaced.

    Raises :class:`BadSubtitles` with the line, or ``Invalid`` where the asset is no video.
    """
    code = subtitles.language(language)
    cues = subtitles.parse(data)
    with transaction.atomic():
        asset = _video(asset_id)
        if cues[-1].start > (asset.seconds + _BEYOND) * 1000:
            raise Invalid.field(
                "file",
                _("Subtitel ini lebih panjang daripada videonya. Pilih berkas untuk video ini."),
            )
        text = subtitles.to_vtt(cues)
        known = Subtitles.objects.filter(asset=asset, language=code).first()
        if known is not None and known.text == text:
            return known
        kept, _made = Subtitles.objects.update_or_create(
            asset=asset,
            language=code,
            defaults={"text": text, "updated_by": by.actor.name[:200], "updated_at": at},
        )
        ledger.record(
            by=by,
            at=at,
            action="media.subtitles",
            target=("asset", str(asset.pk), asset.name),
            unit=asset.unit.code,
            revision=hashlib.sha256(text.encode()).hexdigest(),
            data={"language": code, "cues": len(cues)},
        )
    return kept


def remove_subtitles(*, asset_id: UUID, language: str, by: User, at: datetime) -> None:
    """Take away the subtitles in a language; gone already is fine."""
    with transaction.atomic():
        asset = _video(asset_id)
        if not Subtitles.objects.filter(asset=asset, language=language).delete()[0]:
            return
        ledger.record(
            by=by,
            at=at,
            action="media.subtitles_remove",
            target=("asset", str(asset.pk), asset.name),
            unit=asset.unit.code,
            data={"language": language},
        )


def _video(asset_id: UUID) -> Asset:
    asset = Asset.objects.select_related("unit").filter(pk=asset_id).first()
    if asset is None:
        raise Missing(_("Gambar atau video itu tidak ada."))
    if not asset.is_video:
        raise Invalid(_("Subtitel hanya untuk video."))
    return asset
