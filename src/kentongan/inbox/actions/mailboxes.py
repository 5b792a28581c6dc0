"""Mailboxes of units: added and changed only once they could be opened, paused, taken away."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from kentongan.inbox import mail
from kentongan.inbox.actions.letters import mailbox_of
from kentongan.inbox.by_letter import server_mailbox
from kentongan.inbox.mail import Mailbox, MailTrouble
from kentongan.inbox.models import MailReading, MailSource
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.networks.secret import Secret
from kentongan.people import permissions
from kentongan.people.models import Unit, User

#: Seconds a person waits for a server at most, at each step of its answer.
PATIENCE = 8
_HOST = re.compile(r"(?=.{1,120}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
#: Words of IMAP commands: nothing that could end one and begin another.
_USER = re.compile(r"[!#$&'+,\-./0-9:;<=>?@A-Z\[\]^_`a-z|~]{1,100}")
_FOLDER = re.compile(r"[!#$&'()+,\-./0-9:;<=>?@A-Z\[\]^_`a-z{|}~ ]{1,60}")
_PASSWORD = re.compile(r"[ -~]{1,200}")


@sensitive_variables("password", "mailbox")
def add(
    unit: Unit,
    *,
    by: User,
    at: datetime,
    host: str,
    user: str,
    password: str,
    port: int = 993,
    folder: str = "INBOX",
    tls: bool = True,
) -> MailSource:
    """Add a mailbox that opens with that password; letters that come from now on are taken in.

    Raises ``Invalid`` naming the field, or what the server said.
    """
    permissions.require(by, "inbox.manage", unit, at)
    mailbox = _checked(
        Mailbox.of(host.strip().lower(), port, user.strip(), password, folder, tls=tls)
    )
    known = server_mailbox()
    if MailSource.objects.filter(**_place(mailbox)).exists() or (
        known is not None and known.name == mailbox.name
    ):
        raise Invalid.field("user", _("Kotak surat ini sudah ada."))
    reading = _opened(mailbox)
    try:
        with transaction.atomic():
            made = MailSource.objects.create(
                unit=unit,
                tls=tls,
                added_by=by.name,
                added_at=at,
                **_place(mailbox),
                **_kept(password),
            )
            MailReading.objects.update_or_create(mailbox=mailbox.name, defaults=reading)
            _record(made, "inbox.mail_add", by=by, at=at)
    except IntegrityError:
        raise Invalid.field("user", _("Kotak surat ini sudah ada.")) from None
    return made


@sensitive_variables("password", "mailbox")
def change(
    source: MailSource, *, by: User, at: datetime, password: str = "", tls: bool = True
) -> MailSource:
    """Give a mailbox a new password (empty: the one there is), or another way of calling it.

    Nothing is stored unless it opens. Another server or name is another mailbox.
    """
    permissions.require(by, "inbox.manage", source.unit, at)
    secret = Secret(password=password) if password else source.secret
    mailbox = _checked(
        Mailbox.of(
            source.host, source.port, source.user, secret["password"], source.folder, tls=tls
        )
    )
    _opened(mailbox)
    with transaction.atomic():
        held = MailSource.objects.select_for_update().filter(pk=source.pk).first()
        if held is None:
            raise Conflict(_("Kotak surat ini baru saja dihapus."))
        held.secret, held.tls = secret, tls
        held.save(update_fields=["secret", "tls"])
        MailReading.objects.filter(pk=mailbox.name).update(failures=0, trouble="")
        _record(held, "inbox.mail_change", by=by, at=at, data={"password": bool(password)})
    return held


def attempt(source: MailSource) -> None:
    """Open the mailbox as the machine does; raises ``Conflict`` with what stands in the way."""
    try:
        _opened(mailbox_of(source))
    except Invalid as error:
        raise Conflict(str(error)) from error


def pause(source: MailSource, *, by: User, at: datetime, on: bool) -> None:
    """Read it no longer, or again: then also what came meanwhile."""
    permissions.require(by, "inbox.manage", source.unit, at)
    with transaction.atomic():
        changed = MailSource.objects.filter(pk=source.pk, paused=not on).update(paused=on)
        if changed:
            action = "inbox.mail_pause" if on else "inbox.mail_resume"
            _record(source, action, by=by, at=at)


def remove(source: MailSource, *, by: User, at: datetime) -> None:
    """Forget a mailbox with its password; the letters taken in stay."""
    permissions.require(by, "inbox.manage", source.unit, at)
    with transaction.atomic():
        count, _rows = MailSource.objects.filter(pk=source.pk).delete()
        if count:
            MailReading.objects.filter(pk=str(source)).delete()
            _record(source, "inbox.mail_remove", by=by, at=at)


def _kept(password: str) -> dict[str, Any]:
    return {"secret": Secret(password=password)}


def _place(mailbox: Mailbox) -> dict[str, str | int]:
    return {
        "host": mailbox.host, "port": mailbox.port, "user": mailbox.user, "folder": mailbox.folder,
    }  # fmt: skip


def _checked(mailbox: Mailbox) -> Mailbox:
    """The same mailbox; ``Invalid`` names every field that cannot be."""
    errors = {}
    if not _HOST.fullmatch(mailbox.host):
        errors["host"] = [_("Isi nama server surat, misalnya imap.contoh.go.id.")]
    if not 0 < mailbox.port < 65_536:
        errors["port"] = [_("Isi nomor port antara 1 dan 65535.")]
    if not _USER.fullmatch(mailbox.user):
        errors["user"] = [_("Isi nama pengguna tanpa spasi, biasanya alamat surelnya.")]
    if not _FOLDER.fullmatch(mailbox.folder):
        errors["folder"] = [_("Isi nama folder dengan huruf, angka, dan tanda biasa.")]
    if not _PASSWORD.fullmatch(mailbox.password):
        errors["password"] = [_("Isi sandinya: huruf, angka, dan tanda biasa, paling banyak 200.")]
    if errors:
        raise Invalid(fields=errors)
    return mailbox


def _opened(mailbox: Mailbox) -> dict[str, int]:
    """Where reading begins, from the server; ``Invalid`` with what it said. No database held."""
    try:
        mail.may_be_asked(mailbox, settings.INNER_HOSTS)
        with mail.open_mailbox(mailbox, timeout=PATIENCE) as reader:
            return {"validity": reader.validity, "last_uid": max(reader.following - 1, 0)}
    except MailTrouble as error:
        raise Invalid(str(error)) from error


def _record(
    source: MailSource, action: str, *, by: User, at: datetime, data: dict[str, bool] | None = None
) -> None:
    ledger.record(
        by=by.actor,
        at=at,
        action=action,
        target=("mailbox", str(source.pk), str(source)),
        unit=source.unit.code,
        data=data or {},
    )
