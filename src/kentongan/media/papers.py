"""Written consents: a photo or scan, or a PDF. Kept apart from the library, shown to few."""

from __future__ import annotations

import hashlib

from kentongan.kernel.say import gettext as _
from kentongan.media import files, images, scanning
from kentongan.media.errors import BadUpload
from kentongan.media.sniff import accepted_format

MAX_BYTES = 5_000_000
PDF = "application/pdf"


def keep(data: bytes) -> tuple[str, str]:
    """Keep a paper; its name and type. Pictures are encoded anew, without place and camera.

    Raises :class:`BadUpload`, :class:`Infected`, :class:`NotScanned` or :class:`NoRoom`.
    """
    if len(data) > MAX_BYTES:
        raise BadUpload(_("Surat ini lebih dari 5 MB. Foto atau pindai dengan ukuran kecil."))
    scanning.check(data)
    if data.startswith(b"%PDF-"):
        mime, extension = PDF, "pdf"
    elif accepted_format(data[: images.HEAD]):
        full = images.accept(data).full
        data, mime, extension = full.data, full.mime, images.EXTENSIONS[full.mime]
    else:
        raise BadUpload(_("Surat harus berupa foto (JPEG, PNG) atau PDF."))
    digest = hashlib.sha256(data).hexdigest()
    name = f"{files.PAPERS}/{digest[:2]}/{digest}.{extension}"
    files.write(name, data)
    return name, mime
