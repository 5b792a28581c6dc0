"""Data the rules need and a pemda may correct without a release."""

import hashlib
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.compliance.draft import Phase
from kentongan.kernel.ids import uuid7
from kentongan.kernel.text import shorten
from kentongan.people.models import Unit

#: Characters of a quote and of a text that a report of a wrong finding keeps.
MAX_QUOTE, MAX_TEXT = 500, 20_000
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


class Kind(models.TextChoices):
    """What an adjustment is about; see ``kinds.py`` for what people read of each."""

    PHONE = "phone", _("Nomor telepon")
    EMAIL = "email", _("Surel")
    ADDRESS = "address", _("Alamat kantor")
    DOMAIN = "domain", _("Domain resmi")
    TERM = "term", _("Frasa yang dibiarkan")
    WORD = "word", _("Ejaan setempat")
    WATCH = "watch", _("Kata yang diawasi")
    RULE = "rule", _("Tingkat aturan")


class Adjustment(models.Model):
    """What a pemda tells the check: this is known, look for that, take this rule lighter.

    It holds for its unit and all below. ``value`` is stored as it is compared (see
    ``cleaning.cleaned_value``), for a rule its id. ``setting`` is how sternly a watched word is
    reported (a severity), or what a rule is set to (``levels.SETTINGS``); ``message`` is what is
    shown with a watched word.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="adjustments")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.CharField(max_length=200)
    setting = models.CharField(max_length=8, blank=True)
    message = models.CharField(_("pesan"), max_length=300, blank=True)
    reason = models.CharField(_("alasan"), max_length=300)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "value"], name="compliance_adjustment_once"
            )
        ]

    def __str__(self) -> str:
        return self.value


class Misfire(models.Model):
    """Somebody says that a finding is wrong (*salah tangkap*), with the text it was found in.

    The same person, rule and quote is one row: ``key`` is their digest. ``answer`` tells why the
    rule stands (``kept``) or how it was mended.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Menunggu")
        KEPT = "kept", _("Aturan dipertahankan")
        MENDED = "mended", _("Sudah dibetulkan")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="misfires")
    rule = models.CharField(max_length=64)
    severity = models.CharField(max_length=8)
    network = models.CharField(max_length=24, blank=True)
    quote = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    key = models.CharField(max_length=64)
    reporter_id = models.CharField(max_length=64)
    reporter_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN.value)
    answer = models.CharField(_("jawaban"), max_length=500, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["unit", "state", "-at"], name="compliance_misfire_unit"),
            models.Index(fields=["reporter_id", "-at"], name="compliance_misfire_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reporter_id", "key"], name="compliance_misfire_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.quote}"

    @staticmethod
    def key_of(rule: str, quote: str, text: str) -> str:
        """Under what a report is kept: the rule and its quote, or all the text where none is."""
        words = as_kept(quote, MAX_QUOTE) or as_kept(text, MAX_TEXT)
        return hashlib.sha256(f"{rule}|{words}".encode(errors="surrogatepass")).hexdigest()


def as_kept(typed: str, limit: int) -> str:
    """Words of a draft as a report keeps them."""
    return shorten(typed.replace("\r\n", "\n"), limit)


class LinkLook(models.Model):
    """What a web address was answered with when it was asked: ``key`` is its digest.

    ``status`` is that of HTTP, 0 where no name server knows the name (see ``looking.py``).
    """

    #: How long it counts; then the address is asked anew.
    FRESH = timedelta(days=1)

    key = models.CharField(primary_key=True, max_length=64, editable=False)
    address = models.TextField()
    status = models.PositiveSmallIntegerField()
    opens = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["at"], name="compliance_look_at")]

    def __str__(self) -> str:
        return f"{self.status} {self.address}"

    @staticmethod
    def key_of(address: str) -> str:
        """Under what an address is kept."""
        return hashlib.sha256(address.encode(errors="surrogatepass")).hexdigest()


class Passed(models.Model):
    """A finding that somebody passed with a reason (*dilewati*).

    ``label`` names what it was found in, ``address`` leads there where there is a page.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="passed_findings")
    rule = models.CharField(max_length=64)
    severity = models.CharField(max_length=8)
    quote = models.CharField(max_length=500, blank=True)
    reason = models.CharField(_("alasan"), max_length=500)
    person_id = models.CharField(max_length=64)
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    label = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["unit", "-at"], name="compliance_passed_unit")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"
