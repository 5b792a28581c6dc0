"""The imports of this feature. ``networks`` adds its own kind the same way."""

from django.utils.translation import gettext_lazy as _

from kentongan.people import import_people, import_units
from kentongan.people.imports import Column, ImportKind, register

register(
    ImportKind(
        code="unit",
        label=_("Unit"),
        permission="unit.manage",
        help=_("Baris boleh dalam urutan apa saja. Sel kosong tidak mengubah data yang ada."),
        columns=(
            Column(
                "kode", _("Kode"), _("tetap dan unik, misalnya kec-sukamaju"), "code", required=True
            ),
            Column("nama", _("Nama"), _("nama lengkap unit"), "name", required=True),
            Column(
                "jenis", _("Jenis"), _("kode atau sebutan jenis unit, misalnya kecamatan"), "kind"
            ),
            Column("induk", _("Induk"), _("kode unit di atasnya"), "parent"),
            Column(
                "zona", _("Zona waktu"), _("WIB, WITA, atau WIT; kosong: ikut induk"), "time_zone"
            ),
            Column("alamat", _("Alamat"), english="address"),
            Column("telepon", _("Telepon"), _("beberapa nomor dipisah koma"), "telephone"),
            Column("surel", _("Surel"), _("beberapa alamat dipisah koma"), "email"),
        ),
        validate_rows=import_units.validate,
        apply=import_units.apply,
        export_rows=import_units.export,
    )
)
register(
    ImportKind(
        code="orang",
        label=_("Orang dan peran"),
        permission="people.manage",
        help=_(
            "Orang baru mendapat sandi sekali pakai yang tampil satu kali setelah impor. Peran di "
            "unit lain: tambahkan baris kedua untuk orang itu."
        ),
        columns=(
            Column(
                "nama_pengguna",
                _("Nama pengguna"),
                _("untuk masuk; NIP atau nama pendek"),
                "user_name",
                required=True,
            ),
            Column("nama", _("Nama"), _("nama lengkap"), "name", required=True),
            Column("unit", _("Unit"), _("kode unit"), required=True),
            Column("jabatan", _("Jabatan"), english="job_title"),
            Column("surel", _("Surel"), english="email"),
            Column("hp", _("Nomor HP"), english="mobile_number"),
            Column(
                "peran",
                _("Peran"),
                _("satu atau beberapa, dipisah koma, misalnya admin_unit"),
                "role",
            ),
            Column(
                "peran_di",
                _("Berlaku di"),
                _("kode unit tempat peran berlaku; kosong: unit orang itu"),
                "applies_at",
            ),
        ),
        validate_rows=import_people.validate,
        apply=import_people.apply,
        by_mail=("surel", import_people.apply_by_mail),
        export_rows=import_people.export,
    )
)
