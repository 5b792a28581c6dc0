"""A file of a stranger, made safe to keep: scanned, told by its bytes, without where it was taken.

Pictures are decoded and encoded anew, so that place and camera are gone. Documents, films and
sounds are kept as they came and only ever given as a download.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.media import images, scanning, sniff
from kentongan.media.errors import BadUpload, ImageTooLarge
from kentongan.media.limits import MAX_BYTES

HEAD = 4096
#: Files that a form of our own takes with one message.
MOST_FILES = 3
#: Kinds that are kept as they came, by how they begin: type, ending.
_AS_THEY_CAME: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (lambda head: head.startswith(b"%PDF-"), "application/pdf", "pdf"),
    (lambda head: sniff.video_format(head) == "mov", "video/mp4", "mp4"),
    (lambda head: sniff.video_format(head) == "matroska", "video/webm", "webm"),
    (lambda head: head.startswith(b"OggS"), "audio/ogg", "ogg"),
    (lambda head: head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3")), "audio/mpeg", "mp3"),
    (lambda head: head[4:11] == b"ftypM4A", "audio/mp4", "m4a"),
)
#: How a winmail.dat begins: a letter in a form that only Outlook reads ([MS-OXTNEF], 2.1.3.1).
_WRAPPED = b"\x78\x9f\x3e\x22"
#: What such a file is. It is kept for whoever has a program for it; we cannot look inside.
OUTLOOK = "application/vnd.ms-tnef"

#: What a form says it takes; whether it is that is told by the bytes.
ACCEPT = ",".join(
    ["image/jpeg", "image/png", "image/webp", *(mime for _fits, mime, _ending in _AS_THEY_CAME)]
)


class Unknown(BadUpload):
    """The file is of a kind that nobody can judge."""


@dataclass(frozen=True, slots=True)
class Safe:
    """What is kept: the bytes, what they are, how their file ends; of a picture a small one."""

    data: bytes
    mime: str
    ending: str
    preview: bytes = b""

    @property
    def sort(self) -> str:
        """``image``, ``video``, ``audio`` or ``file``, as connectors call what is enclosed."""
        sort = self.mime.partition("/")[0]
        return sort if sort in {"image", "video", "audio"} else "file"


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
    if head.startswith(_WRAPPED):
        return Safe(data, OUTLOOK, "dat")
    raise Unknown(_("Jenis lampiran ini tidak disimpan. Lihat di tempat asalnya."))


def files_of(uploads: Sequence[UploadedFile]) -> list[Safe]:
    """The files that came with a form of our own, made safe.

    Raises ``Invalid`` at the field ``attachments``: too many, or one that cannot be kept.
    """
    if len(uploads) > MOST_FILES:
        raise Invalid.field("attachments", _("Paling banyak 3 berkas."))
    return [_file(upload) for upload in uploads]


def _file(upload: UploadedFile) -> Safe:
    try:
        found = safe(upload.read(MAX_BYTES + 1))
        if found.mime == OUTLOOK:  # of letters alone: in a form nobody means to send that
            raise Unknown("")
        return found
    except Unknown as error:
        raise Invalid.field(
            "attachments", _("Pilih foto, PDF, video MP4 atau WebM, atau rekaman suara.")
        ) from error
    except Invalid as error:
        raise Invalid.field("attachments", str(error)) from error
