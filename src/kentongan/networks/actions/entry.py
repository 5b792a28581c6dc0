"""The entry of an account in the register: make, change, close, open again."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, problem_of_line
from kentongan.networks import catalogue, events, handles, queries
from kentongan.networks.actions.custody import Decree, open_custody
from kentongan.networks.actions.recording import actor_of, record
from kentongan.networks.models import Account, Credential, Health
from kentongan.people.models import Unit, User
from kentongan.people.queries import unit_day

_URL = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of an entry after cleaning."""

    handle: str
    display_name: str
    url: str
    server: str
    place: str = ""


class _Problems(dict[str, list[str]]):
    """Sentences by field, all of them at once."""

    def add(self, field: str, sentence: str) -> None:
        self.setdefault(field, []).append(sentence)

    def raise_any(self) -> None:
        if self:
            raise Invalid(fields=self)


def cleaned(
    network: str,
    *,
    handle: str,
    display_name: str = "",
    url: str = "",
    server: str = "",
    place: str = "",
) -> Entry:
    """The entry in its one form; raises :class:`Invalid` naming every field that is wrong."""
    problems = _Problems()
    if not catalogue.known(network):
        raise Invalid.field("network", _("Pilih jejaring dari daftar."))
    on = catalogue.get(network)
    for field, value, limit in (
        ("handle", handle, 300), ("display_name", display_name, 200), ("url", url, 500),
        ("server", server, 300), ("place", place, 64),
    ):  # fmt: skip
        if problem := problem_of_line(value):
            problems.add(field, problem)
        elif len(value) > limit:
            problems.add(field, _("Paling panjang %(n)s huruf.") % {"n": limit})
    problems.raise_any()
    handle, display_name, url, server = map(clean_line, (handle, display_name, url, server))
    handle = _handle(handle, on, problems)
    server = _server(server, on, problems)
    url = _link(url, on, problems) or handles.link(handle, on.style)
    place = _place(clean_line(place), on, problems)
    problems.raise_any()
    return Entry(handle, display_name, url, server, place)


def _handle(text: str, on: catalogue.Network, problems: _Problems) -> str:
    if not text.strip():
        problems.add("handle", _("Isi nama akunnya."))
        return ""
    try:
        return handles.normalise(text, on.style)
    except handles.BadHandle as error:
        problems.add(
            "handle",
            _("Ini bukan nama akun %(network)s. Contoh: %(example)s.")
            % {"network": on.label, "example": handles.shown(error.args[0], on.style)},
        )
        return ""


def _server(text: str, on: catalogue.Network, problems: _Problems) -> str:
    """The server's address; nothing for the network's usual one, however it was written."""
    if not on.needs_server or (on.default_server and not text.strip()):
        return ""
    if not text.strip():
        problems.add("server", _("Isi alamat servernya, misalnya https://sosial.contoh.go.id."))
        return ""
    try:
        server = handles.clean_server(text, inner=lambda place: place in settings.INNER_HOSTS)
    except handles.BadServer as error:
        sentences = {
            "scheme": _("Alamat server harus diawali https://."),
            "extra": _("Tulis alamat servernya saja, tanpa nama pengguna, tanda ? atau #."),
        }
        fallback = _("Ini bukan alamat server. Contoh: https://sosial.contoh.go.id.")
        problems.add("server", sentences.get(error.args[0], fallback))
        return ""
    return "" if server == on.default_server else server


def _place(text: str, on: catalogue.Network, problems: _Problems) -> str:
    """The id of a place, or nothing where it is left empty or the network takes none."""
    taken = on.limits.places
    if text and taken.pattern and not re.fullmatch(taken.pattern, text):
        problems.add("place", _("Ini bukan nomor tempat %(network)s.") % {"network": on.label})
    return text if taken.pattern else ""


def _link(text: str, on: catalogue.Network, problems: _Problems) -> str:
    url = text.strip()
    if not url:
        return ""
    if "://" not in url:
        url = f"https://{url}"
    try:
        _URL(url)
    except ValidationError:
        problems.add("url", _("Ini bukan tautan. Salin alamat halaman akun dari peramban."))
        return ""
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    if on.style.hosts and host not in on.style.hosts:
        problems.add(
            "url",
            _("Tautan ini bukan tautan %(network)s. Salin alamat halaman akun itu sendiri.")
            % {"network": on.label},
        )
    return url


def register(
    *,
    by: Actor | User,
    at: datetime,
    unit: Unit,
    network: str,
    handle: str,
    display_name: str = "",
    url: str = "",
    server: str = "",
    place: str = "",
    holder: User | None = None,
    decree: Decree | None = None,
    from_date: date | None = None,
) -> Account:
    """Enter an account of ``unit``, with its first custodian where ``holder`` is given.

    Raises :class:`Invalid` naming the fields; an account can be in the register only once.
    """
    entry = cleaned(
        network, handle=handle, display_name=display_name, url=url, server=server, place=place
    )
    by_hand = queries.begins_by_hand(catalogue.get(network))
    try:
        with transaction.atomic():
            _only_once(network, entry)
            account = Account.objects.create(
                unit=unit,
                network=network,
                health=Health.MANUAL if by_hand else Health.UNCONNECTED,
                created_at=at,
                **asdict(entry),
            )
            if holder is not None:
                open_custody(
                    account,
                    holder=holder,
                    decree=decree or Decree(),
                    from_date=from_date or unit_day(account.unit, at),
                    by=actor_of(by),
                )
            record(account, "account.register", by=by, at=at, data={
                **asdict(entry), "holder": holder.name if holder else "",
            })  # fmt: skip
    except IntegrityError:
        raise Invalid.field("handle", _("Akun ini sudah ada di daftar.")) from None
    return account


