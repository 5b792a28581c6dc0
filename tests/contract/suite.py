"""The contract every connector keeps: on a real server, with the network failing on the way.

A connector inherits it::

    class TestBluesky(ConnectorContract):
        @pytest.fixture
        def harness(self, atproto_server): return BlueskyHarness(atproto_server)

Nothing is passed over silently: where a network cannot do a thing, ``Can`` says so and the test
checks that the connector does not claim it.
"""

from dataclasses import replace
from uuid import uuid4

import pytest

from kentongan.networks import registry
from kentongan.networks.contract import (
    Edits,
    NetworkError,
    Proof,
    Publishes,
    Refused,
    TryLater,
    Unauthorised,
    Withdraws,
)
from tests.contract.commenting import Commenting
from tests.contract.failing import Failing
from tests.contract.ground import TEXT, item, leads_on, reference
from tests.contract.harness import Harness, Login, picture
from tests.contract.hearing import Hearing
from tests.contract.interposer import Interposer
from tests.contract.opening import Opening
from tests.servers import Chaos

COLOURS = ("red", "green", "blue")


@pytest.mark.servers
@pytest.mark.no_database
class ConnectorContract(Commenting, Failing, Hearing, Opening):
    """The inherited tests."""

    # ------------------------------------------------------------------------- who am I

    def test_it_tells_whose_credential_it_is(self, harness: Harness, login: Login) -> None:
        with harness.open(login) as connector:
            found = connector.identify()
        assert found.external_id
        assert found.handle.lower() in login.handle.lower() or login.handle in found.handle

    def test_a_wrong_credential_is_unauthorised(self, harness: Harness, login: Login) -> None:
        with harness.open(login, secret=harness.wrong(login)) as connector:
            if harness.can.rejects_bad_secret:
                with pytest.raises(Unauthorised) as refusal:
                    connector.identify()
                assert leads_on(refusal.value), refusal.value
            else:
                assert harness.can.why_not["rejects_bad_secret"]
                with pytest.raises(NetworkError):
                    connector.identify()
            with pytest.raises(Unauthorised if harness.can.rejects_bad_secret else NetworkError):
                connector.publish(item(), uuid4().hex)
        assert harness.count(login) == 0

    def test_an_empty_or_garbled_credential_is_unauthorised_without_a_request(
        self, harness: Harness, login: Login, front: Interposer
    ) -> None:
        for secret in ({}, dict.fromkeys(login.secret, "salah\nsalin\x00é")):
            with harness.open(login, via=front.base_url, secret=secret) as connector:
                with pytest.raises(Unauthorised) as refusal:
                    connector.publish(item(), uuid4().hex)
                assert leads_on(refusal.value), refusal.value
        assert not any(harness.decisive in line for line in front.seen)

    # ------------------------------------------------------------------------- what goes out

    def test_a_text_is_published_as_written(self, harness: Harness, login: Login, key: str) -> None:
        with harness.open(login) as connector:
            found = connector.publish(item(), key)
        assert found.external_id
        assert found.url.startswith("http") if harness.can.linked else not found.url
        assert harness.can.linked or harness.can.why_not["linked"]
        assert [s.text for s in harness.seen(login)] == [TEXT]

    def test_lines_and_special_characters_stay(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        text = "Baris satu & <b>bukan tebal</b>\nBaris dua \"kutip\" 'satu'\n\nAlinea #tiga 👨‍👩‍👧"
        with harness.open(login) as connector:
            if not harness.can.angles:
                assert harness.can.why_not["angles"]
                with pytest.raises(Refused, match="<"):
                    connector.publish(item(text), key)
                text = text.replace("<b>", "").replace("</b>", "")
            post = item(text)
            connector.publish(post, key)
            if harness.can.find:
                assert connector.find(key, post) is not None
        assert [s.text for s in harness.seen(login)] == [text]

    def test_links_in_the_text_can_be_followed(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        text = "Ünïcödé dulu 🙏, lalu https://contoh.go.id/a?b=1&c=2. Selesai (https://lain.go.id)."
        with harness.open(login) as connector:
            connector.publish(item(text), key)
            assert connector.limits.dead_links != harness.can.links
        (seen,) = harness.seen(login)
        if not harness.can.links:
            assert seen.text == text
            return
        assert {"https://contoh.go.id/a?b=1&c=2", "https://lain.go.id"} <= set(seen.links)

    def test_the_link_of_the_post_goes_with_it(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        with harness.open(login) as connector:
            connector.publish(item(link="https://contoh.go.id/info"), key)
        (seen,) = harness.seen(login)
        if not harness.can.links:
            assert "https://contoh.go.id/info" in seen.text
            return
        assert "https://contoh.go.id/info" in seen.links

    def test_a_picture_keeps_its_alt_text(self, harness: Harness, login: Login, key: str) -> None:
        alt = 'Peta "balai desa" & jalan menuju ke sana'
        with harness.open(login) as connector:
            if not connector.limits.max_images:
                with pytest.raises(Refused, match="gambar"):
                    connector.publish(item(images=(picture("teal", alt),)), key)
                return
            assert bool(connector.limits.max_alt) == harness.can.alt
            alt = alt if harness.can.alt else ""
            connector.publish(item(images=(picture("teal", alt),)), key)
        (seen,) = harness.seen(login)
        assert seen.text == TEXT
        assert seen.alts == (alt,)

    def test_several_pictures_keep_their_order(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        words = [f"Gambar {colour}" if harness.can.alt else "" for colour in COLOURS]
        pictures = tuple(map(picture, COLOURS, words))
        with harness.open(login) as connector:
            if connector.limits.max_images < len(COLOURS):
                with pytest.raises(Refused, match="gambar"):
                    connector.publish(item(images=pictures), key)
                return
            connector.publish(item(images=pictures), key)
        assert harness.seen(login)[0].alts == tuple(words)

    def test_only_what_takes_replies_offers_threads_and_comments(self, harness: Harness) -> None:
        limits = registry.get(harness.code).limits
        assert harness.can.reply or not (limits.threads or limits.max_comment)

    def test_a_reply_stands_under_its_post(self, harness: Harness, login: Login, key: str) -> None:
        with harness.open(login) as connector:
            first = connector.publish(item(), key)
            if not harness.can.reply:
                assert harness.can.why_not["reply"]
                with pytest.raises(Refused):
                    connector.publish(item("Lanjutan.", reply_to=reference(first)), f"{key}-2")
                assert harness.count(login) == 1
                return
            second = connector.publish(item("Lanjutan.", reply_to=reference(first)), f"{key}-2")
            third = connector.publish(item("Penutup.", reply_to=reference(second)), f"{key}-3")
        assert third.external_id
        seen = {s.text: s for s in harness.seen(login)}
        assert set(seen) == {TEXT, "Lanjutan.", "Penutup."}
        assert seen["Lanjutan."].reply_to
        assert seen["Penutup."].reply_to != seen["Lanjutan."].reply_to

    def test_a_reply_that_was_lost_is_found(
        self, harness: Harness, login: Login, key: str, proxy: Chaos, via: str
    ) -> None:
        if not (harness.can.reply and harness.can.find):
            assert harness.can.why_not
            return
        with harness.open(login) as connector:
            first = connector.publish(item(), key)
            answer = item("Balasan yang hilang kabarnya.", reply_to=reference(first))
            sent = connector.publish(answer, f"{key}-2")
            assert connector.find(f"{key}-2", answer) == replace(
                sent, extra=connector.find(f"{key}-2", answer).extra
            )

    # ------------------------------------------------------------------------- afterwards

    def test_withdrawing_takes_it_down_and_may_be_repeated(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        with harness.open(login) as connector:
            post = item()
            found = connector.publish(post, key)
            if not harness.can.withdraw:
                assert harness.can.why_not["withdraw"]
                assert not isinstance(connector.native, Withdraws)
                return
            if not harness.can.server_withdraws:
                assert harness.can.why_not["server_withdraws"]
                with pytest.raises(Refused):
                    connector.withdraw(reference(found))
                assert harness.count(login) == 1
                return
            connector.withdraw(reference(found))
            assert harness.count(login) == 0
            connector.withdraw(reference(found))
            if harness.can.find:
                assert connector.find(key, post) is None

    def test_a_lost_answer_while_withdrawing_is_retried_without_harm(
        self, harness: Harness, login: Login, key: str, proxy: Chaos, via: str
    ) -> None:
        if not (harness.can.withdraw and harness.can.server_withdraws):
            assert harness.can.why_not
            return
        with harness.open(login) as connector:
            found = connector.publish(item(), key)
        proxy.set(mode="half", times=1)
        with harness.open(login, via=via) as connector:
            with pytest.raises(TryLater):
                connector.withdraw(reference(found))
            connector.withdraw(reference(found))
        assert harness.count(login) == 0

    def test_editing_changes_what_is_public_and_may_be_repeated(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        if harness.can.edit and not harness.can.pictures:
            self._words_are_edited(harness, login, key)
            return
        with harness.open(login) as connector:
            if not harness.can.edit:
                assert harness.can.why_not["edit"]
                assert not isinstance(connector.native, Edits)
                return
            old, new = ("Lama", "Baru") if harness.can.alt else ("", "")
            found = connector.publish(item(images=(picture("teal", old),)), key)
            words = item("Jadwal baru: pukul 09.00.", images=(picture("teal", old),))
            connector.edit(reference(found), words)
            connector.edit(reference(found), words)
            (seen,) = harness.seen(login)
            assert (seen.text, seen.alts) == ("Jadwal baru: pukul 09.00.", (old,))
            changed = item("Jadwal baru: pukul 09.30.", images=(picture("navy", new),))
            if not harness.can.server_edits_images:
                assert harness.can.why_not["server_edits_images"]
                with pytest.raises(Refused, match="gambar"):
                    connector.edit(reference(found), changed)
                return
            connector.edit(reference(found), changed)
        (seen,) = harness.seen(login)
        assert (seen.text, seen.alts) == ("Jadwal baru: pukul 09.30.", (new,))

    def test_editing_what_is_gone_is_refused_with_a_way_out(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        if not (harness.can.edit and harness.can.withdraw and harness.can.server_withdraws):
            assert {"edit", "withdraw", "server_withdraws"} & harness.can.why_not.keys()
            return
        words = item("Jadwal baru: pukul 09.00.")
        with harness.open(login) as connector:
            found = connector.publish(item(), key)
            connector.withdraw(reference(found))
            with pytest.raises(Refused) as refusal:
                connector.edit(reference(found), words)
        assert "Terbitkan" in str(refusal.value) or "terbitkan" in str(refusal.value)
        assert leads_on(refusal.value), refusal.value
        assert harness.count(login) == 0

    @staticmethod
    def _words_are_edited(harness: Harness, login: Login, key: str) -> None:
        assert harness.can.why_not["pictures"]
        words = item("Jadwal baru: pukul 09.00.")
        with harness.open(login) as connector:
            found = connector.publish(item(), key)
            connector.edit(reference(found), words)
            connector.edit(reference(found), words)
            with pytest.raises(Refused, match="gambar"):
                connector.edit(reference(found), replace(words, images=(picture("navy", ""),)))
        assert [s.text for s in harness.seen(login)] == [words.text]

    # ------------------------------------------------------------------------- looking

    def test_what_was_never_sent_is_not_found(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        with harness.open(login) as connector:
            if not harness.can.find:
                assert harness.can.why_not["find"]
                assert connector.proof == Proof.NONE
                return
            connector.publish(item("Unggahan lain."), f"{key}-lain")
            assert connector.find(key, item()) is None

    def test_only_our_own_post_is_found(self, harness: Harness, login: Login, key: str) -> None:
        with harness.open(login) as connector:
            one, two = item("Satu."), item("Dua.")
            first = connector.publish(one, f"{key}-1")
            second = connector.publish(two, f"{key}-2")
            if not harness.can.find:
                assert harness.count(login) == 2
                return
            assert connector.find(f"{key}-1", one).external_id == first.external_id
            assert connector.find(f"{key}-2", two).external_id == second.external_id

    def test_two_posts_of_the_same_words_are_told_apart(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        with harness.open(login) as connector:
            first = connector.publish(item(), f"{key}-1")
        with harness.open(login, taken=frozenset({first.external_id})) as connector:
            post = item()
            if harness.can.find:
                assert connector.find(f"{key}-2", post) is None
            if not harness.can.same_words:
                assert harness.can.why_not["same_words"]
                with pytest.raises(Refused):
                    connector.publish(post, f"{key}-2")
                assert harness.count(login) == 1
                return
            second = connector.publish(post, f"{key}-2")
            assert second.external_id != first.external_id
            if harness.can.find:
                assert connector.find(f"{key}-2", post).external_id == second.external_id
        assert harness.count(login) == 2

    def test_it_publishes_and_looks(self, harness: Harness, login: Login) -> None:
        with harness.open(login) as connector:
            assert isinstance(connector.native, Publishes)
            assert connector.label
            assert connector.icon
            assert connector.limits.source
