"""What a file really is, told from its first bytes; its name and declared type are ignored."""

from __future__ import annotations

import re
from collections.abc import Callable

from kentongan.kernel.say import gettext as _, gettext_noop

#: Formats that are decoded, as Pillow names them.
ACCEPTED = ("JPEG", "PNG", "WEBP", "GIF")

_MARKUP = re.compile(rb"<(!doctype|html|svg|script|\?xml|head|body)", re.IGNORECASE)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

_EBML = b"\x1aE\xdf\xa3"

_NOT_A_PICTURE = gettext_noop(
    "Isi berkas ini bukan gambar, apa pun akhiran namanya. Pilih foto atau gambar JPEG, PNG, "
    "atau WebP."
)
_SVG = gettext_noop(
    "Gambar SVG tidak diterima karena dapat memuat program. Simpan sebagai PNG, lalu unggah lagi."
)
_HEIC_TEXT = gettext_noop(
    "Foto HEIC dari iPhone belum dapat dibaca. Di Pengaturan > Kamera > Format pilih “Paling "
    "Kompatibel”, atau kirim fotonya sebagai JPEG."
)
_OTHER = gettext_noop(
    "Jenis gambar ini belum didukung. Simpan sebagai JPEG, PNG, atau WebP, lalu unggah lagi."
)
_VIDEO = gettext_noop(
    "Video diunggah lewat halaman Unggah berkas; di sini hanya gambar yang diterima."
)
_OTHER_VIDEO = gettext_noop(
    "Jenis video ini belum didukung. Simpan sebagai MP4, MOV, atau WebM, lalu unggah lagi."
)
_SOUND = gettext_noop("Berkas ini hanya berisi suara. Unggah video MP4, MOV, atau WebM.")
_NEITHER = gettext_noop(
    "Isi berkas ini bukan foto atau video, apa pun akhiran namanya. Pilih JPEG, PNG, WebP, MP4, "
    "MOV, atau WebM."
)
_DOCUMENT = gettext_noop(
    "Ini dokumen, bukan gambar. Simpan halamannya sebagai JPEG atau PNG, lalu unggah."
)


def accepted_format(head: bytes) -> str:
    """The accepted format that starts like this; empty for none."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "GIF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return ""


def _looks_like_svg(head: bytes) -> bool:
    return b"<svg" in head.lower()


def _looks_like_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def _looks_like_video(head: bytes) -> bool:
    return bool(video_format(head)) or _looks_like_other_video(head)


def _looks_like_other_video(head: bytes) -> bool:
    starts = (_EBML, b"\x00\x00\x01\xba", b"FLV\x01", b"\x30\x26\xb2\x75", b"OggS")
    return head.startswith(starts) or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")


def _is_sound(head: bytes) -> bool:
    if head[4:8] == b"ftyp":
        return head[8:12] in {b"M4A ", b"M4B ", b"M4P "}
    voices = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"fLaC", b"#!AMR")
    return head.startswith(voices) or (head[:4] == b"RIFF" and head[8:12] == b"WAVE")


def video_format(head: bytes) -> str:
    """How ffmpeg names the accepted kind of video that starts like this; empty for none.

    ``mov`` is MP4 and QuickTime, ``matroska`` is WebM (and only WebM).
    """
    if head[4:8] == b"ftyp" and not (
        _is_sound(head) or _looks_like_heic(head) or _looks_like_other_picture(head)
    ):
        return "mov"
    # QuickTime of old cameras begins without a type, with one of these boxes.
    if head[4:8] in {b"moov", b"mdat", b"wide"}:
        return "mov"
    if head.startswith(_EBML) and b"\x42\x82\x84webm" in head[:64]:
        return "matroska"
    return ""


def video_refusal(head: bytes) -> str:
    """The sentence for a file that is neither picture nor accepted video."""
    if _is_sound(head):
        return _(_SOUND)
    if _looks_like_other_video(head):
        return _(_OTHER_VIDEO)
    said = _refusal(head)
    if said == _NOT_A_PICTURE:
        return _(_NEITHER)
    return _(said)


def _looks_like_other_picture(head: bytes) -> bool:
    starts = (b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"\x00\x00\x00\x0cjP", b"8BPS")
    return head.startswith(starts) or head[4:12] == b"ftypavif"


def _looks_like_document(head: bytes) -> bool:
    return head.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


_TESTS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_looks_like_svg, _SVG),
    (lambda head: bool(_MARKUP.search(head)), _NOT_A_PICTURE),
    (_looks_like_heic, _HEIC_TEXT),
    (_looks_like_other_picture, _OTHER),
    (_looks_like_video, _VIDEO),
    (_looks_like_document, _DOCUMENT),
)


def refusal(head: bytes) -> str:
    """The sentence for a file that is none of the accepted formats. ``head``: first kilobytes."""
    said = _refusal(head)
    return _(said)


def _refusal(head: bytes) -> str:
    return next((text for test, text in _TESTS if test(head)), _NOT_A_PICTURE)
