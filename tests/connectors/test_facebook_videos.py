"""Videos and reels of a Facebook Page: every step, and a stop at each of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kentongan.networks.connectors.facebook.connector import FacebookConnector
from kentongan.networks.contract import (
    Captions,
    Form,
    OutcomeUnknown,
    Pending,
    Refused,
    TryLater,
    Video,
)
from tests.connectors.facebook_ground import Ground, fault, reference
from tests.connectors.meta import MP4, Killed, Notebook, item
from tests.contract.facebook_harness import FacebookHarness
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.fakes.facebook import Facebook

pytestmark = pytest.mark.no_database


class TestVideos(Ground):
    """Videos and reels."""

    def test_a_video_goes_in_pieces_with_cover_and_captions(
        self, fake: Facebook, delivery: Notebook, film: Video
    ) -> None:
        srt = Captions(
            data=b"1\n00:00:00,000 --> 00:00:01,000\nHalo\n", mime="application/x-subrip"
        )
        cover = picture("red", "")
        post = item("Keterangan.", video=replace(film, cover=cover, captions=(srt,)))
        found, _ = delivery.publish(post)
        upload, thing = fake.uploads[found.external_id], fake.public[found.external_id]
        assert bytes(upload.data) == MP4
        assert upload.thumb == cover.data
        assert upload.captions == ["takarir.id_ID.srt"]
        assert thing.text == "Keterangan."
        assert found.url == f"https://www.facebook.com/watch/?v={found.external_id}"
        with delivery.open() as (connector, _http):
            connector.edit(reference(found), replace(post, text="Lain."))
            assert thing.text == "Lain."
            with pytest.raises(Refused, match="video"):
                connector.edit(reference(found), replace(post, video=replace(film, size=1)))
            connector.withdraw(reference(found))
            connector.withdraw(reference(found))
        assert not fake.public

    def test_a_reel_is_sent_at_once(self, fake: Facebook, delivery: Notebook, film: Video) -> None:
        (place,) = fake.addresses
        found, made = delivery.publish(item("Reel.", video=film, form=Form.REEL, place=place))
        assert fake.places[found.external_id] == place
        assert bytes(fake.uploads[found.external_id].data) == MP4
        assert found.url == f"https://www.facebook.com/reel/{found.external_id}"
        assert made == 5

    @pytest.mark.parametrize("form", [Form.POST, Form.REEL])
    @pytest.mark.parametrize("after", [False, True])
    def test_a_stop_at_any_request_of_a_video_leaves_one_copy(
        self, fake: Facebook, login: Login, film: Video, form: Form, after: bool
    ) -> None:
        post = item("Film.", video=film, form=form)
        whole = 5 if form == Form.POST else 3
        for number in range(1, whole + 1):
            delivery = Notebook(FacebookHarness(fake), FacebookConnector, login)
            with delivery.open(dies_at=number, after=after) as (connector, _http):
                with pytest.raises(Killed):
                    connector.publish(post, "kunci")
            found = delivery.recover(post)
            assert len(fake.public) == number, number
            assert bytes(fake.uploads[found.external_id].data) == MP4

    def test_a_reel_goes_on_where_it_was_cut(
        self, fake: Facebook, delivery: Notebook, film: Video
    ) -> None:
        post = item("Reel.", video=film, form=Form.REEL)
        with delivery.open(dies_at=2) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(post, "kunci")
        upload = fake.uploads[delivery.notes["video"]["id"]]
        upload.data += MP4[:5000]
        upload.size = len(MP4)
        delivery.publish(post)
        assert bytes(upload.data) == MP4
        assert len(fake.public) == 1

    def test_a_video_facebook_cannot_process_is_refused_and_can_be_sent_anew(
        self, fake: Facebook, delivery: Notebook, film: Video
    ) -> None:
        film.path.write_bytes(b"bukan video" + bytes(5000))
        broken = item("Film.", video=replace(film, size=5011))
        with pytest.raises(Refused, match="mengolah video"):
            delivery.publish(broken)
        film.path.write_bytes(MP4)
        found, _ = delivery.publish(item("Film.", video=film))
        assert list(fake.public) == [found.external_id]

    def test_a_video_at_work_is_unknown_and_one_that_is_gone_is_refused(
        self, fake: Facebook, delivery: Notebook, film: Video
    ) -> None:
        fake.questions = 3
        post = item("Film.", video=film)
        with delivery.open() as (connector, _http):
            pending = connector.publish(post, "kunci")
            assert isinstance(pending, Pending)
            assert pending.check_after > timedelta(0)
        with delivery.open() as (connector, _http):
            with pytest.raises(OutcomeUnknown, match="mengolah"):
                connector.find("kunci", post)
            fake.uploads.clear()
            fake.public.clear()
            assert connector.find("kunci", post) is None
            with pytest.raises(Refused):
                connector.resume(pending)

    def test_a_server_that_always_wants_the_same_piece_is_left(
        self, delivery: Notebook, front: Interposer, film: Video
    ) -> None:
        same = fault(
            6000, error_subcode=1363037, error_data={"start_offset": "0", "end_offset": "9"}
        )
        start = Canned(
            status=200,
            body={
                "upload_session_id": "1",
                "video_id": "2",
                "start_offset": "0",
                "end_offset": "9",
            },
        )
        front.answer("/videos", start)
        front.answer("/videos", same, times=20)
        with delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(TryLater):
                connector.publish(item(video=film), "kunci")

    @pytest.mark.parametrize("form", [Form.POST, Form.REEL])
    def test_trouble_while_finishing_a_video_is_unknown(
        self, delivery: Notebook, front: Interposer, film: Video, form: Form
    ) -> None:
        post = item(video=film, form=form)
        steps = 5 if form == Form.POST else 3
        with delivery.open(dies_at=steps) as (connector, _http):
            with pytest.raises(Killed):
                connector.publish(post, "kunci")
        edge = "/videos" if form == Form.POST else "/video_reels"
        answers = (fault(2, status=500), Canned(status=200, body={"success": False}))
        for canned in answers:
            if form == Form.POST:  # the session is asked what it wants before it is finished
                delivery.notes["video"]["end"] = "0"
            front.answer(edge, canned)
            with delivery.open(via=front.base_url) as (connector, _http):
                with pytest.raises(OutcomeUnknown):
                    connector.publish(post, "kunci")
