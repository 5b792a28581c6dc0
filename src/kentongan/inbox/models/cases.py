"""The matter to be handled, and what people do with it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.inbox import kinds
from kentongan.inbox.models.knowledge import Topic
from kentongan.inbox.models.marked import Marked
from kentongan.inbox.states import CASE, DISPOSITION, OPEN
from kentongan.kernel.ids import uuid7
from kentongan.language.triage.reading import Kind
from kentongan.networks.models import Account
from kentongan.people.models import Unit, User

#: ``due_at`` of what has no clock: sorts last, and is never reached.
FAR = datetime(9999, 1, 1, tzinfo=UTC)
_IS_OPEN = models.Q(state__in=OPEN)


class Urgency(models.IntegerChoices):
    """How urgent a matter is; the smaller, the more."""

    EMERGENCY = 0, _("Darurat")
    HIGH = 1, _("Tinggi")
    NORMAL = 2, _("Biasa")


class NumberSeries(models.Model):
    """The numbers of cases with one prefix; see ``inbox/numbers.py``. ``key`` is drawn once."""

    prefix = models.CharField(primary_key=True, max_length=3)
    last = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"


class Case(models.Model):
    """One matter: its kind, its unit, its clock. What the queue shows stands on the row itself.

    ``unit`` handles it now, ``origin`` is where it came in. ``due_at`` is what is due next (first
    reply, then resolution), :data:`FAR` while no clock runs. ``alike`` counts the messages of a
    flood that were folded into it. ``secret``: only the Inspektorat and the named people see it,
    and the latter not who reported it (``reporter_hidden``, set by access on what it hands out).
    """

    reporter_hidden = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True)
    follow_key = models.CharField(max_length=16, help_text="Opens the citizen's page of it.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    origin = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="cases", null=True, blank=True
    )
    channel = models.CharField(max_length=24)
    holder = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="held_cases", null=True, blank=True
    )
    state = models.CharField(max_length=12, default=CASE.initial)
    kind = models.CharField(max_length=24, choices=kinds.CHOICES, blank=True)
    likely = models.CharField(max_length=24, choices=kinds.CHOICES, blank=True)
    confidence = models.FloatField(default=0)
    kind_by = models.CharField(max_length=200, blank=True, help_text="Who made sure of the kind.")
    flags = models.JSONField(default=list)
    urgency = models.PositiveSmallIntegerField(
        choices=Urgency.choices, default=Urgency.NORMAL.value
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, related_name="cases", null=True, blank=True
    )
    place = models.CharField(_("wilayah"), max_length=120, blank=True)
    secret = models.BooleanField(default=False)
    preview = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    author_handle = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    messages_count = models.PositiveIntegerField(default=0)
    alike = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    due_at = models.DateTimeField(default=FAR)
    first_due_at = models.DateTimeField(null=True, blank=True)
    resolve_due_at = models.DateTimeField(null=True, blank=True)
    first_replied_at = models.DateTimeField(null=True, blank=True)
    asked_again_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when what a citizen wrote after an answer waits."
    )
    complete_at = models.DateTimeField(
        null=True, blank=True, help_text="When a request for information was complete."
    )
    extended = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True, help_text="Word to the citizen.")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("tindak lanjut"), blank=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    escalate_at = models.DateTimeField(default=FAR)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )
    answering = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    answering_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            # The queue, and its counts without a look at the rows (``queries.counts``).
            models.Index(
                fields=[
                    "due_at",
                    "id",
                    "unit",
                    "secret",
                    "kind",
                    "holder",
                    "last_at",
                    "version",
                    "state",
                ],
                name="inbox_case_queue",
                condition=_IS_OPEN,
            ),
            # The same where what is past is asked for, too.
            models.Index(fields=["due_at", "id"], name="inbox_case_due"),
            models.Index(fields=["state", "due_at", "id"], name="inbox_case_state_due"),
            # Open cases with one flag are few: the queue of each, without a look at the others.
            *(
                models.Index(
                    fields=["due_at", "id", "unit", "secret", "state"],
                    name=f"inbox_case_{flag}",
                    condition=_IS_OPEN & models.Q(Marked(flag)),
                )
                for flag in kinds.FLAG_LABELS
            ),
            models.Index(
                fields=["unit", "due_at", "id"], name="inbox_case_unit", condition=_IS_OPEN
            ),
            models.Index(
                fields=["holder", "due_at", "id"], name="inbox_case_holder", condition=_IS_OPEN
            ),
            models.Index(fields=["unit", "kind"], name="inbox_case_kinds", condition=_IS_OPEN),
            models.Index(fields=["escalate_at"], name="inbox_case_ladder", condition=_IS_OPEN),
            models.Index(fields=["unit", "-closed_at"], name="inbox_case_closed"),
            models.Index(fields=["opened_at"], name="inbox_case_opened"),
            # Few, and asked for wherever deliveries and the ledger are read.
            models.Index(
                fields=["number"], name="inbox_case_secret", condition=models.Q(secret=True)
            ),
            models.Index(fields=["kind", "opened_at"], name="inbox_case_kind_opened"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=CASE.states), name="inbox_case_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
                name="inbox_case_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(CASE.labels[self.state])

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return kinds.label_of(self.kind)

    @property
    def treated_as(self) -> str:
        """The kind it is treated as: a secret matter is a report, of whatever kind it began."""
        return Kind.INTEGRITY_REPORT.value if self.secret else self.kind

    @property
    def burns(self) -> bool:
        """Whether it is an emergency that nobody answered yet, and no spam that speaks of one."""
        waits = self.first_replied_at is None and self.kind not in kinds.UNASKED
        return self.urgency == Urgency.EMERGENCY and waits

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    def heard(self, answered: datetime) -> None:
        """Citizens have an answer that was written at that moment: what they wrote before it waits
        no longer. Unsaved."""
        if self.asked_again_at is not None and self.asked_again_at <= answered:
            self.asked_again_at = None

    @property
    def end_of_merges(self) -> Case:
        """The case that was put in the place of this one, however often merged; else itself."""
        case = self
        while case.merged_into is not None:
            case = case.merged_into
        return case

    @property
    def has_clock(self) -> bool:
        """Whether anything is due."""
        return self.due_at < FAR


class ClockStop(models.Model):
    """While this lasts the clock of resolution stands: the citizen is asked something, or the
    case was closed until it was taken up again; then ``why`` is empty."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stops")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True), name="inbox_one_stop"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.started_at}"


