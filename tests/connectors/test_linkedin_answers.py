"""What the answers of LinkedIn mean: lists of posts, errors, limits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kentongan.networks.connectors.linkedin import posts
from kentongan.networks.contract import (
    OutcomeUnknown,
    Published,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.linkedin_worker import POST, Worker, harness, worker
from tests.contract.ground import item
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.linkedin_harness import LinkedInHarness

__all__ = ["harness", "worker"]

pytestmark = pytest.mark.no_database


def posted(worker: Worker, **more: Any) -> Published:
    found = worker.publish(item(**more))
    assert isinstance(found, Published)
    return found


# ------------------------------------------------------------------------------ looking


def test_only_what_fits_in_everything_is_ours(
    worker: Worker, harness: LinkedInHarness, login: Login
) -> None:
    first = posted(worker, images=(picture("red", "Merah"),))
    assert worker.find(item()) is None
    assert worker.find(item(images=(picture("red", ""), picture("blue", "")))) is None
    assert worker.find(item(created_at=datetime.now(UTC) + timedelta(minutes=10))) is None
    found = worker.find(item(images=(picture("red", "Merah"),)))
    assert found is not None
    assert found.external_id == first.external_id
    harness.server.state.posts[first.external_id].body["lifecycleState"] = "DRAFT"
    assert worker.find(item(images=(picture("red", "Merah"),))) is None


def test_a_post_that_is_almost_ours_needs_a_person(worker: Worker) -> None:
    posted(worker, text="Kantor tutup besok, Jumat 14 Agustus 2026, pukul 11.00.")
    with pytest.raises(OutcomeUnknown, match="mirip"):
        worker.find(item("Kantor tutup besok, Jumat 14 Agustus 2026, pukul 11.30."))


def test_looking_goes_through_pages_and_gives_up_honestly(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kentongan.networks.connectors.linkedin.connector.PAGE", 2)
    first = posted(worker)
    for number in range(5):
        posted(worker, text=f"Pengumuman ke-{number} tentang hal lain sama sekali.")
    found = worker.find(item(created_at=datetime.now(UTC) - timedelta(minutes=1)))
    assert found is not None
    assert found.external_id == first.external_id
    for number in range(5):
        posted(worker, text=f"Berita nomor {number}, juga tentang hal lain.")
    with pytest.raises(OutcomeUnknown, match="Terlalu banyak"):
        worker.find(item(created_at=datetime.now(UTC) - timedelta(minutes=1)))


def test_kinds_are_told_apart() -> None:
    assert posts.kind({}) == ("text", 0)
    assert posts.kind({"content": {"poll": {}}}) == ("text", 0)
    assert posts.kind({"content": {"media": {"id": "urn:li:video:1"}}}) == ("video", 1)
    assert posts.kind({"content": {"media": {"id": "urn:li:image:1"}}}) == ("images", 1)
    assert posts.kind({"content": {"multiImage": {"images": [1, 2]}}}) == ("images", 2)


# ------------------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("status", "kind", "told"),
    [
        (401, Unauthorised, "Pesan"),
        (403, Unauthorised, "masih admin"),
        (426, Refused, "memperbarui Kentongan"),
        (429, TryLater, "terlalu sering"),
        (400, Refused, "Pesan"),
        (422, Refused, "Pesan"),
        (500, OutcomeUnknown, "Pesan"),
        (504, OutcomeUnknown, "Pesan"),
    ],
)
def test_what_an_error_while_publishing_proves(
    worker: Worker, front: Interposer, status: int, kind: type[Exception], told: str
) -> None:
    body = {"message": "Pesan", "serviceErrorCode": 1, "status": status}
    front.answer(POST, Canned(status=status, body=body))
    with pytest.raises(kind, match=told):
        worker.publish(item())


def test_a_duplicate_may_be_our_own(worker: Worker, front: Interposer) -> None:
    post = item()
    found = worker.publish(post)
    assert isinstance(found, Published)
    body = {"message": "Content is a duplicate of urn:li:share:1", "status": 422}
    front.answer(POST, Canned(status=422, body=body))
    with pytest.raises(OutcomeUnknown, match="sudah ada"):
        worker.publish(post)
    again = worker.find(post)
    assert again is not None
    assert again.external_id == found.external_id


@pytest.mark.parametrize(
    ("said", "headers", "least", "most"),
    [
        ("APPLICATION DAY limit is reached", {}, timedelta(minutes=1), timedelta(days=1)),
        ("Too many requests", {}, timedelta(minutes=15), timedelta(minutes=15)),
        ("DAY", {"Retry-After": "30"}, timedelta(seconds=30), timedelta(seconds=30)),
    ],
)
def test_the_wait_after_a_limit(
    worker: Worker,
    front: Interposer,
    said: str,
    headers: dict[str, str],
    least: timedelta,
    most: timedelta,
) -> None:
    front.answer(POST, Canned(status=429, headers=headers, body={"message": said}))
    with pytest.raises(TryLater) as later:
        worker.publish(item())
    assert later.value.after is not None
    assert least <= later.value.after <= most
    assert later.value.whole_app == said.startswith("APPLICATION DAY")


def test_an_answer_without_an_id_is_unknown(worker: Worker, front: Interposer) -> None:
    front.answer(POST, Canned(status=201, body={}))
    with pytest.raises(OutcomeUnknown):
        worker.publish(item())
