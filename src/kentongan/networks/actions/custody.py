"""Custody: who holds an account, by which decree, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.urls import reverse

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import Said, gettext as _
from kentongan.kernel.text import problem_of_line, problem_of_text
from kentongan.networks.access import possible_holders
from kentongan.networks.actions.recording import actor_of, record
from kentongan.networks.models import Account, Custody
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.web.formats import long_date

_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Decree:
    """The decree (SK) that names a custodian; empty where there is none yet."""

    number: str = ""
    date: date | None = None

    def check(self, *, required: bool) -> dict[str, list[str]]:
        """Sentences by field."""
        found: dict[str, list[str]] = {}
        if required and not self.number.strip():
            found["decree_number"] = [_("Isi nomor SK yang menunjuk pemegang baru.")]
        elif problem := problem_of_line(self.number):
            found["decree_number"] = [problem]
        elif len(self.number) > 120:
            found["decree_number"] = [_("Paling panjang %(n)s huruf.") % {"n": 120}]
        if required and self.date is None:
            found["decree_date"] = [_("Isi tanggal SK.")]
        elif self.date is not None and not _FIRST_YEAR <= self.date.year <= _LAST_YEAR:
            found["decree_date"] = [_("Periksa tahunnya.")]
        return found


def open_custody(
    account: Account,
    *,
    holder: User,
    decree: Decree,
    from_date: date,
    by: Actor,
    note: str = "",
    required: bool = False,
) -> Custody:
    """Write a custody inside the caller's transaction; raises :class:`Invalid`."""
    problems = decree.check(required=required)
    if not possible_holders(account.unit).filter(pk=holder.pk).exists():
        problems["holder"] = [
            _("Pilih orang dari unit pemilik akun ini, atau yang bertugas di sana.")
        ]
    if not _FIRST_YEAR <= from_date.year <= _LAST_YEAR:
        problems["from_date"] = [_("Periksa tahunnya.")]
    if (problem := problem_of_text(note)) or len(note) > 500:
        problems["note"] = [problem or _("Paling panjang %(n)s huruf.") % {"n": 500}]
    if problems:
        raise Invalid(fields=problems)
    try:
        with transaction.atomic():
            return Custody.objects.create(
                account=account,
                holder=holder,
                decree_number=decree.number.strip(),
                decree_date=decree.date,
                from_date=from_date,
                handed_over_by=by.name,
                note=note.strip(),
            )
    except IntegrityError:
        raise Invalid.field(
            "holder", _("%(name)s sudah memegang akun ini.") % {"name": holder.name}
        ) from None


def hand_over(
    account: Account,
    *,
    by: Actor | User,
    at: datetime,
    holder: User,
    decree: Decree,
    from_date: date,
    replaces: Custody | None = None,
    note: str = "",
) -> Custody:
    """Give the account to ``holder``; ``replaces`` ends on the day the new custody begins.

    Without ``replaces`` the account has one more custodian. Both sides are told. Raises
    :class:`Invalid`, and :class:`Conflict` when the custody to be replaced has ended meanwhile.
    """
    if replaces is not None and replaces.from_date > from_date:
        raise Invalid.field(
            "from_date", _("Tanggal ini sebelum pemegang lama mulai memegang akun.")
        )
    if replaces is not None and replaces.holder_id == holder.pk:
        raise Invalid.field("holder", _("Pilih orang lain; ini pemegang yang sekarang."))
    with transaction.atomic():
        if replaces is not None:
            _end(account, replaces, on=from_date)
        custody = open_custody(
            account,
            holder=holder,
            decree=decree,
            from_date=from_date,
            by=actor_of(by),
            note=note,
            required=True,
        )
        _tell(account, custody, by=by, at=at)
        if replaces is not None:
            _tell_former(account, replaces, on=from_date, to=holder.name, by=by, at=at)
        record(account, "account.hand_over", by=by, at=at, data={
            "to": holder.name,
            "from": replaces.holder.name if replaces else "",
            "decree": custody.decree_number,
            "decree_date": str(custody.decree_date),
            "from_date": str(from_date),
        })  # fmt: skip
    return custody


def _tell(account: Account, custody: Custody, *, by: Actor | User, at: datetime) -> None:
    """The new custodian, unless it is who wrote it down; what is to be done is done by them."""
    if isinstance(by, User) and by.pk == custody.holder_id:
        return
    day = Said(partial(long_date, custody.from_date))
    notify(
        [custody.holder],
        _("Anda memegang %(account)s mulai %(day)s. Ganti kata sandinya, lalu sambungkan lagi.")
        % {"account": account.label, "day": day},
        key=f"account-held:{custody.pk}",
        at=at,
        url=reverse("networks:account", args=[account.pk]),
    )


def _tell_former(
    account: Account, custody: Custody, *, on: date, to: str, by: Actor | User, at: datetime
) -> None:
    """Who held it until now, unless it is who wrote it down. ``to``: the successor, if any."""
    if isinstance(by, User) and by.pk == custody.holder_id:
        return
    words = {"account": account.label, "day": Said(partial(long_date, on)), "name": to}
    if to:
        text = _(
            "%(account)s dipegang %(name)s mulai %(day)s. Serahkan yang masih Anda simpan: sandi, "
            "HP, dan kartunya."
        )
    else:
        text = _("Anda tidak lagi memegang %(account)s sejak %(day)s.")
    notify(
        [custody.holder], text % words, key=f"account-left:{custody.pk}", at=at,
        url=reverse("networks:account", args=[account.pk]),
    )  # fmt: skip


def end_custody(custody: Custody, *, by: Actor | User, at: datetime, until_date: date) -> Custody:
    """End a custody without a successor, for example when somebody leaves."""
    if until_date < custody.from_date:
        raise Invalid.field("until_date", _("Tanggal selesai sebelum tanggal mulai."))
    account = custody.account
    with transaction.atomic():
        _end(account, custody, on=until_date)
        custody.refresh_from_db()
        _tell_former(account, custody, on=until_date, to="", by=by, at=at)
        record(account, "account.custody_end", by=by, at=at, data={
            "holder": custody.holder.name, "until_date": str(until_date),
        })  # fmt: skip
    return custody


def _end(account: Account, custody: Custody, *, on: date) -> None:
    ended = Custody.objects.filter(pk=custody.pk, account=account, until_date__isnull=True).update(
        until_date=on
    )
    if not ended:
        raise Conflict(_("Serah terima itu sudah dicatat orang lain. Muat ulang halaman ini."))
