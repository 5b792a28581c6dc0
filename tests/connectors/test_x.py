"""What is particular to X: threads, its own errors, its limits of rate, finding what was lost."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from kentongan.networks import wording
from kentongan.networks.connectors.x import matching
from kentongan.networks.connectors.x.connector import MOST_PAGES
from kentongan.networks.connectors.x.limits import LIMITS
from kentongan.networks.connectors.x.matching import Fit, Wanted
from kentongan.networks.contract import (
    Audience,
    Edits,
    Form,
    OutcomeUnknown,
    Published,
    Reference,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.x_ground import Engine, Killed, post, reference, tweet
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.x_harness import XHarness
from tests.fakes import x_text
from tests.fakes.x import X
from tests.servers import Chaos

pytestmark = [pytest.mark.servers, pytest.mark.no_database]
TIMELINE = "GET /2/users/"
SEND = "POST /2/tweets"


@pytest.fixture(scope="module")
def server() -> Iterator[X]:
    with X() as server:
        yield server
        assert not server.strays


@pytest.fixture
def harness(server: X) -> Iterator[XHarness]:
    yield XHarness(server)
    server.hidden = 0


@pytest.fixture
def engine(harness: XHarness, login: Login) -> Engine:
    return Engine(harness, login)


@pytest.fixture
def behind(harness: XHarness, login: Login, front: Interposer) -> Engine:
    """The engine, talking to the server through the interposer."""
    return Engine(harness, login, via=front.base_url)


def says(status: int, detail: str, kind: str = "", **more: Any) -> Canned:
    name = f"https://api.x.com/2/problems/{kind}" if kind else "about:blank"
    headers = more.pop("headers", {})
    body = {"title": "Masalah", "detail": detail, "type": name, "status": status, **more}
    return Canned(status=status, headers=headers, body=body)


# ------------------------------------------------------------------------------ threads


@pytest.mark.parametrize("mode", ["half", "reset"])
def test_a_thread_of_five_whose_third_answer_is_lost(
    harness: XHarness, login: Login, chaos: Callable[[str], Chaos], mode: str
) -> None:
    """Each post is a delivery of its own that answers the one before it, as in the product."""
    proxy = chaos(harness.base_url)
    texts = [f"{number}/5 Jadwal posyandu RW {number:02}." for number in range(1, 6)]
    above: Published | None = None
    for number, text in enumerate(texts, start=1):
        if number == 3:
            proxy.set(mode=mode, times=1, path=SEND)  # type: ignore[arg-type]
        delivery = Engine(harness, login, via=proxy.base_url)
        above = delivery.deliver(post(text, reply_to=reference(above) if above else None))
        proxy.settle()
    assert proxy.hit
    public = harness.server.of(login.native)
    assert [one.text for one in public] == texts
    assert [one.parent for one in public] == ["", *(one.id for one in public[:-1])]
    assert {one.root for one in public} == {public[0].id}


def test_a_post_names_the_place_of_the_office(engine: Engine, server: X) -> None:
    (place,) = server.places
    found = engine.publish(post("Layanan di kantor.", place=place))
    assert server.placed[found.external_id] == place
    assert engine.complaint(post("Entah di mana.", place="0123456789abcdef"))


def test_a_reply_to_what_is_gone_says_so(engine: Engine) -> None:
    first = engine.publish(post())
    engine.connector().withdraw(reference(first))
    lost = post("Balasan.", reply_to=reference(first))
    assert "sudah tidak ada" in str(engine.complaint(lost))


def test_the_same_words_under_another_post_are_not_ours(harness: XHarness, login: Login) -> None:
    first = Engine(harness, login).publish(post("Satu."))
    second = Engine(harness, login).publish(post("Dua."))
    Engine(harness, login).publish(post("Terima kasih.", reply_to=reference(first)))
    looking = Engine(harness, login).connector()
    assert looking.find("a", post("Terima kasih.", reply_to=reference(second))) is None
    assert looking.find("a", post("Terima kasih.")) is None


# ------------------------------------------------------------------------------ lost and found


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["POST /2/media/upload", "POST /2/media/metadata", SEND])
def test_a_kill_at_any_step_leaves_one_copy(
    harness: XHarness, login: Login, engine: Engine, step: str, after: bool
) -> None:
    item = post("Peta baru.", images=(picture("red", "Peta"), picture("blue", "Denah")))
    with pytest.raises(Killed):
        engine.publish(item, step, after=after)
    engine.settle(item)
    (public,) = harness.server.of(login.native)
    assert [media.alt for media in public.media] == ["Peta", "Denah"]


def test_pictures_that_are_uploaded_are_not_sent_again(harness: XHarness, engine: Engine) -> None:
    item = post("Foto.", images=(picture("red", "Merah"),))
    with pytest.raises(Killed):
        engine.publish(item, SEND)
    before = len(harness.server.shelf.all)
    engine.settle(item)
    assert len(harness.server.shelf.all) == before


def test_media_prove_a_post_whatever_x_made_of_its_words(
    harness: XHarness, login: Login, engine: Engine
) -> None:
    item = post("Kata-kata.", images=(picture("red", "Merah"),))
    with pytest.raises(Killed):
        engine.publish(item, SEND, after=True)
    harness.server.posts[-1].text = "Kata yang sama sekali lain"
    found = engine.connector().find("kunci", item)
    assert found is not None
    assert found.external_id == harness.server.of(login.native)[0].id


def test_same_words_that_are_refused_may_be_our_own(
    harness: XHarness, login: Login, engine: Engine
) -> None:
    """The timeline lags, so absence was believed wrongly; X's refusal keeps it at one copy."""
    item = post()
    with pytest.raises(Killed):
        engine.publish(item, SEND, after=True)
    harness.server.hidden = 2
    assert engine.connector().find("kunci", item) is None
    found = engine.publish(item)
    assert found.external_id == harness.server.of(login.native)[0].id
    assert harness.count(login) == 1


