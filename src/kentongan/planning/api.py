"""Posts over the API: list, begin, read, change, variants, pictures, findings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from kentongan.compliance.wire import finding_out
from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.media.access import visible_asset
from kentongan.people.api_scope import scoped_unit, scoped_units
from kentongan.people.idempotency import idempotent
from kentongan.people.models import User
from kentongan.people.tree import branch
from kentongan.planning import access, actions, checking
from kentongan.planning.models import ContentKind, Post
from kentongan.planning.queries import PostFilter, with_parts
from kentongan.planning.wire import (
    Change,
    KindOut,
    MediaIn,
    PostChange,
    PostFinding,
    PostFindings,
    PostIn,
    PostOut,
    PostPage,
    ReasonIn,
    Wanted,
)
from kentongan.planning.working import PARTS

router = Router(tags=["Unggahan"])


@router.get("/content-kinds", response=list[KindOut], summary="Jenis konten", url_name="kinds")
def list_kinds(request: HttpRequest) -> list[ContentKind]:  # noqa: ARG001
    """The kinds of content offered."""
    return list(ContentKind.objects.filter(active=True))


@router.get("/posts", response=PostPage, summary="Daftar unggahan", url_name="posts")
def list_posts(request: HttpRequest, wanted: Query[Wanted]) -> PostPage:
    """Posts in the token's reach, oldest first. Follow ``next`` until it is null."""
    given = {"keadaan": wanted.state, "pilar": wanted.pillar, "q": wanted.q}
    found = PostFilter.read(given).apply(access.scoped_posts(request), _user(request))
    if wanted.unit:
        root = scoped_unit(request, wanted.unit.replace("\x00", ""))
        below = scoped_units(request, "post.view").filter(pk__in=branch([root.pk]))
        found = found.filter(unit__in=below)
    if wanted.after:
        found = found.filter(pk__gt=wanted.after)
    rows = list(with_parts(found)[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return PostPage(items=[PostOut.of(p) for p in rows], next=rows[-1].pk if more else None)


@router.post("/posts", response={201: PostOut}, summary="Mulai unggahan", url_name="post_create")
def create_post(request: HttpRequest, body: PostIn) -> HttpResponse:
    """Begin a draft."""

    def work() -> PostOut:
        unit = scoped_unit(request, body.unit.replace("\x00", ""), "post.write")
        post = actions.create_post(
            unit=unit,
            kind=body.kind,
            title=body.title,
            text=body.text,
            pillar=body.pillar,
            scheduled_for=_aware("scheduled_for", body.scheduled_for),
            targets=body.accounts,
            by=_user(request),
            at=clock.now(),
        )
        return _out(post)

    return idempotent(request, work, status=201)


@router.get("/posts/{post_id}", response=PostOut, summary="Satu unggahan", url_name="post")
def post_detail(request: HttpRequest, post_id: UUID, response: HttpResponse) -> PostOut:
    """One post; the header ``ETag`` carries its version."""
    found = _out(access.scoped_post(request, post_id))
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.patch("/posts/{post_id}", response=PostOut, summary="Ubah unggahan", url_name="post_change")
def change_post(request: HttpRequest, post_id: UUID, body: PostChange) -> HttpResponse:
    """Change fields; 409 when ``version`` (or ``If-Match``) is not the current one."""

    def change(post: Post, given: dict[str, Any]) -> PostOut:
        fields = body.model_dump(exclude_unset=True, exclude={"version", "void_approval"})
        if "scheduled_for" in fields:
            fields["scheduled_for"] = _aware("scheduled_for", body.scheduled_for)
        if "accounts" in fields:
            fields["targets"] = fields.pop("accounts")
        for name in ("targets", *PARTS.values()):
            if name in fields and fields[name] is None:
                del fields[name]
        actions.save_draft(**given, **fields)
        return _out(post)

    return _write(request, post_id, body, change)


@router.post(
    "/posts/{post_id}/media",
    response={201: PostOut},
    summary="Tambah gambar",
    url_name="post_media",
)
def add_media(request: HttpRequest, post_id: UUID, body: MediaIn) -> HttpResponse:
    """Add a picture that was uploaded before."""

    def change(post: Post, given: dict[str, Any]) -> PostOut:
        asset = visible_asset(_user(request), body.asset)
        if asset.unit_id != post.unit_id:
            raise Invalid.field("asset", _("Gambar itu milik unit lain."))
        actions.attach(
            asset=asset,
            alt=body.alt,
            credit=body.credit,
            licence=body.licence,
            people=body.people,
            **given,
        )
        return _out(post)

    return _write(request, post_id, body, change, status=201)


@router.delete(
    "/posts/{post_id}/media/{media_id}",
    response=PostOut,
    summary="Keluarkan gambar",
    url_name="post_media_remove",
)
def remove_media(
    request: HttpRequest, post_id: UUID, media_id: UUID, wanted: Query[Change]
) -> HttpResponse:
    """Take a picture out of a post; ``version`` as a parameter or ``If-Match``."""

    def change(post: Post, given: dict[str, Any]) -> PostOut:
        actions.remove_media(media_id=access.media_of(post, media_id).pk, **given)
        return _out(post)

    return _write(request, post_id, wanted, change)


@router.get(
    "/posts/{post_id}/findings",
    response=PostFindings,
    summary="Periksa unggahan",
    url_name="post_findings",
)
def post_findings(request: HttpRequest, post_id: UUID) -> PostFindings:
    """What the check says about the saved post and each network it is meant for."""
    at = clock.now()
    post = access.scoped_post(request, post_id)
    checked = checking.findings(post, at, with_recent=True)
    return PostFindings(
        at=checking.when(post, at),
        ready=not any(item.blocks for item in checked),
        items=[
            PostFinding(
                number=item.number,
                network=item.network,
                field=item.field,
                blocks=item.blocks,
                reason=dict(item.reason) if item.reason else None,
                waiver=item.waiver.verdict or "asked" if item.waiver else None,
                fingerprint=item.finding.fingerprint,
                finding=finding_out(item.finding),
            )
            for item in checked
        ],
    )


@router.post(
    "/posts/{post_id}/findings/{fingerprint}/reason",
    response=PostOut,
    summary="Timbang temuan",
    url_name="post_reason",
)
def weigh(request: HttpRequest, post_id: UUID, fingerprint: str, body: ReasonIn) -> HttpResponse:
    """Record why a finding that is to be weighed is passed."""

    def work() -> PostOut:
        post = access.scoped_post(request, post_id, "post.write")
        at = clock.now()
        checked = checking.findings(post, at, with_recent=True)
        found = {c.finding.fingerprint: c.finding for c in checked if c.tone == "timbang"}
        if fingerprint not in found:
            raise Invalid.field("fingerprint", _("Temuan ini sudah tidak ada."))
        actions.weigh(
            post_id=post.pk,
            fingerprint=fingerprint,
            finding=found[fingerprint],
            reason=body.reason,
            by=_user(request),
            at=at,
        )
        return _out(post)

    return idempotent(request, work)


def _write(
    request: HttpRequest,
    post_id: UUID,
    body: Change,
    change: Callable[[Post, dict[str, Any]], PostOut],
    *,
    status: int = 200,
) -> HttpResponse:
    """Fetch the post for writing, find the version meant, and change it, once."""

    def work() -> PostOut:
        post = access.scoped_post(request, post_id, "post.write")
        given = {
            "post_id": post.pk,
            "version": _version(request, body),
            "by": _user(request),
            "at": clock.now(),
            "void_approval": body.void_approval,
        }
        return change(post, given)

    return idempotent(request, work, status=status)


def _version(request: HttpRequest, body: Change) -> int:
    if body.version is not None:
        return body.version
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if tag.isascii() and tag.isdigit() and len(tag) < 10:
        return int(tag)
    raise Invalid.field("version", _("Sertakan version, atau If-Match dengan versi yang dibaca."))


def _aware(name: str, value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise Invalid.field(name, _("Sertakan zona waktu, misalnya 2026-08-12T07:00:00+07:00."))
    return value


def _out(post: Post) -> PostOut:
    """The post as stored now, with all its parts."""
    return PostOut.of(with_parts(Post.objects.filter(pk=post.pk)).get())


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
