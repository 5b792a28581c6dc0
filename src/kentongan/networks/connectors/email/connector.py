"""The e-mail address of a unit: answers letters of citizens, publishes nothing.

Proof: ``lookup``, where the mailbox may be read: each letter goes to our own address, too, with the
same id, and what lies there was accepted. That it does not lie there proves nothing. Where the
mailbox may not be read: ``none``, and a person looks.
"""

from __future__ import annotations

from datetime import timedelta

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import wording
from kentongan.networks.connectors.email import copies, credential, letter, smtp
from kentongan.networks.connectors.email.limits import LIMITS
from kentongan.networks.contract import (
    CredentialField,
    Identity,
    OutcomeUnknown,
    Outgoing,
    Proof,
    Published,
    Refused,
    Session,
)
from kentongan.networks.handles import HandleStyle

LABEL = gettext_noop("Surel")
_LOOK = gettext_noop(
    "Kabar dari server surat hilang. Buka kotak suratnya, lihat apakah surat ini ada di Terkirim,"
    " lalu pilih jawabannya di sini."
)


class EmailConnector:
    """Sends one plain letter to one citizen, as the answer to theirs."""

    code = "email"
    label = LABEL
    icon = "mail"
    replies_only = True
    unlinked = True
    handle_style = HandleStyle(
        pattern=letter.ADDRESS.pattern,
        prefix="",
        lower=True,
        whole=True,
        example="layanan@titirwangi.contoh.go.id",
    )
    proof = Proof.LOOKUP
    limits = LIMITS
    where_to_look = _LOOK
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="smtp_server",
            label=gettext_noop("Server surat keluar (SMTP)"),
            help=gettext_noop("Misalnya smtp.gmail.com, atau nama yang diberi pengelola surel."),
        ),
        CredentialField(
            name="smtp_port",
            label=gettext_noop("Port SMTP"),
            help=gettext_noop("Biasanya 465 atau 587."),
        ),
        CredentialField(
            name="user",
            label=gettext_noop("Nama pengguna"),
            help=gettext_noop("Biasanya alamat surelnya."),
        ),
        CredentialField(
            name="password",
            label=gettext_noop("Sandi"),
            help=gettext_noop(
                "Untuk Gmail dan Google Workspace: sandi aplikasi. Microsoft 365 tidak menerima"
                " sandi."
            ),
            secret=True,
        ),
        CredentialField(
            name="imap_server",
            label=gettext_noop("Server surat masuk (IMAP)"),
            help=gettext_noop(
                "Bila diisi, Kentongan menaruh salinan setiap balasan di kotak itu, dan dapat"
                " memastikan sendiri surat yang kabarnya hilang."
            ),
            optional=True,
        ),
        CredentialField(
            name="imap_port",
            label=gettext_noop("Port IMAP"),
            help=gettext_noop("Kosong: 993."),
            optional=True,
        ),
    )
    needs_server = False
    default_server = ""
    cannot_hide = gettext_noop("Surat hanya dilihat petugas; tidak ada yang perlu disembunyikan.")
    settled_after: timedelta | None = None

    def __init__(self, session: Session) -> None:
        self._http = session.http
        self._address = session.handle
        self._secret = session.secret
        if not str(session.secret.get("imap_server") or "").strip():
            self.proof = Proof.NONE

    def identify(self) -> Identity:
        """The address itself, once both servers let us in and this one may send under it."""
        mailbox = credential.read(self._secret)
        try:
            with smtp.signed_in(self._http, mailbox.smtp, self._address):
                pass
            if mailbox.imap is not None:
                with copies.opened(self._http, mailbox.imap):
                    pass
        except smtp.Unproven as error:  # waiting mends no certificate; nobody is signed in yet
            raise Refused(str(error)) from error
        return Identity(external_id=self._address.lower(), handle=self._address)

    def publish(self, item: Outgoing, key: str) -> Published:
        """Send the letter, with a copy to ourselves where the mailbox may be read."""
        _refuse_early(item)
        mailbox = credential.read(self._secret)
        ready = letter.of(item, key, self._address)
        with smtp.signed_in(self._http, mailbox.smtp, self._address) as line:
            own = self._address if mailbox.imap is not None else ""
            smtp.hand_over(line, self._http, ready, copy_to=own)
        return _published(ready)

    def find(self, key: str, item: Outgoing) -> Published | None:
        """The letter, where our copy lies in the mailbox; ``OutcomeUnknown`` where none is read."""
        ready, mailbox = letter.of(item, key, self._address), credential.read(self._secret)
        if mailbox.imap is None:
            raise OutcomeUnknown(_(_LOOK))
        with copies.opened(self._http, mailbox.imap) as reading:
            there = copies.holds(reading, ready.id)
        return _published(ready) if there else None


def _published(ready: letter.Letter) -> Published:
    """What the server took. A letter has no address that others could open."""
    return Published(external_id=ready.id, extra=ready.kept)


def _refuse_early(item: Outgoing) -> None:
    """Raise ``Refused`` for what is no letter of ours; nothing is sent."""
    text = wording.full_text(item)
    if not text.strip():
        raise Refused(_("Surel ini belum berisi. Isi balasannya dulu."))
    wording.refuse_too_long(text, LIMITS, _(LABEL))
    wording.refuse_bad_images(item, LIMITS, _(LABEL))
    if item.video is not None:
        raise Refused(_("Balasan surel memuat teks saja. Ubah menjadi tautan ke videonya."))