def test_same_words_that_cannot_be_seen_yet_stay_unknown(
    harness: XHarness, login: Login, engine: Engine
) -> None:
    item = post()
    with pytest.raises(Killed):
        engine.publish(item, SEND, after=True)
    harness.server.hidden = 3
    with pytest.raises(OutcomeUnknown, match="belum menampakkannya"):
        engine.publish(item)
    assert harness.count(login) == 1
    assert engine.settle(item).external_id


def test_same_words_of_another_delivery_are_refused(harness: XHarness, login: Login) -> None:
    first = Engine(harness, login).publish(post())
    second = Engine(harness, login)
    with pytest.raises(Refused, match="Ubah sedikit kalimatnya"):
        second.connector(taken=frozenset({first.external_id})).publish(post(), "kunci")
    assert not second.notes["sent"]


def test_a_refusal_is_not_looked_up_later(behind: Engine, front: Interposer) -> None:
    front.answer(SEND, says(429, "Too Many Requests"))
    assert isinstance(behind.complaint(post()), TryLater)
    behind.publish(post())
    assert not any(line.startswith(TIMELINE) for line in front.seen)


def test_a_refusal_does_not_settle_an_earlier_doubt(
    harness: XHarness, behind: Engine, front: Interposer
) -> None:
    """A try whose answer was lost, then one that came too often: the first may still be public."""
    with pytest.raises(Killed):
        behind.publish(post(), SEND, after=True)
    harness.server.hidden = 1
    front.answer(SEND, says(429, "Too Many Requests"))
    assert isinstance(behind.complaint(post()), TryLater)
    assert behind.notes["sent"]
    assert behind.publish(post()).external_id == harness.server.of(behind.login.native)[0].id


def test_a_post_from_before_is_not_ours(engine: Engine) -> None:
    engine.publish(post())
    later = post(created_at=datetime.now(UTC) + timedelta(minutes=10))
    assert engine.connector().find("kunci", later) is None


def test_a_post_that_is_almost_ours_needs_a_person(engine: Engine) -> None:
    engine.publish(post("Kantor tutup Jumat 14 Agustus 2026 mulai pukul 11.00."))
    with pytest.raises(OutcomeUnknown, match="mirip"):
        engine.connector().find("a", post("Kantor tutup Jumat 14 Agustus 2026 mulai pukul 11.30."))


