"""What the page of the composer shows, put together from few reads."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.forms import BoundField
from django.utils.dateparse import parse_datetime

from kentongan.compliance.queries.feedback import reported
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.language.lengths import length
from kentongan.language.readability import readability
from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone
from kentongan.planning import checking, cleaning, events, queries
from kentongan.planning.actions import Clash
from kentongan.planning.checking import Checked, Wording
from kentongan.planning.forms import ComposerForm, form_name, read_time
from kentongan.planning.marks import Marks, marks_for
from kentongan.planning.models import ContentKind, Post, Target
from kentongan.planning.picture_facts import day_of, media_fact
from kentongan.planning.pictures import Picture, seen
from kentongan.planning.places import place
from kentongan.planning.queries import remember_targets
from kentongan.planning.tiles import Tile, targeted, tiles, typed_manners
from kentongan.planning.working import MANNER, PICTURE, Value, digest, label_of
from kentongan.subscribers import queries as subscribers
from kentongan.web.diffing import parts
from kentongan.web.formats import zone_name

#: Tones of findings.
STERNEST_FIRST = ("wajib", "timbang", "saran")
#: While it stands so, a post may be put forward.
FREE = ("draft", "returned")


@dataclass(frozen=True, slots=True)
class Side:
    """One clash as shown: both texts, who wrote the other, and the choice between them."""

    name: str
    label: str
    mine: str
    theirs: str
    by: str
    at: datetime | None
    seen: str
    parts: list[tuple[str, str]]


@dataclass(slots=True)
class Draw:
    """How to draw the page: plainly, or after a save that did not go through.

    ``typed`` holds fields of the form that must show what was typed instead of what is stored;
    ``bases`` the digests that must be kept for them; ``reasons`` and ``notes``, by the key of a
    finding, what was typed about it and what is wrong with that.
    """

    version: int | None = None
    typed: dict[str, Any] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    errors: Invalid | None = None
    clashes: Sequence[Clash] = ()
    confirm: bool = False
    action: str = "simpan"
    blocked: bool = False
    reasons: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def field_label(post: Post, name: str) -> str:
    """A field with its subject: ``Naskah Bluesky``, ``Teks alternatif gambar 2``."""
    head, _colon, key = name.partition(":")
    if head == "variant":
        return _("Naskah %(network)s") % {"network": place(key).label}
    if head in MANNER:
        named = {"field": label_of(name), "network": place(key).label}
        return _("%(field)s di %(network)s") % named
    if head in PICTURE:
        order = [str(item.pk) for item in post.media.all()]
        if key in order and head == "alt":
            return _("Teks alternatif gambar %(n)s") % {"n": order.index(key) + 1}
        if key in order:
            values = {"field": label_of(name), "n": order.index(key) + 1}
            return _("%(field)s (gambar %(n)s)") % values
    return label_of(name)


def context(post: Post, user: User, *, at: datetime, draw: Draw) -> dict[str, Any]:
    """Everything ``planning/composer.html`` needs. About ten statements."""
    accounts, mute = _accounts(post, user)
    queries.for_composer(post)
    zone = unit_timezone(post.unit)
    form = ComposerForm(
        post,
        kinds=list(ContentKind.objects.filter(Q(active=True) | Q(pk=post.kind_id))),
        accounts=accounts,
        places=targeted(post),
        zone=zone,
    )
    if draw.typed:
        form.initial.update(draw.typed)
    if draw.errors:
        _bind(form, draw)
    bases = dict(form.bases()) | {f"dasar.{name}": value for name, value in draw.bases.items()}
    checked = (
        check_typed(post, draw.typed, at)
        if draw.typed
        else checking.findings(post, at, with_recent=True)
    )
    chosen = {str(target.account_id) for target in post.targets.all()}
    if "targets" in draw.typed:
        chosen = set(draw.typed["targets"])
    drawn, marks = tiles(post, draw.typed), marks_for(post, draw.typed)
    return {
        "post": post,
        "form": form,
        "zone": zone,
        "version": post.version if draw.version is None else draw.version,
        "bases": bases.items(),
        "accounts": [(a, place(a.network), str(a.pk) in chosen, _heads(a)) for a in accounts],
        "mute": mute,
        "tiles": drawn,
        "following": sum(1 for tile in drawn if not tile.own),
        "master_length": length(str(draw.typed.get("text", post.text))),
        "media": [Picture.of(item, form, at) for item in post.media.all()],
        "variants": [(tile, form[tile.field_name], _choices(form, tile)) for tile in drawn],
        "max_media": cleaning.MAX_MEDIA,
        "sides": [_side(post, clash) for clash in draw.clashes],
        "confirm": draw.confirm,
        "pending": draw.action,
        "blocked": draw.blocked,
        "remark": events.remark(post) if post.revision_number else None,  # else never sent back
        "free": post.state in FREE,
        "stages": stages(post, user, at=at, data=draw.typed),
        "wishing": post.state in cleaning.WISHING,
        "zone_label": zone_name(at.astimezone(zone)),
        **panel(
            post, checked, at=at, text=str(draw.typed.get("text", post.text)), draw=draw,
            planned=typed_time(draw.typed, at, zone) if draw.typed else None,
            drawn=drawn, marks=marks, by=user,
        ),
    }  # fmt: skip


def _choices(form: ComposerForm, tile: Tile) -> list[BoundField]:
    """The fields of what one network lets the author choose."""
    names = [f"{name}-{tile.place.code}" for name in MANNER]
    return [form[name] for name in names if name in form.fields]


def reading(text: str) -> str:
    """How easily a text reads, in one phrase."""
    measured = readability(text)
    if measured.words < 5:
        return ""
    words = {"easy": _("mudah"), "middling": _("sedang"), "hard": _("sulit")}
    return _("Terbaca %(level)s, rata-rata %(n)s kata per kalimat") % {
        "level": words[measured.level],
        "n": round(measured.words_per_sentence),
    }


def stages(post: Post, by: User, *, at: datetime, data: Mapping[str, Any]) -> list[events.Stage]:
    """Who would decide if ``by`` put it forward as it was just typed; nothing once it is handed in.

    Four statements, one more for another kind than is saved.
    """
    if post.state not in FREE:
        return []
    shown = copy(post)
    if (kind := data.get("kind", post.kind_id)) != post.kind_id:
        shown.kind = ContentKind.objects.filter(pk=kind).first() or post.kind
    for flag in ("shows_vulnerable", "shows_official"):
        setattr(shown, flag, data.get(flag, getattr(post, flag)))
    if data:
        shown.scheduled_for = typed_time(data, at, unit_timezone(post.unit))
    return events.stages_ahead(shown, by=by, at=at)


def panel(
    post: Post,
    checked: Sequence[Checked],
    *,
    at: datetime,
    text: str | None = None,
    planned: datetime | None = None,
    draw: Draw | None = None,
    drawn: Sequence[Tile] = (),
    marks: Marks | None = None,
    by: User | None = None,
) -> dict[str, Any]:
    """What the panel of findings shows; ``draw`` holds reasons typed and not yet accepted.

    ``drawn``: the networks, for those that may show a thread. ``marks``: what is written otherwise
    there, for counting while somebody writes. ``planned``: the time typed, where it is not saved.
    ``by``: the writer, who may have reported a finding as wrong.
    """
    given = draw or Draw()
    planned = planned or checking.when(post, at)
    tones = [item.tone for item in checked]
    unsettled = [item.tone for item in checked if item.reason is None and not item.waived]
    states = [(item.pk, seen(item.asset, at)) for item in post.media.all()]
    told = [(item.finding, item.text) for item in checked]
    ever = by is not None and getattr(post, "has_misfires", True)
    known = reported(by, told) if by and ever else [False] * len(told)
    return {
        "post": post,
        "checked": [
            (
                item, form_name(item.field), _label(post, item),
                given.reasons.get(item.key, ""), given.notes.get(item.key, ""), is_reported,
            )
            for item, is_reported in zip(checked, known, strict=True)
        ],
        "pictures_seen": states,
        "marks": marks.said() if marks else None,
        "threads": [tile for tile in drawn if tile.place.offers.threads],
        "being_read": any(state == "reading" for _pk, state in states),
        "must": sum(1 for item in checked if item.stops),
        "weigh": sum(1 for item in checked if item.tone == "timbang" and item.reason is None),
        "hints": tones.count("saran"),
        "open_tone": next((tone for tone in STERNEST_FIRST if tone in unsettled), ""),
        "open_count": len(unsettled),
        "blocking_count": sum(1 for item in checked if item.blocks),
        "planned": planned if planned > at else None,
        "reading": reading(post.text if text is None else text),
    }  # fmt: skip


def _label(post: Post, item: Checked) -> str:
    """Where a finding stands, when it has no words of its own to show."""
    if item.finding.where.startswith("picture:"):
        return _("Tulisan di gambar %(n)s") % {"n": item.picture}
    return field_label(post, item.field)


def typed_time(data: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> datetime:
    """The time of publication just typed; now where there is none, or it has gone by."""
    try:
        planned = read_time(data.get("day", ""), data.get("hour", ""), zone)
    except Invalid:
        return at
    return planned if planned and planned > at else at


def typed_wording(post: Post, data: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> Wording:
    """The wording just typed: plain line ends, nothing else cleaned, so that offsets hold."""

    def raw(name: str, stored: str) -> str:
        value = data.get(name, stored)
        return (
            value.replace("\r\n", "\n")[: cleaning.MAX_TEXT] if isinstance(value, str) else stored
        )

    own = {}
    stored = {variant.network: variant.text for variant in post.variants.all()}
    for item in targeted(post):
        text = raw(f"variant-{item.code}", stored.get(item.code, ""))
        if text.strip():
            own[item.code] = text
    given = typed_time(data, at, zone)
    day = day_of(post, given)
    return Wording(
        text=raw("text", post.text),
        at=given,
        title=raw("title", post.title),
        link=raw("link", post.link),
        source=raw("source", post.source),
        variants=own,
        manners=typed_manners(post, data),
        marks=marks_for(post, data),
        networks=tuple(target.account.network for target in post.targets.all()),
        media=tuple(
            (
                str(item.pk),
                media_fact(
                    item,
                    day,
                    {n: raw(f"{n}-{item.pk}", str(getattr(item, n))) for n in PICTURE},
                ),
            )
            for item in post.media.all()
        ),
    )


def check_typed(post: Post, data: Mapping[str, Any], at: datetime) -> list[Checked]:
    """The findings of what was just typed."""
    given = typed_wording(post, data, at, unit_timezone(post.unit))
    facts = checking.facts_of(post, at, planned=given.at, with_recent=True)
    facts = checking.with_looks(facts, given, at)
    return checking.findings_in(given, facts, post)


def _accounts(post: Post, user: User) -> tuple[list[Account], list[Account]]:
    """Accounts to choose from, and those chosen already, maybe by people who may more; beside
    them those that could send to subscribers, and have no template.

    The same statement tells which are chosen, so the targets are not read a second time.
    """
    chosen = Target.objects.filter(post=post, account=OuterRef("pk"))
    possible = cleaning.possible_accounts(post.unit, user).values("pk")
    mute = cleaning.mute_accounts(post.unit, user).values("pk")
    found = list(
        Account.objects.annotate(chosen=Exists(chosen), mute=Q(pk__in=mute), n=subscribers.heads())
        .filter(Q(chosen=True) | Q(mute=True) | Q(pk__in=possible))
        .select_related("unit")
    )
    remember_targets(post, [account for account in found if account.chosen])
    found.sort(key=lambda a: (place(a.network).label.casefold(), a.handle))
    return [a for a in found if a.chosen or not a.mute], [a for a in found if a.mute]


def _heads(account: Account) -> int | None:
    """How many a post there goes to one by one; None where there is no list of them."""
    return (getattr(account, "n", None) or 0) if account.on.broadcasts else None


def _bind(form: ComposerForm, draw: Draw) -> None:
    """Show errors at their fields, with what was typed kept in them."""
    form.is_bound = True
    values = dict(form.initial)
    data = {name: values.get(name) for name in form.fields if values.get(name) is not None}
    form.data = data
    if draw.errors:
        form.add_errors(draw.errors)


def _side(post: Post, clash: Clash) -> Side:
    mine, theirs = _words(clash.name, clash.mine), _words(clash.name, clash.theirs)
    return Side(
        name=clash.name,
        label=field_label(post, clash.name),
        mine=mine,
        theirs=theirs,
        by=clash.by,
        at=parse_datetime(clash.at),
        seen=digest(clash.theirs),
        parts=parts(theirs, mine),
    )


def _words(name: str, value: Value) -> str:
    """A value as a person reads it."""
    if name.partition(":")[0] in MANNER and value is None:
        return _("(seperti biasa)")
    if name.startswith("variant:") and value is None:
        return _("(mengikuti pesan induk)")
    if value is None:
        return _("(kosong)")
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, list):
        return _("%(n)s akun") % {"n": len(value)}
    if name == "kind":
        found = ContentKind.objects.filter(pk=value).first()
        return found.label if found else value
    return value
