"""Announces the import of accounts."""

from django.utils.translation import gettext_lazy as _

from kentongan.networks import imports, queries
from kentongan.people.imports import Column, ImportKind, register

register(
    ImportKind(
        code="akun",
        label=_("Akun resmi"),
        permission="account.manage",
        help=_("Kredensial tidak ikut diimpor; sambungkan akun satu per satu sesudahnya."),
        columns=(
            Column("unit", _("Unit"), _("kode unit pemilik"), required=True),
            Column(
                "jejaring",
                _("Jejaring"),
                _("misalnya instagram, bluesky, Situs web"),
                "network",
                required=True,
            ),
            Column(
                "nama_akun",
                _("Nama akun"),
                _("misalnya @kec.sukamaju, atau tautannya"),
                "account_name",
                required=True,
            ),
            Column("nama_tampil", _("Nama tampilan"), english="display_name"),
            Column("tautan", _("Tautan"), _("alamat halaman akun"), "link"),
            Column("server", _("Server"), _("hanya untuk jejaring yang servernya banyak")),
            Column("pemegang", _("Pemegang"), _("nama pengguna pemegang pertama"), "custodian"),
            Column("nomor_sk", _("Nomor SK"), english="decree_number"),
            Column("tanggal_sk", _("Tanggal SK"), _("misalnya 2026-08-13"), "decree_date"),
            Column("sejak", _("Sejak"), _("tanggal mulai memegang"), "since"),
        ),
        validate_rows=imports.validate,
        apply=imports.apply,
        export_rows=imports.export,
        read_only=queries.EXPORT_HEADER[len(imports.COLUMNS) :],
    )
)
