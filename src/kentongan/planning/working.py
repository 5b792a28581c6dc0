"""The working copy of a post as one flat mapping, and the merge of two people's changes.

Field names: ``title text link source kind pillar shows_vulnerable shows_official targets
scheduled_for``, ``variant:<network>`` (``None``: follows the master text), ``thread:``,
``comment:``, ``form:``, ``audience:``, ``tags:`` ``located:<network>`` (``None``: as usual), and
for each picture, ``alt:<media id>``, ``credit:<media id>``, ``licence:<media id>`` and
``people:<media id>``.
Values are plain JSON: text, truth, ``None`` or a sorted list of ids; times as ISO text in UTC.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kentongan.planning.models import Audience, Post, Shape

Value = str | bool | list[str] | None

PLAIN = ("title", "text", "link", "source", "kind", "pillar", "shows_vulnerable", "shows_official")
#: Fields of a picture, as named before the colon and in the table.
PICTURE = ("alt", "credit", "licence", "people")
#: Choices about one network, and what each is where nothing was chosen.
MANNER: dict[str, str | bool] = {
    "thread": False, "comment": "", "form": Shape.POST.value, "audience": Audience.PUBLIC.value,
    "tags": "", "located": False,
}  # fmt: skip
#: Fields with a subject, and the argument of ``save_draft`` that holds them by subject.
PARTS = {
    "variant": "variants", "alt": "alts", "credit": "credits", "licence": "licences",
    "people": "people", "thread": "threads", "comment": "comments", "form": "forms",
    "audience": "audiences", "tags": "tags", "located": "locations",
}  # fmt: skip
#: Changing one of these does not touch what was approved.
NOT_CONTENT = frozenset({"scheduled_for"})

LABELS: dict[str, str | Promise] = {
    "title": _("Judul"),
    "text": _("Pesan induk"),
    "link": _("Tautan"),
    "source": _("Sumber data"),
    "kind": _("Jenis konten"),
    "pillar": _("Pilar"),
    "shows_vulnerable": _("Memuat kelompok rentan"),
    "shows_official": _("Memuat pejabat"),
    "targets": _("Akun tujuan"),
    "scheduled_for": _("Jadwal tayang"),
    "media": _("Gambar"),
    "variant": _("Naskah khusus"),
    "thread": _("Utas"),
    "comment": _("Komentar pertama"),
    "form": _("Bentuk"),
    "audience": _("Penonton"),
    "tags": _("Kata kunci"),
    "located": _("Lokasi kantor"),
    "alt": _("Teks alternatif"),
    "credit": _("Asal"),
    "licence": _("Izin"),
    "people": _("Orang yang tampak"),
}


def label_of(name: str) -> str:
    """What a field is called on screen; variants and alt texts carry their subject elsewhere."""
    return str(LABELS.get(name.partition(":")[0], name))


def time_value(value: datetime | None) -> str | None:
    """A time as it stands in the mapping."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else None


def flat(post: Post) -> dict[str, Value]:
    """The working copy. Reads targets, variants, presentations and media."""
    values: dict[str, Value] = {
        "title": post.title,
        "text": post.text,
        "link": post.link,
        "source": post.source,
        "kind": post.kind_id,
        "pillar": post.pillar,
        "shows_vulnerable": post.shows_vulnerable,
        "shows_official": post.shows_official,
        "targets": sorted(str(target.account_id) for target in post.targets.all()),
        "scheduled_for": time_value(post.scheduled_for),
    }
    values |= {f"variant:{v.network}": v.text for v in post.variants.all()}
    for row in post.presentations.all():
        chosen = {name: getattr(row, name) for name in MANNER}
        values |= {f"{n}:{row.network}": v for n, v in chosen.items() if v != MANNER[n]}
    for item in post.media.all():
        values |= {f"{name}:{item.pk}": getattr(item, name) for name in PICTURE}
    return values


def digest(value: Value) -> str:
    """Twelve hexadecimal digits that stand for a value in a form."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of a save that was written on an older version.

    ``take``: fields to be written. ``refreshed``: fields that only the others changed, with their
    value. ``clashing``: fields that both changed, differently.
    """

    take: dict[str, Value] = field(default_factory=dict)
    refreshed: dict[str, Value] = field(default_factory=dict)
    clashing: tuple[str, ...] = ()


def merge(
    *, base: Mapping[str, str], mine: Mapping[str, Value], theirs: Mapping[str, Value]
) -> Merge:
    """Merge field by field; ``base`` holds the digests of what the writer started from.

    A field without a digest was never shown to the writer, so a value for it that differs from
    the present one clashes: nothing is overwritten unseen.
    """
    take: dict[str, Value] = {}
    refreshed: dict[str, Value] = {}
    clashing: list[str] = []
    for name, value in mine.items():
        current = theirs.get(name)
        if value == current:
            continue
        started = base.get(name)
        if started == digest(current):
            take[name] = value
        elif started == digest(value):
            refreshed[name] = current
        else:
            clashing.append(name)
    return Merge(take, refreshed, tuple(clashing))
