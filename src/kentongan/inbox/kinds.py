"""What kinds of messages are called, and what follows from a kind."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kentongan.language.triage.reading import Flag, Kind

LABELS = {
    Kind.QUESTION.value: _("Pertanyaan"),
    Kind.INFORMATION_REQUEST.value: _("Permintaan informasi"),
    Kind.COMPLAINT.value: _("Pengaduan"),
    Kind.INTEGRITY_REPORT.value: _("Pengaduan integritas"),
    Kind.ASPIRATION.value: _("Aspirasi"),
    Kind.SUGGESTION.value: _("Masukan"),
    Kind.CRITICISM.value: _("Kritik"),
    Kind.APPRECIATION.value: _("Apresiasi"),
    Kind.FACT_CHECK.value: _("Cek kebenaran"),
    Kind.EMERGENCY.value: _("Darurat"),
    Kind.ABUSE_SPAM.value: _("Spam dan penyalahgunaan"),
    Kind.CHATTER.value: _("Obrolan"),
}
FLAG_LABELS = {
    Flag.EMERGENCY.value: _("Darurat"),
    Flag.PERSONAL_DATA.value: _("Data pribadi"),
    Flag.ABUSIVE.value: _("Kata kasar"),
    Flag.POLITICAL.value: _("Politik"),
    Flag.GAMBLING_SPAM.value: _("Judi daring"),
}
CHOICES = list(LABELS.items())
_UNKNOWN = _("Belum dikenali")
#: Nothing needs to be answered: no clock runs, and the queue does not ask for them.
UNASKED = frozenset({Kind.CHATTER.value, Kind.ABUSE_SPAM.value})
#: What comes after an answer and waits for no other.
CONTENT = UNASKED | {Kind.APPRECIATION.value}
#: What the machine recognised so weighs more than what the citizen chose.
STRONGER = frozenset(
    {Kind.EMERGENCY.value, Kind.INTEGRITY_REPORT.value, Kind.ABUSE_SPAM.value}
)  # fmt: skip


def label_of(kind: str) -> str:
    """The kind in words; empty is a message that nothing recognised yet."""
    return str(LABELS.get(kind, _UNKNOWN))
