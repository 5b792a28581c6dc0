"""What people enter about publishing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import validate_text


class WhenForm(forms.Form):
    """A moment in the zone of the unit."""

    when = forms.DateTimeField(
        label=gettext_lazy("Waktu tayang"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "invalid": gettext_lazy("Tulis tanggal dan jam, misalnya 2026-08-13T07:00.")
        },
    )

    def __init__(self, zone: ZoneInfo, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        name = now.astimezone(zone).tzname() or str(zone)
        self.fields["when"].help_text = _("Waktu setempat, %(zone)s.") % {"zone": name}
        self.fields["when"].widget.attrs["min"] = f"{now.astimezone(zone):%Y-%m-%dT%H:%M}"

    def clean_when(self) -> datetime:
        """The moment in UTC; a local time that does not exist or exists twice is taken as first.

        Indonesia has no summer time, so this concerns nobody, and the code stays honest.
        """
        value: datetime = self.cleaned_data["when"]
        return value.replace(tzinfo=self.zone)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EmergencyForm(forms.Form):
    """Why it cannot wait."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        validators=[validate_text],
        label=gettext_lazy("Keadaan darurat"),
        help_text=gettext_lazy("Dicatat dan dikirim ke penyelia, pembina, dan pimpinan unit."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
