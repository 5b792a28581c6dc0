"""Files of a unit, kept once by content, and their smaller renditions."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7
from kentongan.media.limits import THUMBNAIL_SIDE
from kentongan.people.models import Unit

#: How long a picture just uploaded counts as being read; after that somebody must look.
READING_TIME = timedelta(minutes=5)


class Seen(models.TextChoices):
    """What became of reading the words in a picture; empty: it waits for its turn."""

    READ = "read", _("dibaca")
    UNAVAILABLE = "unavailable", _("tidak ada pembaca")
    FAILED = "failed", _("gagal dibaca")


class Asset(models.Model):
    """An image as accepted: decoded, turned upright, freed of metadata, encoded anew.

    ``sha256`` is of the kept bytes; files are named by it, so two units with the same picture
    share one file while each has its own row. ``thumbnail`` is always a JPEG. ``seen_text`` holds
    the words that a machine read in it, ``None`` as long as nothing has (``reading.py``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assets")
    name = models.CharField(_("nama berkas"), max_length=200)
    mime = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="bytes")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(max_length=300)
    thumbnail = models.FileField(max_length=300)
    uploaded_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    seen_text = models.TextField(null=True, blank=True)
    seen_state = models.CharField(max_length=12, choices=Seen.choices, blank=True, default="")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["unit", "-created_at"], name="media_unit_recent"),
            models.Index(fields=["file"], name="media_file"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(seen_state__in=["", Seen.UNAVAILABLE]),
                name="media_unread",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="media_content_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        """Whether a machine has read its words."""
        return self.seen_text is not None

    def is_being_read(self, at: datetime) -> bool:
        """Whether a machine is about to read its words, so that waiting a moment pays."""
        return not self.is_read and not self.seen_state and at - self.created_at < READING_TIME

    @property
    def thumbnail_size(self) -> tuple[int, int]:
        """Width and height of the small rendition, so that pages can keep its place free."""
        longest = max(self.width, self.height)
        if longest <= THUMBNAIL_SIDE:
            return self.width, self.height
        return (
            max(1, round(self.width * THUMBNAIL_SIDE / longest)),
            max(1, round(self.height * THUMBNAIL_SIDE / longest)),
        )
