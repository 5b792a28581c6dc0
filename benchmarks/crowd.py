"""Thousands of approved posts, written straight into the tables: what ``burst`` sends.

The product's own way (``line.py``) takes 50 ms a post, which nobody waits for twenty thousand
times. The rows are the same but for the ledger, and the clearance is the one the product gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from kentongan.approval.models import ApprovalRequest
from kentongan.delivery import payload as payloads
from kentongan.delivery.models import Act, Delivery
from kentongan.kernel import clock
from kentongan.kernel.ids import uuid7
from kentongan.networks.models import Account, Credential, Health
from kentongan.people.models import Installation, Unit, User
from kentongan.people.seed import seed as seed_people
from kentongan.planning import revisions
from kentongan.planning.clearance import clearance
from kentongan.planning.models import Post, Revision, Target
from kentongan.planning.seed import seed as seed_kinds
from kentongan.publishing.content import chain_for
from kentongan.publishing.guard import PURPOSE
from kentongan.publishing.models import PostDelivery

BATCH = 500
TEXT = "Posyandu buka pukul 08.00 sampai 11.00. Gratis untuk balita."


@dataclass(frozen=True)
class Crowd:
    """How many go where: deliveries by network, spread over accounts and units in turn."""

    deliveries: dict[str, int]
    accounts: int
    units: int
    server: str


def prepare(crowd: Crowd, *, due_in: timedelta) -> datetime:
    """Write everything down; returns the moment all of it is due, ``due_in`` after a full minute.

    So what recurs every minute falls into the same place of every run.
    """
    now = clock.now()
    seed_people(at=now)
    seed_kinds(at=now)
    Installation.objects.create(name="Provinsi Ukur", is_demo=True, created_at=now)
    top = Unit.objects.create(code="ukur", name="Dinas Ukur", type_id="dinas", created_at=now)
    user = User.objects.create(username="ukur", name="Juru Ukur", unit=top, created_at=now)
    units = [
        Unit(code=f"ukur-{n}", name=f"Unit {n}", type_id="dinas", parent=top, created_at=now)
        for n in range(crowd.units)
    ]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    for network, count in crowd.deliveries.items():
        accounts = _accounts(crowd, network, min(crowd.accounts, count), units, now)
        numbers = list(range(count))
        for start in range(0, count, BATCH):
            some = [accounts[n % len(accounts)] for n in numbers[start : start + BATCH]]
            _write(some, network, start, user, now)
    due = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1) + due_in
    Delivery.objects.update(due_at=due, run_at=due, expires_at=due + timedelta(hours=6))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database that has lived for a while knows its tables
    return due


def _accounts(
    crowd: Crowd, network: str, count: int, units: list[Unit], now: datetime
) -> list[Account]:
    server = {"sandbox": f"{crowd.server}/sandbox", "mastodon": f"{crowd.server}/hang"}
    rows = [
        Account(
            unit=units[number % len(units)],
            network=network,
            handle=f"ukur{number}",
            external_id=f"-100{number}" if network == "telegram" else str(number),
            server=server.get(network, crowd.server),
            health=Health.HEALTHY,
            health_at=now,
            created_at=now,
        )
        for number in range(count)
    ]
    made = Account.objects.bulk_create(rows, batch_size=BATCH)
    secret = {"token": "123456:" + "a" * 35, "access_token": "a" * 40, "channel": "@ukur"}
    Credential.objects.bulk_create(
        [Credential(account=a, kind="token", secret=secret, updated_at=now) for a in made],  # type: ignore[misc]
        batch_size=BATCH,
    )
    return made


@transaction.atomic
def _write(accounts: list[Account], network: str, first: int, user: User, now: datetime) -> None:
    """One approved post with one planned delivery for each of ``accounts``."""
    posts = [
        Post(
            unit=account.unit,
            kind_id="layanan-rutin",
            title="Ukuran",
            text=TEXT if network == "sandbox" else f"{TEXT} Ukuran {first + n}.",
            state="scheduled",
            author=user,
            created_at=now,
            updated_at=now,
            updated_by=user.name,
        )
        for n, account in enumerate(accounts)
    ]
    Post.objects.bulk_create(posts)
    pairs = list(zip(posts, accounts, strict=True))
    Target.objects.bulk_create([Target(post=post, account=account) for post, account in pairs])
    frozen = [_frozen(post, account, user, now) for post, account in pairs]
    Revision.objects.bulk_create(frozen)
    ApprovalRequest.objects.bulk_create(_approvals(frozen, user, now))
    made = [_delivery(r, a, now) for r, a in zip(frozen, accounts, strict=True)]
    Delivery.objects.bulk_create(made)
    cleared = clearance(posts[0], frozen[0], now)
    PostDelivery.objects.bulk_create(
        [
            PostDelivery(
                post=revision.post,
                revision=revision,
                delivery=delivery,
                cleared=cleared
                if network == "sandbox"
                else clearance(revision.post, revision, now),
                created_at=now,
            )
            for revision, delivery in zip(frozen, made, strict=True)
        ]
    )


def _frozen(post: Post, account: Account, user: User, now: datetime) -> Revision:
    target = {
        "account": str(account.pk),
        "network": account.network,
        "handle": account.handle,
        "text": post.text,
    }
    content = {
        "schema": revisions.SCHEMA, "unit": post.unit.code, "title": post.title, "text": post.text,
        "link": "", "source": "", "kind": post.kind_id, "pillar": post.pillar,
        "shows_vulnerable": False, "shows_official": False, "variants": {}, "targets": [target],
        "media": [],
    }  # fmt: skip
    digest = revisions.hash_of(content)
    return Revision(
        post=post, number=1, content=content, hash=digest, created_by=user, created_at=now
    )


def _approvals(frozen: list[Revision], user: User, now: datetime) -> Iterator[ApprovalRequest]:
    for revision in frozen:
        yield ApprovalRequest(
            post=revision.post,
            revision=revision,
            revision_hash=revision.hash,
            risk="rendah",
            steps=[],
            state="approved",
            submitted_by=user,
            submitted_at=now,
            deadline_at=now,
        )


def _delivery(revision: Revision, account: Account, now: datetime) -> Delivery:
    content = chain_for(revision, str(account.pk), created_at=now)[0]
    return Delivery(
        account=account,
        unit=account.unit,
        network=account.network,
        act=Act.PUBLISH,
        key=uuid7().hex,
        payload=content,
        payload_hash=payloads.hash_of(content),
        purpose=PURPOSE,
        subject=str(revision.post_id),
        state="planned",
        run_at=now,
        due_at=now,
        created_at=now,
        created_by="Juru Ukur",
    )


def unfinished(network: str = "") -> int:
    """How many deliveries are neither sent nor waiting for a person."""
    rows = Delivery.objects.exclude(state__in=("sent", "refused", "expired", "cancelled"))
    rows = rows.exclude(state="unknown", asks_person=True)
    return (rows.filter(network=network) if network else rows).count()
