"""Every write of this feature. Split by meaning; import from here."""

from kentongan.compliance.actions.adjusting import adjust, amend, set_rule, withdraw
from kentongan.compliance.actions.elections import (
    ElectionEntry,
    create_election,
    delete_election,
    edit_election,
)
from kentongan.compliance.actions.feedback import (
    TooMany,
    answer_misfire,
    forget_misfires,
    note_passed,
    report_misfire,
)
from kentongan.compliance.actions.looks import forget_looks, look_at

__all__ = [
    "ElectionEntry",
    "TooMany",
    "adjust",
    "amend",
    "answer_misfire",
    "create_election",
    "delete_election",
    "edit_election",
    "forget_looks",
    "forget_misfires",
    "look_at",
    "note_passed",
    "report_misfire",
    "set_rule",
    "withdraw",
]
