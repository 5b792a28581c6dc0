"""What YouTube takes. Each number names the vendor's page it was read from; see README.md."""

from dataclasses import replace
from datetime import timedelta

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Audience, Form, InForm, Limits, Places, VideoLimits

#: Characters of a title and bytes of a description; neither may hold ``<`` or ``>``.
#: developers.google.com/youtube/v3/docs/videos, snippet.title and snippet.description
MAX_TITLE = 100
MAX_DESCRIPTION = 5000
#: Characters of all tags together; see ``metadata.tags_length``. Same page, snippet.tags[]
MAX_TAGS = 500
#: Characters of a comment. Nowhere documented for the API; what the site itself takes.
MAX_COMMENT = 10_000
#: Bytes of a cover. developers.google.com/youtube/v3/docs/thumbnails/set
MAX_COVER = 2 * 1024 * 1024
COVER_MIMES = ("image/jpeg", "image/png")
#: Bytes of subtitles. developers.google.com/youtube/v3/docs/captions/insert
MAX_CAPTIONS = 100 * 1024 * 1024
CAPTION_MIMES = ("application/x-subrip", "text/srt", "text/vtt")
#: Seconds of a Short, which is square or upright. support.google.com/youtube/answer/15424877
MAX_SHORT = 180.0
#: Bytes of a piece of an upload: a multiple of 256 KiB, as the protocol demands.
#: developers.google.com/youtube/v3/guides/using_resumable_upload_protocol
CHUNK = 8 * 1024 * 1024
#: How long a channel must wait that uploaded too much today: a day, as the vendor announced.
UPLOAD_PAUSE = timedelta(hours=24)

VIDEO = VideoLimits(
    max_bytes=256 * 1024**3,
    max_seconds=12 * 3600,
    max_side=7680,
    mimes=("video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/mpeg"),
    forms=(Form.POST, Form.REEL),
    captions=CAPTION_MIMES,
)
SHORT = replace(VIDEO, max_seconds=MAX_SHORT, shapes=(0.1, 1.0))

LIMITS = Limits(
    max_text=MAX_DESCRIPTION,
    count="bytes",
    max_images=0,
    max_image_bytes=MAX_COVER,
    max_image_side=1920,
    image_mimes=COVER_MIMES,
    max_alt=0,
    max_comment=MAX_COMMENT,
    max_tags=MAX_TAGS,
    max_title=MAX_TITLE,
    never="<>",
    audiences=(Audience.PUBLIC, Audience.UNLISTED, Audience.PRIVATE),
    needs_media=True,
    needs_video=True,
    image_forms=(),
    video=VIDEO,
    in_forms={Form.REEL: InForm(video=SHORT)},
    # 100 calls of videos.insert a day for the whole application; comments and the rest are paid
    # from 10,000 units, 50 for a comment or a cover and 400 for subtitles.
    per_account=(50, 86_400),
    per_network=(100, 86_400),
    timeout=60.0,
    places=Places(why_not=gettext_noop("YouTube tidak lagi menerima lokasi video.")),
    source=(
        "developers.google.com/youtube/v3: docs/videos, docs/thumbnails/set, docs/captions/insert,"
        " determine_quota_cost; support.google.com/youtube/answer/71673 (256 GB, 12 jam);"
        " panjang komentar belum diverifikasi"
    ),
)
