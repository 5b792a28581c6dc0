"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "post.create": _("Memulai unggahan"),
        "post.edit": _("Menyunting"),
        "post.save": _("Menyimpan versi"),
        "post.version": _("Membekukan versi"),
        "post.restore": _("Memulihkan versi lama"),
        "post.media_add": _("Menambah gambar"),
        "post.media_remove": _("Mengeluarkan gambar"),
        "post.media_move": _("Mengurutkan gambar"),
        "post.weigh": _("Menimbang temuan"),
        "post.waiver_ask": _("Meminta izin melewati temuan wajib"),
        "post.waiver_grant": _("Mengizinkan temuan wajib dilewati"),
        "post.waiver_refuse": _("Menolak izin melewati temuan wajib"),
        "post.wish": _("Mengubah rencana tayang"),
        "post.change": _("Mengubah isi, persetujuan gugur"),
        "link_marks.set": _("Mengatur penanda tautan"),
        "post.schedule": _("Menjadwalkan"),
        "post.reschedule": _("Memindahkan jadwal"),
        "post.unschedule": _("Membatalkan jadwal"),
        "post.publish": _("Menerbitkan di semua akun"),
        "post.doubt": _("Menandai perlu dicek"),
        "post.settle": _("Selesai mengecek"),
        "post.withdraw": _("Menarik unggahan"),
        "post.revise": _("Membuka yang tayang untuk diubah"),
        "post.cancel": _("Membatalkan unggahan"),
        "post.reopen": _("Membuka lagi"),
        "post.archive": _("Mengarsipkan"),
        "post.unarchive": _("Mengeluarkan dari arsip"),
    }
)
