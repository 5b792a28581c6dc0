"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "account.register": _("Mendaftarkan akun"),
        "account.edit": _("Mengubah data akun"),
        "account.close": _("Menutup akun"),
        "account.reopen": _("Membuka lagi akun"),
        "account.hand_over": _("Serah terima akun"),
        "account.custody_end": _("Mengakhiri masa pegang akun"),
        "account.connect": _("Menyambungkan akun"),
        "account.disconnect": _("Memutus sambungan akun"),
        "account.by_hand": _("Mengubah cara unggah akun"),
        "account.check": _("Memeriksa sambungan akun"),
        "account.broken": _("Sambungan akun terputus"),
        "account.healthy": _("Sambungan akun pulih"),
        "account.expiring": _("Sambungan akun segera habis"),
        "account.last_call": _("Mengingatkan hari terakhir sambungan akun"),
        "app.save": _("Menyimpan kunci aplikasi jejaring"),
        "app.forget": _("Menghapus kunci aplikasi jejaring"),
    }
)
