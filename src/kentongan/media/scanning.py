"""Whether files must pass a scanner for viruses here, and what that means when it is away."""

from __future__ import annotations

import io
import logging
import time
from pathlib import Path

from django.conf import settings

from kentongan.kernel.say import gettext as _
from kentongan.media import clamd
from kentongan.media.errors import Infected, NotScanned

log = logging.getLogger("kentongan.media")

#: For each step; and where somebody may be waiting for the page, who holds a thread of the web
#: process meanwhile: the proxy before it gives up after a minute.
SECONDS, AT_ONCE = 60.0, 20.0
#: So long where it was silent within the last ``SILENT_SECONDS``: a form may bring many files.
BRIEFLY, SILENT_SECONDS = 1.0, 30.0


class _Silence:
    """Remembers in this process that the scanner did not answer."""

    def __init__(self) -> None:
        self.until = 0.0

    def patience(self) -> float:
        """How long to wait for it while somebody waits for us."""
        return BRIEFLY if time.monotonic() < self.until else AT_ONCE

    def heard(self, error: clamd.ScannerAway | None, *, after: float) -> None:
        """What became of asking it and waiting so long for it; None: it answered.

        A short wait in vain does not prolong it, or who is only slow would never be heard again.
        """
        if error is None:
            self.until = 0.0
        elif isinstance(error.__cause__, TimeoutError) and after > BRIEFLY:
            self.until = time.monotonic() + SILENT_SECONDS


silence = _Silence()


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
    seconds = silence.patience() if isinstance(source, bytes) else SECONDS
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            found = clamd.scan(address, file, seconds=seconds)
    except clamd.ScannerAway as error:
        silence.heard(error, after=seconds)
        log.warning("a file was not scanned: clamd at %s: %s", address, error)
        if settings.CLAMD_REFUSES:
            raise NotScanned(_why(error, kept=kept)) from error
        return False
    silence.heard(None, after=seconds)
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
