"""What goes out, in the words of the Bot API: a text, a picture, a video, or an album of them.

``parse_mode`` is never used: a text goes out as it was written, and Telegram makes the links and
tags in it clickable by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import matching, wording
from kentongan.networks.connectors.telegram.api import LABEL, Upload
from kentongan.networks.connectors.telegram.limits import (
    ALBUM,
    LIMITS,
    LONGEST_SHAPE,
    MOST_PIXELS,
)
from kentongan.networks.contract import Audience, Form, Image, Outgoing, Refused, Video


@dataclass(frozen=True, slots=True)
class Piece:
    """One picture or video. ``digest`` names it by what it shows."""

    kind: str
    digest: str
    upload: Upload
    facts: dict[str, Any]
    cover: Upload | None = None

    def described(self, caption: str) -> dict[str, Any]:
        """An ``InputMedia`` of it; its files go along under their own names."""
        told: dict[str, Any] = {"type": self.kind, "media": f"attach://{self.upload.name}"}
        told |= self.facts
        if self.cover is not None:
            told["cover"] = f"attach://{self.cover.name}"
        return told | ({"caption": caption} if caption else {})

    def files(self) -> list[Upload]:
        """What is uploaded for it."""
        return [self.upload, *([self.cover] if self.cover else [])]


@dataclass(frozen=True, slots=True)
class Message:
    """A post: its text, and its pictures and videos in their order."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def digests(self) -> list[str]:
        """What the pictures and videos are known by."""
        return [piece.digest for piece in self.pieces]

    def request(self) -> tuple[str, dict[str, Any], Sequence[Upload]]:
        """The method that publishes it, its fields (all but where to), and its files."""
        if not self.pieces:
            return "sendMessage", {"text": self.text}, ()
        if len(self.pieces) == 1:
            (piece,) = self.pieces
            fields = piece.described(self.text)
            fields[fields.pop("type")] = fields.pop("media")
            return f"send{piece.kind.capitalize()}", fields, piece.files()
        media = [p.described(self.text if n == 0 else "") for n, p in enumerate(self.pieces)]
        files = [file for piece in self.pieces for file in piece.files()]
        return "sendMediaGroup", {"media": media}, files


def of(item: Outgoing) -> Message:
    """The post for ``item``; raises ``Refused`` for what Telegram would not take."""
    text = wording.full_text(item)
    if item.form != Form.POST:
        raise Refused(
            _("%(label)s tidak punya Reel atau Story untuk bot. Pilih unggahan biasa.")
            % {"label": LABEL}
        )
    if item.audience != Audience.PUBLIC:
        raise Refused(
            _("Di %(label)s, unggahan selalu tampak bagi semua pembaca saluran. Pilih umum.")
            % {"label": LABEL}
        )
    if not text.strip() and not item.images and item.video is None:
        raise Refused(
            _("Belum ada yang dapat dikirim ke %(label)s. Isi teks atau pasang gambar.")
            % {"label": LABEL}
        )
    wording.refuse_too_long(text, LIMITS, LABEL, caption=bool(item.images or item.video))
    wording.refuse_bad_images(item, LIMITS, LABEL)
    if item.video is not None:
        _refuse_bad_video(item.video)
        if len(item.images) + 1 > ALBUM:
            raise Refused(
                _("%(label)s menerima paling banyak %(album)s gambar dan video. Kurangi gambar.")
                % {"label": LABEL, "album": ALBUM}
            )
    for number, image in enumerate(item.images, start=1):
        _refuse_odd_shape(image, number)
    videos = [_video(item.video)] if item.video is not None else []
    return Message(text, (*videos, *(_photo(i, n) for n, i in enumerate(item.images, start=1))))


def amiss(piece: Piece, shown: Any) -> list[str]:
    """What is not as it should be about a piece that went out, by what Telegram says of it.

    What Telegram does not take for an MPEG-4 video it shows as a file, and does not refuse it.
    """
    told = shown if isinstance(shown, dict) else {}
    if piece.kind != "video" or "document" not in told or told.keys() & {"video", "animation"}:
        return []
    return [
        _(
            "Telegram memasang videonya sebagai berkas, jadi tidak langsung terputar. Simpan ulang"
            " videonya sebagai MP4 (H.264), lalu ganti videonya."
        )
    ]


def _refuse_bad_video(video: Video) -> None:
    limits = LIMITS.video
    assert limits is not None
    if video.size > limits.max_bytes:
        raise Refused(
            _(
                "Video %(size).0f MB, %(label)s menerima paling banyak %(max_bytes)s"
                " MB dari bot. Kecilkan videonya."
            )
            % {
                "size": video.size / 1000000,
                "label": LABEL,
                "max_bytes": limits.max_bytes // 1000000,
            }
        )
    if video.mime not in limits.mimes:
        raise Refused(
            _("%(label)s hanya memutar video MP4. Ubah videonya menjadi MP4.") % {"label": LABEL}
        )


def _refuse_odd_shape(image: Image, number: int) -> None:
    long, short = max(image.width, image.height), min(image.width, image.height)
    if image.width + image.height > MOST_PIXELS or long > LONGEST_SHAPE * short:
        raise Refused(
            _("Gambar %(number)s terlalu panjang atau terlalu lebar untuk %(label)s.")
            % {"number": number, "label": LABEL}
        )


def _photo(image: Image, number: int) -> Piece:
    return Piece("photo", matching.digest_of(image.data), _file(f"file_{number}", image), {})


def _video(video: Video) -> Piece:
    return Piece(
        "video",
        matching.digest_of(video.path),
        Upload("file_video", "video.mp4", video.mime, video.path),
        {
            "width": video.width,
            "height": video.height,
            "duration": round(video.seconds),
            "supports_streaming": True,
        },
        _file("file_cover", video.cover) if video.cover else None,
    )


def _file(name: str, image: Image) -> Upload:
    extension = image.mime.rpartition("/")[2].replace("jpeg", "jpg")
    return Upload(name, f"{name}.{extension}", image.mime, image.data)
