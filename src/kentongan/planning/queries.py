"""Reads for lists of posts, shaped for the page, the export and the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, prefetch_related_objects

from kentongan.compliance.draft import PASSERS
from kentongan.ledger import queries as ledger
from kentongan.networks.models import Account
from kentongan.people.models import User
from kentongan.planning.access import decidable_waivers, holds_passing_role, visible_posts
from kentongan.planning.models import Pillar, Post, PostMedia, Target, Waiver
from kentongan.planning.states import POST

ARCHIVED = "arsip"
#: States of what is public, and of what was handed in and is not out yet.
PUBLIC, IN_LINE = ("published", "attention"), ("in_review", "approved", "scheduled")
#: What was published within this time, at most so many, counts for finding duplicates.
RECENT = timedelta(days=14)
MOST_RECENT = 50
#: So many entries of a post are looked at for its trail.
MOST_TRAIL = 150
#: More open requests for leave at once would be a pemda that reads no rule.
MOST_WAIVERS = 200
PARTS = (
    Prefetch("targets", Target.objects.select_related("account")),
    "variants",
    "presentations",
    Prefetch("media", PostMedia.objects.select_related("asset")),
)
#: By part of a post: what says that it has any, where it was read with the post (``access``).
TOLD = {"variants": "has_variants", "presentations": "has_manners", "media": "has_media"}


@dataclass(frozen=True, slots=True)
class PostFilter:
    """What a list of posts is narrowed to; empty values narrow nothing.

    ``state`` is a state, or :data:`ARCHIVED`; ``unit`` a unit's code; ``query`` words that the
    title or the text must all contain; ``mine`` only posts I began or helped with.
    """

    state: str = ""
    unit: str = ""
    pillar: str = ""
    query: str = ""
    mine: bool = False

    @classmethod
    def read(cls, given: Any) -> "PostFilter":
        """From a query string; what is not understood narrows nothing."""
        state, pillar = given.get("keadaan", ""), given.get("pilar", "")
        return cls(
            state=state if state in POST.states or state == ARCHIVED else "",
            unit=given.get("unit", "")[:64].replace("\x00", ""),
            pillar=pillar if pillar in Pillar.values else "",
            query=" ".join(given.get("q", "").replace("\x00", "").split())[:200],
            mine=given.get("saya", "") == "1",
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but the state is filtered."""
        return bool(self.unit or self.pillar or self.query or self.mine)

    def apply(
        self, posts: QuerySet[Post], user: User, *, with_state: bool = True
    ) -> QuerySet[Post]:
        """The posts that pass."""
        posts = posts.filter(archived_at__isnull=not (with_state and self.state == ARCHIVED))
        if with_state and self.state and self.state != ARCHIVED:
            posts = posts.filter(state=self.state)
        if self.unit:
            posts = posts.filter(unit__code=self.unit)
        if self.pillar:
            posts = posts.filter(pillar=self.pillar)
        for word in self.query.split():
            posts = posts.filter(Q(title__icontains=word) | Q(text__icontains=word))
        if self.mine:
            helped = Post.contributors.through.objects.filter(user_id=user.pk)
            posts = posts.filter(pk__in=helped.values("post_id"))
        return posts


def posts(user: User, wanted: PostFilter) -> QuerySet[Post]:
    """Posts the person may see, latest change first, with unit, author and networks."""
    return with_places(wanted.apply(visible_posts(user), user)).order_by("-updated_at", "-id")


def with_places(found: QuerySet[Post]) -> QuerySet[Post]:
    """The posts joined with what a row of a list shows; one further statement in all."""
    return found.select_related("unit", "author").prefetch_related(
        Prefetch("targets", Target.objects.select_related("account"))
    )


def counts(user: User, wanted: PostFilter) -> dict[str, int]:
    """How many posts there are in each state, under the other filters."""
    found = wanted.apply(visible_posts(user), user, with_state=False).order_by()
    return dict(found.values_list("state").annotate(n=Count("pk")))


