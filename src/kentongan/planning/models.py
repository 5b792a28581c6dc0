"""Posts, their working copy, their frozen revisions, their variants per network."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7
from kentongan.kernel.sentences import SentenceField, read
from kentongan.media.models import Asset
from kentongan.media.rights import Licence
from kentongan.networks.models import Account
from kentongan.people.models import Unit, User
from kentongan.planning.states import POST


class Risk(models.TextChoices):
    """How much can go wrong; decides the chain of approval."""

    LOW = "rendah", _("Rendah")
    MEDIUM = "sedang", _("Sedang")
    HIGH = "tinggi", _("Tinggi")
    CRITICAL = "kritis", _("Kritis")


class Pillar(models.TextChoices):
    """The six pillars of the editorial calendar; each has a shape and a colour."""

    SERVICE = "layanan", _("Layanan")
    PROGRAMME = "program", _("Program")
    PEOPLE = "warga", _("Warga")
    EDUCATION = "edukasi", _("Edukasi")
    CULTURE = "budaya", _("Budaya")
    EMERGENCY = "darurat", _("Darurat")


class People(models.TextChoices):
    """Whether people can be recognised in a picture, and whether they agreed; empty: not said."""

    NONE = "none", _("Tidak ada yang dikenali")
    CONSENT = "consent", _("Ada, semuanya setuju")
    NO_CONSENT = "no_consent", _("Ada, belum semua setuju")


class Shape(models.TextChoices):
    """In which shape a network shows a post; the words of ``networks.outgoing.Form``."""

    POST = "post", _("Unggahan biasa")
    REEL = "reel", _("Reel atau video pendek")
    STORY = "story", _("Cerita (story)")


class Audience(models.TextChoices):
    """Who sees a post; the words of ``networks.outgoing.Audience``."""

    PUBLIC = "public", _("Semua orang")
    UNLISTED = "unlisted", _("Hanya yang punya tautannya")
    PRIVATE = "private", _("Hanya akun ini")


class ContentKind(models.Model):
    """A kind of content (service notice, policy, emergency …) with its usual risk; data."""

    code = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(_("jenis konten"), max_length=120)
    help = models.CharField(_("keterangan"), max_length=300, blank=True)
    risk = models.CharField(max_length=8, choices=Risk.choices)
    emergency = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Its label in the language of the reader, where it is the one that ships."""
        return read(self.label)

    @property
    def about(self) -> str:
        """What belongs to it, likewise."""
        return read(self.help)


