"""Who wants the news of an account sent to them, and with which templates that is done."""

from __future__ import annotations

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7
from kentongan.kernel.say import gettext_noop
from kentongan.kernel.secrets import EncryptedJSONField
from kentongan.networks.models import Account


def mark_of(account_id: object, number: str) -> str:
    """What a number is found by: a keyed hash, of no use to whoever has the table alone."""
    value = f"{account_id}:{number}"
    return salted_hmac("kentongan.subscribers", value, algorithm="sha256").hexdigest()


#: Who ended a subscription, where so many messages in a row found nobody.
NOBODY_THERE = gettext_noop("Kentongan: tiga kiriman berturut-turut tidak sampai")
MOST_UNREACHED = 3


class Consent(models.TextChoices):
    """How somebody agreed."""

    MESSAGE = "message", _("Lewat pesan")
    BY_HAND = "by_hand", _("Dicatat petugas")


class Subscriber(models.Model):
    """One person who agreed to get the news of an account.

    The number is encrypted and shown to nobody whole; ``mark`` finds it. ``consent_note`` is the
    sealed id of the message (``spreading.sealed``), or how a person agreed to whoever wrote it down
    (``entered_by``). ``heard_at`` is when their last word was written, ``heard_id`` its sealed id,
    so that a call that comes again changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="subscribers", db_index=False
    )
    number = EncryptedJSONField()
    mark = models.CharField(max_length=64)
    consent = models.CharField(max_length=8, choices=Consent.choices)
    consent_note = models.CharField(max_length=300)
    entered_by = models.CharField(max_length=200, blank=True)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True, help_text="Empty: by their own word.")
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_id = models.CharField(max_length=500, blank=True)
    unreached = models.PositiveSmallIntegerField(
        default=0, help_text="How many messages in a row could not be delivered."
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["account", "ended_at", "id"], name="subscribers_list"),
            # The page, newest first: without it every row is read and sorted for fifty.
            models.Index(
                fields=["account", "-joined_at", "-id", "ended_at"], name="subscribers_newest"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["account", "mark"], name="subscribers_once")]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    @property
    def left_out(self) -> bool:
        """Whether the machine ended it, because nobody was to be reached."""
        return self.ended_by == NOBODY_THERE

    @property
    def masked(self) -> str:
        """The number as it is shown: ``62812••••789``."""
        return masked(str(self.number))


def masked(number: str) -> str:
    """A number of which nobody is told the middle."""
    return f"{number[:5]}••••{number[-3:]}"


class Broadcast(models.Model):
    """With which approved templates an account sends to its subscribers; empty: it does not.

    One for words alone, one each with a picture and with a video above the words.
    """

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="broadcast"
    )
    template = models.CharField(_("templat teks"), max_length=512, blank=True)
    image_template = models.CharField(_("templat bergambar"), max_length=512, blank=True)
    video_template = models.CharField(_("templat bervideo"), max_length=512, blank=True)
    language = models.CharField(_("bahasa templat"), max_length=15, default="id")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"broadcast of {self.account_id}"
