"""Handing a letter to the mail server, step by step (RFC 5321).

Nothing before the final dot can make a server deliver anything; only the answer to the dot decides.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from kentongan.kernel.http import AnswerLost, HttpClient, NotSent
from kentongan.kernel.say import altered, gettext as _
from kentongan.networks.connectors.email.credential import Server
from kentongan.networks.connectors.email.letter import Letter
from kentongan.networks.contract import (
    NetworkError,
    Refused,
    TryLater,
    Unauthorised,
    decisive,
    harmless,
)

#: Answers by which a server asks for patience (RFC 5321, RFC 4954), and how long we then wait.
_PATIENCE = frozenset({421, 450, 451, 452, 454})
WAIT = timedelta(minutes=5)
_MOST_SAID = 150
_DOTS = re.compile(rb"(?m)^\.")


class Unproven(TryLater):
    """The server did not prove who it is: no password went there."""


class Line(smtplib.SMTP):
    """A connection through our own guard; the host is looked up once."""

    def __init__(self, http: HttpClient, server: Server, greeting_as: str) -> None:
        self._http, self._server = http, server
        super().__init__(server.host, server.port, local_hostname=greeting_as)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        return connected(self._http, self._server)


def connected(http: HttpClient, server: Server) -> socket.socket:
    """A socket there, encrypted where TLS begins at once."""
    try:
        bare = http.socket_to(server.host, server.port)
    except NotSent as error:  # the name is part of the credential, and would be blotted out
        named = altered(str(error), lambda text: text.replace(server.host, "server surat"))
        raise NotSent(named) from error
    if not server.at_once:
        return bare
    try:
        return ssl.create_default_context().wrap_socket(bare, server_hostname=server.host)
    except OSError:
        bare.close()
        raise


def unproven(error: ssl.SSLCertVerificationError) -> Unproven:
    """What to say of a certificate that nobody trusts."""
    return Unproven(
        _(
            "Sertifikat server surat itu tidak dipercaya (%(why)s). Periksa nama servernya, atau"
            " minta pengelolanya memasang sertifikat yang sah."
        )
        % {"why": error.verify_message}
    )


def without_tls() -> Unproven:
    """What to say of a server that offers no TLS."""
    return Unproven(
        _(
            "Server surat itu tidak menawarkan TLS, jadi sandinya tidak dikirim. Periksa port-nya,"
            " biasanya 465 atau 587."
        )
    )


@contextmanager
def signed_in(http: HttpClient, server: Server, address: str) -> Iterator[smtplib.SMTP]:
    """The mail server, ready to take a letter of ``address``; closed without a word on errors."""
    with _before_the_dot():
        line = Line(http, server, address.rpartition("@")[2])
        try:
            _encrypt(line, http, server)
            _sign_in(line, server)
            _want(line.mail(address), _sender_refused)
        except BaseException:
            line.close()
            raise
    try:
        yield line
    finally:
        line.close()


def hand_over(line: smtplib.SMTP, http: HttpClient, letter: Letter, *, copy_to: str = "") -> None:
    """Give the letter to the server, once. Returns when the server has taken it.

    ``copy_to``: a second recipient who stands in no header. Should the server not want to write
    there, the citizen still gets the letter. Raises what the contract names.
    """
    with _before_the_dot():
        _want(line.rcpt(letter.to), lambda said: _nobody_there(said, letter.to))
        if copy_to:
            line.rcpt(copy_to)
        code, said = line.docmd("DATA")
        if code != 354:
            raise _judged(code, said, _letter_refused)
        line.send(_DOTS.sub(b"..", letter.data))
        http.may_send()
    with decisive():
        try:
            line.send(b".\r\n")
            answer = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise AnswerLost(_("Server surat tidak sempat menjawab.")) from error
        _want(answer, _letter_refused)
    with suppress(smtplib.SMTPException, OSError):
        line.quit()


@contextmanager
def _before_the_dot() -> Iterator[None]:
    """Around all that delivers nothing."""
    with harmless(_("Mengirim surel")):
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise unproven(error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(
                _("Server surat itu tidak menawarkan cara masuk. Periksa nama server dan portnya.")
            ) from error
        except smtplib.SMTPResponseException as error:
            raise _judged(error.smtp_code, _bytes(error.smtp_error), _letter_refused) from error
        except (smtplib.SMTPException, OSError) as error:
            raise AnswerLost(_("Server surat memutus sambungan.")) from error


def _encrypt(line: smtplib.SMTP, http: HttpClient, server: Server) -> None:
    """TLS, or no password: only a server of our own network may do without."""
    line.ehlo()
    if server.at_once:
        return
    if line.has_extn("starttls"):
        line.starttls(context=ssl.create_default_context())
        line.ehlo()
    elif not http.is_inner(server.host, server.port):
        raise without_tls()


def _sign_in(line: smtplib.SMTP, server: Server) -> None:
    try:
        line.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise
        raise Unauthorised(
            _(
                "Server surat menolak nama pengguna atau sandinya. Periksa keduanya, lalu"
                " sambungkan lagi akun ini. Gmail dan Google Workspace meminta sandi aplikasi."
            )
        ) from None  # some servers repeat the password


def _want(answer: tuple[int, bytes], refused: Callable[[str], str]) -> None:
    code, said = answer
    if not 200 <= code < 300:
        raise _judged(code, said, refused)


def _judged(code: int, said: bytes, refused: Callable[[str], str]) -> NetworkError | AnswerLost:
    """What an answer other than yes means; one that is no answer counts as lost."""
    words = _words(code, said)
    if code == 530:
        return Unauthorised(
            _("Server surat meminta masuk dulu (%(said)s). Sambungkan lagi akun ini.")
            % {"said": words}
        )
    if 400 <= code < 500:
        return TryLater(
            _("Server surat meminta menunggu (%(said)s).") % {"said": words},
            after=WAIT if code in _PATIENCE else None,
        )
    if code == 551:
        return Refused(
            _("Server surat mengalihkan ke alamat lain (%(said)s). Periksa alamat warga itu.")
            % {"said": words}
        )
    if 500 <= code < 600:
        return Refused(refused(words))
    return AnswerLost(_("Jawaban server surat tidak terbaca."))


def _sender_refused(said: str) -> str:
    return _(
        "Server surat tidak mengirim atas nama alamat ini (%(said)s). Periksa nama penggunanya,"
        " atau minta pengelola server mengizinkannya."
    ) % {"said": said}


def _nobody_there(said: str, to: str) -> str:
    return _(
        "Alamat surel warga itu ditolak servernya (%(said)s). Periksa jalan lain untuk"
        " menghubunginya, misalnya telepon."
    ) % {"said": said.replace(to, "…")}


def _letter_refused(said: str) -> str:
    return _(
        "Surel ditolak server surat (%(said)s). Ubah isinya, atau hubungi warga lewat jalan lain."
    ) % {"said": said}


def _bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said


def _words(code: int, said: bytes) -> str:
    """The server's own words in one line."""
    text = said.decode("utf-8", "replace")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"{code} {line}"[:_MOST_SAID].strip()
