"""What Instagram takes from a professional account."""

from dataclasses import replace

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Counts, Form, InForm, Limits, Places, VideoLimits

MAX_TAGS = 30
MAX_MENTIONS = 20
#: A picture in the feed: width / height, from 4:5 to 1.91:1, and the least width in pixels.
SHAPES = (0.8, 1.91)
SHAPE_TOLERANCE = 0.005
LEAST_WIDTH = 320
#: A comment: letters, tags and links; never in capitals alone.
COMMENT_TEXT = 300
COMMENT_TAGS = 4
COMMENT_LINKS = 1

VIDEO = VideoLimits(
    max_bytes=300_000_000,
    max_seconds=900,
    min_seconds=3,
    max_side=1920,
    shapes=(0.01, 10.0),
    mimes=("video/mp4", "video/quicktime"),
    forms=(Form.POST, Form.REEL, Form.STORY),
    fetches=True,
)
#: A story of a video: at most a minute and 100 MB.
STORY = replace(VIDEO, max_seconds=60, max_bytes=100_000_000)

LIMITS = Limits(
    max_text=2200,
    count="characters",
    max_images=10,
    max_image_bytes=8_000_000,
    max_image_side=1440,
    image_mimes=("image/jpeg",),
    max_alt=1000,
    max_comment=COMMENT_TEXT,
    wordless=(Form.STORY,),
    needs_media=True,
    image_shapes=SHAPES,
    image_forms=(Form.POST, Form.STORY),
    fetches_images=True,
    video=VIDEO,
    # A story is seen whole, upright above all: nothing is cut off to the shape of the feed.
    in_forms={Form.STORY: InForm(image_shapes=(0.0, 0.0), video=STORY)},
    dead_links=True,
    counts=Counts(hashtags=MAX_TAGS, mentions=MAX_MENTIONS),
    comment_counts=Counts(hashtags=COMMENT_TAGS, links=COMMENT_LINKS, repeats=True),
    loud_comments=False,
    places=Places(
        pattern=r"[0-9]{5,20}",
        help=gettext_noop(
            "Nomor Halaman Facebook kantor yang beralamat: buka Halamannya, Tentang, Transparansi."
        ),
        images=(Form.POST,),
        videos=(Form.POST, Form.REEL),
        but=gettext_noop("Story tidak memuat lokasi."),
    ),
    # 100 posts in 24 hours; the vendor tells how many are left (content_publishing_limit).
    per_account=(100, 86400),
    # The vendor counts by account; of all together there is no limit of its own.
    per_network=(300, 60),
    timeout=30.0,
    source=(
        "developers.facebook.com/docs/instagram-platform: content-publishing,"
        " instagram-graph-api/reference/ig-user/media, reference/error-codes;"
        " belum diverifikasi pada akun sungguhan"
    ),
)
