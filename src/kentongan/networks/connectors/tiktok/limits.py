"""What TikTok takes from the Content Posting API; bytes, seconds, pixels, UTF-16 units."""

from datetime import timedelta

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Audience, Limits, Places, VideoLimits

DOCS = "developers.tiktok.com/doc"

#: Captions of videos and descriptions of photo posts, in UTF-16 units ("runes" to TikTok).
MAX_CAPTION = 2200
MAX_DESCRIPTION = 4000

#: One piece of an upload. TikTok takes 5 to 64 MB, and up to 128 MB for the last; small enough
#: that a broken line costs little, large enough that 4 GB stay well under 1,000 pieces.
CHUNK = 16 * 1024 * 1024

#: Shortest side of a video.
MIN_VIDEO_SIDE = 360

#: How long processing, moderation and the owner's own last step may take before a person looks.
LONGEST_WORK = timedelta(hours=24)
LONGEST_MODERATION = timedelta(hours=6)
LONGEST_DRAFT = timedelta(days=3)

LIMITS = Limits(
    # Photo posts take 4,000; the smaller number serves both.
    max_text=MAX_CAPTION,
    count="utf16",
    max_images=35,
    max_image_bytes=20_000_000,
    max_image_side=1080,
    image_mimes=("image/jpeg", "image/webp"),
    max_alt=0,
    audiences=(Audience.PUBLIC, Audience.PRIVATE),
    needs_media=True,
    fetches_images=True,
    dead_links=True,
    video=VideoLimits(
        max_bytes=4_000_000_000,
        max_seconds=600.0,
        min_seconds=3.0,
        max_side=4096,
        least=(MIN_VIDEO_SIDE, MIN_VIDEO_SIDE),
        mimes=("video/mp4", "video/webm", "video/quicktime"),
    ),
    # Six posts a minute and some fifteen a day for each account.
    per_account=(6, 60),
    per_network=(300, 60),
    timeout=40.0,
    places=Places(why_not=gettext_noop("TikTok tidak menerima lokasi dari aplikasi lain.")),
    source=(
        f"{DOCS}/content-posting-api-reference-direct-post, -photo-post, -media-transfer-guide;"
        " belum diverifikasi"
    ),
)
