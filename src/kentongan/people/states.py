"""The life of a mail to a person: handed over once, or known to be uncertain."""

from django.utils.translation import gettext_lazy as _

from kentongan.kernel.states import StateTable, Transition

LETTER = StateTable(
    "letter",
    initial="due",
    labels={
        "due": _("Menunggu dikirim"),
        "sending": _("Sedang dikirim"),
        "sent": _("Diterima server surel"),
        "unknown": _("Belum pasti terkirim"),
        "refused": _("Ditolak server surel"),
        "dropped": _("Tidak perlu lagi"),
    },
    rows=[
        Transition("due", "claim", "sending", "mesin: dicatat dulu, baru dikirim"),
        Transition("due", "drop", "dropped", "mesin: tidak perlu lagi, atau tiada alamat"),
        Transition("due", "give_up", "refused", "mesin: terlalu lama server surel tidak menerima"),
        Transition("sending", "accept", "sent", "server surel menerima"),
        Transition("sending", "later", "due", "pasti belum diterima"),
        Transition("sending", "refuse", "refused", "server surel menolak alamat atau isinya"),
        Transition("sending", "lose", "unknown", "jawaban hilang, atau pekerja mati"),
    ],
)
