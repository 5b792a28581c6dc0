"""The queue: by deadline, filtered, counted, told when something changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kentongan.inbox import access as rights, found as finds, kinds, menu, present, queries
from kentongan.inbox.actions import knowledge
from kentongan.inbox.forms import Wanted, place_in_queue, place_words, wanted
from kentongan.inbox.models import SavedView, Topic
from kentongan.inbox.states import CASE
from kentongan.inbox.views.posted import at_page, filters, posted
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.language.triage.reading import Kind
from kentongan.people.permissions import can_somewhere
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import is_partial, render_page, target_id, toast

#: Kinds with a place of their own in the grid of counts; the others are in the filters.
GRID = (
    Kind.QUESTION, Kind.COMPLAINT, Kind.ASPIRATION, Kind.SUGGESTION, Kind.APPRECIATION,
    Kind.CRITICISM,
)  # fmt: skip
#: What htmx asks for by the element it fills: the list anew, or the rows that follow.
_PARTS = {"antrean": "inbox/_list.html", "lanjut": "inbox/_rows.html"}


@require_safe
@access(rights.visible_cases)
def queue(request: HttpRequest) -> HttpResponse:
    """All open cases of this person's units, the most urgent first."""
    part = _PARTS.get(target_id(request), "") if is_partial(request) else ""
    return render_page(request, part or "inbox/queue.html", queue_context(request))


def queue_context(request: HttpRequest) -> dict[str, Any]:
    """What the left pane shows, for the filters in the address.

    Five statements beside access, and up to two where words are looked for.
    """
    user, at = person(request), clock.now()
    asked = filters(request)
    after = place_in_queue(request.GET.get("setelah", ""))
    found = queries.queue(user, asked.filters, at=at, after=after)
    places = finds.places(found.cases, asked.filters.words)
    counts = menu.counts(request)
    query = asked.query()
    shown = query if query != "?" else ""
    return {
        "at": at,
        "wanted": asked,
        "query": shown,
        "rows": present.rows(found.cases, at, places=places, query=shown),
        "more": asked.query(setelah=place_words(found.after)) if found.after else "",
        "wider": _wider(asked),
        **counted(asked, counts),
        "offered": _offered(),
        "saved": list(SavedView.objects.filter(user=user)),
        "pulse": asked.query(sejak=counts.pulse),
        "may_answer_somewhere": can_somewhere(user, "inbox.answer", at),
        "may_route_somewhere": can_somewhere(user, "inbox.route", at),
        "may_manage": can_somewhere(user, "inbox.manage", at),
    }


def counted(asked: Wanted, counts: queries.Counts) -> dict[str, Any]:
    """What is open, in all and by kind, each a link."""
    return {
        "here": reverse("inbox:queue"),
        "counts": counts,
        "grid": _grid(asked, counts),
        "scopes": _scopes(asked, counts),
    }


def _wider(asked: Wanted) -> str:
    """The address of the same search among all states; empty where that is asked already."""
    if not asked.values.get("q") or asked.values.get("keadaan"):
        return ""
    return asked.query(keadaan="semua")


def _offered() -> dict[str, tuple[tuple[str, str], ...]]:
    """What the panel of further filters offers, each a word of the address and its name."""
    return {
        "kinds": _named(kinds.LABELS),
        "states": (("lewat", _("Lewat batas")), *_named(CASE.labels), ("semua", _("Semua"))),
        "flags": _named(kinds.FLAG_LABELS),
        "topics": tuple(Topic.objects.filter(active=True).values_list("pk", "label")),
    }


def _named(labels: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((code, str(label)) for code, label in labels.items())


def _grid(asked: Wanted, counts: queries.Counts) -> list[dict[str, Any]]:
    """Counts by kind, each a link that narrows the queue to it."""
    chosen, more = asked.values.get("jenis", ""), counts.more
    cells = [
        {"label": _("Semua"), "n": counts.total, "more": more, "icon": "inbox",
         "url": asked.query(jenis="", keadaan=""),
         "current": not chosen and not asked.values.get("keadaan")}
    ]  # fmt: skip
    cells += [
        {
            "label": kinds.label_of(kind), "n": counts.kinds.get(kind, 0), "more": more,
            "url": asked.query(jenis=kind.value), "icon": present.icon_of(kind.value),
            "current": chosen == kind,
        }
        for kind in GRID
    ]  # fmt: skip
    cells.append(
        {"label": _("Lewat batas"), "n": counts.late, "more": counts.more_late,
         "url": asked.query(keadaan="lewat"), "icon": "clock-exclamation",
         "current": asked.values.get("keadaan") == "lewat"}
    )  # fmt: skip
    return cells


def _scopes(asked: Wanted, counts: queries.Counts) -> list[dict[str, Any]]:
    chosen = asked.values.get("lingkup", "semua")
    choices = [
        ("semua", _("Semua unit"), None),
        ("saya", _("Milik saya"), counts.mine),
        ("bebas", _("Belum dibagi"), counts.free),
        ("pantau", _("Dipantau"), None),
    ]
    return [
        {"label": label, "n": n, "more": counts.more, "current": chosen == code,
         "url": asked.query(lingkup="" if code == "semua" else code)}
        for code, label, n in choices
    ]  # fmt: skip


def back(request: HttpRequest) -> str:
    """The queue with the filters it had."""
    query = wanted(request.GET).query()
    return f"/kotak-masuk/{query if query != '?' else ''}"


@access(rights.visible_cases)
@posted(back)
def keep_view(request: HttpRequest) -> HttpResponseBase:
    """Keep the filters of the address under a name."""
    user = person(request)
    asked = wanted(request.GET)
    try:
        if not asked.values:
            raise Invalid(_("Saring dulu antreannya, lalu simpan tampilannya."))
        name = request.POST.get("nama", "")
        knowledge.save_view(by=user, at=clock.now(), name=name, filters=asked.values)
        toast(request, _("Tampilan tersimpan."), tone="success")
    except (Invalid, Conflict) as error:
        toast(request, str(error), tone="warning")
    return redirect(back(request))


@access(rights.own_view)
@posted(at_page("queue"))
def drop_view(request: HttpRequest, view_id: UUID) -> HttpResponseBase:
    """Forget a saved view."""
    knowledge.drop_view(view_id, by=person(request))
    toast(request, _("Tampilan tersimpan dihapus."))
    return redirect("inbox:queue")
