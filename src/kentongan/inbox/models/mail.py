"""Mailboxes that units read, and how far each was read."""

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
