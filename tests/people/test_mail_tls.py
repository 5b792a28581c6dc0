"""Mail over TLS, on a real server: what goes out, and the password, only to one that is proven."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from kentongan.config.setup import compile_texts
from kentongan.people.models import Letter
from tests.cast import Cast
from tests.fakes import smtp
from tests.fakes.tls import certificate
from tests.house.tree import PACKAGE
from tests.people.test_mail import SECRET, run, tell

WAYS = pytest.mark.parametrize("at_once", [False, True], ids=["starttls", "smtps"])
Encrypt = Callable[..., Path]


@pytest.fixture
def encrypt(server: smtp.Smtp, settings: Any, tmp_path: Path) -> Encrypt:
    """Lets the server speak TLS, and the product demand it; gives the file that is trusted."""

    def make(*, at_once: bool, host: str = "127.0.0.1") -> Path:
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = not at_once, at_once
        server.at_once = at_once
        server.tls, trusted = certificate(tmp_path, host=host)
        return trusted

    return make


def notes() -> str:
    return " ".join(Letter.objects.values_list("note", flat=True))


@WAYS
def test_a_letter_goes_to_a_server_whose_certificate_is_trusted(
    cast: Cast,
    server: smtp.Smtp,
    encrypt: Encrypt,
    at_once: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(encrypt(at_once=at_once)))
    tell(cast.admin)
    run()
    assert [to for to, _letter in server.letters] == [cast.admin.email]
    assert server.signed_in == 1


@WAYS
@pytest.mark.parametrize("wrong", ["untrusted", "other"])
def test_a_server_that_is_not_proven_gets_neither_password_nor_letter(
    cast: Cast,
    server: smtp.Smtp,
    encrypt: Encrypt,
    at_once: bool,
    wrong: str,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compile_texts(PACKAGE, tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    trusted = encrypt(at_once=at_once, host="127.0.0.1" if wrong == "untrusted" else "lain.test")
    if wrong == "other":
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    tell(cast.admin)
    run()
    assert (server.letters, server.signed_in) == ([], 0)
    assert "Sertifikat server surel tidak dipercaya" in notes()
    with translation.override("en"):
        assert "The certificate of the mail server is not trusted (" in notes()
    assert SECRET not in notes()


def test_a_server_that_offers_no_tls_gets_no_password(
    cast: Cast,
    server: smtp.Smtp,
    settings: Any,
) -> None:
    settings.EMAIL_USE_TLS = True
    tell(cast.admin)
    run()
    assert (server.letters, server.signed_in) == ([], 0)
    assert "tidak menawarkan TLS" in notes()
