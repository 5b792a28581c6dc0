"""What YouTube makes of the bytes of a video, once it works on it.

The reasons are those of the discovery document (``VideoStatus``): ``invalidFile`` ("Invalid file
format.") for what is no film, sound alone among it; ``length`` ("Video duration was too long.")
above 12 hours, or 15 minutes where the channel is not verified (support.google.com/youtube/
answer/71673, read in what others say of it).

Not refused, because what could be read does not tell when: ``codec``, ``conversion``,
``duplicate``, ``tooSmall``; ``film.fate`` gives them to tests. Only films in MP4 and QuickTime are
looked into; of other formats that YouTube names the beginning is known, nothing more.
"""

from tests.fakes.film import Film

LONGEST, UNVERIFIED = 12 * 3600, 15 * 60
#: Seconds of a Short, which is square or upright. support.google.com/youtube/answer/15424877
SHORT = 180
#: Matroska and WebM; MPEG as a program or a bare picture; FLV; WMV.
_BEGINNINGS = (
    b"\x1aE\xdf\xa3", b"\0\0\1\xba", b"\0\0\1\xb3", b"FLV\1", b"0&\xb2u",
)  # fmt: skip


def fate(head: bytes, found: Film | None, *, verified: bool) -> dict[str, str]:
    """The status that it comes to; empty where nothing is wrong."""
    if found is None:
        avi = head[:4] == b"RIFF" and head[8:12] == b"AVI "
        known = avi or head.startswith(_BEGINNINGS)
        return {} if known else {"uploadStatus": "failed", "failureReason": "invalidFile"}
    if found.seconds > (LONGEST if verified else UNVERIFIED):
        return {"uploadStatus": "rejected", "rejectionReason": "length"}
    return {}


def short(found: Film | None) -> bool:
    """Whether viewers see it among the Shorts."""
    return found is not None and found.shape <= 1 and found.seconds <= SHORT
