"""What TikTok's errors mean. Codes: developers.tiktok.com/doc, Content Posting API references."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import (
    OutcomeUnknown,
    Refused,
    TryLater,
    Unauthorised,
)

LABEL = "TikTok"
#: The limits of rate are counted by the minute; those of posts over 24 hours.
A_MINUTE = timedelta(minutes=1)
A_WHILE = timedelta(hours=3)

_RECONNECT = {
    "access_token_invalid": gettext_noop(
        "Izin akun TikTok ini sudah tidak berlaku. Sambungkan lagi akunnya."
    ),
    "scope_not_authorized": (
        gettext_noop(
            "Akun TikTok ini belum memberi semua izin. Sambungkan lagi, lalu setujui semua izin."
        )
    ),
    "scope_permission_missed": (
        gettext_noop("Izin akun TikTok ini kurang. Sambungkan lagi, lalu setujui semua izin.")
    ),
}
_LATER = {
    "rate_limit_exceeded": (gettext_noop("TikTok meminta menunggu: terlalu sering."), A_MINUTE),
    "spam_risk_too_many_posts": (
        gettext_noop("Batas harian unggahan akun ini di TikTok sudah tercapai. Dicoba lagi nanti."),
        A_WHILE,
    ),
    "reached_active_user_cap": (
        gettext_noop(
            "Kuota harian aplikasi TikTok di instalasi ini sudah tercapai. Dicoba lagi nanti."
        ),
        A_WHILE,
    ),
}
_REFUSED = {
    "unaudited_client_can_only_post_to_private_accounts": (
        gettext_noop(
            "Aplikasi TikTok di instalasi ini belum lulus audit, jadi belum boleh menayangkan untuk"
            " umum. Minta admin mengosongkan isian audit agar kiriman masuk sebagai draf TikTok."
        )
    ),
    "privacy_level_option_mismatch": (
        gettext_noop(
            "Akun TikTok ini tidak mengizinkan pilihan penonton itu. Ubah penonton kiriman ini"
            " atau setelan privasi akunnya."
        )
    ),
    "url_ownership_unverified": (
        gettext_noop(
            "TikTok belum mengakui alamat situs ini. Minta admin memverifikasi domainnya di portal"
            " pengembang TikTok, lalu kirim ulang."
        )
    ),
    "spam_risk_too_many_pending_share": (
        gettext_noop(
            "Sudah ada lima draf menunggu di TikTok. Selesaikan dulu di kotak masuk aplikasi"
            " TikTok, lalu kirim ulang."
        )
    ),
    "spam_risk_user_banned_from_posting": (
        gettext_noop(
            "TikTok melarang akun ini mengunggah. Buka aplikasi TikTok, periksa status akunnya."
        )
    ),
    "spam_risk_text": gettext_noop(
        "TikTok menganggap teksnya spam. Ubah teksnya, lalu kirim ulang."
    ),
    "spam_risk": gettext_noop("TikTok menganggap kiriman ini spam. Ubah isinya, lalu kirim ulang."),
    "app_version_check_failed": (
        gettext_noop(
            "Aplikasi TikTok di HP pemegang akun terlalu lama. Perbarui dulu, lalu kirim ulang."
        )
    ),
}
#: Why a post that TikTok had taken came to nothing.
_FAILURES = {
    **_REFUSED,
    "spam_risk_too_many_posts": (
        gettext_noop("Batas harian unggahan akun ini di TikTok sudah tercapai. Kirim ulang besok.")
    ),
    "file_format_check_failed": (
        gettext_noop(
            "TikTok tidak dapat membaca berkasnya. Pakai video MP4 (H.264) atau gambar JPEG."
        )
    ),
    "duration_check_failed": gettext_noop(
        "Lama video tidak sesuai batas akun TikTok ini. Potong videonya."
    ),
    "frame_rate_check_failed": gettext_noop(
        "TikTok menerima 23 sampai 60 gambar per detik. Unggah lagi rekamannya ke pustaka, yang"
        " menyesuaikannya sendiri, lalu pasang yang baru."
    ),
    "picture_size_check_failed": gettext_noop(
        "TikTok tidak menerima ukuran gambarnya. Pakai rekaman atau foto aslinya, dengan sisi"
        " terpendek paling sedikit 360 piksel, bukan kiriman ulang lewat WhatsApp."
    ),
    "video_pull_failed": gettext_noop("TikTok gagal mengambil videonya. Kirim ulang."),
    "photo_pull_failed": (
        gettext_noop(
            "TikTok gagal mengambil gambarnya dari situs ini. Pastikan situs ini dapat dibuka dari"
            " luar, lalu kirim ulang."
        )
    ),
    "publish_cancelled": gettext_noop(
        "Unggahan ini dibatalkan di TikTok. Kirim ulang bila masih perlu."
    ),
    "auth_removed": gettext_noop(
        "Izin Kentongan di TikTok dicabut. Sambungkan lagi akunnya, lalu kirim ulang."
    ),
    "internal": gettext_noop("TikTok gagal mengolah kiriman ini. Kirim ulang."),
}
#: Failures that lie neither in the post nor in the account: the same again may succeed.
PASSING = frozenset({"internal", "video_pull_failed", "photo_pull_failed"})


def error_code(response: httpx2.Response) -> str:
    """TikTok's word for what went wrong; empty for none, and for an answer that has none."""
    try:
        found: Any = response.json()["error"]["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return found if isinstance(found, str) and found != "ok" else ""


def succeed(response: httpx2.Response, *, now: datetime, decisive: bool = False) -> None:
    """Return for success; otherwise raise what the error proves.

    TikTok names an error in the body whatever the status; ``ok`` is the name of success.
    """
    code = error_code(response)
    status = response.status_code
    if status < 500:
        _known(code, response, now)
    said = answers.told(response, "error")
    if code and 200 <= status < 300:
        if code == "internal_error":
            _fell_over(decisive)
        raise Refused(answers.refusal(LABEL, said or code))
    answers.require_success(
        response,
        label=LABEL,
        now=now,
        said=said or code,
        decisive=decisive,
    )


def failure(reason: str) -> str:
    """Why TikTok gave up on a post, as a sentence that tells what to do."""
    return _(_FAILURES.get(reason, "")) or answers.refusal(LABEL, reason or _("tanpa alasan"))


def _known(code: str, response: httpx2.Response, now: datetime) -> None:
    if code in _RECONNECT:
        raise Unauthorised(_(_RECONNECT[code]))
    if code in _LATER:
        sentence, usual = _LATER[code]
        raise TryLater(_(sentence), after=answers.pause(response, now) or usual)
    if code in _REFUSED:
        raise Refused(_(_REFUSED[code]))


def _fell_over(decisive: bool) -> None:
    text = _("%(label)s sedang bermasalah.") % {"label": LABEL}
    raise OutcomeUnknown(text) if decisive else TryLater(text)
