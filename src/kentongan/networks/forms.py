"""Forms of the register. They parse and keep what was typed; the actions judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext
from kentongan.kernel.text import validate_line, validate_text
from kentongan.networks import access, catalogue, queries
from kentongan.networks.actions.custody import Decree
from kentongan.networks.contract import TICKED, CredentialField
from kentongan.networks.models import Account, App, Custody, Health
from kentongan.networks.secret import Secret
from kentongan.people.models import Unit, User

if TYPE_CHECKING:
    _UnitField = forms.ModelChoiceField[Unit]
    _UserField = forms.ModelChoiceField[User]
    _CustodyField = forms.ModelChoiceField[Custody]
else:
    _UnitField = _UserField = _CustodyField = forms.ModelChoiceField


def put_errors(form: forms.Form, error: Invalid) -> None:
    """Show what an action refused at the fields concerned; the rest above the form."""
    for name, sentences in error.fields.items():
        field = name if name in form.fields else None
        for sentence in sentences:
            form.add_error(field, sentence)
    if not error.fields:
        form.add_error(None, str(error))


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UnitChoice(_UnitField):
    """A unit by its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), to_field_name="code", empty_label=None, **kwargs)
        self.error_messages["invalid_choice"] = gettext("Pilih unit dari daftar.")


class HolderChoice(_UserField):
    """A person, with their position."""

    def label_from_instance(self, obj: User) -> str:
        """Name and position."""
        return f"{obj.name}, {obj.job_title}" if obj.job_title else obj.name


class CustodyChoice(_CustodyField):
    """A custody, by who holds it."""

    def label_from_instance(self, obj: Custody) -> str:
        """The holder's name."""
        return obj.holder.name


def _line(label: Any, limit: int, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, required=required, validators=[validate_line], **kwargs
    )


