"""What citizens say to an office on the network, and what the office is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kentongan.sandbox import actions
from kentongan.sandbox.models import SandboxNotice

pytestmark = pytest.mark.django_db
SITI = {"handle": "warga.siti", "name": "Bu Siti"}
Call = Callable[..., Any]


@pytest.fixture
def office(client: Client) -> Call:
    return caller(client, "kec-titirwangi")


@pytest.fixture
def other(client: Client) -> Call:
    return caller(client, "desa-lain")


def caller(client: Client, handle: str) -> Call:
    token = actions.create_account(handle, handle)

    def call(method: str, path: str, body: Any = None) -> Any:
        data = json.dumps(body) if body is not None else ""
        answer = client.generic(
            method,
            f"/sandbox/api/{path}",
            data=data,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        return answer.json() if answer.content else {"status": answer.status_code}

    return call


def inbox(call: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call("GET", "inbox")["notices"]
    return found


def test_every_answer_below_a_post_reaches_its_office(office: Call, other: Call) -> None:
    post = office("POST", "posts", {"text": "Jalan ditutup."})["id"]
    first = office("POST", f"posts/{post}/replies", {"persona": SITI, "text": "Sampai kapan?"})
    other("POST", "posts", {"text": "Kami juga.", "reply_to": first["id"]})
    rows = inbox(office)
    assert [(r["text"], r["way"], r["thread"], r["under"]) for r in rows] == [
        ("Kami juga.", "comment", first["id"], post),
        ("Sampai kapan?", "comment", first["id"], post),
    ]
    assert [r["text"] for r in inbox(other)] == ["Kami juga."]


def test_who_is_named_is_told_and_nobody_else(office: Call, other: Call) -> None:
    body = {"persona": SITI, "text": "Halo @kec-titirwangi, ada info? @tidak-ada"}
    said = office("POST", "people/posts", body)
    (row,) = inbox(office)
    assert (row["id"], row["way"], row["under"]) == (said["id"], "mention", None)
    assert inbox(other) == []


def test_a_direct_message_is_seen_by_its_two_sides_alone(
    office: Call, other: Call, client: Client
) -> None:
    said = office("POST", "people/posts", {"persona": SITI, "text": "Rahasia.", "direct": True})
    answer = office("POST", "posts", {"text": "Kami jaga.", "reply_to": said["id"]})
    assert [r["way"] for r in inbox(office)] == ["direct", "direct"]
    for one in (said["id"], answer["id"]):
        assert office("GET", f"posts/{one}")["id"] == one
        assert other("GET", f"posts/{one}")["error"]["code"] == "missing"
        assert client.get(f"/sandbox/p/{one}/").status_code == 404
    refused = other("POST", "posts", {"text": "Ikut.", "reply_to": said["id"]})
    assert refused["error"]["code"] == "missing"
    assert "Rahasia" not in client.get("/sandbox/").content.decode()
    assert office("GET", "posts")["posts"] == []


def test_what_is_changed_or_taken_back_comes_to_the_top_again(office: Call) -> None:
    said = [
        office("POST", "people/posts", {"persona": SITI, "text": f"@kec-titirwangi {n}"})["id"]
        for n in range(3)
    ]
    office("PUT", f"people/posts/{said[0]}", {"persona": SITI, "text": "@kec-titirwangi baru"})
    office("DELETE", f"people/posts/{said[1]}", {"persona": SITI})
    rows = inbox(office)
    assert [r["id"] for r in rows] == [said[1], said[0], said[2]]
    assert (rows[0]["deleted"], rows[0]["text"]) == (True, "")
    assert (rows[1]["deleted"], rows[1]["text"]) == (False, "@kec-titirwangi baru")
    assert rows[1]["edited_at"]


def test_a_citizen_cannot_change_what_another_said(office: Call) -> None:
    said = office("POST", "people/posts", {"persona": SITI, "text": "@kec-titirwangi halo"})["id"]
    budi = {"handle": "warga.budi", "name": "Pak Budi"}
    changed = office("PUT", f"people/posts/{said}", {"persona": budi, "text": "Bukan saya."})
    assert changed["error"]["code"] == "not_yours"
    offices_own = {"handle": "kec-titirwangi", "name": "Camat"}
    played = office("POST", "people/posts", {"persona": offices_own, "text": "Saya camat."})
    assert played["error"]["code"] == "not_a_persona"


def test_pages_follow_each_other_without_a_gap(office: Call) -> None:
    said = [
        office("POST", "people/posts", {"persona": SITI, "text": f"@kec-titirwangi {n}"})["id"]
        for n in range(5)
    ]
    found, mark = [], ""
    while mark is not None:
        page = office("GET", f"inbox?limit=2&before={mark}")
        found += [row["id"] for row in page["notices"]]
        mark = page["next"]
    assert found == said[::-1]
    assert office("GET", "inbox?before=besok")["error"]["code"] == "bad_id"


def test_the_fault_repeat_gives_the_same_page_for_ever(office: Call) -> None:
    for n in range(3):
        office("POST", "people/posts", {"persona": SITI, "text": f"@kec-titirwangi {n}"})
    office("POST", "faults", {"mode": "repeat", "operation": "inbox"})
    first = office("GET", "inbox?limit=2")
    again = office("GET", f"inbox?limit=2&before={first['next']}")
    assert [r["id"] for r in again["notices"]] == [r["id"] for r in first["notices"]]
    assert again["next"] == first["next"]


def test_a_page_costs_the_same_for_any_number_of_messages(
    office: Call, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        office("POST", "people/posts", {"persona": SITI, "text": f"@kec-titirwangi {n}"})
    with django_assert_max_num_queries(5):
        inbox(office)
    assert SandboxNotice.objects.count() == 12
