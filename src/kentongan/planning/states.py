"""The life of a post, from idea to proof."""

from django.utils.translation import gettext_lazy as _

from kentongan.kernel.states import StateTable, Transition

POST = StateTable(
    "post",
    initial="draft",
    labels={
        "draft": _("Draf"),
        "in_review": _("Ditinjau"),
        "returned": _("Revisi"),
        "approved": _("Disetujui"),
        "scheduled": _("Terjadwal"),
        "published": _("Terbit"),
        "attention": _("Perlu dicek"),
        "withdrawn": _("Ditarik"),
        "cancelled": _("Dibatalkan"),
    },
    rows=[
        Transition("draft", "submit", "in_review", "penyusun"),
        Transition("returned", "submit", "in_review", "penyusun"),
        Transition("draft", "approve", "approved", "sistem (templat baku) atau jalur darurat"),
        Transition("in_review", "approve", "approved", "penyetuju terakhir"),
        Transition("in_review", "return", "returned", "pemeriksa atau penyetuju, dengan alasan"),
        Transition("in_review", "recall", "draft", "penyusun"),
        Transition(
            "in_review", "change", "draft", "siapa pun yang mengubah isi: persetujuan gugur"
        ),
        Transition("approved", "change", "draft", "siapa pun yang mengubah isi: persetujuan gugur"),
        Transition(
            "scheduled", "change", "draft", "siapa pun yang mengubah isi: persetujuan gugur"
        ),
        Transition("approved", "schedule", "scheduled", "sistem sesudah disetujui, atau petugas"),
        Transition("scheduled", "unschedule", "approved", "petugas: jadwal dibatalkan"),
        Transition("scheduled", "publish", "published", "sistem: semua kiriman selesai"),
        Transition(
            "scheduled", "doubt", "attention", "sistem: ada kiriman yang ditolak atau tak pasti"
        ),
        Transition("published", "doubt", "attention", "sistem: perubahan atau penarikan tak pasti"),
        Transition("attention", "publish", "published", "sistem: semua kiriman selesai"),
        Transition("attention", "schedule", "scheduled", "petugas: kiriman diulang"),
        Transition(
            "published",
            "revise",
            "draft",
            "petugas: yang tayang disunting, disetujui lagi",
        ),
        Transition("attention", "revise", "draft", "petugas: memperbaiki lalu mengajukan lagi"),
        Transition("published", "withdraw", "withdrawn", "petugas"),
        Transition("scheduled", "withdraw", "withdrawn", "sistem: semua yang tayang sudah ditarik"),
        Transition("attention", "withdraw", "withdrawn", "petugas"),
        Transition("draft", "cancel", "cancelled", "penyusun"),
        Transition("returned", "cancel", "cancelled", "penyusun"),
        Transition("approved", "cancel", "cancelled", "petugas"),
        Transition("scheduled", "cancel", "cancelled", "petugas"),
        Transition("attention", "cancel", "cancelled", "petugas, bila tidak ada yang terbit"),
        Transition("cancelled", "reopen", "draft", "penyusun"),
    ],
)
