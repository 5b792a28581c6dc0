"""The list of people and the page of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.ledger import queries as ledger
from kentongan.people import queries
from kentongan.people.access import (
    grant_of,
    managed_person,
    managed_unit,
    person_for,
    visible_people,
)
from kentongan.people.actions import (
    activate_person,
    create_person,
    deactivate_person,
    edit_person,
    grant_role,
    invite,
    invite_all,
    reset_password,
    revoke_role,
    sign_out_everywhere,
    uninvited,
)
from kentongan.people.actions.persons import EDITABLE
from kentongan.people.forms import GrantForm, NewPersonForm, PersonForm
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can, can_somewhere, require, units_for
from kentongan.people.roles import BY_CODE, ROLE_CHOICES, ROLES, roles_with
from kentongan.people.stale import fingerprint
from kentongan.people.tree import branch
from kentongan.people.views.base import attempt, person_of, renewed
from kentongan.web.access import access
from kentongan.web.http import paginate, render_page, toast

PER_PAGE = 30
_FIELDS = ("q", "peran", "unit", "keadaan")


@access(visible_people)
@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    """People in sight, by words, role, unit (with all below it) and state."""
    user = person_of(request)
    asked = _Asked.of(request.GET)
    found = asked.found(visible_people(user))
    rows = found.select_related("unit").prefetch_related("grants__unit").order_by("name", "pk")
    may_create = can_somewhere(user, "people.manage")
    waiting = 0
    if asked.state == "belum" and may_create and settings.MAIL_ON:
        waiting = uninvited(_managed(user, found), clock.now()).count()
    context = {
        "page": paginate(rows, request, PER_PAGE),
        "words": asked.words,
        "role": asked.role,
        "roles": ROLE_CHOICES,
        "labels": {code: r.label for code, r in BY_CODE.items()},
        "unit": asked.unit,
        "state": asked.state,
        "may_create": may_create,
        "waiting": waiting,
    }
    return render_page(request, "people/people.html", context, partial="list")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the list was asked for: words, role, unit (with all below it) and state."""

    words: str
    role: str
    unit: Unit | None
    state: str

    @classmethod
    def of(cls, data: QueryDict) -> _Asked:
        code = data.get("unit", "").replace("\x00", "")
        return cls(
            words=data.get("q", "").replace("\x00", "").strip()[:100],
            role=data.get("peran", ""),
            unit=Unit.objects.filter(code=code).first() if code else None,
            state=data.get("keadaan", "aktif"),
        )

    def found(self, people: QuerySet[User]) -> QuerySet[User]:
        found = queries.people_found(people, self.words)
        if self.role in BY_CODE:
            found = found.filter(pk__in=User.objects.filter(grants__role=self.role).values("pk"))
        if self.unit is not None:
            found = found.filter(unit__in=branch([self.unit.pk]))
        if self.state != "semua":
            found = found.filter(is_active=self.state != "nonaktif")
        if self.state == "belum":
            found = found.filter(must_change_password=True)
        return found


def _managed(user: User, people: QuerySet[User]) -> QuerySet[User]:
    return people.filter(unit__in=units_for(user, "people.manage"))


@access(visible_people)
@require_POST
def people_invite(request: HttpRequest) -> HttpResponseBase:
    """Invite everybody whom the list showed and a mail reaches, who has no invitation yet."""
    user = person_of(request)
    people = _managed(user, _Asked.of(request.POST).found(visible_people(user)))
    if n := invite_all(people, by=user, at=clock.now()):
        told = ngettext(
            "%(n)d undangan dikirim dalam beberapa menit.",
            "%(n)d undangan dikirim dalam beberapa menit.",
            n,
        )
        toast(request, told % {"n": n}, tone="success")
    else:
        toast(request, _("Tidak ada lagi yang perlu diundang di daftar ini."))
    query = {name: value for name, value in request.POST.items() if name in _FIELDS and value}
    return redirect(f"{reverse('people:people')}?{urlencode(query)}")


