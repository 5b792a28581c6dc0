"""What a citizen may see of a case: its steps with the number, its words with the key.

A secret case shows itself to nobody who has only the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from kentongan.inbox.models import Case, Channel, Rating, Reply
from kentongan.kernel.errors import Missing

_GONE = {"dismissed", "merged"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way. ``state``: done, now or ahead."""

    label: str
    at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A case as its citizen sees it. ``words`` only with the key: text, answers, rating."""

    case: Case
    steps: list[Step]
    whole: bool
    text: str = ""
    answers: tuple[Reply, ...] = ()
    rating: Rating | None = None

    @property
    def may_rate(self) -> bool:
        """Whether the citizen is asked how it was."""
        return self.whole and self.case.state == "closed" and self.rating is None

    @property
    def may_be_forgotten(self) -> bool:
        """Whether there is a name or contact that the citizen gave us."""
        case = self.case
        given = case.contact or case.author_name or case.author_handle
        return self.whole and bool(given) and case.channel in Channel.values


def follow(number: str, key: str = "") -> Followed:
    """The case with that number; raises :class:`Missing`. With the right ``key`` in full."""
    rows = Case.objects.select_related("unit", "origin", "merged_into")
    case = rows.filter(number=number.strip().upper()).first()
    whole = case is not None and bool(key) and constant_time_compare(case.follow_key, key)
    if case is None or (case.secret and not whole) or (key and not whole):
        raise Missing(
            _("Nomor itu tidak ditemukan. Periksa lagi huruf dan angkanya di tanda terima.")
        )
    steps = _steps(case)
    if not whole:
        return Followed(case, steps, whole=False)
    first = case.messages.filter(ours=False).order_by("sent_at").first()
    given = case.replies.filter(given_at__isnull=False, undone_at__isnull=True)
    return Followed(
        case,
        steps,
        whole=True,
        text=first.text if first else "",
        answers=tuple(given.order_by("given_at")),
        rating=Rating.objects.filter(case=case).first(),
    )


def _steps(case: Case) -> list[Step]:
    """Received, handed on, answered, done; what is still ahead has no time."""
    done = [Step(_("Diterima %(unit)s") % {"unit": case.origin.name}, case.opened_at, "done")]
    handed = case.dispositions.select_related("to_unit").exclude(
        state__in=("returned", "withdrawn")
    )
    done += [
        Step(_("Diteruskan ke %(unit)s") % {"unit": row.to_unit.name}, row.at, "done")
        for row in handed.filter(lead=True)
    ]
    if case.first_replied_at is not None:
        done.append(Step(_("Dijawab"), case.first_replied_at, "done"))
    if case.state == "closed":
        done.append(Step(_("Selesai"), case.closed_at, "done"))
        return done
    if case.state in _GONE:
        done.append(Step(_("Tidak perlu ditindaklanjuti"), case.closed_at, "done"))
        return done
    now = {
        "new": _("Menunggu petugas"),
        "handling": _("Sedang ditangani"),
        "waiting": _("Menunggu jawaban Anda"),
    }
    return [*done, Step(now[case.state], None, "now"), Step(_("Selesai"), None, "ahead")]
