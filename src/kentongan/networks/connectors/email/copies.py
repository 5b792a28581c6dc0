"""Looking for our own copy of a letter in the mailbox: read only, nothing there is changed."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kentongan.kernel.http import AnswerLost, HttpClient
from kentongan.kernel.say import gettext as _
from kentongan.networks.connectors.email.credential import Server
from kentongan.networks.connectors.email.smtp import connected, unproven, without_tls
from kentongan.networks.contract import Unauthorised, harmless

_INBOX = "INBOX"
_FOLDER = re.compile(rb'\((?P<marks>[^)]*)\) (?:"[^"]*"|NIL) (?P<name>"(?:[^"\\]|\\.)*"|\S+)')
#: A name as ``SELECT`` takes it; others are passed over.
_PLAIN = re.compile(r"[ -!#-\[\]-~]{1,200}")


class Reading(imaplib.IMAP4):
    """A connection through our own guard; the host is looked up once."""

    def __init__(self, http: HttpClient, server: Server) -> None:
        self._http, self._server = http, server
        super().__init__(server.host, server.port)

    def _create_socket(self, timeout: float | None) -> socket.socket:  # noqa: ARG002
        return connected(self._http, self._server)


@contextmanager
def opened(http: HttpClient, server: Server) -> Iterator[imaplib.IMAP4]:
    """The mailbox server, signed in. Raises ``Unauthorised``, ``TryLater``."""
    with harmless(_("Membaca kotak surat")):
        try:
            reading = Reading(http, server)
            try:
                _encrypt(reading, http, server)
                _sign_in(reading, server)
                yield reading
            finally:
                with suppress(OSError, imaplib.IMAP4.error):
                    reading.logout()
        except ssl.SSLCertVerificationError as error:
            raise unproven(error) from error
        except (OSError, imaplib.IMAP4.error) as error:
            raise AnswerLost(_("Kotak surat tidak menjawab dengan benar.")) from error


def holds(reading: imaplib.IMAP4, message_id: str) -> bool:
    """Whether a letter with this id lies among those that came, or those that were sent."""
    for folder in (_INBOX, *_sent(reading)):
        kind, _said = reading.select(f'"{folder}"', readonly=True)
        if kind != "OK":
            continue
        kind, data = reading.uid("SEARCH", "HEADER", "Message-ID", f'"<{message_id}>"')
        if kind != "OK":
            raise AnswerLost(_("Kotak surat menolak pencarian."))
        if (data[0] or b"").split():
            return True
    return False


def _sent(reading: imaplib.IMAP4) -> Iterator[str]:
    """Folders that the server marks as those of sent letters (RFC 6154)."""
    kind, rows = reading.list('""', '"*"')
    for row in rows if kind == "OK" else ():
        found = _FOLDER.fullmatch(row) if isinstance(row, bytes) else None
        if found is None or b"\\sent" not in found["marks"].lower().split():
            continue
        name = found["name"].decode("ascii", "replace").strip('"')
        if _PLAIN.fullmatch(name) and name != _INBOX:
            yield name


def _encrypt(reading: imaplib.IMAP4, http: HttpClient, server: Server) -> None:
    if server.at_once:
        return
    if "STARTTLS" in reading.capabilities:
        reading.starttls(ssl.create_default_context())
    elif not http.is_inner(server.host, server.port):
        raise without_tls()


def _sign_in(reading: imaplib.IMAP4, server: Server) -> None:
    try:
        reading.login(server.user, server.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Unauthorised(
            _(
                "Kotak surat (IMAP) menolak nama pengguna atau sandinya. Periksa keduanya, lalu"
                " sambungkan lagi akun ini."
            )
        ) from None  # some servers repeat the password
