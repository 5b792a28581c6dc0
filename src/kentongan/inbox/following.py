"""What a citizen may see of a case: its steps with the number, its words with the key.

A secret case shows itself to nobody who has only the number. A number that was merged leads on to
the one case; the words stay those of whoever has the number, however cases are merged and split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from kentongan.inbox import numbers
from kentongan.inbox.models import Attachment, Case, Channel, Elsewhere, Message, Rating, Reply
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _

#: So long after closing citizens say how it was, and may think better of it.
RATED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way. ``state``: done, now or ahead."""

    label: str
    at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A case as its citizen sees it. Only with the key: text, answers, outcome, rating.

    ``now`` is the case in which the matter is: another one after a merge. ``onward``: numbers
    under which it goes on. ``more``: what the citizen added to ``text`` on the page itself.
    ``lost``: what became of files that were not kept, in words for who sent them.
    """

    case: Case
    now: Case
    steps: list[Step]
    whole: bool
    onward: tuple[str, ...] = ()
    text: str = ""
    more: tuple[Message, ...] = ()
    answers: tuple[Reply, ...] = ()
    lost: tuple[str, ...] = ()
    outcome: str = ""
    rating: Rating | None = None

    @property
    def talk(self) -> list[tuple[bool, datetime, str]]:
        """What followed the first words, in order: whether it is ours, when, what."""
        added = [(False, one.sent_at, one.text) for one in self.more]
        given = [(True, one.given_at, one.text) for one in self.answers if one.given_at]
        return sorted([*added, *given], key=lambda turn: turn[1])

    @property
    def rated_until(self) -> datetime | None:
        """Until when the citizen is asked how it was; None while nothing is closed."""
        if not self.whole or self.now.state != "closed" or self.now.closed_at is None:
            return None
        return self.now.closed_at + RATED

    @property
    def may_be_forgotten(self) -> bool:
        """Whether there is a name or contact that the citizen gave us."""
        case = self.case
        given = case.contact or case.author_name or case.author_handle
        return self.whole and bool(given) and case.channel in Channel.values


def follow(number: str, key: str = "", *, at: datetime) -> Followed:
    """The case with that number; raises :class:`Missing`. With the right ``key`` in full.

    What may still be taken back at that moment is not told yet.
    """
    rows = Case.objects.select_related("unit", "origin", "merged_into")
    typed = numbers.typed(number)
    case = rows.filter(number="-".join(typed) if typed else number.strip().upper()).first()
    whole = case is not None and bool(key) and constant_time_compare(case.follow_key, key)
    if case is None or (key and not whole):
        raise _missing()
    onward = _onward(case)
    now = _standing(case, onward)
    if not whole and (case.secret or now.secret):
        raise _missing()
    steps = _steps(case, now, at - Reply.UNDO)
    leads = tuple(other.number for other in onward if not other.secret)
    if not whole:
        return Followed(case, now, steps, whole=False, onward=leads)
    said = written(case)
    texts = list(said.order_by("sent_at", "pk")[: None if case.channel == Channel.FORM else 1])
    settled = Q(given_at__lte=at - Reply.UNDO) | Q(given_at__isnull=False, delivery__isnull=False)
    given = Reply.objects.filter(settled, message__in=said, undone_at__isnull=True)
    return Followed(
        case,
        now,
        steps,
        whole=True,
        onward=leads,
        text=texts[0].text if texts else "",
        more=tuple(texts[1:]),
        answers=tuple(given.order_by("given_at")),
        lost=_lost(said),
        outcome=now.outcome if now.state == "closed" else "",
        rating=Rating.objects.filter(case=case).first(),
    )


def _lost(said: QuerySet[Message]) -> tuple[str, ...]:
    """Whoever sent a file that was not kept learns it, and may send it anew. Each once."""
    sentences = {
        "infected": _(
            "Ada lampiran Anda yang memuat virus, jadi tidak kami simpan dan tidak dibaca petugas."
            " Periksa perangkat Anda, lalu kirim lagi berkas yang bersih."
        ),
        "refused": _(
            "Ada lampiran Anda yang tidak dapat kami simpan. Kirim lagi sebagai foto atau PDF,"
            " paling besar 15 MB."
        ),
    }
    rows = Attachment.objects.filter(message__in=said, state__in=sentences).order_by()
    found = set(rows.values_list("state", flat=True))
    return tuple(text for state, text in sentences.items() if state in found)


def written(case: Case) -> QuerySet[Message]:
    """What came from outside under the number of a case, wherever it is handled now."""
    return Message.objects.filter(Q(came_with=case) | Q(case=case, came_with=None), ours=False)


def standing_for(case: Case) -> Case:
    """The case in which the matter of a number is now: another one where it was merged."""
    return _standing(case, _onward(case))


def _standing(case: Case, onward: Sequence[Case]) -> Case:
    return onward[0] if case.state == "merged" and onward else case


def _missing() -> Missing:
    return Missing(_("Nomor itu tidak ditemukan. Periksa lagi huruf dan angkanya di tanda terima."))


def _onward(case: Case) -> list[Case]:
    """The other cases in which what came with this one is now; where nothing is known, the one
    into which it was merged."""
    rows = Case.objects.filter(messages__came_with=case).exclude(pk=case.pk).distinct()
    found = list(rows.order_by("opened_at", "pk"))
    if found or case.merged_into is None:
        return found
    return [case.end_of_merges]


def _answered(now: Case, at: datetime) -> str:
    """That a matter was answered, and how where that was beside the networks."""
    told = now.elsewhere.filter(undone_at=None, given_at=at).first()
    ways = {
        Elsewhere.Way.PHONE: _("Dijawab lewat telepon"),
        Elsewhere.Way.VISIT: _("Dijawab bertatap muka"),
        Elsewhere.Way.ON_SITE: _("Dijawab di lokasi"),
        Elsewhere.Way.LETTER: _("Dijawab lewat surat"),
    }
    return ways[Elsewhere.Way(told.way)] if told else _("Dijawab")


def _steps(case: Case, now: Case, until: datetime) -> list[Step]:
    """Received, handed on, answered, done; what is still ahead has no time.

    ``now``: the case in which the matter is; another one where ``case`` was merged. ``until``: an
    answer that is younger may still be taken back.
    """
    done = [Step(_("Diterima %(unit)s") % {"unit": case.origin.name}, case.opened_at, "done")]
    if now != case:
        text = _("Disatukan dengan laporan %(number)s") % {"number": now.number}
        done.append(Step(text, case.closed_at, "done"))
    handed = now.dispositions.select_related("to_unit").exclude(state__in=("returned", "withdrawn"))
    done += [
        Step(_("Diteruskan ke %(unit)s") % {"unit": row.to_unit.name}, row.at, "done")
        for row in handed.filter(lead=True)
    ]
    if now.first_replied_at is not None and now.first_replied_at <= until:
        done.append(Step(_answered(now, now.first_replied_at), now.first_replied_at, "done"))
    if now.state == "closed":
        done.append(Step(_("Selesai"), now.closed_at, "done"))
        return done
    ahead = {
        "new": _("Menunggu petugas"),
        "handling": _("Sedang ditangani"),
        "waiting": _("Menunggu jawaban Anda"),
    }
    if now.state not in ahead:
        done.append(Step(_("Tidak perlu ditindaklanjuti"), now.closed_at, "done"))
        return done
    return [*done, Step(ahead[now.state], None, "now"), Step(_("Selesai"), None, "ahead")]
