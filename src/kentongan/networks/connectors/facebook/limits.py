"""What a Facebook Page takes."""

from dataclasses import replace

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Form, InForm, Limits, Places, VideoLimits

REEL_SHAPE = 9 / 16
REEL_TOLERANCE = 0.01

VIDEO = VideoLimits(
    max_bytes=1_000_000_000,
    max_seconds=1200,
    min_seconds=1,
    max_side=1920,
    shapes=(9 / 16 - REEL_TOLERANCE, 16 / 9 + REEL_TOLERANCE),
    mimes=("video/mp4",),
    forms=(Form.POST, Form.REEL),
    captions=("application/x-subrip",),
)
#: Upright, 3 to 90 seconds, at least 540 x 960 pixels.
REEL = replace(
    VIDEO, min_seconds=3, max_seconds=90, shapes=(REEL_SHAPE, REEL_SHAPE), least=(540, 960)
)

LIMITS = Limits(
    max_text=63206,
    count="characters",
    max_images=10,
    max_image_bytes=4_000_000,
    max_image_side=2048,
    image_mimes=("image/jpeg", "image/png"),
    max_alt=1000,
    max_comment=8000,
    video=VIDEO,
    in_forms={Form.REEL: InForm(video=REEL)},
    places=Places(
        pattern=r"[0-9]{5,20}",
        help=gettext_noop(
            "Nomor Halaman Facebook kantor yang beralamat: buka Halamannya, Tentang, Transparansi."
        ),
        images=(Form.POST,),
        videos=(Form.REEL,),
        but=gettext_noop("Bersama video, hanya untuk reel."),
    ),
    # A post with ten pictures is eleven requests; reels alone are limited to 30 a day.
    per_account=(30, 3600),
    # What is called with a Page's token counts against that Page, not against the application: of
    # all together there is no limit of the vendor, and 400 Pages at seven must not take hours.
    per_network=(300, 60),
    timeout=25.0,
    source=(
        "developers.facebook.com/docs: video-api/guides/reels-publishing,"
        " graph-api/overview/rate-limiting, graph-api/photo-uploads;"
        " panjang teks dan komentar, teks alternatif dan video: belum diverifikasi"
    ),
)