@access(person_for)
@require_GET
def person_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: data, roles, absences, acts concerning them."""
    user = person_of(request)
    person = person_for(user, pk)
    return _page(request, person, _grant_form(user, None, at=person.unit), 200)


def _grant_form(user: User, data: Any, *, at: Unit | None = None) -> GrantForm:
    form = GrantForm(data, initial={"unit": at})
    strong = roles_with("system.manage")
    choices = [
        (role.code, role.label)
        for role in ROLES
        if role.code not in strong or can_somewhere(user, "system.manage")
    ]
    form.fields["role"].choices = [("", _("Pilih peran")), *choices]  # type: ignore[attr-defined]
    form.fields["unit"].offer(units_for(user, "people.manage"))  # type: ignore[attr-defined]
    return form


def _page(request: HttpRequest, person: User, form: GrantForm, status: int) -> HttpResponse:
    user, at = person_of(request), clock.now()
    today = at.astimezone(queries.unit_timezone(person.unit)).date()
    may_manage = can(user, "people.manage", person.unit)
    grants = person.grants.select_related("unit").order_by("unit__name", "role")
    context = {
        "person": person,
        "grants": [
            (row, BY_CODE[row.role].label, can(user, "people.manage", row.unit))
            for row in grants
            if row.role in BY_CODE
        ],
        "absences": queries.absences_from(person, today),
        "may_manage": may_manage,
        "itself": person.pk == user.pk,
        "invitation": queries.invitation(person, at) if may_manage else None,
        "may_invite": settings.MAIL_ON and person.is_active and person.must_change_password,
        "form": form if may_manage else None,
        "units": units_for(user, "people.manage").filter(active=True)[:1000] if may_manage else [],
        "entries": ledger.for_target("person", person.pk, 20)
        if can(user, "ledger.view", person.unit)
        else None,
    }
    return render_page(request, "people/person.html", context, status=status)


@access(managed_unit)
@require_http_methods(["GET", "POST"])
@never_cache
def person_new(request: HttpRequest) -> HttpResponseBase:
    """A new person: invited by mail, or with a one-time password that is shown here, once."""
    user = person_of(request)
    offered = units_for(user, "people.manage")
    if not can_somewhere(user, "people.manage"):
        require(user, "people.manage", user.unit)
    start = offered.filter(code=request.GET.get("unit", "").replace("\x00", "")).first()
    form = NewPersonForm(request.POST or None, initial={"unit": start})
    form.fields["unit"].offer(offered)  # type: ignore[attr-defined]
    if not settings.MAIL_ON:
        del form.fields["way"]
    status = 200
    if request.method == "POST":
        made, status = attempt(form, lambda: _created(form, user))
        if made is not None and not made[1]:
            told = _("Undangan dikirim ke %(address)s sebentar lagi. Sekarang beri perannya.")
            toast(request, told % {"address": made[0].email}, tone="success")
            return redirect("people:person", made[0].pk)
        if made is not None:
            return render_page(
                request, "people/person_password.html", {"person": made[0], "secret": made[1],
                                                          "new": True}
            )  # fmt: skip
    context = {"form": form, "units": offered.filter(active=True)[:1000]}
    return render_page(request, "people/person_form.html", context, status=status)


def _created(form: NewPersonForm, by: User) -> tuple[User, str]:
    values = {name: form.cleaned_data[name] for name in form.cleaned_data.keys() - {"seen", "way"}}
    return create_person(by=by, at=clock.now(), by_mail=form.by_mail, **values)


@access(managed_person)
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Change a person's data or unit."""
    user = person_of(request)
    person = managed_person(user, pk)
    start = {name: getattr(person, name) for name in EDITABLE if name != "unit_id"}
    start |= {"unit": person.unit, "seen": fingerprint(person, EDITABLE)}
    form = PersonForm(request.POST or None, initial=start)
    offered = units_for(user, "people.manage")
    form.fields["unit"].offer(offered)  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        at = clock.now()
        done, status = attempt(
            form, lambda: edit_person(person, by=user, at=at, **form.cleaned_data)
        )
        if done is not None:
            toast(request, _("Perubahan disimpan."))
            return redirect("people:person", pk)
        if status == 409:
            person.refresh_from_db()
            renewed(form, seen=fingerprint(person, EDITABLE))
    context = {
        "form": form, "person": person, "conflict": status == 409,
        "units": offered.filter(active=True)[:1000],
    }  # fmt: skip
    return render_page(request, "people/person_form.html", context, status=status)


@access(managed_person)
@require_POST
def person_state(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Deactivate or activate a person."""
    user, at = person_of(request), clock.now()
    person = managed_person(user, pk)
    if request.POST.get("aktif") == "1":
        activate_person(person, by=user, at=at)
        toast(request, _("%(name)s aktif lagi.") % {"name": person.name})
    else:
        deactivate_person(person, by=user, at=at)
        toast(request, _("%(name)s dinonaktifkan dan keluar dari semua perangkat.") % {
            "name": person.name
        })  # fmt: skip
    return redirect("people:person", pk)


@access(managed_person)
@require_POST
@never_cache
def person_reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new one-time password, shown in the answer, once."""
    user = person_of(request)
    person = managed_person(user, pk)
    secret = reset_password(person, by=user, at=clock.now())
    return render_page(request, "people/person_password.html", {"person": person, "secret": secret})


@access(managed_person)
@require_POST
def person_invite(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Invite by mail, or once more, whoever has not set a password yet."""
    user = person_of(request)
    person = managed_person(user, pk)
    try:
        invite(person, by=user, at=clock.now())
    except Conflict as error:
        toast(request, str(error), tone="error")
    else:
        told = {"address": person.email}
        toast(request, _("Undangan dikirim ke %(address)s sebentar lagi.") % told, tone="success")
    return redirect("people:person", pk)


@access(managed_person)
@require_POST
def person_sign_out(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """End all sessions of a person."""
    person = managed_person(person_of(request), pk)
    sign_out_everywhere(person, by=person_of(request), at=clock.now())
    toast(request, _("%(name)s sudah keluar dari semua perangkat.") % {"name": person.name})
    return redirect("people:person", pk)


@access(managed_person)
@require_POST
def person_grant(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Give a role."""
    user, at = person_of(request), clock.now()
    person = managed_person(user, pk)
    form = _grant_form(user, request.POST)
    done, status = attempt(form, lambda: grant_role(person, by=user, at=at, **form.cleaned_data))
    if done is not None:
        toast(request, _("Peran diberikan."))
        return redirect("people:person", pk)
    return _page(request, person, form, status)


@access(grant_of)
@require_POST
def person_revoke(request: HttpRequest, pk: UUID, grant: UUID) -> HttpResponseBase:
    """Take a role away."""
    user = person_of(request)
    person = person_for(user, pk)
    revoke_role(grant_of(user, person, grant), by=user, at=clock.now())
    toast(request, _("Peran dicabut."))
    return redirect("people:person", pk)
