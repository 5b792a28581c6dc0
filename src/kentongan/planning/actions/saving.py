"""Saving the working copy: all fields of the composer at once, merged where two people write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.planning.actions.revisions import freeze
from kentongan.planning.actions.state import lock, log
from kentongan.planning.actions.writing import Clash, DraftConflict, stale, touch
from kentongan.planning.cleaning import clean
from kentongan.planning.models import Post, Presentation, Revision, Target, Variant
from kentongan.planning.working import (
    MANNER,
    NOT_CONTENT,
    PICTURE,
    PLAIN,
    Value,
    digest,
    flat,
    merge,
)

#: Autosaves of one person within this time are one sitting: one line in the ledger.
SITTING = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. ``refreshed``: fields that others changed meanwhile, with their value."""

    post: Post
    changed: tuple[str, ...]
    refreshed: Mapping[str, Value]
    revision: Revision | None = None


def save_draft(
    *,
    post_id: UUID,
    version: int,
    by: User,
    at: datetime,
    bases: Mapping[str, str] | None = None,
    explicit: bool = True,
    void_approval: bool = False,
    note: str = "",
    **fields: Any,
) -> Saved:
    """Write the given fields of a post; fields that are not named stay as they are.

    ``fields``: ``title text link source kind pillar shows_vulnerable shows_official
    scheduled_for`` (aware time or None), ``targets`` (account ids), ``variants``
    (``{network: text or None}``), also by network ``threads comments forms audiences tags
    locations`` (empty: as usual), and by media id ``alts credits licences people``.
    ``bases`` are the digests (``working.digest``) of the values the writer started from: with
    them a write on an older ``version`` is merged field by field; without them it is refused.
    ``explicit`` writes also freeze a revision and a ledger line; autosaves coalesce.

    Raises ``Invalid`` (fields), :class:`DraftConflict` (fields that could be saved are saved
    before it is raised), ``NeedsConfirmation``, ``NotAllowed``, ``Missing``.
    """
    with transaction.atomic():
        post = lock(post_id)
        mine = clean(post, fields, by=by, at=at)
        theirs = flat(post)
        if bases is None and post.version != version:
            raise stale(post)
        started = dict(bases or {})
        if post.version == version:
            started = {name: digest(theirs.get(name)) for name in mine} | started
        found = merge(base=started, mine=mine, theirs=theirs)
        revision = _write(
            post, found.take, by=by, at=at, explicit=explicit, void=void_approval, note=note
        )
    if found.clashing:
        raise DraftConflict(
            _("Ada bagian yang diubah orang lain bersamaan dengan Anda. Pilih yang dipakai."),
            post=post,
            clashes=[_clash(post, name, mine[name], theirs.get(name)) for name in found.clashing],
            saved=found.take,
        )
    return Saved(post, tuple(found.take), found.refreshed, revision)


def _write(
    post: Post,
    take: Mapping[str, Value],
    *,
    by: User,
    at: datetime,
    explicit: bool,
    void: bool,
    note: str,
) -> Revision | None:
    """Write the fields, then the revision and the ledger line that belong to them."""
    before = post.revision_number
    if take:
        touch(
            post,
            version=post.version,
            names=take,
            by=by,
            at=at,
            void_approval=void,
            is_content=bool(set(take) - NOT_CONTENT),
        )
        _apply(post, take)
    if not explicit:
        if take:
            _sitting(post, by=by, at=at)
        return None
    revision = freeze(post, by=by, at=at, note=note, record=False)
    if take or revision.number > before:
        Post.objects.filter(pk=post.pk).update(editing_by="", editing_since=None)
        log(
            post,
            "post.save",
            by=by,
            at=at,
            revision=revision.hash,
            data={"number": revision.number, "fields": sorted(take)},
        )
    return revision


def _sitting(post: Post, *, by: User, at: datetime) -> None:
    """One ledger line for the first autosave of a sitting."""
    since = post.editing_since
    if post.editing_by == str(by.pk) and since is not None and at - since < SITTING:
        return
    post.editing_by, post.editing_since = str(by.pk), at
    post.save(update_fields=["editing_by", "editing_since"])
    log(post, "post.edit", by=by, at=at)


def _apply(post: Post, take: Mapping[str, Value]) -> None:
    plain = [name for name in PLAIN if name in take]
    for name in plain:
        setattr(post, "kind_id" if name == "kind" else name, take[name])
    if "scheduled_for" in take:
        value = take["scheduled_for"]
        post.scheduled_for = parse_datetime(value) if isinstance(value, str) else None
        plain.append("scheduled_for")
    if plain:
        post.save(update_fields=plain)
    if isinstance(targets := take.get("targets"), list):
        post.targets.exclude(account__in=[UUID(pk) for pk in targets]).delete()
        Target.objects.bulk_create(
            [Target(post=post, account_id=account) for account in targets], ignore_conflicts=True
        )
    _apply_manners(post, take)
    for name, value in take.items():
        head, _colon, key = name.partition(":")
        if head in PICTURE:
            post.media.filter(pk=key).update(**{head: value})
        elif head == "variant" and value is None:
            post.variants.filter(network=key).delete()
        elif head == "variant" and isinstance(value, str):
            Variant.objects.update_or_create(post=post, network=key, defaults={"text": value})


def _apply_manners(post: Post, take: Mapping[str, Value]) -> None:
    """Write the choices about networks; where all is as usual there is no row."""
    chosen: dict[str, dict[str, Value]] = {}
    for name, value in take.items():
        head, _colon, network = name.partition(":")
        if head in MANNER:
            chosen.setdefault(network, {})[head] = MANNER[head] if value is None else value
    for network, values in chosen.items():
        row, _made = Presentation.objects.update_or_create(
            post=post, network=network, defaults=values
        )
        if all(getattr(row, name) == usual for name, usual in MANNER.items()):
            row.delete()


def _clash(post: Post, name: str, mine: Value, theirs: Value) -> Clash:
    mark = post.touched.get(name) or {"by": post.updated_by, "at": post.updated_at.isoformat()}
    return Clash(name=name, mine=mine, theirs=theirs, by=mark["by"], at=mark["at"])


def wish(*, post_id: UUID, when: datetime | None, by: User, at: datetime) -> Post:
    """Set the wished time of a post that is not yet approved; raises ``Invalid`` otherwise.

    What is approved or scheduled moves through ``publishing``, which keeps the deliveries in step.
    """
    with transaction.atomic():
        post = lock(post_id)
        mine = clean(post, {"scheduled_for": when}, by=by, at=at)
        if mine["scheduled_for"] == flat(post)["scheduled_for"]:
            return post
        touch(post, version=post.version, names=mine, by=by, at=at, is_content=False)
        _apply(post, mine)
        log(post, "post.wish", by=by, at=at, data={"when": mine["scheduled_for"]})
    return post


def invalid_choice(name: str) -> Invalid:
    """The error of a choice that is not offered."""
    return Invalid.field(name, _("Pilih salah satu yang ada di daftar."))
