"""Every write of the register: one function, one transaction, one ledger line each."""

from kentongan.networks.actions.applications import forget_application, save_application
from kentongan.networks.actions.calls import be_called
from kentongan.networks.actions.connection import (
    Checked,
    check,
    connect,
    disconnect,
    mark_broken,
    mark_healthy,
    renew_ahead,
    serve_by_hand,
    who_to_tell,
)
from kentongan.networks.actions.custody import end_custody, hand_over
from kentongan.networks.actions.ending import mark_expiring, remind
from kentongan.networks.actions.entry import close, edit, register, reopen
from kentongan.networks.actions.oauth import (
    Journey,
    Landed,
    begin_oauth,
    choices_in,
    choose,
    finish_oauth,
)
from kentongan.networks.actions.opening import open_here
from kentongan.networks.actions.renewal import renew, save_secret

__all__ = [
    "Checked",
    "Journey",
    "Landed",
    "be_called",
    "begin_oauth",
    "check",
    "choices_in",
    "choose",
    "close",
    "connect",
    "disconnect",
    "edit",
    "end_custody",
    "finish_oauth",
    "forget_application",
    "hand_over",
    "mark_broken",
    "mark_expiring",
    "mark_healthy",
    "open_here",
    "register",
    "remind",
    "renew",
    "renew_ahead",
    "reopen",
    "save_application",
    "save_secret",
    "serve_by_hand",
    "who_to_tell",
]
