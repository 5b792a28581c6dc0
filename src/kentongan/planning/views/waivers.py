"""Leave to pass a finding that must be mended: what waits for whom, one request, the answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.compliance.marks import Mark, segments
from kentongan.compliance.rules import rules_by_id
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone
from kentongan.people.roles import BY_CODE as ROLES
from kentongan.planning import access, actions, checking, queries
from kentongan.planning.forms import AnswerForm
from kentongan.planning.links import open_url
from kentongan.planning.models import Waiver
from kentongan.web.access import access as declare
from kentongan.web.http import paginate, render_page, toast


@require_safe
@declare("planning.access.visible_waivers")
def index(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and everything asked for posts in their sight."""
    user, at = _user(request), clock.now()
    waiting = queries.waiting_waivers(user, at)
    others = access.visible_waivers(user).exclude(pk__in=[waiver.pk for waiver in waiting])
    page = paginate(queries.with_words(others).order_by("-asked_at", "-pk"), request)
    rows = [(waiver, waiver.is_open and not queries.stands(waiver)) for waiver in page.items]
    context = {"waiting": waiting, "page": page, "rows": rows, "passes": queries.passes(user, at)}
    return render_page(request, "planning/waivers.html", context, partial="rows")


@require_http_methods(["GET", "HEAD", "POST"])
@declare("planning.access.visible_waiver")
def show(request: HttpRequest, waiver_id: UUID) -> HttpResponse:
    """One request with the words in question. POST answers it."""
    user, at = _user(request), clock.now()
    waiver = access.visible_waiver(user, waiver_id)
    if request.method != "POST":
        return _page(request, waiver, user, at, AnswerForm(), 200)
    form = AnswerForm(request.POST)
    try:
        decided = actions.decide_waiver(
            waiver,
            verdict=str(request.POST.get("verdict", "")),
            answer=str(request.POST.get("answer", "")),
            by=user,
            at=at,
        )
    except Invalid as error:
        form.add_errors(error)
        return _page(request, waiver, user, at, form, 422)
    except Conflict as error:
        toast(request, str(error))
        return redirect("planning:waiver", waiver.pk)
    said = _("Diizinkan.") if decided.is_granted else _("Ditolak.")
    toast(request, f"{said} {_('Penyusun dikabari.')}", tone="success")
    return redirect("planning:waivers")


def _page(
    request: HttpRequest, waiver: Waiver, user: User, at: datetime, form: AnswerForm, status: int
) -> HttpResponse:
    found = checking.finding_of(waiver, queries.for_composer(waiver.post), at)
    rule = rules_by_id().get(waiver.rule)
    context: dict[str, Any] = {
        "waiver": waiver,
        "post": waiver.post,
        "found": found,
        "role": ROLES[waiver.role].label if waiver.role in ROLES else waiver.role,
        "rule": rule,
        "rule_title": _(rule.title) if rule else waiver.rule,
        "segments": _segments(found),
        "shown": _shown(waiver, found),
        "may_decide": waiver.is_open
        and found is not None
        and access.may_decide_waiver(user, waiver, at),
        "post_link": open_url(waiver.post.state, waiver.post.pk)
        if access.may_write(user, waiver.post)
        else "",
        "form": form,
    }
    with timezone.override(unit_timezone(waiver.post.unit)):
        return render_page(request, "planning/waiver.html", context, status=status)


def _segments(found: checking.Checked | None) -> list[Any]:
    """The wording around the words in question, which are marked; nothing for pictures."""
    if found is None or found.picture:
        return []
    finding = found.finding
    return segments(found.text, [Mark(found.number, finding)], finding.where)


def _shown(waiver: Waiver, found: checking.Checked | None) -> Any:
    """The picture in question, where it is about one."""
    if found is None or not found.picture:
        return None
    return waiver.post.media.all()[found.picture - 1]


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
