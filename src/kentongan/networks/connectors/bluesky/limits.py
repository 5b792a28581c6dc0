"""What a post on Bluesky may hold, after the lexicons of AT Protocol."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Limits, Places, VideoLimits

#: ``maxLength`` of ``app.bsky.feed.post#text``: bytes of UTF-8, besides the 300 graphemes.
MAX_TEXT_BYTES = 3000
#: ``maxLength`` and ``maxGraphemes`` of a tag in a facet.
MAX_TAG_GRAPHEMES = 64
#: ``maxGraphemes`` of the alt text of a video; number and ``maxSize`` of its captions.
MAX_VIDEO_ALT, MAX_CAPTIONS, MAX_CAPTION_BYTES = 1000, 20, 20_000

LIMITS = Limits(
    max_text=300,
    count="graphemes",
    max_bytes=MAX_TEXT_BYTES,
    max_images=4,
    # The lexicon allowed 1,000,000 until 2025 and 2,000,000 since; older servers keep the former.
    max_image_bytes=1_000_000,
    max_image_side=2000,
    image_mimes=("image/jpeg", "image/png", "image/webp"),
    max_alt=2000,
    threads=True,
    max_comment=300,
    # 100,000,000 by the lexicon; three minutes by the announcement of Bluesky.
    video=VideoLimits(max_bytes=100_000_000, max_seconds=180.0, captions=("text/vtt",)),
    # createRecord and putRecord cost 3 of 5,000 points an hour.
    per_account=(60, 60),
    per_network=(600, 60),
    timeout=20.0,
    places=Places(why_not=gettext_noop("Unggahan Bluesky tidak memuat lokasi.")),
    source=(
        "lexicons app.bsky.feed.post, app.bsky.embed.images, app.bsky.embed.video; docs.bsky.app"
        " rate limits"
    ),
)
