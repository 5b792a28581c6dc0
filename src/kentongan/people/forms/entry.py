"""Forms of signing in, of one's password, and of the first run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people import wording
from kentongan.people.actions.installation import region_of
from kentongan.people.actions.passwords import check_password_rules
from kentongan.people.forms.base import ZONES, ActionForm, Line
from kentongan.people.models import User


class SignInForm(forms.Form):
    """User name and password; nothing here tells whether a name exists."""

    username = forms.CharField(
        label=gettext_lazy("Nama pengguna, NIP, atau surel dinas"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Kata sandi"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Ingat saya 14 hari di perangkat ini"), required=False
    )


def _new_password(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=256,
        strip=False,
        help_text=gettext_lazy("Paling sedikit 10 karakter. Kalimat pendek mudah diingat."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )


class ForgottenForm(ActionForm):
    """Who has lost the password; nothing here tells whether such a person exists."""

    who = Line(
        label=gettext_lazy("Nama pengguna, NIP, atau surel dinas"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class NewPasswordForm(ActionForm):
    """A new password, twice."""

    new = _new_password(gettext_lazy("Sandi baru"))
    again = forms.CharField(
        label=gettext_lazy("Ulangi sandi baru"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both entries of the new password are the same."""
        data = self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("Tidak sama dengan sandi baru di atas."))
        return data


class PasswordForm(NewPasswordForm):
    """Change of one's own password."""

    current = forms.CharField(
        label=gettext_lazy("Sandi sekarang"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "new", "again")


class BeginForm(ActionForm):
    """The first run: pemda, first unit, first administrator."""

    name = Line(
        label=gettext_lazy("Nama pemerintah daerah"), max_length=200,
        help_text=gettext_lazy("Misalnya Kabupaten Rawa Jati."),
    )  # fmt: skip
    region_code = Line(
        label=gettext_lazy("Kode wilayah"), max_length=16, required=False,
        help_text=gettext_lazy("Kode Kemendagri, misalnya 32.10."),
    )  # fmt: skip
    unit_name = Line(
        label=gettext_lazy("Nama unit paling atas"), max_length=200,
        help_text=gettext_lazy("Semua unit lain berada di bawahnya."),
    )  # fmt: skip
    unit_code = Line(
        label=gettext_lazy("Kode unit"), max_length=64,
        help_text=gettext_lazy("Huruf kecil, angka, tanda hubung; misalnya rawa-jati."),
    )  # fmt: skip
    timezone = forms.ChoiceField(label=gettext_lazy("Zona waktu"), choices=ZONES)
    admin_name = Line(label=gettext_lazy("Nama Anda"), max_length=200)
    username = Line(
        label=gettext_lazy("Nama pengguna"), max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    email = forms.EmailField(label=gettext_lazy("Surel dinas"), required=False, max_length=254)
    password = _new_password(gettext_lazy("Kata sandi"))

    def clean(self) -> dict[str, Any]:
        """All that is wrong is told at once: the action stops at the first."""
        data = self.cleaned_data
        checks: dict[str, Callable[[str], object]] = {
            "region_code": region_of,
            "unit_code": partial(wording.code, "unit_code"),
            "username": partial(wording.username, "username"),
            "password": lambda value: check_password_rules(
                value, User(username=data.get("username", ""), name=data.get("admin_name", ""))
            ),
        }
        for name, check in checks.items():
            try:
                if name in data:
                    check(data[name])
            except Invalid as error:
                self.refuse(error)
        return data
