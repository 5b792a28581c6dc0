"""Who may see and write posts. Everything else asks here and never filters by hand."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from tree_queries.query import TreeQuerySet

from kentongan.compliance.models import Misfire
from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.api_scope import scoped_units
from kentongan.people.models import Unit, User
from kentongan.people.tree import branch
from kentongan.planning.models import LinkMarks, Post, PostMedia, Presentation, Variant, Waiver

#: What has ended needs no leave to pass a finding any more.
OVER = frozenset({"published", "withdrawn", "cancelled"})

#: How links are marked, where they are.
MARKS = LinkMarks.objects.filter(enabled=True).values(
    said=JSONObject(hosts="hosts", medium="medium", campaign="campaign")
)


def visible_posts(user: User) -> QuerySet[Post]:
    """Posts of all units the person may look at, archived ones included."""
    return Post.objects.filter(unit__in=permissions.units_for(user, "post.view"))


def writable_units(user: User) -> TreeQuerySet[Unit]:
    """Units for which the person may write posts."""
    return permissions.units_for(user, "post.write").filter(active=True)


def visible_post(user: User, post_id: UUID) -> Post:
    """A post the person may see, with its unit and kind; raises :class:`Missing`.

    With it come ``link_marks``, how links are marked, and what no page need ask for where there is
    none: ``has_variants``, ``has_manners``, ``has_media``, ``has_helpers``, whether others wrote
    at it; ``has_waivers``, whether leave was ever asked for it, and ``has_misfires``, whether the
    person ever reported a finding as wrong.
    """
    found = visible_posts(user).select_related("unit", "kind", "author").filter(pk=post_id)
    post = found.annotate(
        has_variants=Exists(Variant.objects.filter(post=OuterRef("pk"))),
        has_manners=Exists(Presentation.objects.filter(post=OuterRef("pk"))),
        has_media=Exists(PostMedia.objects.filter(post=OuterRef("pk"))),
        has_helpers=Exists(Post.contributors.through.objects.filter(post_id=OuterRef("pk"))),
        has_waivers=Exists(Waiver.objects.filter(post=OuterRef("pk"))),
        has_misfires=Exists(Misfire.objects.filter(reporter_id=str(user.pk))),
        link_marks=Subquery(MARKS[:1]),
    ).first()
    if post is None:
        raise Missing(_("Unggahan tidak ditemukan."))
    return post


def may_set_link_marks(user: User) -> bool:
    """The setting is for those who run the system, at the top unit."""
    roots = permissions.roots_for(user, "system.manage")
    return bool(roots) and Unit.objects.filter(parent=None, pk__in=roots).exists()


def link_marks(user: User) -> LinkMarks:
    """The setting as it is, stored or not; raises :class:`Missing` for all others."""
    if not may_set_link_marks(user):
        raise Missing
    return LinkMarks.objects.first() or LinkMarks()


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


def visible_waivers(user: User) -> QuerySet[Waiver]:
    """Leave asked for posts that the person may see."""
    found = Waiver.objects.filter(post__in=visible_posts(user))
    return found.select_related("post__unit", "asked_by", "decided_by")


def decidable_waivers(user: User, at: datetime) -> QuerySet[Waiver]:
    """Leave that waits for this person: of a role they hold, for a post they have no part in."""
    held = Q(pk__in=())
    for role, units in _held(user, at).items():
        held |= Q(role=role, post__unit__in=branch(units))
    helped = Post.contributors.through.objects.filter(user_id=user.pk)
    return (
        visible_waivers(user)
        .filter(held, verdict="", post__archived_at__isnull=True)
        .exclude(post__state__in=OVER)
        .exclude(asked_by=user)
        .exclude(post__author=user)
        .exclude(post__in=helped.values("post_id"))
    )


def visible_waiver(user: User, waiver_id: UUID) -> Waiver:
    """One leave asked for; raises :class:`Missing`."""
    found = visible_waivers(user).filter(pk=waiver_id).first()
    if found is None:
        raise Missing(_("Permintaan izin itu tidak ada, atau bukan untuk unit Anda."))
    return found


def scoped_waivers(request: HttpRequest) -> QuerySet[Waiver]:
    """Leave asked for posts in the reach of an API token."""
    found = Waiver.objects.filter(post__unit__in=scoped_units(request, "post.view"))
    return found.select_related("post__unit", "asked_by", "decided_by")


def scoped_waiver(request: HttpRequest, waiver_id: UUID) -> Waiver:
    """One leave in the reach of an API token; raises :class:`Missing`."""
    found = scoped_waivers(request).filter(pk=waiver_id).first()
    if found is None:
        raise Missing(_("Permintaan izin itu tidak ada, atau di luar jangkauan token ini."))
    return found


def may_decide_waiver(user: User, waiver: Waiver, at: datetime) -> bool:
    """Whether the person holds the role, at the unit of the post or above, and is no part of it."""
    return decidable_waivers(user, at).filter(pk=waiver.pk).exists()


def holds_passing_role(user: User, roles: frozenset[str], at: datetime) -> bool:
    """Whether the person holds one of ``roles`` anywhere; for the menu."""
    return not roles.isdisjoint(_held(user, at))


def _held(user: User, at: datetime) -> dict[str, set[UUID]]:
    """The roles of a person with the units at which they hold them."""
    held: dict[str, set[UUID]] = {}
    for grant in permissions.grants_of(user):
        if grant.active(at):
            held.setdefault(grant.role, set()).add(grant.unit_id)
    return held
