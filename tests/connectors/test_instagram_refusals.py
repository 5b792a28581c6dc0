"""What Instagram does not take, what its errors mean, and how an account is connected."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.instagram.connector import InstagramConnector
from kentongan.networks.contract import (
    Agreement,
    Audience,
    Edits,
    Form,
    Image,
    NetworkError,
    OutcomeUnknown,
    Refused,
    Session,
    TryLater,
    Unauthorised,
    Video,
)
from tests.connectors.instagram_ground import Ground
from tests.connectors.meta import Notebook, item
from tests.contract.interposer import Canned, Interposer
from tests.fakes.graph import APP
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost

pytestmark = pytest.mark.no_database
BACK = "https://kentongan.contoh.go.id/akun/kembali"


def fault(code: int, subcode: int, status: int = 400) -> Canned:
    error = {"message": "Kata Meta", "code": code, "error_subcode": subcode}
    return Canned(status=status, body={"error": error | {"type": "OAuthException"}})


class TestRefusals(Ground):
    """Before anything is sent, and by the vendor."""

    def test_what_instagram_cannot_do_is_refused_before_anything_is_sent(
        self, fake: Instagram, delivery: Notebook, film: Video, photos: tuple[Image, ...]
    ) -> None:
        photo = photos[0]
        one = item("Kata.", images=(photo,))
        for wrong, words in (
            (item("Kata saja."), "gambar, atau satu video"),
            (replace(one, video=film), "jangan keduanya"),
            (replace(one, audience=Audience.UNLISTED), "umum"),
            (replace(one, form=Form.REEL), "Reel memerlukan video"),
            (replace(one, form=Form.STORY), "tidak memuat teks"),
            (item("", images=photos[:2], form=Form.STORY), "satu gambar"),
            (item("#a1 " * 31, images=(photo,)), "tagar"),
            (item("@warga.satu " * 21, images=(photo,)), "sebutan"),
            (item(images=(replace(photo, mime="image/png"),)), "JPEG"),
            (item(images=(replace(photo, width=900, height=1600),)), "4:5"),
            (item(images=(replace(photo, width=2000, height=1000),)), "4:5"),
            (item(images=(replace(photo, width=200, height=200),)), "320"),
            (item(images=(replace(photo, url=""),)), "alamat publik"),
            (item(video=replace(film, url="")), "alamat publik"),
            (item(video=replace(film, mime="video/webm")), "MP4"),
            (item(video=replace(film, seconds=2)), "detik"),
            (item("", video=replace(film, seconds=61), form=Form.STORY), "60 detik"),
            (item("", video=replace(film, size=100_000_001), form=Form.STORY), "besar"),
        ):
            with delivery.open() as (connector, http):
                with pytest.raises(Refused, match=words):
                    connector.publish(wrong, "kunci")
                assert http.made == 0, words
        assert not fake.seen
        assert not issubclass(InstagramConnector, Edits)

    def test_pictures_at_the_edge_of_what_is_taken_are_sent(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        for width, height in ((1080, 1350), (1910, 1000)):
            delivery.notes.clear()
            edge = replace(photos[0], width=width, height=height)
            delivery.publish(item(images=(edge,)))
        assert len(fake.public) == 2

    @pytest.mark.parametrize(
        ("canned", "kind", "words"),
        [
            (fault(9, 2207042), TryLater, "24 jam"),
            (fault(9007, 2207027), TryLater, "masih mengolah"),
            (fault(-1, 2207001), OutcomeUnknown, "bermasalah"),
            (fault(24, 2207008), OutcomeUnknown, "bermasalah"),
            (fault(-2, 2207020), OutcomeUnknown, "bermasalah"),
            (fault(25, 2207050), Refused, "dibatasi"),
            (fault(4, 2207051), Refused, "spam"),
            (fault(36003, 2207009), Refused, "4:5"),
            (fault(352, 2207026), Refused, "bila tetap"),
            (fault(9004, 2207052), Refused, "alamat publik"),
            (fault(24, 2207006), Refused, "Kata Meta"),
            (fault(10, 0), Unauthorised, "setujui"),
        ],
    )
    def test_the_vendors_errors_while_publishing(
        self,
        fake: Instagram,
        delivery: Notebook,
        front: Interposer,
        photos: tuple[Image, ...],
        canned: Canned,
        kind: type[NetworkError],
        words: str,
    ) -> None:
        front.answer("/media_publish", canned)
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(kind, match=words):
                connector.publish(item(images=photos[:1]), "kunci")
        assert not fake.public

    def test_trouble_while_making_a_container_is_later(
        self, delivery: Notebook, front: Interposer, photos: tuple[Image, ...]
    ) -> None:
        front.answer("/media", fault(-1, 2207032))
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(TryLater):
                connector.publish(item(images=photos[:1]), "kunci")
        assert not delivery.notes

    def test_a_video_instagram_does_not_support_is_refused(
        self, fake: Instagram, delivery: Notebook, film: Video, host: MediaHost
    ) -> None:
        bad = replace(film, url=host.put(b"bukan video", "video/mp4"))
        with pytest.raises(Refused, match="mengolah"):
            delivery.publish(item(video=bad))
        assert not fake.public


class TestConnecting(Ground):
    """Through Facebook Login."""

    def test_a_person_chooses_among_the_connected_accounts(self, fake: Instagram) -> None:
        mine, without = fake.create_account(), fake.create_page("Tanpa Instagram")
        with self._client(fake) as http:
            agreement = Agreement(
                server=fake.server, redirect_uri=BACK, state="kami", app=APP, http=http,
                now=datetime.now(UTC),
            )  # fmt: skip
            url, _ = InstagramConnector.authorise_url(agreement)
            query = parse_qs(urlsplit(fake.approve(url, [without, mine])).query)
            secret = InstagramConnector.exchange(agreement, query["code"][0])
            (choice,) = InstagramConnector.choices(agreement, secret)
            assert choice.identity.external_id == mine.instagram["id"]
            assert choice.secret == {"access_token": mine.token, "app_id": APP["client_id"]}
            assert self._open(fake, http, choice.secret).identify() == choice.identity
            with pytest.raises(Refused, match="belum terhubung"):
                self._open(fake, http, {"access_token": without.token}).identify()
            with pytest.raises(Unauthorised, match="milik orang"):
                self._open(fake, http, dict(secret)).identify()

    @staticmethod
    @contextmanager
    def _client(fake: Instagram) -> Iterator[HttpClient]:
        with HttpClient(inner_hosts=[urlsplit(fake.server).netloc]) as http:
            yield http

    @staticmethod
    def _open(fake: Instagram, http: HttpClient, secret: Mapping[str, Any]) -> InstagramConnector:
        return InstagramConnector(
            Session(
                server=fake.server,
                handle="",
                external_id="",
                secret=secret,
                http=http,
                now=datetime.now(UTC),
                app=APP,
            )
        )
