"""What X does not take of a video, said before anything is sent."""

from __future__ import annotations

from kentongan.networks.connectors.x.problems import LABEL
from kentongan.networks.contract import Limits, Outgoing, Refused


def refuse_bad(item: Outgoing, limits: Limits) -> None:
    """Raise ``Refused`` for a video that X does not take; nothing is sent."""
    video, allowed = item.video, limits.video
    if video is None or allowed is None:
        return
    if item.images:
        raise Refused(f"{LABEL} menerima gambar atau satu video, tidak keduanya. Pilih salah satu.")
    if video.mime not in allowed.mimes:
        raise Refused(f"{LABEL} tidak menerima video jenis {video.mime}. Simpan sebagai MP4.")
    if video.size > allowed.max_bytes:
        raise Refused(
            f"Video terlalu besar untuk {LABEL}; paling besar {allowed.max_bytes // 1_000_000} MB."
        )
    if not allowed.min_seconds <= video.seconds <= allowed.max_seconds:
        raise Refused(
            f"Video {video.seconds:.0f} detik; {LABEL} menerima {allowed.min_seconds:g} detik"
            f" sampai {allowed.max_seconds / 60:.0f} menit. Potong videonya."
        )
    if not allowed.shapes[0] <= video.width / max(video.height, 1) <= allowed.shapes[1]:
        raise Refused(f"Bentuk video terlalu panjang untuk {LABEL}; paling jauh 3 : 1.")
    if any(track.mime not in allowed.captions for track in video.captions):
        raise Refused(f"{LABEL} menerima subtitel sebagai SRT. Simpan ulang subtitelnya.")
