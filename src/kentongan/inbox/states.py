"""Lives of a case, its dispositions, wishes to hide, enclosures, and clarifications."""

from django.utils.translation import gettext_lazy as _

from kentongan.kernel.states import StateTable, Transition

CASE = StateTable(
    "case",
    initial="new",
    labels={
        "new": _("Baru"),
        "handling": _("Ditangani"),
        "waiting": _("Menunggu warga"),
        "closed": _("Selesai"),
        "dismissed": _("Tak perlu dijawab"),
        "merged": _("Digabung"),
    },
    rows=[
        Transition("new", "take", "handling", "petugas unit"),
        Transition("handling", "take", "handling", "petugas lain mengambil alih"),
        Transition("waiting", "take", "waiting", "petugas lain mengambil alih"),
        Transition("new", "release", "new", "pindah unit"),
        Transition("handling", "release", "new", "pindah unit atau dilepas pemegangnya"),
        Transition("waiting", "release", "waiting", "pindah unit"),
        Transition("new", "wait", "waiting", "petugas: jam berhenti"),
        Transition("handling", "wait", "waiting", "petugas: jam berhenti"),
        Transition("waiting", "resume", "handling", "warga menulis lagi, atau petugas"),
        Transition("new", "close", "closed", "petugas: ada tindak lanjut dan kabar ke warga"),
        Transition("handling", "close", "closed", "petugas: ada tindak lanjut dan kabar ke warga"),
        Transition("waiting", "close", "closed", "petugas: ada tindak lanjut dan kabar ke warga"),
        Transition("new", "dismiss", "dismissed", "petugas, atau mesin untuk obrolan dan spam"),
        Transition("handling", "dismiss", "dismissed", "petugas"),
        Transition("waiting", "dismiss", "dismissed", "petugas"),
        Transition("closed", "reopen", "handling", "petugas, atau warga menulis lagi"),
        Transition("dismissed", "reopen", "handling", "petugas, atau warga menulis lagi"),
        Transition("new", "merge", "merged", "petugas: satu perkara yang sama"),
        Transition("handling", "merge", "merged", "petugas: satu perkara yang sama"),
        Transition("waiting", "merge", "merged", "petugas: satu perkara yang sama"),
        Transition("dismissed", "gather", "new", "mesin: banyak orang menulis hal yang sama"),
        Transition("dismissed", "wake", "new", "warga atau petugas: ini bukan obrolan"),
        Transition("dismissed", "merge", "merged", "mesin: banyak pesan serupa dilipat"),
    ],
)
#: States in which somebody still has to do something.
OPEN = ("new", "handling", "waiting")

DISPOSITION = StateTable(
    "disposition",
    initial="proposed",
    labels={
        "proposed": _("Menunggu diterima"),
        "accepted": _("Diproses"),
        "returned": _("Dikembalikan"),
        "withdrawn": _("Ditarik"),
        "done": _("Selesai"),
    },
    rows=[
        Transition("proposed", "accept", "accepted", "petugas unit tujuan"),
        Transition("proposed", "return", "returned", "petugas unit tujuan, dengan alasan"),
        Transition("accepted", "return", "returned", "petugas unit tujuan, dengan alasan"),
        Transition("proposed", "withdraw", "withdrawn", "unit pengirim"),
        Transition("accepted", "withdraw", "withdrawn", "mesin: perkara diteruskan ke unit lain"),
        Transition("proposed", "finish", "done", "mesin: perkara selesai"),
        Transition("accepted", "finish", "done", "petugas unit tujuan, atau perkara selesai"),
    ],
)

HIDING = StateTable(
    "hiding",
    initial="asked",
    labels={
        "asked": _("Menunggu orang kedua"),
        "hidden": _("Disembunyikan"),
        "refused": _("Tidak disetujui"),
        "shown": _("Ditampilkan lagi"),
    },
    rows=[
        Transition("asked", "hide", "hidden", "yang menyetujui; judi daring dan doxing seketika"),
        Transition("asked", "refuse", "refused", "yang menyetujui, dengan alasan"),
        Transition("hidden", "show", "shown", "petugas, dengan alasan"),
    ],
)

ATTACHMENT = StateTable(
    "attachment",
    initial="waiting",
    labels={
        "waiting": _("Belum diambil"),
        "kept": _("Tersimpan"),
        "infected": _("Memuat virus, tidak disimpan"),
        "refused": _("Tidak disimpan"),
        "removed": _("Dihapus, masa simpan lewat"),
    },
    rows=[
        Transition("waiting", "keep", "kept", "mesin: diambil, dipindai, dibersihkan"),
        Transition("waiting", "infect", "infected", "mesin: pemindai menemukan virus"),
        Transition("waiting", "refuse", "refused", "mesin: terlalu besar, rusak, atau hilang"),
        Transition("kept", "remove", "removed", "mesin: perkaranya lama selesai"),
    ],
)

CLARIFICATION = StateTable(
    "clarification",
    initial="draft",
    labels={
        "draft": _("Draf"),
        "asked": _("Menunggu orang kedua"),
        "published": _("Sudah tayang"),
        "withdrawn": _("Ditarik"),
    },
    rows=[
        Transition("draft", "ask", "asked", "petugas unit, sesudah pemeriksaan lolos"),
        Transition("asked", "recall", "draft", "petugas unit, untuk diubah lagi"),
        Transition("asked", "return", "draft", "orang kedua, dengan alasan"),
        Transition("asked", "publish", "published", "orang kedua yang tidak ikut menulis"),
        Transition("published", "withdraw", "withdrawn", "petugas unit, dengan alasan"),
    ],
)
