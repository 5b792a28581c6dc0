"""What Threads takes of a post, as its documentation tells."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Counts, Limits, Places, VideoLimits

#: Different addresses in a post, the attached one among them; one more refuses the post.
MAX_LINKS = 5

LIMITS = Limits(
    max_text=500,
    count="emoji_bytes",
    max_images=20,
    max_image_bytes=8_000_000,
    max_image_side=1440,
    image_mimes=("image/jpeg", "image/png"),
    max_alt=1000,
    threads=True,
    max_comment=500,
    fetches_images=True,
    mixes=True,
    video=VideoLimits(
        max_bytes=1_000_000_000,
        max_seconds=300,
        max_side=1920,
        shapes=(0.01, 10.0),
        mimes=("video/mp4", "video/quicktime"),
        fetches=True,
    ),
    # 250 posts and 1000 replies in 24 hours are asked of the network itself before each post.
    per_account=(30, 60),
    per_network=(300, 60),
    timeout=30.0,
    counts=Counts(links=MAX_LINKS),
    comment_counts=Counts(links=MAX_LINKS),
    places=Places(
        why_not=gettext_noop(
            "Lokasi di Threads memerlukan izin tersendiri dari Meta, yang tidak diminta Kentongan."
        )
    ),
    source=(
        "developers.facebook.com/documentation/threads/posts dan /threads/overview,"
        " disalin dari dokumen; belum diverifikasi"
    ),
)