class EntryForm(forms.Form):
    """The fields of an account; the server only where the network has many."""

    unit = UnitChoice(label=_("Unit pemilik"))
    handle = _line(_("Nama akun"), 300, required=True)
    display_name = _line(_("Nama tampil"), 200, help_text=_("Seperti terbaca di jejaring itu."))
    url = _line(_("Tautan"), 500, help_text=_("Alamat halaman akun; boleh kosong."))
    server = _line(_("Alamat server"), 300)
    place = _line(_("Tempat"), 64)

    def __init__(
        self, *args: Any, user: User, network: catalogue.Network, unit: Unit | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        units = access.manageable_units(user)
        choice = self.fields["unit"]
        assert isinstance(choice, UnitChoice)
        choice.queryset = units if unit is None else units | Unit.objects.filter(pk=unit.pk)
        self.fields["handle"].help_text = gettext("Contoh: %(example)s.") % {
            "example": network.style.prefix + network.style.example
        }
        self.fields["handle"].widget.attrs.update(
            autocapitalize="none", autocomplete="off", spellcheck="false"
        )
        self.fields["url"].widget.attrs["inputmode"] = "url"
        if network.needs_server:
            server = self.fields["server"]
            server.required = not network.default_server
            server.widget.attrs["inputmode"] = "url"
            server.help_text = gettext("Misalnya https://sosial.contoh.go.id.")
            if network.default_server:
                server.widget.attrs["placeholder"] = network.default_server
                server.help_text = gettext(
                    "Isi hanya bila akunnya di server sendiri, misalnya https://sosial.contoh.go.id."
                )
        else:
            del self.fields["server"]
        if network.limits.places.pattern:
            self.fields["place"].help_text = gettext(network.limits.places.help)
        else:
            del self.fields["place"]

    def entry(self) -> dict[str, Any]:
        """Keyword arguments for the actions ``register`` and ``edit``."""
        names = ("unit", "handle", "display_name", "url", "server", "place")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class CustodyFields(forms.Form):
    """Who holds the account, by which decree. ``holder`` offers the people of the unit."""

    holder = HolderChoice(
        User.objects.none(), label=_("Pemegang akun"), required=False,
        empty_label=_("Belum ditunjuk"),
    )  # fmt: skip
    decree_number = _line(_("Nomor SK"), 120)
    decree_date = forms.DateField(label=_("Tanggal SK"), required=False, widget=DateInput())
    from_date = forms.DateField(label=_("Mulai memegang"), required=False, widget=DateInput())

    def offer(self, unit: Unit) -> None:
        """Let the people of ``unit`` be chosen."""
        holder = self.fields["holder"]
        assert isinstance(holder, HolderChoice)
        holder.queryset = access.possible_holders(unit)

    def decree(self) -> Decree:
        """The decree as typed."""
        return Decree(self.cleaned_data["decree_number"], self.cleaned_data["decree_date"])


class RegisterForm(EntryForm, CustodyFields):
    """A new account with, where known, its first custodian.

    Holders are offered for the unit at hand; another unit is registered without one first.
    """

    def __init__(self, *args: Any, holders_of: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(holders_of)


class EditForm(EntryForm):
    """A change of the entry; ``version`` is the one that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class HandOverForm(CustodyFields):
    """A handover: the new custodian, the decree, whom it replaces."""

    replaces = CustodyChoice(
        Custody.objects.none(), label=_("Menggantikan"), required=False,
        empty_label=_("Tidak menggantikan siapa pun (tambahan)"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Catatan serah terima"), required=False, max_length=500,
        validators=[validate_text], widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya apa saja yang diserahkan. Jangan tulis kata sandi."),
    )  # fmt: skip
    field_order = ("holder", "replaces", "decree_number", "decree_date", "from_date", "note")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(account.unit)
        self.fields["holder"].required = True
        self.fields["holder"].label = _("Pemegang baru")
        assert isinstance(self.fields["holder"], HolderChoice)
        self.fields["holder"].empty_label = _("Pilih orangnya")
        for name in ("decree_number", "decree_date", "from_date"):
            self.fields[name].required = True
        replaces = self.fields["replaces"]
        assert isinstance(replaces, CustodyChoice)
        replaces.queryset = account.custodies.filter(until_date__isnull=True).select_related(
            "holder"
        )


class EndCustodyForm(forms.Form):
    """When a custody ends without a successor."""

    until_date = forms.DateField(label=_("Selesai"), widget=DateInput())


class CloseForm(forms.Form):
    """Why an account is taken out of service."""

    reason = _line(_("Alasan"), 300, required=True)


class ConnectForm(forms.Form):
    """The credential, field by field as the connector asks for it.

    Secret fields are never sent back to the browser, not even after a mistake.
    """

    def __init__(self, *args: Any, network: catalogue.Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for wanted in network.fields:
            self.fields[wanted.name] = _key_field(wanted)

    def secret(self) -> Secret:
        """What the connector will be opened with."""
        return Secret({name: self.cleaned_data[name] for name in self.fields})


class AgreeForm(forms.Form):
    """What a person chooses before they go to the network's own page: fields with options."""

    def __init__(self, data: QueryDict | None = None, *, network: catalogue.Network) -> None:
        super().__init__(data, auto_id="izin_%s")
        for wanted in network.fields:
            if wanted.options:
                self.fields[wanted.name] = _key_field(wanted)
                self.fields[wanted.name].required = False

    def chosen(self) -> dict[str, str]:
        """A value for each of them, the usual one where none of those offered was sent."""
        self.full_clean()
        return {
            name: self.cleaned_data.get(name) or str(field.initial)
            for name, field in self.fields.items()
        }


class ApplicationForm(forms.Form):
    """The keys of an application. A secret that is stored may be left empty: it stays."""

    def __init__(
        self, *args: Any, network: catalogue.Network, stored: App | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for wanted in network.app_fields:
            if wanted.tick:
                self.fields[wanted.name] = _box(wanted, stored)
                continue
            field = _key_field(wanted)
            if stored is not None and wanted.secret:
                field.required = False
                field.help_text = gettext("Kosongkan bila tidak berubah.")
            elif stored is not None:
                field.initial = stored.secret.get(wanted.name, "")
            self.fields[wanted.name] = field
        self._keys = list(self.fields)
        if siblings := catalogue.same_vendor(network.code):
            names = ", ".join(str(other.label) for other in siblings)
            label = gettext("Pakai aplikasi ini juga untuk %(networks)s") % {"networks": names}
            self.fields["shared"] = forms.BooleanField(
                label=label, required=False, initial=bool(stored and stored.shared)
            )

    def values(self) -> Secret:
        """The keys that were typed, by name."""
        typed = {name: self.cleaned_data[name] for name in self._keys}
        return Secret({k: TICKED if v is True else v or "" for k, v in typed.items()})

    def shared(self) -> bool:
        """Whether the vendor's other networks may use it."""
        return bool(self.cleaned_data.get("shared"))


def _box(wanted: CredentialField, stored: App | None) -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext(wanted.label),
        help_text=gettext(wanted.help) if wanted.help else "",
        required=False,
        initial=bool(stored and stored.secret.get(wanted.name) == TICKED),
    )


def _key_field(wanted: CredentialField) -> forms.Field:
    """A field for a key; secret ones are never sent back to the browser."""
    if wanted.options:
        return forms.ChoiceField(
            label=gettext(wanted.label),
            help_text=gettext(wanted.help) if wanted.help else "",
            choices=[(value, gettext(label)) for value, label in wanted.options],
            initial=wanted.options[0][0],
            widget=forms.RadioSelect,
        )
    plain = {"autocomplete": "off", "autocapitalize": "none"}
    closed = {"autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=gettext(wanted.label),
        help_text=gettext(wanted.help) if wanted.help else "",
        required=not wanted.optional,
        max_length=2000,
        widget=forms.PasswordInput(render_value=False, attrs=closed)
        if wanted.secret
        else forms.TextInput(attrs=plain),
        validators=[validate_line],
    )


class FilterForm(forms.Form):
    """What the register is filtered by; nonsense in the address is ignored, not an error."""

    q = forms.CharField(required=False, max_length=200)
    unit = forms.CharField(required=False, max_length=64)
    jejaring = forms.CharField(required=False, max_length=24)
    sambungan = forms.ChoiceField(required=False, choices=Health.choices)
    ditutup = forms.BooleanField(required=False)

    def wanted(self) -> queries.Wanted:
        """The filter; a field that cannot be read counts as empty."""
        self.is_valid()
        data = self.cleaned_data
        text = data.get("q") or ""
        return queries.Wanted(
            unit=data.get("unit") or "",
            network=data.get("jejaring") or "",
            health=data.get("sambungan") or "",
            text="".join(c for c in text if c.isprintable()),
            closed=bool(data.get("ditutup")),
        )
