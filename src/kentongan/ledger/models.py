"""One table: the append-only, hash-chained record of acts."""

from django.db import models

from kentongan.kernel.ids import uuid7
from kentongan.ledger.labels import label_of


class Entry(models.Model):
    """One act: who, what, when, on which thing and revision. Never changed, never deleted.

    ``actor_id``/``actor_name`` and ``target_type``/``target_id`` are plain text, so that every
    layer above can write here and nothing can be orphaned. ``hash`` covers all other columns
    and the hash of the entry before it.
    """

    seq = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=16)
    unit_code = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64)
    target_type = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64)
    target_label = models.CharField(max_length=300, blank=True)
    revision = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "seq"], name="ledger_target"),
            models.Index(fields=["unit_code", "seq"], name="ledger_unit"),
            models.Index(fields=["actor_id", "seq"], name="ledger_actor"),
        ]

    @property
    def label(self) -> str:
        """What the action is called on screen."""
        return label_of(self.action)

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.target_type}:{self.target_id}"


class Head(models.Model):
    """The single row that serialises writers and remembers the end of the chain."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_head")]

    def __str__(self) -> str:
        return f"head {self.seq}"
