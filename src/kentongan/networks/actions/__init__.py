"""Every write of the register: one function, one transaction, one ledger line each."""

from kentongan.networks.actions.connection import (
    Checked,
    check,
    connect,
    disconnect,
    mark_broken,
    mark_expiring,
    mark_healthy,
    save_secret,
    serve_by_hand,
)
from kentongan.networks.actions.custody import end_custody, hand_over
from kentongan.networks.actions.entry import close, edit, register, reopen
from kentongan.networks.actions.keys import Recrypted, reencrypt_all
from kentongan.networks.actions.oauth import Journey, begin_oauth, finish_oauth

__all__ = [
    "Checked",
    "Journey",
    "Recrypted",
    "begin_oauth",
    "check",
    "close",
    "connect",
    "disconnect",
    "edit",
    "end_custody",
    "finish_oauth",
    "hand_over",
    "mark_broken",
    "mark_expiring",
    "mark_healthy",
    "reencrypt_all",
    "register",
    "reopen",
    "save_secret",
    "serve_by_hand",
]
