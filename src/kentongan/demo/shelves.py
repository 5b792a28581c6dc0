"""The media library of the example pemda: folders, what is known of files, people, consent."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kentongan.demo import posters
from kentongan.demo.loading import table
from kentongan.demo.newsroom import Newsroom
from kentongan.media import actions as media
from kentongan.media.models import Asset, Folder

#: The shelves were put up this long ago; the posters of the last days were tidied up since.
_PUT_UP = timedelta(days=20)
_TIDIED = timedelta(hours=3)


def set_up(newsroom: Newsroom) -> None:
    """Put everything about the library on the agenda."""
    world, agenda = newsroom.world, newsroom.agenda
    for code, names in table("library")["folders"].items():
        agenda.add(world.at - _PUT_UP, partial(_folders, newsroom=newsroom, code=code, names=names))
        agenda.add(world.at - _TIDIED, partial(_tidy, newsroom=newsroom, code=code))
    for given in table("library")["picture"]:
        taken = world.at - timedelta(days=given["days_ago"], minutes=20)
        agenda.add(taken, partial(_picture, newsroom=newsroom, given=given))


def _folders(at: datetime, *, newsroom: Newsroom, code: str, names: list[str]) -> None:
    world = newsroom.world
    for name in names:
        media.make_folder(unit=world.units[code], name=name, by=world.writer(code), at=at)


def _picture(at: datetime, *, newsroom: Newsroom, given: dict[str, Any]) -> None:
    """A picture with the people in it."""
    world, code = newsroom.world, given["unit"]
    unit, by = world.units[code], world.writer(code)
    file = io.BytesIO(posters.draw(given["poster"]))
    asset = media.upload(by=by, at=at, unit=unit, file=file, name=given["name"])
    _describe(newsroom, asset, given, at)
    if not given.get("people"):
        media.say_shown(asset_id=asset.pk, shown="nobody", by=by, at=at)
    for shown in given.get("people", []):
        ends = world.at + timedelta(days=shown["days_left"]) if "days_left" in shown else None
        until = ends.astimezone(world.days.zone).date() if ends else None
        media.add_consent(
            asset_id=asset.pk,
            who=shown["who"],
            child=shown.get("child", False),
            agreed=shown.get("agreed", True),
            until=until,
            by=by,
            at=at,
        )


def _tidy(at: datetime, *, newsroom: Newsroom, code: str) -> None:
    """The posters of the unit's posts: named, tagged, put in their folder."""
    for asset in Asset.objects.filter(unit=newsroom.world.units[code], title=""):
        name = asset.name.removeprefix("poster-").removesuffix(".png")
        if poster := table("posters").get(name):
            said = {"title": f"Poster {poster['title'].lower()}", "alt": poster["alt"]}
            more = table("library")["shelf"].get(name, {})
            _describe(newsroom, asset, said | more, at)
            media.say_shown(
                asset_id=asset.pk, shown="nobody", by=newsroom.world.writer(code), at=at
            )


def _describe(newsroom: Newsroom, asset: Asset, given: dict[str, Any], at: datetime) -> None:
    folder = Folder.objects.filter(unit=asset.unit_id, name=given.get("folder", "")).first()
    media.describe(
        asset_id=asset.pk,
        by=newsroom.world.writer(asset.unit.code),
        at=at,
        title=given["title"],
        alt=given.get("alt") or posters.alt(given["poster"]),
        credit=given.get("credit", f"Dokumentasi {asset.unit.name}"),
        licence=given.get("licence", "own"),
        licence_note=given.get("licence_note", ""),
        tags=given.get("tags", "poster"),
        folder=folder.pk if folder else None,
    )
