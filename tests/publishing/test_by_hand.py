"""What a person does on the network themselves: taking down and changing, not only putting up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.delivery.models import Delivery
from kentongan.kernel import clock as machine_clock
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.ledger.models import Entry
from kentongan.networks.models import Account, Health
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from kentongan.publishing import actions
from tests.cast import NOW, Cast, sign_in
from tests.publishing.conftest import TEXT, Approve, Write

pytestmark = pytest.mark.django_db
PROOF = "https://uji.example/p/1"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> None:
    """The pages live at the moment of the cast."""
    monkeypatch.setattr(machine_clock, "now", clock.now)


@pytest.fixture
def live(client: Client, write: Write, approve: Approve, cast: Cast) -> Post:
    """A post that a person put up by hand and proved; the admin is signed in."""
    Account.objects.update(health=Health.MANUAL)
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    sign_in(client, cast.admin)
    say(client, "delivery:confirm", Delivery.objects.get().pk, url=PROOF)
    post.refresh_from_db()
    assert post.state == "published"
    return post


def say(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data)


def test_what_was_put_up_by_hand_is_taken_down_by_hand_without_a_link(
    client: Client, live: Post, cast: Cast
) -> None:
    say(client, "publishing:withdraw", live.pk, reason="Tanggal keliru")
    removal = Delivery.objects.get(act="withdraw")
    assert removal.state == "manual"
    assert "Hapus" in client.get(reverse("home:desk")).text
    page = client.get(reverse("publishing:post", args=[live.pk])).text
    assert "Hapus lewat HP" in page
    assert "Menunggu dihapus" in page
    assert "Unggah lewat HP" not in page
    assert "Tarik unggahan" not in page  # it is being taken down already
    assert "Pindahkan jadwal" not in page  # a removal is not something to be published later
    page = client.get(removal.get_absolute_url()).text
    assert "unggah sendiri" not in page
    assert 'name="url"' not in page
    assert PROOF in page  # where it is to be removed
    assert say(client, "delivery:confirm", removal.pk).status_code == 302
    removal.refresh_from_db()
    assert (removal.state, removal.proven_by) == ("sent", cast.admin.name)
    assert Delivery.objects.get(act="publish").state == "withdrawn"
    live.refresh_from_db()
    assert live.state == "withdrawn"
    assert "Tarik unggahan" not in client.get(reverse("publishing:post", args=[live.pk])).text
    assert Entry.objects.get(action="delivery.withdraw").actor_name == cast.admin.name


def test_what_was_put_up_by_hand_is_changed_by_hand_and_keeps_its_link(
    client: Client, live: Post, cast: Cast, approve: Approve, clock: FrozenClock
) -> None:
    actions.revise(live, by=cast.admin, at=clock.now())
    live.refresh_from_db()
    planning.save_draft(
        post_id=live.pk, version=live.version, by=cast.admin, at=clock.now(), text=f"{TEXT} Datang."
    )
    clock.advance(minutes=5)
    approve(live, clock.now())
    change = Delivery.objects.get(act="edit")
    assert change.state == "manual"
    page = client.get(change.get_absolute_url()).text
    assert "Ubah lewat HP" in page
    assert "Datang." in page
    assert 'name="url"' not in page
    assert say(client, "delivery:confirm", change.pk).status_code == 302
    change.refresh_from_db()
    assert (change.state, change.url) == ("sent", PROOF)
    live.refresh_from_db()
    assert live.state == "published"


def test_moving_the_time_of_what_waits_leaves_a_removal_where_it_is(
    client: Client, live: Post, cast: Cast, clock: FrozenClock
) -> None:
    say(client, "publishing:withdraw", live.pk, reason="Tanggal keliru")
    with pytest.raises(Conflict):
        actions.reschedule(
            live, by=cast.admin, at=clock.now(), when=clock.now() + timedelta(days=1)
        )
    assert Delivery.objects.get(act="withdraw").due_at == NOW


def test_a_proof_that_lies_elsewhere_is_asked_about_once_and_then_taken(
    client: Client, write: Write, approve: Approve, cast: Cast
) -> None:
    Account.objects.update(health=Health.MANUAL)
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    sign_in(client, cast.admin)
    delivery, elsewhere = Delivery.objects.get(), "https://drive.example/foto"
    asked = say(client, "delivery:confirm", delivery.pk, url=elsewhere)
    assert asked.status_code == 422
    assert "bukan alamat" in asked.text
    assert f'name="asked" value="{elsewhere}"' in asked.text
    other = say(client, "delivery:confirm", delivery.pk, url=f"{elsewhere}/2", asked=elsewhere)
    assert other.status_code == 422
    delivery.refresh_from_db()
    assert delivery.state == "manual"
    assert say(client, "delivery:confirm", delivery.pk, url=elsewhere, asked=elsewhere).url
    delivery.refresh_from_db()
    assert (delivery.state, delivery.url) == ("sent", elsewhere)
    assert "Bukan alamat" in client.get(delivery.get_absolute_url()).text
