"""The pages of this feature. Split by meaning; import from here."""

from kentongan.media.views.assets import asset, crop, focus
from kentongan.media.views.details import (
    consent_change,
    consent_new,
    consent_paper,
    consent_remove,
    consent_withdraw,
    describe,
    shown,
)
from kentongan.media.views.library import (
    bulk,
    folder_new,
    folder_remove,
    folder_rename,
    index,
    put_back,
)
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
    "bulk",
    "consent_change",
    "consent_new",
    "consent_paper",
    "consent_remove",
    "consent_withdraw",
    "crop",
    "describe",
    "focus",
    "folder_new",
    "folder_remove",
    "folder_rename",
    "give_up",
    "index",
    "public",
    "put_back",
    "send",
    "show",
    "shown",
    "subtitles_edit",
    "subtitles_file",
    "subtitles_new",
    "subtitles_remove",
    "upload",
    "uploads",
]
