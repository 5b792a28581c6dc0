"""What YouTube makes of a video after the upload, in words a person understands.

developers.google.com/youtube/v3/docs/videos: status.uploadStatus with its reasons, and
processingDetails. Reasons it may add later are told as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.contract import Audience, harmless

FIRST_LOOK = timedelta(seconds=15)
_SHORTEST, _LONGEST = timedelta(seconds=15), timedelta(minutes=5)
FAILED = {
    "codec": "jenis pengodean videonya tidak dikenal; ubah ke MP4 (H.264)",
    "conversion": "videonya tidak dapat diolah; simpan ulang videonya, lalu coba lagi",
    "emptyFile": "berkasnya kosong; unggah lagi videonya",
    "invalidFile": "berkasnya bukan video yang dikenal; ubah ke MP4 (H.264)",
    "tooSmall": "berkasnya terlalu kecil; periksa videonya",
    "uploadAborted": "unggahannya terputus; coba lagi",
    "transcodeFailed": "videonya tidak dapat diolah; simpan ulang videonya, lalu coba lagi",
    "streamingFailed": "videonya tidak dapat disiapkan; coba lagi",
    "uploadFailed": "unggahannya gagal; coba lagi",
}
REJECTED = {
    "claim": "ada pihak yang mengaku memiliki isinya; periksa musik dan gambarnya",
    "copyright": "melanggar hak cipta; ganti musik atau gambar yang bukan milik instansi",
    "duplicate": "video yang sama sudah ada di channel ini",
    "inappropriate": "isinya dinilai tidak pantas; periksa aturan komunitas YouTube",
    "legal": "ada keberatan hukum; periksa surel pemilik channel",
    "length": "terlalu panjang untuk channel ini; verifikasi channelnya di youtube.com/verify",
    "termsOfUse": "melanggar ketentuan YouTube; periksa surel pemilik channel",
    "trademark": "melanggar merek dagang; periksa surel pemilik channel",
    "uploaderAccountClosed": "channelnya sudah ditutup",
    "uploaderAccountSuspended": "channelnya sedang ditangguhkan; selesaikan di YouTube Studio",
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
    with harmless("Menanyakan keadaan video"):
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
        return Look(refused=_said("menolak", REJECTED, status.get("rejectionReason")))
    if state == "failed" or work.get("processingStatus") == "failed":
        reason = status.get("failureReason") or work.get("processingFailureReason")
        return Look(refused=_said("gagal mengolah", FAILED, reason))
    if state == "deleted":
        return Look(refused="Videonya sudah dihapus di YouTube.")
    if state == "processed":
        return Look(done=True, privacy=privacy)
    return Look(privacy=privacy, check_after=_wait(work))


def hidden(wanted: str, privacy: str) -> str:
    """The sentence for a video that YouTube keeps private although it was to be seen."""
    if privacy != Audience.PRIVATE or wanted in {"", Audience.PRIVATE}:
        return ""
    return (
        "YouTube menyimpan video ini sebagai privat, jadi belum terlihat orang lain. Biasanya"
        " karena aplikasi Google instalasi ini belum lulus audit YouTube. Ajukan auditnya, atau"
        " unggah lewat YouTube Studio."
    )


def _said(verb: str, words: Mapping[str, str], reason: Any) -> str:
    told = words.get(str(reason), str(reason)) if reason else "tanpa alasan"
    return f"YouTube {verb} video ini: {told}."


def _wait(work: Mapping[str, Any]) -> timedelta:
    """As long as YouTube thinks it still needs, within reason."""
    left = _part(work, "processingProgress").get("timeLeftMs")
    known = isinstance(left, int | str) and str(left).isdigit()
    wait = timedelta(milliseconds=int(str(left))) if known else FIRST_LOOK
    return min(max(wait, _SHORTEST), _LONGEST)


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}
