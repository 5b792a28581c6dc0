"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "inbox.take_in": _("Menerima pesan warga"),
        "inbox.take": _("Mengambil perkara"),
        "inbox.release": _("Melepas perkara"),
        "inbox.classify": _("Memastikan jenis pesan"),
        "inbox.note": _("Menulis catatan internal"),
        "inbox.wait": _("Menunggu warga"),
        "inbox.resume": _("Melanjutkan perkara"),
        "inbox.close": _("Menutup perkara"),
        "inbox.dismiss": _("Menandai tak perlu dijawab"),
        "inbox.reopen": _("Membuka lagi perkara"),
        "inbox.merge": _("Menggabung perkara"),
        "inbox.split": _("Memisah perkara"),
        "inbox.dispose": _("Mendisposisikan"),
        "inbox.accept": _("Menerima disposisi"),
        "inbox.return": _("Mengembalikan disposisi"),
        "inbox.withdraw": _("Menarik disposisi"),
        "inbox.finish": _("Menyelesaikan disposisi"),
        "inbox.name": _("Memberi akses perkara rahasia"),
        "inbox.unname": _("Mencabut akses perkara rahasia"),
        "inbox.complete": _("Mencatat permohonan informasi lengkap"),
        "inbox.extend": _("Memperpanjang waktu"),
        "inbox.lapor": _("Mencatat nomor SP4N-LAPOR!"),
        "inbox.rate": _("Penilaian warga"),
        "inbox.escalate": _("Lewat batas, diteruskan ke atasan"),
        "inbox.reply": _("Membalas warga"),
        "inbox.reply_ask": _("Mengajukan balasan"),
        "inbox.reply_approve": _("Menyetujui balasan"),
        "inbox.reply_refuse": _("Mengembalikan balasan"),
        "inbox.reply_undo": _("Membatalkan balasan"),
        "inbox.hide_ask": _("Meminta pesan disembunyikan"),
        "inbox.hide": _("Menyembunyikan pesan"),
        "inbox.hide_refuse": _("Menolak menyembunyikan pesan"),
        "inbox.show": _("Menampilkan lagi pesan"),
        "inbox.answer": _("Menyimpan jawaban di bank jawaban"),
        "inbox.template": _("Menyimpan pola jawaban"),
        "inbox.times": _("Mengubah waktu jawab"),
        "inbox.clarify": _("Menulis klarifikasi"),
        "inbox.clarify_ask": _("Mengajukan klarifikasi"),
        "inbox.clarify_recall": _("Mengambil lagi klarifikasi"),
        "inbox.clarify_return": _("Mengembalikan klarifikasi"),
        "inbox.clarify_publish": _("Menayangkan klarifikasi"),
        "inbox.clarify_withdraw": _("Menarik klarifikasi"),
        "inbox.idea": _("Menjadikan pertanyaan warga ide unggahan"),
        "inbox.forget": _("Mengosongkan hasil belajar disposisi"),
    }
)