def test_a_flood_of_posts_needs_a_person(behind: Engine, front: Interposer) -> None:
    page = {"data": [tweet(1, "lain")], "meta": {"next_token": "71401"}}
    front.answer(TIMELINE, Canned(status=200, body=page), times=MOST_PAGES)
    with pytest.raises(OutcomeUnknown, match="Terlalu banyak"):
        behind.connector().find("kunci", post())


def test_the_oldest_of_several_is_ours(behind: Engine, front: Interposer) -> None:
    page = {"data": [tweet(n, "Info layanan kecamatan.") for n in (9, 8, 7)], "meta": {}}
    front.answer(TIMELINE, Canned(status=200, body=page))
    found = behind.connector().find("kunci", post())
    assert found is not None
    assert found.external_id == "7"


def test_looking_turns_the_pages(behind: Engine, front: Interposer) -> None:
    first = {"data": [tweet(2, "lain")], "meta": {"next_token": "71401"}}
    second = {"data": [tweet(1, "Info layanan kecamatan.")], "meta": {}}
    front.answer(TIMELINE, Canned(status=200, body=first))
    front.answer("pagination_token=71401", Canned(status=200, body=second))
    found = behind.connector().find("kunci", post())
    assert found is not None
    assert found.external_id == "1"


# ------------------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"),
    [
        (says(403, "You attempted to do it.", "client-forbidden"), Refused, "console.x.com"),
        (says(403, "no", "unsupported-authentication"), Unauthorised, "kurang"),
        (says(403, "Your account is suspended"), Refused, "mengunci akun"),
        (says(403, "This user is not allowed to post a video longer than 20 minutes."), Refused,
         "Potong videonya"),
        (says(403, "Anything else"), Refused, "Anything else"),
        (says(402, "no credits", "credits"), Refused, "Saldo"),
        (says(404, "Could not find it", "resource-not-found"), Refused, "tidak menemukannya"),
        (says(413, "too large"), Refused, "terlalu besar"),
        (says(429, "Usage cap exceeded: Monthly product cap", "usage-capped", period="Monthly"),
         Refused, "jatah"),
        (says(429, "Usage cap exceeded", "usage-capped", period="Daily"), TryLater, "harian"),
        (says(400, "One of your media IDs is invalid", "invalid-request"), Refused, "media IDs"),
        (says(500, "Internal"), OutcomeUnknown, "bermasalah"),
    ],
)  # fmt: skip
def test_each_problem_has_its_sentence(
    behind: Engine, front: Interposer, answer: Canned, kind: type[Exception], sentence: str
) -> None:
    front.answer(SEND, answer)
    error = behind.complaint(post())
    assert type(error) is kind
    assert sentence in str(error)
    assert str(behind.login.secret["access_token"]) not in str(error)


def epoch(hours: float) -> str:
    return str(int((datetime.now(UTC) + timedelta(hours=hours)).timestamp()))


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({}, 0.25),
        ({"x-rate-limit-reset": 0.1, "x-rate-limit-remaining": "0"}, 0.1),
        ({"x-rate-limit-reset": 0.1, "x-user-limit-24hour-remaining": "0",
          "x-user-limit-24hour-reset": 7}, 7),
        ({"x-rate-limit-reset": 0.1, "x-rate-limit-remaining": "0",
          "x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": 5,
          "x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": 9}, 9),
        ({"x-rate-limit-reset": 0.1, "x-app-limit-24hour-remaining": "40",
          "x-app-limit-24hour-reset": 5}, 0.1),
    ],
)  # fmt: skip
def test_the_used_up_limit_that_lasts_longest_counts(
    behind: Engine, front: Interposer, headers: dict[str, Any], hours: float
) -> None:
    told = {k: v if isinstance(v, str) else epoch(v) for k, v in headers.items()}
    front.answer(SEND, says(429, "Too Many Requests", headers=told))
    error = behind.complaint(post())
    assert isinstance(error, TryLater)
    assert error.after is not None
    assert abs(error.after - timedelta(hours=hours)) < timedelta(seconds=5)


def test_what_x_cannot_do_is_refused_before_anything_is_sent(
    behind: Engine, front: Interposer
) -> None:
    for item, words in [
        (post(""), "kosong"),
        (post(form=Form.STORY), "story"),
        (post(audience=Audience.PRIVATE), "terbuka untuk umum"),
        (post("a" * 258 + " contoh.go.id"), "Teks 282 karakter"),
        (post("字" * 141), "Teks 282 karakter"),
    ]:
        error = behind.complaint(item)
        assert isinstance(error, Refused)
        assert words in str(error)
    assert not front.seen


