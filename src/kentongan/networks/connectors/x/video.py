"""What X does not take of a video, said before anything is sent."""

from __future__ import annotations

from kentongan.kernel.say import gettext as _
from kentongan.networks.connectors.x.problems import LABEL
from kentongan.networks.contract import Limits, Outgoing, Refused


def refuse_bad(item: Outgoing, limits: Limits) -> None:
    """Raise ``Refused`` for a video that X does not take; nothing is sent."""
    video, allowed = item.video, limits.video
    if video is None or allowed is None:
        return
    if item.images:
        raise Refused(
            _("%(label)s menerima gambar atau satu video, tidak keduanya. Pilih salah satu.")
            % {"label": LABEL}
        )
    if video.mime not in allowed.mimes:
        raise Refused(
            _("%(label)s tidak menerima video jenis %(mime)s. Simpan sebagai MP4.")
            % {"label": LABEL, "mime": video.mime}
        )
    if video.size > allowed.max_bytes:
        raise Refused(
            _("Video terlalu besar untuk %(label)s; paling besar %(max_bytes)s MB.")
            % {"label": LABEL, "max_bytes": allowed.max_bytes // 1000000}
        )
    if not allowed.min_seconds <= video.seconds <= allowed.max_seconds:
        raise Refused(
            _(
                "Video %(seconds).0f detik; %(label)s menerima %(min_seconds)g detik"
                " sampai %(max_seconds).0f menit. Potong videonya."
            )
            % {
                "seconds": video.seconds,
                "label": LABEL,
                "min_seconds": allowed.min_seconds,
                "max_seconds": allowed.max_seconds / 60,
            }
        )
    if not allowed.shapes[0] <= video.width / max(video.height, 1) <= allowed.shapes[1]:
        raise Refused(
            _("Bentuk video terlalu panjang untuk %(label)s; paling jauh 3 : 1.") % {"label": LABEL}
        )
    if any(track.mime not in allowed.captions for track in video.captions):
        raise Refused(
            _("%(label)s menerima subtitel sebagai SRT. Simpan ulang subtitelnya.")
            % {"label": LABEL}
        )
