"""Units, people, roles, absences, API tokens."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy as _
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from kentongan.kernel.actor import Actor
from kentongan.kernel.ids import uuid7
from kentongan.kernel.sentences import SentenceField, read
from kentongan.people.roles import ROLE_CHOICES
from kentongan.people.states import LETTER


class Installation(models.Model):
    """The pemda itself; one row. ``is_demo`` marks the fictional example data."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("nama pemerintah daerah"), max_length=200)
    region_code = models.CharField(_("kode wilayah"), max_length=16, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="people_one_install")]

    def __str__(self) -> str:
        return self.name


class UnitType(models.Model):  # type: ignore[django-manager-missing]  # tree_queries is untyped
    """A kind of unit with its configurable label (Kapanewon, Nagari, Distrik …)."""

    code = models.SlugField(primary_key=True, max_length=32)
    label = models.CharField(_("sebutan"), max_length=80)
    short_label = models.CharField(_("singkatan"), max_length=24, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    autonomous = models.BooleanField(
        _("otonom"), default=False, help_text=_("Dibina, tidak diperintah; misalnya desa.")
    )

    class Meta:
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Its label in the language of the reader, where it is the one that ships."""
        return read(self.label)


class Unit(TreeNode):
    """A node of the tree: pemda, OPD, kecamatan, kelurahan, desa, UPTD, puskesmas."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("kode"), max_length=64, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    type = models.ForeignKey(UnitType, on_delete=models.PROTECT, related_name="units")
    timezone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")
    office_hours = models.JSONField(
        _("jam kerja"), default=dict, help_text='{"mon": ["08:00", "16:00"], …}; kosong: induknya.'
    )
    contact_phones = models.JSONField(default=list, blank=True)
    contact_emails = models.JSONField(default=list, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    active = models.BooleanField(_("aktif"), default=True)
    created_at = models.DateTimeField()

    objects = TreeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Looks people up by user name, without regard to case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person with that user name; raises ``User.DoesNotExist``."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. Deactivated, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("nama pengguna"), max_length=64, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    email = models.EmailField(_("surel"), blank=True)
    phone = models.CharField(_("nomor HP"), max_length=24, blank=True)
    job_title = models.CharField(_("jabatan"), max_length=120, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(_("aktif"), default=True)
    must_change_password = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(
        default=0, help_text="Part of the session hash: raising it signs the person out everywhere."
    )
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("username"), name="people_username_any_case")]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Django's hook: a session dies with a new password or a raised ``session_epoch``."""
        return salted_hmac(
            "kentongan.people.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def actor(self) -> Actor:
        """This person as written into the ledger."""
        return Actor(id=str(self.pk), name=self.name)


class RoleGrant(models.Model):
    """A role at a unit; inherited by all units below it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("peran"), max_length=32, choices=ROLE_CHOICES)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role"], name="people_grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"


class Absence(models.Model):
    """A person on leave and who decides in their place. Dates are inclusive, local."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputises")
    from_date = models.DateField(_("mulai"))
    until_date = models.DateField(_("sampai"))
    reason = models.CharField(_("alasan"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_date__gte=models.F("from_date")),
                name="people_absence_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(user=models.F("deputy")), name="people_absence_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.from_date}–{self.until_date}"


class DayOff(models.Model):
    """A day off of a unit and all below it, or (``works``) a national day off on which it works."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="days_off")
    day = models.DateField(_("tanggal"))
    name = models.CharField(_("keterangan"), max_length=120)
    works = models.BooleanField(_("tetap bekerja"), default=False)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="people_day_off_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class ApiToken(models.Model):
    """An API token, scoped to a unit and its subtree; only its SHA-256 is stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    name = models.CharField(_("nama"), max_length=120)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tokens")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.prefix


class IdempotencyRecord(models.Model):
    """The answer already given to a write of the API, kept for a day, returned on repetition."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0, help_text="0 while it is being worked on.")
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="people_idempotency_once")
        ]

    def __str__(self) -> str:
        return self.key


class ImportBatch(models.Model):
    """Rows read from a CSV or XLSX, shown in full before anything is written."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=32)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(help_text="[{line, values, errors}]")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class MailChoice(models.Model):
    """Which topics of notices a person wants by mail, and in which language; without a row, the
    usual ones in the language of the product."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="mail_choice"
    )
    topics = models.JSONField(default=list, help_text="Codes; see topics.py.")
    language = models.CharField(max_length=8, default="id", help_text="In which mails are written.")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.topics}"


class Letter(models.Model):
    """One mail to one person, with the notices that gathered or about their password; written
    before it is sent.

    ``run_at``: not before. ``address`` is where it went, empty till then. ``sent_at``: when it
    was handed to the mail server, or may have been. ``bound``: what ends its link, see
    ``links.py``. ``used_at``: when a password was set with a link of this kind.
    """

    class Kind(models.TextChoices):
        """What a letter is about."""

        NOTICES = "notices", _("kabar")
        RESET = "reset", _("tautan sandi baru")
        INVITATION = "invitation", _("undangan")
        CHANGED = "changed", _("sandi diganti")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTICES)
    state = models.CharField(max_length=12, default=LETTER.initial)
    run_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    address = models.EmailField(blank=True)
    note = SentenceField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    bound = models.CharField(max_length=32, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["run_at"],
                condition=models.Q(state__in=("due", "sending")),
                name="people_letter_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(LETTER.labels[self.state])


class Notice(models.Model):
    """Something a person should know: shown at the bell and on the desk until read.

    ``text`` is in the language of the product, ``others`` has it by code in those where it differs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    others = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    key = models.CharField(max_length=120, help_text="The same key tells a person once only.")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    by_mail = models.BooleanField(default=False, help_text="The person wants such by mail.")
    letter = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(by_mail=True, letter__isnull=True, read_at__isnull=True),
                name="people_notice_to_mail",
            ),
            models.Index(fields=["key"], name="people_notice_by_key"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="people_notice_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def shown(self) -> str:
        """The sentence in the language of whoever reads it now."""
        return str(self.others.get(get_language() or "", self.text))
