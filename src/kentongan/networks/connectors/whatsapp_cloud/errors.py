"""What an error of the Cloud API means. Meta asks to judge by ``code``, not by HTTP status.

developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import (
    Halted,
    NetworkError,
    OptedOut,
    OutcomeUnknown,
    Refused,
    TryLater,
    Unauthorised,
    Unreachable,
)

LABEL = "WhatsApp Cloud"
_RENEW = gettext_noop(
    "Token WhatsApp tidak berlaku lagi. Buat token baru untuk pengguna sistem di Pengaturan Bisnis"
    " Meta, lalu sambungkan lagi"
)
_RIGHTS = gettext_noop(
    "Token ini belum boleh mengirim dari nomor tersebut. Beri pengguna sistem izin"
    " whatsapp_business_messaging dan akses ke akun WhatsApp itu, lalu sambungkan lagi"
)
_NUMBER = gettext_noop(
    "Nomor ini tidak (lagi) terdaftar di WhatsApp Cloud API. Periksa nomornya di WhatsApp Manager,"
    " lalu sambungkan lagi"
)
_UNAUTHORISED = {
    0: _RENEW, 190: _RENEW, 3: _RIGHTS, 10: _RIGHTS, 131005: _RIGHTS, 33: _NUMBER, 133010: _NUMBER,
    **dict.fromkeys(range(200, 300), _RIGHTS),
}  # fmt: skip

_BUSY = gettext_noop("WhatsApp meminta menunggu: terlalu banyak pesan dalam waktu singkat")
_DISLIKED = gettext_noop(
    "WhatsApp sementara membatasi nomor ini karena pesannya banyak diblokir atau dilaporkan."
    " Periksa mutunya di WhatsApp Manager"
)
#: How long to wait where Meta tells no time of its own.
_LATER = {
    131056: (gettext_noop("Terlalu banyak pesan kepada orang yang sama"), timedelta(seconds=6)),
    130429: (_BUSY, timedelta(seconds=10)),
    4: (_BUSY, timedelta(minutes=10)),
    80007: (_BUSY, timedelta(minutes=10)),
    131048: (_DISLIKED, timedelta(hours=1)),
    131057: (gettext_noop("Nomor ini sedang dipelihara oleh WhatsApp"), timedelta(minutes=1)),
}

_TEMPLATE = gettext_noop("Perbaiki di WhatsApp Manager, lalu lanjutkan kiriman ini")
#: What every message of a post to subscribers is refused for alike.
_HALTED = {
    132000: gettext_noop("Jumlah isian templat bukan satu"),
    132001: gettext_noop("Templat itu tidak ada, belum disetujui, atau bahasanya lain"),
    132005: gettext_noop("Teks beserta kalimat templatnya terlalu panjang"),
    132007: gettext_noop("Isi templat dinilai melanggar kebijakan WhatsApp"),
    132012: gettext_noop("Bentuk templat lain: isiannya atau gambar di atasnya tidak cocok"),
    132015: gettext_noop(
        "Templat ini dihentikan sementara oleh Meta karena mutunya dinilai rendah"
    ),
    132016: gettext_noop("Templat ini dimatikan Meta untuk selamanya. Buat templat lain"),
    132018: gettext_noop("Ada isian templat yang tidak diterima"),
}

_LOCKED = gettext_noop(
    "WhatsApp menghentikan nomor ini karena pelanggaran kebijakan. Buka WhatsApp Manager, lihat"
    " alasannya, dan ajukan peninjauan"
)
_UNREAD = gettext_noop(
    "WhatsApp tidak dapat membaca gambar atau videonya. Pakai JPEG atau PNG berwarna RGB, atau MP4"
    " (H.264 dengan satu suara AAC)"
)
#: Of these, what concerns whoever sends, and so every message alike.
_ALIKE = frozenset({368, 131031, 131042})
#: Of these, what concerns one person for good.
_PERSONAL = {131050: OptedOut, 131026: Unreachable}
#: Meta's own trouble: unknown errors, a service that is down.
_THEIRS = frozenset({1, 2, 131000, 131016})
_REFUSED = {
    131047: gettext_noop(
        "Sudah lewat 24 jam sejak warga terakhir menulis, jadi WhatsApp tidak mengizinkan"
        " pesan bebas. Tunggu sampai warga menulis lagi, atau hubungi lewat telepon"
    ),
    131026: gettext_noop(
        "Pesan tidak dapat sampai: nomor itu tidak memakai WhatsApp, memblokir nomor ini, atau"
        " aplikasinya terlalu lama"
    ),
    131049: gettext_noop(
        "WhatsApp membatasi berapa kabar yang diterima orang ini dari semua lembaga, jadi yang ini"
        " tidak diteruskan. Tidak perlu dikirim ulang"
    ),
    131050: gettext_noop("Orang ini memilih di WhatsApp untuk tidak menerima kabar dari lembaga"),
    130472: gettext_noop(
        "WhatsApp sedang tidak meneruskan kabar kepada orang ini karena uji coba Meta. Tidak perlu"
        " dikirim ulang"
    ),
    131021: gettext_noop("Nomor penerima sama dengan nomor pengirim. Pilih percakapan lain"),
    131030: gettext_noop(
        "Nomor uji hanya boleh mengirim kepada penerima yang didaftarkan di Meta. Daftarkan"
        " penerima itu, atau pakai nomor resmi"
    ),
    131031: _LOCKED,
    368: _LOCKED,
    130497: gettext_noop("Nomor ini tidak boleh mengirim pesan ke negara itu"),
    131042: gettext_noop(
        "Ada masalah pembayaran pada akun WhatsApp ini. Periksa cara pembayaran di WhatsApp Manager"
    ),
    131051: gettext_noop("Jenis pesan ini tidak didukung WhatsApp"),
    131052: _UNREAD,
    131053: _UNREAD,
}
#: What 100 is about where a file was uploaded, by words of Meta's.
_FILES = (
    ("too large", gettext_noop("Berkasnya terlalu besar. Kecilkan gambar atau videonya")),
    ("one of the following types", _UNREAD),
)


def raise_for(response: httpx2.Response, *, decisive: bool, to_many: bool = False) -> None:
    """Return for success; otherwise raise what the error proves.

    ``decisive``: this was the request that sends. A 5xx proves nothing then, whatever its code.
    ``to_many``: it is one of many alike, to subscribers.
    """
    if 200 <= response.status_code < 300:
        return
    said = answers.told(response, "error")
    code = _error(response).get("code")
    if type(code) is int and response.status_code < 500:
        if code == 100 and (what := _about_file(_error(response))):
            raise Refused(
                _("%(label)s menolak. %(what)s%(words)s")
                % {"label": LABEL, "what": what, "words": f" ({said or code})."}
            )
        pause = _regained(response)
        raise _meaning(code, said, pause=pause, decisive=decisive, to_many=to_many)
    answers.require_success(response, label=LABEL, now=None, said=said, decisive=decisive)


def failed(code: int | None, said: str) -> NetworkError:
    """What it means that Meta took a message and says later, with this code, that it failed.

    It was certainly not delivered: nothing is uncertain any more.
    """
    if code is None:
        return Refused(_("%(label)s tidak mengantarnya, tanpa menyebut sebab.") % {"label": LABEL})
    return _meaning(code, said, pause=None, decisive=False, to_many=True)


def _meaning(
    code: int, said: str, *, pause: timedelta | None, decisive: bool, to_many: bool
) -> NetworkError:
    words = f" ({said or code})."
    if to_many and code in _ALIKE:
        return Halted(_("%(what)s%(words)s") % {"what": _(_REFUSED[code]), "words": words})
    if code in _UNAUTHORISED:
        return Unauthorised(
            _("%(what)s%(words)s") % {"what": _(_UNAUTHORISED[code]), "words": words}
        )
    if code in _LATER:
        text, usual = _LATER[code]
        return TryLater(
            _("%(what)s%(words)s") % {"what": _(text), "words": words},
            after=pause or usual,
        )
    if code in _THEIRS:
        text = _("%(label)s sedang bermasalah%(words)s") % {"label": LABEL, "words": words}
        return OutcomeUnknown(text) if decisive else TryLater(text)
    if code in _HALTED:
        return Halted(
            _("%(label)s menolak. %(what)s%(words)s %(then)s.")
            % {"label": LABEL, "what": _(_HALTED[code]), "words": words, "then": _(_TEMPLATE)}
        )
    if code in _REFUSED:
        return _PERSONAL.get(code, Refused)(
            _("%(label)s menolak. %(what)s%(words)s")
            % {"label": LABEL, "what": _(_REFUSED[code]), "words": words}
        )
    return Refused(
        _("%(label)s menolak%(words)s Periksa isi pesannya, lalu coba lagi.")
        % {"label": LABEL, "words": words}
    )


def _error(response: httpx2.Response) -> dict[str, Any]:
    try:
        found = answers.json_object(response).get("error")
    except AnswerLost:
        return {}
    return found if isinstance(found, dict) else {}


def _about_file(error: dict[str, Any]) -> str:
    """What is wrong with an uploaded file, and what to do; empty where it is not about one."""
    told = " ".join(str(error.get(name)) for name in ("message", "error_user_title")).lower()
    return next((_(what) for part, what in _FILES if part in told), "")


def _regained(response: httpx2.Response) -> timedelta | None:
    """The wait that ``X-Business-Use-Case-Usage`` tells, in minutes, or ``Retry-After``."""
    if (wait := answers.pause(response, None)) is not None:
        return wait
    try:
        usage = json.loads(response.headers.get("X-Business-Use-Case-Usage", ""))
        told = [
            entry["estimated_time_to_regain_access"] for uses in usage.values() for entry in uses
        ]
        minutes = max(told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if type(minutes) is not int or minutes <= 0:
        return None
    return min(timedelta(minutes=minutes), answers.LONGEST_PAUSE)
