"""What citizens enclose, as far as it was fetched and found harmless."""

from __future__ import annotations

from django.db import models

from kentongan.inbox.models.messages import Message
from kentongan.inbox.states import ATTACHMENT
from kentongan.kernel.ids import uuid7
from kentongan.kernel.sentences import SentenceField


class Attachment(models.Model):
    """One file of a message; ``place`` counts within ``Message.enclosures``, from 0.

    It is the case's, never the unit's: no library lists it, and who may not see the case cannot
    see it. ``file`` and ``preview`` are names in ``media.files``, empty while there are no bytes;
    only pictures have a preview. ``note`` says why it was not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=ATTACHMENT.initial)
    mime = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=100, blank=True)
    preview = models.CharField(max_length=100, blank=True)
    note = SentenceField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(help_text="When it is fetched, while it waits.")
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="inbox_attachment_due",
                condition=models.Q(state="waiting"),
            ),
            models.Index(
                fields=["kept_at"],
                name="inbox_attachment_kept",
                condition=models.Q(state="kept"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "place"], name="inbox_attachment_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=ATTACHMENT.states), name="inbox_attachment_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} #{self.place} {self.state}"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ATTACHMENT.labels[self.state])

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return bool(self.preview)
