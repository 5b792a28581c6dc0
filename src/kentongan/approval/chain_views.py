"""Pages of chains: all of them, one to change, and the way back."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.approval import access as rights, chain_actions as actions, chain_queries as queries
from kentongan.approval.chain_forms import ChainForm, ReasonForm, rearranged, typed_in, typed_of
from kentongan.approval.models import Chain
from kentongan.approval.scopes import MOST_STEPS, REVIEW_WITHIN, Scope
from kentongan.approval.shipped import shipped
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.session import person
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

_READ_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@access(rights.visible_chains)
def chains(request: HttpRequest) -> HttpResponse:
    """Who decides what, and within how long."""
    user = person(request)
    context = {
        "board": queries.board(rights.visible_chains(user), at=clock.now()),
        "may_change": rights.governs_chains(user),
    }
    return render_page(request, "approval/chains.html", context)


@require_http_methods(_READ_OR_POST)
@access(rights.governed_scope)
def chain(request: HttpRequest, risk: str, kind: str = "") -> HttpResponseBase:
    """Change a chain, or give a kind one of its own."""
    scope = rights.governed_scope(person(request), risk, kind)
    now = queries.chain_at(scope)
    act = request.POST.get("aksi", "")
    if request.method != "POST":
        form = _fresh(scope, now)
        return _page(request, scope, now, form)
    typed = typed_in(request.POST)
    if act:
        steps, going_on = rearranged(typed, act)
        given = {name: request.POST.get(name, "") for name in ("note", "reason", "seen")}
        form = ChainForm(steps, emergency=scope.emergency, going_on=going_on, **given)
        return _page(request, scope, now, form)
    form = ChainForm(typed, request.POST, emergency=scope.emergency)
    status = 422
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("note", "reason", "seen")}
        try:
            actions.set_chain(
                scope, steps=form.steps(), **given, by=person(request), at=clock.now()
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.add_error(None, str(error))
            now, status = queries.chain_at(scope), 409
            _renew(form, now)
        else:
            return _done(request, scope, _("Jenjang disimpan. Berlaku untuk pengajuan berikutnya."))
    return _page(request, scope, now, form, status=status)


@require_http_methods(_READ_OR_POST)
@access(rights.governed_scope)
def back(request: HttpRequest, risk: str, kind: str = "", *, shipped_one: bool) -> HttpResponseBase:
    """Put back what shipped, or take the chain of a kind away: first what that means, then why."""
    scope = rights.governed_scope(person(request), risk, kind)
    now = queries.chain_at(scope)
    if not _may_restore(scope, now) if shipped_one else not (now and scope.removable):
        raise Missing(_("Tidak ada yang bisa dikembalikan di sini."))
    form = ReasonForm(request.POST or None, initial={"seen": actions.fingerprint_of(now)})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        act = actions.restore if shipped_one else actions.release
        try:
            act(scope, **form.cleaned_data, by=person(request), at=clock.now())
        except Invalid as error:
            form.add_error("reason" if "reason" in error.fields else None, str(error))
        except Conflict as error:
            form.add_error(None, str(error))
            now, status = queries.chain_at(scope), 409
            _renew(form, now)
        else:
            told = _("Jenjang bawaan berlaku lagi.") if shipped_one else _("Jenjang dilepas.")
            return _done(request, scope, told)
    after = shipped()[scope.code, scope.risk].steps if shipped_one else _general(scope)
    context = {
        "scope": scope,
        "row": queries.row_of(scope, now),
        "after": queries.words_of(after),
        "instead": "" if shipped_one else queries.without(scope),
        "shipped_one": shipped_one,
        "form": form,
        "page": _address(scope),
    }
    return render_page(request, "approval/chain_back.html", context, status=status)


def _fresh(scope: Scope, now: Chain | None) -> ChainForm:
    """What holds now; for a new chain what shipped, or what such posts pass today."""
    found = shipped().get((scope.code, scope.risk))
    steps = now.written if now else (found.steps if found else _general(scope))
    return ChainForm(
        [typed_of(step) for step in steps] or [{}],
        emergency=scope.emergency,
        note=now.note if now else (found.note if found else ""),
        seen=actions.fingerprint_of(now),
    )


def _general(scope: Scope) -> list[dict[str, Any]]:
    """The steps of any kind at that risk."""
    general = None if scope.replies else queries.chain_at(Scope(None, scope.risk))
    return general.written if general else []


def _page(
    request: HttpRequest,
    scope: Scope,
    now: Chain | None,
    form: ChainForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "scope": scope,
        "row": queries.row_of(scope, now),
        "form": form,
        "conflict": status == 409,
        "may_add": len(form.labels) < MOST_STEPS,
        "may_restore": _may_restore(scope, now),
        "instead": queries.without(scope),
        "review_within": REVIEW_WITHIN,
        "page": _address(scope),
    }
    return render_page(request, "approval/chain.html", context, status=status)


def _may_restore(scope: Scope, now: Chain | None) -> bool:
    there = (scope.code, scope.risk) in shipped()
    return there and now is not None and not queries.as_shipped(scope, now)


def _renew(form: ChainForm | ReasonForm, now: Chain | None) -> None:
    """Let what was typed be saved over what was just shown beside it."""
    data = cast(QueryDict, form.data).copy()
    data["seen"] = actions.fingerprint_of(now)
    form.data = data


def _address(scope: Scope, view: str = "chain") -> str:
    named = {"kind": scope.code} if scope.code else {}
    return reverse(f"approval:{view}", kwargs={**named, "risk": scope.risk})


def _done(request: HttpRequest, scope: Scope, words: str) -> HttpResponse:
    toast(request, words, tone="success")
    return redirect(f"{reverse('approval:chains')}#{scope.anchor}")
