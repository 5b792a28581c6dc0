"""Announces the import of accounts."""

from django.utils.translation import gettext_lazy as _

from kentongan.networks import imports
from kentongan.people.imports import Column, ImportKind, register

register(
    ImportKind(
        code="akun",
        label=_("Akun resmi"),
        permission="account.manage",
        help=_("Kredensial tidak ikut diimpor; sambungkan akun satu per satu sesudahnya."),
        columns=(
            Column("unit", _("kode unit pemilik"), required=True),
            Column("jejaring", _("misalnya instagram, bluesky, Situs web"), required=True),
            Column("nama_akun", _("misalnya @kec.sukamaju, atau tautannya"), required=True),
            Column("nama_tampil"),
            Column("tautan", _("alamat halaman akun")),
            Column("server", _("hanya untuk jejaring yang servernya banyak")),
            Column("pemegang", _("nama pengguna pemegang pertama")),
            Column("nomor_sk"),
            Column("tanggal_sk", _("misalnya 2026-08-13")),
            Column("sejak", _("tanggal mulai memegang")),
        ),
        validate_rows=imports.validate,
        apply=imports.apply,
        export_rows=imports.export,
    )
)
