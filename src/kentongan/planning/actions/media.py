"""Pictures of a post: add, take out, move. Their alt texts are saved with the other fields."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.media.actions import read_soon, upload
from kentongan.media.models import Asset
from kentongan.media.rights import Standing, standing
from kentongan.people.models import User
from kentongan.planning import cleaning
from kentongan.planning.actions.state import lock, log
from kentongan.planning.actions.writing import touch
from kentongan.planning.models import People, Post, PostMedia
from kentongan.planning.picture_facts import day_of


def add_media(
    *,
    post_id: UUID,
    version: int,
    file: File,
    name: str,
    by: User,
    at: datetime,
    alt: str = "",
    void_approval: bool = False,
) -> PostMedia:
    """Upload a picture and put it last; the same picture twice is one.

    Raises ``Invalid``/``TooLarge`` for files that are not accepted, ``DraftConflict`` for an
    older version. The upload itself happens before the post is touched: a file that is refused
    changes nothing.
    """
    post = Post.objects.select_related("unit").filter(pk=post_id).first()
    if post is None:
        raise Missing(_("Unggahan tidak ditemukan."))
    _room(post)
    asset = upload(by=by, at=at, unit=post.unit, file=file, name=name)
    return attach(
        post_id=post_id,
        version=version,
        asset=asset,
        by=by,
        at=at,
        alt=alt,
        void_approval=void_approval,
    )


def _room(post: Post) -> None:
    if post.media.count() >= cleaning.MAX_MEDIA:
        raise Invalid.field("file", _("Paling banyak 10 gambar. Hapus satu untuk menambah."))


def attach(
    *,
    post_id: UUID,
    version: int,
    asset: Asset,
    by: User,
    at: datetime,
    alt: str = "",
    credit: str = "",
    licence: str = "",
    people: str = "",
    void_approval: bool = False,
) -> PostMedia:
    """Put a picture that is there already last; one that the post has already stays where it is.

    What is not said of it is taken from the library as it stands at ``at``.
    """
    said = {
        "alt": cleaning.alt_text(alt),
        "credit": cleaning.credit(credit),
        "licence": cleaning.licence(licence),
        "people": cleaning.people(people),
    }
    with transaction.atomic():
        held = lock(post_id)
        present = held.media.filter(asset=asset).first()
        if present is not None:
            return present
        # Held, so that nobody throws it away meanwhile.
        asset = Asset.objects.select_for_update().get(pk=asset.pk)
        if asset.is_binned:
            raise Invalid.field(
                "file", _("Berkas itu ada di tempat sampah pustaka. Pulihkan dulu.")
            )
        known = known_of(asset, day_of(held, at))
        said = {name: said[name] or known[name] for name in said}
        _room(held)
        touch(held, version=version, names=("media",), by=by, at=at, void_approval=void_approval)
        last = held.media.order_by("-order").values_list("order", flat=True).first()
        item = PostMedia.objects.create(
            post=held, asset=asset, order=0 if last is None else last + 1, **said
        )
        log(held, "post.media_add", by=by, at=at, data={"asset": str(asset.pk), "name": asset.name})
        if not asset.is_read:
            read_soon(asset_id=asset.pk)
    return item


def attach_all(
    *, post_id: UUID, version: int, assets: Iterable[Asset], by: User, at: datetime
) -> None:
    """Put several that are there already last, in this order: all of them or none."""
    with transaction.atomic():
        for asset in assets:
            item = attach(post_id=post_id, version=version, asset=asset, by=by, at=at)
            version = item.post.version


def known_of(asset: Asset, day: date) -> dict[str, str]:
    """What the library says of a file, in the words of a declaration."""
    people = {
        Standing.NOBODY: People.NONE.value,
        Standing.AGREED: People.CONSENT.value,
        Standing.ENDING: People.CONSENT.value,
        Standing.MISSING: People.NO_CONSENT.value,
        Standing.OVER: People.NO_CONSENT.value,
    }.get(standing(asset, day), "")
    return {"alt": asset.alt, "credit": asset.credit, "licence": asset.licence, "people": people}


def remove_media(
    *,
    post_id: UUID,
    version: int,
    media_id: UUID,
    by: User,
    at: datetime,
    void_approval: bool = False,
) -> Post:
    """Take a picture out of the post; the file itself stays with the unit."""
    with transaction.atomic():
        post = lock(post_id)
        item = post.media.select_related("asset").filter(pk=media_id).first()
        if item is None:
            return post
        touch(post, version=version, names=("media",), by=by, at=at, void_approval=void_approval)
        item.delete()
        log(
            post,
            "post.media_remove",
            by=by,
            at=at,
            data={"asset": str(item.asset_id), "name": item.asset.name, "alt": item.alt},
        )
    return post


def move_media(
    *,
    post_id: UUID,
    version: int,
    media_id: UUID,
    step: int,
    by: User,
    at: datetime,
    void_approval: bool = False,
) -> Post:
    """Move a picture by ``step`` places (-1: towards the front); at the end it stays."""
    with transaction.atomic():
        post = lock(post_id)
        items = list(post.media.all())
        place = next((i for i, item in enumerate(items) if item.pk == media_id), None)
        if place is None:
            raise Missing(_("Gambar itu sudah tidak ada di unggahan ini."))
        goal = max(0, min(len(items) - 1, place + step))
        if goal == place:
            return post
        touch(post, version=version, names=("media",), by=by, at=at, void_approval=void_approval)
        items.insert(goal, items.pop(place))
        for order, item in enumerate(items):
            item.order = order
        PostMedia.objects.bulk_update(items, ["order"])
        log(post, "post.media_move", by=by, at=at, data={"media": str(media_id), "to": goal + 1})
    return post
