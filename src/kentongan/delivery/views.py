"""Pages of deliveries: one delivery with its tries, what a person settles, the stop switch."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.delivery import (
    access as delivery_access,
    actions,
    buckets,
    figures,
    guards,
    queries,
    queue,
    remaining,
    stops as stop_switch,
)
from kentongan.delivery.forms import ProofForm, QueueFilterForm, StopForm
from kentongan.delivery.models import BARE, PUBLICATIONS, Delivery
from kentongan.delivery.states import DELIVERY
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.networks import catalogue
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import (
    is_htmx,
    paginate,
    redirect_htmx,
    render_page,
    safe_next,
    toast,
)

#: Deliveries on one page of the queue.
QUEUE_PAGE = 40


@require_GET
@access(delivery_access.visible_delivery)
def page(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery: what was sent, every try, what came back, what can be done now."""
    found = delivery_access.visible_delivery(person(request), delivery_id)
    if is_htmx(request) and request.GET.get("tadi", found.state) != found.state:
        back = urlencode({"next": safe_next(request)})  # all of the page is outdated
        return redirect_htmx(request, f"{found.get_absolute_url()}?{back}")
    return _page(request, found, ProofForm(account=found.account), partial="spread")


def _page(
    request: HttpRequest,
    found: Delivery,
    form: ProofForm,
    *,
    status: int = 200,
    partial: str | None = None,
) -> HttpResponse:
    events, attempts = DELIVERY.events(found.state), queries.attempts(found)
    at = clock.now()
    due = [found] if found.state == "planned" and found.due_at <= at else []
    context = {
        "delivery": found,
        "attempts": attempts,
        "runs": queries.runs(attempts),
        "may": delivery_access.may_manage(person(request), found),
        "may_cancel": "cancel" in events and found.state != "unknown" and not found.doubled,
        "asks": found.state == "unknown",
        "doubled": found.doubled,
        "amiss": queries.amiss(found),
        "elsewhere": bool(found.proven_by) and not found.account.leads_home(found.url),
        "by_hand": found.state == "manual" and found.act in PUBLICATIONS,
        "follow_up": found.state == "manual" and found.act not in PUBLICATIONS,
        "bare": found.act in BARE,
        "asked_to_wait": buckets.closed_until(due, at=at).get(found.pk),
        "halted": found.pk in stop_switch.halted_among([found]),
        "form": form,
        "again_at": guards.again_at(found),
        "ahead": found.due_at > at,
        "enclosed": queries.enclosed(found),
        "spread": queries.spread(found),
        "next": safe_next(request),
    }
    with timezone.override(unit_timezone(found.unit)):
        return render_page(request, "delivery/page.html", context, partial, status)


