"""The one form of the public pages: answer a post in the role of a citizen."""

from __future__ import annotations

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from kentongan.kernel.say import gettext as _
from kentongan.sandbox import rules
from kentongan.sandbox.errors import SandboxError


class ReplyForm(forms.Form):
    """Name of the persona and what it says."""

    name = forms.CharField(
        label=gettext_lazy("Nama warga yang Anda perankan"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Isi nama warga, misalnya Bu Siti."),
            "max_length": gettext_lazy("Paling panjang 60 huruf."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Balasan"),
        max_length=rules.MAX_GRAPHEMES * 4,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Tulis dulu balasannya.")},
    )

    def clean_name(self) -> str:
        """The name; it must give a handle."""
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError(_("Pakai huruf atau angka Latin pada nama."))
        return self._clean(name, limit=60)

    def clean_text(self) -> str:
        """The answer within the limits of the network."""
        return self._clean(self.cleaned_data["text"].replace("\r\n", "\n"), rules.MAX_GRAPHEMES)

    def _clean(self, value: str, limit: int) -> str:
        try:
            return rules.clean(value, _("Isian"), limit=limit, required=True)
        except SandboxError as error:
            raise forms.ValidationError(error.message) from error

    @property
    def handle(self) -> str:
        """The handle of the persona: ``warga.`` and the name in plain letters."""
        return f"warga.{slugify(self.cleaned_data['name'])}"[:60].rstrip("-.")
