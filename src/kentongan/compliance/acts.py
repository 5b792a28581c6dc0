"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "rules.allow": _("Mencatat kecualian"),
        "rules.disallow": _("Mencabut kecualian"),
        "election.create": _("Menambah pemilihan"),
        "election.edit": _("Mengubah pemilihan"),
        "election.delete": _("Menghapus pemilihan"),
    }
)
