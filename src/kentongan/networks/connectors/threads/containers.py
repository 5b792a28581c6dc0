"""What goes into a container, the network's draft of a post. Pure functions.

developers.facebook.com/documentation/threads/reference/publishing
"""

from __future__ import annotations

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.language import tally
from kentongan.networks import wording
from kentongan.networks.connectors.threads import counting
from kentongan.networks.connectors.threads.limits import LIMITS, MAX_LINKS
from kentongan.networks.contract import Audience, Form, Image, Outgoing, Refused, Video

LABEL = "Threads"
#: What the network says of media it could not take, and what a person can do about it.
MEDIA_TROUBLES = {
    "FAILED_DOWNLOADING_VIDEO": gettext_noop(
        "berkasnya tidak dapat diambil. Terbitkan lagi; bila berulang,"
        " minta admin memeriksa apakah alamat Kentongan dapat dibuka dari luar"
    ),
    "FAILED_PROCESSING_AUDIO": gettext_noop(
        "suaranya tidak terbaca. Simpan ulang videonya dengan suara AAC"
    ),
    "FAILED_PROCESSING_VIDEO": gettext_noop(
        "videonya tidak terbaca. Simpan ulang sebagai MP4 (H.264)"
    ),
    "INVALID_ASPEC_RATIO": gettext_noop(
        "bentuk layarnya tidak diterima. Potong gambar atau videonya"
    ),
    "INVALID_BIT_RATE": gettext_noop(
        "laju bitnya terlalu tinggi. Simpan ulang dengan mutu lebih rendah"
    ),
    "INVALID_DURATION": gettext_noop(
        "videonya terlalu panjang. Potong menjadi paling lama 5 menit"
    ),
    "INVALID_FRAME_RATE": gettext_noop(
        "jumlah gambar per detiknya tidak diterima. Simpan ulang 23–60 fps"
    ),
    "INVALID_AUDIO_CHANNELS": gettext_noop(
        "salurannya tidak diterima. Simpan ulang dengan suara stereo"
    ),
    "INVALID_AUDIO_CHANNEL_LAYOUT": gettext_noop(
        "salurannya tidak diterima. Simpan ulang dengan suara stereo"
    ),
}


def media_trouble(message: str) -> Refused:
    """What to tell for a container that the network gave up."""
    told = MEDIA_TROUBLES.get(
        message, gettext_noop("gambar atau videonya tidak dapat diolah. Terbitkan lagi")
    )
    return Refused(
        _("%(label)s tidak dapat memakai unggahan ini: %(told)s.")
        % {"label": LABEL, "told": _(told)}
    )


def refuse_early(item: Outgoing) -> None:
    """Raise ``Refused`` for what the network does not take; nothing is sent."""
    if item.form is not Form.POST:
        raise Refused(
            _("%(label)s hanya mengenal unggahan biasa. Pilih bentuk unggahan biasa.")
            % {"label": LABEL}
        )
    if item.audience is not Audience.PUBLIC:
        raise Refused(
            _("Unggahan %(label)s selalu untuk umum. Pilih khalayak umum.") % {"label": LABEL}
        )
    counting.refuse_too_long(text_of(item), LIMITS.max_text)
    _refuse_many_links(item)
    wording.refuse_bad_images(item, LIMITS, LABEL)
    if not (item.text.strip() or item.link or item.images or item.video):
        raise Refused(
            _("Unggahan %(label)s masih kosong. Isi teks atau gambarnya.") % {"label": LABEL}
        )
    if item.video is not None:
        _refuse_bad_video(item.video, len(item.images))
    if any(not medium.url for medium in media_of(item)):
        raise Refused(
            _(
                "%(label)s mengambil gambar dan video dari alamat umum Kentongan,"
                " dan alamat itu belum ada. Minta admin instalasi mengisi alamat"
                " umumnya."
            )
            % {"label": LABEL}
        )


def _refuse_many_links(item: Outgoing) -> None:
    form = whole(item)
    found = {link.text for link in tally.links(form.get("text", ""))}
    count = len(found | {form.get("link_attachment", "")} - {""})
    if count > MAX_LINKS:
        raise Refused(
            _(
                "Ada %(count)s tautan, %(label)s menerima paling banyak %(max_links)s."
                " Kurangi tautan untuk jejaring ini."
            )
            % {"count": count, "label": LABEL, "max_links": MAX_LINKS}
        )


def _refuse_bad_video(video: Video, images: int) -> None:
    most = LIMITS.video
    assert most is not None
    if images + 1 > LIMITS.max_images:
        raise Refused(
            _("%(label)s menerima paling banyak %(max_images)s gambar dan video.")
            % {"label": LABEL, "max_images": LIMITS.max_images}
        )
    if video.mime not in most.mimes:
        raise Refused(
            _("%(label)s hanya menerima video MP4 atau MOV. Simpan ulang videonya.")
            % {"label": LABEL}
        )
    if video.size > most.max_bytes:
        raise Refused(
            _("Video terlalu besar untuk %(label)s, paling besar 1 GB.") % {"label": LABEL}
        )
    if video.seconds > most.max_seconds:
        raise Refused(
            _("Video terlalu panjang untuk %(label)s, paling lama 5 menit.") % {"label": LABEL}
        )
    if len(video.alt) > LIMITS.max_alt:
        raise Refused(
            _(
                "Teks alternatif video terlalu panjang; %(label)s menerima paling"
                " banyak %(max_alt)s karakter."
            )
            % {"label": LABEL, "max_alt": LIMITS.max_alt}
        )


def media_of(item: Outgoing) -> list[Image | Video]:
    """Pictures in their order, then the video."""
    return [*item.images, *((item.video,) if item.video else ())]


def text_of(item: Outgoing) -> str:
    """The words. A link goes beside them where it can be attached, else at their end."""
    if item.link and not media_of(item) and item.text.strip():
        return item.text
    return wording.full_text(item)


def whole(item: Outgoing) -> dict[str, str]:
    """The form of the container that is published, less media and children."""
    media = media_of(item)
    form = {"media_type": _kind(media)}
    if text := text_of(item):
        form["text"] = text
    if item.link and not media:
        form["link_attachment"] = item.link
    if item.reply_to is not None:
        form["reply_to_id"] = item.reply_to.external_id
    return form


def _kind(media: list[Image | Video]) -> str:
    if not media:
        return "TEXT"
    if len(media) > 1:
        return "CAROUSEL"
    return "IMAGE" if isinstance(media[0], Image) else "VIDEO"


def medium(one: Image | Video) -> dict[str, str]:
    """The fields for a picture or a video, which the network fetches by itself."""
    if isinstance(one, Image):
        form = {"media_type": "IMAGE", "image_url": one.url}
    else:
        form = {"media_type": "VIDEO", "video_url": one.url}
    return {**form, "alt_text": one.alt} if one.alt else form
