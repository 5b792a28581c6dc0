"""What X takes of an account that pays for nothing, and how fast."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Form, Limits, Places, VideoLimits

LIMITS = Limits(
    max_text=280,
    count="weighted280",
    link_length=23,
    max_images=4,
    max_image_bytes=5_000_000,
    max_image_side=4096,
    image_mimes=("image/jpeg", "image/png", "image/webp"),
    max_alt=1000,
    threads=True,
    max_comment=280,
    video=VideoLimits(
        # X takes 8 GB; at 4 MB a piece that is more requests than it allows in 15 minutes.
        max_bytes=1_000_000_000,
        max_seconds=1200.0,
        min_seconds=0.5,
        max_side=1280,
        shapes=(1 / 3, 3.0),
        mimes=("video/mp4", "video/quicktime"),
        captions=("application/x-subrip",),
    ),
    places=Places(
        pattern=r"[0-9a-f]{16}",
        help=gettext_noop(
            "Kode tempat X, 16 huruf dan angka, dari alamat https://x.com/places/… tempat itu."
        ),
        images=(Form.POST,),
        videos=(Form.POST,),
        but=gettext_noop("Izin lokasi harus menyala di setelan akun X."),
    ),
    # 100 posts in 15 minutes a user, 50 deletions; 10,000 posts a day an application.
    per_account=(50, 900),
    per_network=(100, 900),
    timeout=25.0,
    source=(
        "docs.x.com: fundamentals/counting-characters, x-api/media/quickstart/best-practices,"
        " x-api/fundamentals/rate-limits; max_alt: developer.x.com,"
        " post-media-metadata-create; max_image_side belum diverifikasi"
    ),
)
