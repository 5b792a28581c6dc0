"""Acts on many cases: which ones, what to do with them, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from kentongan.inbox import access as rights, kinds, present, routing
from kentongan.inbox.actions import bulk as actions, cases
from kentongan.inbox.forms import wanted
from kentongan.inbox.models import Case, Topic
from kentongan.inbox.views.posted import of_disposition, posted, shown
from kentongan.inbox.views.queue import back
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.language.triage.reading import Kind
from kentongan.people.models import Unit, User
from kentongan.people.queries import unit_timezone
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

MOST_AT_ONCE = 100
#: An integrity report disappears for the unit, or opens to it: that is said of one case at a time.
KINDS = [choice for choice in kinds.CHOICES if choice[0] != Kind.INTEGRITY_REPORT]
Carry = Callable[[HttpRequest, Sequence[Case], User, datetime], actions.Outcome]


def _take(
    _request: HttpRequest, chosen: Sequence[Case], user: User, at: datetime
) -> actions.Outcome:
    return actions.each(chosen, partial(cases.take, by=user, at=at))


def _dismiss(
    _request: HttpRequest, chosen: Sequence[Case], user: User, at: datetime
) -> actions.Outcome:
    return actions.each(chosen, partial(cases.dismiss, by=user, at=at))


def _chatter(
    _request: HttpRequest, chosen: Sequence[Case], user: User, at: datetime
) -> actions.Outcome:
    return actions.each(chosen, partial(cases.dismiss, by=user, at=at, as_chatter=True))


def _classify(
    request: HttpRequest, chosen: Sequence[Case], user: User, at: datetime
) -> actions.Outcome:
    kind, topic = request.POST.get("jenis") or None, request.POST.get("topik") or None
    if kind is None and topic is None:
        raise Invalid(_("Pilih jenis atau topiknya."))
    if kind is not None and kind not in dict(KINDS):
        raise Invalid(_("Pilih jenis dari daftar."))

    def say(case: Case) -> None:
        if kind is not None and case.secret:
            raise Conflict(_("Jenis perkara rahasia ditentukan satu per satu, di halamannya."))
        cases.classify(case, by=user, at=at, kind=kind, topic=topic)

    return actions.each(chosen, say)


def _dispose(
    request: HttpRequest, chosen: Sequence[Case], user: User, at: datetime
) -> actions.Outcome:
    code = request.POST.get("to", "")
    unit = rights.receiving_units().filter(code=code).first() if code.isascii() else None
    if unit is None:
        raise Invalid(_("Pilih unit yang dituju dari daftar."))
    return actions.dispose(
        chosen, by=user, at=at, to=unit, instruction=request.POST.get("instruction", ""),
        due_at=_moment(request, unit), lead=request.POST.get("peran") != "bantu",
    )  # fmt: skip


def _moment(request: HttpRequest, unit: Unit) -> datetime | None:
    """The deadline as typed, in the zone of the unit that gets the cases."""
    typed = request.POST.get("due_at", "").strip()
    if not typed:
        return None
    try:
        moment = parse_datetime(typed)
    except ValueError:  # of the right shape, but no day of any month
        moment = None
    if moment is None:
        raise Invalid(_("Isi tanggal dan jam batas waktunya, atau kosongkan."))
    return moment.replace(tzinfo=unit_timezone(unit)) if timezone.is_naive(moment) else moment


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done to many. ``asks``: not without a page on which more is said, or sure."""

    carry_out: Carry
    heading: Promise
    label: Promise
    icon: str
    asks: bool = True


#: What the buttons of the queue send.
ACTS = {
    "ambil": Act(_take, _lazy("Ambil beberapa perkara"), _lazy("Ambil"), "user-check", asks=False),
    "abaikan": Act(
        _dismiss, _lazy("Beberapa pesan tak perlu dijawab"), _lazy("Tak perlu dijawab"), "check",
        asks=False,
    ),
    "disposisi": Act(
        _dispose, _lazy("Teruskan beberapa perkara"), _lazy("Teruskan yang dicentang"),
        "arrow-forward-up",
    ),
    "jenis": Act(
        _classify, _lazy("Jenis dan topik beberapa perkara"), _lazy("Simpan untuk yang dicentang"),
        "check",
    ),
    "obrolan": Act(
        _chatter, _lazy("Tutup sebagai obrolan"), _lazy("Tutup yang dicentang"), "message-circle"
    ),
}  # fmt: skip


