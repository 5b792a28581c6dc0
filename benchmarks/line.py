"""Posts that are approved and due: what the measurements of delivery send."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kentongan.approval.models import ApprovalRequest
from kentongan.approval.seed import seed as seed_chains
from kentongan.delivery.models import Delivery
from kentongan.kernel import clock
from kentongan.networks.models import Account, Credential, Health
from kentongan.people.models import Installation, RoleGrant, Unit, User
from kentongan.people.seed import seed as seed_people
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from kentongan.planning.seed import seed as seed_kinds
from kentongan.publishing import actions as publishing
from kentongan.sandbox import actions as sandbox

ACCOUNTS = 20
TEXT = "Posyandu Melati nomor {number} buka pukul 08.00 sampai 11.00. Gratis untuk balita."


def prepare(count: int, *, server: str, due_in: timedelta) -> datetime:
    """Write ``count`` approved posts, each to one of twenty sandbox accounts, due together.

    They go the product's own way (create, freeze, schedule); only the decision is written
    directly. Returns the moment they are due.
    """
    now = clock.now()
    seed_people(at=now)
    seed_kinds(at=now)
    seed_chains(at=now)
    Installation.objects.create(name="Kabupaten Ukur", is_demo=True, created_at=now)
    unit = Unit.objects.create(code="ukur", name="Dinas Ukur", type_id="dinas", created_at=now)
    user = User.objects.create(username="ukur", name="Juru Ukur", unit=unit, created_at=now)
    for role in ("admin_unit", "administrator"):
        RoleGrant.objects.create(user=user, unit=unit, role=role, created_at=now)
    accounts = [_account(unit, number, server, now) for number in range(ACCOUNTS)]
    for start in range(0, count, 100):
        with transaction.atomic():
            for number in range(start, min(start + 100, count)):
                _approved(unit, user, accounts[number % ACCOUNTS], number, now)
    when = clock.now() + due_in
    for start in range(0, count, 100):
        with transaction.atomic():
            for post in Post.objects.order_by("created_at", "pk")[start : start + 100]:
                publishing.schedule(post, by=user, at=clock.now(), when=when)
    return when


def _account(unit: Unit, number: int, server: str, now: datetime) -> Account:
    token = sandbox.create_account(f"ukur{number}", f"Akun Ukur {number}", at=now)
    account = Account.objects.create(
        unit=unit,
        network="sandbox",
        handle=f"ukur{number}",
        server=server,
        health=Health.HEALTHY,
        health_at=now,
        created_at=now,
    )
    Credential.objects.create(
        account=account, kind="token", secret={"token": token}, updated_at=now
    )
    return account


def _approved(unit: Unit, user: User, account: Account, number: int, now: datetime) -> None:
    post = planning.create_post(
        unit=unit,
        kind="layanan-rutin",
        title=f"Ukuran {number}",
        text=TEXT.format(number=number),
        by=user,
        at=now,
        targets=[account.pk],
    )
    revision = planning.freeze(post, by=user, at=now, record=False)
    ApprovalRequest.objects.create(
        post=post,
        revision=revision,
        revision_hash=revision.hash,
        risk="rendah",
        steps=[],
        state="approved",
        submitted_by=user,
        submitted_at=now,
        deadline_at=now,
    )
    Post.objects.filter(pk=post.pk).update(state="approved")


def unfinished() -> int:
    """How many deliveries are neither sent nor in the hands of a person."""
    return Delivery.objects.exclude(state__in=("sent", "refused", "expired", "cancelled")).count()
