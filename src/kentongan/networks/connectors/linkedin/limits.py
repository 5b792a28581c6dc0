"""What LinkedIn takes of a post of an organisation, as its documentation tells."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Limits, Places, VideoLimits

#: A comment is shorter than a post.
MAX_COMMENT = 1250

LIMITS = Limits(
    max_text=3000,
    # LinkedIn is said to cut a longer text off without a word; this counts the most.
    count="utf16",
    max_images=20,
    max_image_bytes=8_000_000,
    max_image_side=4096,
    image_mimes=("image/jpeg", "image/png", "image/gif"),
    max_alt=4086,
    max_comment=MAX_COMMENT,
    video=VideoLimits(
        max_bytes=500_000_000,
        max_seconds=1800,
        min_seconds=3,
        max_side=4096,
        mimes=("video/mp4",),
        captions=("application/x-subrip",),
    ),
    per_account=(20, 60),
    per_network=(100, 60),
    timeout=30.0,
    places=Places(why_not=gettext_noop("Unggahan LinkedIn tidak memuat lokasi.")),
    source=(
        "learn.microsoft.com/linkedin/marketing/community-management/shares: posts-api,"
        " images-api, videos-api, multiimage-post-api, comments-api; belum diverifikasi"
    ),
)
