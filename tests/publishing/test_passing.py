"""At the moment of sending: words read in a picture count, and leave to pass them holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kentongan.delivery.models import Delivery
from kentongan.kernel.clock import FrozenClock
from kentongan.media.models import Asset
from kentongan.people.models import User
from kentongan.planning import actions as planning, checking
from kentongan.planning.models import Post, Waiver
from kentongan.publishing import actions
from tests.cast import NOW, Cast, grant, make_user
from tests.delivery.network import Uji
from tests.media import pictures
from tests.publishing.conftest import Approve, Write

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
NIK = "3210011205850001"
TEXT = f"Pemilik berkas dengan NIK {NIK} diminta datang ke loket 2."
ALT = "Poster jadwal posyandu bulan Agustus di balai desa"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lawyer(cast: Cast) -> User:
    user = make_user("Teti Rohaeti", cast.pemda, username="hukum")
    grant(user, "bagian_hukum", cast.pemda)
    return user


def pass_everything(post: Post, cast: Cast, lawyer: User, at: datetime = NOW) -> list[Waiver]:
    """Leave for all that must be mended in the post."""
    made = []
    for found in checking.findings(Post.objects.get(pk=post.pk), at):
        if not found.may_ask:
            continue
        waiver = planning.ask_waiver(
            post, found, reason="Diminta pemilik berkas secara tertulis.", by=cast.admin, at=at
        )
        made.append(
            planning.decide_waiver(
                waiver, verdict="granted", answer="Suratnya sudah saya baca.", by=lawyer, at=at
            )
        )
    return made


def with_picture(post: Post, cast: Cast) -> Asset:
    data = pictures.as_bytes(pictures.drawing(640, 480), "PNG")
    item = planning.add_media(
        post_id=post.pk, version=post.version, file=SimpleUploadedFile("a.png", data),
        name="a.png", by=cast.admin, at=NOW, alt=ALT,
    )  # fmt: skip
    post.refresh_from_db()
    return item.asset


def test_leave_holds_until_it_is_sent(
    write: Write, approve: Approve, cast: Cast, lawyer: User, work: Work, clock: FrozenClock,
    later: datetime, network: type[Uji],
) -> None:  # fmt: skip
    post = write(text=TEXT, scheduled_for=later)
    assert len(pass_everything(post, cast, lawyer)) == 1
    approve(post)
    clock.advance(hours=22)
    work()
    assert len(network.wall) == 1


def test_leave_taken_back_by_the_database_stops_it(
    write: Write, approve: Approve, cast: Cast, lawyer: User, work: Work, clock: FrozenClock,
    later: datetime, network: type[Uji],
) -> None:  # fmt: skip
    post = write(text=TEXT, scheduled_for=later)
    [waiver] = pass_everything(post, cast, lawyer)
    approve(post)
    Waiver.objects.filter(pk=waiver.pk).update(fingerprint="kata-kata lain")
    clock.advance(hours=22)
    work()
    assert network.wall == []
    assert "Pemeriksaan saat kirim" in Delivery.objects.get().what_to_do


def test_words_read_in_a_picture_after_the_approval_stop_it_and_may_be_passed(
    write: Write, approve: Approve, cast: Cast, lawyer: User, work: Work, clock: FrozenClock,
    later: datetime, network: type[Uji],
) -> None:  # fmt: skip
    post = write(scheduled_for=later)
    asset = with_picture(post, cast)
    for found in checking.findings(post, NOW):
        if found.blocks:
            planning.weigh(
                post_id=post.pk, fingerprint=found.finding.fingerprint, by=cast.admin, at=NOW,
                reason="Sudah dilihat bersama.",
            )  # fmt: skip
    approve(post)
    Asset.objects.filter(pk=asset.pk).update(seen_text=f"NIK {NIK}", seen_state="read")
    clock.advance(hours=22)
    work()
    assert network.wall == []
    delivery = Delivery.objects.get()
    assert "Pemeriksaan saat kirim" in delivery.what_to_do
    post.refresh_from_db()
    assert post.state == "attention"

    pass_everything(post, cast, lawyer, clock.now())
    actions.again(delivery, by=cast.admin, at=clock.now())
    work()
    assert len(network.wall) == 1
