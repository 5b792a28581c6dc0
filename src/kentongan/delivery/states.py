"""The life of a delivery: sent once, or known to be unknown."""

from django.utils.translation import gettext_lazy as _

from kentongan.kernel.states import StateTable, Transition

DELIVERY = StateTable(
    "delivery",
    initial="planned",
    labels={
        "planned": _("Terjadwal"),
        "waiting": _("Menunggu bagian sebelumnya"),
        "manual": _("Menunggu unggah manual"),
        "sending": _("Sedang dikirim"),
        "sent": _("Terbit"),
        "pending": _("Diolah jejaring"),
        "retry": _("Diulang nanti"),
        "unknown": _("Belum pasti"),
        "refused": _("Ditolak"),
        "cancelled": _("Dibatalkan"),
        "expired": _("Kedaluwarsa"),
        "withdrawn": _("Ditarik"),
    },
    rows=[
        Transition(
            "planned", "claim", "sending", "pekerja: sewa dan catatan percobaan ditulis dulu"
        ),
        Transition("retry", "claim", "sending", "pekerja: waktu tunggu habis"),
        Transition("waiting", "release", "planned", "mesin: bagian sebelumnya terbukti terbit"),
        Transition(
            "waiting",
            "hand_over",
            "manual",
            "mesin: bagian sebelumnya dipastikan orang, tanpa nomor",
        ),
        Transition("waiting", "cancel", "cancelled", "petugas"),
        *(
            Transition(state, "pause", "waiting", "mesin: templat siaran bermasalah")
            for state in ("planned", "retry")
        ),
        *(
            Transition(state, "hand_over", "manual", "mesin: akun kini diunggah lewat HP")
            for state in ("planned", "retry")
        ),
        *(
            Transition(state, "refuse", "refused", "mesin: akun ditutup")
            for state in ("waiting", "manual")
        ),
        Transition("waiting", "expire", "expired", "mesin: terlalu terlambat untuk tetap benar"),
        Transition("planned", "cancel", "cancelled", "petugas"),
        Transition("retry", "cancel", "cancelled", "petugas"),
        Transition("manual", "cancel", "cancelled", "petugas"),
        Transition("planned", "expire", "expired", "mesin: terlalu terlambat untuk tetap benar"),
        Transition("retry", "expire", "expired", "mesin: terlalu terlambat untuk tetap benar"),
        Transition("planned", "refuse", "refused", "mesin: periksa ulang saat kirim tidak lolos"),
        Transition(
            "retry", "refuse", "refused", "mesin: periksa ulang tidak lolos, atau percobaan habis"
        ),
        Transition(
            "sending",
            "hold",
            "planned",
            "mesin: batas laju, atau pekerja berhenti; belum ada yang dikirim",
        ),
        Transition("sending", "expire", "expired", "mesin: terlalu terlambat untuk tetap benar"),
        Transition("sending", "accept", "sent", "jejaring menerima"),
        Transition("sending", "wait", "pending", "jejaring menerima, masih mengolah"),
        Transition("sending", "refuse", "refused", "jejaring menolak"),
        Transition("sending", "later", "retry", "pasti belum diterima"),
        Transition("sending", "lose", "unknown", "jawaban hilang, atau pekerja mati"),
        Transition("pending", "accept", "sent", "jejaring selesai mengolah"),
        Transition("pending", "refuse", "refused", "jejaring menolak sesudah mengolah"),
        Transition("pending", "lose", "unknown", "jejaring tidak lagi tahu"),
        Transition("unknown", "accept", "sent", "ditemukan di jejaring, atau dipastikan orang"),
        Transition("unknown", "wait", "pending", "ditemukan di jejaring, masih diolah"),
        Transition("unknown", "fail", "refused", "jejaring: sudah diambil, tetapi tidak diantar"),
        Transition("unknown", "later", "retry", "terbukti tidak diterima, atau dipastikan orang"),
        Transition(
            "unknown", "cancel", "cancelled", "orang memastikan tidak terbit dan tidak diulang"
        ),
        *(
            Transition(
                state, "cancel", "cancelled", "petugas: tidak diulang, atau isinya diperbaiki"
            )
            for state in ("refused", "expired")
        ),
        Transition("refused", "again", "planned", "petugas: sebab penolakan sudah diperbaiki"),
        Transition("expired", "again", "planned", "petugas: jadwal baru"),
        Transition("manual", "accept", "sent", "petugas, dengan tautan sebagai bukti"),
        *(
            Transition(state, "accept", "sent", "jawaban jejaring yang datang terlambat")
            for state in ("planned", "retry", "refused", "cancelled", "expired")
        ),
        Transition("sent", "fail", "refused", "jejaring: sudah diterima, tetapi tidak diantar"),
        Transition(
            "sent", "return", "retry", "jejaring: tidak diantar, dan boleh dikirim sekali lagi"
        ),
        Transition("sent", "withdraw", "withdrawn", "mesin: kiriman penarikan berhasil"),
    ],
)
