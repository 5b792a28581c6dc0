"""What citizens said in the weeks before, how it was answered, and what units clarified.

It fills the reports: questions that recur, the recap of two months, what people corrected.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kentongan.demo.agenda import Agenda
from kentongan.demo.letters import Accounts, case_of, hear
from kentongan.demo.loading import table
from kentongan.demo.world import World
from kentongan.inbox.actions import cases, clarifying

#: After so long it is answered, judged and closed.
ANSWERED, CLOSED = timedelta(minutes=35), timedelta(minutes=50)


def schedule(world: World, agenda: Agenda, accounts: Accounts) -> None:
    """Put everything of ``data/past.toml`` on the agenda."""
    past = table("past")
    for nth, group in enumerate(past["said"]):
        for number, message in enumerate(group["messages"]):
            row = {**group, **message, "id": f"lalu-{nth}-{number}"}
            row["handle"] = f"warga.lalu.{nth}.{number}"
            at = world.at - timedelta(days=row["days"], minutes=11 * number)
            account = accounts["sandbox", row["unit"]]
            ours = {
                "id": f"{row['id']}-jawab", "thread": row["id"], "ours": True, "kind": "chatter",
                "author": account.handle, "handle": account.handle, "text": row["reply"],
            }  # fmt: skip
            agenda.add(at, partial(hear, row, account))
            agenda.add(at + ANSWERED, partial(hear, ours, account))
            agenda.add(at + CLOSED, partial(_close, world, row))
    for row in past["clarifications"]:
        agenda.add(world.at - timedelta(days=row["days"]), partial(_clarify, world, row))


def _close(world: World, row: dict[str, Any], at: datetime) -> None:
    by = world.people[row["by"]]
    if "person" in row:
        cases.classify(case_of(row["id"]), by=by, at=at, kind=row["person"])
    cases.close(case_of(row["id"]), by=by, at=at, outcome=row["reply"])


def _clarify(world: World, row: dict[str, Any], at: datetime) -> None:
    by = world.people[row["by"]]
    words = {name: row[name] for name in ("title", "said", "truth", "source")}
    made = clarifying.write(world.units[row["unit"]], by=by, at=at, **words)
    made = clarifying.ask(made, by=by, at=at)
    if row["second"]:
        clarifying.decide(made, by=world.people[row["second"]], at=at, agree=True)
