"""A file of a stranger, made safe to keep: scanned, told by its bytes, without where it was taken.

Pictures are decoded and encoded anew, so that place and camera are gone. Documents, films and
sounds are kept as they came and only ever given as a download.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kentongan.kernel.errors import Invalid
from kentongan.media import images, scanning, sniff
from kentongan.media.errors import BadImage, BadUpload, ImageTooLarge
from kentongan.media.limits import MAX_BYTES

HEAD = 4096
#: Pictures that a form of our own takes with one message.
MOST_PICTURES = 3
#: Kinds that are kept as they came, by how they begin: type, ending.
_AS_THEY_CAME: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (lambda head: head.startswith(b"%PDF-"), "application/pdf", "pdf"),
    (lambda head: sniff.video_format(head) == "mov", "video/mp4", "mp4"),
    (lambda head: sniff.video_format(head) == "matroska", "video/webm", "webm"),
    (lambda head: head.startswith(b"OggS"), "audio/ogg", "ogg"),
    (lambda head: head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3")), "audio/mpeg", "mp3"),
    (lambda head: head[4:11] == b"ftypM4A", "audio/mp4", "m4a"),
)


@dataclass(frozen=True, slots=True)
class Safe:
    """What is kept: the bytes, what they are, how their file ends; of a picture a small one."""

    data: bytes
    mime: str
    ending: str
    preview: bytes = b""


def safe(data: bytes) -> Safe:
    """Look through ``data``.

    Raises ``Infected``, ``NotScanned`` (later, perhaps), and ``BadUpload`` with a sentence for what
    is not kept: too large, broken, or of a kind that nobody can judge.
    """
    if len(data) > MAX_BYTES:
        raise ImageTooLarge(_("Lampiran ini lebih besar dari 15 MB, jadi tidak disimpan."))
    scanning.check(data)
    head = data[:HEAD]
    if sniff.accepted_format(head):
        picture = images.accept(data)
        full = picture.full
        ending = images.EXTENSIONS[full.mime]
        return Safe(full.data, full.mime, ending, picture.thumbnail.data)
    for fits, mime, ending in _AS_THEY_CAME:
        if fits(head):
            return Safe(data, mime, ending)
    raise BadUpload(_("Jenis lampiran ini tidak disimpan. Lihat di jejaring asalnya."))


def pictures_of(files: Sequence[UploadedFile]) -> list[Safe]:
    """The pictures that came with a form of our own, made safe.

    Raises ``Invalid`` at the field ``pictures``: too many, or one that cannot be kept.
    """
    if len(files) > MOST_PICTURES:
        raise Invalid.field("pictures", _("Paling banyak 3 foto."))
    return [_picture(file) for file in files]


def _picture(file: UploadedFile) -> Safe:
    try:
        found = safe(file.read(MAX_BYTES + 1))
        if not found.preview:
            raise BadImage(_("Pilih foto atau gambar JPEG, PNG, atau WebP."))
    except Invalid as error:
        raise Invalid.field("pictures", str(error)) from error
    return found
