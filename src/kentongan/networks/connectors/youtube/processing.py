"""What YouTube makes of a video after the upload, in words a person understands.

developers.google.com/youtube/v3/docs/videos: status.uploadStatus with its reasons, and
processingDetails. Reasons it may add later are told as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.contract import Audience, harmless

FIRST_LOOK = timedelta(seconds=15)
_SHORTEST, _LONGEST = timedelta(seconds=15), timedelta(minutes=5)
FAILED = {
    "codec": gettext_noop("jenis pengodean videonya tidak dikenal; ubah ke MP4 (H.264)"),
    "conversion": gettext_noop(
        "videonya tidak dapat diolah; simpan ulang videonya, lalu coba lagi"
    ),
    "emptyFile": gettext_noop("berkasnya kosong; unggah lagi videonya"),
    "invalidFile": gettext_noop("berkasnya bukan video yang dikenal; ubah ke MP4 (H.264)"),
    "tooSmall": gettext_noop("berkasnya terlalu kecil; periksa videonya"),
    "uploadAborted": gettext_noop("unggahannya terputus; coba lagi"),
    "transcodeFailed": gettext_noop(
        "videonya tidak dapat diolah; simpan ulang videonya, lalu coba lagi"
    ),
    "streamingFailed": gettext_noop("videonya tidak dapat disiapkan; coba lagi"),
    "uploadFailed": gettext_noop("unggahannya gagal; coba lagi"),
    "other": gettext_noop("sebabnya tidak disebutkan; simpan ulang videonya, lalu coba lagi"),
}
REJECTED = {
    "claim": gettext_noop("ada pihak yang mengaku memiliki isinya; periksa musik dan gambarnya"),
    "copyright": gettext_noop(
        "melanggar hak cipta; ganti musik atau gambar yang bukan milik instansi"
    ),
    "duplicate": gettext_noop("video yang sama sudah ada di channel ini"),
    "inappropriate": gettext_noop("isinya dinilai tidak pantas; periksa aturan komunitas YouTube"),
    "legal": gettext_noop("ada keberatan hukum; periksa surel pemilik channel"),
    "length": gettext_noop(
        "terlalu panjang untuk channel ini; verifikasi channelnya di youtube.com/verify"
    ),
    "termsOfUse": gettext_noop("melanggar ketentuan YouTube; periksa surel pemilik channel"),
    "trademark": gettext_noop("melanggar merek dagang; periksa surel pemilik channel"),
    "uploaderAccountClosed": gettext_noop("channelnya sudah ditutup"),
    "uploaderAccountSuspended": gettext_noop(
        "channelnya sedang ditangguhkan; selesaikan di YouTube Studio"
    ),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What YouTube says of a video now. ``refused``: a sentence, where it will never be seen."""

    done: bool = False
    refused: str = ""
    privacy: str = ""
    check_after: timedelta = FIRST_LOOK


def look(api: Api, video_id: str) -> Look | None:
    """Ask for the state of a video; None where YouTube shows none of that id."""
    with harmless(_("Menanyakan keadaan video")):
        found = api.found("videos", part="status,processingDetails", id=video_id)
    if not found:
        return None
    return _judged(found[0])


def _judged(video: Mapping[str, Any]) -> Look:
    status = _part(video, "status")
    work = _part(video, "processingDetails")
    state = status.get("uploadStatus")
    privacy = str(status.get("privacyStatus") or "")
    if state == "rejected":
        return Look(
            refused=_("YouTube menolak video ini: %(why)s.")
            % {"why": _why(REJECTED, status.get("rejectionReason"))}
        )
    if state == "deleted":
        return Look(refused=_("Videonya sudah dihapus di YouTube."))
    # Work that was broken off will not go on, however long one asks.
    ended = work.get("processingStatus")
    if "failed" in {state, ended} or (ended == "terminated" and state != "processed"):
        reason = status.get("failureReason") or work.get("processingFailureReason") or "other"
        return Look(
            refused=_("YouTube gagal mengolah video ini: %(why)s.") % {"why": _why(FAILED, reason)}
        )
    if state == "processed":
        return Look(done=True, privacy=privacy)
    return Look(privacy=privacy, check_after=_wait(work))


def hidden(wanted: str, privacy: str) -> str:
    """The sentence for a video that YouTube keeps private although it was to be seen."""
    if privacy != Audience.PRIVATE or wanted in {"", Audience.PRIVATE}:
        return ""
    return _(
        "YouTube menyimpan video ini sebagai privat, jadi belum terlihat orang lain. Biasanya"
        " karena aplikasi Google instalasi ini belum lulus audit YouTube. Ajukan auditnya, atau"
        " unggah lewat YouTube Studio."
    )


def _why(words: Mapping[str, str], reason: Any) -> str:
    return (
        _(words.get(str(reason), str(reason)))
        if reason
        else _("tanpa alasan; lihat di YouTube Studio")
    )


def _wait(work: Mapping[str, Any]) -> timedelta:
    """As long as YouTube thinks it still needs, within reason."""
    left = _part(work, "processingProgress").get("timeLeftMs")
    known = isinstance(left, int | str) and str(left).isdigit()
    wait = timedelta(milliseconds=int(str(left))) if known else FIRST_LOOK
    return min(max(wait, _SHORTEST), _LONGEST)


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}
