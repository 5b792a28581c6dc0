"""Names of this feature's acts in the ledger."""

from django.utils.translation import gettext_lazy as _

from kentongan.ledger import labels

labels.register(
    {
        "installation.begin": _("Memulai Kentongan"),
        "installation.rename": _("Mengubah nama pemda"),
        "keys.rotate": _("Mengganti kunci enkripsi"),
        "unit.create": _("Membuat unit"),
        "unit.edit": _("Mengubah unit"),
        "unit.move": _("Memindahkan unit"),
        "unit.deactivate": _("Menonaktifkan unit"),
        "unit.activate": _("Mengaktifkan unit"),
        "unit.hours": _("Mengubah jam kerja"),
        "unit.day_off": _("Menambah hari libur"),
        "unit.day_off_removed": _("Menghapus hari libur"),
        "unit_type.save": _("Mengubah jenis unit"),
        "person.create": _("Menambah orang"),
        "person.edit": _("Mengubah data orang"),
        "person.deactivate": _("Menonaktifkan orang"),
        "person.activate": _("Mengaktifkan orang"),
        "person.absence": _("Mencatat cuti"),
        "person.absence_ended": _("Membatalkan cuti"),
        "person.password_set": _("Menetapkan sandi dari server"),
        "person.password_reset": _("Mengatur ulang sandi"),
        "person.password_change": _("Mengganti sandi sendiri"),
        "person.password_by_link": _("Mengatur sandi baru lewat tautan surel"),
        "person.password_invited": _("Mengatur sandi pertama dari undangan"),
        "person.invite": _("Mengundang lewat surel"),
        "person.sign_in": _("Masuk"),
        "person.sign_out_everywhere": _("Keluar dari semua perangkat"),
        "person.mail_choice": _("Memilih pemberitahuan lewat surel"),
        "letter.accept": _("Menyerahkan surel ke server surel"),
        "letter.refuse": _("Surel ditolak server surel"),
        "letter.give_up": _("Surel tidak terkirim"),
        "letter.lose": _("Surel belum pasti terkirim"),
        "letter.test": _("Mengirim surel percobaan"),
        "role.grant": _("Memberi peran"),
        "role.revoke": _("Mencabut peran"),
        "token.create": _("Membuat token API"),
        "token.revoke": _("Mencabut token API"),
        "import.apply": _("Mengimpor data"),
    }
)
