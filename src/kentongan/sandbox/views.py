"""The public pages of the network, and the form with which a person plays a citizen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kentongan.kernel import clock
from kentongan.kernel.say import gettext as _
from kentongan.sandbox import actions
from kentongan.sandbox.errors import SandboxError
from kentongan.sandbox.forms import ReplyForm
from kentongan.sandbox.models import PostQuerySet, SandboxAccount, SandboxMedia, SandboxPost
from kentongan.web.access import public, signed_in
from kentongan.web.http import paginate, redirect_htmx, render_page, toast

PER_PAGE = 20
MAX_REPLIES_SHOWN = 200
#: Visitors have no unit whose zone could be taken.
VISITORS_ZONE = ZoneInfo("Asia/Jakarta")


def _render(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The page, with times in the zone of the person, or the visitors' one."""
    chosen = timezone.get_current_timezone()
    zone = VISITORS_ZONE if timezone.get_current_timezone_name() == "UTC" else chosen
    with timezone.override(zone):
        return render_page(request, template, context, status=status)


def _with_counts(found: PostQuerySet) -> PostQuerySet:
    live = Count("replies", filter=Q(replies__deleted_at__isnull=True))
    return found.annotate(reply_count=live)


@require_GET
@public("linimasa jejaring latihan terbuka bagi siapa saja")
def timeline(request: HttpRequest) -> HttpResponse:
    """All posts, newest first."""
    found = _with_counts(SandboxPost.objects.shown().open().top())
    page = paginate(found, request, PER_PAGE, keyset=("-created_at", "-id"))
    return _render(request, "sandbox/timeline.html", {"page": page})


@require_GET
@public("halaman akun jejaring latihan terbuka bagi siapa saja")
def account(request: HttpRequest, handle: str) -> HttpResponse:
    """The posts and answers of one account."""
    owner = get_object_or_404(SandboxAccount, handle=handle)
    found = _with_counts(SandboxPost.objects.shown().open().filter(account=owner))
    page = paginate(found, request, PER_PAGE, keyset=("-created_at", "-id"))
    return _render(request, "sandbox/account.html", {"owner": owner, "page": page})


@require_GET
@public("unggahan jejaring latihan terbuka bagi siapa saja")
def post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One post with its answers."""
    return _post_page(request, _shown(pk), ReplyForm())


@require_POST
@signed_in
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer in the role of a citizen. Signed-in people only: nothing anonymous is published."""
    found = _shown(pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _post_page(request, found, form, status=422)
    try:
        actions.reply_as_visitor(
            found,
            handle=form.handle,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            visitor=hashlib.sha256(f"user:{request.user.pk}".encode()).hexdigest(),
            at=clock.now(),
        )
    except SandboxError as error:
        form.add_error(None, error.message)
        return _post_page(request, found, form, status=error.status)
    toast(request, _("Balasan tampil."))
    return redirect_htmx(request, found.get_absolute_url())


@require_GET
@public("gambar pada unggahan jejaring latihan terbuka bagi siapa saja")
def media(_request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The bytes of a picture of a post that is public."""
    live = Q(post__isnull=False, post__deleted_at__isnull=True, post__direct_to__isnull=True)
    row = get_object_or_404(SandboxMedia, live, pk=pk)
    try:
        answer = FileResponse(row.file.open("rb"), content_type=row.mime)
    except FileNotFoundError:
        raise Http404(_("Gambar tidak ada.")) from None
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


def _shown(pk: UUID) -> SandboxPost:
    return get_object_or_404(_with_counts(SandboxPost.objects.shown().open()), pk=pk)


def _post_page(
    request: HttpRequest, found: SandboxPost, form: ReplyForm, status: int = 200
) -> HttpResponse:
    answers = _with_counts(SandboxPost.objects.shown().open().filter(reply_to=found))
    context = {
        "post": found,
        "parent": found.reply_to if found.reply_to and not found.reply_to.deleted_at else None,
        "answers": answers.order_by("created_at", "id")[:MAX_REPLIES_SHOWN],
        "form": form,
    }
    return _render(request, "sandbox/post.html", context, status=status)
