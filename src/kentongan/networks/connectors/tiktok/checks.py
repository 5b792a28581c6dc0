"""What TikTok cannot do, said before anything is sent."""

from __future__ import annotations

from kentongan.kernel.say import gettext as _
from kentongan.networks import wording
from kentongan.networks.connectors.tiktok import limits
from kentongan.networks.connectors.tiktok.api import Creator
from kentongan.networks.connectors.tiktok.problems import LABEL
from kentongan.networks.contract import Audience, Form, Outgoing, Refused, Video

AUDIENCES = {Audience.PUBLIC: "PUBLIC_TO_EVERYONE", Audience.PRIVATE: "SELF_ONLY"}


def refuse_early(item: Outgoing) -> None:
    """Raise ``Refused`` for what can never go out, saying what to change."""
    if item.reply_to is not None:
        raise Refused(
            _("%(label)s tidak menerima balasan lewat Kentongan. Balas di aplikasinya.")
            % {"label": LABEL}
        )
    if item.form is not Form.POST:
        raise Refused(
            _("%(label)s hanya punya satu bentuk unggahan. Pilih bentuk biasa.") % {"label": LABEL}
        )
    if item.audience not in AUDIENCES:
        raise Refused(
            _("%(label)s tidak punya pilihan penonton itu. Pilih umum atau hanya saya.")
            % {"label": LABEL}
        )
    wording.refuse_too_long(wording.full_text(item), limits.LIMITS, LABEL)
    wording.refuse_bad_images(item, limits.LIMITS, LABEL)
    if item.video is not None:
        if item.images:
            raise Refused(
                _("%(label)s menerima video atau gambar, tidak keduanya. Pilih satu.")
                % {"label": LABEL}
            )
        _refuse_bad_video(item.video)
    elif not item.images:
        raise Refused(
            _("%(label)s tidak menerima teks saja. Tambahkan video atau gambar.") % {"label": LABEL}
        )
    else:
        _refuse_bad_pictures(item)


def _refuse_bad_pictures(item: Outgoing) -> None:
    for number, image in enumerate(item.images, start=1):
        if image.mime not in limits.LIMITS.image_mimes:
            raise Refused(
                _("Gambar %(number)s bukan JPEG atau WebP, %(label)s tidak menerimanya.")
                % {"number": number, "label": LABEL}
            )
        if max(image.width, image.height) > limits.LIMITS.max_image_side:
            raise Refused(
                _("Gambar %(number)s terlalu besar untuk %(label)s. Kecilkan gambarnya.")
                % {"number": number, "label": LABEL}
            )
        if not image.url:
            raise Refused(
                _(
                    "%(label)s mengambil gambar dari situs ini, tetapi situs ini belum"
                    " punya alamat umum. Minta admin mengaturnya."
                )
                % {"label": LABEL}
            )


def _refuse_bad_video(video: Video) -> None:
    known = limits.LIMITS.video
    assert known is not None
    if video.mime not in known.mimes:
        raise Refused(
            _("%(label)s menerima video MP4, WebM, atau MOV. Ubah dulu videonya.")
            % {"label": LABEL}
        )
    if video.size > known.max_bytes:
        raise Refused(
            _("Video terlalu besar untuk %(label)s; paling besar 4 GB.") % {"label": LABEL}
        )
    if not known.min_seconds <= video.seconds <= known.max_seconds:
        raise Refused(
            _("%(label)s menerima video 3 detik sampai 10 menit. Ubah panjang videonya.")
            % {"label": LABEL}
        )
    short, long = sorted((video.width, video.height))
    if short < limits.MIN_VIDEO_SIDE or long > known.max_side:
        raise Refused(
            _(
                "Ukuran gambar video tidak diterima %(label)s: sisi terpendek"
                " %(min_video_side)s, terpanjang %(max_side)s piksel."
            )
            % {"label": LABEL, "min_video_side": limits.MIN_VIDEO_SIDE, "max_side": known.max_side}
        )
    try:
        there = video.path.stat().st_size
    except OSError:
        raise Refused(_("Berkas video tidak dapat dibaca. Unggah lagi videonya.")) from None
    if there != video.size:
        raise Refused(_("Berkas video tidak utuh. Unggah lagi videonya."))


def audience(item: Outgoing, creator: Creator) -> str:
    """TikTok's word for the audience; must be one that the account offers now."""
    wanted = AUDIENCES[item.audience]
    if wanted in creator.audiences:
        return wanted
    if item.audience is Audience.PUBLIC:
        raise Refused(
            _(
                "Akun %(label)s ini privat, jadi tidak dapat menayangkan untuk umum."
                " Ubah akunnya menjadi publik di aplikasi, lalu kirim ulang."
            )
            % {"label": LABEL}
        )
    raise Refused(
        _("Akun %(label)s ini tidak mengizinkan “hanya saya”. Ubah penonton kiriman ini.")
        % {"label": LABEL}
    )


def refuse_too_long_for(creator: Creator, video: Video) -> None:
    """Raise ``Refused`` for a video longer than this very account may post."""
    if creator.max_seconds and video.seconds > creator.max_seconds:
        raise Refused(
            _(
                "Akun %(label)s ini hanya boleh mengunggah video sampai"
                " %(max_seconds).0f detik. Potong videonya."
            )
            % {"label": LABEL, "max_seconds": creator.max_seconds}
        )