class Disposition(models.Model):
    """A matter handed to a unit. ``lead``: it becomes theirs; else they help (*tembusan kerja*)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dispositions")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="dispositions")
    lead = models.BooleanField(default=True)
    instruction = models.CharField(_("petunjuk"), max_length=500)
    due_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(
        null=True, blank=True, help_text="When people are next told of its time."
    )
    state = models.CharField(max_length=12, default=DISPOSITION.initial)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    result = models.CharField(_("hasil"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(
                fields=["to_unit", "state"],
                name="inbox_disposition_to",
                condition=models.Q(state__in=("proposed", "accepted")),
            ),
            models.Index(
                fields=["remind_at"],
                name="inbox_disposition_remind",
                condition=models.Q(state__in=("proposed", "accepted"), remind_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "to_unit"],
                condition=models.Q(lead=False, state__in=("proposed", "accepted")),
                name="inbox_disposition_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(lead=True, state__in=("proposed", "accepted")),
                name="inbox_disposition_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} -> {self.to_unit_id}: {self.state}"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(DISPOSITION.labels[self.state])


class Note(models.Model):
    """An internal note; it never leaves, is in no export and no reply."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("catatan"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at}"


class Watch(models.Model):
    """Somebody who wants to know how a matter goes on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="watches")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watches")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="inbox_watch_once")]

    def __str__(self) -> str:
        return f"{self.user_id} watches {self.case_id}"


class Named(models.Model):
    """A person whom the Inspektorat let into a secret matter."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="named")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="inbox_named_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.case_id}"


class LaporLink(models.Model):
    """The matter in SP4N-LAPOR!, kept by hand: its tracking id there, and how it stands."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="lapor")
    reference = models.CharField(_("nomor pelacakan"), max_length=40, unique=True)
    status = models.CharField(_("status"), max_length=24)
    supervised = models.BooleanField(_("berkadar pengawasan"), default=False)
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.reference


class Rating(models.Model):
    """What the citizen of a number thinks of it, once it was closed. 1 to 5.

    ``case`` is that number, ``matter`` the case that was closed: another one after a merge.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="rating"
    )
    matter = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=5), name="inbox_rating_range"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.stars}"
