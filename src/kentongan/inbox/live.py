"""What an open page of a case is told while somebody reads or writes on it: whether anything in
the case changed since the page was drawn, and what, in one sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kentongan.inbox.models import Case, Message
from kentongan.inbox.queries import Said
from kentongan.ledger import labels
from kentongan.ledger.models import Entry
from kentongan.people.models import User

#: So many acts are named; of more the latest.
MOST_NAMED = 2
_WORDS = re.compile(
    r"(?P<number>[A-Za-z]{2,3}-[0-9]{3,8}) (?P<mark>[0-9a-f]{16}) (?P<last>[0-9a-f]{32}|-)"
    r" (?P<at>[0-9]+)"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a case: ``mark`` changes with anything in it, ``at`` is when it was
    drawn, ``last`` the message of a citizen that was stored last. By its place, not its time: that
    is when the look that brought it began."""

    number: str
    mark: str
    last: UUID | None
    at: datetime

    def __str__(self) -> str:
        last = self.last.hex if self.last else "-"
        return f"{self.number} {self.mark} {last} {self.at.timestamp() * 1_000_000:.0f}"


def shown_in(words: str) -> Shown | None:
    """What a page says that it shows; None where it makes no sense."""
    found = _WORDS.fullmatch(words)
    if found is None:
        return None
    try:
        at = datetime.fromtimestamp(int(found["at"]) / 1_000_000, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return None
    last = None if found["last"] == "-" else UUID(found["last"])
    return Shown(found["number"].upper(), found["mark"], last, at)


def shown(
    case: Case, said: Iterable[Said], last_act: int | None, user: User, at: datetime
) -> Shown:
    """What a page that is drawn now shows of a case."""
    last = max((message.pk for message in _of_citizens(said)), default=None)
    return Shown(case.number, mark_of(case, last_act, user, at), last, at)


def mark_of(case: Case, last_act: int | None, user: User, at: datetime) -> str:
    """What changes with anything in a case. The last act is read before the other parts, so that
    what happens in between is told again and never missed."""
    said = (
        case.version, case.messages_count, case.last_at, _writing(case, user, at), last_act
    )  # fmt: skip
    return hashlib.blake2b(repr(said).encode(), digest_size=8).hexdigest()


def _of_citizens(said: Iterable[Said]) -> list[Message]:
    return [one.message for one in said if one.message is not None and not one.ours]


def _writing(case: Case, user: User, at: datetime) -> object:
    """Which colleague is writing an answer."""
    until = case.answering_until
    if until is None or until < at or case.answering_id == user.pk:
        return None
    return case.answering_id


def newest(before: Shown, said: Iterable[Said]) -> Message | None:
    """The latest message of a citizen that came in since then."""
    new = [m for m in _of_citizens(said) if before.last is None or m.pk > before.last]
    return new[-1] if new else None


def told(
    before: Shown, said: Sequence[Said], acts: Sequence[Entry], user: User, *, kept: bool
) -> str:
    """What happened since then, for whoever looks at the page. ``kept``: they are writing, so
    their answer stays with the message it was begun for."""
    of_citizens = _of_citizens(said)
    sentences = []
    if newest(before, said) is not None:
        sentences.append(
            _("Ada pesan baru. Balasan yang sedang Anda tulis tetap untuk pesan sebelumnya.")
            if kept else _("Ada pesan baru.")
        )  # fmt: skip
    if any(m.edited_at is not None and m.edited_at > before.at for m in of_citizens):
        sentences.append(_("Warga mengubah pesannya."))
    if any(m.gone_at is not None and m.gone_at > before.at for m in of_citizens):
        sentences.append(_("Warga menghapus pesannya."))
    others = [
        act for act in acts
        if act.at > before.at and act.actor_id != str(user.pk) and act.action != "inbox.take_in"
    ]  # fmt: skip
    sentences += [_who_did(act) for act in reversed(others[:MOST_NAMED])]
    return " ".join(sentences) or _("Keadaan perkara ini berubah.")


def _who_did(act: Entry) -> str:
    what = labels.label_of(act.action)
    if act.actor_kind == "system":
        return f"{what}."
    return _("%(what)s, %(name)s.") % {"what": what, "name": act.actor_name}