@access(rights.visible_cases_numbered)
@posted(back)
def bulk(request: HttpRequest) -> HttpResponseBase:
    """Do something to the ticked cases. What cannot be done is said, the rest is done."""
    user, at = person(request), clock.now()
    what = request.POST.get("tindakan", "")
    act, numbers = ACTS.get(what), request.POST.getlist("perkara")
    if act is None or not numbers:
        toast(request, _("Centang dulu pesannya, lalu pilih tindakannya."), tone="warning")
        return redirect(back(request))
    if len(numbers) > MOST_AT_ONCE:
        raise Invalid(_("Paling banyak 100 perkara sekali jalan. Bagi menjadi beberapa kali."))
    chosen = rights.visible_cases_numbered(user, numbers)
    if not chosen:
        raise Invalid(_("Perkara itu tidak ada lagi di antrean Anda. Muat ulang, lalu pilih lagi."))
    if act.asks and "kirim" not in request.POST:
        return _page(request, what, chosen, at)
    try:
        outcome = act.carry_out(request, chosen, user, at)
    except Invalid as error:
        return _page(request, what, chosen, at, status=422, problem=str(error))
    return _told(request, what, outcome, at)


def _told(
    request: HttpRequest, what: str, outcome: actions.Outcome, at: datetime
) -> HttpResponseBase:
    """Back to the queue where everything was done; else the page with what was not, and why."""
    done, refused = outcome.done, outcome.refused
    if done:
        text = ngettext("%(n)s perkara diproses.", "%(n)s perkara diproses.", len(done))
        undo = [reverse("inbox:dispositions_withdraw", args=[row.pk]) for row in outcome.handed[:1]]
        toast(request, text % {"n": len(done)}, tone="success", undo_url=next(iter(undo), None))
    if not refused:
        return redirect(back(request))
    left, reasons = [case for case, _why in refused], {why for _case, why in refused}
    if not done and len(reasons) == 1:
        return _page(request, what, left, at, status=422, problem=reasons.pop())
    return _page(
        request, what, left, at, status=200 if done else 422, refused=refused, done=len(done)
    )


def _page(
    request: HttpRequest,
    what: str,
    chosen: Sequence[Case],
    at: datetime,
    *,
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    """The ticked cases, and the form of the act with what was typed."""
    act, handing, query = ACTS[what], what == "disposisi", wanted(request.GET).query()
    context = {
        "what": what,
        "act": act,
        "rows": present.rows(chosen, at),
        "typed": request.POST,
        "back": back(request),
        "query": query if query != "?" else "",
        "proposals": routing.elsewhere(routing.propose_together(chosen, limit=4), chosen)[:3]
        if handing
        else [],
        "units": rights.receiving_units() if handing else [],
        "kinds": KINDS,
        "topics": Topic.objects.filter(active=True) if what == "jenis" else [],
        **told,
    }
    return render_page(request, "inbox/bulk.html", context, status=status)


@access(rights.visible_disposition)
@posted(of_disposition)
def withdraw(request: HttpRequest, disposition_id: UUID) -> HttpResponseBase:
    """Take back what was handed on together, as far as no unit accepted it."""
    user = person(request)
    made = rights.visible_disposition(user, disposition_id)
    done, late = actions.withdraw(made, by=user, at=clock.now())
    told_back(
        request,
        (done, ngettext("%(n)s disposisi ditarik.", "%(n)s disposisi ditarik.", done)),
        (late, ngettext("%(n)s disposisi tidak dapat ditarik lagi.",
                        "%(n)s disposisi tidak dapat ditarik lagi.", late)),
    )  # fmt: skip
    return redirect(f"{reverse('inbox:queue')}{shown(request)}")


def told_back(request: HttpRequest, done: tuple[int, str], late: tuple[int, str]) -> None:
    """Say how many of what was done together are taken back, and for how many it is too late."""
    for (n, text), tone in ((done, "success"), (late, "warning")):
        if n:
            toast(request, text % {"n": n}, tone=tone)
