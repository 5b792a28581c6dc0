"""The connection of an account: its credential, its health, what the network says of both.

The network is always asked outside a transaction; what it said is then written in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.urls import reverse

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.kernel.say import altered, gettext as _
from kentongan.networks import events, handles, registry
from kentongan.networks.actions.recording import SYSTEM, actor_of, record
from kentongan.networks.actions.renewal import look_soon, moment_in, renew
from kentongan.networks.contract import (
    Chooses,
    Connector,
    Identity,
    OutcomeUnknown,
    Refreshes,
    Refused,
    Subscribes,
    TryLater,
    Unauthorised,
)
from kentongan.networks.models import Account, Credential, Health
from kentongan.networks.secret import Secret
from kentongan.networks.sessions import open_connector, open_with
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.people.permissions import holders
from kentongan.people.roles import roles_with

#: Nobody can say at the moment; the credential is neither proven nor refuted.
UNREACHABLE = (TryLater, OutcomeUnknown, NotSent, AnswerLost)
_ALIVE = (Health.HEALTHY, Health.EXPIRING)
_TELL_AT_MOST = 3
_SHORTEST_SECRET = 6


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the connection brought. ``certain``: the network answered."""

    health: str
    sentence: str
    certain: bool


def connect(
    *,
    by: Actor | User,
    at: datetime,
    account: Account,
    secret: Mapping[str, Any],
    kind: str = "form",
    chosen: bool = False,
) -> Identity:
    """Prove the credential, see that it belongs to this account, then store it encrypted.

    Raises :class:`Invalid` with a sentence for the person: refused, another account's,
    server out of reach. Nothing is stored unless the network confirmed it. ``chosen``: a person
    pointed at it, so that at the first connection its name may differ from the register's.
    """
    connector = connector_of(account)
    identity = _identified(connector, account, secret, at=at)
    first = chosen and not account.external_id
    if not first and not belongs(account, identity):
        raise Invalid.field(
            "",
            _("Kredensial ini milik %(theirs)s, bukan %(ours)s. Masuk dengan akun yang benar.")
            % {"theirs": account.on.named(identity.handle), "ours": account.shown_handle},
        )
    values: dict[str, Any] = {
        "kind": kind,
        "secret": Secret(secret),
        "expires_at": moment_in(secret, "expires_at"),
        "renew_at": moment_in(secret, "renew_at"),
        "renewing_until": None,
        "connected_by": actor_of(by).name,
        "updated_at": at,
    }
    with transaction.atomic():
        now = _unchanged(account)
        Credential.objects.update_or_create(account=now, defaults=values)
        now.external_id = identity.external_id
        now.display_name = now.display_name or identity.display_name
        now.url = (first and identity.url) or now.url or identity.url
        now.health, now.health_note, now.health_at = Health.HEALTHY, "", at
        now.save()
        record(now, "account.connect", by=by, at=at, data={
            "kind": kind, "external_id": identity.external_id, "as": identity.handle,
        })  # fmt: skip
        if issubclass(connector, Subscribes):  # the check has the network call us
            look_soon(now, at=at)
    account.refresh_from_db()
    return identity


def _unchanged(account: Account) -> Account:
    """The account under a lock; ``Conflict`` where it is another than the network was asked for."""
    rows = Account.objects.select_for_update(of=("self",)).select_related("unit")
    now = rows.get(pk=account.pk)
    if not now.active:
        raise Conflict(_("Akun ini sudah ditutup."))
    if (now.handle, now.server) != (account.handle, account.server):
        raise Conflict(_("Data akun ini baru saja diubah. Muat ulang halaman ini."))
    return now


def connector_of(account: Account) -> type[Connector]:
    """The connector, or :class:`Invalid` for a network that is served by hand."""
    try:
        return registry.get(account.network)
    except registry.NoConnector:
        raise Invalid.field("", _("Jejaring ini hanya dapat diunggah lewat HP.")) from None


def _identified(
    connector: type[Connector], account: Account, secret: Mapping[str, Any], *, at: datetime
) -> Identity:
    """Who the credential belongs to; everything that can go wrong as a sentence."""
    try:
        with open_with(connector, account, secret, at=at) as opened:
            return presentable(opened.identify())
    except Unauthorised as error:
        raise Invalid.field(
            "", _("Belum tersambung. %(detail)s") % {"detail": without(secret, error)}
        ) from None  # fmt: skip
    except Refused as error:
        raise Invalid.field("", without(secret, error)) from None
    except UNREACHABLE as error:
        field = "server" if connector.needs_server else ""
        raise Invalid.field(
            field,
            _("Server %(network)s tidak menjawab, jadi belum ada yang disimpan. Periksa alamatnya "
              "atau coba lagi sebentar. (%(detail)s)")
            % {"network": connector.label, "detail": without(secret, error)},
        ) from None  # fmt: skip


