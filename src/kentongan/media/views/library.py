"""The library: what the units in sight have, found, marked and put away many at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.media import actions, library
from kentongan.media.access import (
    editable_assets,
    editable_folder,
    unit_for_upload,
    units_for_upload,
    visible_assets,
)
from kentongan.media.forms import FolderForm, put_errors
from kentongan.media.library import BIN, LOOSE, UNSAID, Shelf
from kentongan.media.models import Asset, Folder, Kind
from kentongan.media.rights import LABELS, Licence, Standing, standing
from kentongan.media.views.base import person_of
from kentongan.people.access import visible_units
from kentongan.people.models import Unit
from kentongan.people.queries import unit_timezone
from kentongan.people.session import working_unit
from kentongan.web.access import access
from kentongan.web.http import paginate, redirect_htmx, render_page, safe_next, toast

PER_PAGE = 24
#: In place of a unit's code: all that are in sight.
ALL = "semua"
LIST = "daftar"


@dataclass(frozen=True, slots=True)
class Tile:
    """A file as the library shows it, and how it stands with the people in it today.

    ``may_edit``: whether this person may tick it, to move it, tag it or throw it away.
    """

    asset: Asset
    standing: Standing
    may_edit: bool

    @property
    def warns(self) -> bool:
        """Whether the people in it want a word."""
        return self.standing in (Standing.MISSING, Standing.ENDING, Standing.OVER)


@access(visible_assets)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files of the working unit, of another one, or of all in sight."""
    person, unit = person_of(request), working_unit(request)
    wanted = Shelf.read(request.GET)
    units = list(visible_units(person).filter(active=True).order_by("name").only("code", "name"))
    code = request.GET.get("unit", "") or unit.code
    chosen = [u for u in units if u.code == code] if code != ALL else units
    if not chosen:
        code, chosen = ALL, units
    zone = unit_timezone(unit)
    day = clock.now().astimezone(zone).date()
    found = visible_assets(person)
    if code != ALL:
        found = found.filter(unit=chosen[0])
    page = paginate(
        library.shelved(found, wanted, day), request, PER_PAGE, keyset=("-created_at", "-id")
    )
    editable = set(units_for_upload(person).values_list("pk", flat=True))
    tiles = [Tile(asset, standing(asset, day), asset.unit_id in editable) for asset in page]
    context = {
        "page": page,
        "tiles": tiles,
        "filter": wanted,
        "units": units,
        "code": code,
        "may_edit": any(tile.may_edit for tile in tiles),
        "may_upload": bool(editable),
        "as_list": request.GET.get("tampil") == LIST,
        **_choices(request, found, chosen if code != ALL else [], wanted, day),
    }
    with timezone.override(zone):
        return render_page(request, "media/library.html", context, partial="daftar")


def _choices(
    request: HttpRequest, found: QuerySet[Asset], units: list[Unit], wanted: Shelf, day: date
) -> dict[str, Any]:
    """What can be chosen: folders of one unit, tags, licences, how it stands with people."""
    folders = library.folders(units) if units else []
    chips = [
        (_with(request, folder=""), _("Semua berkas"), not wanted.folder, None),
        *((_with(request, folder=str(f.pk)), f.name, wanted.folder == str(f.pk), _files(f))
          for f in folders),
    ]  # fmt: skip
    if folders:
        chips.append(
            (_with(request, folder=LOOSE), _("Tanpa folder"), wanted.folder == LOOSE, None)
        )
    chips.append((_with(request, folder=BIN), _("Tempat sampah"), wanted.folder == BIN, None))
    return {
        "chips": chips,
        "folders": folders,
        "folder": next((f for f in folders if str(f.pk) == wanted.folder), None),
        "one_unit": units[0] if len(units) == 1 else None,
        "in_bin": wanted.folder == BIN,
        "tags": library.tags(found),
        "kinds": Kind.choices,
        "licences": [*Licence.choices, (UNSAID, _("Belum dicatat"))],
        "standings": [(item.value, LABELS[item]) for item in Standing],
        "ending": library.ending(found, day),
        "ending_url": _with(request, orang=Standing.ENDING.value, folder=""),
        "grid_url": _with(request, tampil=""),
        "list_url": _with(request, tampil=LIST),
        "shape": request.GET.get("tampil", ""),
    }


def _files(folder: Folder) -> int:
    return int(getattr(folder, "files", 0))


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in {"setelah": "", **changes}.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


# --------------------------------------------------------------------------- many at a time