def test_nothing_offers_to_edit(engine: Engine) -> None:
    assert not isinstance(engine.connector(), Edits)


# ------------------------------------------------------------------------------ withdrawing


def test_withdrawing_is_believed_only_when_it_is_gone(behind: Engine, front: Interposer) -> None:
    front.answer("DELETE /2/tweets/9", Canned(status=200, body={"data": {"deleted": False}}))
    front.answer("GET /2/tweets/9", Canned(status=200, body={"data": tweet(9, "masih ada")}))
    with pytest.raises(Refused, match="Hapus unggahan itu langsung"):
        behind.connector().withdraw(Reference("9"))
    front.answer("DELETE /2/tweets/9", says(404, "Not found"))
    front.answer("GET /2/tweets/9", says(404, "Not found", "resource-not-found"))
    behind.connector().withdraw(Reference("9"))


def test_the_post_of_another_account_cannot_be_withdrawn(harness: XHarness, engine: Engine) -> None:
    theirs = Engine(harness, harness.login()).publish(post("Milik orang lain."))
    with pytest.raises(Refused, match="not authorized"):
        engine.connector().withdraw(reference(theirs))


# ------------------------------------------------------------------------------ matching

PARTS = (
    "Info & <layanan> 🙏 👨‍👩‍👧‍👦 🇮🇩 1️⃣ 字 … – é e\u0301 #tagar @kec 50%"
    " https://a.go.id/x?a=1&b=2 contoh.go.id"
    " https://b.go.id/ (https://c.go.id)."
)
WORDS = st.lists(st.sampled_from([*PARTS.split(), "\n", "\n\n"]), min_size=1, max_size=12)


@given(WORDS)
def test_the_weight_is_the_one_x_documents(words: list[str]) -> None:
    text = " ".join(words)
    assert wording.length(text, LIMITS) == x_text.weight(text)


@given(WORDS, st.integers(0, 4))
def test_what_x_makes_of_a_text_is_undone(words: list[str], media: int) -> None:
    text = " ".join(words)
    keys = {f"3_{n}": f"https://x.com/kec/status/7/photo/{n}" for n in range(media)}
    shown, urls = x_text.shown(text, keys)
    seen = tweet(7, shown, entities={"urls": urls}, attachments={"media_keys": list(keys)})
    wanted = Wanted(text=text, since=datetime.now(UTC) - timedelta(minutes=1), media=media)
    assert matching.fit(seen, wanted) == Fit.OURS


def test_the_same_words_with_other_media_or_from_before_are_not_ours() -> None:
    since = datetime.now(UTC) - timedelta(minutes=5)
    seen = tweet(7, "Foto.", attachments={"media_keys": ["3_1"]})
    assert matching.fit(seen, Wanted(text="Foto.", since=since, media=1)) == Fit.OURS
    assert matching.fit(seen, Wanted(text="Foto.", since=since)) == Fit.NOT
    assert matching.fit(seen, Wanted(text="Foto.", since=since, media=2)) == Fit.NOT
    older = tweet(7, "Foto.", minutes=6)
    assert matching.fit(older, Wanted(text="Foto.", since=since)) == Fit.NOT
    undated = {**tweet(7, "Foto."), "created_at": "kemarin"}
    assert matching.fit(undated, Wanted(text="Foto.", since=since)) == Fit.DOUBT


def test_where_x_does_not_tell_what_a_post_answers_a_person_looks() -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    silent = {**tweet(7, "Baik."), "conversation_id": "3"}
    assert matching.fit(silent, Wanted(text="Baik.", since=since, parent="3")) == Fit.DOUBT
    older = {**silent, "referenced_tweets": [{"type": "replied_to", "id": "3"}]}
    assert matching.fit(older, Wanted(text="Baik.", since=since, parent="3")) == Fit.OURS
    named = {**older, "text": "@camat @lurah Baik."}
    assert matching.fit(named, Wanted(text="Baik.", since=since, parent="3")) == Fit.OURS
