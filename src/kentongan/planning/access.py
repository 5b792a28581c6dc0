"""Who may see and write posts. Everything else asks here and never filters by hand."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from tree_queries.query import TreeQuerySet

from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.people import permissions
from kentongan.people.api_auth import scoped_units
from kentongan.people.models import Unit, User
from kentongan.planning.models import Post, PostMedia


def visible_posts(user: User) -> QuerySet[Post]:
    """Posts of all units the person may look at, archived ones included."""
    return Post.objects.filter(unit__in=permissions.units_for(user, "post.view"))


def writable_units(user: User) -> TreeQuerySet[Unit]:
    """Units for which the person may write posts."""
    return permissions.units_for(user, "post.write").filter(active=True)


def visible_post(user: User, post_id: UUID) -> Post:
    """A post the person may see, with its unit and kind; raises :class:`Missing`."""
    post = visible_posts(user).select_related("unit", "kind", "author").filter(pk=post_id).first()
    if post is None:
        raise Missing(_("Unggahan tidak ditemukan."))
    return post


def editable_post(user: User, post_id: UUID) -> Post:
    """A post the person may write; raises :class:`Missing` or :class:`NotAllowed`."""
    post = visible_post(user, post_id)
    if not permissions.can(user, "post.write", post.unit):
        raise NotAllowed(_("Anda boleh membaca unggahan ini, tetapi tidak mengubahnya."))
    return post


def scoped_posts(request: HttpRequest) -> QuerySet[Post]:
    """Posts in the reach of an API token, in the order of their ids."""
    return Post.objects.filter(unit__in=scoped_units(request, "post.view")).order_by("pk")


def scoped_post(request: HttpRequest, post_id: UUID, permission: str = "post.view") -> Post:
    """A post in the reach of an API token; raises :class:`Missing` or :class:`NotAllowed`."""
    post = scoped_posts(request).select_related("unit", "kind", "author").filter(pk=post_id).first()
    if post is None:
        raise Missing(_("Unggahan tidak ditemukan, atau di luar jangkauan token ini."))
    if not permissions.can(request.user, permission, post.unit):
        raise NotAllowed(_("Token ini tidak boleh melakukan itu pada unggahan tersebut."))
    return post


def may_write(user: User, post: Post) -> bool:
    """Whether the person may write this post."""
    return permissions.can(user, "post.write", post.unit)


def media_of(post: Post, media_id: UUID) -> PostMedia:
    """A picture of this very post; raises :class:`Missing`."""
    item = post.media.select_related("asset").filter(pk=media_id).first()
    if item is None:
        raise Missing(_("Gambar itu sudah tidak ada di unggahan ini."))
    return item
