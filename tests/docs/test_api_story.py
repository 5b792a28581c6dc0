"""docs/api.md is true: every address is in the list, and its story is carried out as written."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from string import Template
from typing import Any

import pytest
from django.test import Client

from kentongan.approval.seed import seed as seed_chains
from kentongan.compliance.seed import seed as seed_compliance
from kentongan.config.api import api
from kentongan.delivery.models import Delivery
from kentongan.kernel import clock
from kentongan.kernel.actor import Actor
from kentongan.networks.models import Account, Health
from kentongan.people.actions import create_token
from kentongan.planning.models import Post
from kentongan.planning.seed import seed as seed_kinds
from tests.cast import Cast
from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs" / "api.md"
CALL = re.compile(r"^minta (?P<words>[^\n]*?)(?: <<JSON\n(?P<body>.*?)^JSON)?$", re.S | re.M)
KEPT = re.compile(r"(\w+)=((?:\.\w+|\[\d+\])+)")


@dataclass(frozen=True)
class Call:
    """One request of the story."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


def _call(found: re.Match[str]) -> Call:
    words = shlex.split(found["words"])
    method, headers = "GET", {}
    address = next(word for word in words if word.startswith("$API"))
    for option, value in pairwise(words):
        if option == "-X":
            method = value
        elif option == "-H":
            key, _colon, content = value.partition(":")
            headers[key] = content.strip()
    return Call(method, address.removeprefix("$API"), headers, found["body"] or "")


def _steps(block: str) -> list[Call | dict[str, str] | str]:
    """Requests, what is kept of an answer, and changes of the token, in order."""
    steps: list[tuple[int, Call | dict[str, str] | str]] = [
        (found.start(), _call(found)) for found in CALL.finditer(block)
    ]
    steps += [
        (found.start(), dict(KEPT.findall(found[1])))
        for found in re.finditer(r"^# simpan: (.*)$", block, re.MULTILINE)
    ]
    steps += [(found.start(), found[1]) for found in re.finditer(r"(?<!\w)TOKEN=\$(\w+)", block)]
    return [step for _place, step in sorted(steps, key=lambda item: item[0])]


STORY = [step for block in blocks(PAGE, "sh")[2:] for step in _steps(block)]


def _operations() -> set[str]:
    prefix = "/api/v1"
    return {
        f"{method.upper()} {path.removeprefix(prefix)}"
        for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
        for method in methods
    }


@pytest.mark.no_database
def test_the_list_of_addresses_is_that_of_the_schema() -> None:
    text = PAGE.read_text("utf-8").partition("## Semua alamat")[2]
    told = set(re.findall(r"^\| `([A-Z]+ /[^`?]*)`", text, re.MULTILINE))
    assert told == _operations()


@pytest.mark.no_database
def test_addresses_in_the_prose_exist() -> None:
    named = set(re.findall(r"`((?:GET|POST|PATCH|PUT|DELETE) /[^`]*)`", PAGE.read_text("utf-8")))
    assert named - _operations() == set()


@pytest.mark.no_database
def test_the_story_is_read_as_a_whole() -> None:
    calls = [step for step in STORY if isinstance(step, Call)]
    assert len(calls) == PAGE.read_text("utf-8").count('minta "$API') + PAGE.read_text(
        "utf-8"
    ).count("minta -X")
    for call in calls:
        writes = call.method != "GET" and call.path != "/checks"
        assert ("Idempotency-Key" in call.headers) == writes, call


def _at(value: Any, path: str) -> Any:
    keys = [
        int(key) if key.isdigit() else key for key in re.findall(r"\w+", path.replace("[", "."))
    ]
    return reduce(lambda inner, key: inner[key], keys, value)


@pytest.fixture
def known(cast: Cast) -> dict[str, str]:
    """The shell's variables at the start of the story, with the cast in the parts of the demo."""
    at = clock.now()
    for seed in (seed_kinds, seed_chains, seed_compliance):
        seed(at=at)
    Account.objects.create(
        unit=cast.kecamatan,
        network="sandbox",
        handle="kec.sumberjati",
        health=Health.HEALTHY,
        health_at=at,
        created_at=at,
    )
    return {
        variable: create_token(
            by=Actor.system("test"), at=at, user=user, unit=cast.kecamatan, name="cerita"
        )[1]
        for variable, user in (("TOKEN", cast.admin), ("PEMERIKSA", cast.sekcam))
    }


def _between(call: Call, cast: Cast) -> None:
    """What happens in the world between two requests, told in the prose of the page."""
    if call.path.endswith("/answer"):
        Delivery.objects.update(state="unknown", asks_person=True)
    if call.path.endswith("/withdrawal"):
        assert Delivery.objects.get().state == "sent"
        assert Post.objects.get().state == "published"


def test_the_story_can_be_carried_out_as_written(
    client: Client, cast: Cast, known: dict[str, str]
) -> None:
    speak = _speaker(client, cast.kecamatan.code)
    answer: Any = None
    kept = dict(known)
    for step in STORY:
        if isinstance(step, str):
            kept["TOKEN"], kept["TOKEN_PENYUSUN"] = kept[step], kept["TOKEN"]
        elif isinstance(step, dict):
            kept |= {variable: str(_at(answer, path)) for variable, path in step.items()}
        else:
            _between(step, cast)
            answer = speak(step, kept)
    assert [d.act for d in Delivery.objects.order_by("created_at")] == ["publish", "withdraw"]


def _speaker(client: Client, unit: str) -> Callable[[Call, dict[str, str]], Any]:
    def speak(call: Call, kept: dict[str, str]) -> Any:
        path = Template(call.path).substitute(kept).replace("kec-titirwangi", unit)
        body = Template(call.body).substitute(kept).replace("kec-titirwangi", unit)
        if body:
            json.loads(body)
        headers = {**call.headers, "Authorization": f"Bearer {kept['TOKEN']}"}
        got = client.generic(
            call.method, f"/api/v1{path}", body, "application/json", headers=headers
        )
        assert got.status_code in {200, 201}, f"{call.method} {path}: {got.content.decode()}"
        return json.loads(got.content)

    return speak
