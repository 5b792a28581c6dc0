"""The contract where it reads: what strangers say arrives once, clean, and nothing is lost.

A connector that cannot read says so with ``Can(listen=False)`` and its reason.
"""

import importlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from kentongan.networks.contract import (
    Incoming,
    Listens,
    NetworkError,
    Reference,
    TryLater,
    Unauthorised,
    Way,
)
from tests.contract.ground import Ground, item, reference
from tests.contract.harness import Harness, Login, Said
from tests.contract.interposer import Canned, Interposer, load
from tests.servers import Chaos

QUESTION = "Jalan ke balai desa berlubang, kapan diperbaiki?\nSudah dua bulan, Pak."
#: More pages than any account of a test has.
ENDLESS = 60
#: Seconds in which a network lists what was just said.
SOON = 60.0


def clean(text: str) -> bool:
    """Whether a text can be stored and shown anywhere."""
    text.encode()
    bad = {"\x00", "\x07", "\x1b", "\u202e", "\u2066", "\u200b", "\ufeff"}
    return not bad.intersection(text) and "\ufffe" not in text


@dataclass
class Ear:
    """Listens as the inbox does: keeps the cursor, and what came by id."""

    harness: Harness
    login: Login
    posts: Sequence[Reference]
    via: str = ""
    cursor: Mapping[str, Any] = field(default_factory=dict)
    heard: dict[str, Incoming] = field(default_factory=dict)
    came: list[str] = field(default_factory=list)

    def page(self) -> bool:
        """One look; whether there is more now."""
        with self.harness.open(self.login, via=self.via, timeout=20) as connector:
            found = connector.listen(self.cursor, self.posts)
        self.cursor = json.loads(json.dumps(found.cursor))
        for one in found.items:
            self.heard[one.external_id] = one
            self.came.append(one.external_id)
        return bool(found.more)

    def round(self) -> list[str]:
        """Look until the network has no more; the ids that came."""
        before = len(self.came)
        for _ in range(ENDLESS):
            if not self.page():
                return self.came[before:]
        raise AssertionError("it never comes to an end")

    def until(self, *said: Said) -> None:
        """Look round after round until all of it was heard."""
        deadline = time.monotonic() + SOON
        while not {one.external_id for one in said} <= self.heard.keys():
            assert time.monotonic() < deadline, f"heard only {list(self.heard)}"
            self.round()
            time.sleep(self.harness.pace)

    def quiet(self) -> list[str]:
        """What comes where nothing new was said, once all has been listed by the network."""
        deadline = time.monotonic() + SOON
        found = self.round()
        while found and time.monotonic() < deadline:
            found = self.round()
        return found

    def of(self, said: Said) -> Incoming:
        return self.heard[said.external_id]


