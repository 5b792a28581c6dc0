"""Every write to a post. Split by meaning; import from here."""

from kentongan.planning.actions.marks import set_link_marks
from kentongan.planning.actions.media import (
    add_media,
    attach,
    attach_all,
    move_media,
    remove_media,
)
from kentongan.planning.actions.posts import (
    archive,
    cancel,
    create_post,
    duplicate,
    reopen,
    unarchive,
    weigh,
)
from kentongan.planning.actions.revisions import freeze, restore, revision_of
from kentongan.planning.actions.saving import Saved, save_draft, wish
from kentongan.planning.actions.state import (
    lock,
    transition,
    transition_all_if_possible,
    transition_if_possible,
)
from kentongan.planning.actions.waivers import ask_waiver, decide_waiver
from kentongan.planning.actions.writing import Clash, DraftConflict, NeedsConfirmation, editable

__all__ = [
    "Clash",
    "DraftConflict",
    "NeedsConfirmation",
    "Saved",
    "add_media",
    "archive",
    "ask_waiver",
    "attach",
    "attach_all",
    "cancel",
    "create_post",
    "decide_waiver",
    "duplicate",
    "editable",
    "freeze",
    "lock",
    "move_media",
    "remove_media",
    "reopen",
    "restore",
    "revision_of",
    "save_draft",
    "set_link_marks",
    "transition",
    "transition_all_if_possible",
    "transition_if_possible",
    "unarchive",
    "weigh",
    "wish",
]
