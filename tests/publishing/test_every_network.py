"""From one draft to every network with an interface: each gets it once, in its own way.

The product's own way (connect, write, submit, decide, publish) with a worker process of its own;
the networks are the strict fakes, which fetch what they fetch from our own web server.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
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
from kentongan.networks.models import Account, Credential
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from kentongan.planning.seed import seed as seed_kinds
from kentongan.publishing import actions as publishing
from tests.cast import NOW, Cast
from tests.contract.facebook_harness import FacebookHarness
from tests.contract.harness import Harness, Login, picture
from tests.contract.instagram_harness import InstagramHarness
from tests.contract.linkedin_harness import LinkedInHarness
from tests.contract.telegram_harness import TelegramHarness
from tests.contract.threads_harness import ThreadsHarness
from tests.contract.tiktok_harness import TikTokHarness
from tests.contract.x_harness import XHarness
from tests.contract.youtube_harness import YouTubeHarness
from tests.fakes.facebook import Facebook
from tests.fakes.instagram import Instagram
from tests.fakes.linkedin import LinkedInFake
from tests.fakes.media_host import MediaHost
from tests.fakes.telegram import Telegram
from tests.fakes.threads import ThreadsFake
from tests.fakes.threads_media import MediaHost as ThreadsMedia
from tests.fakes.tiktok import TikTok
from tests.fakes.tiktok_media import Shelf
from tests.fakes.x import X
from tests.fakes.youtube import FakeYouTube
from tests.media.videos import Videos, video_of
from tests.publishing.test_real_networks import settled, wait
from tests.servers.worker import running

Connected = dict[str, tuple[Account, Login]]
Done = Callable[[], bool]
Go = Callable[..., Post]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TEXT = "Posyandu Melati buka besok pukul 08.00 sampai 11.00 di balai desa. Bawa buku KIA."
COMMENT = "Syaratnya ada di papan pengumuman balai desa."
ALT = "Kader menata meja pendaftaran di balai desa"
#: Networks that take a picture, and those that take a film.
PICTURES = ["facebook", "instagram", "linkedin", "telegram", "threads", "tiktok", "x"]
FILMS = [*PICTURES, "youtube"]
#: Where an account may comment on its own post.
TALKING = ["facebook", "instagram", "linkedin", "threads", "x", "youtube"]


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """Our own web server, where networks fetch pictures and films."""
    settings.SITE_URL = live_server.url.replace("localhost", "127.0.0.1")
    return str(settings.SITE_URL)


@pytest.fixture
def harnesses(tmp_path: Path) -> Iterator[dict[str, Harness]]:
    with contextlib.ExitStack() as stack:
        enter = stack.enter_context
        media, shelf = enter(MediaHost()), enter(Shelf())
        facebook, instagram, youtube = Facebook(), Instagram(), FakeYouTube()
        # Ready at the first look; the worker really waits from one to the next.
        facebook.questions = instagram.questions = 0
        youtube.patience = 1
        made: list[Harness] = [
            FacebookHarness(enter(facebook)),
            InstagramHarness(enter(instagram), media),
            LinkedInHarness(enter(LinkedInFake())),
            TelegramHarness(enter(Telegram())),
            ThreadsHarness(enter(ThreadsFake()), enter(ThreadsMedia())),
            TikTokHarness(enter(TikTok()), shelf, tmp_path),
            XHarness(enter(X())),
            YouTubeHarness(enter(youtube)),
        ]
        yield {harness.code: harness for harness in made}


@pytest.fixture
def connected(cast: Cast, harnesses: dict[str, Harness], site: str, settings: Any) -> Connected:
    """An account of the kecamatan on each, by its network's own credential."""
    seed_kinds(at=NOW)
    seed_chains(at=NOW)
    settings.INNER_HOSTS = [urlsplit(one.base_url).netloc for one in harnesses.values()]
    made = {}
    for code, harness in harnesses.items():
        login = harness.login()
        if harness.app:
            networks.save_application(code, harness.app, by=cast.administrator, at=NOW)
        account = Account.objects.create(
            unit=cast.kecamatan, network=code, handle=login.handle, server=harness.base_url,
            external_id=login.external_id, health="unconnected", created_at=NOW,
        )  # fmt: skip
        networks.connect(by=cast.admin, at=clock.now(), account=account, secret=login.secret)
        made[code] = (account, login)
    return made


