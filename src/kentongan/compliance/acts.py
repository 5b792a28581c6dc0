"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "rules.adjust": _("Menyesuaikan pemeriksaan"),
        "rules.amend": _("Mengubah penyesuaian"),
        "rules.unadjust": _("Mencabut penyesuaian"),
        "rules.set": _("Mengatur tingkat aturan"),
        # What these two were called before there were other kinds; old lines keep their names.
        "rules.allow": _("Mencatat kecualian"),
        "rules.disallow": _("Mencabut kecualian"),
        "misfire.report": _("Melaporkan salah tangkap"),
        "misfire.answer": _("Menjawab salah tangkap"),
        "misfire.forget": _("Menghapus naskah salah tangkap yang lama"),
        "election.create": _("Menambah pemilihan"),
        "election.edit": _("Mengubah pemilihan"),
        "election.delete": _("Menghapus pemilihan"),
    }
)
