"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "subscribers.hear": _("Langganan berubah lewat pesan"),
        "subscribers.opt_out": _("Langganan berhenti lewat WhatsApp"),
        "subscribers.leave_out": _("Pelanggan yang tidak terjangkau dikeluarkan"),
        "subscribers.enter": _("Mencatat pelanggan"),
        "subscribers.end": _("Mengakhiri langganan"),
        "subscribers.erase": _("Menghapus data pelanggan"),
        "subscribers.export": _("Mengunduh daftar persetujuan pelanggan"),
        "subscribers.template": _("Mengubah templat siaran"),
    }
)
