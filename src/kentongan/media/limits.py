"""Numbers of the pipeline, in one place."""

#: Largest upload, in bytes (decimal megabytes, as phones show them).
MAX_BYTES = 15_000_000
#: Largest picture as the file declares it, in pixels, and its longest side.
MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
#: What is kept: longer sides are scaled down, no network takes more.
KEPT_SIDE = 4096
#: Longest side of the small rendition, in pixels.
THUMBNAIL_SIDE = 480
#: Below this a picture cannot be told apart from a dot on any network.
SMALLEST_SIDE = 320
JPEG_QUALITY = 85
#: A picture with at most this many colours is drawn, not photographed, and stays PNG.
FLAT_COLOURS = 4096

#: Largest video as sent, in bytes, and its longest side and length as the file declares them.
MAX_VIDEO_BYTES = 2_000_000_000
MAX_VIDEO_SIDE = 8192
MAX_VIDEO_SECONDS = 3600.0
#: A video as kept: no network shows longer sides.
VIDEO_SIDE = 1920
#: Pictures a second: TikTok, Instagram and Threads refuse fewer than 23.
LEAST_RATE = 24
#: x264's constant quality: hardly told apart from the original.
VIDEO_CRF = 21
#: Fewer bits a second than these make a row of blots; and of poor sound.
VIDEO_RATE, SOUND_RATE = 80_000, 48_000
#: Share of a video's bytes that pictures and sound may take; the rest is the container.
VIDEO_SHARE = 0.95
#: Largest file that comes with an ordinary form; larger ones come in pieces.
FORM_BYTES = 25_000_000
#: One piece of a resumable upload, below what a proxy in front lets through.
PIECE_BYTES = 5_000_000
#: What stays free on the disk when an upload is begun.
RESERVE_BYTES = 200_000_000
#: Unfinished uploads of one person at a time.
MAX_OPEN = 20


def longest_video(max_bytes: int) -> float:
    """Seconds of the longest video that can be brought within so many bytes."""
    return max_bytes * 8 * VIDEO_SHARE / (VIDEO_RATE + SOUND_RATE)
