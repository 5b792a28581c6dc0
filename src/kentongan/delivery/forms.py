"""What people enter about deliveries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.delivery import access, queue
from kentongan.kernel.say import gettext
from kentongan.kernel.text import validate_text
from kentongan.networks.models import Account
from kentongan.people.models import User


class QueueFilterForm(forms.Form):
    """What the queue is filtered by; nonsense in the address is ignored, not an error."""

    jenis = forms.ChoiceField(required=False, choices=[(k.code, k.label) for k in queue.KINDS])
    jejaring = forms.SlugField(required=False, max_length=24)
    unit = forms.CharField(required=False, max_length=64)

    def wanted(self) -> queue.Wanted:
        """The filter; a field that cannot be read counts as empty."""
        self.is_valid()
        data = self.cleaned_data
        return queue.Wanted(
            kind=data.get("jenis") or "",
            network=data.get("jejaring") or "",
            unit="".join(c for c in data.get("unit") or "" if c.isprintable()),
        )


class ProofForm(forms.Form):
    """The address at which it can be seen.

    One that does not lead to the network of ``account`` is asked about once, never refused:
    ``asked`` holds the address that was. Where nothing sent has an address, none is asked for.
    """

    url = forms.URLField(
        label=_("Tautan unggahan"),
        help_text=_("Buka unggahannya, salin tautannya, tempel di sini."),
        max_length=800,
        assume_scheme="https",
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if not account.on.linked:
            del self.fields["url"]

    def clean(self) -> None:
        """Ask about an address of somewhere else."""
        url = self.cleaned_data.get("url", "")
        if not url or self.account.leads_home(url) or self.cleaned_data.get("asked") == url:
            return
        sentence = gettext(
            "Alamat ini bukan alamat %(network)s. Periksa lagi; bila memang benar, tekan sekali"
            " lagi."
        )
        self.add_error("url", sentence % {"network": self.account.on.label})
        self.data = {**self.data, "asked": url}


class StopForm(forms.Form):
    """What to stop, and why."""

    scope = forms.ChoiceField(label=_("Yang dihentikan"))
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Terlihat oleh semua yang kirimannya tertahan."),
        max_length=300,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {str(u.pk): u for u in access.stoppable_units(user).order_by("name")}
        accounts = Account.objects.filter(unit__in=list(units), active=True).select_related("unit")
        self.units = units
        self.accounts = {str(a.pk): a for a in accounts.order_by("unit__name", "network")}
        # Chosen by the person, never by the order of the list: what is stopped may be everything.
        choices: list[tuple[str, Any]] = [("", _("Pilih yang dihentikan"))]
        if access.may_stop_all(user):
            choices.append(("all", _("Semua kiriman seluruh pemda")))
        choices.append((str(_("Unit")), [(f"unit:{pk}", u.name) for pk, u in units.items()]))
        labels = [(f"account:{pk}", f"{a.unit.name}: {a.label}") for pk, a in self.accounts.items()]
        if labels:
            choices.append((str(_("Akun")), labels))
        self.fields["scope"].choices = choices  # type: ignore[attr-defined]

    def target(self) -> dict[str, Any]:
        """Keywords for ``stops.stop``."""
        kind, _colon, key = self.cleaned_data["scope"].partition(":")
        if kind == "unit":
            return {"unit": self.units[key]}
        if kind == "account":
            return {"account": self.accounts[key]}
        return {}