@require_POST
@access(delivery_access.managed_delivery)
def confirm(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """A person says it is live, and shows where; or that the rest was done by hand."""
    user, at = person(request), clock.now()
    found = delivery_access.managed_delivery(user, delivery_id)
    if found.state == "manual" and found.act not in PUBLICATIONS:
        actions.confirm_manual(found, by=user.actor, at=at)
        toast(request, _("Dicatat: sudah selesai."), tone="success")
        return redirect(safe_next(request, found.get_absolute_url()))
    form = ProofForm(request.POST, account=found.account)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    url = form.cleaned_data.get("url", "")
    if found.state == "manual":
        actions.confirm_manual(found, by=user.actor, at=at, url=url)
    elif found.state == "unknown":
        actions.resolve_unknown(found, by=user.actor, at=at, sent=True, url=url)
    else:
        raise Conflict(_("Kiriman ini tidak lagi menunggu kepastian."))
    linked = found.account.on.linked
    toast(
        request,
        _("Dicatat: sudah tayang.") if linked else _("Dicatat: sudah terkirim."),
        tone="success",
    )
    return redirect(safe_next(request, found.get_absolute_url()))


@require_POST
@access(delivery_access.managed_delivery)
def deny(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """A person looked: it is not live. Send it again, or leave it."""
    user, at = person(request), clock.now()
    found = delivery_access.managed_delivery(user, delivery_id)
    if found.state != "unknown":
        raise Conflict(_("Kiriman ini tidak lagi menunggu kepastian."))
    retry = request.POST.get("lalu") == "kirim"
    actions.resolve_unknown(found, by=user.actor, at=at, sent=False, retry=retry)
    toast(request, _("Dikirim lagi.") if retry else _("Dicatat: tidak tayang."))
    return redirect(safe_next(request, found.get_absolute_url()))


@require_POST
@access(delivery_access.managed_delivery)
def settle(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """A person looked at what is public twice: one was taken down, or both stay."""
    user = person(request)
    found = delivery_access.managed_delivery(user, delivery_id)
    removed = request.POST.get("lalu") == "dihapus"
    actions.settle_double(found, by=user.actor, at=clock.now(), removed=removed)
    toast(request, _("Dicatat: sudah dihapus.") if removed else _("Dicatat: dibiarkan tayang."))
    return redirect(safe_next(request, found.get_absolute_url()))


@require_POST
@access(delivery_access.managed_delivery)
def stop_rest(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Send no more of a post to subscribers."""
    user = person(request)
    found = delivery_access.managed_delivery(user, delivery_id)
    stopped = remaining.stop_rest(found, by=user.actor, at=clock.now())
    said = ngettext("%(n)s pesan dibatalkan.", "%(n)s pesan dibatalkan.", stopped)
    toast(request, said % {"n": stopped})
    return redirect(safe_next(request, found.get_absolute_url()))


@require_POST
@access(delivery_access.managed_delivery)
def go_on(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """What a post to subscribers was halted for is mended."""
    user = person(request)
    found = delivery_access.managed_delivery(user, delivery_id)
    remaining.go_on(found, by=user.actor, at=clock.now())
    toast(request, _("Dilanjutkan."), tone="success")
    return redirect(safe_next(request, found.get_absolute_url()))


@require_POST
@access(delivery_access.managed_delivery)
def settle_rest(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """A person says what became of all messages whose answer was lost."""
    user = person(request)
    found = delivery_access.managed_delivery(user, delivery_id)
    answer = request.POST.get("answer", "")
    settled = remaining.settle(found, by=user.actor, at=clock.now(), answer=answer)
    said = ngettext("Dicatat untuk %(n)s pesan.", "Dicatat untuk %(n)s pesan.", settled)
    toast(request, said % {"n": settled}, tone="success")
    return redirect(safe_next(request, found.get_absolute_url()))


@require_POST
@access(delivery_access.managed_delivery)
def cancel(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Cancel what has certainly not gone out."""
    found = delivery_access.managed_delivery(person(request), delivery_id)
    if found.state == "unknown":
        raise Conflict(_("Pastikan dulu apakah sudah tayang."))
    actions.cancel(found, by=person(request).actor, at=clock.now())
    toast(request, _("Kiriman dibatalkan."))
    return redirect(safe_next(request, found.get_absolute_url()))


@require_http_methods(["GET", "POST"])
@access(delivery_access.visible_stops, delivery_access.stoppable_units)
def stops(request: HttpRequest) -> HttpResponse:
    """The stop switch: what is stopped now, by whom and why; and stopping more."""
    user = person(request)
    may = delivery_access.stoppable_units(user).exists()
    form = StopForm(user, request.POST or None) if may else None
    status = 200
    if request.method == "POST" and form is not None:
        status = _stop(user, form)
        if not status:
            toast(request, _("Dihentikan. Tidak ada yang terkirim sampai dilanjutkan."))
            return redirect("delivery:stops")
    visible = delivery_access.visible_stops(user)
    context = {
        "active": visible.filter(lifted_at__isnull=True),
        "past": visible.filter(lifted_at__isnull=False)[:20],
        "form": form,
    }
    return render_page(request, "delivery/stops.html", context, status=status)


def _stop(user: User, form: StopForm) -> int:
    """Turn the switch on; else the status of the page that shows why not, with what was typed."""
    if not form.is_valid():
        return 422
    reason, target = form.cleaned_data["reason"], form.target()
    try:
        stop_switch.stop(by=user.actor, at=clock.now(), reason=reason, **target)
    except Conflict as error:
        form.add_error("scope", str(error))
        return error.status
    return 0


@require_POST
@access(delivery_access.liftable_stop)
def lift(request: HttpRequest, stop_id: UUID) -> HttpResponse:
    """Turn a switch off."""
    found = delivery_access.liftable_stop(person(request), stop_id)
    stop_switch.lift(found, by=person(request).actor, at=clock.now())
    toast(request, _("Dilanjutkan. Yang sudah terlambat tidak ikut dikirim."), tone="success")
    return redirect("delivery:stops")


@require_GET
@access(delivery_access.queue)
def queue_page(request: HttpRequest) -> HttpResponse:
    """What is due, late, under way or uncertain now, over all units; for who runs the system."""
    rows, at = delivery_access.queue(person(request)), clock.now()
    wanted = QueueFilterForm(request.GET).wanted()
    page = paginate(queue.listed(rows, wanted, at=at), request, per_page=QUEUE_PAGE)
    counts = queue.counts(rows, at=at)
    context = {
        "page": page,
        "rows": queue.with_reasons(page.items, at=at),
        "wanted": wanted,
        "kinds": [
            (k.code, k.label, counts[k.code.replace("-", "_")], wanted.kind == k.code)
            for k in queue.KINDS
        ],
        "networks": [(catalogue.get(row.network), row) for row in figures.load(rows, at=at)],
        "units": queue.busiest_units(rows, at=at),
        "workers": queue.workers(at=at),
        "dispatchers": queue.dispatchers(at=at) if settings.BROKER_URL else [],
        "failed": queue.failed_jobs(at=at),
        "at": at,
        "address": request.get_full_path(),
    }
    return render_page(request, "delivery/queue.html", context, partial="rows")