def presentable(identity: Identity) -> Identity:
    """What a network says about itself, as far as it may be stored and shown: a server may lie."""

    def line(text: str, limit: int) -> str:
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:limit]

    link = identity.url if identity.url.startswith(("https://", "http://")) else ""
    return Identity(
        external_id=line(identity.external_id, 300),
        handle=line(identity.handle, 200),
        display_name=line(identity.display_name, 200),
        url=line(link, 500) if len(link) <= 500 else "",
    )


def without(secret: Mapping[str, Any], said: object) -> str:
    """What a network said, less any part of the credential it repeats."""
    return altered(str(said), partial(_less, secret))


def _less(secret: Mapping[str, Any], text: str) -> str:
    for value in secret.values():
        if isinstance(value, str) and len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, "…")
    return text


def _discreet(account: Account, said: object) -> str:
    """What a network said about the stored credential, without repeating it."""
    try:
        stored = Credential.objects.filter(account=account).first()
    except ImproperlyConfigured:  # nobody can read it: neither could the network repeat it
        stored = None
    return without(stored.secret, said) if stored else str(said)


def belongs(account: Account, identity: Identity) -> bool:
    """By the network's own id where it is known, else by name."""
    if account.external_id and account.external_id == identity.external_id:
        return True
    return handles.same(account.handle, identity.handle)


def disconnect(account: Account, *, by: Actor | User, at: datetime) -> Account:
    """Destroy the stored credential. What is planned waits until somebody connects again.

    Where a person says which page is meant, they are asked again: they may have chosen wrongly.
    """
    forgotten = {"external_id": ""} if issubclass(connector_of(account), Chooses) else {}
    with transaction.atomic():
        gone, _rows = Credential.objects.filter(account=account).delete()
        if not gone:
            raise Conflict(_("Akun ini memang belum tersambung."))
        Account.objects.filter(pk=account.pk).update(
            health=Health.UNCONNECTED, health_note="", health_at=at, **forgotten
        )
        account.refresh_from_db()
        record(account, "account.disconnect", by=by, at=at)
    return account


def serve_by_hand(account: Account, *, by: Actor | User, at: datetime, on: bool) -> Account:
    """Turn "Unggah lewat HP" on or off for a network that has a connector.

    On: the credential is destroyed and deliveries become manual. Networks without a connector
    are always served by hand: :class:`Invalid`.
    """
    if account.on.manual:
        raise Invalid.field("", _("Jejaring ini memang hanya dapat diunggah lewat HP."))
    with transaction.atomic():
        health = Health.MANUAL if on else Health.UNCONNECTED
        rows = Account.objects.filter(pk=account.pk)
        rows = rows.exclude(health=Health.MANUAL) if on else rows.filter(health=Health.MANUAL)
        if rows.update(health=health, health_note="", health_at=at):
            if on:
                Credential.objects.filter(account=account).delete()
            account.refresh_from_db()
            record(account, "account.by_hand", by=by, at=at, data={"on": on})
            if on:
                events.idle(account, actor_of(by), at)
    return account


def check(account: Account, *, by: Actor | User = SYSTEM, at: datetime) -> Checked:
    """Ask the network whether the credential is still good, renewing it where that can be done.

    A server out of reach proves nothing: the health stays, only the note tells. Raises
    :class:`Invalid` for an account that has no connection to check.
    """
    if account.health in {Health.MANUAL, Health.UNCONNECTED} or account.on.manual:
        raise Invalid.field("", _("Akun ini tidak punya sambungan untuk diperiksa."))
    try:
        identity = _identity(account, at=at)
    except UNREACHABLE as error:
        return _unsure(account, str(error), by=by, at=at)
    except (Unauthorised, Refused, registry.NoConnector) as error:
        note = _discreet(account, error)
        mark_broken(account, note=note, at=at, by=by)
        return _told(account, note, by=by, at=at)
    if not belongs(account, identity):
        note = _("Kredensialnya kini milik %(name)s.") % {"name": account.on.named(identity.handle)}
        mark_broken(account, note=note, at=at, by=by)
        return _told(account, note, by=by, at=at)
    mark_healthy(account, at=at, by=by)
    sentence = _("Tersambung sebagai %(name)s.") % {"name": account.on.named(identity.handle)}
    return _told(account, sentence, by=by, at=at)


