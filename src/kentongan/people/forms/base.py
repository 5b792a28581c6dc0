"""What all forms of this feature are made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import validate_line, validate_text
from kentongan.people.models import Unit

ZONES = [
    ("Asia/Jakarta", gettext_lazy("WIB (Jakarta)")),
    ("Asia/Pontianak", gettext_lazy("WIB (Pontianak)")),
    ("Asia/Makassar", gettext_lazy("WITA (Makassar)")),
    ("Asia/Jayapura", gettext_lazy("WIT (Jayapura)")),
]


#: Above this many units a list to type into replaces the drop-down.
SELECT_LIMIT = 300


class ActionForm(forms.Form):
    """A form whose action may still refuse: its reasons go to the fields they name."""

    def refuse(self, error: Invalid) -> None:
        """Show what the action said, at the field where there is one."""
        for name, messages in (error.fields or {"": [str(error)]}).items():
            place = name if name in self.fields else None
            self.add_error(place, ValidationError([ValidationError(m) for m in messages]))


class Line(forms.CharField):
    """One line of text without unseen characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(validate_line)


class Lines(forms.CharField):
    """Several values, one a line; gives a list."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, required=False, **kwargs)
        self.validators.append(validate_text)

    def clean(self, value: Any) -> Any:
        """The filled lines, trimmed."""
        return [part for raw in str(super().clean(value)).splitlines() if (part := raw.strip())]


class UnitField(forms.ModelChoiceField):
    """A unit by its code: a drop-down, or for a large pemda a field that suggests."""

    def __init__(self, queryset: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", gettext_lazy("Pilih unit"))
        super().__init__(
            Unit.objects.none() if queryset is None else queryset, to_field_name="code", **kwargs
        )
        self.error_messages["invalid_choice"] = _("Pilih unit dari daftar; pakai kodenya.")

    def offer(self, units: QuerySet[Unit]) -> None:
        """Set the units to choose from and the fitting way to choose."""
        self.queryset = units.filter(active=True).order_by("name")
        if self.queryset.count() > SELECT_LIMIT:
            self.widget = forms.TextInput(attrs={"list": "daftar-unit", "autocomplete": "off"})

    def label_from_instance(self, obj: Any) -> str:
        """The name of the unit."""
        return str(obj.name)

    def prepare_value(self, value: Any) -> Any:
        """The code, also when a unit was given."""
        return value.code if isinstance(value, Unit) else value
