"""Files of a unit, kept once by content, and their smaller renditions."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7
from kentongan.kernel.sentences import SentenceField
from kentongan.media.rights import Licence, Shown
from kentongan.media.states import INCOMING
from kentongan.people.models import Unit, User

#: How long a picture just uploaded counts as being read; after that somebody must look.
READING_TIME = timedelta(minutes=5)
#: How long an upload that nobody goes on with is kept.
UPLOAD_LIFE = timedelta(days=3)


class Kind(models.TextChoices):
    """What an asset is."""

    IMAGE = "image", _("gambar")
    VIDEO = "video", _("video")


class Seen(models.TextChoices):
    """What became of reading the words in a picture; empty: it waits for its turn."""

    READ = "read", _("dibaca")
    UNAVAILABLE = "unavailable", _("tidak ada pembaca")
    FAILED = "failed", _("gagal dibaca")


class Folder(models.Model):
    """A named place in the library of a unit; files may lie in none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="folders")
    name = models.CharField(_("nama folder"), max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="media_folder_once")]

    def __str__(self) -> str:
        return self.name


def _share(**options: object) -> models.FloatField:
    bounds = [MinValueValidator(0.0), MaxValueValidator(1.0)]
    return models.FloatField(default=0.5, validators=bounds, **options)  # type: ignore[arg-type]


