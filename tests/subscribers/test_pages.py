"""The list, and a post to subscribers from the composer to the page that tells how many got it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.approval.seed import seed as seed_chains
from kentongan.delivery import spreading
from kentongan.delivery.models import Delivery
from kentongan.kernel import clock as machine_clock
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.networks.contract import Halted
from kentongan.networks.models import Account
from kentongan.planning import actions as planning, cleaning
from kentongan.planning.models import Post
from kentongan.planning.seed import seed as seed_kinds
from kentongan.publishing import actions as publishing
from kentongan.subscribers.models import Broadcast, Subscriber
from kentongan.subscribers.queries import lacking, listed
from tests.cast import NOW, Cast, sign_in
from tests.subscribers.conftest import Siaran, Worker, number, subscribe

pytestmark = pytest.mark.django_db
TEXT = "Posyandu Melati buka besok pukul 08.00.\nDi balai desa\nGratis."
LINE = "Posyandu Melati buka besok pukul 08.00. Di balai desa · Gratis."


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> None:
    monkeypatch.setattr(machine_clock, "now", clock.now)


@pytest.fixture
def post(cast: Cast, broadcast: Broadcast) -> Post:
    """A draft of the kecamatan, meant for its subscribers."""
    seed_kinds(at=NOW)
    seed_chains(at=NOW)
    return planning.create_post(
        title="Jadwal posyandu", unit=cast.kecamatan, kind="layanan-rutin", text=TEXT,
        by=cast.admin, at=NOW, targets=[broadcast.account_id],
    )  # fmt: skip


def approved(post: Post, cast: Cast) -> Post:
    request = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    approval.decide(
        request, by=cast.sekcam, at=NOW, verdict="approve", expected_hash=request.revision_hash
    )
    post.refresh_from_db()
    return post


def page(client: Client, account: Account, **query: str) -> Any:
    return client.get(reverse("subscribers:list", args=[account.pk]), query)


# ------------------------------------------------------------------------------ the list


def test_the_list_shows_masked_numbers_page_by_page(
    client: Client, cast: Cast, account: Account
) -> None:
    subscribe(account, 60)
    sign_in(client, cast.admin)
    first = page(client, account).text
    assert first.count("62857••••0") == 50 * 4, "each number once, and for what is done with it"
    assert number(0) not in first
    assert 'pelanggan/" aria-current="true"' in first
    assert page(client, account, hal="2").text.count("62857••••0") == 10 * 4


def test_forgetting_somebody_takes_two_steps_without_scripts_too(
    client: Client, cast: Cast, account: Account
) -> None:
    (one,) = subscribe(account, 1)
    sign_in(client, cast.admin)
    text = page(client, account).text
    before, _where, form = text.partition(reverse("subscribers:erase", args=[account.pk, one.pk]))
    assert before.rfind("<details") > before.rfind("</details>"), "folded away until asked for"
    assert "untuk selamanya" in form


def test_a_page_of_a_long_list_is_read_in_its_order_and_nothing_is_sorted_for_it(
    account: Account,
) -> None:
    subscribe(account, 400)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE subscribers_subscriber")
    for state in ("", "semua"):
        plan = listed(account, state=state)[:50].explain()
        assert "subscribers_newest" in plan
        assert "TEMP B-TREE" not in plan, "SQLite would sort"
        assert "Sort" not in plan, "PostgreSQL would sort"


def test_a_person_is_found_by_the_whole_number_which_stands_in_no_address(
    client: Client, cast: Cast, account: Account
) -> None:
    subscribe(account, 3)
    sign_in(client, cast.admin)
    where = reverse("subscribers:find", args=[account.pk])
    assert "62857••••002" in client.post(where, {"q": "0857 0000 0002"}).text
    assert "62857••••001" not in client.post(where, {"q": "0857 0000 0002"}).text
    assert "Nomor itu tidak ada" in client.post(where, {"q": "0002"}).text
    assert client.get(where).status_code == 405


def test_numbers_are_entered_ended_forgotten_and_told_of_by_plain_forms(
    client: Client, cast: Cast, account: Account
) -> None:
    sign_in(client, cast.admin)
    enter = reverse("subscribers:enter", args=[account.pk])
    refused = client.post(enter, {"number": "0857", "note": "Loket"})
    assert refused.status_code == 422
    assert "Tulis nomor WhatsApp-nya" in refused.text
    assert client.post(enter, {"number": "0857 0000 0009", "note": "Loket"}).status_code == 302
    one = Subscriber.objects.get()
    client.post(reverse("subscribers:end", args=[account.pk, one.pk]))
    assert "berhenti" in page(client, account, keadaan="berhenti").text
    told = client.post(reverse("subscribers:export", args=[account.pk])).content.decode("utf-8-sig")
    assert "Loket" in told
    assert "857" not in told.replace(str(one.pk), "")
    client.post(reverse("subscribers:erase", args=[account.pk, one.pk]))
    assert not Subscriber.objects.exists()


def test_the_list_is_for_those_who_may_connect_the_account(
    client: Client, cast: Cast, account: Account
) -> None:
    (one,) = subscribe(account, 1)
    for user, status in ((cast.camat, 403), (cast.admin_lain, 404)):
        sign_in(client, user)
        assert page(client, account).status_code == status
        erase = reverse("subscribers:erase", args=[account.pk, one.pk])
        assert client.post(erase).status_code == status
    assert Subscriber.objects.exists()


def test_an_account_with_a_template_is_offered_for_posts_and_chosen_by_nobody_unasked(
    client: Client, cast: Cast, account: Account
) -> None:
    seed_kinds(at=NOW)
    draft = planning.create_post(
        title="Kabar", unit=cast.kecamatan, kind="layanan-rutin", text=TEXT, by=cast.admin, at=NOW
    )
    sign_in(client, cast.admin)
    compose = reverse("planning:compose", args=[draft.pk])
    assert account not in cleaning.possible_accounts(cast.kecamatan, cast.admin)
    assert "baru menjawab warga" in client.get(compose).text
    where = reverse("subscribers:templates", args=[account.pk])
    assert client.post(where, {"template": "kabar_resmi"}).status_code == 302
    subscribe(account, 3)
    text = client.get(compose).text
    assert account in cleaning.possible_accounts(cast.kecamatan, cast.admin)
    assert "3 pelanggan" in text
    assert "baru menjawab warga" not in text
    other = planning.create_post(
        title="Lain", unit=cast.kecamatan, kind="layanan-rutin", text=TEXT, by=cast.admin, at=NOW
    )
    assert not other.targets.filter(account=account).exists()


# ------------------------------------------------------------------------------ the post


def test_the_composer_shows_the_words_in_one_line_and_counts_them_so(
    client: Client, cast: Cast, post: Post
) -> None:
    sign_in(client, cast.admin)
    text = client.get(reverse("planning:compose", args=[post.pk])).text
    assert LINE in text
    assert f"{len(LINE)}/900" in text
    assert "tidak punya baris baru" in text


def test_a_post_goes_from_the_composer_to_every_subscriber(
    client: Client, cast: Cast, post: Post, account: Account, worker: Worker
) -> None:
    subscribe(account, 4)
    Siaran.wrong = {number(1): ["lost"]}
    publishing.schedule(approved(post, cast), by=cast.admin, at=NOW, when=NOW)
    worker.work()
    assert [(to, text) for to, text, _key in Siaran.got] == [(number(n), LINE) for n in range(4)]
    sign_in(client, cast.admin)
    shown = client.get(reverse("publishing:post", args=[post.pk])).text
    assert "3 dari 4 terkirim, 1 belum pasti" in shown
    item = Delivery.objects.get(act="publish")
    assert item.get_absolute_url() in shown
    own = client.get(item.get_absolute_url()).text
    assert "62857••••001" in own
    assert "Dikirim satu per satu kepada pelanggan." in own
    worker.clock.advance(minutes=2)
    where = reverse("delivery:settle_rest", args=[item.pk])
    assert client.post(where, {"answer": "entah"}).status_code == 422
    assert client.post(where, {"answer": "sampai"}).status_code == 302
    worker.work()
    post.refresh_from_db()
    item.refresh_from_db()
    assert (post.state, item.state) == ("published", "sent")
    assert "4 dari 4 terkirim" in client.get(item.get_absolute_url()).text
    with pytest.raises(Conflict, match="tidak dapat ditarik"):
        publishing.withdraw(post, by=cast.admin, at=worker.clock.now(), reason="Salah jam")


def test_the_page_of_a_post_on_its_way_follows_it_by_itself_and_without_scripts(
    client: Client, cast: Cast, post: Post, account: Account, worker: Worker
) -> None:
    subscribe(account, 15)
    publishing.schedule(approved(post, cast), by=cast.admin, at=NOW, when=NOW)
    for _ in range(3):
        worker.once()
    item = Delivery.objects.get(act="publish")
    sign_in(client, cast.admin)
    asks = {"HX-Request": "true", "HX-Request-Type": "partial"}
    whole = client.get(item.get_absolute_url()).text
    assert 'hx-trigger="every 10s"' in whole
    assert "Lihat kemajuannya" in whole
    part = client.get(item.get_absolute_url(), {"tadi": "pending"}, headers=asks).text
    assert f"{len(Siaran.got)} dari 15 terkirim" in part
    assert "<main" not in part
    worker.work()
    ended = client.get(item.get_absolute_url(), {"tadi": "pending"}, headers=asks)
    assert ended.headers["HX-Redirect"].startswith(item.get_absolute_url())
    assert "hx-trigger" not in client.get(item.get_absolute_url()).text


def test_a_number_that_is_not_connected_says_so_where_its_list_is_kept(
    client: Client, cast: Cast, account: Account, broadcast: Broadcast
) -> None:
    sign_in(client, cast.admin)
    assert "tidak tersambung" not in page(client, account).text
    for health in ("broken", "unconnected"):
        Account.objects.update(health=health)
        text = page(client, account).text
        assert "Kabar menunggu" in text
        assert reverse("networks:connect", args=[account.pk]) in text


def test_thousands_are_written_as_everywhere() -> None:
    counts = dict.fromkeys((*spreading.GOING, "unknown", "refused", "expired", "cancelled"), 0)
    told = spreading.summary(counts | {"sent": 18250, "all": 20000, "planned": 1750})
    assert told == "18.250 dari 20.000 terkirim, 1.750 menunggu"


def test_messages_ask_whether_the_approval_still_stands(
    cast: Cast, post: Post, account: Account, worker: Worker
) -> None:
    subscribe(account, 3)
    publishing.schedule(approved(post, cast), by=cast.admin, at=NOW, when=NOW)
    worker.once()
    worker.once()
    ApprovalRequest.objects.filter(post=post).delete()
    worker.work()
    assert Siaran.got == []
    item = Delivery.objects.get(act="publish")
    assert item.state == "refused"
    assert "Persetujuannya tidak berlaku lagi" in item.what_to_do


def test_a_post_on_its_way_is_halted_where_it_is_withdrawn(
    cast: Cast, post: Post, account: Account, worker: Worker
) -> None:
    subscribe(account, 15)
    publishing.schedule(approved(post, cast), by=cast.admin, at=NOW, when=NOW)
    for _ in range(3):
        worker.once()
    went = len(Siaran.got)
    assert 0 < went < 15
    publishing.withdraw(post, by=cast.admin, at=worker.clock.now(), reason="Salah jam")
    worker.work()
    assert len(Siaran.got) == went


def test_what_halts_all_is_shown_with_the_way_on(
    client: Client, cast: Cast, post: Post, account: Account, worker: Worker
) -> None:
    subscribe(account, 3)
    Siaran.wrong = {number(n): [Halted("Templat ini dihentikan Meta.")] for n in range(3)}
    publishing.schedule(approved(post, cast), by=cast.admin, at=NOW, when=NOW)
    worker.work()
    item = Delivery.objects.get(act="publish")
    sign_in(client, cast.admin)
    text = client.get(item.get_absolute_url()).text
    assert "Templat ini dihentikan Meta." in text
    assert "Sudah diperbaiki, lanjutkan" in text
    Siaran.wrong = {}
    assert client.post(reverse("delivery:go_on", args=[item.pk])).status_code == 302
    worker.work()
    assert len(Siaran.got) == 3


def test_a_post_with_a_picture_and_no_template_for_it_is_not_put_forward(
    cast: Cast, post: Post, account: Account
) -> None:
    assert "bergambar" in lacking(account, ["image/jpeg"])
    assert "bervideo" in lacking(account, ["video/mp4"])
    assert lacking(account, []) == ""
    Broadcast.objects.update(template="")
    with pytest.raises(Conflict, match="belum punya templat"):
        approval.submit(post, by=cast.admin, at=NOW, version=post.version)
