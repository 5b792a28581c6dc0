"""Forms about people, their roles and their leave."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.people.forms.base import ActionForm, Line, UnitField
from kentongan.people.models import User


class PersonForm(ActionForm):
    """Create or edit a person."""

    name = Line(label=gettext_lazy("Nama lengkap"), max_length=200)
    username = Line(
        label=gettext_lazy("Nama pengguna"), max_length=64,
        help_text=gettext_lazy("Untuk masuk; boleh NIP atau surel dinas."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )  # fmt: skip
    unit = UnitField(label=gettext_lazy("Unit"))
    job_title = Line(label=gettext_lazy("Jabatan"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("Surel"), max_length=254, required=False)
    phone = Line(label=gettext_lazy("Nomor HP"), max_length=24, required=False)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


BY_MAIL, ONE_TIME = "mail", "once"


class InviteForm(ActionForm):
    """How new people get in for the first time."""

    way = forms.ChoiceField(
        label=gettext_lazy("Cara masuk pertama"),
        choices=[
            (BY_MAIL, gettext_lazy("Undangan lewat surel: orangnya mengatur sandi sendiri")),
            (ONE_TIME, gettext_lazy("Sandi sekali pakai: Anda yang menyampaikan")),
        ],
        initial=BY_MAIL,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Undangan berlaku 7 hari. Tanpa surel, dibuatkan sandi sekali pakai."
        ),
    )

    @property
    def by_mail(self) -> bool:
        """Whether whoever can be reached by mail is invited; for a form that was found valid."""
        return self.cleaned_data.get("way") == BY_MAIL


class NewPersonForm(InviteForm, PersonForm):
    """Create a person; ``way`` is left out where no mail is sent."""


class GrantForm(ActionForm):
    """A role at a unit, with dates."""

    role = forms.ChoiceField(label=gettext_lazy("Peran"))
    unit = UnitField(label=gettext_lazy("Di unit"))
    valid_from = forms.DateField(
        label=gettext_lazy("Mulai"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    valid_until = forms.DateField(
        label=gettext_lazy("Sampai"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class AbsenceForm(ActionForm):
    """Leave, and who decides meanwhile."""

    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Pengganti"), queryset=User.objects.none(),
        empty_label=gettext_lazy("Pilih orang"),
    )  # fmt: skip
    from_date = forms.DateField(
        label=gettext_lazy("Mulai"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until_date = forms.DateField(
        label=gettext_lazy("Sampai"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = Line(label=gettext_lazy("Alasan"), max_length=200, required=False)
