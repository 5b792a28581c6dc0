"""Getting in by mail, as tests play it: what workers do, what a mail holds, what a person does."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from django.test import Client

from kentongan.jobs.models import Job
from kentongan.jobs.registry import KINDS
from kentongan.people import actions, jobs, links
from kentongan.people.models import Letter, User
from tests.cast import NOW, Cast

NEW = "perahu kertas di hulu"


def run(at: datetime = NOW) -> None:
    """What workers would do in this minute."""
    for job in Job.objects.filter(state="due", kind="people.forgotten"):
        KINDS[job.kind].function(at=at, **job.args)
        Job.objects.filter(pk=job.pk).update(state="done")
    jobs.mail(at=at)


def ask(who: str, at: datetime = NOW) -> None:
    actions.ask_for_links(who, at=at)
    run(at)


def path_in(letter: EmailMessage) -> str:
    """The link of a mail, without the address of the installation."""
    [path] = re.findall(r"https://medsos\.pemda\.test(/(?:sandi/baru|undangan)/\S+)", text(letter))
    return str(path)


def text(letter: EmailMessage) -> str:
    return str(letter.get_content())


def secret_in(letter: EmailMessage) -> str:
    return path_in(letter).rstrip("/").rpartition("/")[2]


def whose(kind: str, link: str, at: datetime) -> User | None:
    return links.holder(links.claim_in(kind, link), at)


def use(kind: str, link: str, new: str, at: datetime = NOW) -> User:
    return actions.set_by_link(links.claim_in(kind, link), kind=kind, new=new, at=at)


def choose(client: Client, new: str = NEW, again: str = "") -> Any:
    return client.post("/sandi/baru/", {"new": new, "again": again or new})


def states(kind: str) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("state", flat=True))


def invited(cast: Cast, username: str = "nining", at: datetime = NOW) -> User:
    person, secret = actions.create_person(
        by=cast.administrator, at=at, username=username, name="Nining Baru", unit=cast.desa,
        email=f"{username}@pemda.test", by_mail=True,
    )  # fmt: skip
    assert secret == ""
    return person
