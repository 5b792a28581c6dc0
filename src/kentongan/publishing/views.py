"""The page of a post with its deliveries, and what people do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kentongan.approval import menu, queries as approvals
from kentongan.delivery import access as delivery_access
from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, KentonganError, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.permissions import can
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person
from kentongan.planning import access as planning_access, looks, queries as planning
from kentongan.planning.models import Post
from kentongan.publishing import actions, queries, reach
from kentongan.publishing.forms import EmergencyForm, ReasonForm, WhenForm
from kentongan.web.access import access
from kentongan.web.http import is_htmx, redirect_htmx, render_page, toast

#: Seconds until the page asks what became of its deliveries; longer the longer that takes.
PAUSES = (*[3] * 10, *[10] * 12, 60)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


@require_GET
@access(planning_access.visible_post)
def post_page(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The post, where each account stands, and the next thing to do."""
    post = planning_access.visible_post(person(request), post_id)
    if is_htmx(request) and request.GET.get("tadi", post.state) != post.state:
        return redirect_htmx(request, "publishing:post", post.pk)  # all of the page is outdated
    return _page(request, post)


def _page(request: HttpRequest, post: Post, status: int = 200, **forms: Any) -> HttpResponse:
    user, at = person(request), clock.now()
    zone = unit_timezone(post.unit)
    wish = post.scheduled_for if post.scheduled_for and post.scheduled_for > at else None
    latest = approvals.latest_for(post.pk)
    manage = can(user, "delivery.manage", post.unit, at)
    hurry = (
        post.kind.emergency
        and post.state == "draft"
        and can(user, "publish.emergency", post.unit, at)
    )
    asked = min(_number(request.GET.get("kali", "")) + 1, len(PAUSES)) if is_htmx(request) else 0
    context = {
        "post": post,
        "asked": asked,
        "pause": PAUSES[min(asked, len(PAUSES) - 1)],
        "look": looks.look(post.state),
        "state_label": looks.label(post.state),
        "progress": queries.progress(post, at),
        "request_": latest,
        "steps": approvals.steps_view(latest, at=at, directory=menu.directory(request, latest.pk))
        if latest
        else [],
        "late": queries.late(post, at),
        "manage": manage,
        "write": planning_access.may_write(user, post),
        "emergency": hurry,
        "places": [target.account for target in post.targets.select_related("account")]
        if hurry
        else [],
        "when_form": WhenForm(
            zone, now=at, initial={"when": wish.astimezone(zone) if wish else None}
        ),
        "reason_form": ReasonForm(auto_id="tarik_%s"),
        "emergency_form": EmergencyForm(initial={"version": post.version}, auto_id="darurat_%s"),
        "trail": planning.trail(post, 12),
        "media": post.media.select_related("asset"),
        "own_texts": queries.own_texts(post),
        **forms,
    }
    with timezone.override(zone):
        return render_page(
            request, "publishing/post.html", context, partial="deliveries", status=status
        )


def _post(request: HttpRequest, post_id: UUID) -> Post:
    """A post whose deliveries this person may manage."""
    post = planning_access.visible_post(person(request), post_id)
    if not can(person(request), "delivery.manage", post.unit):
        raise NotAllowed(_("Anda boleh melihat unggahan ini, tetapi tidak mengatur kirimannya."))
    return post


@require_POST
@access(planning_access.visible_post)
def schedule(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Plan an approved post for a time, or move what waits to another."""
    post, at = _post(request, post_id), clock.now()
    form = WhenForm(unit_timezone(post.unit), request.POST, now=at)
    if not form.is_valid():
        return _page(request, post, status=422, when_form=form)
    try:
        _act_for(post)(post, by=person(request), at=at, when=form.cleaned_data["when"])
    except Invalid as error:
        form.add_error("when", str(error))
        return _page(request, post, status=422, when_form=form)
    toast(request, _("Dijadwalkan."), tone="success")
    return redirect("publishing:post", post.pk)


def _act_for(post: Post) -> Callable[..., object]:
    """What is planned already is moved; otherwise it is planned."""
    planned = post.state in {"scheduled", "attention"}
    return actions.reschedule if planned else actions.schedule


@require_POST
@access(planning_access.visible_post)
def publish_now(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Send what was approved, now."""
    post, at = _post(request, post_id), clock.now()
    try:
        _act_for(post)(post, by=person(request), at=at, when=at)
    except Invalid as error:
        toast(request, str(error), tone="error")
        return redirect("publishing:post", post.pk)
    toast(request, _("Sedang dikirim. Hasilnya tampil di halaman ini."))
    return redirect("publishing:post", post.pk)


@require_POST
@access(planning_access.visible_post)
def unschedule(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Cancel what waits."""
    post = _post(request, post_id)
    actions.unschedule(post, by=person(request), at=clock.now())
    toast(request, _("Jadwal dibatalkan. Persetujuannya tetap berlaku."))
    return redirect("publishing:post", post.pk)


@require_POST
@access(planning_access.visible_post)
def emergency(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Publish now, reviewed within 30 minutes. Heads may do it who may not write the post."""
    post = planning_access.visible_post(person(request), post_id)
    typed = request.POST.copy()
    form = EmergencyForm(typed, auto_id="darurat_%s")
    if not form.is_valid():
        return _page(request, post, status=422, emergency_form=form)
    try:
        actions.emergency(post, by=person(request), at=clock.now(), **form.cleaned_data)
    except NotAllowed:
        raise
    except KentonganError as error:
        form.add_error(None, str(error))
        typed["version"] = str(post.version)  # the next press is about what the page now shows
        return _page(request, post, status=error.status, emergency_form=form)
    toast(
        request, _("Diterbitkan lewat jalur darurat. Penyelia sudah diberi tahu."), tone="warning"
    )
    return redirect("publishing:post", post.pk)


@require_POST
@access(planning_access.visible_post)
def withdraw(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Take down what is live."""
    post = _post(request, post_id)
    form = ReasonForm(request.POST, auto_id="tarik_%s")
    if not form.is_valid():
        return _page(request, post, status=422, reason_form=form)
    reason = form.cleaned_data["reason"]
    actions.withdraw(post, by=person(request), at=clock.now(), reason=reason)
    toast(request, _("Penarikan sedang dikirim."))
    return redirect("publishing:post", post.pk)


@require_POST
@access(planning_access.editable_post)
def revise(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Open what is live, or was refused, for changing."""
    post = planning_access.editable_post(person(request), post_id)
    actions.revise(post, by=person(request), at=clock.now())
    if reach.deliveries_of(post, "sent").exists():
        toast(request, _("Ubah isinya, lalu ajukan lagi. Yang tayang tetap sampai disetujui."))
    else:
        toast(request, _("Perbaiki isinya, lalu ajukan lagi."))
    return redirect("planning:compose", post.pk)


@require_POST
@access(delivery_access.managed_delivery)
def again(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Send anew what was refused or came too late."""
    item = delivery_access.managed_delivery(person(request), delivery_id)
    at = clock.now()
    actions.again(item, by=person(request), at=at)
    toast(request, _("Dijadwalkan.") if item.due_at > at else _("Dikirim lagi."))
    return redirect("publishing:post", item.post_delivery.post_id)