class Asset(models.Model):
    """A picture or video as accepted: decoded, upright, freed of metadata, encoded anew.

    ``sha256`` is of the kept bytes; files are named by it, so two units with the same picture
    share one file while each has its own row. ``thumbnail`` is always a JPEG. ``seen_text`` holds
    the words that a machine read in it, ``None`` as long as nothing has (``reading.py``).

    A video also has ``seconds`` and ``poster``, the still that stands for it, as a JPEG of the
    same size. ``focus_x`` and ``focus_y`` (0 to 1, from the left and from the top) are what must
    stay in sight where a network wants another shape.

    What the library knows of it: ``title``, ``alt``, ``credit``, ``licence`` with its note, folder,
    tags. ``shown``, ``all_agreed``, ``children``, ``consent_from`` and ``consent_until`` sum up its
    consents (``actions/consents.py``; what they mean: ``rights.standing``). ``likeness`` is the
    fingerprint by which similar files are found (``alike.py``), empty until it is taken. What is
    in the bin has ``binned_at``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.IMAGE)
    name = models.CharField(_("nama berkas"), max_length=200)
    mime = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="bytes")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(default=0.0)
    file = models.FileField(max_length=300)
    thumbnail = models.FileField(max_length=300)
    poster = models.FileField(max_length=300, blank=True)
    focus_x = _share()
    focus_y = _share()
    uploaded_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    seen_text = models.TextField(null=True, blank=True)
    seen_state = models.CharField(max_length=12, choices=Seen.choices, blank=True, default="")
    seen_at = models.DateTimeField(null=True, blank=True)
    folder = models.ForeignKey(
        Folder, on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    title = models.CharField(_("judul"), max_length=160, blank=True, default="")
    alt = models.CharField(_("teks alternatif"), max_length=1500, blank=True, default="")
    credit = models.CharField(_("sumber atau pembuat"), max_length=200, blank=True, default="")
    licence = models.CharField(
        _("izin memakai"), max_length=12, choices=Licence.choices, blank=True, default=""
    )
    licence_note = models.CharField(_("catatan izin"), max_length=300, blank=True, default="")
    shown = models.CharField(max_length=8, choices=Shown.choices, blank=True, default="")
    all_agreed = models.BooleanField(default=False)
    children = models.BooleanField(default=False)
    consent_from = models.DateField(null=True, blank=True)
    consent_until = models.DateField(null=True, blank=True)
    likeness = models.CharField(max_length=16, blank=True, default="")
    binned_at = models.DateTimeField(null=True, blank=True)
    binned_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["unit", "-created_at"], name="media_unit_recent"),
            models.Index(
                fields=["consent_until"],
                condition=models.Q(consent_until__isnull=False),
                name="media_consent_until",
            ),
            models.Index(
                fields=["binned_at"],
                condition=models.Q(binned_at__isnull=False),
                name="media_binned",
            ),
            models.Index(
                fields=["created_at"], condition=models.Q(likeness=""), name="media_unlike"
            ),
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
        return self.title or self.name

    @property
    def is_binned(self) -> bool:
        """Whether it lies in the bin."""
        return self.binned_at is not None

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.kind == Kind.VIDEO

    @property
    def still(self) -> str:
        """Name of the file with its picture: of a video the poster."""
        return str(self.poster if self.is_video else self.file)

    @property
    def focus(self) -> tuple[float, float]:
        """What must stay in sight: shares of width and height."""
        return self.focus_x, self.focus_y

    @property
    def is_read(self) -> bool:
        """Whether a machine has read its words."""
        return self.seen_text is not None

    def is_being_read(self, at: datetime) -> bool:
        """Whether a machine is about to read its words, so that waiting a moment pays."""
        return not self.is_read and not self.seen_state and at - self.created_at < READING_TIME


class Tag(models.Model):
    """A word by which a file is found again."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["name"], name="media_tag_name")]
        constraints = [models.UniqueConstraint(fields=["asset", "name"], name="media_tag_once")]

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """Somebody who can be recognised in a file, and whether they agreed to be shown.

    ``who`` is a role ("murid kelas satu"), never a name. The first and the last day are of the
    unit's calendar; without them it holds from ever, for ever. ``paper`` is the written consent:
    only who may change the file may read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="consents")
    who = models.CharField(_("siapa"), max_length=80)
    child = models.BooleanField(_("anak"), default=False)
    agreed = models.BooleanField(_("setuju"), default=False)
    since = models.DateField(_("mulai"), null=True, blank=True)
    until = models.DateField(_("sampai"), null=True, blank=True)
    paper = models.FileField(max_length=300, blank=True)
    paper_mime = models.CharField(max_length=40, blank=True, default="")
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [models.Index(fields=["paper"], name="media_consent_paper")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="media_consent_days",
            )
        ]

    def __str__(self) -> str:
        return self.who


class Incoming(models.Model):
    """A file on its way to becoming an asset; ``states.py`` has its life.

    Its bytes lie in a file named by ``id``; how many have arrived is the length of that file,
    never a column, so that nothing that arrived is lost. ``progress`` is per cent of the work
    after arrival, ``note`` the sentence to show, ``tries`` how often the work was begun.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="incoming")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="incoming")
    name = models.CharField(_("nama berkas"), max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes")
    state = models.CharField(max_length=12, default=INCOMING.initial)
    progress = models.PositiveSmallIntegerField(default=0)
    note = SentenceField(max_length=500, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    asset = models.ForeignKey(
        Asset, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="when anything about it last changed")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["by", "-created_at"], name="media_incoming_mine"),
            models.Index(fields=["state", "touched_at"], name="media_incoming_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Its state in words."""
        return str(INCOMING.labels[self.state])

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in INCOMING.final

    @property
    def expires_at(self) -> datetime:
        """Until when an unfinished upload is kept."""
        return self.touched_at + UPLOAD_LIFE


class Rendition(models.Model):
    """A video within a network's limits; ``key`` stands for limits and focus.

    ``file`` is empty until it is made, ``progress`` tells how far that is, ``waits`` what stands
    in the way for now, ``note`` why it cannot be made. The file goes after a while and is made anew
    when needed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    key = models.CharField(max_length=64)
    limits = models.JSONField()
    progress = models.PositiveSmallIntegerField(default=0)
    waits = SentenceField(max_length=500, blank=True, default="")
    note = SentenceField(max_length=500, blank=True, default="")
    file = models.FileField(max_length=300, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0.0)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "key"], name="media_rendition_once")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.key}"


#: Languages by the codes that ``SubtitlesForm`` proposes.
LANGUAGES = {
    "id": _("Bahasa Indonesia"),
    "su": _("Bahasa Sunda"),
    "jv": _("Bahasa Jawa"),
    "en": _("Bahasa Inggris"),
}


class Subtitles(models.Model):
    """Subtitles of a video in one language, kept as WebVTT; other shapes are made from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="subtitles")
    language = models.CharField(max_length=16)
    text = models.TextField()
    updated_by = models.CharField(max_length=200)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "language"], name="media_subtitles_once")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.language}"

    @property
    def label(self) -> str:
        """The language as people call it; its code where we have no name for it."""
        return str(LANGUAGES.get(self.language, self.language))
