"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "media.upload": _("Mengunggah gambar atau video"),
        "media.focus": _("Memilih titik fokus"),
        "media.describe": _("Mencatat keterangan berkas"),
        "media.shown": _("Mencatat apakah ada orang di berkas"),
        "media.consent": _("Mencatat persetujuan orang di berkas"),
        "media.consent_change": _("Mengubah persetujuan orang di berkas"),
        "media.consent_withdraw": _("Mencatat persetujuan yang ditarik"),
        "media.consent_remove": _("Menghapus catatan persetujuan"),
        "media.folder": _("Membuat folder"),
        "media.folder_rename": _("Mengganti nama folder"),
        "media.folder_remove": _("Menghapus folder"),
        "media.move": _("Memindahkan berkas"),
        "media.tag": _("Memberi label berkas"),
        "media.discard": _("Membuang berkas"),
        "media.restore": _("Memulihkan berkas"),
        "media.purge": _("Mengosongkan tempat sampah"),
        "media.infected": _("Mengirim berkas yang memuat virus"),
        "media.subtitles": _("Menyimpan subtitel video"),
        "media.subtitles_remove": _("Menghapus subtitel video"),
    }
)
