"""Whatever is uploaded here, what goes out is what the networks that look into it take."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from kentongan.jobs.models import Job
from kentongan.media import actions, files, queries
from kentongan.media.models import Asset
from kentongan.networks.connectors.telegram.limits import LIMITS as TELEGRAM
from kentongan.networks.connectors.whatsapp_cloud.limits import LIMITS as WHATSAPP
from kentongan.networks.connectors.youtube.limits import LIMITS as YOUTUBE
from kentongan.networks.contract import Limits
from tests.cast import NOW, Cast
from tests.fakes import botapi, film, telegram_media, whatsapp_media, youtube_films
from tests.media import pictures
from tests.media.videos import Videos, run_job, video_of


def sent(asset: Asset, limits: Limits) -> bytes:
    """The bytes of the video that such a network is given."""
    assert limits.video is not None
    actions.prepare_video(asset_id=asset.pk, given=limits.video, at=NOW)
    for job in Job.objects.filter(kind="media.fit", state="due"):
        run_job(job)
    return files.read(queries.fitted_video(asset, limits.video).name)


@pytest.mark.parametrize("kind", ["mov", "webm", "silent", "twice"])
def test_any_video_becomes_one_that_they_take(cast: Cast, videos: Videos, kind: str) -> None:
    source = videos.heard_twice if kind == "twice" else getattr(videos, kind)
    asset = video_of(cast, source)
    for limits in (TELEGRAM, WHATSAPP, YOUTUBE):
        data = sent(asset, limits)
        assert whatsapp_media.spoilt("video/mp4", data) == ""
        assert not whatsapp_media.too_large("video/mp4", data)
        assert youtube_films.fate(data[:12], film.read(data), verified=False) == {}
        file = botapi.File(data, "video/mp4", "video.mp4")
        piece = telegram_media.piece_of({"type": "video", "media": "attach://v"}, {"v": file})
        assert piece["kind"] == "video"


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("L", "PNG"), ("I;16", "PNG"), ("P", "PNG")]
)
def test_any_picture_becomes_one_of_eight_bits_in_colour(cast: Cast, mode: str, kind: str) -> None:
    drawn = pictures.photo()
    data = pictures.as_bytes(
        Picture.new("I;16", (640, 480)) if mode == "I;16" else drawn.convert(mode), kind
    )
    assert whatsapp_media.spoilt(f"image/{kind.lower()}", data)
    given = SimpleUploadedFile(f"a.{kind.lower()}", data)
    asset = actions.upload(by=cast.admin, at=NOW, unit=cast.kecamatan, file=given, name=given.name)
    wanted: dict[str, Any] = {
        "max_bytes": WHATSAPP.max_image_bytes,
        "max_side": WHATSAPP.max_image_side,
        "mimes": WHATSAPP.image_mimes,
    }
    ready = queries.fitted_file(asset, **wanted)
    assert whatsapp_media.spoilt(ready.mime, files.read(ready.name)) == ""
