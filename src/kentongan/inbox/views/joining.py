"""Several cases that are one matter, and one that is several: put together, and take apart."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.views.decorators.http import require_http_methods

from kentongan.inbox import access as rights, likeness, moments, present, queries
from kentongan.inbox.actions import joining
from kentongan.inbox.forms import ids
from kentongan.inbox.models import Case, LaporLink
from kentongan.inbox.views.posted import beside, to_case
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

#: So many cases are compared side by side.
MOST_AT_ONCE = 20
LONGEST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.handled_case, rights.joinable_cases)
def merge(request: HttpRequest, number: str) -> HttpResponseBase:
    """Look for cases of the same matter, see them side by side, put them together."""
    user, at = person(request), clock.now()
    case = rights.handled_case(user, number)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(request, case, sent)
    if request.method != "POST":
        return _merge_page(request, case, chosen)
    home = next((one for one in chosen if one.number == sent.get("induk")), case)
    others = [one for one in (case, *chosen) if one != home]
    try:
        home = joining.merge(home, others, by=user, at=at)
    except (Conflict, Invalid) as error:
        if (joined := _joined_before(request, case)) is not None:
            return to_case(request, joined.number)
        return _merge_page(request, case, chosen, status=error.status, problem=str(error))
    text = ngettext(
        "%(n)s perkara digabungkan ke %(number)s.",
        "%(n)s perkara digabungkan ke %(number)s.",
        len(others),
    )
    toast(request, text % {"n": len(others), "number": home.number}, tone="success")
    return to_case(request, home.number)


def _chosen(request: HttpRequest, case: Case, sent: QueryDict) -> list[Case]:
    """The cases ticked, as far as they may be put together with this one; two statements."""
    numbers = {number.upper() for number in sent.getlist("perkara")[:MOST_AT_ONCE]}
    if not numbers:
        return []
    rows = rights.joinable_cases(person(request), case).filter(number__in=numbers)
    return list(likeness.with_beginning(rows.order_by("opened_at", "pk")))


def _joined_before(request: HttpRequest, case: Case) -> Case | None:
    """The case under whose number all of these stand already: the button was pressed twice."""
    sent = request.POST
    asked = {case.number, *(number.upper() for number in sent.getlist("perkara"))}
    home = sent.get("induk", case.number).upper()
    rows = rights.visible_cases(person(request)).filter(number__in=asked)
    found = {row.number: row for row in rows.select_related("merged_into")}
    others = [found[number] for number in asked - {home} if number in found]
    done = all(row.merged_into is not None and row.merged_into.number == home for row in others)
    return found.get(home) if done and len(others) == len(asked) - 1 > 0 else None


def _merge_page(
    request: HttpRequest, case: Case, chosen: list[Case], *, status: int = 200, problem: str = ""
) -> HttpResponse:
    user, at = person(request), clock.now()
    words = " ".join(request.GET.get("cari", "").replace("\x00", "").split())[:LONGEST]
    context: dict[str, Any] = {
        "case": case, "words": words, "problem": problem, "compared": [], **beside(request),
    }  # fmt: skip
    if chosen:
        mine = likeness.with_beginning(Case.objects.filter(pk=case.pk)).get()
        context["compared"] = list(
            zip([mine, *chosen], present.rows([mine, *chosen], at), strict=True)
        )
    elif case.is_open:
        found = likeness.candidates(case, user, at=at, words=words)
        rows = present.rows([one.case for one in found], at)
        context["found"] = list(zip(rows, (one.reasons for one in found), strict=True))
    with moments.in_zone_of(case.unit):
        return render_page(request, "inbox/merge.html", context, status=status)


def _along(request: HttpRequest) -> joining.Along:
    sent = request.POST
    return joining.Along(
        notes=frozenset(ids(sent.getlist("catatan"))),
        clarifications=frozenset(ids(sent.getlist("klarifikasi"))),
        lapor=sent.get("lapor") == "1",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(rights.handled_case)
def split(request: HttpRequest, number: str) -> HttpResponseBase:
    """Choose messages of a case that are a matter of their own."""
    user, at = person(request), clock.now()
    case = rights.handled_case(user, number)
    context: dict[str, Any] = {
        "case": case, "author": present.author_of(case), **beside(request),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        ticked = set(request.POST.getlist("pesan"))
        try:
            rows = rights.visible_messages(user, ids(ticked))
            made = joining.split(case, rows, by=user, at=at, along=_along(request))
        except (Conflict, Invalid) as error:
            along = {*request.POST.getlist("catatan"), *request.POST.getlist("klarifikasi")}
            context |= {"problem": str(error), "ticked": ticked | along, "typed": request.POST}
            status = error.status
        else:
            text = _("Pesan terpilih menjadi %(number)s.")
            toast(request, text % {"number": made.number}, tone="success")
            return to_case(request, made.number)
    said = queries.thread(case)
    context |= {
        "said": [(str(e.message.pk), e) for e in said if e.message is not None and not e.ours],
        "notes": [(str(entry.note.pk), entry) for entry in said if entry.note is not None],
        "clarified": [(str(one.pk), one) for one in rights.told_clarifications(user, case)],
        "lapor": LaporLink.objects.filter(case=case).first(),
    }
    with moments.in_zone_of(case.unit):
        return render_page(request, "inbox/split.html", context, status=status)
