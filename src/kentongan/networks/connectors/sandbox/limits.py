"""What Jejaring Latih accepts; the same numbers stand in ``kentongan/sandbox/rules.py``."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Limits, Places

LIMITS = Limits(
    max_text=500,
    count="graphemes",
    max_images=4,
    max_image_bytes=2_000_000,
    max_image_side=2560,
    image_mimes=("image/jpeg", "image/png", "image/webp"),
    max_alt=1500,
    threads=True,
    max_comment=500,
    per_account=(120, 60),
    per_network=(60_000, 60),
    timeout=20.0,
    places=Places(why_not=gettext_noop("Unggahan di jejaring latihan tidak memuat lokasi.")),
    source="kentongan/sandbox/README.md",
)
