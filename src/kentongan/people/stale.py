"""Has somebody else changed it meanwhile? A form carries the fingerprint of what it showed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Model

from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _


def fingerprint(thing: Model, fields: Iterable[str]) -> str:
    """A short hash of the present values of ``fields``."""
    values = [str(getattr(thing, name)) for name in fields]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:20]


def still(thing: Model, fields: Iterable[str], seen: str) -> None:
    """Raise ``Conflict`` when ``seen`` is given and no longer the fingerprint."""
    if seen and seen != fingerprint(thing, fields):
        raise Conflict(
            _(
                "Orang lain baru saja mengubah data ini. Isian Anda masih ada di bawah; "
                "bandingkan dengan data terbaru, lalu simpan sekali lagi."
            )
        )
