"""The one way in which the state of a post changes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Missing
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import Line, record_all
from kentongan.people.models import User
from kentongan.planning.models import Post
from kentongan.planning.states import POST

#: How often a machine tries again when others change the state at the same moment.
RACES = 5


def actor_of(by: Actor | User) -> Actor:
    """A person or the system as written into the ledger."""
    return by.actor if isinstance(by, User) else by


def transition(
    post: Post,
    event: str,
    *,
    by: Actor | User,
    at: datetime,
    revision: str = "",
    data: dict[str, Any] | None = None,
    record: bool = True,
) -> Post:
    """Let ``event`` happen to ``post`` and return it in its new state.

    One conditional UPDATE from the state the caller has seen: whoever is second gets a
    :class:`Conflict`, an event that the table does not know there an ``IllegalTransition`` (a
    Conflict too). Writes one ledger line ``post.<event>``; an action that writes a line of its
    own for the same act passes ``record=False``. ``revision`` is the hash it is about.
    """
    seen = post.state
    target = POST.next(seen, event)
    with transaction.atomic():
        if not Post.objects.filter(pk=post.pk, state=seen).update(state=target):
            raise _overtaken(post)
        post.state = target
        if record:
            log(
                post,
                f"post.{event}",
                by=by,
                at=at,
                revision=revision,
                data={"from": seen, "to": target, **(data or {})},
            )
    return post


def transition_if_possible(post: Post, event: str, *, by: Actor | User, at: datetime) -> bool:
    """Let ``event`` happen if the present state knows it; for machines that report what is so.

    Reads the state anew, and again when somebody was faster. Returns whether the state changed.
    """
    for _attempt in range(RACES):
        present = Post.objects.filter(pk=post.pk).values_list("state", flat=True).first()
        if present is None or not POST.allows(present, event):
            return False
        post.state = present
        try:
            transition(post, event, by=by, at=at)
        except Conflict:
            continue
        return True
    raise _overtaken(post)


def transition_all_if_possible(
    posts: Iterable[Post], event: str, *, by: Actor | User, at: datetime
) -> None:
    """:func:`transition_if_possible` for several posts, written together.

    Locked in one order before they are read, so that nobody is faster and nobody waits in a ring.
    """
    wanted = {post.pk: post for post in posts}
    targets: dict[str, list[UUID]] = defaultdict(list)
    lines = []
    with transaction.atomic():
        rows = Post.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        for pk, present in rows.values_list("pk", "state"):
            if not POST.allows(present, event):
                continue
            post, target = wanted[pk], POST.next(present, event)
            post.state = target
            targets[target].append(pk)
            data = {"from": present, "to": target}
            lines.append(_line(post, f"post.{event}", by=by, at=at, data=data))
        for target, moved in targets.items():
            Post.objects.filter(pk__in=moved).update(state=target)
        record_all(lines)


def _overtaken(post: Post) -> Conflict:
    present = Post.objects.filter(pk=post.pk).values_list("state", flat=True).first()
    if present is None:
        return Conflict(_("Unggahan ini sudah tidak ada."))
    return Conflict(
        _("Keadaan unggahan baru saja berubah menjadi “%(state)s”. Muat ulang, lalu coba lagi.")
        % {"state": POST.labels.get(present, present)}
    )


def log(
    post: Post,
    action: str,
    *,
    by: Actor | User,
    at: datetime,
    revision: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """One ledger line about ``post``."""
    record_all([_line(post, action, by=by, at=at, revision=revision, data=data)])


def _line(
    post: Post,
    action: str,
    *,
    by: Actor | User,
    at: datetime,
    revision: str = "",
    data: dict[str, Any] | None = None,
) -> Line:
    return Line(
        by=actor_of(by),
        at=at,
        action=action,
        target=("post", str(post.pk), post.title),
        unit=post.unit.code,
        revision=revision,
        data=data or {},
    )


def lock(post_id: UUID) -> Post:
    """The post for writing, until the end of the transaction; raises :class:`Missing`.

    On PostgreSQL the row is locked; on SQLite every write transaction is alone anyway.
    """
    rows = Post.objects.select_for_update(of=("self",)).select_related("unit", "kind")
    try:
        return rows.get(pk=post_id)
    except Post.DoesNotExist:
        raise Missing(_("Unggahan tidak ditemukan.")) from None
