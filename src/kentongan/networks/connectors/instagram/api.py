"""The Graph API as Instagram uses it: what its own error codes mean.

developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes.
"""

from __future__ import annotations

import re

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks.contract import OutcomeUnknown, Refused, TryLater
from kentongan.networks.meta.graph import FULL_WINDOW, Graph, fault_of

LABEL = "Instagram"
#: The container is not ready: certainly not published.
NOT_READY = 2207027
#: The server failed, a container could not be published for the moment: nothing is proven.
TROUBLE = frozenset({2207001, 2207008, 2207032, 2207053})
SENTENCES = {
    2207003: gettext_noop(
        "Instagram terlalu lama mengambil berkasnya. Periksa alamat publik Kentongan."
    ),
    2207004: gettext_noop("Gambarnya terlalu besar untuk Instagram. Kecilkan dulu."),
    2207005: gettext_noop("Instagram hanya menerima gambar JPEG."),
    2207009: gettext_noop(
        "Bentuk gambarnya tidak diterima Instagram. Pakai antara 4:5 dan 1,91:1."
    ),
    2207010: gettext_noop(
        "Teksnya terlalu panjang, atau tagar dan sebutannya terlalu banyak. Kurangi dulu."
    ),
    2207026: gettext_noop(
        "Instagram tidak dapat mengolah video ini. Kirim lagi; bila tetap ditolak, ganti videonya."
    ),
    2207028: gettext_noop("Galeri Instagram berisi 2 sampai 10 gambar."),
    2207050: (
        gettext_noop(
            "Akun Instagram ini sedang dibatasi. Buka aplikasi Instagram, selesaikan yang diminta"
            " di sana, lalu kirim lagi."
        )
    ),
    2207051: (
        gettext_noop(
            "Instagram menganggap kiriman ini mirip spam dan membatasinya. Buka aplikasi Instagram,"
            " periksa pemberitahuannya, lalu kirim lagi nanti."
        )
    ),
    2207052: (
        gettext_noop(
            "Instagram tidak dapat mengambil berkasnya. Pastikan alamat publik Kentongan dapat"
            " dibuka dari internet."
        )
    ),
}
FULL_DAY = 2207042


class Api(Graph):
    """Requests for an Instagram account, with the token of its Page."""

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; what only Instagram says comes before what all of Meta says."""
        fault = fault_of(response)
        if fault is not None:
            if fault.subcode == FULL_DAY:
                raise TryLater(full_day(), after=FULL_WINDOW)
            if fault.subcode == NOT_READY:
                raise TryLater(_("Instagram masih mengolah unggahan ini."))
            if fault.subcode in SENTENCES:
                raise Refused(_(SENTENCES[fault.subcode]))
            if fault.subcode in TROUBLE or fault.code in {-1, -2}:
                text = _("Instagram sedang bermasalah.")
                raise OutcomeUnknown(text) if decisive else TryLater(text)
        super().succeed(response, decisive=decisive)


def refusal(status: str) -> str:
    """Why a container came to nothing: what its ``status`` says, in our words where we have them.

    The vendor's page calls it an error subcode; it has been seen within a sentence, too.
    """
    for number in re.findall(r"\b2207\d{3}\b", status):
        if int(number) in SENTENCES:
            return _(SENTENCES[int(number)])
    said = " ".join(status.split())[:200]
    return _(
        "Instagram tidak dapat mengolah unggahan ini%(said)s. Periksa gambar atau videonya, lalu"
        " kirim lagi."
    ) % {"said": f" ({said})" if said else ""}


def full_day() -> str:
    """The sentence for an account that has published all it may within 24 hours."""
    return _("Akun ini sudah mencapai batas unggahan Instagram dalam 24 jam. Menunggu giliran.")
