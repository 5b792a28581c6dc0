"""One row is one outward act on one account. This package knows no post."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kentongan.delivery.states import DELIVERY
from kentongan.jobs.leases import Leased, LeaseQuerySet
from kentongan.kernel.ids import uuid7
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.kernel.sentences import SentenceField, read
from kentongan.networks.models import Account, Health
from kentongan.people.models import Unit

#: The handle of a post on its way to each subscriber (``spreading.py``).
SPREAD = "subscribers"
#: Who proved it, where the network itself said so.
NETWORK = gettext_noop("jejaring")
#: States that say it is not public.
SET_ASIDE = ("cancelled", "expired", "refused")


class Act(models.TextChoices):
    """What is done outwardly."""

    PUBLISH = "publish", _("Terbitkan")
    EDIT = "edit", _("Ubah")
    WITHDRAW = "withdraw", _("Tarik")
    REPLY = "reply", _("Balas")
    HIDE = "hide", _("Sembunyikan")
    UNHIDE = "unhide", _("Tampilkan lagi")
    SEND = "send", _("Kirim kepada pelanggan")


#: Acts that are harmless to repeat, by the contract of connectors.
REPEATABLE = frozenset({Act.EDIT, Act.WITHDRAW, Act.HIDE, Act.UNHIDE})
#: Acts that make something public; where a person does it, a link is the proof.
PUBLICATIONS = (Act.PUBLISH, Act.REPLY)
#: Acts that carry nothing of our own to show.
BARE = frozenset({Act.WITHDRAW, Act.HIDE, Act.UNHIDE})


#: States in other words, by act, where nothing is put up; empty: any other act.
_OTHERWISE = {
    "sent": {"": gettext_noop("Selesai")},
    "manual": {
        Act.WITHDRAW: gettext_noop("Menunggu dihapus manual"),
        Act.EDIT: gettext_noop("Menunggu diubah manual"),
        "": gettext_noop("Menunggu dikerjakan manual"),
    },
}


class DeliveryQuerySet(LeaseQuerySet):
    """Deliveries are due as ``planned`` or ``retry`` and are claimed into ``sending``.

    Beside them, what is ``unknown`` or ``pending`` is claimed to be asked about, and stays so.
    """

    claimable_states = ("planned", "retry")
    claimed_state = "sending"
    leased_states = (claimed_state, "unknown", "pending")


class Delivery(Leased):
    """One outward act. ``key`` is the identity we choose, the same over all attempts.

    ``payload`` is what is sent (shape: ``delivery/payload.py``), ``payload_hash`` its SHA-256.
    ``purpose`` and ``subject`` name the feature and thing it serves, for the guard at send time.
    ``original`` points at the delivery that is edited, withdrawn or answered. A thread, or a
    first comment, is a chain: ``part`` of ``parts``, each a reply whose ``original`` is the part
    before it, ``waiting`` until that is ``sent``. A message to one subscriber of many
    (``Act.SEND``, ``spreading.py``) has the post as its ``original``, the person as ``subject``.
    ``tries_before``, ``looks_before``: how many there were before a person last had it sent anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries")
    network = models.CharField(max_length=24)
    act = models.CharField(max_length=16, choices=Act.choices)
    key = models.CharField(max_length=64)
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    original = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField(help_text="When it was meant to go out; run_at may be later.")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="The late cut-off.")
    attempts_made = models.PositiveSmallIntegerField(default=0)
    lookups_made = models.PositiveSmallIntegerField(default=0)
    tries_before = models.PositiveSmallIntegerField(default=0)
    looks_before = models.PositiveSmallIntegerField(default=0)
    asks_person = models.BooleanField(default=False)
    what_to_do = SentenceField(max_length=500, blank=True)
    external_id = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=800, blank=True)
    extra = models.JSONField(default=dict)
    pending = models.JSONField(null=True, blank=True)
    notes = models.JSONField(
        default=dict, help_text="What the connector noted before publishing: containers, sessions."
    )
    lost_at = models.DateTimeField(
        null=True, blank=True, help_text="When it last became uncertain; see doubt.py."
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    proven_by = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        # Every change of state is written into each of them: none that another one answers for.
        indexes = [
            models.Index(fields=["state", "run_at"], name="delivery_due"),
            models.Index(fields=["purpose", "subject"], name="delivery_subject"),
            models.Index(fields=["account", "-due_at"], name="delivery_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DELIVERY.states), name="delivery_state"
            ),
            models.UniqueConstraint(fields=["key"], name="delivery_key_once"),
            # The last line of defence: one live publication per subject, account and part.
            models.UniqueConstraint(
                fields=["purpose", "subject", "account", "part"],
                condition=(models.Q(act="publish") | models.Q(act="reply", part__gt=1))
                & ~models.Q(state__in=["cancelled", "expired", "refused", "withdrawn"]),
                name="delivery_published_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.key} {self.state}"

    @property
    def tries(self) -> int:
        """How often it was tried since a person last had it sent."""
        return self.attempts_made - self.tries_before

    @property
    def looks(self) -> int:
        """How often it was looked for since a person last had it sent."""
        return self.lookups_made - self.looks_before

    def get_absolute_url(self) -> str:
        """The page of this delivery."""
        return reverse("delivery:page", args=[self.pk])

    @property
    def state_label(self) -> str:
        """The state in words; an edit or a withdrawal is not “published”, nor put up by hand."""
        if self.awaited_there:
            return gettext("Tinggal langkah Anda")
        if self.state == "pending" and (self.pending or {}).get("handle") == SPREAD:
            return gettext("Sedang dikirim")
        if self.act not in PUBLICATIONS and self.state in _OTHERWISE:
            return gettext(_OTHERWISE[self.state].get(self.act, _OTHERWISE[self.state][""]))
        return str(DELIVERY.labels[self.state])

    @property
    def paused(self) -> bool:
        """It waits until somebody connects its account again."""
        lost = (Health.BROKEN, Health.UNCONNECTED)
        return self.state in {"planned", "retry"} and self.account.health in lost

    @property
    def doubled(self) -> bool:
        """Set aside, yet proved to be public beside what took its place: a person must look."""
        return self.asks_person and self.state in SET_ASIDE

    @property
    def taken_down(self) -> bool:
        """What it made public, or changed there, is not public any more."""
        there = self.original if self.act == Act.EDIT and self.original else self
        return there.state == "withdrawn"

    @property
    def awaited_there(self) -> bool:
        """The network has it, and a person must finish it there: a draft in an inbox."""
        return self.state == "pending" and self.asks_person

    @property
    def spread(self) -> dict[str, int]:
        """Of a post to subscribers, how many messages were in which state; empty: of no other."""
        said = self.extra.get("spread")
        return said if isinstance(said, dict) else {}

    @property
    def by_hand_verb(self) -> str:
        """What a person is to do on the network, where the machine cannot."""
        verbs = {Act.WITHDRAW: gettext("Hapus"), Act.EDIT: gettext("Ubah")}
        public = self.act in PUBLICATIONS
        return gettext("Unggah") if public else verbs.get(Act(self.act), gettext("Kerjakan"))

    @property
    def proof(self) -> str:
        """Whoever made sure that it is public: a person's name, or the network."""
        return gettext(NETWORK) if self.proven_by == NETWORK else self.proven_by

    @property
    def amiss(self) -> list[str]:
        """What the network left out although it is public, a sentence each."""
        said = self.extra.get("amiss")
        return [read(str(sentence)) for sentence in said] if isinstance(said, list) else []


#: Deliveries that still want something to happen, by machine or person.
OPEN = models.Q(
    state__in=("planned", "waiting", "retry", "sending", "pending", "unknown", "manual")
) | models.Q(asks_person=True)


class Attempt(models.Model):
    """One try, written before the first byte leaves. ``outcome`` empty: the worker died."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(  # found by the constraint below, which begins with it
        Delivery, on_delete=models.CASCADE, related_name="attempts", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, default="send", help_text="send or look")
    token = models.UUIDField()
    sent_hash = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    detail = SentenceField(max_length=800, blank=True)

    class Meta:
        ordering = ["started_at", "pk"]
        indexes = [models.Index(fields=["started_at"], name="delivery_attempt_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "kind", "number"], name="delivery_attempt_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number} {self.outcome or 'open'}"


class Stop(models.Model):
    """The stop switch: for everything, a unit and what is below it, or one account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="stops"
    )
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, related_name="stops"
    )
    reason = models.CharField(_("alasan"), max_length=300)
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-set_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(account__isnull=True),
                name="delivery_stop_one_scope",
            )
        ]

    def __str__(self) -> str:
        return f"stop {self.unit_id or self.account_id or 'all'}"


class Bucket(models.Model):
    """A token bucket shared by all workers.

    Per account (``a:<id>``), network (``n:<code>``) or application (``p:<code>``).
    ``closed_until``: the network itself said that nothing is accepted before.
    """

    key = models.CharField(primary_key=True, max_length=64)
    tokens = models.FloatField()
    updated_at = models.DateTimeField()
    closed_until = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class Turn(models.Model):
    """When a unit was last served by a worker: whoever waited longest comes first."""

    unit = models.OneToOneField(
        Unit, on_delete=models.CASCADE, primary_key=True, related_name="turn"
    )
    served_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.served_at}"
