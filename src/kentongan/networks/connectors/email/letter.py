"""The answer as a letter: headers that thread it, words that reach any mail program.

Headers are encoded by ``email.header``: ``EmailMessage`` of Python before 3.13 loses the blanks
between encoded words, and may encode the ids by which mail programs thread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.header import Header
from email.quoprimime import body_encode
from email.utils import format_datetime
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import wording
from kentongan.networks.contract import Outgoing, Refused

ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
LONGEST_ADDRESS = 254
#: How the ids of our letters begin.
OURS = "kentongan."
MOST_SUBJECT, MOST_NAME = 200, 100
_ID = re.compile(r"[!-;=?-~]{1,490}@[!-;=?-~]{1,490}")
_AGAIN = re.compile(r"(?i)\s*(?:re|bls|balas|fwd?|aw|tr)\s*(?:\[\d+\])?\s*:\s*")
_COLUMNS = 76


@dataclass(frozen=True, slots=True)
class Letter:
    """One answer, ready to go: to whom, under which id (without ``<>``), and its bytes."""

    to: str
    id: str
    data: bytes
    #: What the next answer in this conversation needs.
    kept: Mapping[str, Any]


def id_of(key: str, address: str) -> str:
    """The Message-ID of a delivery: the same on every try."""
    return f"{OURS}{key}@{address.rpartition('@')[2]}"


def of(item: Outgoing, key: str, address: str) -> Letter:
    """The letter of ``item`` from ``address``. Raises ``Refused`` for what answers no letter.

    ``item.reply_to``: the letter's id; in ``extra`` the citizen's address (``to``), its
    ``subject``, the ids that came before (``references``, the root first), our ``name``, and the
    lines below the words (``foot``).
    """
    said = item.reply_to
    if said is None:
        raise Refused(
            _("Surel hanya menjawab surat warga. Buka suratnya di Kotak masuk, lalu balas di sana.")
        )
    to = str(said.extra.get("to") or "")
    if not ADDRESS.fullmatch(to) or len(to) > LONGEST_ADDRESS:
        raise Refused(
            _("Alamat surel warga itu tidak dapat dikirimi. Pakai jalan lain, lalu catat di sini.")
        )
    subject, name = _line(said.extra.get("subject")), _line(said.extra.get("name"))
    thread = _thread(said.external_id, said.extra.get("references"))
    own = id_of(key, address)
    head = [
        f"From: {_phrase(name[:MOST_NAME])}<{address}>",
        f"To: {to}",
        f"Subject: {_encoded(_answering(subject), 'Subject')}",
        f"Date: {format_datetime(item.created_at)}",
        f"Message-ID: <{own}>",
        *_threading(thread),
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
    ]
    foot = [_line(one) for one in said.extra.get("foot") or ()]
    text = "\n".join([wording.full_text(item), *(["", "-- ", *foot] if foot else [])])
    words = "\r\n".join([*head, "", _body(text)])
    kept = {"to": to, "subject": subject, "name": name, "references": thread}
    return Letter(to, own, words.encode("ascii"), kept)


def _thread(parent: str, references: object) -> list[str]:
    """The first letter of the conversation and the one that is answered; empty where neither has an
    id that a header may hold."""
    known = [str(one) for one in references] if isinstance(references, Sequence | list) else []
    ids = [one for one in [*known, parent] if _ID.fullmatch(one)]
    return list(dict.fromkeys([ids[0], ids[-1]])) if ids else []


def _threading(ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    return [f"In-Reply-To: <{ids[-1]}>", "References: " + "\r\n ".join(f"<{one}>" for one in ids)]


def _answering(subject: str) -> str:
    """The subject with one ``Re:``, however often the letter was answered before."""
    while (found := _AGAIN.match(subject)) is not None:
        subject = subject[found.end() :]
    return f"Re: {subject[:MOST_SUBJECT]}".strip()


def _line(value: object) -> str:
    """One line of what can be seen: nothing in it begins another header."""
    text = str(value or "").encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _encoded(text: str, name: str) -> str:
    """A header of any script, folded."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name=name, maxlinelen=_COLUMNS).encode(linesep="\r\n")


def _phrase(name: str) -> str:
    """The sender's name before the address; empty where there is none."""
    if not name:
        return ""
    if name.isascii():
        quoted = name.replace("\\", r"\\").replace('"', r"\"")
        return f'"{quoted}" '
    return f"{_encoded(name, 'From')}\r\n "


def _body(text: str) -> str:
    """The words as quoted-printable, in lines of 76."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    raw = plain.encode("utf-8", "replace").decode("latin-1")
    return body_encode(f"{raw}\n", _COLUMNS, "\r\n")
