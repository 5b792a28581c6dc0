"""Forms about units, their hours and days off."""

from __future__ import annotations

from datetime import time
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.kernel.say import gettext as _
from kentongan.kernel.worktime import DEFAULT_HOURS, WEEKDAYS, OfficeHours
from kentongan.people.forms.base import ZONES, ActionForm, Line, Lines, UnitField
from kentongan.people.models import Unit, UnitType
from kentongan.people.stale import fingerprint

DAYS = {
    "mon": gettext_lazy("Senin"),
    "tue": gettext_lazy("Selasa"),
    "wed": gettext_lazy("Rabu"),
    "thu": gettext_lazy("Kamis"),
    "fri": gettext_lazy("Jumat"),
    "sat": gettext_lazy("Sabtu"),
    "sun": gettext_lazy("Minggu"),
}


class UnitForm(ActionForm):
    """Create or edit a unit. ``seen`` guards against overwriting somebody's change."""

    name = Line(label=gettext_lazy("Nama"), max_length=200)
    code = Line(
        label=gettext_lazy("Kode"), max_length=64,
        help_text=gettext_lazy("Tetap, tampil di alamat halaman; misalnya kec-sukamaju."),
    )  # fmt: skip
    parent = UnitField(label=gettext_lazy("Di bawah"))
    type = forms.ModelChoiceField(
        label=gettext_lazy("Jenis"), queryset=UnitType.objects.all(),
        empty_label=gettext_lazy("Pilih jenis"),
    )  # fmt: skip
    timezone = forms.ChoiceField(label=gettext_lazy("Zona waktu"), choices=ZONES)
    address = Line(label=gettext_lazy("Alamat"), max_length=300, required=False)
    contact_phones = Lines(
        label=gettext_lazy("Nomor layanan"),
        help_text=gettext_lazy("Satu nomor tiap baris. Nomor ini boleh disebut dalam unggahan."),
    )
    contact_emails = Lines(
        label=gettext_lazy("Surel dinas"),
        help_text=gettext_lazy("Satu alamat tiap baris. Alamat ini boleh disebut dalam unggahan."),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        if unit is not None:
            del self.fields["code"], self.fields["parent"]

    @staticmethod
    def initial_of(unit: Unit, editable: tuple[str, ...]) -> dict[str, Any]:
        """What an edit form starts with."""
        return {
            "name": unit.name,
            "type": unit.type_id,
            "timezone": unit.timezone,
            "address": unit.address,
            "contact_phones": "\n".join(unit.contact_phones),
            "contact_emails": "\n".join(unit.contact_emails),
            "seen": fingerprint(unit, editable),
        }

    @property
    def values(self) -> dict[str, Any]:
        """Arguments for the action."""
        data = dict(self.cleaned_data)
        data["type"] = data["type"].code
        return data


class MoveForm(ActionForm):
    """A new place in the tree."""

    parent = UnitField(label=gettext_lazy("Pindahkan ke bawah unit"))


class HoursForm(ActionForm):
    """Office hours: inherited, or one span a day."""

    own = forms.TypedChoiceField(
        label=gettext_lazy("Jam kerja"),
        choices=[
            ("", gettext_lazy("Ikut unit di atasnya")),
            ("1", gettext_lazy("Jam sendiri")),
        ],
        widget=forms.RadioSelect,
        required=False,
        coerce=bool,
        empty_value="",
    )

    def __init__(self, *args: Any, shown: OfficeHours = DEFAULT_HOURS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = shown.as_json()
        for day in WEEKDAYS:
            first, last = stored.get(day, ("", ""))
            for part, value, label in (
                ("open", first, _("%(day)s, buka")), ("close", last, _("%(day)s, tutup")),
            ):  # fmt: skip
                self.fields[f"{day}_{part}"] = forms.TimeField(
                    label=label % {"day": DAYS[day]},
                    required=False,
                    initial=value,
                    input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Day, opening field, closing field."""
        return [(DAYS[day], self[f"{day}_open"], self[f"{day}_close"]) for day in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        """Each day has both times or none; at least one day is open."""
        data = self.cleaned_data
        if not data.get("own") or self.errors:
            return data
        stored: dict[str, object] = {}
        for day in WEEKDAYS:
            first = cast("time | None", data.get(f"{day}_open"))
            last = cast("time | None", data.get(f"{day}_close"))
            if bool(first is not None) != bool(last is not None):
                self.add_error(f"{day}_close", _("Isi jam buka dan jam tutup, atau kosongkan."))
            elif first is not None and last is not None:
                if first >= last:
                    self.add_error(f"{day}_close", _("Jam tutup harus sesudah jam buka."))
                stored[day] = [f"{first:%H:%M}", f"{last:%H:%M}"]
        if not stored and not self.errors:
            self.add_error("own", _("Isi jam kerja paling sedikit satu hari."))
        if not self.errors:
            data["hours"] = OfficeHours.from_json(stored)
        return data


class DayOffForm(ActionForm):
    """A regional day off, or a national one on which the unit works."""

    day = forms.DateField(
        label=gettext_lazy("Tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    name = Line(label=gettext_lazy("Keterangan"), max_length=120)
    works = forms.BooleanField(
        label=gettext_lazy("Unit ini tetap bekerja pada hari itu"), required=False
    )
