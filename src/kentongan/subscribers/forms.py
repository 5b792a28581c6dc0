"""Forms of the list. They parse; the actions judge."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.errors import Invalid
from kentongan.subscribers.queries import STATES

_STATES = [(code, code) for code in STATES]


def put_errors(form: forms.Form, error: Invalid) -> None:
    """Show what an action refused at the fields concerned."""
    for name, sentences in error.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


class EnterForm(forms.Form):
    """One number that agreed in another way than by message."""

    number = forms.CharField(
        label=_("Nomor WhatsApp"),
        max_length=40,
        help_text=_("Misalnya 0812 3456 7890. Tersimpan terenkripsi dan tidak ditampilkan utuh."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Bagaimana dan kapan ia menyetujui"),
        max_length=300,
        help_text=_("Misalnya: formulir layanan di loket, 12 Agustus 2026."),
    )


class TemplatesForm(forms.Form):
    """The names of templates that Meta approved."""

    template = forms.CharField(
        label=_("Templat untuk kabar tanpa gambar"),
        max_length=512,
        required=False,
        help_text=_("Nama templatnya di WhatsApp Manager, misalnya kabar_resmi."),
    )
    image_template = forms.CharField(
        label=_("Templat untuk kabar bergambar"), max_length=512, required=False
    )
    video_template = forms.CharField(
        label=_("Templat untuk kabar bervideo"), max_length=512, required=False
    )
    language = forms.CharField(
        label=_("Bahasa templat"),
        max_length=15,
        required=False,
        help_text=_("Kode bahasa seperti di WhatsApp Manager; id untuk Bahasa Indonesia."),
    )


class FilterForm(forms.Form):
    """Which rows: those of now, those who left, or all."""

    keadaan = forms.ChoiceField(choices=_STATES, required=False)

    def wanted(self) -> str:
        """The word of the address; one that is none of ours is left out."""
        return self.cleaned_data["keadaan"] if self.is_valid() else ""
