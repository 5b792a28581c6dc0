"""What is particular to Instagram: containers, their states, and a stop at every step."""

from dataclasses import replace
from typing import Any

import pytest

from kentongan.networks.connectors.instagram.connector import InstagramConnector
from kentongan.networks.contract import (
    Form,
    Image,
    OutcomeUnknown,
    Pending,
    Published,
    Reference,
    Refused,
    TryLater,
    Video,
)
from tests.connectors.instagram_ground import Ground
from tests.connectors.meta import Killed, Notebook, item
from tests.contract.harness import Login
from tests.contract.instagram_harness import InstagramHarness
from tests.contract.interposer import Canned, Interposer
from tests.fakes.instagram import Instagram

pytestmark = pytest.mark.no_database


class TestContainers(Ground):
    """Posts, reels, stories."""

    def test_a_gallery_keeps_order_and_alternative_text(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        found, _ = delivery.publish(item("Galeri.", images=photos))
        shown = fake.public[found.external_id]
        assert shown.alts == ["Gambar red", "Gambar green", "Gambar blue"]
        assert shown.text == "Galeri."
        assert found.url == f"https://www.instagram.com/p/{found.external_id}/"

    def test_the_place_of_the_office_stands_at_the_whole_and_never_at_a_story(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        (place,) = fake.addresses
        for words, images, form in (
            ("Galeri di kantor.", photos, Form.POST),
            ("Satu di kantor.", photos[:1], Form.POST),
            ("", photos[:1], Form.STORY),
        ):
            delivery.notes.clear()
            delivery.publish(item(words, images=images, form=form, place=place))
        placed = [made.kind for made in fake.containers.values() if made.place == place]
        assert placed == ["CAROUSEL", "IMAGE"]
        delivery.notes.clear()
        with delivery.open() as (connector, _http), pytest.raises(Refused):
            connector.publish(item("Entah.", images=photos[:1], place="12345"), "lain")

    @pytest.mark.parametrize("form", [Form.POST, Form.REEL])
    def test_a_video_is_a_reel_and_comes_later(
        self,
        fake: Instagram,
        delivery: Notebook,
        film: Video,
        photos: tuple[Image, ...],
        form: Form,
    ) -> None:
        fake.questions = 3
        post = item("Film.", video=replace(film, cover=photos[0]), form=form)
        with delivery.open() as (connector, _http):
            assert isinstance(connector.publish(post, "kunci"), Pending)
        with delivery.open() as (connector, _http):
            with pytest.raises(OutcomeUnknown, match="mengolah"):
                connector.find("kunci", post)
        found, _ = delivery.publish(post)
        assert list(fake.public) == [found.external_id]
        (made,) = fake.containers.values()
        assert (made.kind, made.cover) == ("REELS", photos[0].url)

    def test_stories_of_a_picture_and_of_a_video(
        self, fake: Instagram, delivery: Notebook, film: Video, photos: tuple[Image, ...]
    ) -> None:
        delivery.publish(item("", images=photos[:1], form=Form.STORY))
        delivery.notes.clear()
        delivery.publish(item("", video=film, form=Form.STORY))
        assert [thing.kind for thing in fake.public.values()] == ["story", "story"]

    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize("kind", ["picture", "gallery", "story"])
    def test_a_stop_at_any_request_leaves_one_copy(
        self,
        fake: Instagram,
        harness: InstagramHarness,
        login: Login,
        photos: tuple[Image, ...],
        kind: str,
        after: bool,
    ) -> None:
        post = {
            "picture": item("Satu.", images=photos[:1]),
            "gallery": item("Banyak.", images=photos),
            "story": item("", images=photos[:1], form=Form.STORY),
        }[kind]
        _, whole = Notebook(harness, InstagramConnector, login).publish(post)
        taken = frozenset(fake.public)
        for number in range(1, whole + 1):
            delivery = Notebook(harness, InstagramConnector, login)
            with delivery.open(dies_at=number, after=after, taken=taken) as (connector, _http):
                with pytest.raises(Killed):
                    connector.publish(post, "kunci")
            found = delivery.recover(post, taken=taken)
            assert set(fake.public) - taken == {found.external_id}
            taken = frozenset(fake.public)

    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_a_stop_while_resuming_leaves_one_copy(
        self, fake: Instagram, delivery: Notebook, film: Video, number: int, after: bool
    ) -> None:
        fake.questions = 1
        with delivery.open() as (connector, _http):
            pending = connector.publish(item("Film.", video=film), "kunci")
        with delivery.open(dies_at=number, after=after) as (connector, _http):
            with pytest.raises(Killed):
                connector.resume(pending)
        for _ in range(2):
            with delivery.open() as (connector, _http):
                found = connector.resume(pending)
                assert isinstance(found, Published)
        assert list(fake.public) == [found.external_id]

    @pytest.mark.parametrize(
        ("state", "status", "words"),
        [
            ("EXPIRED", "", "mengolah unggahan ini. Periksa"),
            ("ERROR", "Error: Media upload has failed with error code 2207026", "bila tetap"),
            ("ERROR", "2207052", "alamat publik"),
            ("ERROR", "Error: The  audio is\nnot ours", r"\(Error: The audio is not ours\)"),
        ],
    )
    def test_a_container_that_will_never_be_out_says_why_and_is_made_anew(
        self, fake: Instagram, delivery: Notebook, film: Video, state: str, status: str, words: str
    ) -> None:
        post = item("Film.", video=film)
        with delivery.open() as (connector, _http):
            pending = connector.publish(post, "kunci")
        (made,) = fake.containers.values()
        made.state, made.status, made.questions = state, status, 0
        with delivery.open() as (connector, _http):
            with pytest.raises(Refused, match=words):
                connector.resume(pending)
            assert connector.find("kunci", post) is None
        found, _ = delivery.publish(post)
        assert list(fake.public) == [found.external_id]
        assert len(fake.containers) == 2

    def test_a_container_that_is_gone_is_looked_for_and_never_guessed(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        post = item("Satu.", images=photos[:1])
        with delivery.open(dies_at=4, after=True) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(post, "kunci")
        fake.containers.clear()
        with delivery.open() as (connector, _http):
            found = connector.publish(post, "kunci")
            assert list(fake.public) == [found.external_id]
        fake.public.clear()
        delivery.notes["post"]["media"] = ""
        with delivery.open() as (connector, _http):
            assert connector.find("kunci", post) is None
            with pytest.raises(OutcomeUnknown, match="daftar"):
                connector.publish(post, "kunci")
        assert not fake.public

    def test_out_but_not_listed_yet_is_unknown(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        post = item("Satu.", images=photos[:1])
        with delivery.open(dies_at=4, after=True) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(post, "kunci")
        hidden = dict(fake.public)
        fake.public.clear()
        with delivery.open() as (connector, _http):
            with pytest.raises(OutcomeUnknown):
                connector.find("kunci", post)
            fake.public.update(hidden)
            assert connector.find("kunci", post).external_id in hidden

    def test_several_new_stories_need_a_person(
        self,
        fake: Instagram,
        harness: InstagramHarness,
        login: Login,
        delivery: Notebook,
        photos: tuple[Image, ...],
    ) -> None:
        post = item("", images=photos[:1], form=Form.STORY)
        Notebook(harness, InstagramConnector, login).publish(post)
        with delivery.open(dies_at=4, after=True) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(post, "kunci")
        with delivery.open() as (connector, _http):
            with pytest.raises(OutcomeUnknown, match="cerita"):
                connector.find("kunci", post)
        with delivery.open(taken=frozenset([next(iter(fake.public))])) as (connector, _http):
            assert connector.find("kunci", post).external_id == list(fake.public)[1]

    def test_a_lost_note_and_the_same_words_need_a_person(
        self, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        post = item("Satu.", images=photos[:1])
        delivery.publish(post)
        delivery.notes.clear()
        with delivery.open() as (connector, _http):
            with pytest.raises(OutcomeUnknown, match="kata-kata yang sama"):
                connector.find("kunci", post)

    def test_what_fails_after_it_is_public_does_not_say_otherwise(
        self, fake: Instagram, delivery: Notebook, front: Interposer, photos: tuple[Image, ...]
    ) -> None:
        def remember(note: Any) -> None:
            if note["post"]["media"]:
                raise TryLater("Giliran kiriman ini sudah lewat.")
            delivery.notes.update(note)

        front.answer("permalink", Canned(status=500, body={}))
        with delivery.open(via=front.base_url, remember=remember) as (connector, _http):
            found = connector.publish(item("Satu.", images=photos[:1]), "kunci")
        assert list(fake.public) == [found.external_id]
        assert found.url.startswith("https://")

    def test_without_the_right_to_note_nothing_is_published(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        def remember(_note: Any) -> None:
            raise TryLater("Giliran kiriman ini sudah lewat.")

        with delivery.open(remember=remember) as (connector, _http):
            with pytest.raises(TryLater):
                connector.publish(item("Satu.", images=photos[:1]), "kunci")
        assert not fake.public

    def test_a_full_day_is_later_and_makes_no_container(
        self, fake: Instagram, delivery: Notebook, login: Login, photos: tuple[Image, ...]
    ) -> None:
        fake.used[login.external_id] = 100
        with delivery.open() as (connector, _http):
            with pytest.raises(TryLater, match="24 jam") as later:
                connector.publish(item(images=photos[:1]), "kunci")
        assert later.value.after
        assert not fake.containers

    def test_a_picture_that_cannot_be_fetched_is_refused(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        away = replace(photos[0], url=f"{photos[0].url}9")
        with delivery.open() as (connector, _http):
            with pytest.raises(Refused, match="alamat publik"):
                connector.publish(item(images=(away,)), "kunci")
        assert not fake.public


class TestComments(Ground):
    """Replies."""

    def test_an_answer_to_a_reply_stands_beside_it(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        above, _ = delivery.publish(item("Utas.", images=photos[:1]))
        chain = [above]
        for words in ("Satu.", "Dua.", "Tiga."):
            found, _ = delivery.publish(item(words, reply_to=self._to(chain[-1])))
            assert found.url == above.url
            chain.append(found)
        first = chain[1].external_id
        parents = [fake.public[found.external_id].parent for found in chain]
        assert parents == ["", above.external_id, first, first]
        with delivery.open() as (connector, _http):
            last = item("Tiga.", reply_to=self._to(chain[2]))
            assert connector.find("kunci", last) == chain[3]
            connector.withdraw(self._to(chain[3]))
            connector.withdraw(self._to(chain[3]))
            assert connector.find("kunci", last) is None

    @pytest.mark.parametrize("after", [False, True])
    def test_a_stop_while_replying_leaves_one_copy(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...], after: bool
    ) -> None:
        above, _ = delivery.publish(item("Utas.", images=photos[:1]))
        reply = item("Terima kasih.", reply_to=self._to(above))
        with delivery.open(dies_at=1, after=after) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(reply, "kunci")
        found = delivery.recover(reply)
        assert list(fake.public) == [above.external_id, found.external_id]

    def test_almost_the_same_reply_needs_a_person(
        self, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        above, _ = delivery.publish(item("Utas.", images=photos[:1]))
        delivery.publish(item("Sudah kami teruskan ke dinas.", reply_to=self._to(above)))
        with delivery.open() as (connector, _http):
            reply = item("Sudah kami teruskan ke dinas!", reply_to=self._to(above))
            with pytest.raises(OutcomeUnknown):
                connector.find("kunci", reply)

    def test_what_a_comment_may_not_be(
        self, fake: Instagram, delivery: Notebook, photos: tuple[Image, ...]
    ) -> None:
        to = Reference("1")
        for wrong, words in (
            (item("a" * 301), "300"),
            (item("#a1 #b1 #c1 #d1 #e1"), "tagar"),
            (item("https://a.go.id https://b.go.id"), "tautan"),
            (item("TERIMA KASIH"), "huruf besar"),
            (item("Ini.", images=photos[:1]), "teks"),
        ):
            with delivery.open() as (connector, http):
                with pytest.raises(Refused, match=words):
                    connector.publish(replace(wrong, reply_to=to), "kunci")
                assert http.made == 0
        assert not fake.seen

    @staticmethod
    def _to(found: Published) -> Reference:
        return Reference(found.external_id, found.url, found.extra)
