"""Words of the pages: phases, severities, settings of a rule, certainty of references."""

from __future__ import annotations

from kentongan.compliance.basis import status_label
from kentongan.compliance.draft import Basis, Finding, Phase, Severity
from kentongan.compliance.levels import INHERIT, OFF, STANDARD
from kentongan.kernel.say import gettext as _


def phase_label(phase: Phase | str) -> str:
    """``Kampanye``."""
    return {
        Phase.NORMAL: _("Biasa"),
        Phase.PRE_NOMINATION: _("Menjelang penetapan calon"),
        Phase.CAMPAIGN: _("Kampanye"),
        Phase.QUIET: _("Masa tenang"),
        Phase.POLLING: _("Pemungutan dan rekapitulasi"),
        Phase.AFTER: _("Sesudah pemilihan"),
    }[Phase(phase)]


def severity_label(severity: Severity | str) -> str:
    """``Wajib diperbaiki``."""
    return {
        Severity.MUST: _("Wajib diperbaiki"),
        Severity.WEIGH: _("Perlu ditimbang"),
        Severity.HINT: _("Saran"),
    }[Severity(severity)]


#: Names of the colours and of the cards.
TONES = {Severity.MUST: "wajib", Severity.WEIGH: "timbang", Severity.HINT: "saran"}
ICONS = {
    Severity.MUST: "alert-octagon",
    Severity.WEIGH: "alert-triangle",
    Severity.HINT: "bulb",
}


#: What is found of these is not said again where more people read it.
_UNSAID = frozenset({"personal_data", "vulnerable_persons"})
_MOST_WORDS = 60


def what_stops(finding: Finding) -> str:
    """The words found and what is wrong with them, for whoever does not see the text itself."""
    words = " ".join(finding.text.split())
    if not words or finding.family in _UNSAID:
        return finding.message
    short = words if len(words) <= _MOST_WORDS else words[: _MOST_WORDS - 1].rstrip() + "…"
    return _("“%(words)s”: %(message)s") % {"words": short, "message": finding.message}


def setting_label(setting: str) -> str:
    """What a rule is set to: ``Dimatikan``."""
    return {
        OFF: _("Dimatikan"),
        STANDARD: _("Bawaan"),
        INHERIT: _("Ikut unit di atas"),
        Severity.HINT.value: _("Selalu saran"),
        Severity.WEIGH.value: _("Selalu perlu ditimbang"),
        Severity.MUST.value: _("Selalu wajib diperbaiki"),
    }.get(setting, setting)


def kind_of_act(kind: str) -> str:
    """What somebody did: ``Tanda suka``."""
    return {
        "post": _("Unggahan"),
        "reply": _("Komentar"),
        "repost": _("Dibagikan"),
        "like": _("Tanda suka"),
        "release": _("Rilis"),
    }.get(kind, kind)


def basis_line(basis: Basis) -> str:
    """A reference with its certainty, as one line: the title is never shown without it."""
    return f"{basis.title} ({_(status_label(basis.status))})"
