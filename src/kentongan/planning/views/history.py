"""What became of a post: its versions, what differs between two, and its lines in the ledger."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kentongan.kernel import clock
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone
from kentongan.planning import access, actions, queries, revisions
from kentongan.planning.models import Post, Revision
from kentongan.web.access import access as declare
from kentongan.web.http import render_page, toast

LINES = 40
VERSIONS = 100


@declare("planning.access.visible_post", "planning.access.editable_post")
def history(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """GET shows versions and, with ``?dari=2&ke=4``, what differs; POST restores ``versi``."""
    user = request.user
    assert isinstance(user, User)
    if request.method == "POST":
        return _restore(request, access.editable_post(user, post_id), user)
    post = access.visible_post(user, post_id)
    versions = list(
        post.revisions.select_related("created_by").defer("content").order_by("-number")[:VERSIONS]
    )
    context = {
        "post": post,
        "versions": versions,
        "may_restore": access.may_write(user, post) and actions.editable(post),
        "voids": post.state not in ("draft", "returned"),
        "lines": queries.trail(post, LINES),
        **_comparison(request, post, versions),
    }
    with timezone.override(unit_timezone(post.unit)):
        return render_page(request, "planning/history.html", context)


def _comparison(request: HttpRequest, post: Post, versions: list[Revision]) -> dict[str, Any]:
    """The two versions to compare: those asked for, else the latest and the one before."""
    if not versions:
        return {"newer": None, "older": None, "differences": []}
    numbers = {revision.number for revision in versions}
    to = _number(request.GET.get("ke", ""), numbers) or versions[0].number
    before = [number for number in numbers if number < to]
    since = _number(request.GET.get("dari", ""), numbers) or max(before, default=to)
    found = {r.number: r for r in post.revisions.filter(number__in={since, to})}
    older, newer = found[since], found[to]
    changes = revisions.differences(older.content, newer.content) if since != to else []
    return {"newer": newer, "older": older, "differences": changes}


def _number(text: str, known: set[int]) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    return number if number in known else 0


def _restore(request: HttpRequest, post: Post, user: User) -> HttpResponse:
    revision = actions.revision_of(post, _plain_number(request.POST.get("versi", "")))
    given = _plain_number(request.POST.get("version", ""))
    actions.restore(
        revision,
        version=given,
        by=user,
        at=clock.now(),
        void_approval=request.POST.get("batalkan_persetujuan") == "1",
    )
    message = _("Versi %(n)s dipulihkan. Keadaan sebelumnya tetap ada di riwayat.")
    toast(request, message % {"n": revision.number}, tone="success")
    return redirect("planning:compose", post.pk)


def _plain_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
