"""What people enter at a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.text import validate_text


class DecisionForm(forms.Form):
    """Approve or return; what was shown stands in ``expected_hash``."""

    expected_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        choices=[("approve", _("Setujui")), ("return", _("Minta revisi"))],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        validators=[validate_text],
        label=_("Catatan untuk penyusun"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
