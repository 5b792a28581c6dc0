"""What is particular to a Facebook Page: its feed, its replies, what it does not take."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kentongan.networks.connectors.facebook.connector import FacebookConnector
from kentongan.networks.contract import (
    Audience,
    Form,
    OutcomeUnknown,
    Reference,
    Refused,
    Video,
)
from tests.connectors.facebook_ground import Ground, fault, reference
from tests.connectors.meta import Killed, Notebook, item
from tests.contract.facebook_harness import FacebookHarness
from tests.contract.harness import Login, picture
from tests.contract.interposer import Interposer
from tests.fakes.facebook import Facebook

pytestmark = pytest.mark.no_database


class TestPosts(Ground):
    """Posts and replies."""

    def test_pictures_are_uploaded_unseen_and_attached(
        self, fake: Facebook, delivery: Notebook
    ) -> None:
        photos = (picture("red", "Satu"), picture("blue", ""))
        found, _ = delivery.publish(item(images=photos, link="https://contoh.go.id/a"))
        post = fake.public[found.external_id]
        assert [fake.photos[p][1] for p in post.photos] == ["Satu", ""]
        assert post.text.endswith("https://contoh.go.id/a")
        assert not post.link
        assert found.url == f"https://www.facebook.com/{found.external_id}"

    def test_a_post_names_the_place_of_the_office_and_an_edit_leaves_it(
        self, fake: Facebook, delivery: Notebook
    ) -> None:
        (place,) = fake.addresses
        post = item("Posyandu di kantor.", place=place)
        found, _ = delivery.publish(post)
        assert fake.places[found.external_id] == place
        with delivery.open() as (connector, _http):
            connector.edit(reference(found), replace(post, text="Posyandu pukul 09.00."))
            with pytest.raises(Refused, match="lokasi"):
                connector.edit(reference(found), replace(post, place=""))
        delivery.notes.clear()
        with delivery.open() as (connector, _http), pytest.raises(Refused):
            connector.publish(item("Tempat yang tidak ada.", place="12345"), "lain")

    def test_a_link_alone_becomes_a_preview(self, fake: Facebook, delivery: Notebook) -> None:
        found, _ = delivery.publish(item("Baca ini.", link="https://contoh.go.id/a"))
        post = fake.public[found.external_id]
        assert (post.text, post.link) == ("Baca ini.", "https://contoh.go.id/a")

    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize("number", range(1, 4))
    def test_a_stop_at_any_request_of_a_post_leaves_one_copy(
        self, fake: Facebook, delivery: Notebook, number: int, after: bool
    ) -> None:
        post = item(images=(picture("red", "Satu"), picture("blue", "Dua")))
        with delivery.open(dies_at=number, after=after) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(post, "kunci")
        found = delivery.recover(post)
        assert list(fake.public) == [found.external_id]

    def test_a_post_without_words_is_known_by_its_pictures(
        self, fake: Facebook, delivery: Notebook, login: Login
    ) -> None:
        post = item("", images=(picture("red", "Satu"),))
        with delivery.open(dies_at=2, after=True) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(post, "kunci")
        assert delivery.recover(post).external_id in fake.public
        assert len(fake.public) == 1
        other = Notebook(FacebookHarness(fake), FacebookConnector, login)
        with other.open() as (connector, _http):
            with pytest.raises(OutcomeUnknown, match="mirip"):
                connector.find("lain", post)

    def test_nearly_the_same_words_or_other_pictures_need_a_person(
        self, delivery: Notebook
    ) -> None:
        delivery.publish(item("Kantor tutup besok, Jumat 14 Agustus 2026, pukul 11.00."))
        with delivery.open() as (connector, _http):
            for other in (
                item("Kantor tutup besok, Jumat 14 Agustus 2026, pukul 11.30."),
                item(
                    "Kantor tutup besok, Jumat 14 Agustus 2026, pukul 11.00.",
                    images=(picture("red", ""),),
                ),
            ):
                with pytest.raises(OutcomeUnknown, match="mirip"):
                    connector.find("lain", other)

    def test_a_post_from_before_is_not_ours(self, delivery: Notebook) -> None:
        post = item()
        delivery.publish(post)
        with delivery.open() as (connector, _http):
            later = replace(post, created_at=post.created_at + timedelta(minutes=10))
            assert connector.find("lain", later) is None

    def test_the_feed_is_read_page_by_page_and_not_without_end(
        self, fake: Facebook, delivery: Notebook
    ) -> None:
        post = item("Yang dicari.")
        found, _ = delivery.publish(post)
        old = fake.public[found.external_id]
        for number in range(120):
            fake.public[f"9_{number}"] = replace(
                old, id=f"9_{number}", text=f"Kabar nomor {number}"
            )
        with delivery.open() as (connector, _http):
            assert connector.find("kunci", post).external_id == found.external_id
            for number in range(120, 220):
                fake.public[f"9_{number}"] = replace(old, id=f"9_{number}", text=f"Info {number}")
            with pytest.raises(OutcomeUnknown, match="Terlalu banyak"):
                connector.find("kunci", post)

    def test_the_same_words_as_before_are_ours_or_refused(
        self, fake: Facebook, delivery: Notebook
    ) -> None:
        fake.refuses_twice = True
        first, _ = delivery.publish(item())
        with delivery.open() as (connector, _http):
            assert connector.publish(item(), "kunci").external_id == first.external_id
        with delivery.open(taken=frozenset({first.external_id})) as (connector, _http):
            with pytest.raises(Refused, match="Ubah"):
                connector.publish(item(), "lain")
        assert len(fake.public) == 1

    def test_a_changed_link_is_refused_and_the_words_stay(
        self, fake: Facebook, delivery: Notebook
    ) -> None:
        found, _ = delivery.publish(item("Lama.", link="https://contoh.go.id/a"))
        with delivery.open() as (connector, _http):
            with pytest.raises(Refused, match="tautan"):
                connector.edit(reference(found), item("Baru.", link="https://contoh.go.id/b"))
            assert fake.public[found.external_id].text == "Lama."
            connector.edit(reference(found), item("Baru.", link="https://contoh.go.id/a"))
        assert fake.public[found.external_id].text == "Baru."

    def test_withdrawing_what_may_not_be_deleted_is_refused(
        self, delivery: Notebook, front: Interposer
    ) -> None:
        found, _ = delivery.publish(item())
        front.answer("DELETE /", fault(100, error_subcode=33))
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(Refused, match="langsung"):
                connector.withdraw(reference(found))

    def test_an_answer_to_a_reply_stands_beside_it(
        self, fake: Facebook, delivery: Notebook
    ) -> None:
        above, _ = delivery.publish(item("Utas."))
        chain = [above]
        for words in ("Satu.", "Dua.", "Tiga."):
            found, _ = delivery.publish(item(words, reply_to=reference(chain[-1])))
            chain.append(found)
        parents = [fake.public[found.external_id].parent for found in chain]
        first = chain[1].external_id
        assert parents == ["", above.external_id, first, first]
        with delivery.open() as (connector, _http):
            last = item("Tiga.", reply_to=reference(chain[2]))
            assert connector.find("kunci", last) == chain[3]

    def test_a_reply_takes_one_picture_and_can_be_edited_and_withdrawn(
        self, fake: Facebook, delivery: Notebook
    ) -> None:
        above, _ = delivery.publish(item())
        photo = picture("red", "Bukti")
        reply = item("Sudah ditangani.", reply_to=reference(above), images=(photo,))
        found, _ = delivery.publish(reply)
        assert [fake.photos[p][1] for p in fake.public[found.external_id].photos] == ["Bukti"]
        with delivery.open() as (connector, _http):
            connector.edit(reference(found), replace(reply, text="Sudah selesai."))
            assert fake.public[found.external_id].text == "Sudah selesai."
            with pytest.raises(Refused, match="gambar"):
                connector.edit(reference(found), replace(reply, images=()))
            connector.withdraw(reference(found))
        assert list(fake.public) == [above.external_id]

    @pytest.mark.parametrize("after", [False, True])
    def test_a_stop_while_replying_leaves_one_copy(
        self, fake: Facebook, delivery: Notebook, after: bool
    ) -> None:
        above, _ = delivery.publish(item())
        reply = item("Terima kasih.", reply_to=reference(above))
        with delivery.open(dies_at=1, after=after) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(reply, "kunci")
        found = delivery.recover(reply)
        assert list(fake.public) == [above.external_id, found.external_id]

    def test_what_facebook_cannot_do_is_refused_before_anything_is_sent(
        self, fake: Facebook, delivery: Notebook, film: Video
    ) -> None:
        photo = picture("red", "Merah")
        above = Reference("1_2")
        for wrong, words in (
            (item(audience=Audience.PRIVATE), "semua orang"),
            (item(form=Form.STORY, images=(photo,)), "Bentuk"),
            (item(form=Form.REEL), "reel"),
            (item(video=film, images=(photo,)), "Pilih salah satu"),
            (item(reply_to=above, images=(photo, photo)), "satu gambar"),
            (item(reply_to=above, video=film), "tanpa video"),
            (item(video=replace(film, mime="video/webm")), "MP4"),
            (item(video=replace(film, size=2_000_000_000)), "besar"),
            (item(video=replace(film, seconds=1300)), "detik"),
            (item(form=Form.REEL, video=replace(film, seconds=91)), "90 detik"),
            (item(form=Form.REEL, video=replace(film, width=1920, height=1080)), "9:16"),
            (item(form=Form.REEL, video=replace(film, width=270, height=480)), "540"),
        ):
            with delivery.open() as (connector, http):
                with pytest.raises(Refused, match=words):
                    connector.publish(wrong, "kunci")
                assert http.made == 0
        assert not fake.seen
