"""From a draft to real servers: the same post on three networks, and workers that are killed.

The product's own way (connect, write, submit, decide, publish) with worker processes of their own;
the servers are a real PDS, a real server of the Mastodon API and a real WordPress.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from subprocess import Popen
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kentongan.approval import actions as approval
from kentongan.approval.seed import seed as seed_chains
from kentongan.delivery.models import Delivery
from kentongan.kernel import clock
from kentongan.ledger.verify import verify
from kentongan.networks import actions as networks
from kentongan.networks.models import Account
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from kentongan.planning.seed import seed as seed_kinds
from kentongan.publishing import actions as publishing
from tests.cast import NOW, Cast
from tests.contract.bluesky_harness import BlueskyHarness
from tests.contract.harness import Harness, Login, picture
from tests.contract.mastodon_harness import MastodonHarness
from tests.contract.wordpress_harness import WordPressHarness
from tests.servers import Atproto, Chaos, Mastodon, WordPress
from tests.servers.worker import running

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TEXT = "Posyandu Melati buka besok pukul 08.00 sampai 11.00 di balai desa. Bawa buku KIA."
ALT = "Kader menata meja pendaftaran di balai desa"
Connect = Callable[..., tuple[Account, Login]]
Work = Callable[[], AbstractContextManager[Popen[bytes]]]
NETWORKS = ["bluesky", "mastodon", "wordpress"]
#: What a network does has nothing to do with our database: one of them stands for all there.
EACH = [
    "bluesky",
    pytest.param("mastodon", marks=pytest.mark.no_database),
    pytest.param("wordpress", marks=pytest.mark.no_database),
]


@pytest.fixture
def harnesses(
    atproto_server: Atproto, mastodon_server: Mastodon, wordpress_server: WordPress
) -> dict[str, Harness]:
    return {
        "bluesky": BlueskyHarness(atproto_server),
        "mastodon": MastodonHarness(mastodon_server),
        "wordpress": WordPressHarness(wordpress_server),
    }


@pytest.fixture
def stage(cast: Cast, settings: Any) -> Cast:
    """Kinds and chains as they ship; no inner address may be reached yet."""
    seed_kinds(at=NOW)
    seed_chains(at=NOW)
    settings.INNER_HOSTS = []
    return cast


@pytest.fixture
def connect(stage: Cast, harnesses: dict[str, Harness], settings: Any) -> Connect:
    """An account of the kecamatan, connected by its network's own credential.

    With a proxy, what comes after connecting goes through it.
    """

    def go(code: str, proxy: Chaos | None = None) -> tuple[Account, Login]:
        harness = harnesses[code]
        login = harness.login()
        address = urlsplit(harness.base_url)
        through = proxy.base_url + address.path if proxy else harness.base_url
        hosts = [address.netloc, urlsplit(through).netloc]
        settings.INNER_HOSTS = [*settings.INNER_HOSTS, *hosts]
        account = Account.objects.create(
            unit=stage.kecamatan, network=code, handle=login.handle, server=harness.base_url,
            external_id=login.external_id, health="unconnected", created_at=NOW,
        )  # fmt: skip
        networks.connect(by=stage.admin, at=clock.now(), account=account, secret=login.secret)
        Account.objects.filter(pk=account.pk).update(server=through)
        return account, login

    return go


@pytest.fixture
def work(settings: Any) -> Work:
    """A worker process that reaches the servers connected so far."""
    return lambda: running(str(connection.settings_dict["NAME"]), settings.INNER_HOSTS)


def publish(cast: Cast, accounts: Sequence[Account], text: str = TEXT, **chosen: Any) -> Post:
    """Write with a picture, choose (fields of ``save_draft``), put forward, approve, publish."""
    now = clock.now()
    post = planning.create_post(
        title="Jadwal posyandu", unit=cast.kecamatan, kind="layanan-rutin", text=text,
        by=cast.admin, at=now, targets=[account.pk for account in accounts],
    )  # fmt: skip
    file = SimpleUploadedFile("posyandu.png", picture("teal", ALT).data, "image/png")
    planning.add_media(
        post_id=post.pk, version=post.version, file=file, name="posyandu.png", alt=ALT,
        by=cast.admin, at=now,
    )  # fmt: skip
    post.refresh_from_db()
    if chosen:
        planning.save_draft(post_id=post.pk, version=post.version, by=cast.admin, at=now, **chosen)
    post.refresh_from_db()
    request = approval.submit(post, by=cast.admin, at=now, version=post.version)
    approval.decide(
        request, by=cast.sekcam, at=now, verdict="approve", expected_hash=request.revision_hash
    )
    post.refresh_from_db()
    if post.state == "approved":
        publishing.schedule(post, by=cast.admin, at=now, when=clock.now())
    return post


def wait(done: Callable[[], Any], seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, list(
            Delivery.objects.values_list("network", "state", "what_to_do")
        )
        time.sleep(0.2)


def settled(count: int) -> Callable[[], bool]:
    """All deliveries are sent, or ask a person."""
    return lambda: (
        Delivery.objects.filter(state="sent").count()
        + Delivery.objects.filter(state="unknown", asks_person=True).count()
        == count
    )


def test_one_post_goes_live_once_on_three_real_networks(
    stage: Cast, connect: Connect, harnesses: dict[str, Harness], work: Work
) -> None:
    known = {code: connect(code) for code in NETWORKS}
    post = publish(stage, [account for account, _login in known.values()])
    with work():
        wait(settled(len(NETWORKS)))
    for code, (_account, login) in known.items():
        (seen,) = harnesses[code].seen(login)
        assert seen.text == TEXT
        assert seen.alts == (ALT,)
    assert all(d.url.startswith("http") for d in Delivery.objects.all())
    post.refresh_from_db()
    assert post.state == "published"
    assert verify().problems == []


@pytest.mark.parametrize("code", EACH[:2])
def test_a_thread_and_its_first_comment_stand_one_under_the_other(
    stage: Cast, connect: Connect, harnesses: dict[str, Harness], work: Work, code: str
) -> None:
    account, login = connect(code)
    sentences = "".join(f"Loket {n} di kantor kecamatan buka pukul 08.00 WIB. " for n in range(20))
    comment = "Syaratnya ada di papan pengumuman."
    post = publish(
        stage, [account], sentences.strip(), threads={code: True}, comments={code: comment}
    )
    planned = Delivery.objects.order_by("part")
    texts = [delivery.payload["text"] for delivery in planned]
    with work():
        wait(settled(len(texts)))
    seen = {row.text: row for row in harnesses[code].seen(login)}
    assert set(seen) == set(texts)
    assert [seen[text].alts for text in texts] == [(ALT,)] + [()] * (len(texts) - 1)
    above = [seen[text].reply_to for text in texts]
    ids = list(planned.values_list("external_id", flat=True))
    assert above == ["", *ids[:-1]]
    post.refresh_from_db()
    assert post.state == "published"


@pytest.mark.parametrize("code", EACH)
def test_a_worker_killed_after_acceptance_leaves_one_copy(
    stage: Cast, connect: Connect, harnesses: dict[str, Harness], work: Work, code: str,
    chaos: Callable[[str], Chaos],
) -> None:  # fmt: skip
    harness = harnesses[code]
    proxy = chaos(harness.base_url)
    account, login = connect(code, proxy)
    publish(stage, [account])
    proxy.set(mode="mute", times=1, path=harness.decisive)
    with work() as first:
        wait(lambda: proxy.hit)
        proxy.settle()  # the network has it; the worker waits for an answer that never comes
        first.kill()
        first.wait(30)
    assert Delivery.objects.get().state == "sending"
    with work():
        wait(settled(1))
    delivery = Delivery.objects.get()
    assert harness.count(login) == 1
    assert delivery.state == "sent"
    assert delivery.url.startswith("http")


@pytest.mark.parametrize("mode", ["half", "reset"])
@pytest.mark.parametrize("code", EACH)
def test_an_answer_lost_on_the_way_is_found_out(
    stage: Cast, connect: Connect, harnesses: dict[str, Harness], work: Work, code: str, mode: str,
    chaos: Callable[[str], Chaos]
) -> None:  # fmt: skip
    """Before acceptance (``reset``) or after it (``half``): one copy, or a person is asked."""
    harness = harnesses[code]
    proxy = chaos(harness.base_url)
    account, login = connect(code, proxy)
    publish(stage, [account])
    proxy.set(mode=mode, times=1, path=harness.decisive)  # type: ignore[arg-type]
    with work():
        wait(lambda: proxy.hit)
        wait(lambda: Delivery.objects.exclude(state__in=("planned", "sending")).exists())
        delivery = Delivery.objects.get()
        if mode == "half":
            wait(settled(1))
            delivery.refresh_from_db()
            assert delivery.state == "sent"
    assert delivery.state in {"sent", "unknown", "retry"}
    assert harness.count(login) == (1 if mode == "half" or delivery.state == "sent" else 0)
