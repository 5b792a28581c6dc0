"""The form of a chain: all its steps at once, so that they can be moved before anything is saved.

Fields of a step are named ``0_label``, ``0_role1`` … by its number. Adding, moving and taking out
a step draws the form anew with all that was typed, right or wrong; only saving judges it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kentongan.approval.scopes import DECIDING, MOST_STEPS, TOLD
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext
from kentongan.kernel.text import validate_line
from kentongan.people.roles import BY_CODE

#: What was typed into one step, by the name of the field without its number.
Typed = dict[str, Any]
#: Whom a step asks, first choice first; a chain that names more gets more fields.
CHOICES_OF_ROLES = 3
_NUMBERS = {"inputmode": "numeric", "autocomplete": "off"}
_TIMES = [("kerja", _("Jam kerja unit saja")), ("siang-malam", _("Siang malam, tanpa jeda"))]


def typed_of(step: Mapping[str, Any]) -> Typed:
    """A step that is stored, as typed."""
    hours, minutes = divmod(step["minutes"], 60)
    roles = {f"role{place}": code for place, code in enumerate(step["roles"], start=1)}
    return {
        "label": step["label"],
        **roles,
        "hours": hours,
        "minutes": minutes,
        "time": _TIMES[0 if step["working_time"] else 1][0],
        "told": step["copy_roles"],
    }


def typed_in(data: QueryDict) -> list[Typed]:
    """All steps as they were sent, whatever they hold."""
    said = data.get("count", "")
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 1
    names = (
        "label",
        "hours",
        "minutes",
        "time",
        *(f"role{n}" for n in range(1, len(DECIDING) + 1)),
    )
    return [
        {name: data[key] for name in names if (key := f"{number}_{name}") in data}
        | {"told": data.getlist(f"{number}_told")}
        for number in range(min(max(count, 1), MOST_STEPS))
    ]


def rearranged(steps: list[Typed], act: str) -> tuple[list[Typed], int]:
    """The steps after a button was pressed, and which of them to go on with."""
    verb, _colon, said = act.partition(":")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else -1
    found = list(steps)
    if verb == "tambah" and len(found) < MOST_STEPS:
        return [*found, {"time": _TIMES[0][0]}], len(found)
    if not 0 <= number < len(found):
        return found, 0
    if verb == "hapus" and len(found) > 1:
        del found[number]
        return found, min(number, len(found) - 1)
    target = number + {"naik": -1, "turun": 1}.get(verb, 0)
    if 0 <= target < len(found):
        found[number], found[target] = found[target], found[number]
        return found, target
    return found, number


@dataclass(frozen=True, slots=True)
class Named:
    """A field with its label among those of its step."""

    field: BoundField
    label: Any


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one step, for the template."""

    number: int
    name: Named
    roles: list[Named]
    times: list[Named]
    told: Named

    @property
    def told_words(self) -> str:
        """Who is told, as typed."""
        chosen = self.told.field.value() or []
        return ", ".join(str(BY_CODE[code].label) for code in chosen if code in BY_CODE)