class Hearing(Ground):
    """Inherited by every connector with the rest of the contract."""

    def _ear(self, harness: Harness, login: Login, key: str) -> Ear | None:
        """An ear at a fresh publication of ours; None where the connector reads nothing."""
        with harness.open(login) as connector:
            if not harness.can.listen:
                assert harness.can.why_not["listen"]
                assert not isinstance(connector.native, Listens)
                return None
            assert isinstance(connector.native, Listens)
            return Ear(harness, login, [reference(connector.publish(item(), key))])

    @pytest.fixture
    def small_pages(self, harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
        if harness.can.listen:
            module, name = harness.page_size
            monkeypatch.setattr(importlib.import_module(module), name, 2)

    # ------------------------------------------------------------------------- what arrives

    def test_what_a_stranger_says_arrives_once(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        post = ear.posts[0].external_id
        said = harness.say(login, QUESTION, post)
        ear.until(said)
        one = ear.of(said)
        expected = QUESTION if harness.can.breaks else " ".join(QUESTION.split())
        assert one.text.endswith(expected)
        assert one.way == Way.COMMENT
        assert said.author in {one.author.handle, one.author.name, one.author.external_id}
        assert one.author.external_id
        assert not one.author.ours
        assert not one.gone
        assert (one.post, one.parent, one.thread) == (post, "", one.external_id)
        assert one.created_at.tzinfo
        assert said.external_id not in ear.quiet()

    def test_nothing_is_heard_where_nobody_spoke(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        ear.round()
        post = ear.posts[0].external_id
        assert not [one for one in ear.heard.values() if one.post == post]

    def test_a_comment_on_a_comment_belongs_to_the_same_conversation(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        post = ear.posts[0].external_id
        first = harness.say(login, "Betul, saya juga lewat sana.", post)
        if not harness.can.nested:
            assert harness.can.why_not["nested"]
            return
        second = harness.say(login, "Sama, di RT saya juga.", post, parent=first.external_id)
        ear.until(first, second)
        assert ear.of(second).parent == first.external_id
        assert ear.of(second).thread == ear.of(first).thread == first.external_id
        assert ear.of(second).post == ear.of(first).post == post

    def test_our_answer_stands_under_what_was_heard_and_is_ours(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        said = harness.say(login, QUESTION, ear.posts[0].external_id)
        ear.until(said)
        one = ear.of(said)
        to = Reference(one.external_id, one.url, one.reference)
        with harness.open(login) as connector:
            if not harness.can.reply:
                assert harness.can.why_not["reply"]
                return
            ours = connector.publish(
                item("Terima kasih, kami cek hari ini.", reply_to=to), f"{key}-j"
            )
        assert harness.answered(login, ours) == said.external_id
        if not harness.can.hears_own:
            assert harness.can.why_not["hears_own"]
            return
        answer = Said(external_id=ours.external_id, author="")
        ear.until(answer)
        assert ear.of(answer).author.ours
        assert ear.of(answer).parent == said.external_id
        assert ear.of(answer).thread == one.thread

    def test_who_names_the_account_is_heard(self, harness: Harness, login: Login, key: str) -> None:
        ear = self._ear(harness, login, key)
        if ear is None or not harness.can.mentions:
            assert harness.can.why_not or not harness.can.mentions
            return
        said = harness.mention(login, "mohon infonya, kapan vaksin keliling?")
        ear.until(said)
        one = ear.of(said)
        assert one.way == Way.MENTION
        assert "kapan vaksin keliling?" in one.text
        assert (one.post, one.parent) == ("", "")

    def test_a_direct_message_is_heard_and_answered_in_private(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None or not harness.can.direct:
            assert harness.can.why_not or not harness.can.direct
            return
        said = harness.write_to(login, "Saya mau lapor, tapi jangan di depan umum.")
        ear.until(said)
        one = ear.of(said)
        assert (one.way, one.post) == (Way.DIRECT, "")
        public = harness.count(login)
        with harness.open(login) as connector:
            to = Reference(one.external_id, one.url, one.reference)
            connector.publish(item("Silakan, kami jaga.", reply_to=to), f"{key}-p")
        assert harness.count(login) == public

    # ------------------------------------------------------------------------- nothing is lost

    def test_nothing_is_lost_between_two_looks(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        post = ear.posts[0].external_id
        first = harness.say(login, "Yang pertama.", post)
        ear.until(first)
        later = [harness.say(login, f"Sesudahnya, nomor {n}.", post) for n in range(3)]
        ear.until(*later)
        for n, one in enumerate(later):
            assert ear.of(one).text.endswith(f"Sesudahnya, nomor {n}.")

    def test_nothing_is_lost_that_is_said_while_pages_are_turned(
        self, harness: Harness, login: Login, key: str, small_pages: None
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        post = ear.posts[0].external_id
        said = [harness.say(login, f"Nomor {n}.", post) for n in range(5)]
        ear.page()
        said.append(harness.say(login, "Di sela-sela.", post))
        ear.until(*said)
        assert len({ear.of(one).text for one in said}) == len(said)

    def test_a_network_that_repeats_its_page_for_ever_comes_to_an_end(
        self, harness: Harness, login: Login, key: str, small_pages: None, front: Interposer
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        post = ear.posts[0].external_id
        said = [harness.say(login, f"Nomor {n}.", post) for n in range(5)]
        ear.until(*said)
        front.repeat(harness.listening)
        looping = Ear(harness, login, ear.posts, via=front.base_url)
        looping.round()
        assert len(looping.came) <= 3 * len(looping.heard)
        assert looping.round() == []

    # ------------------------------------------------------------------------- what changes

    def test_what_the_author_changes_is_followed(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        if not harness.can.hears_edits:
            assert harness.can.why_not["hears_edits"]
            return
        said = harness.say(login, "Kapan buka?", ear.posts[0].external_id)
        ear.until(said)
        before = ear.heard.pop(said.external_id)
        harness.change(login, said, "Kapan buka, hari Sabtu?")
        ear.until(said)
        assert ear.of(said).text.endswith("Kapan buka, hari Sabtu?")
        assert ear.of(said).version != before.version
        assert ear.of(said).thread == before.thread
        assert before.changed_at is None
        when = ear.of(said).changed_at
        if not harness.can.dates_edits:
            assert harness.can.why_not["dates_edits"]
            assert when is None
        else:  # of two wordings the later one is known, in whatever order they come
            assert when is not None
            assert when >= before.created_at

    def test_what_the_author_takes_back_is_gone(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        if not harness.can.hears_deletions:
            assert harness.can.why_not["hears_deletions"]
            return
        post = ear.posts[0].external_id
        said, other = (harness.say(login, text, post) for text in ("Hapus saja.", "Tetap."))
        ear.until(said, other)
        ear.quiet()
        del ear.heard[said.external_id]
        harness.take_back(login, said)
        ear.until(said)
        assert ear.of(said).gone
        assert ear.of(said).text == ""
        assert not ear.of(other).gone
        assert said.external_id not in ear.quiet()

    # ------------------------------------------------------------------------- bad luck

    def test_reading_with_a_bad_credential_is_unauthorised(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        expected = Unauthorised if harness.can.rejects_bad_secret else NetworkError
        with harness.open(login, secret=harness.wrong(login)) as connector:
            with pytest.raises(expected):
                connector.listen({}, ear.posts)
        with harness.open(login, secret={}) as connector, pytest.raises(Unauthorised):
            connector.listen({}, ear.posts)

    @pytest.mark.parametrize("name", ["rate_limited", "server_error", "not_json"])
    def test_a_network_in_trouble_is_read_later(
        self, harness: Harness, login: Login, key: str, front: Interposer, name: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        said = harness.say(login, QUESTION, ear.posts[0].external_id)
        answer = (
            Canned(status=200, text="<html>Sedang diperbaiki</html>")
            if name == "not_json"
            else load(harness.code, name)
        )
        front.answer(harness.listening, answer, times=20)
        troubled = Ear(harness, login, ear.posts, via=front.base_url)
        with pytest.raises(TryLater) as later:
            troubled.round()
        if name == "rate_limited":
            assert later.value.after is not None
        ear.until(said)

    def test_a_network_that_does_not_answer_is_read_later(
        self, harness: Harness, login: Login, key: str, proxy: Chaos, via: str
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        for mode in ("blackhole", "truncate"):
            proxy.set(mode=mode, amount=20) if mode == "truncate" else proxy.set(mode=mode)
            with harness.open(login, via=via, timeout=1.0) as connector:
                with pytest.raises(TryLater):
                    connector.listen({}, ear.posts)
            proxy.clear()

    def test_hostile_words_arrive_clean(
        self, harness: Harness, login: Login, key: str, front: Interposer
    ) -> None:
        ear = self._ear(harness, login, key)
        if ear is None:
            return
        said = harness.say(login, "Awal PENANDAKU akhir.", ear.posts[0].external_id)
        ear.until(said)
        hostile = (
            r"\u202eRTL\u2066 nol\u200bnol \ud83d \u0000\u0007\u001b\ufeff "
            r"\ud83d\ude4f &lt;script&gt;" + "a" * 1_000_000
        )
        front.rewrite(b"PENANDAKU", hostile.encode())
        shaken = Ear(harness, login, ear.posts, via=front.base_url)
        shaken.until(said)
        text = shaken.of(said).text
        assert "Awal RTL nolnol" in text
        assert "🙏" in text
        assert len(text) <= 100_000
        assert clean(text)
