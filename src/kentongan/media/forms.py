"""Forms of this feature. They parse and keep what was typed; the actions judge it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.errors import Invalid
from kentongan.media.access import units_for_upload
from kentongan.media.models import Asset, Folder
from kentongan.media.rights import Licence, Shown
from kentongan.people.models import User

_KINDS = "image/jpeg,image/png,image/webp,image/gif,video/mp4,video/quicktime,video/webm"


def put_errors(form: forms.Form, error: Invalid) -> None:
    """Show what an action refused at the fields concerned; the rest above the form."""
    for name, sentences in (error.fields or {"": [str(error)]}).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


class SendForm(forms.Form):
    """A file for a unit."""

    field_order = ("unit", "file")
    file = forms.FileField(
        label=_("Foto atau video"),
        widget=forms.FileInput(attrs={"accept": _KINDS}),
        error_messages={"required": _("Pilih berkasnya dulu."), "empty": _("Berkas ini kosong.")},
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_for_upload(person).order_by("name").values_list("code", "name")
        self.units = list(units)
        self.fields["unit"] = forms.ChoiceField(label=_("Untuk unit"), choices=self.units)
        self.order_fields(self.field_order)


class FolderForm(forms.Form):
    """The name of a folder."""

    name = forms.CharField(
        label=_("Nama folder"),
        max_length=80,
        error_messages={"required": _("Tulis nama foldernya.")},
    )


class FocusForm(forms.Form):
    """What must stay in sight, as per cent from the left and from the top.

    The picture itself is a button too; it sends where it was pressed as ``titik.x`` and
    ``titik.y``, in pixels of a picture of ``size``.
    """

    x = forms.IntegerField(label=_("Dari kiri (%)"), min_value=0, max_value=100)
    y = forms.IntegerField(label=_("Dari atas (%)"), min_value=0, max_value=100)

    @classmethod
    def read(cls, data: QueryDict, size: tuple[int, int]) -> FocusForm:
        """The form as it was sent, with the place that was pressed in its fields.

        A button pressed with a key says 0, 0: then the numbers count.
        """
        pressed = (data.get("titik.x", ""), data.get("titik.y", ""))
        if not all(text.isascii() and text.isdigit() for text in pressed) or pressed == ("0", "0"):
            return cls(data)
        wide, tall = size
        values = data.copy()
        values["x"] = str(min(100, round(100 * int(pressed[0][:6]) / max(1, wide - 1))))
        values["y"] = str(min(100, round(100 * int(pressed[1][:6]) / max(1, tall - 1))))
        return cls(values)


class DetailsForm(forms.Form):
    """What is known of a file: what it shows, whose it is, where it lies."""

    title = forms.CharField(label=_("Judul"), required=False, max_length=160)
    alt = forms.CharField(
        label=_("Teks alternatif"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ikut terisi saat berkas dipasang di unggahan."),
    )
    credit = forms.CharField(
        label=_("Sumber atau pembuat"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Misalnya Dokumentasi Kecamatan")}),
    )
    licence = forms.ChoiceField(label=_("Izin memakai"), required=False)
    licence_note = forms.CharField(
        label=_("Catatan izin"),
        required=False,
        help_text=_("Siapa yang mengizinkan, kapan, untuk apa; atau versi lisensinya."),
    )
    tags = forms.CharField(
        label=_("Label"), required=False, help_text=_("Pisahkan dengan koma, misalnya posyandu.")
    )
    folder = forms.ChoiceField(label=_("Folder"), required=False)

    def __init__(self, asset: Asset, data: QueryDict | None = None) -> None:
        initial = {
            "title": asset.title,
            "alt": asset.alt,
            "credit": asset.credit,
            "licence": asset.licence,
            "licence_note": asset.licence_note,
            "tags": ", ".join(row.name for row in asset.tags.all()),
            "folder": str(asset.folder_id or ""),
        }
        super().__init__(data, initial=initial)
        licences = [("", _("Belum dicatat")), *Licence.choices]
        folders = Folder.objects.filter(unit=asset.unit_id).values_list("pk", "name")
        places = [("", _("Tanpa folder")), *((str(pk), name) for pk, name in folders)]
        self.fields["licence"].choices = licences  # type: ignore[attr-defined]
        self.fields["folder"].choices = places  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        return given | {"folder": UUID(given["folder"]) if given["folder"] else None}


class ShownForm(forms.Form):
    """Whether people can be recognised."""

    shown = forms.ChoiceField(
        label=_("Orang di berkas ini"),
        required=False,
        choices=[("", _("Belum dicatat")), *Shown.choices],
    )


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ConsentForm(forms.Form):
    """Somebody who can be recognised; by role, never by name."""

    who = forms.CharField(
        label=_("Siapa, tanpa nama"),
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("Misalnya murid kelas satu")}),
        error_messages={"required": _("Tulis siapa yang tampak. Jangan tulis nama.")},
    )
    child = forms.BooleanField(label=_("Anak di bawah 18 tahun"), required=False)
    agreed = forms.BooleanField(
        label=_("Sudah setuju; bagi anak, orang tua atau walinya"), required=False
    )
    since = forms.DateField(label=_("Berlaku mulai"), required=False, widget=_Day())
    until = forms.DateField(label=_("Berlaku sampai"), required=False, widget=_Day())
    paper = forms.FileField(
        label=_("Surat persetujuan"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=_("Foto atau PDF, paling besar 5 MB. Hanya terbaca oleh pengunggah di unit ini."),
        error_messages={"empty": _("Berkas ini kosong.")},
    )


class SubtitlesForm(forms.Form):
    """Subtitles as a file."""

    language = forms.CharField(
        label=_("Bahasa"),
        max_length=16,
        initial="id",
        help_text=_("Kode bahasa: id untuk Indonesia, su untuk Sunda, jv untuk Jawa, en."),
    )
    file = forms.FileField(
        label=_("Berkas subtitel"),
        help_text=_("SRT atau WebVTT, paling besar 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".srt,.vtt,text/vtt,application/x-subrip"}),
        error_messages={"required": _("Pilih berkasnya dulu."), "empty": _("Berkas ini kosong.")},
    )


class SubtitlesTextForm(forms.Form):
    """Subtitles as text, to be mended."""

    text = forms.CharField(label=_("Isi subtitel"), widget=forms.Textarea, strip=False)
