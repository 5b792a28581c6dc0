"""What WhatsApp's Cloud API takes in a message to one person."""

from datetime import timedelta

from kentongan.networks.contract import Form, Limits, VideoLimits

#: How long after a person last wrote a free message may answer them.
WINDOW = timedelta(hours=24)

LIMITS = Limits(
    max_text=4096,
    count="characters",
    max_caption=1024,
    # The body of a template has 1024 characters with what stands around the variable.
    max_spread=900,
    one_line=True,
    max_images=1,
    max_image_bytes=5_000_000,
    max_image_side=4096,
    image_mimes=("image/jpeg", "image/png"),
    max_alt=0,
    video=VideoLimits(max_bytes=16_000_000, max_seconds=0, max_side=1920, forms=(Form.POST,)),
    # Meta allows 80 messages a second for each number, those that come in counted: 20 are theirs.
    per_account=(60, 1),
    per_network=(1000, 1),
    timeout=40.0,
    source=(
        "developers.facebook.com/documentation/business-messaging/whatsapp: messages/text-messages,"
        " messages/image-messages, messages/video-messages, media,"
        " templates/components, throughput; belum diverifikasi"
    ),
)
