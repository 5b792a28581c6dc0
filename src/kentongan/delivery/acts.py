"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "delivery.plan": _("Merencanakan kiriman"),
        "delivery.reschedule": _("Memindahkan kiriman"),
        "delivery.accept": _("Kiriman terbit"),
        "delivery.cancel": _("Membatalkan kiriman"),
        "delivery.expire": _("Kiriman kedaluwarsa"),
        "delivery.refuse": _("Kiriman ditolak"),
        "delivery.hand_over": _("Kiriman diserahkan kepada petugas"),
        "delivery.hold": _("Kiriman menunggu giliran"),
        "delivery.wait": _("Kiriman diolah jejaring"),
        "delivery.later": _("Kiriman diulang nanti"),
        "delivery.lose": _("Kiriman belum pasti"),
        "delivery.again": _("Mengirim lagi"),
        "delivery.settle": _("Menyelesaikan kiriman yang tayang dua kali"),
        "delivery.withdraw": _("Kiriman ditarik"),
        "delivery.stop_rest": _("Menghentikan sisa siaran"),
        "delivery.go_on": _("Melanjutkan siaran"),
        "delivery.settle_rest": _("Memastikan pesan siaran"),
        "stop.set": _("Menghentikan kiriman"),
        "stop.lift": _("Melanjutkan kiriman"),
    }
)
