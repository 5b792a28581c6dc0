"""What WhatsApp says of a picture or a video: at once of its kind and size, later of what is in it.

developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media:
pictures of 8 bits in RGB or RGBA up to 5 MB, videos with H.264 and AAC in one track of sound or
none up to 16 MB. An upload is held against its size and the kind it is said to be; only after the
message was accepted does a call tell, with 131053, that its bytes are something else. That order
and both wordings are those that Meta was seen to use, not those of a page.
"""

import io

from PIL import Image as Picture, UnidentifiedImageError

from tests.fakes import film

IMAGE_BYTES, VIDEO_BYTES = 5_000_000, 16_000_000
_H264 = {"avc1", "avc3"}
_NAMES = {"avc1": "h264", "avc3": "h264", "hvc1": "hevc", "hev1": "hevc", "mp4a": "aac"}


def too_large(mime: str, data: bytes) -> bool:
    """Whether it is refused when it is uploaded."""
    return len(data) > (VIDEO_BYTES if mime.startswith("video/") else IMAGE_BYTES)


def spoilt(mime: str, data: bytes) -> str:
    """What a call tells later about a file; empty where nothing is wrong with it."""
    real = _video(mime, data) if mime.startswith("video/") else _picture(mime, data)
    if not real:
        return ""
    kind = mime.partition("/")[0].capitalize()
    words = f"{kind} file uploaded with mimetype as {mime}, however on processing it is of type"
    return f"{words} {real}. Please choose a different file."


def _video(mime: str, data: bytes) -> str:
    found = film.read(data)
    if found is None:
        return "application/octet-stream"
    if found.codec in _H264 and found.sounds in {(), ("mp4a",)}:
        return ""
    codecs = [_NAMES.get(codec, "unknown") for codec in (found.codec, *found.sounds[:2])]
    return f"{mime}, videoCodec={codecs[0]}, audioCodec={','.join(codecs[1:]) or 'none'}"


def _picture(mime: str, data: bytes) -> str:
    try:
        with Picture.open(io.BytesIO(data)) as found:
            found.load()
            real, mode = Picture.MIME.get(found.format or "", ""), found.mode
    except (UnidentifiedImageError, OSError, SyntaxError):
        return "application/octet-stream"
    if real != mime:
        return real
    return "" if mode in {"RGB", "RGBA"} else f"{mime} with {mode}"
