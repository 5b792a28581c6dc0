"""The writes of this feature. Split by meaning; import from here."""

from kentongan.media.actions.alike import take_likenesses
from kentongan.media.actions.clearing import clear_copies, clear_incoming, clear_orphans
from kentongan.media.actions.consents import (
    add_consent,
    change_consent,
    remove_consent,
    say_shown,
    warn_ending,
    withdraw_consent,
)
from kentongan.media.actions.incoming import (
    TAKE_IN,
    begin,
    cancel,
    complete,
    go_on,
    receive,
    take_in,
    take_in_waiting,
)
from kentongan.media.actions.library import (
    Binned,
    describe,
    discard,
    empty_bin,
    make_folder,
    move,
    remove_folder,
    rename_folder,
    restore,
    tag,
)
from kentongan.media.actions.pictures import (
    READ,
    read_soon,
    read_unread,
    read_words,
    set_focus,
    upload,
)
from kentongan.media.actions.rows import log_infected
from kentongan.media.actions.space import warn_scarce
from kentongan.media.actions.subtitles import put_subtitles, remove_subtitles
from kentongan.media.actions.videos import FIT, fit_video, forget_failures, prepare_video
from kentongan.media.naming import clean_name

__all__ = [
    "FIT",
    "READ",
    "TAKE_IN",
    "Binned",
    "add_consent",
    "begin",
    "cancel",
    "change_consent",
    "clean_name",
    "clear_copies",
    "clear_incoming",
    "clear_orphans",
    "complete",
    "describe",
    "discard",
    "empty_bin",
    "fit_video",
    "forget_failures",
    "go_on",
    "log_infected",
    "make_folder",
    "move",
    "prepare_video",
    "put_subtitles",
    "read_soon",
    "read_unread",
    "read_words",
    "receive",
    "remove_consent",
    "remove_folder",
    "remove_subtitles",
    "rename_folder",
    "restore",
    "say_shown",
    "set_focus",
    "tag",
    "take_in",
    "take_in_waiting",
    "take_likenesses",
    "upload",
    "warn_ending",
    "warn_scarce",
    "withdraw_consent",
]
