"""What citizens wrote to the example pemda today, and what its people did about it.

The kind of every message stands in the data, so that the demo looks the same whatever the machine
would recognise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kentongan.demo.agenda import Agenda
from kentongan.demo.loading import table
from kentongan.demo.world import World
from kentongan.inbox import classify
from kentongan.inbox.actions import cases, dispositions, intake
from kentongan.inbox.models import Answer, Case, Channel, Message, Template
from kentongan.inbox.routing import telling
from kentongan.inbox.seed import seed as seed_inbox
from kentongan.language.triage.reading import Flag, Kind, Reading, Sentiment
from kentongan.networks.contract import Author, Incoming, Way
from kentongan.networks.models import Account
from kentongan.sandbox import actions as sandbox
from kentongan.sandbox.api.shapes import absolute
from kentongan.sandbox.models import SandboxAccount, SandboxNotice, SandboxPost

Accounts = dict[tuple[str, str], Account]


def schedule(world: World, agenda: Agenda, accounts: Accounts) -> None:
    """Put everything of ``data/inbox.toml`` on the agenda."""
    seed_inbox(at=world.at)
    _know(world)
    letters = table("inbox")
    for row in letters["messages"]:
        account = accounts["sandbox", row["unit"]]
        agenda.add(_moment(world, row), partial(hear, row, account))
    for row in letters["forms"]:
        agenda.add(_moment(world, row), partial(_form, world, row))
    for row in letters["acts"]:
        agenda.add(_moment(world, row), partial(_act, world, row))


def _moment(world: World, row: dict[str, Any]) -> datetime:
    return world.at - timedelta(minutes=row["minutes"])


def _know(world: World) -> None:
    """Templates and answers of the pemda. Their own pages write them later."""
    letters = table("inbox")
    for row in letters["templates"]:
        Template.objects.create(
            unit=world.root, title=row["title"], text=row["text"], created_at=world.at
        )
    for row in letters["answers"]:
        Answer.objects.create(
            unit=world.units[row["unit"]],
            owner=world.people[row["owner"]],
            question=row["question"],
            answer=row["answer"],
            source=row["source"],
            valid_until=(world.at + timedelta(days=row["days"])).date(),
            stems=telling(f"{row['question']} {row['answer']}"),
            created_at=world.at,
            updated_at=world.at,
        )


def _reading(row: dict[str, Any]) -> Reading:
    kind = Kind(row["kind"]) if row["kind"] else None
    likely = kind or Kind(row["likely"])
    return Reading(
        kind=kind,
        likely=likely,
        confidence=row.get("confidence", 0.93),
        flags=frozenset(Flag(flag) for flag in row.get("flags", ())),
        sentiment=Sentiment.NEUTRAL,
        language="id",
        places=(row["place"],) if "place" in row else (),
    )


def _read_as(row: dict[str, Any]) -> classify.Reader:
    def reader(texts: Sequence[str], _places: Sequence[str]) -> list[Reading]:
        return [_reading(row)] * len(texts)

    return reader


def hear(row: dict[str, Any], account: Account, at: datetime) -> None:
    """Take in one message of the data as its account would hear it."""
    with classify.reader(_read_as(row)):
        intake.take_in(account, [_said(row, account, at)], at=at)


def _said(row: dict[str, Any], account: Account, at: datetime) -> Incoming:
    """The message, said on the practice network itself, so that it can be answered there.

    In the first days an office has nothing there yet under which one could say anything.
    """
    office = SandboxAccount.objects.get(handle=account.handle)
    direct = row.get("way") == "direct"
    above = _posted(row["thread"]) if "thread" in row else None if direct else _latest(office, at)
    if above is None and (not direct or "thread" in row):
        return _of_old(row, account, at)
    ours = row.get("ours", False)
    who = office if ours else sandbox.persona(row["handle"], row["author"], at=at)
    post, _new = sandbox.create_post(
        who, text=row["text"], at=at, client_key=_key(row["id"]),
        reply_to=above.pk if above else None, direct_to=None if above else office,
    )  # fmt: skip
    notice = SandboxNotice.objects.select_related("top").get(post=post, account=office)
    under = "" if notice.top.direct_to_id else str(notice.top_id)
    parent = str(post.reply_to_id or "")
    return Incoming(
        external_id=str(post.pk), way=Way(notice.way), text=post.text, created_at=at,
        author=Author(str(who.pk), who.handle, who.display_name, ours=ours),
        thread=str(notice.thread_id), parent="" if parent == under else parent, post=under,
        url=absolute(post.get_absolute_url()),
    )  # fmt: skip


def _of_old(row: dict[str, Any], account: Account, at: datetime) -> Incoming:
    """The message as if it had come, and been answered, before the practice network was there."""
    author = Author(
        external_id=account.external_id if row.get("ours") else f"warga-{row['handle']}",
        handle=row["handle"], name=row["author"], ours=row.get("ours", False),
    )  # fmt: skip
    return Incoming(
        external_id=_key(row["id"]), way=Way(row.get("way", "comment")), author=author,
        text=row["text"], created_at=at, thread=_key(row.get("thread", row["id"])),
    )  # fmt: skip


def _key(name: str) -> str:
    return f"contoh-{name}"


def _posted(name: str) -> SandboxPost | None:
    """The message of the data on the practice network, by its id in the data."""
    return SandboxPost.objects.filter(client_key=_key(name)).first()


def _latest(office: SandboxAccount, at: datetime) -> SandboxPost | None:
    posts = SandboxPost.objects.live().open().filter(account=office, reply_to=None)
    return posts.filter(created_at__lte=at).order_by("-created_at").first()


def _form(world: World, row: dict[str, Any], at: datetime) -> None:
    key = f"contoh-formulir-{row['unit']}"
    item = Incoming(
        external_id=key, way=Way.DIRECT, author=Author(external_id="", name=row["name"]),
        text=row["text"], created_at=at, thread=key,
    )  # fmt: skip
    with classify.reader(_read_as(row)):
        intake.take_in_own(
            world.units[row["unit"]], Channel.FORM, item, at=at, contact=row["contact"]
        )


def _act(world: World, row: dict[str, Any], at: datetime) -> None:
    case = case_of(row["about"])
    by = world.people[row["by"]]
    if row["do"] == "take":
        cases.take(case, by=by, at=at)
    elif row["do"] == "note":
        cases.note(case, by=by, at=at, text=row["text"])
    elif row["do"] == "close":
        cases.close(case, by=by, at=at, outcome=row["text"])
    else:
        dispositions.dispose(
            case, by=by, at=at, to=world.units[row["to"]], instruction=row["text"],
            lead=row["lead"],
        )  # fmt: skip


def case_of(key: str) -> Case:
    """The case of a message of the data, by its id there."""
    post = _posted(key)
    message = Message.objects.select_related("case__unit").get(
        external_id=str(post.pk) if post else _key(key)
    )
    assert message.case is not None
    return message.case
