"""What an HTTP answer means for a delivery; the same for every network. Free of Django."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks.contract import (
    OutcomeUnknown,
    Refused,
    TryLater,
    Unauthorised,
)

LONGEST_PAUSE = timedelta(hours=24)
_SECONDS_OR_EPOCH = 1_000_000_000
#: What to do about a credential that is not accepted, where the network has no other way.
RECONNECT = gettext_noop("Sambungkan lagi akun ini.")


def json_object(response: httpx2.Response) -> dict[str, Any]:
    """The answer as a JSON object. One that cannot be read counts as lost."""
    value = json_value(response)
    if not isinstance(value, dict):
        raise AnswerLost(_("Jawaban server tidak berbentuk seperti yang dijanjikan."))
    return value


def json_list(response: httpx2.Response) -> list[Any]:
    """The answer as a JSON list. One that cannot be read counts as lost."""
    value = json_value(response)
    if not isinstance(value, list):
        raise AnswerLost(_("Jawaban server tidak berbentuk seperti yang dijanjikan."))
    return value


def json_value(response: httpx2.Response) -> Any:
    """The answer as JSON of any shape. One that cannot be read counts as lost."""
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        raise AnswerLost(_("Jawaban server tidak terbaca.")) from error


def text_at(value: Mapping[str, Any], name: str) -> str:
    """A text that an answer must hold. One that is missing counts as lost."""
    found = value.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if not isinstance(found, str) or not found:
        raise AnswerLost(_("Jawaban server tidak memuat %(name)s.") % {"name": name})
    return found


def object_at(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object within an answer; empty where there is none."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def rows_at(value: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of objects within an answer; empty where there is none, without what is no object."""
    found = value.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def moment_at(value: Mapping[str, Any], name: str) -> datetime:
    """A time that an answer must hold (ISO 8601 or seconds). One that is none counts as lost."""
    raw = value.get(name)
    try:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return datetime.fromtimestamp(raw, UTC)
        found = datetime.fromisoformat(str(raw))
    except (ValueError, OverflowError, OSError) as error:
        raise AnswerLost(_("Jawaban server tidak memuat %(name)s.") % {"name": name}) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment_in(value: Mapping[str, Any], name: str) -> datetime | None:
    """A time that an answer may hold; None where it holds none that can be read."""
    try:
        return moment_at(value, name) if value.get(name) else None
    except AnswerLost:
        return None


def told(response: httpx2.Response, *names: str) -> str:
    """The server's own words about an error, from the first of the JSON fields that is there."""
    try:
        value = response.json()
    except (ValueError, RecursionError):
        return ""
    for name in names:
        found = value.get(name) if isinstance(value, dict) else None
        if isinstance(found, dict):
            found = found.get("message")
        if isinstance(found, str) and found.strip():
            return " ".join(found.split())[:200]
    return ""


def pause(response: httpx2.Response, now: datetime | None, *headers: str) -> timedelta | None:
    """How long the network asks us to wait, from Retry-After or the given headers.

    Understands seconds, seconds since 1970, ISO 8601 and HTTP dates; None when it told nothing
    or told a moment while ``now`` is not known.
    """
    for name in ("Retry-After", *headers):
        raw = response.headers.get(name, "").strip()
        if not raw:
            continue
        wait = _duration(raw, now)
        if wait is not None:
            return min(max(wait, timedelta(seconds=1)), LONGEST_PAUSE)
    return None


def _duration(raw: str, now: datetime | None) -> timedelta | None:
    try:
        if raw.replace(".", "", 1).isdigit():
            number = float(raw)
            if number < _SECONDS_OR_EPOCH:
                return timedelta(seconds=number)
            return datetime.fromtimestamp(number, UTC) - now if now else None
        if now is None:
            return None
        moment = datetime.fromisoformat(raw) if raw[:1].isdigit() else parsedate_to_datetime(raw)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def require_success(
    response: httpx2.Response,
    *,
    label: str,
    now: datetime | None,
    said: str = "",
    decisive: bool = False,
    pause_headers: tuple[str, ...] = (),
    mend: str = RECONNECT,
) -> None:
    """Return for a 2xx answer; otherwise raise what its status proves.

    ``said``: the network's own words. ``decisive``: this was the request that publishes, so a
    5xx proves nothing: it may have been accepted before the server fell over. ``mend``: what a
    person does about a credential that is not accepted.
    """
    status = response.status_code
    if 200 <= status < 300:
        return
    words = f" ({said.rstrip('. ')})" if said else ""
    if status == 401:
        raise Unauthorised(
            _("%(label)s tidak menerima kredensial akun ini%(words)s. %(mend)s")
            % {"label": label, "words": words, "mend": _(mend)}
        )
    if status == 429:
        raise TryLater(
            _("%(label)s meminta menunggu: terlalu sering%(words)s.")
            % {"label": label, "words": words},
            after=pause(response, now, *pause_headers),
        )
    if status >= 500:
        text = _("%(label)s sedang bermasalah, jawaban %(status)s%(words)s.") % {
            "label": label,
            "status": status,
            "words": words,
        }
        if decisive:
            raise OutcomeUnknown(text)
        raise TryLater(text, after=pause(response, now))
    if status in {408, 425}:
        raise TryLater(
            _("%(label)s belum menerima, jawaban %(status)s%(words)s.")
            % {"label": label, "status": status, "words": words}
        )
    if 300 <= status < 400:
        if decisive and status == 303:
            raise OutcomeUnknown(_("%(label)s menjawab dengan pengalihan.") % {"label": label})
        raise Refused(
            _(
                "%(label)s mengalihkan ke alamat lain. Periksa alamat server akun ini,"
                " lalu sambungkan lagi."
            )
            % {"label": label}
        )
    if status in {404, 410}:
        raise Refused(gone(label, said) if said else nothing_there(label, status))
    raise Refused(refusal(label, said or _("jawaban %(status)s") % {"status": status}))


def refusal(label: str, said: str) -> str:
    """A no of which only the network's own words are known, and what to do about it."""
    return _(
        "%(label)s menolak (%(said)s). Periksa isinya dan akunnya di %(label)s, lalu coba lagi."
    ) % {"label": label, "said": said}


def gone(label: str, said: str = "") -> str:
    """What is to be changed or answered is not there any more."""
    words = f" ({said})" if said else ""
    return _(
        "%(label)s tidak menemukannya lagi%(words)s. Mungkin sudah dihapus di"
        " sana. Bila masih perlu, terbitkan sebagai unggahan baru."
    ) % {"label": label, "words": words}


def nothing_there(label: str, status: int) -> str:
    """The server has no such address and says nothing more: it may be another kind of server."""
    return _(
        "%(label)s menjawab %(status)s di alamat ini. Periksa alamat server akun"
        " ini; bila benar, mungkin unggahannya sudah dihapus di sana."
    ) % {"label": label, "status": status}
