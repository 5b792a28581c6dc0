"""When TikTok says no, or nothing, or the worker dies: one copy, or known to be unknown."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.connectors.tiktok import problems
from kentongan.networks.contract import (
    OutcomeUnknown,
    Outgoing,
    Pending,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.tiktok_desk import (
    NOW,
    Delivery,
    Killed,
    delivery,
    film,
    front,
    photos,
    server,
    shelf,
)
from tests.contract.interposer import Canned, Interposer
from tests.fakes.tiktok_media import clip

__all__ = ["delivery", "film", "front", "photos", "server", "shelf"]

pytestmark = pytest.mark.no_database
PUT = "PUT /upload/"
MIB = 1024 * 1024


# --------------------------------------------------------------------------------- lost and killed


@pytest.mark.parametrize("step", ["publish_id", "closing"])
def test_killed_before_the_last_piece_ends_with_one_copy(
    delivery: Delivery, film: Outgoing, step: str
) -> None:
    delivery.die_at = step
    with pytest.raises(Killed):
        delivery.publish(film)
    delivery.die_at = ""
    assert delivery.find(film) is None
    delivery.resume(delivery.publish(film))
    assert delivery.count() == 1
    assert len(delivery.server.containers) == 1


def test_killed_after_the_last_piece_is_found(delivery: Delivery, film: Outgoing) -> None:
    delivery.publish(film)
    found = delivery.find(film)
    assert found is not None
    assert found.external_id == delivery.server.posts[0].post_id


def test_a_lost_piece_in_the_middle_is_sent_again_and_only_that(
    delivery: Delivery, film: Outgoing, tmp_path: Path, front: Interposer
) -> None:
    long = replace(film, video=clip(tmp_path, size=33 * MIB))
    front.answer(PUT, Canned(status=206))
    front.answer(PUT, Canned(status=503))
    with pytest.raises(OutcomeUnknown):  # the first was swallowed, the second broke
        delivery.publish(long, front.base_url)
    assert delivery.find(long) is None
    delivery.resume(delivery.publish(long))
    assert delivery.count() == 1
    assert len(delivery.server.containers) == 1
    broken = Delivery(delivery.server, delivery.account)
    front.answer(PUT, Canned(status=503))
    with pytest.raises(TryLater):
        broken.publish(long, front.base_url)
    assert broken.find(long) is None
    assert broken.notes["closing"] is False


def test_a_middle_piece_that_arrived_is_not_sent_twice(
    delivery: Delivery, film: Outgoing, tmp_path: Path
) -> None:
    long = replace(film, video=clip(tmp_path, size=33 * MIB))
    delivery.die_at = "closing"
    with pytest.raises(Killed):
        delivery.publish(long)
    delivery.die_at = ""
    delivery.resume(delivery.publish(long))
    assert [r.method for r in delivery.server.seen].count("PUT") == 2
    assert delivery.count() == 1


def test_an_expired_address_that_never_carried_the_last_piece_is_replaced(
    delivery: Delivery, film: Outgoing
) -> None:
    delivery.die_at = "publish_id"
    with pytest.raises(Killed):
        delivery.publish(film)
    delivery.die_at = ""
    next(iter(delivery.server.containers.values())).open = False
    with pytest.raises(TryLater, match="dari awal"):
        delivery.publish(film)
    delivery.resume(delivery.publish(film))
    assert delivery.count() == 1


def test_an_expired_address_that_may_have_carried_it_is_left_to_a_person(
    delivery: Delivery, film: Outgoing, front: Interposer
) -> None:
    front.answer(PUT, Canned(status=502))
    with pytest.raises(OutcomeUnknown):
        delivery.publish(film, front.base_url)
    next(iter(delivery.server.containers.values())).open = False
    for act in (delivery.publish, delivery.find):
        with pytest.raises(OutcomeUnknown):
            act(film)
    assert delivery.count() == 0
    delivery.resume(delivery.publish(film))  # the person has looked, and says: send it
    assert delivery.count() == 1


def test_a_piece_out_of_order_is_cleared_up_by_asking(
    delivery: Delivery, film: Outgoing, front: Interposer
) -> None:
    front.answer(PUT, Canned(status=416))
    with pytest.raises(OutcomeUnknown):
        delivery.publish(film, front.base_url)
    assert delivery.find(film) is None


def test_a_container_nobody_knows_any_more(delivery: Delivery, film: Outgoing) -> None:
    pending = delivery.publish(film)
    delivery.server.forgets = True
    assert isinstance(delivery.resume(pending), Pending)  # it may not be listed yet
    with pytest.raises(OutcomeUnknown, match="tidak lagi mengenal"):
        delivery.resume(pending, at=NOW + timedelta(minutes=6))
    with pytest.raises(OutcomeUnknown, match="tidak lagi mengenal"):
        delivery.find(film)


@pytest.mark.parametrize("arrived", [True, False])
def test_a_lost_answer_for_pictures_is_never_guessed(
    delivery: Delivery, photos: Outgoing, front: Interposer, arrived: bool
) -> None:
    if arrived:
        delivery.publish(photos)
        delivery.notes["publish_id"] = ""
    else:
        front.answer("content/init", Canned(status=504))
        with pytest.raises(OutcomeUnknown):
            delivery.publish(photos, front.base_url)
    with pytest.raises(OutcomeUnknown, match="gambar"):
        delivery.find(photos)
    assert delivery.count() == int(arrived)


def test_accepted_pictures_are_not_denied_for_a_lost_turn(
    delivery: Delivery, photos: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(note: dict[str, Any]) -> None:
        if note.get("publish_id"):
            raise TryLater("giliran lewat")

    monkeypatch.setattr(delivery, "remember", once)
    assert isinstance(delivery.publish(photos), Pending)
    assert delivery.count() == 1


def test_without_the_turn_no_byte_goes(delivery: Delivery, film: Outgoing) -> None:
    delivery.lease = False
    with pytest.raises(TryLater):
        delivery.publish(film)
    assert not any(r.method == "PUT" for r in delivery.server.seen)


# --------------------------------------------------------------------------------- it says no


@pytest.mark.parametrize("code", sorted(problems._REFUSED))
def test_a_refusal_says_what_to_do(delivery: Delivery, film: Outgoing, code: str) -> None:
    delivery.server.says = code
    with pytest.raises(Refused, match="TikTok"):
        delivery.publish(film)
    assert delivery.count() == 0


@pytest.mark.parametrize("code", ["spam_risk_too_many_posts", "reached_active_user_cap"])
def test_a_cap_of_the_day_is_later(delivery: Delivery, photos: Outgoing, code: str) -> None:
    delivery.server.says = code
    with pytest.raises(TryLater, match="harian") as later:
        delivery.publish(photos)
    assert later.value.after == timedelta(hours=3)
    assert delivery.find(photos) is None  # it said no, so there is nothing to doubt


@pytest.mark.parametrize("code", ["scope_not_authorized", "scope_permission_missed"])
def test_a_missing_scope_asks_to_connect_again(
    delivery: Delivery, film: Outgoing, front: Interposer, code: str
) -> None:
    front.answer("video/init", Canned(status=401, body={"error": {"code": code}}))
    with pytest.raises(Unauthorised, match="setujui semua izin"):
        delivery.publish(film, front.base_url)


def test_an_error_hides_behind_status_200(
    delivery: Delivery, photos: Outgoing, front: Interposer
) -> None:
    for code, kind in (("invalid_param", Refused), ("internal_error", OutcomeUnknown)):
        body = {"data": {}, "error": {"code": code, "message": "salah", "log_id": "1"}}
        front.answer("content/init", Canned(status=200, body=body))
        with pytest.raises(kind):
            delivery.publish(photos, front.base_url)


def test_an_unaudited_application_is_explained(delivery: Delivery, film: Outgoing) -> None:
    delivery.server.audited = False
    with pytest.raises(Refused, match="audit"):
        delivery.publish(film)


def test_an_unverified_domain_is_explained(delivery: Delivery, photos: Outgoing) -> None:
    delivery.server.verified = ["https://media.contoh.go.id/"]
    with pytest.raises(Refused, match="domain"):
        delivery.publish(photos)


def test_the_limit_of_the_minute_is_waited_for(delivery: Delivery, film: Outgoing) -> None:
    for _ in range(6):
        Delivery(delivery.server, delivery.account).publish(film)
    with pytest.raises(TryLater) as later:
        delivery.publish(film)
    assert later.value.after == timedelta(minutes=1)


@pytest.mark.parametrize("reason", [*sorted(problems._FAILURES), "alasan_baru"])
def test_a_failure_afterwards_is_told_in_words(
    delivery: Delivery, film: Outgoing, reason: str
) -> None:
    delivery.server.fails = reason
    pending = delivery.publish(film)
    with pytest.raises(Refused) as refusal:
        delivery.resume(pending)
    assert len(str(refusal.value)) > 20
    delivery.server.fails = ""
    delivery.resume(delivery.publish(film))  # sent again by a person: a container of its own
    assert delivery.count() == 1


def test_a_failure_found_by_looking_is_absence(delivery: Delivery, film: Outgoing) -> None:
    delivery.server.fails = "duration_check_failed"
    delivery.publish(film)
    assert delivery.find(film) is None
    with pytest.raises(Refused, match="Lama video"):
        delivery.publish(film)
    delivery.server.fails = "internal"
    delivery.publish(film)
    delivery.server.fails = ""
    assert isinstance(delivery.publish(film), Pending)  # TikTok's own trouble: begun anew
    assert delivery.count() == 1
