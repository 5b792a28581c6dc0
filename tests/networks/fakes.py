"""A network made for the tests: answers from a table, remembers how it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from kentongan.networks.contract import (
    Agreement,
    CredentialField,
    Identity,
    Limits,
    Proof,
    Session,
)

PASSWORD = "rahasia-sekali-sandi-aplikasi"


class FakeConnector:
    """Knows one good app password per handle. ``trouble`` is raised by every call."""

    code = "jejaring-uji"
    label = "Jejaring Uji"
    icon = "world"
    proof = Proof.CLIENT_KEY
    limits = Limits(300, source="uji")
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField("user", "Nama pengguna"),
        CredentialField(
            "app_password", "Sandi aplikasi", help="Dibuat di pengaturan.", secret=True
        ),
    )
    needs_server = True
    default_server = ""
    settled_after: timedelta | None = timedelta(0)

    good: ClassVar[set[str]] = {PASSWORD}
    trouble: ClassVar[Exception | None] = None
    who: ClassVar[Identity | None] = None
    opened: ClassVar[list[Session]] = []

    def __init__(self, session: Session) -> None:
        self.session = session
        self.opened.append(session)

    def identify(self) -> Identity:
        """As the handle of the session, unless ``who`` says otherwise."""
        if self.trouble is not None:
            raise self.trouble
        if self.session.secret.get("app_password") not in self.good:
            from kentongan.networks.contract import Unauthorised

            raise Unauthorised(f"Sandi {self.session.secret.get('app_password')} salah.")
        handle = self.session.handle
        return self.who or Identity(
            f"id-{handle}", handle, "Kecamatan", f"https://uji.test/{handle}"
        )


class RefreshingConnector(FakeConnector):
    """Renews its credential by itself."""

    fresh: ClassVar[Mapping[str, Any]] = {"app_password": PASSWORD, "generation": 2}

    def refresh(self) -> Mapping[str, Any]:
        """The new secret."""
        return self.fresh


class SignInConnector(FakeConnector):
    """Connects by its own sign-in page."""

    credential_fields: tuple[CredentialField, ...] = ()
    seen: ClassVar[dict[str, Any]] = {}

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """A page on the server; a verifier that must not leak."""
        if cls.trouble is not None:
            raise cls.trouble
        cls.seen = {"state": agreement.state, "redirect_uri": agreement.redirect_uri}
        address = f"{agreement.server}/oauth?state={agreement.state}"
        return address, {"verifier": "pemverifikasi-rahasia"}

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the one good code."""
        cls.seen |= {"code": code, "memory": dict(agreement.memory)}
        return {"app_password": PASSWORD if code == "kode-baik" else "salah-sama-sekali"}
