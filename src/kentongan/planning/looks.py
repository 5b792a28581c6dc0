"""How the states of a post look: tone, icon, edge, and the class of a calendar item.

Colour means state and is never alone: each has its icon and its word.
"""

from dataclasses import dataclass

from kentongan.planning.states import POST


@dataclass(frozen=True, slots=True)
class Look:
    """Arguments of ``{% kd %}`` and the calendar's class."""

    tone: str
    icon: str
    edge: str
    css: str


_LOOKS: dict[str, Look] = {
    "draft": Look("netral", "pencil", "", "draf"),
    "in_review": Look("info", "eye", "", "ditinjau"),
    "returned": Look("awas", "arrow-back-up", "", "revisi"),
    "approved": Look("merek", "rubber-stamp", "", "disetujui"),
    "scheduled": Look("merek", "clock", "garis", "terjadwal"),
    "published": Look("sukses", "check", "", "terbit"),
    "attention": Look("awas", "zoom-exclamation", "putus", "perlu-dicek"),
    "withdrawn": Look("netral", "archive", "putus", "ditarik"),
    "cancelled": Look("netral", "ban", "putus", "dibatalkan"),
}


def look(state: str) -> Look:
    """The look of a state."""
    return _LOOKS[state]


def label(state: str) -> str:
    """The word for a state."""
    return str(POST.labels[state])
