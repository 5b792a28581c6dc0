"""Files that a network gives to the account only: got through it, handled as all others are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kentongan.inbox.actions import enclosures, listening
from kentongan.inbox.models import Attachment, Case
from kentongan.ledger.models import Entry
from kentongan.media import files
from kentongan.networks import actions
from kentongan.networks.models import Account, Credential
from kentongan.networks.secret import Secret
from tests.cast import NOW, Cast
from tests.fakes.clamd import EICAR, Clamd
from tests.fakes.telegram import Telegram
from tests.fakes.telegram_talk import Talk
from tests.inbox.test_enclosures import CAMERA, fetched, photo

pytestmark = pytest.mark.django_db


class Desk:
    """A channel on the fake, connected here; what people send to its bot."""

    def __init__(self, server: Telegram, cast: Cast) -> None:
        bot = server.create_bot()
        channel = server.create_channel(bot)
        self.server, self.token = server, bot.token
        self.talk: Talk = server.talk(bot.id, channel)
        self.account = actions.register(
            by=cast.sekcam, at=NOW, unit=cast.kecamatan, network="telegram", handle="kecsumberjati"
        )
        Account.objects.filter(pk=self.account.pk).update(
            external_id=str(channel.id), health="healthy", server=server.base_url
        )
        secret = Secret({"token": bot.token, "channel": f"@{channel.username}"})
        Credential.objects.create(account=self.account, kind="form", secret=secret, updated_at=NOW)

    def sends(self, data: bytes, kind: str = "photo") -> Attachment:
        """A person sends a file, and the account is asked."""
        self.talk.whisper("Jalan rusak", **self.server.keep(kind, data))
        listening.listen(Account.objects.get(pk=self.account.pk), at=NOW)
        return Attachment.objects.get()


@pytest.fixture
def desk(cast: Cast, settings: Any, tmp_path: Any, times: None) -> Iterator[Desk]:
    settings.MEDIA_ROOT = tmp_path
    with Telegram() as server:
        settings.INNER_HOSTS = [server.base_url.partition("//")[2]]
        yield Desk(server, cast)
        assert not server.strays


def test_a_photo_sent_to_a_bot_is_kept_clean_and_the_token_stands_nowhere(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.sends(photo())
    (row,) = fetched()
    assert (row.state, row.mime, row.is_picture) == ("kept", "image/jpeg", True)
    kept = files.read(row.file)
    assert kept.startswith(b"\xff\xd8\xff")
    assert CAMERA not in kept
    stored = f"{row.message.enclosures} {row.note} {list(Entry.objects.values_list('data'))}"
    assert desk.token.partition(":")[2] not in stored + caplog.text


def test_a_file_that_only_the_account_gets_is_scanned_too(
    desk: Desk, settings: Any, tmp_path: Any
) -> None:
    scanner = Clamd()
    settings.CLAMD, settings.CLAMD_REFUSES = scanner.address, True
    desk.sends(b"%PDF-1.7 surat" + EICAR, "document")
    (row,) = fetched()
    scanner.stop()
    assert (row.state, row.file) == ("infected", "")
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.parametrize("size", [16_000_000, 21_000_000])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(desk: Desk, size: int) -> None:
    desk.sends(b"%PDF-1.7" + b"\0" * size, "document")
    (row,) = fetched()
    assert row.state == "refused"
    assert "15 MB" in row.note
    assert not [one for one in desk.server.seen if one.path.startswith("/file/")]


def test_an_account_that_lost_its_connection_is_waited_for(desk: Desk) -> None:
    desk.sends(photo())
    Credential.objects.all().delete()
    (row,) = fetched()
    assert (row.state, row.tries) == ("waiting", 1)
    at = NOW
    for _ in range(enclosures.MOST_TRIES):
        at += timedelta(days=1)
        (row,) = fetched(at)
    assert row.state == "refused"
    assert "belum disambungkan" in row.note
    assert Case.objects.get().messages.get().text == "[photo] Jalan rusak"
