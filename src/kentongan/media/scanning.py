"""Whether files must pass a scanner for viruses here, and what that means when it is away."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from django.conf import settings

from kentongan.kernel.say import gettext as _
from kentongan.media import clamd
from kentongan.media.errors import Infected, NotScanned

log = logging.getLogger("kentongan.media")

#: For each step; and where somebody may be waiting for the page, who holds a thread of the web
#: process meanwhile: the proxy before it gives up after a minute.
SECONDS, AT_ONCE = 60.0, 20.0


def _why(error: clamd.ScannerAway, *, kept: bool) -> str:
    if isinstance(error, clamd.OverLimit):
        return _(
            "Berkas ini melewati batas pemindai virus, jadi belum diterima. Minta pengelola server"
            " menaikkan %(setting)s di clamd."
        ) % {"setting": error.setting[:40]}
    if kept:
        return _("Pemindai virus tidak menjawab.")
    return _("Pemindai virus tidak menjawab, jadi berkas belum diterima. Coba lagi nanti.")


def check(source: bytes | Path, *, kept: bool = False) -> bool:
    """Let the scanner look at a file; gives whether it did. ``kept``: it waits here meanwhile.

    Raises :class:`Infected`; and, when the scanner cannot look now, :class:`NotScanned` where
    ``KENTONGAN_CLAMD_AWAY`` says so. Otherwise the log has a warning.
    """
    address = str(settings.CLAMD)
    if not address:
        return False
    try:
        if isinstance(source, bytes):
            found = clamd.scan(address, io.BytesIO(source), seconds=AT_ONCE)
        else:
            with source.open("rb") as file:
                found = clamd.scan(address, file, seconds=SECONDS)
    except clamd.ScannerAway as error:
        log.warning("a file was not scanned: clamd at %s: %s", address, error)
        if settings.CLAMD_REFUSES:
            raise NotScanned(_why(error, kept=kept)) from error
        return False
    if found:
        raise Infected(
            _(
                "Berkas ini memuat virus (%(name)s) dan tidak disimpan. Periksa perangkat Anda, dan"
                " jangan kirim berkas ini kepada siapa pun."
            )
            % {"name": found[:100]},
            found,
        )
    return True
