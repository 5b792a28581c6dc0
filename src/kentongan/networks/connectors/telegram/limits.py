"""What Telegram takes from a bot."""

from kentongan.kernel.say import gettext_noop
from kentongan.networks.contract import Form, Limits, Places, VideoLimits

#: A picture's width and height may add up to this many pixels.
MOST_PIXELS = 10_000
#: The longer side of a picture may be this many times the shorter one.
LONGEST_SHAPE = 20
#: Pictures and videos of one album.
ALBUM = 10

LIMITS = Limits(
    max_text=4096,
    count="characters",
    max_caption=1024,
    max_images=ALBUM,
    max_image_bytes=10_000_000,
    max_image_side=4096,
    image_mimes=("image/jpeg", "image/png"),
    max_alt=0,
    mixes=True,
    video=VideoLimits(
        max_bytes=50_000_000,
        max_seconds=0,
        max_side=1920,
        shapes=(1 / LONGEST_SHAPE, LONGEST_SHAPE),
        forms=(Form.POST,),
    ),
    # Not more than 20 messages a minute into one group, 30 a second over all chats of a bot.
    per_account=(20, 60),
    per_network=(30, 1),
    timeout=60.0,
    places=Places(
        why_not=gettext_noop("Di Telegram, lokasi adalah pesan tersendiri, bukan bagian unggahan.")
    ),
    source=(
        "core.telegram.org/bots/api: sendMessage, sendPhoto, sendVideo, sendMediaGroup;"
        " core.telegram.org/bots/faq: laju pengiriman; belum diverifikasi pada Telegram sendiri"
    ),
)
