"""What a WordPress site takes. It knows no limit of text; the upload limit is PHP's default."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Limits, Places

#: Bytes of a comment. The column comment_content holds 65,525, and what is escaped, such as an
#: apostrophe, takes six of them.
MAX_COMMENT = 65_525 // 6

LIMITS = Limits(
    max_text=0,
    count="graphemes",
    max_images=10,
    # upload_max_filesize of PHP is 2 MB unless the host raised it.
    max_image_bytes=1_900_000,
    # WordPress makes smaller copies of anything beyond 2560 pixels.
    max_image_side=2560,
    image_mimes=("image/jpeg", "image/png"),
    max_alt=2000,
    # The column post_title holds so many bytes.
    max_title=65_535,
    max_comment=MAX_COMMENT,
    comment_count="bytes",
    per_account=(30, 60),
    per_network=(300, 60),
    timeout=30.0,
    places=Places(
        why_not=gettext_noop("WordPress tidak punya isian lokasi; tulis alamat di teks.")
    ),
    source=(
        "developer.wordpress.org: rest-api, reference/functions/wp_get_comment_fields_max_lengths;"
        " php.ini upload_max_filesize"
    ),
)
