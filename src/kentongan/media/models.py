"""Files of a unit, kept once by content, and their smaller renditions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7
from kentongan.media.limits import THUMBNAIL_SIDE
from kentongan.people.models import Unit


class Asset(models.Model):
    """An image as accepted: decoded, turned upright, freed of metadata, encoded anew.

    ``sha256`` is of the kept bytes; files are named by it, so two units with the same picture
    share one file while each has its own row. ``thumbnail`` is always a JPEG.
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

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["unit", "-created_at"], name="media_unit_recent"),
            models.Index(fields=["file"], name="media_file"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="media_content_once")
        ]

    def __str__(self) -> str:
        return self.name

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
