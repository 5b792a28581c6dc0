"""Forms about tokens, imports, and the pemda itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from kentongan.people.forms.base import ActionForm, Line, UnitField
from kentongan.people.topics import Topic


class TokenForm(ActionForm):
    """A new API token."""

    name = Line(
        label=gettext_lazy("Untuk apa"), max_length=120,
        help_text=gettext_lazy("Misalnya situs resmi kabupaten."),
    )  # fmt: skip
    username = Line(
        label=gettext_lazy("Atas nama"), max_length=64,
        help_text=gettext_lazy("Nama pengguna. Token ini tidak bisa lebih dari orang itu."),
    )  # fmt: skip
    unit = UnitField(label=gettext_lazy("Unit teratas yang boleh dicapai"))
    expires_on = forms.DateField(
        label=gettext_lazy("Berlaku sampai"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class InstallationForm(ActionForm):
    """Name and code of the pemda."""

    name = Line(label=gettext_lazy("Nama pemerintah daerah"), max_length=200)
    region_code = Line(label=gettext_lazy("Kode wilayah"), max_length=16, required=False)


class UnitTypeForm(ActionForm):
    """A kind of unit with its labels."""

    code = Line(label=gettext_lazy("Kode"), max_length=32)
    label = Line(label=gettext_lazy("Sebutan"), max_length=80)
    short_label = Line(label=gettext_lazy("Singkatan"), max_length=24, required=False)
    order = forms.IntegerField(
        label=gettext_lazy("Urutan"), min_value=0, max_value=32000, initial=100
    )
    autonomous = forms.BooleanField(
        label=gettext_lazy("Otonom: dibina, tidak diperintah"), required=False
    )


class MailChoiceForm(ActionForm):
    """Which topics of notices come by mail, and in which language mails are written."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Kirim juga ke surel saya"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Bahasa surel"), choices=settings.LANGUAGES, required=False
    )

    def __init__(self, *args: Any, offered: Iterable[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(topic.code, topic.label) for topic in offered]
        cast(forms.MultipleChoiceField, self.fields["topics"]).choices = choices


class ImportForm(ActionForm):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("Berkas CSV atau XLSX"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )
