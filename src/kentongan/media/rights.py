"""By what right a file is used, who can be recognised in it, and how long they agreed. No database.

The one list of licences: the library keeps them with the file, planning declares them of a picture.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: So long before the end of a consent its unit is told.
WARNING = timedelta(days=14)


class Licence(models.TextChoices):
    """By what right a picture may be used; empty: nobody has said."""

    OWN = "own", _("Karya unit sendiri")
    PERMISSION = "permission", _("Sudah diizinkan pemiliknya")
    CC0 = "cc0", _("CC0, tanpa syarat")
    CC_BY = "cc_by", _("CC BY, sebut pembuatnya")
    CC_BY_SA = "cc_by_sa", _("CC BY-SA, sebut pembuatnya")
    FREE = "free", _("Lisensi bebas lain")
    STATE = "state", _("Milik umum atau lambang negara")
    BOUGHT = "bought", _("Dibeli atau dari stok foto")


#: Licences that hold only where the maker is named.
NAMES_MAKER = frozenset({Licence.CC_BY.value, Licence.CC_BY_SA.value})
#: What is written nowhere else: who allowed it, when, for what.
NEEDS_NOTE = frozenset({Licence.PERMISSION.value})


class Shown(models.TextChoices):
    """Whether people can be recognised in a file; empty: nobody has said."""

    NOBODY = "nobody", _("Tidak ada yang dikenali")
    PEOPLE = "people", _("Ada orang yang dikenali")


class Standing(StrEnum):
    """How it stands with the people in a file on a day."""

    UNSAID = "unsaid"
    NOBODY = "nobody"
    MISSING = "missing"
    AGREED = "agreed"
    ENDING = "ending"
    OVER = "over"

    @property
    def label(self) -> str | Promise:
        """In words."""
        return LABELS[self]

    @property
    def holds(self) -> bool:
        """Whether the file may be shown as far as people are concerned."""
        return self in (Standing.NOBODY, Standing.AGREED, Standing.ENDING)


LABELS: dict[Standing, str | Promise] = {
    Standing.UNSAID: _("Orang belum dicatat"),
    Standing.NOBODY: _("Tidak ada orang yang dikenali"),
    Standing.MISSING: _("Belum semua setuju"),
    Standing.AGREED: _("Semuanya setuju"),
    Standing.ENDING: _("Persetujuan segera berakhir"),
    Standing.OVER: _("Persetujuan sudah berakhir"),
}


class Peopled(Protocol):
    """What is summed up on an asset about the people in it."""

    shown: str
    all_agreed: bool
    consent_from: date | None
    consent_until: date | None


def standing(held: Peopled, day: date) -> Standing:
    """How it stands on ``day``, a day of the unit's own calendar; the last day still counts."""
    if held.shown != Shown.PEOPLE:
        return Standing.NOBODY if held.shown else Standing.UNSAID
    if held.consent_until is not None and held.consent_until < day:
        return Standing.OVER
    if not held.all_agreed or (held.consent_from is not None and held.consent_from > day):
        return Standing.MISSING
    if held.consent_until is not None and held.consent_until - day <= WARNING:
        return Standing.ENDING
    return Standing.AGREED
