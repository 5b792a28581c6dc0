"""The writes of this feature. Split by meaning; import from here."""

from kentongan.media.actions.clearing import clear_incoming, clear_orphans
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
from kentongan.media.actions.pictures import READ, read_unread, read_words, set_focus, upload
from kentongan.media.actions.subtitles import put_subtitles, remove_subtitles
from kentongan.media.actions.videos import FIT, fit_video, prepare_video
from kentongan.media.naming import clean_name

__all__ = [
    "FIT",
    "READ",
    "TAKE_IN",
    "begin",
    "cancel",
    "clean_name",
    "clear_incoming",
    "clear_orphans",
    "complete",
    "fit_video",
    "go_on",
    "prepare_video",
    "put_subtitles",
    "read_unread",
    "read_words",
    "receive",
    "remove_subtitles",
    "set_focus",
    "take_in",
    "take_in_waiting",
    "upload",
]
