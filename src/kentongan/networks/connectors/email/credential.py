"""The credential of a mailbox: clean words, or a sentence that says which field to mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks.contract import Unauthorised

#: Ports on which TLS begins at once (RFC 8314); elsewhere by STARTTLS.
SMTPS, IMAPS = 465, 993
_HOST = re.compile(r"(?=.{1,120}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
#: Goes into an IMAP command without quotes: nothing that could end one and begin another.
_USER = re.compile(r"[!#$&'+,\-./0-9:;<=>?@A-Z\[\]^_`a-z|~]{1,100}")
_PASSWORD = re.compile(r"[ -~]{1,200}")


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and whom to sign in as. ``at_once``: TLS before the first word."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    at_once: bool


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where letters go out and, if that is told, where a copy of each is found again."""

    smtp: Server
    imap: Server | None


def read(secret: Mapping[str, Any]) -> Mailbox:
    """The servers of a credential. Raises ``Unauthorised`` naming the field that cannot be."""
    user, password = _text(secret, "user"), _raw(secret, "password")
    if not _USER.fullmatch(user):
        raise _mend(_("Isi nama pengguna tanpa spasi, biasanya alamat surelnya."))
    if not _PASSWORD.fullmatch(password):
        raise _mend(_("Isi sandinya: huruf, angka, dan tanda biasa, paling banyak 200."))
    smtp = _server(secret, "smtp", user, password, SMTPS)
    wants_proof = bool(_text(secret, "imap_server"))
    return Mailbox(smtp, _server(secret, "imap", user, password, IMAPS) if wants_proof else None)


def _server(secret: Mapping[str, Any], kind: str, user: str, password: str, tls: int) -> Server:
    host = _text(secret, f"{kind}_server").lower()
    if not _HOST.fullmatch(host):
        raise _mend(_("Isi nama server surat, misalnya %(kind)s.contoh.go.id.") % {"kind": kind})
    typed = _text(secret, f"{kind}_port") or (str(IMAPS) if kind == "imap" else "")
    port = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 5 else 0
    if not 0 < port < 65_536:
        raise _mend(_("Isi nomor port antara 1 dan 65535."))
    return Server(host, port, user, password, at_once=port == tls)


def _raw(secret: Mapping[str, Any], name: str) -> str:
    return str(secret.get(name) or "")


def _text(secret: Mapping[str, Any], name: str) -> str:
    return _raw(secret, name).strip()


def _mend(sentence: str) -> Unauthorised:
    return Unauthorised(_("%(mend)s Sambungkan lagi akun ini.") % {"mend": sentence})
