"""Freezing the working copy, and bringing back an older state."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.media import actions as media
from kentongan.media.models import Asset
from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.planning.actions.state import lock, log
from kentongan.planning.actions.writing import touch
from kentongan.planning.marks import marks_for
from kentongan.planning.models import (
    ContentKind,
    Post,
    PostMedia,
    Presentation,
    Revision,
    Target,
    Variant,
)
from kentongan.planning.queries import for_composer
from kentongan.planning.revisions import DECLARED, content, hash_of

RESTORED = ("title", "text", "link", "source", "pillar", "shows_vulnerable", "shows_official")


def freeze(
    post: Post,
    *,
    by: User,
    at: datetime,
    note: str = "",
    record: bool = True,
    held: bool = False,
) -> Revision:
    """Freeze the working copy as a revision; the latest one again when nothing changed since.

    Writes one ledger line ``post.version`` for a new revision; an action that writes its own
    line for the same act passes ``record=False``. ``held``: the caller has locked the post, and
    it and all that was read of it are as they stand in the database.
    """
    with transaction.atomic():
        held_post = post if held else for_composer(lock(post.pk))
        frozen = content(held_post, marks_for(held_post))
        digest = hash_of(frozen)
        latest = held_post.revisions.first() if held_post.revision_number else None
        if latest is not None and latest.hash == digest:
            return latest
        number = (latest.number if latest else 0) + 1
        revision = Revision.objects.create(
            post=held_post,
            number=number,
            content=frozen,
            hash=digest,
            note=note,
            created_by=by,
            created_at=at,
        )
        Post.objects.filter(pk=post.pk).update(revision_number=number)
        post.revision_number = number
        if record:
            log(
                held_post,
                "post.version",
                by=by,
                at=at,
                revision=digest,
                data={"number": number, **({"note": note} if note else {})},
            )
    return revision


def restore(
    revision: Revision, *, version: int, by: User, at: datetime, void_approval: bool = False
) -> Post:
    """Make the working copy what it was in ``revision``; the present state is frozen first.

    Accounts and pictures that no longer exist are left out. Raises :class:`Conflict` when the
    post changed since ``version``.
    """
    with transaction.atomic():
        post = lock(revision.post_id)
        touch(post, version=version, names=("restored",), by=by, at=at, void_approval=void_approval)
        freeze(post, by=by, at=at, note=_("Sebelum dipulihkan"), record=False)
        old = revision.content
        for name in RESTORED:
            setattr(post, name, old[name])
        kind = ContentKind.objects.filter(pk=old["kind"]).first()
        post.kind = kind or post.kind
        post.save(update_fields=[*RESTORED, "kind"])
        _restore_parts(post, old, by=by, at=at)
        frozen = freeze(
            post,
            by=by,
            at=at,
            note=_("Dipulihkan dari versi %(number)s") % {"number": revision.number},
            record=False,
        )
        log(
            post,
            "post.restore",
            by=by,
            at=at,
            revision=frozen.hash,
            data={"from_number": revision.number, "number": frozen.number},
        )
    return post


def _restore_parts(post: Post, old: dict[str, Any], *, by: User, at: datetime) -> None:
    post.variants.all().delete()
    Variant.objects.bulk_create(
        [Variant(post=post, network=n, text=t) for n, t in old["variants"].items()]
    )
    Presentation.objects.filter(post=post).delete()
    Presentation.objects.bulk_create(
        [
            Presentation(post=post, network=n, **said | {"tags": ", ".join(said.get("tags", ()))})
            for n, said in old.get("manners", {}).items()
        ]
    )
    wanted = [target["account"] for target in old["targets"]]
    post.targets.all().delete()
    Target.objects.bulk_create(
        [Target(post=post, account=account) for account in Account.objects.filter(pk__in=wanted)]
    )
    assets = Asset.objects.in_bulk([item["asset"] for item in old["media"]], field_name="id")
    by_id = {str(pk): asset for pk, asset in assets.items()}
    binned = [asset.pk for asset in assets.values() if asset.is_binned]
    if binned:
        media.restore(unit=post.unit, asset_ids=binned, by=by, at=at)
    post.media.all().delete()
    PostMedia.objects.bulk_create(
        [
            PostMedia(
                post=post,
                asset=by_id[item["asset"]],
                order=order,
                alt=item["alt"],
                **{name: item.get(name, "") for name in DECLARED},
            )
            for order, item in enumerate(old["media"])
            if item["asset"] in by_id
        ]
    )


def revision_of(post: Post, number: int) -> Revision:
    """A revision by its number; raises :class:`Invalid` for one that is not there."""
    revision = post.revisions.filter(number=number).select_related("created_by").first()
    if revision is None:
        raise Invalid.field("versi", _("Versi %(number)s tidak ada.") % {"number": number})
    return revision
