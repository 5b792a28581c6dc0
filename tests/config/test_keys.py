"""Rotation of the encryption key: everything readable afterwards, and only with the new key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings as django_settings
from django.db import connection

from kentongan.config.cli import main
from kentongan.config.environment import Environment
from kentongan.kernel.secrets import box
from kentongan.ledger.models import Entry
from kentongan.networks.models import Account, Credential
from tests.cast import NOW, Cast

SECRET = {"password": "rahasia sekali"}


@pytest.fixture
def credential(cast: Cast) -> Credential:
    account = Account.objects.create(
        unit=cast.kecamatan, network="sandbox", handle="kecamatan", created_at=NOW
    )
    return Credential.objects.create(account=account, kind="token", secret=SECRET, updated_at=NOW)


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    """A data folder of its own, with the keys that the tests use in its file."""

    def start() -> None:  # as a fresh process would, which reads the ring when it starts
        settings.ENCRYPTION_KEYS = Environment().keys()[1]

    monkeypatch.setattr("kentongan.config.commands.keys.start_on_data", start)
    monkeypatch.setenv("KENTONGAN_DATA", str(tmp_path))
    kept = {"secret_key": "x", "encryption": list(django_settings.ENCRYPTION_KEYS)}
    (tmp_path / "keys.json").write_text(json.dumps(kept))
    monkeypatch.delenv("KENTONGAN_ENCRYPTION_KEYS")
    return tmp_path / "keys.json"


def stored() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM networks_credential")
        return str(cursor.fetchone()[0]).encode()


def test_credentials_carry_the_new_key_and_the_old_one_is_gone(
    credential: Credential, ring: Path, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Fernet(django_settings.ENCRYPTION_KEYS[0])
    assert old.decrypt(stored())
    assert main(["keys", "rotate"]) == 0
    assert "1 kredensial" in capsys.readouterr().out
    new = Environment().keys()[1]
    assert len(new) == 1
    assert json.loads(Fernet(new[0]).decrypt(stored())) == SECRET
    with pytest.raises(InvalidToken):
        old.decrypt(stored())
    settings.ENCRYPTION_KEYS = new
    credential.refresh_from_db()
    assert credential.secret == SECRET
    entry = Entry.objects.get(action="keys.rotate")
    assert "rahasia" not in json.dumps(entry.data)


def test_an_interruption_keeps_every_key(
    credential: Credential, ring: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kentongan.ledger.actions.record", fails)
    assert main(["keys", "rotate"]) == 130
    settings.ENCRYPTION_KEYS = Environment().keys()[1]
    assert len(settings.ENCRYPTION_KEYS) == 2
    credential.refresh_from_db()
    assert credential.secret == SECRET
    assert box().decrypt(stored())
