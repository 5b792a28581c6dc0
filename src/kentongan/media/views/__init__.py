"""The pages of this feature. Split by meaning; import from here."""

from kentongan.media.views.assets import asset, focus
from kentongan.media.views.public import public
from kentongan.media.views.showing import show
from kentongan.media.views.subtitles import (
    subtitles_edit,
    subtitles_file,
    subtitles_new,
    subtitles_remove,
)
from kentongan.media.views.tus import upload
from kentongan.media.views.uploading import give_up, send, uploads

__all__ = [
    "asset",
    "focus",
    "give_up",
    "public",
    "send",
    "show",
    "subtitles_edit",
    "subtitles_file",
    "subtitles_new",
    "subtitles_remove",
    "upload",
    "uploads",
]
