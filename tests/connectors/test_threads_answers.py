"""What the answers of Threads mean: quotas, errors, lists of posts, counting."""

from datetime import UTC, datetime, timedelta

import pytest

from kentongan.networks.connectors.threads import counting, matching
from kentongan.networks.contract import (
    OutcomeUnknown,
    Published,
    Reference,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.threads_worker import PUBLISH, Worker, harness, made, notes, worker
from tests.contract.ground import item, reference
from tests.contract.harness import Login
from tests.contract.interposer import Canned, Interposer
from tests.contract.threads_harness import ThreadsHarness
from tests.fakes.threads import SCOPES

__all__ = ["harness", "notes", "worker"]

pytestmark = pytest.mark.no_database


# ------------------------------------------------------------------------------ limits, errors


def test_a_used_up_quota_is_later_before_anything_is_made(
    worker: Worker, front: Interposer, harness: ThreadsHarness, login: Login
) -> None:
    first = worker.publish(item())
    assert isinstance(first, Published)
    harness.server.quota = 1
    worker.notes.clear()
    with pytest.raises(TryLater, match="1 unggahan dalam 24 jam"):
        worker.publish(item("Lain."))
    worker.publish(item("Balasan.", reply_to=reference(first)))
    assert made(front) == 2
    harness.server.reply_quota = 1
    worker.notes.clear()
    with pytest.raises(TryLater, match="1 balasan"):
        worker.publish(item("Lagi.", reply_to=reference(first)))


def test_the_wait_the_network_tells_is_kept(worker: Worker, front: Interposer) -> None:
    usage = '{"1": [{"type": "threads", "estimated_time_to_regain_access": 17}]}'
    told = {"error": {"message": "x", "type": "x", "code": 4}}
    canned = Canned(status=403, headers={"X-Business-Use-Case-Usage": usage}, body=told)
    front.answer("GET /v1.0/me", canned)
    with pytest.raises(TryLater) as later:
        worker.publish(item())
    assert later.value.after == timedelta(minutes=17)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (190, Unauthorised),
        (102, Unauthorised),
        (10, Unauthorised),
        (200, Unauthorised),
        (4, TryLater),
        (17, TryLater),
        (80002, TryLater),
        (1, OutcomeUnknown),
        (2, OutcomeUnknown),
        (368, Refused),
        (100, Refused),
    ],
)
def test_what_an_error_while_publishing_proves(
    worker: Worker, front: Interposer, code: int, kind: type[Exception]
) -> None:
    told = {"error": {"message": "Pesan jejaring", "type": "OAuthException", "code": code}}
    front.answer(PUBLISH, Canned(status=400, body=told))
    with pytest.raises(kind, match="Pesan jejaring"):
        worker.publish(item())


def test_a_passing_error_while_preparing_is_later(worker: Worker, front: Interposer) -> None:
    told = {"error": {"message": "x", "type": "x", "code": 2, "is_transient": True}}
    front.answer("POST /v1.0/me/threads", Canned(status=500, body=told))
    with pytest.raises(TryLater):
        worker.publish(item())


def test_the_token_never_stands_in_an_address(worker: Worker, front: Interposer) -> None:
    worker.publish(item())
    token = str(worker.login.secret["access_token"])
    assert not any(token in line for line in front.seen)
    assert not any(token.encode() in body for body in front.bodies)


def test_withdrawing_without_the_permission_says_so(harness: ThreadsHarness, login: Login) -> None:
    with harness.open(login) as connector:
        found = connector.publish(item(), "kunci")
    scopes = tuple(s for s in SCOPES if s != "threads_delete")
    poor = {"access_token": harness.server.token(login.native, scopes=scopes)}
    with harness.open(login, secret=poor) as connector:
        with pytest.raises(Unauthorised, match="setujui semua izin"):
            connector.withdraw(Reference(found.external_id))


# ------------------------------------------------------------------------------ looking


def test_looking_goes_through_all_pages(
    worker: Worker, harness: ThreadsHarness, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kentongan.networks.connectors.threads.connector.PAGE", 2)
    post = item()
    found = worker.publish(post)
    worker.notes.pop("media")
    for number in range(5):
        Worker(harness.base_url, login, {}).publish(item(f"Unggahan {number}."))
    assert worker.find(post) == found
    worker.notes.pop("media")
    for number in range(6):
        Worker(harness.base_url, login, {}).publish(item(f"Unggahan lagi {number}."))
    with pytest.raises(OutcomeUnknown, match="Terlalu banyak"):
        worker.find(post)


def test_a_post_is_ours_by_everything_together() -> None:
    now = datetime.now(UTC)
    wanted = {"media_type": "TEXT", "text": "Info #desa  hari ini", "reply_to_id": "7"}
    post = {
        "text": "Info desa hari ini",
        "media_type": "TEXT_POST",
        "timestamp": now.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "replied_to": {"id": "7"},
    }
    assert matching.is_ours(post, wanted, since=now)
    for change in (
        {"text": "Info desa besok"},
        {"media_type": "IMAGE"},
        {"replied_to": {"id": "8"}},
        {"replied_to": None},
        {"timestamp": ""},
        {"timestamp": "2020-01-01T00:00:00+0000"},
    ):
        assert not matching.is_ours({**post, **change}, wanted, since=now)


@pytest.mark.parametrize(
    ("text", "size"),
    [("abc", 3), ("é", 1), ("🙏", 4), ("👨‍👩‍👧", 18), ("🇮🇩", 8), ("1#©", 3), ("❤️", 6), ("1️⃣", 7)],
)
def test_an_emoji_counts_as_its_bytes(text: str, size: int) -> None:
    assert counting.length(text) == size
