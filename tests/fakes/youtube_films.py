"""What YouTube makes of the bytes of a video, once it works on it.

The reasons are those of the discovery document (``VideoStatus``): ``invalidFile`` for what is none
of the formats of support.google.com/youtube/troubleshooter/2888402, sound alone among them;
``codec`` for a picture that neither that page nor .../answer/1722171 names; ``length`` above 12
hours, 15 minutes where the channel is not verified (.../answer/71673).

Not refused, because no page tells when: ``conversion``, ``duplicate``, ``tooSmall``. Only films in
MP4 and QuickTime are looked into; of other formats the beginning is known, nothing more.
"""

from tests.fakes.film import Film

LONGEST, UNVERIFIED = 12 * 3600, 15 * 60
#: Seconds of a Short, which is square or upright. support.google.com/youtube/answer/15424877
SHORT = 180
#: Matroska and WebM; MPEG as a program or a bare picture; FLV; WMV.
_BEGINNINGS = (
    b"\x1aE\xdf\xa3", b"\0\0\1\xba", b"\0\0\1\xb3", b"FLV\1", b"0&\xb2u",
)  # fmt: skip
#: Sample entries of H.264, HEVC, AV1, VP8, VP9, MPEG-4, H.263, ProRes, DNxHR and CineForm.
_CODECS = {
    "avc1", "avc3", "hvc1", "hev1", "av01", "vp08", "vp09", "mp4v", "s263",
    "apch", "apcn", "apcs", "apco", "ap4h", "ap4x", "AVdh", "CFHD",
}  # fmt: skip


def fate(head: bytes, found: Film | None, *, verified: bool) -> dict[str, str]:
    """The status that it comes to; empty where nothing is wrong."""
    if found is None:
        avi = head[:4] == b"RIFF" and head[8:12] == b"AVI "
        known = avi or head.startswith(_BEGINNINGS)
        return {} if known else {"uploadStatus": "failed", "failureReason": "invalidFile"}
    if found.codec not in _CODECS:
        return {"uploadStatus": "failed", "failureReason": "codec"}
    if found.seconds > (LONGEST if verified else UNVERIFIED):
        return {"uploadStatus": "rejected", "rejectionReason": "length"}
    return {}


def short(found: Film | None) -> bool:
    """Whether viewers see it among the Shorts."""
    return found is not None and found.shape <= 1 and found.seconds <= SHORT
