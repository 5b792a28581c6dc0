"""Files of the library on their way out: evidence that stays, consents that end before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import File
from django.test import Client
from django.urls import reverse

from kentongan.delivery.models import Delivery
from kentongan.kernel.clock import FrozenClock
from kentongan.media import actions as media, uses
from kentongan.media.models import Asset
from kentongan.people.models import Notice
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji
from tests.media import pictures
from tests.publishing.conftest import Approve, Write

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def illustrated(write: Write, cast: Cast, until: date, **values: Any) -> tuple[Post, Asset]:
    """A post with a picture of people who agreed until a day."""
    post = write(**values)
    planning.add_media(
        post_id=post.pk, version=post.version, file=File(BytesIO(pictures.jpeg(800, 600))),
        name="kader.jpg", by=cast.admin, at=NOW, alt="Kader posyandu berdiri di balai desa",
    )  # fmt: skip
    asset = Asset.objects.get()
    media.add_consent(
        asset_id=asset.pk, who="kader", agreed=True, until=until, by=cast.admin, at=NOW
    )
    return post, asset


def test_what_is_live_is_listed_with_its_address_and_is_never_thrown_away(
    write: Write, approve: Approve, work: Work, clock: FrozenClock, later: datetime, cast: Cast,
    client: Client,
) -> None:  # fmt: skip
    post, asset = illustrated(write, cast, date(2026, 8, 20), scheduled_for=later)
    approve(post)
    clock.advance(hours=22)
    work()
    assert Delivery.objects.get().state == "sent"
    clock.advance(hours=24 * 14)
    page = sign_in(client, cast.admin).get(reverse("media:asset", args=[asset.pk]))
    html = page.content.decode()
    assert "Sedang tayang dengan berkas ini" in html
    assert Delivery.objects.get().get_absolute_url() in html
    assert "Yang tayang tidak ditarik sendiri" in html
    assert Delivery.objects.get().state == "sent"
    post.media.all().delete()
    assert uses.held([asset.pk]) == {asset.pk}, "it was published: evidence"
    done = media.discard(unit=cast.kecamatan, asset_ids=[asset.pk], by=cast.admin, at=NOW)
    assert (done.gone, done.kept) == (0, 1)
    sign_in(client, cast.admin_lain)
    assert uses.of(cast.admin_lain, asset.pk) == []


def test_a_consent_that_ends_before_the_hour_stops_what_was_approved(
    write: Write, approve: Approve, work: Work, clock: FrozenClock, later: datetime, cast: Cast,
    network: type[Uji],
) -> None:  # fmt: skip
    post, asset = illustrated(write, cast, date(2026, 8, 20), scheduled_for=later)
    approve(post)
    row = asset.consents.get()
    media.remove_consent(asset_id=asset.pk, consent_id=row.pk, by=cast.admin, at=NOW)
    ended = date(2026, 8, 12)  # the post goes out on the 13th
    media.add_consent(
        asset_id=asset.pk, who="kader", agreed=True, until=ended, by=cast.admin, at=NOW
    )
    clock.advance(hours=22)
    work()
    assert network.wall == []
    post.refresh_from_db()
    assert post.state == "attention"


def test_whoever_answers_for_what_is_planned_hears_at_once_that_a_consent_was_taken_back(
    write: Write, approve: Approve, later: datetime, cast: Cast
) -> None:
    post, asset = illustrated(write, cast, date(2026, 8, 20), scheduled_for=later)
    approve(post)
    Notice.objects.all().delete()
    row = asset.consents.get()
    same = {"asset_id": asset.pk, "consent_id": row.pk, "who": "kader", "agreed": True, "at": NOW}
    media.change_consent(**same, until=date(2026, 8, 19), by=cast.sekcam)
    assert not Notice.objects.exists(), "it still holds on the day"
    media.withdraw_consent(asset_id=asset.pk, consent_id=row.pk, by=cast.sekcam, at=NOW)
    told = {notice.user: notice for notice in Notice.objects.all()}
    assert cast.admin in told
    assert cast.sekcam not in told
    said = told[cast.admin]
    assert "Jadwal posyandu" in said.text
    assert "Kamis, 13 Agustus 2026" in said.text
    assert (said.urgent, said.url) == (True, reverse("publishing:post", args=[post.pk]))
