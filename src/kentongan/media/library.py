"""Reads of the library: filtered lists, folders and tags to choose from, what looks alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kentongan.media import alike, uses
from kentongan.media.models import Asset, Folder, Kind, Tag
from kentongan.media.rights import WARNING, Licence, Shown, Standing
from kentongan.people.models import Unit

#: In place of a folder's id: files that lie in none; the bin.
LOOSE, BIN = "lepas", "sampah"
#: In place of a licence: nobody has said.
UNSAID = "belum"
#: So many fingerprints of a unit are compared, newest first; a few milliseconds.
_COMPARED = 20_000
_MOST_ALIKE = 12


def read_uuid(value: str) -> UUID | None:
    """An id as posted, or nothing."""
    try:
        return UUID(value)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library is narrowed to; empty values narrow nothing.

    ``folder`` is a folder's id, :data:`LOOSE` or :data:`BIN`; ``licence`` a licence or
    :data:`UNSAID`; ``standing`` how it stands with the people shown; ``query`` words that title,
    name, alt text, credit or tags must all contain.
    """

    query: str = ""
    kind: str = ""
    folder: str = ""
    tag: str = ""
    licence: str = ""
    standing: str = ""
    unused: bool = False

    @classmethod
    def read(cls, given: Any) -> Shelf:
        """From a query string; what is not understood narrows nothing."""

        def word(name: str, most: int = 200) -> str:
            return " ".join(given.get(name, "").replace("\x00", "").split())[:most]

        folder, licence, standing = word("folder"), word("izin"), word("orang")
        known = folder in (LOOSE, BIN) or read_uuid(folder) is not None
        return cls(
            query=word("q"),
            kind=word("jenis") if word("jenis") in Kind.values else "",
            folder=folder if known else "",
            tag=word("label", 40).lower(),
            licence=licence if licence in (UNSAID, *Licence.values) else "",
            standing=standing if standing in tuple(Standing) else "",
            unused=word("pakai") == "tidak",
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered."""
        return self != Shelf()

    @property
    def whole_folder(self) -> bool:
        """Whether all of a folder is asked for, and nothing else is filtered."""
        return bool(self.folder) and self == Shelf(folder=self.folder)

    def apply(self, found: QuerySet[Asset], day: date) -> QuerySet[Asset]:
        """The files that pass; ``day`` is today for the people shown."""
        found = found.filter(binned_at__isnull=self.folder != BIN)
        if self.folder == LOOSE:
            found = found.filter(folder__isnull=True)
        elif self.folder and self.folder != BIN:
            found = found.filter(folder=read_uuid(self.folder))
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.licence:
            found = found.filter(licence="" if self.licence == UNSAID else self.licence)
        if self.standing:
            found = found.filter(standing_is(Standing(self.standing), day))
        if self.tag:
            found = found.filter(pk__in=Tag.objects.filter(name=self.tag).values("asset"))
        for word in self.query.split():
            found = found.filter(_holds(word))
        if self.unused:
            for used in uses.in_use():
                found = found.exclude(pk__in=used)
        return found


def _holds(word: str) -> Q:
    anywhere = Q(pk__in=Tag.objects.filter(name__icontains=word).values("asset"))
    for name in ("title", "name", "alt", "credit"):
        anywhere |= Q(**{f"{name}__icontains": word})
    return anywhere


def standing_is(standing: Standing, day: date) -> Q:
    """The files that stand so on ``day``; the same as ``rights.standing``, for the database."""
    over = Q(consent_until__isnull=False, consent_until__lt=day)
    missing = Q(all_agreed=False) | Q(consent_from__isnull=False, consent_from__gt=day)
    ending = Q(consent_until__isnull=False, consent_until__lte=day + WARNING)
    people = Q(shown=Shown.PEOPLE)
    return {
        Standing.UNSAID: Q(shown=""),
        Standing.NOBODY: Q(shown=Shown.NOBODY),
        Standing.OVER: people & over,
        Standing.MISSING: people & missing & ~over,
        Standing.ENDING: people & ending & ~missing & ~over,
        Standing.AGREED: people & ~ending & ~missing & ~over,
    }[standing]


def shelved(found: QuerySet[Asset], wanted: Shelf, day: date) -> QuerySet[Asset]:
    """The filtered files with unit, folder and tags, newest first."""
    chosen = wanted.apply(found, day).select_related("unit", "folder").prefetch_related("tags")
    return chosen.order_by("-created_at", "-id")


def for_posts(unit: Unit, wanted: Shelf, day: date) -> QuerySet[Asset]:
    """What may be put to a post of ``unit``: the same, without the bin."""
    rows = Asset.objects.filter(unit=unit, binned_at__isnull=True)
    return shelved(rows, wanted, day)


def folders(units: Iterable[Unit]) -> list[Folder]:
    """The folders of these units with ``files``, how many lie in each. One statement."""
    counted = Count("assets", filter=Q(assets__binned_at__isnull=True))
    rows = Folder.objects.filter(unit__in=list(units)).select_related("unit")
    return list(rows.annotate(files=counted).order_by("name"))


def tags(found: QuerySet[Asset], limit: int = 30) -> list[str]:
    """The tags of these files, the most used first. One statement."""
    rows = Tag.objects.filter(
        asset__in=found.filter(binned_at__isnull=True).order_by().values("pk")
    )
    counted = rows.order_by().values_list("name").annotate(n=Count("pk")).order_by("-n", "name")
    return [name for name, _n in counted[:limit]]


def ending(found: QuerySet[Asset], day: date) -> int:
    """In how many of these files consent is over or ends soon. One statement."""
    soon = standing_is(Standing.ENDING, day) | standing_is(Standing.OVER, day)
    return found.filter(soon, binned_at__isnull=True).count()


def look_alike(asset: Asset) -> list[Asset]:
    """Other files of the unit that look like this one, nearest first. At most two statements."""
    if len(asset.likeness) != 16:
        return []
    rows = Asset.objects.filter(unit=asset.unit_id, binned_at__isnull=True).exclude(pk=asset.pk)
    prints = rows.order_by("-created_at").values_list("pk", "likeness")[:_COMPARED]
    near = {pk: n for pk, p in prints if (n := alike.apart(asset.likeness, p)) <= alike.NEAR}
    if not near:
        return []
    found = sorted(rows.filter(pk__in=near), key=lambda a: (near[a.pk], -a.created_at.timestamp()))
    return found[:_MOST_ALIKE]
