"""What the API of posts takes and gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from kentongan.planning import manners
from kentongan.planning.models import Post, PostMedia
from kentongan.planning.working import MANNER, PARTS

MAX_PAGE = 200
Long = Annotated[str, Field(max_length=100_000)]
Code = Annotated[str, Field(max_length=40)]
Network = Annotated[str, Field(max_length=24)]
Short = Annotated[str, Field(max_length=2_000)]


class Strict(Schema):
    """A body in which a misspelt field is told, not dropped."""

    model_config = ConfigDict(extra="forbid")


class KindOut(Schema):
    """A kind of content; its risk decides who approves."""

    code: str
    label: str
    help: str
    risk: str
    emergency: bool


class MediaOut(Schema):
    """A picture of a post, in its place, with what was declared about it (empty: not said)."""

    id: UUID
    asset: UUID
    alt: str
    credit: str
    licence: str
    people: str
    mime: str
    width: int
    height: int
    size: int

    @classmethod
    def of(cls, item: PostMedia) -> MediaOut:
        """From a picture with its asset loaded."""
        asset = item.asset
        return cls(
            id=item.pk,
            asset=asset.pk,
            alt=item.alt,
            credit=item.credit,
            licence=item.licence,
            people=item.people,
            mime=asset.mime,
            width=asset.width,
            height=asset.height,
            size=asset.size,
        )


class PostOut(Schema):
    """A post. Give ``version`` back with every change.

    ``threads`` to ``tags`` hold, by network, only what is not as usual (``PostChange``).
    """

    id: UUID
    version: int
    unit: str
    state: str
    kind: str
    pillar: str
    title: str
    text: str
    link: str
    source: str
    shows_vulnerable: bool
    shows_official: bool
    variants: dict[str, str]
    threads: dict[str, bool]
    comments: dict[str, str]
    forms: dict[str, str]
    audiences: dict[str, str]
    tags: dict[str, list[str]]
    locations: dict[str, bool]
    accounts: list[UUID]
    media: list[MediaOut]
    scheduled_for: datetime | None
    revision: int
    author: str
    created_at: datetime
    updated_at: datetime
    updated_by: str
    archived: bool

    @classmethod
    def of(cls, post: Post) -> PostOut:
        """From a post with its parts loaded (``queries.with_parts``)."""
        same = (
            "id version state pillar title text link source shows_vulnerable shows_official "
            "scheduled_for created_at updated_at updated_by"
        ).split()
        return cls(
            unit=post.unit.code,
            kind=post.kind_id,
            variants={v.network: v.text for v in post.variants.all()},
            accounts=sorted(target.account_id for target in post.targets.all()),
            media=[MediaOut.of(item) for item in post.media.all()],
            revision=post.revision_number,
            author=post.author.username,
            archived=post.archived_at is not None,
            **_manners(post),
            **{name: getattr(post, name) for name in same},
        )


def _manners(post: Post) -> dict[str, Any]:
    """Choices about networks, each by network."""
    found: dict[str, dict[str, Any]] = {PARTS[head]: {} for head in MANNER}
    for network, manner in manners.of_post(post).items():
        for head, value in manner.said().items():
            found[PARTS[head]][network] = value
    return found


class PostPage(Schema):
    """One page; ``next`` is what to give as ``after`` for the page after it."""

    items: list[PostOut]
    next: UUID | None


class Wanted(Schema):
    """Filters of the list. ``unit``: that unit and everything below it."""

    unit: Annotated[str, Field(max_length=64)] = ""
    state: Annotated[str, Field(max_length=16)] = ""
    pillar: Annotated[str, Field(max_length=16)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


class PostIn(Strict):
    """A new draft. Without ``accounts`` it is meant for all accounts of the unit."""

    unit: Annotated[str, Field(max_length=64)]
    kind: Annotated[str, Field(max_length=40)]
    title: Short
    text: Long = ""
    pillar: Annotated[str, Field(max_length=16)] = "layanan"
    scheduled_for: datetime | None = None
    accounts: Annotated[list[UUID], Field(max_length=500)] | None = None


class Change(Strict):
    """What every change says: on which version, and whether an approval may fall."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    void_approval: bool = False


class PostChange(Change):
    """Fields to be changed; those left out stay. ``variants``: null follows the master text.

    Also by network, where it gives the choice; null is as usual: ``threads`` (what is too long goes
    on in replies to itself), ``comments`` (a first comment of our own), ``forms`` (post, reel,
    story), ``audiences`` (public, unlisted, private) ``locations`` (with the place of the office,
    as it stands at the account) and ``tags`` (keywords beside the text).

    By the id of a picture in the post: ``alts``, ``credits`` (source or maker), ``licences`` (own,
    permission, free, state, bought) and ``people`` (none, consent, no_consent).
    """

    title: Short | None = None
    text: Long | None = None
    link: Short | None = None
    source: Short | None = None
    kind: Annotated[str, Field(max_length=40)] | None = None
    pillar: Annotated[str, Field(max_length=16)] | None = None
    shows_vulnerable: bool | None = None
    shows_official: bool | None = None
    accounts: Annotated[list[UUID], Field(max_length=500)] | None = None
    variants: dict[Network, Long | None] | None = None
    threads: dict[Network, bool | None] | None = None
    comments: dict[Network, Long | None] | None = None
    forms: dict[Network, Code | None] | None = None
    audiences: dict[Network, Code | None] | None = None
    locations: dict[Network, bool | None] | None = None
    tags: dict[Network, Annotated[list[Code], Field(max_length=50)] | None] | None = None
    alts: dict[UUID, Long] | None = None
    credits: dict[UUID, Short] | None = None
    licences: dict[UUID, Code] | None = None
    people: dict[UUID, Code] | None = None
    scheduled_for: datetime | None = None


class MediaIn(Change):
    """A picture uploaded before (``POST /media``), to be put last."""

    asset: UUID
    alt: Short = ""
    credit: Short = ""
    licence: Code = ""
    people: Code = ""


class ReasonIn(Strict):
    """Why a finding that is to be weighed is passed."""

    reason: Short


class PostFinding(Schema):
    """A finding of a post; ``finding`` as in ``POST /checks``, ``network`` empty for all.

    ``waiver`` tells of the leave to pass what must be mended: asked, granted, refused, or null.
    """

    number: int
    network: str
    field: str
    blocks: bool
    reason: dict[str, str] | None
    waiver: str | None
    fingerprint: str
    finding: dict[str, Any]


class PostFindings(Schema):
    """The findings of a post, by the rules of its planned time."""

    at: datetime
    ready: bool
    items: list[PostFinding]
