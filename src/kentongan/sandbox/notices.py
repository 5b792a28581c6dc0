"""Whom a post concerns: called by every write, inside its transaction."""

from __future__ import annotations

from datetime import datetime

from kentongan.sandbox.models import SandboxAccount, SandboxNotice, SandboxPost, Way
from kentongan.sandbox.rules import entities

#: Deeper than this nobody reads, and a circle of answers cannot be made anyway.
MOST_STEPS = 200


def tell(post: SandboxPost, *, at: datetime) -> None:
    """Notices for the offices above a new post and for those it names; persons get none."""
    top, below, above = _line(post)
    concerned: dict[object, str] = {}
    if post.direct_to_id is not None:
        concerned = dict.fromkeys((post.direct_to_id, post.account_id), Way.DIRECT.value)
    else:
        named = {e.value for e in entities(post.text) if e.kind == "mention"}
        people = SandboxAccount.objects.filter(handle__in=named).exclude(pk=post.account_id)
        concerned |= dict.fromkeys(people.values_list("pk", flat=True), Way.MENTION.value)
        concerned |= dict.fromkeys(above, Way.COMMENT.value)
    offices = SandboxAccount.objects.filter(pk__in=list(concerned), persona=False)
    SandboxNotice.objects.bulk_create(
        SandboxNotice(
            account=office,
            post=post,
            top=top,
            thread=below if top.account_id == office.pk and post.direct_to_id is None else top,
            way=concerned[office.pk],
            changed_at=at,
        )
        for office in offices
    )


def touch(post: SandboxPost, *, at: datetime) -> None:
    """The post was changed or taken down."""
    SandboxNotice.objects.filter(post=post).update(changed_at=at)


def _line(post: SandboxPost) -> tuple[SandboxPost, SandboxPost, set[object]]:
    """The first post above, the one below it on the way here, and who wrote what lies between."""
    above: set[object] = set()
    below = step = post
    for _ in range(MOST_STEPS):
        if step.reply_to is None:
            break
        below, step = step, step.reply_to
        above.add(step.account_id)
    if above:
        above.add(post.account_id)  # an office sees its own answers in the conversation
    return step, below, above
