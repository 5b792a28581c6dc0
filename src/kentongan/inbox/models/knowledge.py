"""What the inbox knows: response times, topics, answers, templates, and what people taught it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.inbox import kinds
from kentongan.kernel.ids import uuid7
from kentongan.people.models import Unit, User

#: How certain a time is: what we propose, what a pemda set itself; else a status of its basis.
PROPOSED, LOCAL = "proposed", "local"


class Topic(models.Model):
    """What a matter is about; ``words`` by which the machine recognises it (small letters)."""

    code = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(_("topik"), max_length=80)
    words = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class ResponseTime(models.Model):
    """How long an answer may take, by kind: data with dates, basis and certainty.

    ``stage``: first reply or resolution. ``amount`` counts in ``measure``. ``unit`` empty: holds
    for everybody; else for that unit and all below it, and the nearest wins. Dates are inclusive.
    """

    class Stage(models.TextChoices):
        FIRST = "first", _("Balasan pertama")
        RESOLVE = "resolve", _("Selesai")

    class Measure(models.TextChoices):
        MINUTES = "minutes", _("menit, siang malam")
        WORKING_MINUTES = "working_minutes", _("menit kerja")
        WORKING_DAYS = "working_days", _("hari kerja")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="response_times", null=True, blank=True
    )
    kind = models.CharField(max_length=24, choices=kinds.CHOICES)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    amount = models.PositiveIntegerField()
    measure = models.CharField(max_length=16, choices=Measure.choices)
    extension = models.PositiveIntegerField(
        default=0, help_text="By how much it may be prolonged once, in the same measure."
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=64, blank=True, help_text="Id of legal_refs.json.")
    certainty = models.CharField(max_length=24, default=PROPOSED)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "stage", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "stage", "valid_from"],
                name="inbox_time_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="inbox_time_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stage}: {self.amount} {self.measure}"


class SecondPerson(models.Model):
    """Replies to this kind wait for a second person, at the unit and all below it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24, choices=kinds.CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="inbox_second_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"


class Answer(models.Model):
    """An entry of the answer bank of a unit: question, answer, source, and until when it holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="answers")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(_("pertanyaan"), max_length=300)
    answer = models.TextField(_("jawaban"))
    source = models.CharField(_("sumber"), max_length=200)
    source_url = models.URLField(_("tautan sumber"), max_length=500, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    stems = models.JSONField(default=list)
    public = models.BooleanField(_("tampil untuk umum"), default=True)
    active = models.BooleanField(default=True)
    used = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["question"]
        indexes = [models.Index(fields=["active", "unit"], name="inbox_answer_unit")]

    def __str__(self) -> str:
        return self.question


class Template(models.Model):
    """A wording that comes again; ``{nomor}``, ``{nama}`` and ``{unit}`` are filled in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="reply_templates")
    title = models.CharField(_("judul"), max_length=80)
    text = models.TextField(_("isi"))
    kind = models.CharField(max_length=24, choices=kinds.CHOICES, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="inbox_template_once")
        ]

    def __str__(self) -> str:
        return self.title


class Correction(models.Model):
    """What a person said of a message, where the machine had said something else (or nothing).

    ``unit`` keeps from where to where a matter was handed, ``route`` the unit proposed first beside
    the one chosen, also where they are the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="corrections")
    what = models.CharField(max_length=8, help_text="kind, flags, unit, route, topic or place")
    was = models.CharField(max_length=200, blank=True)
    now = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["what", "at"], name="inbox_correction_at")]

    def __str__(self) -> str:
        return f"{self.what}: {self.was} -> {self.now}"


class Learned(models.Model):
    """What routing learned: how often a unit was given a matter with that stem or pair of stems,
    and how much it speaks for the unit (below zero: against it).

    The empty stem stands for the matters of the unit as such. Local to the installation;
    resettable.
    """

    # Asked for by its stem alone; an index on the unit would be a quarter of the table.
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    stem = models.CharField(max_length=81, blank=True)
    count = models.PositiveIntegerField(default=0)
    weight = models.FloatField(default=0.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stem", "unit"], name="inbox_learned_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.stem}: {self.count}"


class LearnedKind(models.Model):
    """What people's word on kinds taught: in how many cases of a kind a word stood, and how much it
    speaks for the kind (below zero: against it).

    The empty word stands for the cases of the kind as such. Local to the installation; resettable.
    """

    word = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=24, choices=kinds.CHOICES)
    count = models.PositiveIntegerField(default=0)
    weight = models.FloatField(default=0.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "kind"], name="inbox_kind_once")]

    def __str__(self) -> str:
        return f"{self.word} {self.kind}: {self.weight:.2f}"


class LearnedTopic(models.Model):
    """By how much a word speaks for a topic here, since people gave it to cases (``count``)."""

    word = models.CharField(max_length=40, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)
    weight = models.FloatField(default=0.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "topic"], name="inbox_topic_once")]

    def __str__(self) -> str:
        return f"{self.word} {self.topic_id}: {self.weight:.2f}"


class Services(models.Model):
    """What a unit does for citizens, in its own words: all that routing knows before it learns."""

    unit = models.OneToOneField(
        Unit, on_delete=models.CASCADE, primary_key=True, related_name="services"
    )
    words = models.TextField(_("layanan"), blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.words[:60]}"


class SavedView(models.Model):
    """Filters of the queue that a person keeps under a name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="inbox_views")
    name = models.CharField(_("nama"), max_length=60)
    filters = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="inbox_view_once")]

    def __str__(self) -> str:
        return self.name
