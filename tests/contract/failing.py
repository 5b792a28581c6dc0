"""The contract when the network says no, or fails: never two copies, never a false failure."""

from datetime import timedelta

import pytest

from kentongan.networks.contract import (
    Limits,
    OutcomeUnknown,
    Outgoing,
    Proof,
    Refreshes,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.contract.ground import LONG, Ground, item, leads_on
from tests.contract.harness import Harness, Login, picture
from tests.contract.interposer import Canned, Interposer, load
from tests.servers import Chaos


class Failing(Ground):
    """Refusals, limits of rate, stale tokens, lost answers before and after acceptance."""

    # ------------------------------------------------------------------------- the network says no

    def test_a_text_too_long_is_refused_before_anything_is_public(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        with harness.open(login, timeout=20) as connector:
            if harness.can.long_text == "endless":
                assert connector.limits.max_text == 0
                connector.publish(item(LONG), key)
                assert harness.count(login) == 1
                return
            with pytest.raises(Refused) as refusal:
                connector.publish(item(LONG), key)
        assert "karakter" in str(refusal.value)
        assert harness.count(login) == 0

    def test_a_text_at_the_limit_is_accepted(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        text = harness.at_limit(self._limits(harness, login))
        with harness.open(login, timeout=20) as connector:
            connector.publish(item(text), key)
        assert harness.count(login) == 1

    @staticmethod
    def _limits(harness: Harness, login: Login) -> Limits:
        with harness.open(login) as connector:
            found: Limits = connector.limits
            return found

    def test_too_many_pictures_are_refused(self, harness: Harness, login: Login, key: str) -> None:
        with harness.open(login) as connector:
            many = (picture("red", "Merah"),) * (connector.limits.max_images + 1)
            with pytest.raises(Refused, match="gambar"):
                connector.publish(item(images=many), key)
        assert harness.count(login) == 0

    def test_a_refusal_says_what_to_do(
        self, harness: Harness, login: Login, key: str, front: Interposer
    ) -> None:
        front.answer(harness.decisive, load(harness.code, "refused"))
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(Refused) as refusal:
                connector.publish(item(), key)
        assert connector.label in str(refusal.value)
        assert leads_on(refusal.value), refusal.value
        assert harness.count(login) == 0

    def test_a_limit_of_rate_is_respected(
        self, harness: Harness, login: Login, key: str, front: Interposer
    ) -> None:
        front.answer(harness.decisive, load(harness.code, "rate_limited"))
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(TryLater) as later:
                connector.publish(item(), key)
            assert later.value.after is not None
            assert timedelta(0) < later.value.after <= timedelta(hours=24)
            assert harness.count(login) == 0
            connector.publish(item(), key)
        assert harness.count(login) == 1

    def test_a_rejected_token_is_unauthorised_and_works_again_once_renewed(
        self, harness: Harness, login: Login, key: str, front: Interposer
    ) -> None:
        front.answer(harness.decisive, load(harness.code, "unauthorised"))
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(Unauthorised) as refusal:
                connector.publish(item(), key)
        assert leads_on(refusal.value), refusal.value
        assert harness.count(login) == 0
        with harness.open(login, via=front.base_url) as connector:
            assert isinstance(connector.native, Refreshes) == harness.can.refresh
            renewed = connector.refresh() if harness.can.refresh else login.secret
        with harness.open(login, via=front.base_url, secret=renewed) as connector:
            connector.publish(item(), key)
        assert harness.count(login) == 1

    def test_a_redirecting_server_is_refused(
        self, harness: Harness, login: Login, key: str, front: Interposer
    ) -> None:
        moved = Canned(status=301, headers={"Location": "https://lain.contoh.go.id/"}, body={})
        front.answer(harness.decisive, moved)
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(Refused, match="alamat"):
                connector.publish(item(), key)
        assert harness.count(login) == 0

    # ------------------------------------------------------------------------- the network fails

    def test_nobody_listening_is_later(
        self, harness: Harness, login: Login, key: str, proxy: Chaos, via: str
    ) -> None:
        proxy.set(mode="refuse")
        with harness.open(login, via=via) as connector:
            with pytest.raises(TryLater):
                connector.publish(item(), key)
            with pytest.raises(TryLater):
                connector.find(key, item())
            with pytest.raises(TryLater):
                connector.identify()
        assert harness.count(login) == 0

    @pytest.mark.parametrize("mode", ["reset", "blackhole"])
    def test_an_answer_lost_before_acceptance_ends_with_one_copy(
        self, harness: Harness, login: Login, key: str, proxy: Chaos, via: str, mode: str
    ) -> None:
        post = item()
        proxy.set(mode=mode, times=1, path=harness.decisive)  # type: ignore[arg-type]
        with harness.open(login, via=via, timeout=2) as connector:
            with pytest.raises((TryLater, OutcomeUnknown)):
                connector.publish(post, key)
        assert proxy.hit
        assert harness.count(login) == 0
        with harness.open(login, via=via) as connector:
            if harness.can.find:
                assert connector.find(key, post) is None
            connector.publish(post, key)
        assert harness.count(login) == 1

    @pytest.mark.parametrize("mode", ["half", "mute", "truncate"])
    def test_an_answer_lost_after_acceptance_is_unknown_then_found(
        self, harness: Harness, login: Login, key: str, proxy: Chaos, via: str, mode: str
    ) -> None:
        post = self._with_picture(harness, login, "Peta")
        amount = 20 if mode == "truncate" else 0
        proxy.set(mode=mode, times=1, amount=amount, path=harness.decisive)  # type: ignore[arg-type]
        with harness.open(login, via=via, timeout=2) as connector:
            with pytest.raises(OutcomeUnknown):
                connector.publish(post, key)
        proxy.settle()
        assert harness.count(login) == 1
        with harness.open(login, via=via) as connector:
            if not harness.can.find:  # a person looks and says
                assert connector.proof == Proof.NONE
                return
            found = connector.find(key, post)
            assert found is not None
            assert found.external_id
            assert bool(found.url) == harness.can.linked
            if connector.proof == Proof.CLIENT_KEY:
                again = connector.publish(post, key)
                assert again.external_id == found.external_id
        assert harness.count(login) == 1

    def test_publishing_twice_with_one_key_gives_one_copy(
        self, harness: Harness, login: Login, key: str
    ) -> None:
        with harness.open(login) as connector:
            if connector.proof != Proof.CLIENT_KEY:
                assert (connector.proof != Proof.NONE) == harness.can.find
                assert connector.settled_after is None or connector.settled_after > timedelta(0)
                return
            post = item()
            first = connector.publish(post, key)
            second = connector.publish(post, key)
        assert first.external_id == second.external_id
        assert harness.count(login) == 1

    def test_a_lost_answer_of_an_upload_makes_nothing_public(
        self, harness: Harness, login: Login, key: str, proxy: Chaos, via: str
    ) -> None:
        post = self._with_picture(harness, login, f"Peta {key}")
        if not harness.upload:
            assert harness.can.why_not["upload"]
            return
        proxy.set(mode="half", times=1, path=harness.upload)
        with harness.open(login, via=via) as connector:
            with pytest.raises(TryLater):
                connector.publish(post, key)
        assert harness.count(login) == 0
        with harness.open(login, via=via) as connector:
            connector.publish(post, key)
        (seen,) = harness.seen(login)
        if harness.can.alt:
            assert seen.alts == (f"Peta {key}",)

    @staticmethod
    def _with_picture(harness: Harness, login: Login, alt: str) -> Outgoing:
        """A post with a picture, where the network takes pictures and can be asked for them."""
        if not harness.can.find_pictures:
            assert harness.can.why_not["find_pictures"]
            return item()
        with harness.open(login) as connector:
            if not connector.limits.max_images:
                return item()
        return item(images=(picture("teal", alt if harness.can.alt else ""),))

    def test_a_server_error_while_publishing_proves_nothing(
        self, harness: Harness, login: Login, key: str, front: Interposer
    ) -> None:
        front.answer(harness.decisive, load(harness.code, "server_error"))
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(OutcomeUnknown):
                connector.publish(item(), key)

    def test_an_unreadable_answer_while_publishing_proves_nothing(
        self, harness: Harness, login: Login, key: str, front: Interposer
    ) -> None:
        for text in ("<html>Masuk ke jaringan hotel</html>", "[]", '{"ok": true}', "null"):
            page = Canned(status=200, headers={"Content-Type": "text/html"}, text=text)
            front.answer(harness.decisive, page)
            with harness.open(login, via=front.base_url) as connector:
                with pytest.raises(OutcomeUnknown):
                    connector.publish(item(), key)
