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
            Column("kode", _("tetap dan unik, misalnya kec-sukamaju"), required=True),
            Column("nama", _("nama lengkap unit"), required=True),
            Column("jenis", _("kode atau sebutan jenis unit, misalnya kecamatan")),
            Column("induk", _("kode unit di atasnya")),
            Column("zona", _("WIB, WITA, atau WIT; kosong: ikut induk")),
            Column("alamat"),
            Column("telepon", _("beberapa nomor dipisah koma")),
            Column("surel", _("beberapa alamat dipisah koma")),
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
        help=_("Orang baru mendapat sandi sekali pakai yang tampil satu kali setelah impor."),
        columns=(
            Column("nama_pengguna", _("untuk masuk; NIP atau nama pendek"), required=True),
            Column("nama", _("nama lengkap"), required=True),
            Column("unit", _("kode unit"), required=True),
            Column("jabatan"),
            Column("surel"),
            Column("hp"),
            Column("peran", _("satu atau beberapa, dipisah koma, misalnya admin_unit")),
            Column("peran_di", _("kode unit tempat peran berlaku; kosong: unit orang itu")),
        ),
        validate_rows=import_people.validate,
        apply=import_people.apply,
        export_rows=import_people.export,
    )
)