@access(editable_assets)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Move, tag or throw away what was ticked; the button says which."""
    person = person_of(request)
    by_unit = _ticked(editable_assets(person, _ids(request.POST.getlist("berkas"))))
    back = safe_next(request, reverse("media:library"))
    if not by_unit:
        toast(request, _("Pilih berkasnya dulu."), tone="warning")
        return redirect_htmx(request, back)
    acts = {"pindah": _move, "label": _tag, "buang": _discard, "pulihkan": _restore}
    act = acts.get(request.POST.get("aksi", ""))
    try:
        if act is not None:
            act(request, by_unit)
    except Invalid as error:
        toast(request, str(error), tone="error")
    return redirect_htmx(request, back)


@access(editable_assets)
@require_POST
def put_back(request: HttpRequest) -> HttpResponse:
    """Undo of throwing away: the files named in the address come back."""
    ids = _ids(request.GET.get("berkas", "").split(","))
    by_unit = _ticked(editable_assets(person_of(request), ids))
    _restore(request, by_unit)
    return redirect_htmx(request, safe_next(request, reverse("media:library")))


def _ids(given: Iterable[str]) -> list[UUID]:
    return [pk for text in given if (pk := library.read_uuid(text)) is not None]


def _ticked(found: Iterable[Asset]) -> list[tuple[Unit, list[UUID]]]:
    """The files by unit: each unit is one act."""
    units: dict[UUID, tuple[Unit, list[UUID]]] = {}
    for asset in found:
        units.setdefault(asset.unit_id, (asset.unit, []))[1].append(asset.pk)
    return list(units.values())


def _move(request: HttpRequest, by_unit: list[tuple[Unit, list[UUID]]]) -> None:
    wanted = request.POST.get("folder", "")
    folder = None if wanted == LOOSE else library.read_uuid(wanted)
    if folder is None and wanted != LOOSE:
        raise Invalid.field("folder", _("Pilih foldernya dulu."))
    by, at = person_of(request), clock.now()
    moved = sum(
        actions.move(unit=unit, asset_ids=ids, folder=folder, by=by, at=at) for unit, ids in by_unit
    )
    said = ngettext("%(n)s berkas dipindahkan.", "%(n)s berkas dipindahkan.", moved)
    toast(request, said % {"n": moved}, tone="success")


def _tag(request: HttpRequest, by_unit: list[tuple[Unit, list[UUID]]]) -> None:
    tags = request.POST.get("tags", "")
    by, at = person_of(request), clock.now()
    done = sum(
        actions.tag(unit=unit, asset_ids=ids, tags=tags, by=by, at=at) for unit, ids in by_unit
    )
    said = ngettext("%(n)s berkas diberi label.", "%(n)s berkas diberi label.", done)
    toast(request, said % {"n": done}, tone="success")


def _discard(request: HttpRequest, by_unit: list[tuple[Unit, list[UUID]]]) -> None:
    by, at = person_of(request), clock.now()
    results = [actions.discard(unit=unit, asset_ids=ids, by=by, at=at) for unit, ids in by_unit]
    gone, kept = sum(r.gone for r in results), sum(r.kept for r in results)
    if gone:
        ids = ",".join(str(pk) for _unit, pks in by_unit for pk in pks)
        undo = f"{reverse('media:put_back')}?{urlencode({'berkas': ids})}"
        said = ngettext(
            "%(n)s berkas dibuang; 30 hari lagi hilang.",
            "%(n)s berkas dibuang; 30 hari lagi hilang.",
            gone,
        )
        toast(request, said % {"n": gone}, undo_url=undo)
    if kept:
        said = ngettext(
            "%(n)s berkas tetap ada, karena dipakai unggahan.",
            "%(n)s berkas tetap ada, karena dipakai unggahan.",
            kept,
        )
        toast(request, said % {"n": kept}, tone="warning")


def _restore(request: HttpRequest, by_unit: list[tuple[Unit, list[UUID]]]) -> None:
    by, at = person_of(request), clock.now()
    back = sum(actions.restore(unit=unit, asset_ids=ids, by=by, at=at) for unit, ids in by_unit)
    said = ngettext("%(n)s berkas dipulihkan.", "%(n)s berkas dipulihkan.", back)
    toast(request, said % {"n": back}, tone="success")


# ------------------------------------------------------------------------------------ folders


@access(unit_for_upload)
@require_http_methods(["GET", "HEAD", "POST"])
def folder_new(request: HttpRequest) -> HttpResponse:
    """A folder for a unit. A name that is refused stays in its field."""
    person = person_of(request)
    sent = request.POST if request.method == "POST" else request.GET
    unit = unit_for_upload(person, sent.get("unit", "").replace("\x00", "")[:64])
    back = f"{reverse('media:library')}?{urlencode({'unit': unit.code})}"
    form = FolderForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            folder = actions.make_folder(unit=unit, name=name, by=person, at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Folder dibuat."), tone="success")
            return redirect_htmx(request, _in(folder))
    return _folder_page(request, form, unit, back)


@access(editable_folder)
@require_http_methods(["GET", "HEAD", "POST"])
def folder_rename(request: HttpRequest, folder_id: UUID) -> HttpResponse:
    """Another name. One that is refused stays in its field."""
    person = person_of(request)
    folder = editable_folder(person, folder_id)
    form = FolderForm(request.POST or None, initial={"name": folder.name})
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            actions.rename_folder(folder_id=folder.pk, name=name, by=person, at=clock.now())
        except Invalid as error:
            put_errors(form, error)
        else:
            toast(request, _("Nama folder diganti."), tone="success")
            return redirect_htmx(request, _in(folder))
    return _folder_page(request, form, folder.unit, _in(folder), folder)


def _folder_page(
    request: HttpRequest, form: FolderForm, unit: Unit, back: str, folder: Folder | None = None
) -> HttpResponse:
    """The name of a folder by itself: what was typed, and why it was refused."""
    context = {"form": form, "unit": unit, "folder": folder, "back": back}
    status = 422 if form.is_bound else 200
    return render_page(request, "media/folder.html", context, status=status)


@access(editable_folder)
@require_POST
def folder_remove(request: HttpRequest, folder_id: UUID) -> HttpResponse:
    """Away with it; the files stay."""
    person = person_of(request)
    folder = editable_folder(person, folder_id)
    unit = urlencode({"unit": folder.unit.code})
    actions.remove_folder(folder_id=folder.pk, by=person, at=clock.now())
    toast(request, _("Folder dihapus; berkasnya tetap ada."))
    return redirect_htmx(request, f"{reverse('media:library')}?{unit}")


def _in(folder: Folder) -> str:
    query = urlencode({"unit": folder.unit.code, "folder": str(folder.pk)})
    return f"{reverse('media:library')}?{query}"
