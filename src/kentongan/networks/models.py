"""The register of official accounts, their custody and their credentials."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7
from kentongan.kernel.secrets import EncryptedJSONField
from kentongan.kernel.sentences import SentenceField
from kentongan.networks import catalogue, handles
from kentongan.people.models import Unit, User


class Health(models.TextChoices):
    """What the desk knows about the connection of an account."""

    UNCONNECTED = "unconnected", _("Belum disambungkan")
    HEALTHY = "healthy", _("Tersambung")
    EXPIRING = "expiring", _("Segera habis")
    BROKEN = "broken", _("Terputus")
    MANUAL = "manual", _("Unggah lewat HP")


class Account(models.Model):
    """An official account on a network, owned by a unit.

    ``health_at`` is when the connection was last looked at, by whatever means; ``version``
    grows with every change of the register entry, so that two people cannot overwrite each
    other.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="accounts")
    network = models.CharField(_("jejaring"), max_length=24)
    handle = models.CharField(_("nama akun"), max_length=200)
    display_name = models.CharField(_("nama tampil"), max_length=200, blank=True)
    url = models.URLField(_("tautan"), max_length=500, blank=True)
    server = models.URLField(_("alamat server"), max_length=300, blank=True)
    external_id = models.CharField(max_length=300, blank=True)
    place = models.CharField(
        _("tempat"), max_length=64, blank=True, help_text="The network's id of the unit's office."
    )
    health = models.CharField(
        max_length=16, choices=Health.choices, default=Health.UNCONNECTED.value
    )
    health_note = SentenceField(max_length=300, blank=True)
    health_at = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(_("aktif"), default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["network", "handle"]
        indexes = [
            models.Index(fields=["health", "health_at"], name="networks_health_due"),
            models.Index(Lower("handle"), name="networks_handle"),
        ]
        constraints = [
            models.UniqueConstraint(
                "network", "server", Lower("handle"), name="networks_account_once"
            )
        ]

    def __str__(self) -> str:
        return self.shown_handle

    @property
    def shown_handle(self) -> str:
        """The name as people write it, with ``@`` where the network uses one."""
        return self.on.named(self.handle)

    @property
    def on(self) -> catalogue.Network:
        """The network."""
        return catalogue.get(self.network)

    @property
    def by_hand(self) -> bool:
        """Whether people put things up there themselves."""
        return self.health == Health.MANUAL or self.on.manual

    @property
    def public_link(self) -> str:
        """Where it is found: the address registered, else the one its name leads to, if any."""
        return self.url or handles.link(self.handle, self.on.style)

    def leads_home(self, address: str) -> bool:
        """Whether a link leads to the network of this account, as far as can be told."""
        style, known = self.on.style, {"server": self.server, "url": self.url}
        return handles.leads_home(address, style, handle=self.handle, **known)

    @property
    def label(self) -> str:
        """Name and network in one phrase, as the ledger and notices say it."""
        return f"{self.shown_handle} ({self.on.label})"


class Credential(models.Model):
    """What an account signs in with; encrypted at rest, never shown.

    ``renew_at``: from then on the machine renews it, one worker at a time (``renewing_until``);
    ``expires_at``: by then a person must.
    """

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="credential"
    )
    kind = models.CharField(max_length=24)
    secret = EncryptedJSONField()
    expires_at = models.DateTimeField(null=True, blank=True)
    renew_at = models.DateTimeField(null=True, blank=True, db_index=True)
    renewing_until = models.DateTimeField(null=True, blank=True)
    connected_by = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"credential of {self.account_id}"


class App(models.Model):
    """The application this installation registered with a vendor; its keys encrypted at rest."""

    network = models.CharField(max_length=24, primary_key=True)
    secret = EncryptedJSONField()
    shared = models.BooleanField(
        default=False, help_text="Serves the vendor's other networks that have none of their own."
    )
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"application on {self.network}"

    @classmethod
    def serving(cls, network: str) -> App | None:
        """The application whose keys serve ``network``: its own, else one its vendor shares."""
        siblings = [other.code for other in catalogue.same_vendor(network)]
        rows = cls.objects.filter(
            models.Q(pk=network) | models.Q(pk__in=siblings, shared=True)
        ).order_by("network")
        found = {row.network: row for row in rows}
        return found.get(network) or next(iter(found.values()), None)


class Custody(models.Model):
    """Who holds an account, by which decree, from when to when. Dates are local."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="custodies")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="custodies")
    decree_number = models.CharField(_("nomor SK"), max_length=120, blank=True)
    decree_date = models.DateField(_("tanggal SK"), null=True, blank=True)
    from_date = models.DateField(_("mulai"))
    until_date = models.DateField(_("sampai"), null=True, blank=True)
    handed_over_by = models.CharField(max_length=200, blank=True)
    note = models.CharField(_("catatan serah terima"), max_length=500, blank=True)

    class Meta:
        ordering = ["-from_date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "holder"],
                condition=models.Q(until_date__isnull=True),
                name="networks_custody_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_date__isnull=True)
                | models.Q(until_date__gte=models.F("from_date")),
                name="networks_custody_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} holds {self.account_id}"
