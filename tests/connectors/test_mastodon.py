"""What is particular to the Mastodon API: on a real server (snac), and on scripted answers."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.mastodon import connector as module, matching, uploads
from kentongan.networks.connectors.mastodon.connector import MastodonConnector
from kentongan.networks.contract import (
    Agreement,
    Authorises,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Reference,
    Refused,
    TryLater,
    Unauthorised,
    Video,
)
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.mastodon_harness import MastodonHarness
from tests.servers import Mastodon

pytestmark = [pytest.mark.servers, pytest.mark.no_database]
NOWHERE = "http://127.0.0.1:1"
TOKEN = {"access_token": "token"}
LOGIN = Login(handle="camat", secret=TOKEN, external_id="7")


@pytest.fixture
def harness(mastodon_server: Mastodon) -> MastodonHarness:
    return MastodonHarness(mastodon_server)


@pytest.fixture
def scripted() -> Iterator[Interposer]:
    """A server that knows only the answers it was given."""
    with Interposer(NOWHERE) as front:
        yield front


@pytest.fixture
def offline() -> MastodonHarness:
    """The harness without a server, for scripted answers."""
    return MastodonHarness(Mastodon(base_url=NOWHERE, data="", account=None))


def item(text: str = "Info layanan.", **more: Any) -> Outgoing:
    made = Outgoing(text=text, created_at=datetime.now(UTC) - timedelta(seconds=1))
    return replace(made, **more)


def ok(body: Any, status: int = 200) -> Canned:
    return Canned(status=status, body=body)


def status(number: int, text: str, *, minutes: float = 0, **more: Any) -> dict[str, Any]:
    made = datetime.now(UTC) - timedelta(minutes=minutes)
    return {
        "id": str(number),
        "url": f"https://sosial.contoh.go.id/@camat/{number}",
        "created_at": made.isoformat().replace("+00:00", "Z"),
        "content": f"<p>{text}</p>",
        "media_attachments": [],
        "in_reply_to_id": None,
        **more,
    }


# ------------------------------------------------------------------------------ a real server


def test_a_person_connects_by_oauth(harness: MastodonHarness) -> None:
    assert issubclass(MastodonConnector, Authorises)
    user = harness.server.create_user("camat")
    back_to = "http://127.0.0.1:1/akun/kembali"
    with HttpClient(inner_hosts=[urlsplit(harness.base_url).netloc]) as http:
        asked = Agreement(
            server=harness.base_url, redirect_uri=back_to, state="rahasia-kami", app={}, http=http,
            now=datetime.now(UTC),
        )  # fmt: skip
        url, memory = MastodonConnector.authorise_url(asked)
        sent = parse_qs(urlsplit(url).query)
        digest = hashlib.sha256(memory["verifier"].encode()).digest()
        assert sent["code_challenge"] == [base64.urlsafe_b64encode(digest).decode().rstrip("=")]
        back = harness.server.approve(url, name=user.name, password=user.password)
        query = parse_qs(urlsplit(back).query)
        assert query["state"] == ["rahasia-kami"]
        secret = MastodonConnector.exchange(replace(asked, memory=memory), query["code"][0])
    assert "verifier" not in secret
    with harness.open(Login(handle=user.name, secret=secret)) as connector:
        assert connector.identify().external_id == user.account_id
        connector.publish(item(), "kunci")
    assert [s["visibility"] for s in harness.server.statuses(user)] == ["public"]


def test_this_server_ignores_the_idempotency_key(harness: MastodonHarness) -> None:
    """Why the proof is a lookup: should this ever fail, read the README again."""
    login = harness.login()
    with harness.open(login) as connector:
        post = item()
        connector.publish(post, "kunci")
        connector.publish(post, "kunci")
        first, second = sorted(s["id"] for s in harness.server.statuses(login.native))
        found = connector.find("kunci", post)
        assert found.external_id in {first, second}
    assert harness.count(login) == 2


def test_a_post_from_before_is_not_ours(harness: MastodonHarness) -> None:
    login = harness.login()
    with harness.open(login) as connector:
        connector.publish(item(), "lama")
        later = item(created_at=datetime.now(UTC) + timedelta(minutes=10))
        assert connector.find("baru", later) is None


def test_a_post_with_other_pictures_is_not_ours(harness: MastodonHarness) -> None:
    login = harness.login()
    with harness.open(login) as connector:
        connector.publish(item(images=(picture("teal", "Peta"),)), "a")
        assert connector.find("b", item()) is None


def test_a_post_that_is_almost_ours_needs_a_person(harness: MastodonHarness) -> None:
    login = harness.login()
    with harness.open(login) as connector:
        connector.publish(item("Kantor tutup besok, Jumat 14 Agustus 2026, pukul 11.00."), "a")
        with pytest.raises(OutcomeUnknown, match="mirip"):
            connector.find("b", item("Kantor tutup besok, Jumat 14 Agustus 2026, pukul 11.30."))


# ------------------------------------------------------------------------------ scripted


def test_a_slow_upload_is_awaited(
    scripted: Interposer, offline: MastodonHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "UPLOAD_WAITS", (0.0, 0.0, 0.0))
    scripted.answer("POST /api/v2/media", ok({"id": "5", "url": None}, 202))
    scripted.answer("GET /api/v1/media/5", ok({"id": "5", "url": None}, 206), times=2)
    scripted.answer("GET /api/v1/media/5", ok({"id": "5", "url": "https://x"}))
    scripted.answer("POST /api/v1/statuses", ok(status(9, "Info")))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        found = connector.publish(item(images=(picture("teal", "Peta"),)), "kunci")
    assert found.external_id == "9"
    assert b'"media_ids":["5"]' in scripted.bodies[-1].replace(b" ", b"")


def test_an_upload_that_never_ends_is_later(
    scripted: Interposer, offline: MastodonHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "UPLOAD_WAITS", (0.0, 0.0))
    scripted.answer("POST /api/v2/media", ok({"id": "5"}, 202))
    scripted.answer("GET /api/v1/media/5", ok({"id": "5"}, 206), times=2)
    with offline.open(LOGIN, via=scripted.base_url) as connector, pytest.raises(TryLater):
        connector.publish(item(images=(picture("teal", "Peta"),)), "kunci")


@pytest.fixture
def film(tmp_path: Path) -> Video:
    path = tmp_path / "klip.mp4"
    path.write_bytes(b"....ftypisom" + b"film" * 50_000)
    size = path.stat().st_size
    return Video(path, "video/mp4", size, 640, 360, 6.0, alt="Camat membuka posyandu")


def at_work(scripted: Interposer, times: int) -> None:
    """The server takes the video, and says so often that it is not done."""
    scripted.answer("POST /api/v2/media", ok({"id": "5", "url": None}, 202))
    scripted.answer("GET /api/v1/media/5", ok({"id": "5", "url": None}, 206), times=times)
    scripted.answer("GET /api/v1/media/5", ok({"id": "5", "url": "https://x"}), times=3)


def test_a_video_goes_out_once_the_server_is_done_with_it(
    scripted: Interposer, offline: MastodonHarness, film: Video
) -> None:
    at_work(scripted, 2)
    scripted.answer("POST /api/v1/statuses", ok(status(9, "Info")))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        found = connector.publish(item(video=film), "kunci")
    assert found.external_id == "9"
    assert list(found.extra["media"].values()) == ["5"]
    sent = scripted.bodies[0]
    assert film.path.read_bytes() in sent
    assert b"Camat membuka posyandu" in sent
    assert b'"media_ids":["5"]' in scripted.bodies[-1].replace(b" ", b"")
    assert scripted.headers[-1]["Idempotency-Key"] == "kunci"


def test_a_video_whose_answer_is_lost_is_looked_for_and_not_uploaded_again(
    scripted: Interposer, offline: MastodonHarness, film: Video
) -> None:
    """A worker that dies after the request leaves a note: nobody posts it a second time."""
    at_work(scripted, 1)
    scripted.answer("POST /api/v1/statuses", ok({"error": "fell over"}, 503))
    post = item(video=film)
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        with pytest.raises(OutcomeUnknown):
            connector.publish(post, "kunci")
        with pytest.raises(OutcomeUnknown):
            connector._for("kunci").resume(Pending("5"))
        scripted.answer("/v1/accounts/7/statuses", ok([]), times=2)
        assert connector.find("kunci", post) is None
        scripted.answer("POST /api/v1/statuses", ok(status(9, "Info")))
        assert connector.publish(post, "kunci").external_id == "9"
    assert sum("POST /api/v2/media" in line for line in scripted.seen) == 1
    assert sum("POST /api/v1/statuses" in line for line in scripted.seen) == 2


def test_a_video_that_is_live_stays_and_its_words_change(
    scripted: Interposer, offline: MastodonHarness, film: Video
) -> None:
    name = uploads.name_of(film)
    shown = [{"id": "5", "description": film.alt}]
    changed = status(9, "Info baru", media_attachments=shown)
    scripted.answer("PUT /api/v1/statuses/9", ok(changed))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        target = Reference("9", extra={"media": {name: "5"}})
        assert connector.edit(target, item("Info baru", video=film)).extra == target.extra
        with pytest.raises(Refused, match="terbitkan lagi"):
            connector.edit(target, item(video=replace(film, size=film.size + 1)))


def test_an_older_server_gets_the_older_upload(
    scripted: Interposer, offline: MastodonHarness
) -> None:
    scripted.answer("POST /api/v2/media", ok({"error": "Not found"}, 404))
    scripted.answer("POST /api/v1/media", ok({"id": "5", "url": "https://x"}))
    scripted.answer("POST /api/v1/statuses", ok(status(9, "Info")))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        connector.publish(item(images=(picture("teal", "Peta"),)), "kunci")


def test_the_server_may_allow_longer_texts(scripted: Interposer, offline: MastodonHarness) -> None:
    limits = {"max_characters": 1000, "characters_reserved_per_url": 23}
    scripted.answer("GET /api/v2/instance", ok({"configuration": {"statuses": limits}}), times=2)
    scripted.answer("POST /api/v1/statuses", ok(status(9, "Info")))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        connector.publish(item("x" * 1000), "kunci")
        with pytest.raises(Refused, match="1001 karakter, Mastodon menerima paling banyak 1000"):
            connector.publish(item("x" * 1001), "kunci")


def test_a_code_that_is_not_accepted_is_refused(scripted: Interposer) -> None:
    told = {"error": "invalid_grant", "error_description": "The authorization grant is invalid"}
    scripted.answer("POST /oauth/token", ok(told, 400))
    with HttpClient(inner_hosts=[urlsplit(scripted.base_url).netloc]) as http:
        agreement = Agreement(
            server=scripted.base_url, redirect_uri="http://127.0.0.1:1/kembali", state="s", app={},
            http=http, now=datetime.now(UTC), memory={"client_id": "a", "client_secret": "b"},
        )  # fmt: skip
        with pytest.raises(Refused, match="grant is invalid"):
            MastodonConnector.exchange(agreement, "salah")


def test_the_key_goes_along_for_servers_that_honour_it(
    scripted: Interposer, offline: MastodonHarness
) -> None:
    scripted.answer("POST /api/v1/statuses", ok(status(9, "Info")))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        connector.publish(item(), "kunci-kami")
    assert scripted.headers[-1]["Idempotency-Key"] == "kunci-kami"


@pytest.mark.parametrize("answer", [200, 404])
def test_withdrawing_is_believed_only_when_it_is_gone(
    scripted: Interposer, offline: MastodonHarness, answer: int
) -> None:
    scripted.answer("DELETE /api/v1/statuses/9", ok(status(9, "x"), answer))
    scripted.answer("GET /api/v1/statuses/9", ok({"error": "Record not found"}, 404))
    scripted.answer("DELETE /api/v1/statuses/9", ok({"error": "Record not found"}, answer))
    scripted.answer("GET /api/v1/statuses/9", ok(status(9, "x")))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        connector.withdraw(Reference("9"))
        with pytest.raises(Refused, match="tidak mendukung penarikan"):
            connector.withdraw(Reference("9"))


def test_a_forbidden_account_is_unauthorised(
    scripted: Interposer, offline: MastodonHarness
) -> None:
    told = {"error": "Your login is currently disabled"}
    scripted.answer("POST /api/v1/statuses", ok(told, 403))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        with pytest.raises(Unauthorised, match="disabled"):
            connector.publish(item(), "kunci")


def test_looking_pages_back_until_the_delivery_began(
    scripted: Interposer, offline: MastodonHarness
) -> None:
    first = [status(n, f"lain {n}", reblog={"id": "1"}) for n in range(100, 60, -1)]
    scripted.answer("GET /api/v1/accounts/7/statuses", ok(first))
    rest = [status(60, "Info layanan."), status(59, "lama", minutes=60)]
    scripted.answer("max_id=61", ok(rest))
    scripted.answer("GET /api/v1/statuses/60/source", ok({"id": "60", "text": "Info  layanan."}))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        assert connector.find("kunci", item()).external_id == "60"


def test_a_flood_of_posts_needs_a_person(scripted: Interposer, offline: MastodonHarness) -> None:
    for page in range(module.MOST_PAGES):
        numbers = range(1000 - page * 40, 960 - page * 40, -1)
        page_of = [status(n, "lain", reblog={"id": "1"}) for n in numbers]
        scripted.answer("GET /api/v1/accounts/7/statuses", ok(page_of))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        with pytest.raises(OutcomeUnknown, match="Terlalu banyak"):
            connector.find("kunci", item())


def test_another_application_is_not_ours(scripted: Interposer, offline: MastodonHarness) -> None:
    theirs = status(9, "Info layanan.", application={"name": "Tusky"})
    scripted.answer("GET /api/v1/accounts/7/statuses", ok([theirs]), times=2)
    scripted.answer("GET /api/v1/statuses/9/source", ok({"id": "9", "text": "Info layanan."}))
    by_oauth = {**TOKEN, "application": "Kentongan"}
    scripted.answer("GET /api/v1/accounts/7/statuses", ok([]), times=1)
    with offline.open(LOGIN, via=scripted.base_url, secret=by_oauth) as connector:
        assert connector.find("kunci", item()) is None


def test_a_server_without_sources_is_read_from_its_pages(
    scripted: Interposer, offline: MastodonHarness
) -> None:
    shown = status(9, "Info &amp; <a href='x'>layanan</a>.<br/>Baris dua")
    scripted.answer("GET /api/v1/accounts/7/statuses", ok([shown]))
    scripted.answer("GET /api/v1/accounts/7/statuses", ok([]))
    scripted.answer("GET /api/v1/statuses/9/source", ok({"error": "x"}, 404))
    with offline.open(LOGIN, via=scripted.base_url) as connector:
        assert connector.find("kunci", item("Info & layanan.\nBaris dua")).external_id == "9"


# ------------------------------------------------------------------------------ matching


def test_a_text_is_the_same_whatever_the_spaces_and_letter_forms() -> None:
    assert matching.same("Kafe\u0301  buka\r\n", "Kaf\u00e9 buka")
    assert not matching.same("Kafe buka", "Kaf\u00e9 buka")


def test_alike_is_only_what_a_person_could_confuse() -> None:
    assert matching.alike("Rapat pukul 09.00 di aula kantor.", "Rapat pukul 09.30 di aula kantor.")
    assert not matching.alike("Rapat pukul 09.00.", "Imunisasi balita di posyandu Melati.")
