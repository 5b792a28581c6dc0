"""What a letter to one person holds."""

from kentongan.networks.contract import Limits

LIMITS = Limits(
    max_text=10_000,
    count="characters",
    max_images=0,
    max_image_bytes=0,
    max_image_side=0,
    max_alt=0,
    # Mail servers count by the day and the hour; answers of people stay far below this.
    per_account=(20, 60),
    per_network=(300, 60),
    timeout=20.0,
    source=(
        "rfc-editor.org/rfc/rfc5321, rfc5322; support.google.com/a/answer/166852;"
        " belum diverifikasi"
    ),
)
