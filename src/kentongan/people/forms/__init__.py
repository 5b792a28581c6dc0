"""Forms of this feature: they parse, the actions decide. Split by subject; import from here."""

from kentongan.people.forms.base import ActionForm, UnitField
from kentongan.people.forms.entry import (
    BeginForm,
    ForgottenForm,
    NewPasswordForm,
    PasswordForm,
    SignInForm,
)
from kentongan.people.forms.persons import (
    AbsenceForm,
    GrantForm,
    InviteForm,
    NewPersonForm,
    PersonForm,
)
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
    "ForgottenForm",
    "GrantForm",
    "HoursForm",
    "ImportForm",
    "InstallationForm",
    "InviteForm",
    "MailChoiceForm",
    "MoveForm",
    "NewPasswordForm",
    "NewPersonForm",
    "PasswordForm",
    "PersonForm",
    "SignInForm",
    "TokenForm",
    "UnitField",
    "UnitForm",
    "UnitTypeForm",
]
