"""What people say: threads, utterances, what became of them, and how far each account was heard."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.delivery.models import Delivery
from kentongan.inbox import kinds
from kentongan.inbox.models.cases import Case
from kentongan.inbox.states import HIDING
from kentongan.kernel.ids import uuid7
from kentongan.kernel.sentences import SentenceField
from kentongan.networks.models import Account
from kentongan.people.models import Unit, User


class Channel(models.TextChoices):
    """Ways in that are no network: they belong to a unit, not to an account."""

    FORM = "form", _("Formulir aspirasi")
    EMAIL = "email", _("Surel")
    PHONE = "phone", _("Telepon")
    WHATSAPP = "whatsapp-photo", _("Tangkapan layar WhatsApp")
    VISIT = "visit", _("Datang ke kantor")


class Conversation(models.Model):
    """A thread on an account, or in a channel of our own (``account`` empty).

    ``case`` is the matter to which new messages of the thread belong. ``delivery`` is our
    publication it stands under.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="conversations", null=True, blank=True
    )
    channel = models.CharField(max_length=24, help_text="The network, or a Channel.")
    thread = models.CharField(max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="conversations")
    post = models.CharField(max_length=500, blank=True, help_text="Our publication's id there.")
    delivery = models.ForeignKey(
        Delivery, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="conversations", null=True, blank=True
    )
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "thread"],
                condition=models.Q(account__isnull=False),
                name="inbox_thread_account",
            ),
            models.UniqueConstraint(
                fields=["channel", "thread"],
                condition=models.Q(account__isnull=True),
                name="inbox_thread_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.thread}"


class Message(models.Model):
    """One utterance, as the network has it now; earlier wordings are ``versions``.

    ``text`` is what was written, personal data included: pages and exports show
    ``masking.masked(text)``. ``reference`` is what a connector needs to answer it. ``signature``
    is the same for messages of the same words (``inbox/alike.py``). ``came_with`` is set once a
    merge or split takes the message out of the case whose number its author has. ``quoted`` is what
    a letter repeated of earlier ones: evidence, in nobody's words of today.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    channel = models.CharField(max_length=24)
    external_id = models.CharField(max_length=500)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    came_with = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="brought", null=True, blank=True,
        db_index=False, help_text="The case of the number its author has, if another one.",
    )  # fmt: skip
    author_id_there = models.CharField(max_length=300, blank=True)
    author_handle = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    ours = models.BooleanField(default=False)
    way = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    sent_at = models.DateTimeField(help_text="When it was written, as the network says.")
    received_at = models.DateTimeField()
    parent = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=800, blank=True)
    version = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When its author last edited it, as the network says."
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    enclosures = models.JSONField(default=list, help_text="[{url, mime, alt}]")
    reference = models.JSONField(default=dict)
    signature = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=24, choices=kinds.CHOICES, blank=True)
    likely = models.CharField(max_length=24, blank=True)
    confidence = models.FloatField(default=0)
    flags = models.JSONField(default=list)
    sentiment = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=8, blank=True)
    places = models.JSONField(default=list)

    class Meta:
        ordering = ["sent_at", "pk"]
        indexes = [
            models.Index(fields=["case", "sent_at"], name="inbox_message_case"),
            models.Index(
                fields=["signature", "account", "received_at"],
                name="inbox_message_alike",
                condition=~models.Q(signature=""),
            ),
            models.Index(fields=["author_id_there", "account"], name="inbox_message_author"),
            models.Index(
                fields=["came_with"],
                name="inbox_message_came_with",
                condition=models.Q(came_with__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_id"],
                condition=models.Q(account__isnull=False),
                name="inbox_message_account",
            ),
            models.UniqueConstraint(
                fields=["channel", "external_id"],
                condition=models.Q(account__isnull=True),
                name="inbox_message_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.external_id}"


class MessageVersion(models.Model):
    """What a message said before its author changed it or took it away: evidence, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    version = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    enclosures = models.JSONField(default=list)
    seen_until = models.DateTimeField()

    class Meta:
        ordering = ["seen_until", "pk"]

    def __str__(self) -> str:
        return f"{self.message_id} until {self.seen_until}"


class Reply(models.Model):
    """Our answer to one message, on its way through ``delivery`` or given by hand.

    ``needs_second``: it goes before others first, and no delivery exists until the last of them
    agreed. ``steps`` is a copy of the chain at that moment (as in ``approval``), ``step`` where it
    stands, ``involved`` the ids of those who may not decide any more. ``decided_by`` ended it.
    ``private``: only the citizen sees it.
    """

    #: How long an answer can still be taken back; until then it does not leave, nor is it read.
    UNDO = timedelta(seconds=20)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    private = models.BooleanField(default=False)
    needs_second = models.BooleanField(default=False)
    steps = models.JSONField(default=list, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    involved = models.JSONField(default=list, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=dict)
    delivery = models.OneToOneField(
        Delivery, on_delete=models.PROTECT, related_name="inbox_reply", null=True, blank=True
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField(null=True, blank=True, help_text="When the citizen had it.")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(fields=["case", "at"], name="inbox_reply_case"),
            # Few, and asked for on every page of whoever decides.
            models.Index(
                fields=["deadline_at", "id"],
                name="inbox_reply_waiting",
                condition=models.Q(needs_second=True, decided_at=None, undone_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at}"


class ReplyDecision(models.Model):
    """One step's answer to a reply that waited. ``for_user`` is set when a deputy decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    approved = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    for_user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    text_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "step"], name="inbox_one_decision_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}/{self.step}"


class Elsewhere(models.Model):
    """A message that was answered beside the networks: on the phone, in person, by letter.

    ``given_at`` is when the citizen was told, ``at`` when that was written down. ``before`` is
    when the case had its first reply until then; None: not yet. Taking it back returns to that.
    """

    class Way(models.TextChoices):
        """How the citizen was told."""

        PHONE = "phone", _("Telepon")
        VISIT = "visit", _("Tatap muka")
        ON_SITE = "on_site", _("Di lokasi")
        LETTER = "letter", _("Surat balasan")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="elsewhere")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="elsewhere")
    way = models.CharField(_("cara"), max_length=12, choices=Way.choices)
    summary = models.CharField(_("ringkasan"), max_length=500)
    given_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=["phone", "visit", "on_site", "letter"]),
                name="inbox_elsewhere_way",
            ),
            models.CheckConstraint(
                condition=models.Q(given_at__lte=models.F("at")), name="inbox_elsewhere_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.way} {self.given_at}"


class Hiding(models.Model):
    """A wish to hide a message: rule, reason, evidence, and the second person's answer.

    ``delivery`` is the last outward act for it: hidden, or shown again, on the network itself.
    It stays empty where the network has no such act, and a person does it there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="hidings")
    rule = models.CharField(max_length=24)
    reason = models.CharField(_("alasan"), max_length=500)
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default=HIDING.initial)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=models.Q(state__in=("asked", "hidden")),
                name="inbox_hiding_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.state}"


class Hearing(models.Model):
    """How far an account was heard: the cursor, the last look, the last item, the trouble."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="hearing"
    )
    cursor = models.JSONField(default=dict)
    next_at = models.DateTimeField(db_index=True)
    started_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True, blank=True)
    last_item_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = SentenceField(max_length=300, blank=True)
    silent_told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} until {self.last_at}"
