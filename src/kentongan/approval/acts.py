"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "approval.submit": _("Mengajukan"),
        "approval.approve": _("Menyetujui"),
        "approval.return": _("Mengembalikan untuk direvisi"),
        "approval.ask_down": _("Meminta ditarik"),
        "approval.recall": _("Menarik pengajuan"),
        "approval.void": _("Persetujuan gugur"),
        "approval.emergency": _("Menerbitkan darurat"),
        "approval.links": _("Menemukan tautan yang tidak terbuka"),
        "approval.escalate": _("Lewat batas, diteruskan ke atasan"),
        "approval.chain_add": _("Membuat jenjang persetujuan"),
        "approval.chain_set": _("Mengubah jenjang persetujuan"),
        "approval.chain_release": _("Melepas jenjang persetujuan"),
        "approval.chain_restore": _("Mengembalikan jenjang bawaan"),
    }
)
