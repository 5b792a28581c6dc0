"""Forms of this feature. They parse and keep what was typed; the actions judge it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.errors import Invalid
from kentongan.media.access import units_for_upload
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


class FocusForm(forms.Form):
    """What must stay in sight, as per cent from the left and from the top."""

    x = forms.IntegerField(label=_("Dari kiri (%)"), min_value=0, max_value=100)
    y = forms.IntegerField(label=_("Dari atas (%)"), min_value=0, max_value=100)


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
