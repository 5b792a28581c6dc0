"""What TikTok cannot do, said before anything is sent."""

from __future__ import annotations

from kentongan.networks import wording
from kentongan.networks.connectors.tiktok import limits
from kentongan.networks.connectors.tiktok.api import Creator
from kentongan.networks.connectors.tiktok.problems import LABEL
from kentongan.networks.contract import Audience, Form, Outgoing, Refused, Video

AUDIENCES = {Audience.PUBLIC: "PUBLIC_TO_EVERYONE", Audience.PRIVATE: "SELF_ONLY"}


def units(text: str) -> int:
    """Length in UTF-16 units, which is how TikTok counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def refuse_early(item: Outgoing) -> None:
    """Raise ``Refused`` for what can never go out, saying what to change."""
    if item.reply_to is not None:
        raise Refused(f"{LABEL} tidak menerima balasan lewat Kentongan. Balas di aplikasinya.")
    if item.form is not Form.POST:
        raise Refused(f"{LABEL} hanya punya satu bentuk unggahan. Pilih bentuk biasa.")
    if item.audience not in AUDIENCES:
        raise Refused(f"{LABEL} tidak punya pilihan penonton itu. Pilih umum atau hanya saya.")
    text = wording.full_text(item)
    wording.refuse_too_long(text, limits.LIMITS, LABEL)
    if units(text) > limits.MAX_CAPTION:
        raise Refused(
            f"Teks memakai terlalu banyak emoji atau huruf khusus untuk {LABEL}; semuanya"
            f" dihitung ganda, paling banyak {limits.MAX_CAPTION} karakter."
        )
    wording.refuse_bad_images(item, limits.LIMITS, LABEL)
    if item.video is not None:
        if item.images:
            raise Refused(f"{LABEL} menerima video atau gambar, tidak keduanya. Pilih satu.")
        _refuse_bad_video(item.video)
    elif not item.images:
        raise Refused(f"{LABEL} tidak menerima teks saja. Tambahkan video atau gambar.")
    else:
        _refuse_bad_pictures(item)


def _refuse_bad_pictures(item: Outgoing) -> None:
    if units(item.title) > limits.MAX_PHOTO_TITLE:
        raise Refused(
            f"Judul terlalu panjang; {LABEL} menerima paling banyak"
            f" {limits.MAX_PHOTO_TITLE} karakter untuk unggahan gambar."
        )
    for number, image in enumerate(item.images, start=1):
        if image.mime not in limits.LIMITS.image_mimes:
            raise Refused(f"Gambar {number} bukan JPEG atau WebP, {LABEL} tidak menerimanya.")
        if max(image.width, image.height) > limits.LIMITS.max_image_side:
            raise Refused(f"Gambar {number} terlalu besar untuk {LABEL}. Kecilkan gambarnya.")
        if not image.url:
            raise Refused(
                f"{LABEL} mengambil gambar dari situs ini, tetapi situs ini belum punya alamat"
                " umum. Minta admin mengaturnya."
            )


def _refuse_bad_video(video: Video) -> None:
    known = limits.LIMITS.video
    assert known is not None
    if video.mime not in known.mimes:
        raise Refused(f"{LABEL} menerima video MP4, WebM, atau MOV. Ubah dulu videonya.")
    if video.size > known.max_bytes:
        raise Refused(f"Video terlalu besar untuk {LABEL}; paling besar 4 GB.")
    if not known.min_seconds <= video.seconds <= known.max_seconds:
        raise Refused(f"{LABEL} menerima video 3 detik sampai 10 menit. Ubah panjang videonya.")
    short, long = sorted((video.width, video.height))
    if short < limits.MIN_VIDEO_SIDE or long > known.max_side:
        raise Refused(
            f"Ukuran gambar video tidak diterima {LABEL}: sisi terpendek"
            f" {limits.MIN_VIDEO_SIDE}, terpanjang {known.max_side} piksel."
        )
    try:
        there = video.path.stat().st_size
    except OSError:
        raise Refused("Berkas video tidak dapat dibaca. Unggah lagi videonya.") from None
    if there != video.size:
        raise Refused("Berkas video tidak utuh. Unggah lagi videonya.")


def audience(item: Outgoing, creator: Creator) -> str:
    """TikTok's word for the audience; must be one that the account offers now."""
    wanted = AUDIENCES[item.audience]
    if wanted in creator.audiences:
        return wanted
    if item.audience is Audience.PUBLIC:
        raise Refused(
            f"Akun {LABEL} ini privat, jadi tidak dapat menayangkan untuk umum. Ubah akunnya"
            " menjadi publik di aplikasi, lalu kirim ulang."
        )
    raise Refused(f"Akun {LABEL} ini tidak mengizinkan “hanya saya”. Ubah penonton kiriman ini.")


def refuse_too_long_for(creator: Creator, video: Video) -> None:
    """Raise ``Refused`` for a video longer than this very account may post."""
    if creator.max_seconds and video.seconds > creator.max_seconds:
        raise Refused(
            f"Akun {LABEL} ini hanya boleh mengunggah video sampai {creator.max_seconds:.0f}"
            " detik. Potong videonya."
        )