@pytest.fixture
def go(cast: Cast, connected: Connected, site: str, settings: Any) -> Go:
    """Write, put forward, approve, publish; a worker works until all of it is settled."""

    def publish(
        networks: Sequence[str], attach: Callable[[Post], Any], done: Done | None = None,
        **chosen: Any,
    ) -> Post:  # fmt: skip
        now = clock.now()
        post = planning.create_post(
            title="Jadwal posyandu", unit=cast.kecamatan, kind="layanan-rutin", text=TEXT,
            by=cast.admin, at=now, targets=[connected[code][0].pk for code in networks],
        )  # fmt: skip
        attach(post)
        post.refresh_from_db()
        if chosen:
            planning.save_draft(
                post_id=post.pk, version=post.version, by=cast.admin, at=now, **chosen
            )
            post.refresh_from_db()
        request = approval.submit(post, by=cast.admin, at=now, version=post.version)
        approval.decide(
            request, by=cast.sekcam, at=now, verdict="approve", expected_hash=request.revision_hash
        )
        post.refresh_from_db()
        publishing.schedule(post, by=cast.admin, at=now, when=clock.now())
        with running(str(connection.settings_dict["NAME"]), settings.INNER_HOSTS, site=site):
            wait(done or settled(Delivery.objects.count()))
        post.refresh_from_db()
        return post

    return publish


@pytest.fixture
def drawn(cast: Cast) -> Callable[[Post], Any]:
    """A picture, as somebody drops it into the composer."""

    def attach(post: Post) -> None:
        data = picture("teal", ALT, size=(1080, 1080)).data
        planning.add_media(
            post_id=post.pk, version=post.version, name="posyandu.png", alt=ALT, by=cast.admin,
            at=NOW, file=SimpleUploadedFile("posyandu.png", data, "image/png"),
        )  # fmt: skip

    return attach


@pytest.fixture
def filmed(cast: Cast, tmp_path: Path) -> Callable[[Post], Any]:
    """An upright film of six seconds, from the library."""
    asset = video_of(cast, Videos(tmp_path).upright)

    def attach(post: Post) -> None:
        added = planning.attach(
            post_id=post.pk, version=post.version, asset=asset, by=cast.admin, at=NOW
        )
        post.refresh_from_db()
        planning.save_draft(
            post_id=post.pk, version=post.version, by=cast.admin, at=NOW, alts={added.pk: ALT}
        )

    return attach


def texts(harness: Harness, login: Login) -> list[str]:
    return [one.text for one in harness.seen(login)]


@pytest.mark.no_database
def test_one_film_with_a_first_comment_goes_live_once_on_every_network_that_takes_it(
    harnesses: dict[str, Harness], connected: Connected, go: Go, filmed: Callable[[Post], Any]
) -> None:
    post = go(FILMS, filmed, comments=dict.fromkeys(TALKING, COMMENT))
    assert {code: texts(harnesses[code], connected[code][1]) for code in FILMS} == {
        code: [TEXT, COMMENT] if code in TALKING else [TEXT] for code in FILMS
    }
    assert post.state == "published"
    assert verify().problems == []


def test_a_refused_credential_pauses_only_its_account_and_connecting_again_lets_it_go_on(
    cast: Cast, harnesses: dict[str, Harness], connected: Connected, go: Go, site: str,
    drawn: Callable[[Post], Any], settings: Any,
) -> None:  # fmt: skip
    account, login = connected["threads"]
    Credential.objects.get(account=account).delete()
    wrong = dict(harnesses["threads"].wrong(login))
    Credential.objects.create(account=account, kind="token", secret=wrong, updated_at=NOW)
    sent = Delivery.objects.filter(state="sent")

    def others_went() -> bool:
        account.refresh_from_db()
        return sent.count() == len(PICTURES) - 1 and account.health == "broken"

    post = go(PICTURES, drawn, done=others_went)
    assert post.state != "published"
    assert texts(harnesses["threads"], login) == []
    networks.connect(by=cast.admin, at=clock.now(), account=account, secret=login.secret)
    with running(str(connection.settings_dict["NAME"]), settings.INNER_HOSTS, site=site):
        wait(settled(len(PICTURES)))
    for code in PICTURES:
        (seen,) = harnesses[code].seen(connected[code][1])
        assert seen.text == TEXT, code
        assert seen.alts == ((ALT,) if harnesses[code].can.alt else ("",)), code
