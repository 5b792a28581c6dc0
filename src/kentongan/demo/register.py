"""The register of official accounts: custody, decrees, connections to the sandbox network."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from kentongan.demo.loading import rows
from kentongan.demo.world import World
from kentongan.kernel.say import gettext as _
from kentongan.networks import actions as networks
from kentongan.networks.actions.custody import Decree
from kentongan.networks.actions.recording import record
from kentongan.networks.models import Account, Credential, Custody, Health
from kentongan.people.models import User
from kentongan.sandbox import actions as sandbox
from kentongan.sandbox.api.shapes import absolute
from kentongan.sandbox.models import SandboxAccount

#: How long before the demo the accounts were entered, and when some changed hands.
ENTERED, HANDED_OVER = timedelta(days=55), timedelta(days=24)
#: When a credential stopped working; when another one was found to end soon, and when it ends.
BROKE, WARNED, EXPIRES = timedelta(hours=20), timedelta(hours=3), timedelta(days=5)
_UNTOLD = Decree()


def enter(world: World) -> dict[tuple[str, str], Account]:
    """Enter every account; returns them by network and unit code."""
    found: dict[tuple[str, str], Account] = {}
    for number, row in enumerate(rows("accounts"), start=1):
        at = world.at - ENTERED + timedelta(minutes=number)
        account = _entry(world, row, number, at)
        if row["network"] == "sandbox":
            _connect(world, account, at + timedelta(seconds=20), row["state"])
        found[row["network"], row["unit"]] = account
    return found


def _entry(world: World, row: dict[str, str], number: int, at: datetime) -> Account:
    holder = world.people[row["holder"]]
    first = _predecessor(world, holder) if row["state"] == "handover" else holder
    begins = (world.at - timedelta(days=int(row["since"]))).date()
    decree = _UNTOLD if row["state"] == "undecreed" else _decree(number, begins)
    return networks.register(
        by=world.administrator.actor,
        at=at,
        unit=world.units[row["unit"]],
        network=row["network"],
        handle=row["handle"],
        display_name=row["name"],
        holder=first,
        decree=decree,
        from_date=begins,
    )


def _decree(number: int, day: Any) -> Decree:
    """A decree in a numbering that no office uses."""
    return Decree(f"480/{number:03d}/SK-CONTOH/{day.year}", day - timedelta(days=3))


def _predecessor(world: World, holder: User) -> User:
    """Somebody else of the same unit, who held the account before."""
    return next(
        person
        for person in world.people.values()
        if person.unit_id == holder.unit_id and person != holder
    )


def _connect(world: World, account: Account, at: datetime, state: str) -> None:
    """Store a working token, as ``networks.actions.connect`` does once the network confirmed it.

    The network is this very installation and its web process is not running yet, so it is asked
    in the database instead of over HTTP.
    """
    token = sandbox.create_account(account.handle, account.display_name, at=at)
    theirs = SandboxAccount.objects.get(handle=account.handle)
    expires_at = world.at + EXPIRES if state == "expiring" else None
    secret: Any = {"token": token} | ({"expires_at": expires_at.isoformat()} if expires_at else {})
    by = world.administrator
    Credential.objects.create(
        account=account,
        kind="form",
        secret=secret,
        expires_at=expires_at,
        connected_by=by.name,
        updated_at=at,
    )
    account.external_id = str(theirs.pk)
    account.url = absolute(theirs.get_absolute_url())
    account.health, account.health_at = Health.HEALTHY.value, at
    account.save(update_fields=["external_id", "url", "health", "health_at"])
    record(account, "account.connect", by=by, at=at, data={
        "kind": "form", "external_id": account.external_id, "as": account.handle,
    })  # fmt: skip


def change_hands(world: World, accounts: dict[tuple[str, str], Account]) -> None:
    """Handovers with a new decree, and custodies that ended without a successor."""
    at = world.at - HANDED_OVER
    day = at.astimezone(world.days.zone).date()
    for number, row in enumerate(rows("accounts"), start=501):
        account = accounts[row["network"], row["unit"]]
        if row["state"] == "handover":
            networks.hand_over(
                account,
                by=world.administrator.actor,
                at=at,
                holder=world.people[row["holder"]],
                decree=_decree(number, day),
                from_date=day,
                replaces=account.custodies.get(),
                note="Sandi diganti, surel pemulihan dan nomor pemulihan dipindahkan.",
            )
        elif row["state"] == "ended":
            custody = Custody.objects.select_related("account__unit").get(account=account)
            networks.end_custody(custody, by=world.administrator.actor, at=at, until_date=day)


def break_one(world: World, accounts: dict[tuple[str, str], Account]) -> None:
    """One connection is broken: the network does not know the stored token any more."""
    for row in rows("accounts"):
        if row["state"] == "broken":
            account = accounts[row["network"], row["unit"]]
            sandbox.renew_token(account.handle)
            note = _("Jejaring Latih tidak mengenal token ini lagi.")
            networks.mark_broken(account, note=note, at=world.at - BROKE)


def warn_of_one(world: World, accounts: dict[tuple[str, str], Account]) -> None:
    """One connection is about to end."""
    for row in rows("accounts"):
        if row["state"] == "expiring":
            account = accounts[row["network"], row["unit"]]
            networks.mark_expiring(account, at=world.at - WARNED)


def looked_at(world: World, chance: random.Random) -> None:
    """Spread the last looks at the connections, so that the first ones due are few."""
    fine = list(Account.objects.filter(health__in=[Health.HEALTHY, Health.EXPIRING]))
    for account in fine:
        account.health_at = world.at - timedelta(minutes=chance.randrange(5, 340))
    Account.objects.bulk_update(fine, ["health_at"])
