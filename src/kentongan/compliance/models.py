"""Data the rules need and a pemda may correct without a release."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.compliance.draft import Phase
from kentongan.kernel.ids import uuid7
from kentongan.people.models import Unit

#: Phases that have dates, in the order in which they follow one another.
DATED_PHASES = (Phase.PRE_NOMINATION, Phase.CAMPAIGN, Phase.QUIET, Phase.POLLING, Phase.AFTER)


class Election(models.Model):
    """An election in a region, with its phases as dated data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("pemilihan"), max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="elections")
    names = models.JSONField(
        default=list, help_text=_("Nama calon, partai, dan semboyan yang ditambahkan daerah.")
    )
    source = models.CharField(_("sumber tanggal"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ElectionPhase(models.Model):
    """A phase of an election; both dates inclusive, local to the election's unit.

    Days of no phase are normal ones.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="phases")
    phase = models.CharField(max_length=16, choices=[(p.value, p.value) for p in DATED_PHASES])
    from_date = models.DateField()
    until_date = models.DateField()

    class Meta:
        ordering = ["from_date"]
        indexes = [models.Index(fields=["from_date", "until_date"], name="compliance_phase_dates")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_date__gte=models.F("from_date")),
                name="compliance_phase_order",
            ),
            models.UniqueConstraint(fields=["election", "phase"], name="compliance_phase_once"),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.from_date}–{self.until_date}"


class Allowed(models.Model):
    """A word, number or address that a rule must not report, for a unit and those below it.

    ``value`` is stored as it is compared: see ``cleaning.cleaned_value``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="allowed")
    kind = models.CharField(
        max_length=16, choices=[("phone", _("Nomor")), ("email", _("Surel")), ("term", _("Kata"))]
    )
    value = models.CharField(max_length=200)
    reason = models.CharField(_("alasan"), max_length=300)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "value"], name="compliance_allowed_once"
            )
        ]

    def __str__(self) -> str:
        return self.value
