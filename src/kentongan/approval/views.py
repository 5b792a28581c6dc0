"""Pages of approval: what waits, one request with its evidence, the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kentongan.approval import access as approval_access, actions, decided, menu, queries
from kentongan.approval.forms import DecisionForm
from kentongan.approval.models import ApprovalRequest
from kentongan.approval.present import evidence_view, media_view, targets_view
from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import read
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person
from kentongan.planning import access as planning_access, revisions
from kentongan.planning.models import Revision
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast


@require_GET
@access(approval_access.visible_requests)
def queue(request: HttpRequest) -> HttpResponse:
    """The most urgent that waits, with the queue beside it; or that nothing does."""
    at = clock.now()
    waiting, listed = menu.waiting(request), menu.listed(request)
    if listed and not (waiting and waiting[0].request.pk == listed[0].key):
        return redirect(listed[0].url)
    if not waiting:
        recent = decided.show(decided.rows(person(request))[:8])
        return render_page(request, "approval/empty.html", {"recent": recent})
    first = approval_access.visible_request(person(request), waiting[0].request.pk)
    return _page(request, first, at=at, waiting=waiting)


@require_GET
@access(approval_access.visible_requests)
def done(request: HttpRequest) -> HttpResponse:
    """What was decided, newest first: posts and what goes beside them."""
    found = paginate(decided.rows(person(request)), request)
    page = replace(found, items=decided.show(found.items))
    return render_page(request, "approval/done.html", {"page": page}, partial="rows")


@require_GET
@access(approval_access.visible_request)
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: the message, the evidence, the way it has gone, the decision."""
    found = approval_access.visible_request(person(request), request_id)
    return _page(request, found, at=clock.now())


def _page(
    request: HttpRequest,
    found: ApprovalRequest,
    *,
    at: datetime,
    waiting: list[queries.Waiting] | None = None,
    form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    waiting = menu.waiting(request) if waiting is None else waiting
    mine = next((w for w in waiting if w.request.pk == found.pk), None)
    content = found.revision.content
    targets = targets_view(content)
    before = (
        Revision.objects.filter(post=found.post, number__lt=found.revision.number)
        .order_by("-number")
        .first()
    )
    context: dict[str, Any] = {
        "item": found,
        "content": content,
        "targets": targets,
        "unused_master": bool(targets) and all(target.own for target in targets),
        "media": media_view(content),
        "steps": queries.steps_view(found, at=at, directory=menu.directory(request, found.pk)),
        **menu.around(request, found.pk),
        "mine": mine,
        "gone": mine is None or found.is_down,  # nowhere to ask for anything
        "evidence": evidence_view(found.evidence),
        "changes": revisions.differences(before.content, content) if before else [],
        "before": before,
        "stale": found.state == "open"
        and not found.review_after
        and found.post.state != "in_review",
        "may_recall": found.state == "open"
        and not found.review_after
        and user.pk in {found.submitted_by_id, found.post.author_id},
        "form": form or DecisionForm(initial={"expected_hash": found.revision_hash}),
        "open": found.state == "open",
        "late": found.state == "open" and found.deadline_at < at,
        "now": at,
    }
    with timezone.override(unit_timezone(found.post.unit)):
        return render_page(request, "approval/request.html", context, status=status)


@require_POST
@access(approval_access.visible_request)
def decide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Approve or return, then go on to the next that waits."""
    user, at = person(request), clock.now()
    found = approval_access.visible_request(user, request_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, at=at, form=form, status=422)
    try:
        answered = actions.decide(found, by=user, at=at, **form.cleaned_data)
    except Invalid as error:
        for name, sentences in error.fields.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return _page(request, found, at=at, form=form, status=422)
    except KentonganError as error:
        form.add_error(None, str(error))
        return _page(request, found, at=at, form=form, status=error.status)
    toast(request, _outcome(answered, form.cleaned_data["verdict"]), tone="success")
    return redirect("approval:queue")


def _outcome(answered: ApprovalRequest, verdict: str) -> str:
    title = {"title": answered.post.title}
    if verdict == "return" and answered.review_after:
        return (
            _("Penyusun diminta menarik “%(title)s”. Sampai ditarik, unggahan tetap tayang.")
            % title
        )
    if verdict == "return":
        return _("“%(title)s” dikembalikan ke penyusun dengan catatan Anda.") % title
    if answered.state == "open":
        return _("“%(title)s” diteruskan ke langkah berikutnya.") % title
    return _("“%(title)s” disetujui.") % title


@require_POST
@access(approval_access.visible_request)
def recall(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The writer takes it back to go on writing."""
    found = approval_access.visible_request(person(request), request_id)
    actions.recall(found, by=person(request), at=clock.now())
    toast(request, _("Pengajuan ditarik. Unggahan kembali menjadi draf."))
    return redirect("planning:compose", found.post_id)


@require_POST
@access(planning_access.editable_post)
def submit(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Put the draft before its chain, or say what still keeps it."""
    user, at = person(request), clock.now()
    post = planning_access.editable_post(user, post_id)
    version = request.POST.get("version", "")
    try:
        made = actions.submit(
            post,
            by=user,
            at=at,
            version=int(version) if version.isascii() and version.isdigit() else post.version,
        )
    except KentonganError as error:
        toast(request, str(error), tone="error")
        return redirect(reverse("planning:compose", args=[post.pk]) + "#pemeriksaan")
    step = read(made.steps[0]["label"])
    toast(request, _("Diajukan. Langkah pertama: %(step)s.") % {"step": step}, tone="success")
    return redirect("publishing:post", post.pk)
