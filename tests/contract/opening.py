"""The contract where people send files that only the account is given.

A connector whose network gives them to everybody tells their address instead; then it must not
claim to open anything.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kentongan.kernel.http import TooLong
from kentongan.networks import registry
from kentongan.networks.contract import Opens, Refused, TryLater, Unauthorised
from tests.contract.ground import Ground
from tests.contract.harness import Harness, Login
from tests.contract.interposer import Canned, Interposer, load

FILE = b"\xff\xd8\xff" + bytes(range(256)) * 20
MOST = 1_000_000


def words_of(error: BaseException | None) -> Iterator[str]:
    """What an error says, and what those say that it came from."""
    while error is not None:
        yield str(error)
        error = error.__cause__ or error.__context__


class Opening(Ground):
    """Inherited by every connector with the rest of the contract."""

    def test_a_file_is_given_as_it_was_sent_and_to_the_account_only(self, harness: Harness) -> None:
        if not harness.can.opens:
            assert not issubclass(registry.get(harness.code), Opens)
            return
        login = harness.login()
        file = harness.enclose(login, FILE)
        assert (file.url, file.alt) == ("", "image")
        assert not any(str(value) in file.handle for value in login.secret.values())
        with harness.open(login) as connector:
            assert connector.open_file(file, most=MOST) == FILE
            with pytest.raises(TooLong):
                connector.open_file(file, most=len(FILE) - 1)
            for stranger in ("", "123456/../7", "AgACtidakada", "123456789012"):
                with pytest.raises((Refused, Unauthorised)):
                    connector.open_file(replace(file, handle=stranger), most=MOST)
        with harness.open(login, secret=harness.wrong(login)) as connector:
            with pytest.raises(Unauthorised):
                connector.open_file(file, most=MOST)

    @pytest.mark.parametrize("name", ["rate_limited", "server_error", "not_json"])
    def test_a_file_is_tried_later_where_the_network_is_in_trouble(
        self, harness: Harness, name: str
    ) -> None:
        if not harness.can.opens:
            assert not harness.opening  # nothing to be in trouble
            return
        login = harness.login()
        file = harness.enclose(login, FILE)
        for place, line in enumerate(harness.opening):
            if name == "not_json" and place == len(harness.opening) - 1:
                continue  # what is given there is the file itself
            answer = Canned(status=200, text="<html>") if name == "not_json" else None
            with Interposer(harness.base_url) as front:
                front.rewrite(harness.base_url.encode(), front.base_url.encode())
                front.answer(line, answer or load(harness.code, name))
                self._fails(harness, login, file, front.base_url)

    def _fails(self, harness: Harness, login: Login, file: object, via: str) -> None:
        with harness.open(login, via=via) as connector:
            with pytest.raises(TryLater) as later:
                connector.open_file(file, most=MOST)
            told = " ".join(words_of(later.value))
            assert not any(str(value) in told for value in login.secret.values())
            assert connector.open_file(file, most=MOST) == FILE