class Post(models.Model):
    """A message of a unit: the working copy that people edit.

    ``version`` grows with every saved change; a write that presents an older one is refused.
    ``scheduled_for`` is the wish of the author; what is really due stands in `delivery`.
    ``touched`` remembers who last changed which field, so that two people who edit at once can
    be told apart: ``{field: {"version", "by", "by_id", "at"}}`` (field names: ``working.py``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    kind = models.ForeignKey(ContentKind, on_delete=models.PROTECT, related_name="+")
    pillar = models.CharField(max_length=16, choices=Pillar.choices, default=Pillar.SERVICE.value)
    title = models.CharField(_("judul"), max_length=160)
    text = models.TextField(_("pesan induk"), blank=True)
    link = models.URLField(_("tautan"), max_length=500, blank=True)
    source = models.CharField(_("sumber data"), max_length=500, blank=True)
    shows_vulnerable = models.BooleanField(
        _("memuat anak, pasien, korban, atau warga miskin"), default=False
    )
    shows_official = models.BooleanField(_("memuat foto kepala daerah atau pejabat"), default=False)
    weighed = models.JSONField(
        default=dict, help_text="Reasons for findings passed: fingerprint -> {reason, by, at}."
    )
    state = models.CharField(max_length=16, default=POST.initial)
    version = models.PositiveIntegerField(default=1)
    revision_number = models.PositiveIntegerField(
        default=0, help_text="Number of the latest frozen revision."
    )
    touched = models.JSONField(default=dict)
    editing_by = models.CharField(max_length=64, blank=True)
    editing_since = models.DateTimeField(
        null=True, blank=True, help_text="Start of the sitting of autosaves that the ledger knows."
    )
    scheduled_for = models.DateTimeField(_("jadwal tayang"), null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    contributors = models.ManyToManyField(User, related_name="+", blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=200)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "state", "-updated_at"], name="planning_unit_state"),
            models.Index(fields=["scheduled_for"], name="planning_scheduled"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=POST.states), name="planning_post_state"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PostMedia(models.Model):
    """An image of a post, in order, with its own alt text and what the unit declares about it.

    ``credit`` names its source or maker, ``licence`` by what right it is used, ``people`` whether
    those who can be recognised in it agreed. Not published; evidence for those who decide.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="media")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    alt = models.CharField(_("teks alternatif"), max_length=1500, blank=True)
    credit = models.CharField(_("sumber atau pembuat"), max_length=200, blank=True)
    licence = models.CharField(_("izin"), max_length=12, choices=Licence.choices, blank=True)
    people = models.CharField(_("orang"), max_length=12, choices=People.choices, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["post", "asset"], name="planning_media_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} #{self.order}"


class Target(models.Model):
    """An account this post is meant for."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="targets")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "account"], name="planning_target_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} -> {self.account_id}"


class Variant(models.Model):
    """The wording for one network; without one, the network follows the master text."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    network = models.CharField(max_length=24)
    text = models.TextField(_("naskah"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "network"], name="planning_variant_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.network}"


class Presentation(models.Model):
    """How a post appears on one network, where the network gives a choice; without one as usual.

    ``thread``: what is too long goes on in replies to itself. ``comment``: a first comment of our
    own. ``tags``: keywords beside the text, parted by commas. ``located``: with the
    place of the office, as it stands at the account. See ``manners.py``.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="presentations")
    network = models.CharField(max_length=24)
    thread = models.BooleanField(_("utas"), default=False)
    comment = models.TextField(_("komentar pertama"), blank=True)
    form = models.CharField(
        _("bentuk"), max_length=8, choices=Shape.choices, default=Shape.POST.value
    )
    audience = models.CharField(
        _("penonton"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC.value
    )
    tags = models.CharField(_("kata kunci"), max_length=1000, blank=True)
    located = models.BooleanField(_("lokasi kantor"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "network"], name="planning_presentation_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.network}"


class LinkMarks(models.Model):
    """How links to the pemda's own sites are marked; at most one row, of the whole pemda.

    ``hosts``: our own, parted by blanks. ``campaign`` empty: the pillar of the post.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    enabled = models.BooleanField(_("tandai tautan ke situs kita"), default=False)
    hosts = models.CharField(_("situs kita"), max_length=1000, blank=True)
    medium = models.CharField(_("jenis saluran"), max_length=40, default="medsos")
    campaign = models.CharField(_("kampanye"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="planning_link_marks_one")
        ]

    def __str__(self) -> str:
        return self.hosts


class Revision(models.Model):
    """A frozen state of a post. ``content`` is canonical JSON, ``hash`` its SHA-256.

    Shape of ``content``: see ``planning/revisions.py``. Never changed after creation.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    note = SentenceField(max_length=200, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="planning_revision_number")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.number}"


class Waiver(models.Model):
    """Leave to pass a finding that must be mended: asked by one person, decided by another.

    ``fingerprint`` is ``checking.Checked.seal``: the rule, the place and the words, so that other
    words need another leave. ``role`` is the one that the rule names. Only one may be open for
    the same words of a post; the latest that was decided counts.
    """

    class Verdict(models.TextChoices):
        """What was decided; empty: it waits."""

        GRANTED = "granted", _("Diizinkan")
        REFUSED = "refused", _("Ditolak")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="waivers")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    quote = models.CharField(max_length=500, blank=True)
    message = SentenceField(blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(_("alasan"), max_length=500)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True, default="")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("jawaban"), max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["role", "verdict"], name="planning_waiver_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "fingerprint"],
                condition=models.Q(verdict=""),
                name="planning_waiver_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("asked_by")),
                name="planning_waiver_never_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.post_id}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return not self.verdict

    @property
    def is_granted(self) -> bool:
        """Whether the finding may be passed."""
        return self.verdict == self.Verdict.GRANTED

    @property
    def is_refused(self) -> bool:
        """Whether it was denied; it may be asked for again."""
        return self.verdict == self.Verdict.REFUSED