class ChainForm(forms.Form):
    """A chain with ``steps``, as typed. ``emergency``: its clock is not chosen; ``going_on``: the
    step at which the cursor goes on."""

    count = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Keterangan"),
        max_length=300,
        required=False,
        validators=[validate_line],
        help_text=_("Terbaca di daftar jenjang, misalnya “sumber data wajib”."),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        validators=[validate_line],
        help_text=_("Tercatat di jejak bersama langkah yang berubah. Misalnya: SE Sekda 5/2026."),
        error_messages={"required": _("Tulis alasannya; tercatat di jejak.")},
    )

    def __init__(
        self,
        steps: Sequence[Typed],
        data: Any = None,
        *,
        emergency: bool = False,
        going_on: int | None = None,
        **given: Any,
    ) -> None:
        values = {f"{n}_{name}": v for n, step in enumerate(steps) for name, v in step.items()}
        super().__init__(data, initial={"count": len(steps), **values, **given})
        self.emergency = emergency
        self.going_on = going_on
        self.labels = [self._add(number, step) for number, step in enumerate(steps)]
        last = ("note", "reason", "count", "seen")
        self.order_fields([name for name in self.fields if name not in last])
        if going_on is not None:
            self.fields[f"{going_on}_label"].widget.attrs["autofocus"] = True

    def _add(self, number: int, step: Typed) -> dict[str, Any]:
        """Put in the fields of one step; gives their labels within it, by name.

        What is told of a field elsewhere names the step as well.
        """
        most = max([CHOICES_OF_ROLES, *(int(n[4:]) for n in step if n.startswith("role"))])
        fields = _fields(most, emergency=self.emergency)
        labels = {name: field.label for name, field in fields.items()}
        for name, field in fields.items():
            named = {"n": number + 1, "field": str(field.label).lower()}
            field.label = gettext("Langkah %(n)s, %(field)s") % named
            field.error_messages["invalid_choice"] = gettext("Pilih dari daftar.")
            self.fields[f"{number}_{name}"] = field
        return labels

    @property
    def parts(self) -> list[Part]:
        """The fields, step by step."""
        return [self._part(number, labels) for number, labels in enumerate(self.labels)]

    def _part(self, number: int, labels: dict[str, Any]) -> Part:
        named = {name: Named(self[f"{number}_{name}"], label) for name, label in labels.items()}
        return Part(
            number=number,
            name=named["label"],
            roles=[one for name, one in named.items() if name.startswith("role")],
            times=[named[name] for name in ("hours", "minutes", "time") if name in named],
            told=named["told"],
        )

    def steps(self) -> list[dict[str, Any]]:
        """The steps as a chain takes them, once the form is valid."""
        data = self.cleaned_data
        return [
            {
                "label": data[f"{number}_label"],
                "roles": [
                    data[f"{number}_{name}"]
                    for name in labels
                    if name.startswith("role") and data[f"{number}_{name}"]
                ],
                "minutes": (data[f"{number}_hours"] or 0) * 60 + (data[f"{number}_minutes"] or 0),
                "working_time": data.get(f"{number}_time") == _TIMES[0][0],
                "copy_roles": data[f"{number}_told"],
            }
            for number, labels in enumerate(self.labels)
        ]

    def refuse(self, error: Invalid) -> None:
        """Show what the action said at the fields it names."""
        for name, sentences in (error.fields or {"": [str(error)]}).items():
            place = name.replace(".roles", "_role1").replace(".", "_")
            for sentence in sentences:
                self.add_error(place if place in self.fields else None, sentence)


class ReasonForm(forms.Form):
    """Why a chain is taken away or put back."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        validators=[validate_line],
        help_text=_("Tercatat di jejak."),
        error_messages={"required": _("Tulis alasannya; tercatat di jejak.")},
    )


def _fields(roles: int, *, emergency: bool) -> dict[str, forms.Field]:
    """The fields of one step by name, in the order of the page."""
    fields: dict[str, forms.Field] = {
        "label": forms.CharField(
            label=_("Nama langkah"),
            max_length=80,
            validators=[validate_line],
            error_messages={"required": _("Beri nama langkahnya.")},
        )
    }
    fields |= {f"role{place + 1}": _role_field(place) for place in range(roles)}
    fields |= {
        "hours": _number_field(_("Batas waktu, jam")),
        "minutes": _number_field(_("Batas waktu, menit")),
    }
    if not emergency:
        fields["time"] = forms.ChoiceField(label=_("Waktunya dihitung"), choices=_TIMES)
    return fields | {
        "told": forms.MultipleChoiceField(
            label=_("Yang dikabari"),
            required=False,
            choices=_labelled(TOLD),
            widget=forms.CheckboxSelectMultiple,
        )
    }


def _role_field(place: int) -> forms.ChoiceField:
    labels = (_("Yang memutuskan"), _("Bila tidak ada"), _("Bila itu pun tidak ada"))
    return forms.ChoiceField(
        label=labels[min(place, len(labels) - 1)],
        choices=[("", _("Tidak perlu") if place else _("Pilih peran")), *_labelled(DECIDING)],
        required=place == 0,
        error_messages={"required": _("Pilih paling sedikit satu peran yang memutuskan.")},
    )


def _number_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs=_NUMBERS),
    )


def _labelled(codes: Sequence[str]) -> list[tuple[str, Any]]:
    return [(code, BY_CODE[code].label) for code in codes]
