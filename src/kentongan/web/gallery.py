"""Sample data of the gallery: one form with every kind of field, fresh and refused."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.kernel import clock
from kentongan.web.diffing import parts
from kentongan.web.errors import TEXTS
from kentongan.web.paging import Page

KINDS = [
    ("pertanyaan", _("Pertanyaan")),
    ("pengaduan", _("Pengaduan")),
    ("aspirasi", _("Aspirasi")),
]
PILLARS = {
    "layanan": _("Layanan"),
    "program": _("Program"),
    "warga": _("Warga"),
    "edukasi": _("Edukasi"),
    "darurat": _("Darurat"),
    "budaya": _("Budaya"),
}


@dataclass(frozen=True, slots=True)
class Network:
    """A badge and its name."""

    icon: str
    label: str


NETWORKS = [
    Network(f"brand-{name.lower()}", name)
    for name in (
        "Instagram", "Facebook", "X", "TikTok", "YouTube", "Telegram", "WhatsApp", "Threads",
        "WordPress", "Bluesky", "Mastodon",
    )
] + [Network("world", "Situs web")]  # fmt: skip

STATES = [
    ("netral", "pencil", "", _("Draf"), _("Sedang ditulis, belum diajukan")),
    ("info", "eye", "", _("Ditinjau"), _("Menunggu persetujuan")),
    ("awas", "arrow-back-up", "", _("Revisi"), _("Dikembalikan dengan catatan")),
    ("merek", "rubber-stamp", "", _("Disetujui"), _("Boleh tayang, belum ada waktu")),
    ("merek", "clock", "garis", _("Terjadwal"), _("Akan tayang otomatis")),
    ("sukses", "check", "", _("Terbit"), _("Sudah tayang di semua tujuan")),
    ("galat", "alert-octagon", "", _("Gagal"), _("Ditolak jejaring")),
    ("awas", "zoom-exclamation", "putus", _("Perlu dicek"), _("Terkirim, bukti belum terbaca")),
    ("netral", "archive", "putus", _("Ditarik"), _("Diturunkan dengan alasan tercatat")),
]

SURFACES = [
    ("bg-base-100", _("Permukaan")), ("bg-base-200", _("Sisi")), ("bg-base-300", _("Garis")),
    ("bg-base-content", _("Teks")), ("bg-redup", _("Teks redup")),
    ("bg-garis-kuat", _("Tepi isian")),
    ("bg-primary", _("Tosca tua")), ("bg-tosca-lembut", _("Tosca lembut")), ("bg-jati", _("Jati")),
    ("bg-jati-lembut", _("Jati lembut")), ("bg-rel", _("Badan kentongan")),
    ("bg-rel-celah", _("Celah")), ("bg-info", _("Info")), ("bg-success", _("Sukses")),
    ("bg-warning", _("Awas")), ("bg-error", _("Galat")), ("bg-batu", _("Batu kali")),
    ("bg-genteng", _("Genteng")), ("bg-lumut", _("Lumut")), ("bg-manggis", _("Manggis")),
    ("bg-budaya", _("Jati muda")), ("bg-libur", _("Libur")),
]  # fmt: skip

TYPE_SCALE = [
    ("36/42", "text-3xl font-extrabold tracking-[-.03em]", _("Akun ini resmi?"), _("Judul publik")),
    ("28/34", "text-2xl font-bold tracking-[-.025em]", _("Juli lebih tertib"), _("Kesimpulan")),
    ("22/28", "text-xl font-bold tracking-[-.02em]", _("Video lama beredar lagi"), _("Judul isi")),
    ("18/25", "text-lg font-bold tracking-[-.012em]", _("Apa yang perlu diubah?"), _("Dialog")),
    ("16/25", "text-md", _("Bawa si kecil ke posyandu terdekat."), _("Naskah")),
    ("15/23", "text-base font-bold", _("Pesan warga belum dijawab"), _("Judul bagian")),
    ("14/21", "text-ui", _("Menunggu Camat menyetujui"), _("Antarmuka")),
    ("13/19", "text-sm", _("Diperiksa Ujang Hermawan"), _("Keterangan")),
    ("12/16", "text-xs", _("09.42 WIB"), _("Lencana, sumbu")),
]

CONTENTS = [
    ("merek", _("Merek")), ("warna", _("Warna")), ("huruf", _("Huruf")), ("tombol", _("Tombol")),
    ("isian", _("Isian")), ("lencana", _("Lencana")), ("waktu", _("Batas waktu dan irama")),
    ("daftar", _("Daftar dan tabel")), ("saring", _("Saring, tab, halaman")),
    ("temuan", _("Temuan dan alur")), ("lapis", _("Dialog, menu, kabar")),
    ("kosong", _("Keadaan kosong")), ("media", _("Media dan luring")),
    ("galat", _("Halaman galat")),
]  # fmt: skip


class SampleForm(forms.Form):
    """Every kind of widget once."""

    title = forms.CharField(label=_("Judul kerja"), max_length=80)
    source = forms.URLField(
        label=_("Tautan sumber"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Tulis tautan lengkap, diawali https://")},
    )
    body = forms.CharField(
        label=_("Naskah"),
        max_length=280,
        widget=forms.Textarea,
        help_text=_("Tulis seperti berbicara kepada tetangga."),
    )
    pillar = forms.ChoiceField(label=_("Pilar"), choices=list(PILLARS.items()))
    day = forms.DateField(label=_("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Jenis pesan"), choices=KINDS, widget=forms.RadioSelect)
    places = forms.MultipleChoiceField(
        label=_("Tujuan"), choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label=_("Sertakan Telegram"), required=False)
    picture = forms.FileField(label=_("Gambar"), required=False)


def gallery_context() -> dict[str, Any]:
    """Everything the gallery shows."""
    now = clock.now()
    refused = SampleForm({"title": "", "source": "dinkes", "body": ""}, prefix="galat")
    for name in ("title", "body", "kind", "day", "pillar"):
        refused.fields[name].error_messages["required"] = str(_("Bagian ini belum diisi."))
    return {
        "form": SampleForm(),
        "refused": refused,
        "networks": NETWORKS,
        "states": STATES,
        "pillars": PILLARS,
        "surfaces": SURFACES,
        "type_scale": TYPE_SCALE,
        "contents": CONTENTS,
        "page": Page(items=[1, 2, 3], number=2, next_url="?hal=3", previous_url="?hal=1"),
        "crumbs": [("/", _("Meja")), ("#daftar", _("Unggahan"))],
        "trend": [2, 1, 3, 2, 4, 3, 6, 5, 9, 14, 31, 52, 84],
        "shares": [0.2, 0.6, 1],
        "diff": parts(
            "Pihak tidak bertanggung jawab menyebarkan hoaks banjir.",
            "Video banjir yang beredar pagi ini bukan kejadian hari ini.",
        ),
        "errors": TEXTS,
        "now": now,
        "earlier": now - timedelta(minutes=6),
    }
