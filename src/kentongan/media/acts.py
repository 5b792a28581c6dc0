"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "media.upload": _("Mengunggah gambar atau video"),
        "media.focus": _("Memilih titik fokus"),
        "media.infected": _("Mengirim berkas yang memuat virus"),
        "media.subtitles": _("Menyimpan subtitel video"),
        "media.subtitles_remove": _("Menghapus subtitel video"),
    }
)
