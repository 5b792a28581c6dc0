"""The library: what is known of a file, folders, tags, the bin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line
from kentongan.ledger import actions as ledger
from kentongan.media import uses
from kentongan.media.actions.rows import locked_asset, log_asset
from kentongan.media.models import Asset, Folder, Tag
from kentongan.media.rights import NAMES_MAKER, NEEDS_NOTE, Licence
from kentongan.people.models import Unit, User

_SYSTEM = Actor.system("media")
#: How long a file stays in the bin.
BIN_LIFE = timedelta(days=30)
MAX_TAGS = 20
MAX_TAG = 40
MAX_FOLDERS = 200
#: How many files one act may touch.
MOST = 200
_LENGTHS = {"title": 160, "alt": 1500, "credit": 200, "licence_note": 300}


@dataclass(frozen=True, slots=True)
class Binned:
    """What came of throwing files away; ``kept`` are in use."""

    gone: int
    kept: int


def describe(
    *,
    asset_id: UUID,
    by: User,
    at: datetime,
    title: str,
    alt: str,
    credit: str,
    licence: str,
    licence_note: str,
    tags: str,
    folder: UUID | None,
) -> Asset:
    """Say what a file shows, whose it is, and where it lies; ``tags`` with commas between them.

    Posts that have the file keep what was declared there. Raises ``Invalid`` naming the fields.
    """
    given = {"title": title, "alt": alt, "credit": credit, "licence_note": licence_note}
    values, errors = _read(given)
    names: list[str] = []
    try:
        names = read_tags(tags)
    except Invalid as error:
        errors |= error.fields
    errors |= _wrong_licence(licence, values)
    if errors:
        raise Invalid(fields=errors)
    with transaction.atomic():
        asset = locked_asset(asset_id)
        place = _folder(folder, asset.unit_id)
        wanted = values | {"licence": licence, "folder": place}
        changed = [n for n, value in wanted.items() if getattr(asset, n) != value]
        had = sorted(asset.tags.values_list("name", flat=True))
        if had != names:
            changed.append("tags")
            asset.tags.all().delete()
            Tag.objects.bulk_create(Tag(asset=asset, name=name) for name in names)
        if not changed:
            return asset
        for name, value in wanted.items():
            setattr(asset, name, value)
        asset.save(update_fields=list(wanted))
        log_asset(asset, "media.describe", by=by, at=at, data={"fields": sorted(changed)})
    return asset


def _read(given: dict[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The lines as they are stored, and what is wrong with them."""
    values: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    for name, typed in given.items():
        try:
            values[name] = _line(name, " ".join(typed.splitlines()), _LENGTHS[name])
        except Invalid as error:
            errors |= error.fields
    return values, errors


def _line(name: str, given: str, most: int) -> str:
    value = clean_line(given, field=name)
    if len(value) > most:
        raise Invalid.field(name, _("Terlalu panjang; paling banyak %(n)s huruf.") % {"n": most})
    return value


def _wrong_licence(licence: str, values: dict[str, str]) -> dict[str, list[str]]:
    if licence not in ("", *Licence.values):
        return {"licence": [_("Pilih salah satu yang ada di daftar.")]}
    if licence in NAMES_MAKER and not values.get("credit"):
        return {"credit": [_("Lisensi ini mewajibkan nama pembuatnya. Tulis siapa.")]}
    if licence in NEEDS_NOTE and not values.get("licence_note"):
        return {"licence_note": [_("Catat siapa yang mengizinkan, kapan, dan untuk apa.")]}
    return {}


def read_tags(given: str) -> list[str]:
    """The tags typed, small letters, each once, sorted; raises ``Invalid`` at ``tags``."""
    typed = (" ".join(part.split()).lstrip("#").lower() for part in given.split(","))
    names = sorted({_line("tags", part, MAX_TAG) for part in typed if part})
    if len(names) > MAX_TAGS:
        raise Invalid.field("tags", _("Paling banyak %(n)s label.") % {"n": MAX_TAGS})
    return names


# ------------------------------------------------------------------------------------ folders


def make_folder(*, unit: Unit, name: str, by: User, at: datetime) -> Folder:
    """A new folder of the unit. Raises ``Invalid``; the same name again is said."""
    wanted = _folder_name(name)
    with transaction.atomic():
        present = Folder.objects.filter(unit=unit)
        if present.filter(name__iexact=wanted).exists():
            raise Invalid.field("name", _("Folder dengan nama itu sudah ada."))
        if present.count() >= MAX_FOLDERS:
            raise Invalid.field("name", _("Paling banyak %(n)s folder.") % {"n": MAX_FOLDERS})
        folder = Folder.objects.create(unit=unit, name=wanted, created_at=at)
        _log_folder(folder, "media.folder", by=by, at=at)
    return folder


def rename_folder(*, folder_id: UUID, name: str, by: User, at: datetime) -> Folder:
    """Another name for a folder. Raises ``Invalid``."""
    wanted = _folder_name(name)
    with transaction.atomic():
        folder = Folder.objects.select_related("unit").get(pk=folder_id)
        if folder.name == wanted:
            return folder
        others = Folder.objects.filter(unit=folder.unit_id).exclude(pk=folder.pk)
        if others.filter(name__iexact=wanted).exists():
            raise Invalid.field("name", _("Folder dengan nama itu sudah ada."))
        before, folder.name = folder.name, wanted
        folder.save(update_fields=["name"])
        _log_folder(folder, "media.folder_rename", by=by, at=at, before=before)
    return folder


