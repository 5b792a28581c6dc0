"""The example pemda: a fictional kabupaten at work, around the moment of seeding."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation

from kentongan.approval.seed import seed as seed_chains
from kentongan.demo import broadcast, calendar, letters, past, register, shelves, world
from kentongan.demo.agenda import Agenda
from kentongan.demo.loading import table
from kentongan.demo.newsroom import Newsroom
from kentongan.demo.scenes import set_up, settle
from kentongan.kernel.errors import Conflict
from kentongan.kernel.memory import seldom
from kentongan.ledger import actions as ledger
from kentongan.people.models import Installation
from kentongan.people.seed import seed as seed_unit_types
from kentongan.planning.seed import seed as seed_kinds

#: The same data on the same day, whoever seeds.
SEED = 1945


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody to sign in as; ``role_label`` says what that person is."""

    role_label: str
    name: str
    username: str

    @property
    def role(self) -> str:
        """What the set-up prints beside the user name."""
        return self.role_label

    @property
    def user(self) -> str:
        """What is typed to sign in."""
        return self.username


def seed(*, password: str, at: datetime) -> list[Login]:
    """Write the example pemda into an empty installation, all or nothing.

    ``at`` is the aware moment around which everything lies; ``password`` is that of all logins
    returned, nobody else can sign in. Raises ``Conflict`` where an installation exists.
    """
    if at.tzinfo is None:
        raise ValueError("seed needs an aware time")
    if Installation.objects.exists():
        raise Conflict("Sudah ada data di sini. Pemda contoh hanya untuk pemasangan yang kosong.")
    at = at.replace(microsecond=0)
    chance = random.Random(SEED)  # noqa: S311 - variety, not secrecy
    with seldom(), transaction.atomic(), ledger.together(), translation.override("id"):
        for ship in (seed_unit_types, seed_kinds, seed_chains):
            ship(at=at)
        pemda = world.found(at=at, password=password)
        accounts = register.enter(pemda)
        agenda = Agenda()
        newsroom = Newsroom(pemda, agenda, accounts, chance)
        set_up(newsroom)
        shelves.set_up(newsroom)
        calendar.fill(newsroom)
        broadcast.schedule(pemda, agenda, accounts)
        letters.schedule(pemda, agenda, accounts)
        past.schedule(pemda, agenda, accounts)
        agenda.run(until=at)
        settle(newsroom)
    return [
        Login(row["role"], pemda.people[row["username"]].name, row["username"])
        for row in table("pemda")["logins"]
    ]