def for_composer(post: Post) -> Post:
    """The same post with all its parts read ahead: four statements, fewer where it is known that
    it has none of a part."""
    for part, known in TOLD.items():
        if not getattr(post, known, True):
            _remember(post, part, [])
    prefetch_related_objects([post], *PARTS)
    return post


def remember_targets(post: Post, accounts: Iterable[Account]) -> None:
    """Let ``post.targets.all()`` be these accounts, which another statement has read already."""
    _remember(post, "targets", [Target(post=post, account=account) for account in accounts])


def _remember(post: Post, part: str, found: list[Any]) -> None:
    rows = getattr(post, part).none()
    rows._result_cache = found
    post.__dict__.setdefault("_prefetched_objects_cache", {})[part] = rows


def with_parts(found: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with everything their content needs."""
    return found.select_related("unit", "kind", "author").prefetch_related(*PARTS)


def texts_around(
    post: Post, at: datetime, planned: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Master texts of the unit of ``post``, newest first, not its own: those published less than
    :data:`RECENT` before ``planned``, and those handed in that are to go out as near to it. One
    statement.

    What was handed in without a time goes out whenever it is approved: as long as it was touched
    lately, it counts.
    """
    published = Q(state__in=PUBLIC, scheduled_for__gt=planned - RECENT, scheduled_for__lte=at)
    near = Q(scheduled_for__gt=planned - RECENT, scheduled_for__lt=planned + RECENT)
    someday = Q(scheduled_for=None, updated_at__gt=at - RECENT)
    rows = (
        Post.objects.filter(published | (Q(state__in=IN_LINE) & (near | someday)))
        .filter(unit=post.unit_id)
        .exclude(pk=post.pk)
        .exclude(text="")
        .order_by(F("scheduled_for").desc(nulls_last=True))
        .values_list("state", "text")
    )
    found = list(rows[: 2 * MOST_RECENT])
    public = [text for state, text in found if state in PUBLIC]
    waiting = [text for state, text in found if state not in PUBLIC]
    return tuple(public[:MOST_RECENT]), tuple(waiting[:MOST_RECENT])


def trail(post: Post, most: int) -> list[ledger.Run]:
    """What people did with a post, newest first, the same in a row as one. One statement."""
    entries = ledger.for_target("post", post.pk, MOST_TRAIL)
    return ledger.runs(entries, part_of={"post.edit": "post.save"})[:most]


def latest_waivers(post: Post) -> dict[str, Waiver]:
    """The latest leave asked for each wording of a post, by what it hangs on. One statement; none
    where ``access.visible_post`` found that none was asked."""
    if not getattr(post, "has_waivers", True):
        return {}
    asked = post.waivers.select_related("asked_by", "decided_by").order_by("asked_at", "pk")
    return {waiver.fingerprint: waiver for waiver in asked}


def passes(user: User, at: datetime) -> bool:
    """Whether the person may be asked for leave to pass a finding anywhere. No statement."""
    return holds_passing_role(user, PASSERS, at)


def waiting_waivers(user: User, at: datetime) -> list[Waiver]:
    """Leave that this person may grant or refuse now, oldest first; what is moot is left out.

    No statement for whoever holds no such role, one when nothing waits, else four.
    """
    if not passes(user, at):
        return []
    found = decidable_waivers(user, at).order_by("asked_at")
    return [waiver for waiver in with_words(found)[:MOST_WAIVERS] if stands(waiver)]


def with_words(found: QuerySet[Waiver]) -> QuerySet[Waiver]:
    """The requests with everything that :func:`stands` looks at."""
    return found.prefetch_related(
        "post__variants", Prefetch("post__media", PostMedia.objects.select_related("asset"))
    )


def stands(waiver: Waiver) -> bool:
    """Whether the words in question still are in the post; cheap, and never wrongly no."""
    post = waiver.post
    texts = [post.title, post.text, *(variant.text for variant in post.variants.all())]
    for item in post.media.all():
        texts += [item.alt, item.asset.seen_text or ""]
    return any(waiver.quote in text for text in texts)
