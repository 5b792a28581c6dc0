"""The tables of *Jejaring Latih*, the small network of this installation."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kentongan.kernel.ids import uuid7


class SandboxAccount(models.Model):
    """A member of the network: an office with a token, or a citizen played by somebody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handle = models.CharField(_("nama akun"), max_length=64, unique=True)
    display_name = models.CharField(_("nama tampil"), max_length=120)
    persona = models.BooleanField(default=False, help_text="A citizen; has no token.")
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["handle"]

    def __str__(self) -> str:
        return f"@{self.handle}"

    def get_absolute_url(self) -> str:
        """The public page of the account."""
        return reverse("sandbox:account", args=[self.handle])


class PostQuerySet(models.QuerySet["SandboxPost"]):
    """Reading what is public."""

    def live(self) -> PostQuerySet:
        """Posts that were not deleted."""
        return self.filter(deleted_at__isnull=True)

    def open(self) -> PostQuerySet:
        """Posts for everybody's eyes: no direct messages."""
        return self.filter(direct_to__isnull=True)

    def shown(self) -> PostQuerySet:
        """Live posts with what a page or an answer needs: two statements for any number."""
        return self.live().select_related("account", "reply_to__account").prefetch_related("media")

    def top(self) -> PostQuerySet:
        """Posts that answer nothing."""
        return self.filter(reply_to__isnull=True)


class SandboxPost(models.Model):
    """A post or an answer. A deleted one stays as a tombstone, so that its key stays taken."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(SandboxAccount, on_delete=models.CASCADE, related_name="posts")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    reply_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    client_key = models.CharField(max_length=120, blank=True)
    direct_to = models.ForeignKey(
        SandboxAccount,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="A message for this account alone.",
    )
    visitor = models.CharField(max_length=64, blank=True, help_text="Who played the persona.")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="sandbox_timeline"),
            models.Index(fields=["visitor", "created_at"], name="sandbox_visitor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "client_key"],
                condition=~Q(client_key=""),
                name="sandbox_client_key_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.text[:40]}"

    def get_absolute_url(self) -> str:
        """The public page of the post."""
        return reverse("sandbox:post", args=[self.pk])


class Way(models.TextChoices):
    """How a post concerns an account."""

    COMMENT = "comment", _("balasan")
    MENTION = "mention", _("penyebutan")
    DIRECT = "direct", _("pesan langsung")


class SandboxNotice(models.Model):
    """That a post concerns an account: it stands under one of its own, names it, or is for it.

    ``top`` is the first post above it, ``thread`` the first message of the conversation: the one
    below ``top`` where that is the account's own post, else ``top``. ``changed_at`` moves with
    every edit and with the deletion, so that whoever reads the newest first learns of both.
    """

    account = models.ForeignKey(SandboxAccount, on_delete=models.CASCADE, related_name="notices")
    post = models.ForeignKey(SandboxPost, on_delete=models.CASCADE, related_name="notices")
    top = models.ForeignKey(SandboxPost, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(SandboxPost, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(fields=["account", "-changed_at", "-id"], name="sandbox_notices"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "post"], name="sandbox_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.way}: {self.post_id} for {self.account_id}"


class SandboxMedia(models.Model):
    """A picture. Uploaded first, attached to one post afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(SandboxAccount, on_delete=models.CASCADE, related_name="media")
    post = models.ForeignKey(
        SandboxPost, on_delete=models.CASCADE, null=True, blank=True, related_name="media"
    )
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to="sandbox/%Y/%m/")
    mime = models.CharField(max_length=40)
    alt = models.TextField(blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.mime} {self.width}x{self.height}"

    def get_absolute_url(self) -> str:
        """Where the picture is served."""
        return reverse("sandbox:media", args=[self.pk])


class FaultMode(models.TextChoices):
    """What goes wrong on purpose. *Before*: nothing was stored; *after*: it was."""

    LATENCY = "latency", _("lambat, lalu seperti biasa")
    REFUSE = "refuse", _("ditolak (422)")
    RATE_LIMIT = "rate_limit", _("terlalu sering (429)")
    UNAUTHORISED = "unauthorised", _("token tidak berlaku (401)")
    ERROR_BEFORE = "error_before", _("galat 500, tidak tersimpan")
    ERROR_AFTER = "error_after", _("tersimpan, lalu galat 500")
    LOST_AFTER = "lost_after", _("tersimpan, lalu sambungan putus")
    HANG_BEFORE = "hang_before", _("diam, tidak tersimpan")
    HANG_AFTER = "hang_after", _("tersimpan, lalu diam")
    REPEAT = "repeat", _("halaman yang sama terus-menerus")


class Fault(models.Model):
    """A fault in force, for one account or (``account`` empty) for all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        SandboxAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="faults"
    )
    mode = models.CharField(max_length=16, choices=FaultMode.choices)
    amount = models.PositiveIntegerField(
        default=0, help_text="Milliseconds to wait; for rate_limit the seconds of Retry-After."
    )
    operation = models.CharField(
        max_length=16,
        blank=True,
        help_text="verify, media, post, edit, delete, read, reply, inbox; empty: all.",
    )
    times = models.PositiveIntegerField(
        null=True, blank=True, help_text="How often it still strikes; empty: until removed."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.mode} {self.account_id or 'all'}"

    @classmethod
    def in_force(cls, account_id: object, operation: str) -> models.QuerySet[Fault]:
        """The faults that strike this account at this operation, oldest first."""
        return cls.objects.filter(
            Q(account__isnull=True) | Q(account_id=account_id),
            Q(operation="") | Q(operation=operation),
            Q(times__isnull=True) | Q(times__gt=0),
        )


def timestamp(at: datetime) -> str:
    """A time as the API writes it: ISO 8601 in UTC."""
    return at.isoformat().replace("+00:00", "Z")