def _only_once(network: str, entry: Entry, besides: Account | None = None) -> None:
    """Say whose it is already, before the database refuses."""
    rows = Account.objects.filter(
        network=network, server=entry.server, handle__iexact=entry.handle
    ).select_related("unit")
    other = rows.exclude(pk=besides.pk).first() if besides else rows.first()
    if other is None:
        return
    if other.active:
        sentence = _("Akun ini sudah terdaftar atas nama %(unit)s.")
    else:
        sentence = _(
            "Akun ini pernah terdaftar atas nama %(unit)s dan sudah ditutup; buka kembali."
        )
    raise Invalid.field("handle", sentence % {"unit": other.unit.name})


def edit(
    account: Account,
    *,
    by: Actor | User,
    at: datetime,
    version: int,
    unit: Unit,
    handle: str,
    display_name: str = "",
    url: str = "",
    server: str = "",
    place: str | None = None,
) -> Account:
    """Change the entry. Another name or server asks for a new connection.

    ``place``: None leaves it as it is.

    Raises :class:`Conflict` when ``version`` is not the current one, :class:`Invalid`.
    """
    entry = cleaned(
        account.network, handle=handle, display_name=display_name, url=url, server=server,
        place=account.place if place is None else place,
    )  # fmt: skip
    try:
        with transaction.atomic():
            now = (
                Account.objects.select_for_update(of=("self",))
                .select_related("unit")
                .get(pk=account.pk)
            )
            if now.version != version:
                raise Conflict(
                    _("Data akun ini baru saja diubah orang lain. Periksa isian, lalu simpan lagi.")
                )
            _only_once(now.network, entry, besides=now)
            changes = _changes(now, entry, unit)
            if not changes:
                return now
            elsewhere = {"handle", "server"} & set(changes)
            for field, value in asdict(entry).items():
                setattr(now, field, value)
            now.unit = unit
            now.version += 1
            if elsewhere and now.health != Health.MANUAL:
                Credential.objects.filter(account=now).delete()
                now.health, now.external_id = Health.UNCONNECTED, ""
            now.save()
            record(now, "account.edit", by=by, at=at, data={"changes": changes})
    except IntegrityError:
        raise Invalid.field("handle", _("Akun ini sudah ada di daftar.")) from None
    return now


def _changes(account: Account, entry: Entry, unit: Unit) -> dict[str, list[str]]:
    """What changes, as ``{field: [before, after]}``."""
    before = {name: str(getattr(account, name)) for name in asdict(entry)}
    after = {name: str(value) for name, value in asdict(entry).items()}
    before["unit"], after["unit"] = account.unit.code, unit.code
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def close(account: Account, *, by: Actor | User, at: datetime, reason: str) -> Account:
    """Take an account out of service: its credential is destroyed, its custody ends."""
    reason = reason.strip()
    if not reason:
        raise Invalid.field("reason", _("Tulis alasannya; ini dibaca saat daftar diperiksa."))
    if problem := problem_of_line(reason):
        raise Invalid.field("reason", problem)
    if len(reason) > 300:
        raise Invalid.field("reason", _("Paling panjang %(n)s huruf.") % {"n": 300})
    with transaction.atomic():
        closed = Account.objects.filter(pk=account.pk, active=True).update(
            active=False, health=_idle(account), health_note="", version=account.version + 1
        )
        if not closed:
            raise Conflict(_("Akun ini sudah ditutup."))
        Credential.objects.filter(account=account).delete()
        for custody in account.custodies.filter(until_date__isnull=True):
            custody.until_date = max(unit_day(account.unit, at), custody.from_date)
            custody.save(update_fields=["until_date"])
        account.refresh_from_db()
        record(account, "account.close", by=by, at=at, data={"reason": reason})
        events.idle(account, actor_of(by), at)
    return account


def reopen(account: Account, *, by: Actor | User, at: datetime) -> Account:
    """Put a closed account back into service; it must be connected anew."""
    with transaction.atomic():
        opened = Account.objects.filter(pk=account.pk, active=False).update(
            active=True, health=_idle(account), version=account.version + 1
        )
        if not opened:
            raise Conflict(_("Akun ini sudah dibuka."))
        account.refresh_from_db()
        record(account, "account.reopen", by=by, at=at)
    return account


def _idle(account: Account) -> str:
    """The health of an account without a credential."""
    return Health.MANUAL if account.by_hand else Health.UNCONNECTED
