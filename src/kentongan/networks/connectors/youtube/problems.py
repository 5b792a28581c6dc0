"""What YouTube's errors prove, by their ``reason``, and in which words a person hears of it.

Sources: developers.google.com/youtube/v3/docs/errors and the tables of errors of each method. The
reason decides, not the status: a spent quota comes as 403, a full day of uploads as 400.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.youtube.limits import UPLOAD_PAUSE
from kentongan.networks.contract import Refused, TryLater, Unauthorised

LABEL = "YouTube"
PACIFIC = ZoneInfo("America/Los_Angeles")
SHORT_PAUSE = timedelta(minutes=1)

QUOTA = {"quotaExceeded", "dailyLimitExceeded"}
HASTE = {"rateLimitExceeded", "userRateLimitExceeded"}
#: The agreement or the account is no longer good: a person must connect again.
AGREEMENT = {
    "insufficientPermissions": (
        gettext_noop(
            "Izin YouTube akun ini kurang. Sambungkan lagi dan centang semua izin yang diminta."
        )
    ),
    "youtubeSignupRequired": (
        gettext_noop(
            "Akun Google ini belum punya channel YouTube. Buat channelnya, lalu sambungkan lagi."
        )
    ),
    "authenticatedUserAccountClosed": gettext_noop(
        "Akun YouTube ini sudah ditutup. Sambungkan akun lain."
    ),
    "authenticatedUserAccountSuspended": (
        gettext_noop(
            "Akun YouTube ini ditangguhkan. Selesaikan dulu di YouTube Studio, lalu sambungkan"
            " lagi."
        )
    ),
}
#: What the person changes; the reason says which part was not taken.
REFUSALS = {
    "accessNotConfigured": (
        gettext_noop(
            "YouTube Data API belum diaktifkan pada proyek Google instalasi ini. Minta pengelola"
            " mengaktifkannya di Google Cloud Console."
        )
    ),
    "forbidden": (
        gettext_noop(
            "YouTube tidak mengizinkan tindakan ini untuk akun ini. Periksa channelnya di YouTube"
            " Studio: apakah benar milik instansi dan tidak ditangguhkan."
        )
    ),
    "invalidTitle": gettext_noop("YouTube menolak judulnya. Pendekkan judul, tanpa tanda < dan >."),
    "invalidDescription": gettext_noop(
        "YouTube menolak teksnya. Pendekkan teks, tanpa tanda < dan >."
    ),
    "invalidTags": gettext_noop(
        "YouTube menolak kata kuncinya. Kurangi atau pendekkan kata kunci."
    ),
    "invalidCategoryId": gettext_noop("YouTube menolak kategori video ini."),
    "invalidVideoMetadata": gettext_noop(
        "YouTube menolak keterangan video. Periksa judul dan teksnya."
    ),
    "forbiddenPrivacySetting": gettext_noop(
        "YouTube tidak mengizinkan pilihan penonton ini untuk akun ini."
    ),
    "commentsDisabled": (
        gettext_noop(
            "Komentar dimatikan pada video ini. Nyalakan di YouTube Studio, lalu coba lagi."
        )
    ),
    "commentTextTooLong": gettext_noop("Komentar terlalu panjang untuk YouTube. Pendekkan."),
    "commentTextRequired": gettext_noop("Komentar YouTube tidak boleh kosong."),
    "ineligibleAccount": gettext_noop(
        "Akun Google ini belum boleh berkomentar. Lengkapi channelnya dulu."
    ),
    "videoNotFound": gettext_noop("Videonya tidak ada lagi di YouTube."),
    "commentNotFound": gettext_noop("Komentarnya tidak ada lagi di YouTube."),
    "parentCommentNotFound": gettext_noop("Komentar yang dibalas tidak ada lagi di YouTube."),
    "mediaBodyRequired": gettext_noop(
        "Berkasnya kosong atau tidak dikenali YouTube. Periksa berkasnya."
    ),
    "invalidImage": gettext_noop("YouTube tidak dapat membaca gambar sampulnya. Ganti gambarnya."),
    "uploadTooLarge": gettext_noop("Berkasnya terlalu besar untuk YouTube. Kecilkan."),
}


def reason_of(response: httpx2.Response) -> str:
    """The ``reason`` of Google's error; empty where the answer has none."""
    error = _error(response)
    listed = error.get("errors")
    first = listed[0] if isinstance(listed, list) and listed else None
    found = first.get("reason") if isinstance(first, dict) else None
    return found if isinstance(found, str) else ""


def require_success(
    response: httpx2.Response, *, now: datetime | None, decisive: bool = False
) -> None:
    """Return for a 2xx answer; otherwise raise what the error proves."""
    if 200 <= response.status_code < 300:
        return
    if response.status_code < 500:
        _raise_by_reason(response, reason_of(response), now)
    answers.require_success(response, label=LABEL, now=now, said=_said(response), decisive=decisive)


def _raise_by_reason(response: httpx2.Response, reason: str, now: datetime | None) -> None:
    if reason in QUOTA:
        raise TryLater(
            _("Jatah harian %(label)s instalasi ini habis; dilanjutkan sesudah diisi lagi.")
            % {"label": LABEL},
            after=until_midnight_pacific(now) if now else None,
        )
    if reason == "uploadLimitExceeded":
        raise TryLater(
            _("Channel ini sudah terlalu banyak mengunggah hari ini menurut %(label)s.")
            % {"label": LABEL},
            after=UPLOAD_PAUSE,
        )
    if reason in HASTE:
        after = answers.pause(response, now) or SHORT_PAUSE
        raise TryLater(
            _("%(label)s meminta menunggu: terlalu sering.") % {"label": LABEL}, after=after
        )
    if reason in AGREEMENT:
        raise Unauthorised(_(AGREEMENT[reason]))
    if reason in REFUSALS and response.status_code != 401:
        raise Refused(_(REFUSALS[reason]))


def until_midnight_pacific(now: datetime) -> timedelta:
    """How long until quotas are filled again: midnight in California, summer time included."""
    there = now.astimezone(PACIFIC)
    tomorrow = (there + timedelta(days=1)).date()
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=PACIFIC)
    return min(max(midnight - now, timedelta(seconds=1)), answers.LONGEST_PAUSE)


def _error(response: httpx2.Response) -> dict[str, Any]:
    try:
        value = response.json()
    except (ValueError, RecursionError):
        return {}
    found = value.get("error") if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _said(response: httpx2.Response) -> str:
    """The vendor's words, without the markup and the entities that it puts into them."""
    words = answers.told(response, "error")
    return "" if "<" in words else words
