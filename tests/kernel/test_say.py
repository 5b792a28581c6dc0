"""Sentences of HTTP and the connectors: in the reader's language, without needing Django."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest
from django.utils import translation

from kentongan.kernel import say
from kentongan.networks import answers
from kentongan.networks.connectors.bluesky.connector import BlueskyConnector
from kentongan.networks.contract import Refused, Session, Unauthorised

pytestmark = pytest.mark.no_database
ENGLISH = {
    "Sandi aplikasi Bluesky belum diisi atau salah salin. %(mend)s": "No app password. %(mend)s",
    "Buat sandi aplikasi baru di Setelan Bluesky, Privasi dan keamanan, lalu sambungkan lagi.": (
        "Create a new one."
    ),
    "%(label)s menolak (%(said)s). Periksa isinya dan akunnya di %(label)s, lalu coba lagi.": (
        "%(label)s refuses: %(said)s."
    ),
    "jawaban %(status)s": "answer %(status)s",
}


@pytest.fixture
def english() -> Iterator[None]:
    say.set_translator(lambda text: ENGLISH.get(text, text))
    yield
    say.set_translator(translation.gettext, translation.ngettext)


def _bluesky() -> BlueskyConnector:
    nothing = Session(
        server="https://pds.example", handle="a.example", external_id="", secret={},
        http=None, now=datetime(2026, 8, 12, tzinfo=UTC),  # type: ignore[arg-type]
    )  # fmt: skip
    return BlueskyConnector(nothing)


@pytest.mark.usefixtures("english")
def test_a_connector_answers_in_the_readers_language_with_its_way_out() -> None:
    with pytest.raises(Unauthorised, match=r"^No app password\. Create a new one\.$"):
        _bluesky().identify()


@pytest.mark.usefixtures("english")
def test_so_does_what_all_networks_share() -> None:
    with pytest.raises(Refused, match=r"^Jala refuses: answer 418\.$"):
        answers.require_success(httpx2.Response(418), label="Jala", now=None)


def test_without_a_reader_it_is_what_was_written() -> None:
    say.set_translator(None)
    try:
        with pytest.raises(Unauthorised, match=r"^Sandi aplikasi Bluesky belum .* sambungkan lagi"):
            _bluesky().identify()
    finally:
        say.set_translator(translation.gettext, translation.ngettext)


def test_the_web_application_puts_its_own_translations_there() -> None:
    with translation.override("id"):
        assert say.gettext("Monday") == "Senin"
    with translation.override("en"):
        assert say.gettext("Monday") == "Monday"
