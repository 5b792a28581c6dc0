"""Chains as data; a revision put before a chain; the answers of its steps."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.approval.states import REQUEST
from kentongan.kernel.ids import uuid7
from kentongan.kernel.sentences import read
from kentongan.people.models import User
from kentongan.planning.models import ContentKind, Post, Revision, Risk


class Chain(models.Model):
    """Which steps a post of this kind and risk must pass. Empty kind: any kind of that risk."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(
        ContentKind, on_delete=models.CASCADE, related_name="chains", null=True, blank=True
    )
    risk = models.CharField(max_length=8, choices=Risk.choices)
    review_after = models.BooleanField(
        _("tinjau setelah terbit"), default=False, help_text=_("Jalur darurat.")
    )
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "risk"],
                condition=models.Q(active=True),
                name="approval_chain_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_id or '*'}/{self.risk}"

    @property
    def written(self) -> list[dict[str, Any]]:
        """Its steps as a request copies them."""
        return [step.written for step in self.steps.all()]


class ChainStep(models.Model):
    """One step: whoever holds one of ``roles`` at the post's unit (inherited) decides."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("langkah"), max_length=80)
    roles = models.JSONField(help_text="Role codes, first choice first.")
    minutes = models.PositiveIntegerField(_("batas waktu (menit)"))
    working_time = models.BooleanField(_("dihitung dalam jam kerja"), default=True)
    copy_roles = models.JSONField(default=list, help_text="Roles that are told.")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "order"], name="approval_step_order")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def written(self) -> dict[str, Any]:
        """The step as a request copies it."""
        return {
            "label": self.label,
            "roles": list(self.roles),
            "minutes": self.minutes,
            "working_time": self.working_time,
            "copy_roles": list(self.copy_roles),
        }


class ApprovalRequest(models.Model):
    """A revision put before a chain. ``revision_hash`` is what is being decided on.

    ``steps`` is a copy of the chain at that moment: ``[{label, roles, minutes, working_time,
    copy_roles}]``; ``evidence`` holds the findings and the reasons given for those weighed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="requests")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="requests")
    revision_hash = models.CharField(max_length=64)
    risk = models.CharField(max_length=8, choices=Risk.choices)
    steps = models.JSONField()
    step = models.PositiveSmallIntegerField(default=0)
    involved = models.JSONField(
        default=list, help_text="Ids of people who may not decide: writers, and who decided before."
    )
    state = models.CharField(max_length=16, default=REQUEST.initial)
    review_after = models.BooleanField(default=False)
    evidence = models.JSONField(default=dict)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["deadline_at"]
        indexes = [models.Index(fields=["state", "deadline_at"], name="approval_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(state="open"), name="approval_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.state}"

    @property
    def closed_because(self) -> str:
        """Why it was closed: a person's words, or a sentence in the language of the moment."""
        return read(self.closed_reason)

    @property
    def state_label(self) -> str:
        """The state in words."""
        if self.review_after and self.state == "returned":  # nothing went back: it is live
            return str(_("Diminta ditarik"))
        return str(REQUEST.labels[self.state])

    @property
    def is_down(self) -> bool:
        """Whether what went out before its review was taken down meanwhile."""
        return self.review_after and self.post.state == "withdrawn"


class Decision(models.Model):
    """One step's answer, on one hash. ``for_user`` is set when a deputy decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=[("approve", "approve"), ("return", "return")])
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decisions")
    for_user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revision_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "step"], name="approval_one_decision_per_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.request_id}/{self.step}"
