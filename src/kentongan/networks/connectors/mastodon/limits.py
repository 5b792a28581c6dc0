"""What a server of the Mastodon API takes when it tells no numbers of its own."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Limits, Places, VideoLimits

#: 40 MB is what the documentation shows; newer servers take 99 MB.
VIDEO = VideoLimits(max_bytes=40_000_000, max_seconds=0, max_side=1920)

LIMITS = Limits(
    max_text=500,
    count="graphemes",
    link_length=23,
    max_images=4,
    max_image_bytes=8_000_000,
    max_image_side=3840,
    image_mimes=("image/jpeg", "image/png", "image/webp"),
    max_alt=1500,
    video=VIDEO,
    threads=True,
    max_comment=500,
    # 300 requests in 5 minutes, 30 uploads in 30 minutes, 300 posts in 3 hours.
    per_account=(60, 1800),
    per_network=(600, 60),
    timeout=25.0,
    places=Places(why_not=gettext_noop("Unggahan Mastodon tidak memuat lokasi.")),
    source="docs.joinmastodon.org: api/rate-limits, entities/Instance; a server may allow more",
)
