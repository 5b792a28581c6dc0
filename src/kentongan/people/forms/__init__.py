"""Forms of this feature: they parse, the actions decide. Split by subject; import from here."""

from kentongan.people.forms.base import ActionForm, UnitField
from kentongan.people.forms.entry import BeginForm, PasswordForm, SignInForm
from kentongan.people.forms.persons import AbsenceForm, GrantForm, PersonForm
from kentongan.people.forms.settings import (
    ImportForm,
    InstallationForm,
    MailChoiceForm,
    TokenForm,
    UnitTypeForm,
)
from kentongan.people.forms.units import DayOffForm, HoursForm, MoveForm, UnitForm

__all__ = [
    "AbsenceForm",
    "ActionForm",
    "BeginForm",
    "DayOffForm",
    "GrantForm",
    "HoursForm",
    "ImportForm",
    "InstallationForm",
    "MailChoiceForm",
    "MoveForm",
    "PasswordForm",
    "PersonForm",
    "SignInForm",
    "TokenForm",
    "UnitField",
    "UnitForm",
    "UnitTypeForm",
]
