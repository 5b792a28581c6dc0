"""Addresses for networks that fetch by themselves: signed, for a while, for one file."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from kentongan.media import files
from kentongan.media.images import EXTENSIONS
from kentongan.media.rendering import Ready
from kentongan.media.video import EXTENSION, MP4

LIFE = timedelta(hours=1)
#: Bytes a second (1 Mbit/s) of the slowest line on which a network can still fetch all of a file.
SLOWEST = 125_000
_SALT = "kentongan.media.public"
_FOLDERS = (f"{files.FOLDER}/", f"{files.RENDITIONS}/")


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep=".")


def life(size: int) -> timedelta:
    """How long an address is good: an hour, and as long as the file may be on its way.

    A large video is fetched in parts, and each part is asked for anew.
    """
    return LIFE + timedelta(seconds=size // SLOWEST)


def token(asset: UUID, rendition: Ready, *, until: datetime) -> str:
    """What the address holds: which file of which asset, until when, and our signature."""
    said = {
        "a": asset.hex,
        "n": rendition.name,
        "m": rendition.mime,
        "u": int(until.timestamp()),
    }
    return _signer().sign_object(said)


def read(text: str, *, at: datetime) -> tuple[UUID, str, str] | None:
    """Asset, name and type of the file; None for what is forged, broken or over."""
    try:
        said = _signer().unsign_object(text)
        asset, name, mime, until = UUID(said["a"]), str(said["n"]), str(said["m"]), int(said["u"])
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
    if at.timestamp() >= until or not name.startswith(_FOLDERS):
        return None
    return asset, name, mime


def file_name(mime: str) -> str:
    """The end of the address: some networks look at it before they look at the type."""
    return f"berkas.{EXTENSION if mime == MP4 else EXTENSIONS[mime]}"