def _identity(account: Account, *, at: datetime) -> Identity:
    """Who the stored credential belongs to; renewed once where it is stale."""
    with open_connector(account, at) as connector:
        try:
            return presentable(connector.identify())
        except Unauthorised:
            if not isinstance(connector, Refreshes):
                raise
    renew(account, at=at, stale=account.credential.updated_at)
    with open_connector(account, at) as renewed:
        return presentable(renewed.identify())


def _told(account: Account, sentence: str, *, by: Actor | User, at: datetime) -> Checked:
    """The result; a person's own check leaves a line even when nothing changed."""
    account.refresh_from_db()
    if actor_of(by).kind != "system":
        record(account, "account.check", by=by, at=at, data={"health": account.health})
    return Checked(account.health, sentence, certain=True)


def _unsure(account: Account, detail: str, *, by: Actor | User, at: datetime) -> Checked:
    words = _("Server tidak menjawab saat diperiksa: %(detail)s") % {"detail": detail}
    note = _discreet(account, words)
    Account.objects.filter(pk=account.pk).update(health_note=note, health_at=at)
    checked = _told(account, note, by=by, at=at)
    return Checked(checked.health, note, certain=False)


def mark_broken(account: Account, *, note: str, at: datetime, by: Actor | User = SYSTEM) -> bool:
    """The network refused the credential. Tells the custodians once; False when known already.

    A refusal of a credential that has been replaced meanwhile says nothing about the new one.
    """
    if _replaced(account):
        return False
    note = _discreet(account, note)
    with transaction.atomic():
        rows = Account.objects.filter(pk=account.pk)
        if not rows.filter(health__in=_ALIVE).update(
            health=Health.BROKEN, health_note=note, health_at=at
        ):
            rows.filter(health=Health.BROKEN).update(health_note=note, health_at=at)
            return False
        account.health, account.health_note, account.health_at = Health.BROKEN, note, at
        notify(
            who_to_tell(account, at),
            _("Sambungan %(account)s terputus. Sambungkan lagi.") % {"account": account.label},
            key=f"account-broken:{account.pk}:{at:%Y%m%d%H%M%S}",
            at=at,
            url=reverse("networks:connect", args=[account.pk]),
            urgent=True,
        )
        record(account, "account.broken", by=by, at=at, data={"note": note})
    if _replaced(account):  # since it was asked, by who could not see yet that it is broken
        look_soon(account, at=at)
    return True


def _replaced(account: Account) -> bool:
    """Whether the credential in hand is no longer the one in the database."""
    held = account._state.fields_cache.get("credential")
    if held is None:
        return False
    return not Credential.objects.filter(pk=held.pk, updated_at=held.updated_at).exists()


def who_to_tell(account: Account, at: datetime) -> list[User]:
    """Custodians; without any, the nearest people who may connect it."""
    custodians = [c.holder for c in account.custodies.filter(until_date__isnull=True,
                  holder__is_active=True).select_related("holder")]  # fmt: skip
    return custodians or holders(roles_with("account.connect"), account.unit, at)[:_TELL_AT_MOST]


def mark_healthy(account: Account, *, at: datetime, by: Actor | User = SYSTEM) -> bool:
    """The network accepts the credential. A ledger line only where that is news."""
    with transaction.atomic():
        rows = Account.objects.filter(pk=account.pk)
        if not rows.filter(health=Health.BROKEN).update(
            health=Health.HEALTHY, health_note="", health_at=at
        ):
            rows.filter(health__in=_ALIVE).update(health_note="", health_at=at)
            return False
        account.health, account.health_note, account.health_at = Health.HEALTHY, "", at
        record(account, "account.healthy", by=by, at=at)
    return True


def renew_ahead(account: Account, *, at: datetime) -> bool:
    """Renew what is due; a refusal marks the account broken and tells its custodians.

    Returns whether it is renewed now. A network out of reach is asked again at the next run.
    """
    if not issubclass(registry.get(account.network), Refreshes):
        return False
    try:
        renew(account, at=at)
    except (Unauthorised, Refused) as error:
        mark_broken(account, note=str(error), at=at)
        return False
    except TryLater:
        return False
    return True