def remove_folder(*, folder_id: UUID, by: User, at: datetime) -> None:
    """Away with a folder; its files stay and lie in none."""
    with transaction.atomic():
        folder = Folder.objects.select_related("unit").get(pk=folder_id)
        _log_folder(folder, "media.folder_remove", by=by, at=at, files=folder.assets.count())
        folder.delete()


def _folder_name(name: str) -> str:
    wanted = _line("name", name, 80)
    if not wanted:
        raise Invalid.field("name", _("Beri nama folder ini."))
    return wanted


def _log_folder(folder: Folder, act: str, *, by: User, at: datetime, **data: object) -> None:
    target = ("folder", str(folder.pk), folder.name)
    ledger.record(by=by, at=at, action=act, target=target, unit=folder.unit.code, data=data)


# --------------------------------------------------------------------------- many at a time


def move(
    *, unit: Unit, asset_ids: Iterable[UUID], folder: UUID | None, by: User, at: datetime
) -> int:
    """Put files of the unit in a folder of it, or in none; gives how many moved."""
    with transaction.atomic():
        place = _folder(folder, unit.pk)
        found = _chosen(unit, asset_ids)
        found = found.exclude(folder=place) if place else found.filter(folder__isnull=False)
        ids = list(found.values_list("pk", flat=True))
        Asset.objects.filter(pk__in=ids).update(folder=place)
        name = place.name if place else ""
        _log_many(unit, "media.move", ids, by=by, at=at, folder=name)
    return len(ids)


def tag(*, unit: Unit, asset_ids: Iterable[UUID], tags: str, by: User, at: datetime) -> int:
    """Give files of the unit these tags as well; gives how many files. Raises ``Invalid``."""
    names = read_tags(tags)
    if not names:
        raise Invalid.field("tags", _("Tulis labelnya dulu."))
    with transaction.atomic():
        ids = list(_chosen(unit, asset_ids).values_list("pk", flat=True))
        rows = [Tag(asset_id=pk, name=name) for pk in ids for name in names]
        Tag.objects.bulk_create(rows, ignore_conflicts=True)
        _log_many(unit, "media.tag", ids, by=by, at=at, tags=names)
    return len(ids)


def discard(*, unit: Unit, asset_ids: Iterable[UUID], by: User, at: datetime) -> Binned:
    """Put files of the unit in the bin for 30 days; what is used stays where it is.

    What was ever published stays as well: it is evidence.
    """
    with transaction.atomic():
        ids = list(_chosen(unit, asset_ids).select_for_update().values_list("pk", flat=True))
        used = uses.held(ids)
        gone = [pk for pk in ids if pk not in used]
        Asset.objects.filter(pk__in=gone).update(binned_at=at, binned_by=by.actor.name[:200])
        _log_many(unit, "media.discard", gone, by=by, at=at)
    return Binned(len(gone), len(ids) - len(gone))


def restore(*, unit: Unit, asset_ids: Iterable[UUID], by: User, at: datetime) -> int:
    """Take files of the unit out of the bin; gives how many."""
    with transaction.atomic():
        binned = Asset.objects.filter(unit=unit, pk__in=list(asset_ids), binned_at__isnull=False)
        ids = list(binned.values_list("pk", flat=True)[:MOST])
        Asset.objects.filter(pk__in=ids).update(binned_at=None, binned_by="")
        _log_many(unit, "media.restore", ids, by=by, at=at)
    return len(ids)


def empty_bin(*, at: datetime, limit: int = 500) -> int:
    """Forget what has lain in the bin for 30 days and is used nowhere; gives how many.

    Their files have no row then and go with ``clear_orphans``. One line in the ledger per unit.
    """
    over = Asset.objects.filter(binned_at__lt=at - BIN_LIFE).order_by("binned_at")
    found = list(over.values_list("pk", "unit_id")[:limit])
    used = uses.held(pk for pk, _unit in found)
    by_unit: dict[UUID, list[UUID]] = {}
    for pk, unit_id in found:
        if pk not in used:
            by_unit.setdefault(unit_id, []).append(pk)
    gone = 0
    for unit in Unit.objects.filter(pk__in=by_unit):
        with transaction.atomic():
            rows = Asset.objects.filter(pk__in=by_unit[unit.pk], binned_at__lt=at - BIN_LIFE)
            ids = list(rows.select_for_update().values_list("pk", flat=True))
            Asset.objects.filter(pk__in=ids).delete()
            _log_many(unit, "media.purge", ids, by=_SYSTEM, at=at)
        gone += len(ids)
    return gone


def _chosen(unit: Unit, asset_ids: Iterable[UUID]) -> QuerySet[Asset]:
    """Files of the unit outside the bin."""
    wanted = list(asset_ids)
    if len(wanted) > MOST:
        raise Invalid(_("Paling banyak %(n)s berkas sekaligus.") % {"n": MOST})
    return Asset.objects.filter(unit=unit, pk__in=wanted, binned_at__isnull=True)


def _folder(folder: UUID | None, unit_id: UUID) -> Folder | None:
    if folder is None:
        return None
    found = Folder.objects.filter(pk=folder, unit=unit_id).first()
    if found is None:
        raise Invalid.field("folder", _("Folder itu tidak ada di unit ini."))
    return found


def _log_many(
    unit: Unit, act: str, ids: list[UUID], *, by: Actor | User, at: datetime, **data: object
) -> None:
    """One line for all of them; nothing done, nothing said."""
    if not ids:
        return
    said = {"assets": [str(pk) for pk in ids], **data}
    target = ("unit", str(unit.pk), unit.name)
    ledger.record(by=by, at=at, action=act, target=target, unit=unit.code, data=said)
