"""The terms of SP4N-LAPOR! for one matter, with how certain they are.

As the description of the national application tells them; the text of the regulation itself
(PermenPANRB 62/2018) was not found, and the screen says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kentongan.inbox import clock
from kentongan.inbox.clock import Allowed, Calendar
from kentongan.inbox.models import LaporLink

CERTAINTY = _("menurut keterangan resmi aplikasi; naskah peraturannya belum ditemukan")
FORWARD, ANSWER, DONE, DONE_SUPERVISED = 3, 5, 14, 60


@dataclass(frozen=True, slots=True)
class Term:
    """What must have happened by when; ``over`` once it has."""

    what: str | Promise
    due_at: datetime
    over: bool


def terms_of(link: LaporLink, calendar: Calendar) -> list[Term]:
    """The terms in order, counted in working days from when it was registered there."""
    last = DONE_SUPERVISED if link.supervised else DONE
    passed = {"terdaftar": 0, "diteruskan": 1, "diproses": 2, "selesai": 3, "ditutup": 3}
    done = passed.get(link.status, 0)
    rows = (
        (_("Diteruskan ke instansi"), FORWARD),
        (_("Rumusan tindak lanjut"), ANSWER),
        (_("Selesai"), last),
    )
    found = []
    for place, (what, days) in enumerate(rows):
        moment = clock.due(link.registered_at, Allowed(days, clock.WORKING_DAYS), calendar)
        assert moment is not None  # without stops there always is one
        found.append(Term(what, moment, over=place < done))
    return found
