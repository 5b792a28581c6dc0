"""What an error of X means for a delivery.

docs.x.com/x-api/fundamentals/response-codes-and-errors: an error carries ``title``, ``detail`` and
``type``, an address whose last part names the problem; many are ``about:blank`` and say what is
wrong in ``detail`` alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import Refused, TryLater, Unauthorised

LABEL = "X"
#: The windows of X; a 429 that names no moment is waited out for one of them.
WINDOW = timedelta(minutes=15)
DAY = timedelta(hours=24)
#: Limits of rate, as (what is left, when it starts anew).
_BUCKETS = (
    ("x-app-limit-24hour-remaining", "x-app-limit-24hour-reset"),
    ("x-user-limit-24hour-remaining", "x-user-limit-24hour-reset"),
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
)
#: Words of ``detail`` in a 403, and what a person can do about it.
_FORBIDDEN = (
    (
        ("deleted or not visible", "reply to a post that is deleted"),
        gettext_noop(
            "Unggahan yang dibalas sudah tidak ada di X. Terbitkan sebagai unggahan baru."
        ),
    ),
    (
        ("video longer than",),
        gettext_noop("Video lebih lama daripada yang diizinkan X untuk akun ini. Potong videonya."),
    ),
    (
        ("suspended", "locked"),
        gettext_noop(
            "X mengunci akun ini. Buka x.com dengan akun itu, ikuti petunjuknya, lalu kirim ulang."
        ),
    ),
)
_APP_FORBIDDEN = gettext_noop(
    "X belum memberi aplikasi Kentongan ini hak menerbitkan. Minta pengelola memeriksa izin (Read"
    " and write) dan paket aplikasi di console.x.com, lalu kirim ulang."
)
_OUT_OF_CREDIT = gettext_noop(
    "Saldo atau jatah aplikasi Kentongan di X habis. Minta pengelola mengisinya di console.x.com,"
    " lalu kirim ulang."
)


class Duplicate(Refused):
    """X has a post of these very words already; whether it is ours is to be looked up."""


def kind(response: httpx2.Response) -> str:
    """The name of the problem: the last part of ``type``; empty where X names none."""
    return str(_body(response).get("type") or "").rstrip("/").rpartition("/")[2]


def said(response: httpx2.Response) -> str:
    """X's own words."""
    found = answers.told(response, "detail", "error_description", "title", "error")
    errors = _body(response).get("errors")
    if not found and isinstance(errors, list) and errors and isinstance(errors[0], dict):
        found = str(errors[0].get("detail") or errors[0].get("message") or "")
    return " ".join(found.split())[:200]


def succeed(response: httpx2.Response, *, now: datetime, decisive: bool = False) -> None:
    """Return for success; otherwise raise what the error proves."""
    status = response.status_code
    if status == 402 or (status == 403 and "credits" in said(response).lower()):
        raise Refused(
            _("%(label)s: %(out_of_credit)s") % {"label": LABEL, "out_of_credit": _(_OUT_OF_CREDIT)}
        )
    if status == 403:
        raise _forbidden(response)
    if status == 404 and kind(response) == "resource-not-found":
        raise Refused(answers.gone(LABEL, said(response)))
    if status == 413:
        raise Refused(
            _("Gambar atau video terlalu besar untuk %(label)s. Kecilkan berkasnya.")
            % {"label": LABEL}
        )
    if status == 429:
        raise _too_much(response, now)
    answers.require_success(response, label=LABEL, now=now, said=said(response), decisive=decisive)


def _forbidden(response: httpx2.Response) -> Refused | Unauthorised:
    words, name = said(response), kind(response)
    if "duplicate content" in words.lower():
        return Duplicate(
            _(
                "%(label)s sudah memuat unggahan dengan kata yang sama. Ubah sedikit kalimatnya,"
                " lalu kirim ulang."
            )
            % {"label": LABEL}
        )
    if name == "client-forbidden":
        return Refused(_(_APP_FORBIDDEN))
    if name in {"unsupported-authentication", "oauth1-permissions"}:
        return Unauthorised(
            _(
                "Izin yang diberikan kepada Kentongan di %(label)s kurang (%(words)s)."
                " Sambungkan lagi, lalu setujui semua izin."
            )
            % {"label": LABEL, "words": words}
        )
    for signs, sentence in _FORBIDDEN:
        if any(sign in words.lower() for sign in signs):
            return Refused(_(sentence))
    return Refused(
        _(
            "%(label)s tidak mengizinkannya (%(words)s). Bila izin aplikasi baru"
            " diubah, sambungkan lagi akun ini."
        )
        % {"label": LABEL, "words": words or 403}
    )


def _too_much(response: httpx2.Response, now: datetime) -> Refused | TryLater:
    """Too often, or more than was paid for: that one comes back only with a new month."""
    if kind(response) == "usage-capped":
        if str(_body(response).get("period") or "Monthly").lower() != "daily":
            return Refused(
                _("%(label)s: %(out_of_credit)s")
                % {"label": LABEL, "out_of_credit": _(_OUT_OF_CREDIT)}
            )
        return TryLater(
            _("Jatah harian aplikasi Kentongan di %(label)s habis.") % {"label": LABEL},
            after=wait(response, now) or DAY,
        )
    return TryLater(
        _("%(label)s meminta menunggu: terlalu sering.") % {"label": LABEL},
        after=wait(response, now) or WINDOW,
    )


def wait(response: httpx2.Response, now: datetime) -> timedelta | None:
    """Until the last of the used-up limits starts anew; None where X does not tell."""
    told = [
        answers.pause(response, now, reset)
        for left, reset in _BUCKETS
        if response.headers.get(left, "").strip() == "0"
    ]
    known = [moment for moment in told if moment is not None]
    return max(known) if known else answers.pause(response, now, "x-rate-limit-reset")


def _body(response: httpx2.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
