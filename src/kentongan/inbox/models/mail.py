"""Mailboxes that units read, how far each was read, and what was left out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7
from kentongan.kernel.secrets import EncryptedJSONField
from kentongan.kernel.sentences import SentenceField
from kentongan.people.models import Unit


class MailSource(models.Model):
    """A mailbox whose letters a unit takes in. Its password is encrypted at rest, never shown.

    ``secret`` is ``{"password": …}``. How far it was read stands in :class:`MailReading` under
    its name.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="mailboxes")
    host = models.CharField(_("server"), max_length=120)
    port = models.PositiveIntegerField(default=993)
    user = models.CharField(_("nama pengguna"), max_length=100)
    folder = models.CharField(_("folder"), max_length=60, default="INBOX")
    tls = models.BooleanField(default=True)
    secret = EncryptedJSONField()
    paused = models.BooleanField(default=False)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["user", "host", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "port", "user", "folder"], name="inbox_mail_source_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


class MailReading(models.Model):
    """How far a mailbox was read. ``validity`` changes when the server numbers its letters anew."""

    mailbox = models.CharField(primary_key=True, max_length=300)
    validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = SentenceField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.mailbox


class MachineLetter(models.Model):
    """A letter that by its marks a machine wrote, so that it became no message: who sent it and
    what it is about, for some time. The letter itself stays in its mailbox."""

    class Mark(models.TextChoices):
        RETURNED = "returned", _("surat yang kembali")
        ANSWER = "answer", _("balasan otomatis")
        BULK = "bulk", _("surat massal")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reading = models.ForeignKey(
        MailReading, on_delete=models.CASCADE, related_name="machine_letters"
    )
    external_id = models.CharField(max_length=500)
    validity = models.PositiveBigIntegerField()
    uid = models.PositiveBigIntegerField()
    mark = models.CharField(max_length=8, choices=Mark.choices)
    sender = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "external_id"], name="inbox_machine_letter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"
