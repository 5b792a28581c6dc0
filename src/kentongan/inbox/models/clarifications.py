"""What the unit says because citizens asked: clarifications, and ideas for the calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.inbox.models.cases import Case
from kentongan.inbox.states import CLARIFICATION
from kentongan.kernel.ids import uuid7
from kentongan.kernel.sentences import read
from kentongan.people.models import Unit, User
from kentongan.planning.models import Post


class Clarification(models.Model):
    """What is said, what is true, and by which source; public once a second person agreed.

    Words change in a draft only, so what was agreed to is what everybody reads. Whoever had a hand
    in them (``writers``) never agrees. ``case`` is the matter in which a citizen asked for it.
    ``findings`` is the evidence of the check, ``stems`` what a search looks at: the roots of the
    words between blanks.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="clarifications")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="clarifications", null=True, blank=True
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="corrections", null=True, blank=True,
        help_text="The one that this one takes the place of once it is public.",
    )  # fmt: skip
    title = models.CharField(_("judul"), max_length=160)
    said = models.TextField(_("yang beredar"))
    truth = models.TextField(_("yang benar"))
    source = models.CharField(_("sumber"), max_length=200)
    source_url = models.URLField(_("tautan sumber"), max_length=500, blank=True)
    stems = models.TextField(default=" ")
    state = models.CharField(max_length=12, default=CLARIFICATION.initial)
    findings = models.JSONField(default=dict)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    writers = models.ManyToManyField(User, related_name="+")
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    returned = models.CharField(_("yang perlu diubah"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("alasan ditarik"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(
                fields=["-published_at", "id"],
                name="inbox_clarification_public",
                condition=models.Q(state="published"),
            ),
            models.Index(fields=["unit", "state"], name="inbox_clarification_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=CLARIFICATION.states),
                name="inbox_clarification_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(decided_by__isnull=False, published_at__isnull=False),
                name="inbox_clarification_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | (
                    ~models.Q(decided_by=models.F("asked_by"))
                    & ~models.Q(decided_by=models.F("author"))
                ),
                name="inbox_clarification_never_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def withdrawn_reason(self) -> str:
        """Why it was withdrawn: a person's words, or a sentence in the language of the moment."""
        return read(self.withdrawn_why)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(CLARIFICATION.labels[self.state])


class Idea(models.Model):
    """A question that recurred and became a draft in the calendar of ``unit``.

    ``case`` stands for all who asked it, ``times`` is how often that was then. ``stems`` recognise
    the question when it recurs in other words.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ideas")
    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=300)
    stems = models.JSONField(default=list)
    times = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["unit", "case"], name="inbox_idea_once")]

    def __str__(self) -> str:
        return self.question
