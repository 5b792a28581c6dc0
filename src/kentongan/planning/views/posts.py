"""The list of posts, its export, and the beginning of a new one."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.access import visible_units
from kentongan.people.models import Unit, User
from kentongan.people.permissions import can
from kentongan.people.queries import unit_timezone
from kentongan.people.session import working_unit
from kentongan.planning import access, actions, looks, queries
from kentongan.planning.forms import NewPostForm, read_time
from kentongan.planning.links import open_url
from kentongan.planning.models import ContentKind, Pillar, Post
from kentongan.planning.places import places
from kentongan.planning.queries import ARCHIVED, PostFilter
from kentongan.planning.states import POST
from kentongan.web.access import access as declare
from kentongan.web.formats import zone_name
from kentongan.web.http import paginate, render_page, toast

PER_PAGE = 25
MOST_ROWS = 10_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@declare("planning.access.visible_posts")
def index(request: HttpRequest) -> HttpResponse:
    """All posts in sight, latest change first."""
    user = _user(request)
    wanted = PostFilter.read(request.GET)
    found = queries.posts(user, wanted)
    page = paginate(found, request, PER_PAGE, keyset=("-updated_at", "-id"))
    counts = queries.counts(user, wanted)
    context = {
        "page": page,
        "rows": [(post, open_url(post.state, post.pk)) for post in page],
        "filter": wanted,
        "chips": _chips(request, wanted, counts),
        "units": units_in_sight(user),
        "pillars": Pillar.choices,
        "total": counts.get(wanted.state, 0) if wanted.state else sum(counts.values()),
        "archive": wanted.state == ARCHIVED,
        "may_write": access.writable_units(user).exists(),
        "export": _with(request, setelah=""),
    }
    with timezone.override(unit_timezone(working_unit(request))):
        return render_page(request, "planning/posts.html", context, partial="daftar")


def units_in_sight(user: User) -> list[Unit]:
    """Units to filter by."""
    return list(visible_units(user).filter(active=True).order_by("name").only("code", "name"))


def _chips(
    request: HttpRequest, wanted: PostFilter, counts: dict[str, int]
) -> list[tuple[str, str, bool, int | None]]:
    """Links by state: (address, label, current, count); empty states are left out."""
    chips: list[tuple[str, str, bool, int | None]] = [
        (_with(request, keadaan=""), _("Semua"), not wanted.state, sum(counts.values()))
    ]
    for state in POST.states:
        if counts.get(state) or wanted.state == state:
            label, current = looks.label(state), wanted.state == state
            chips.append((_with(request, keadaan=state), label, current, counts.get(state, 0)))
    archived = wanted.state == ARCHIVED
    chips.append((_with(request, keadaan=ARCHIVED), _("Arsip"), archived, None))
    return chips


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in {"setelah": "", **changes}.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """The line itself."""
        return value


@declare("planning.access.visible_posts")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered list as CSV for a spreadsheet; at most 10,000 rows."""
    user = _user(request)
    found = queries.posts(user, PostFilter.read(request.GET)).select_related(
        "unit", "author", "kind"
    )[:MOST_ROWS]
    zone = unit_timezone(working_unit(request))
    response = StreamingHttpResponse(_lines(found, zone), content_type="text/csv; charset=utf-8")
    name = f"unggahan-{clock.now().astimezone(zone):%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(found: Any, zone: ZoneInfo) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(_heads(zone_name(clock.now().astimezone(zone))))
    for post in found:
        yield writer.writerow([safe_cell(cell) for cell in _cells(post, zone)])


def _heads(zone: str) -> list[str]:
    """Times bear no zone of their own, so that a spreadsheet reads them; the heads name it."""
    return [
        _("Judul"),
        _("Keadaan"),
        _("Unit"),
        _("Jenis"),
        _("Pilar"),
        _("Jejaring"),
        _("Jadwal (%(zone)s)") % {"zone": zone},
        _("Penyusun"),
        _("Diubah (%(zone)s)") % {"zone": zone},
    ]


def _cells(post: Post, zone: ZoneInfo) -> list[str]:
    networks = places(target.account.network for target in post.targets.all())
    return [
        post.title,
        looks.label(post.state),
        post.unit.name,
        post.kind.label,
        str(Pillar(post.pillar).label),
        ", ".join(item.label for item in networks),
        _time(post.scheduled_for, zone),
        post.author.name,
        _time(post.updated_at, zone),
    ]


def _time(value: datetime | None, zone: ZoneInfo) -> str:
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else ""


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@declare("planning.access.writable_units")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a post; ``?tanggal=`` and ``?jam=`` plan it.

    From "Tulis cepat" the first words of the text become the title; an empty one opens this page.
    """
    user, at = _user(request), clock.now()
    units = list(access.writable_units(user).order_by("name").only("code", "name"))
    if not units:
        told = {"form": None, "own_roles": can(user, "people.manage", user.unit, at)}
        return render_page(request, "planning/new.html", told, status=403)
    present = working_unit(request)
    initial = {"unit": present.code if present in units else units[0].code}
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        if data.get("cepat"):
            data["title"] = title_from(data.get("text", ""))
            if not data["title"]:
                return redirect("planning:new")
        data.setdefault("kind", _usual_kind())
        data.setdefault("unit", initial["unit"])
    form = NewPostForm(
        data,
        units=units,
        kinds=list(ContentKind.objects.filter(active=True)),
        initial=initial,
    )
    when = {k: request.POST.get(k) or request.GET.get(k, "") for k in ("tanggal", "jam")}
    if data is not None and form.is_valid():
        unit = Unit.objects.get(code=form.cleaned_data["unit"])
        try:
            post = _create(form.cleaned_data, unit, when, user, at)
        except Invalid as error:
            for name, sentences in error.fields.items():
                for sentence in sentences:
                    form.add_error(name if name in form.fields else None, sentence)
        else:
            toast(request, _("Draf dibuat. Tulisan Anda tersimpan otomatis."), tone="success")
            return redirect("planning:compose", post.pk)
    kinds = ContentKind.objects.filter(active=True)
    context = {"form": form, "when": when, "kinds": kinds}
    return render_page(request, "planning/new.html", context, status=422 if form.errors else 200)


def _create(
    values: dict[str, Any], unit: Unit, when: dict[str, str], user: User, at: datetime
) -> Post:
    zone = unit_timezone(unit)
    planned = read_time(when["tanggal"], when["jam"] or "09:00", zone) if when["tanggal"] else None
    return actions.create_post(
        unit=unit,
        kind=values["kind"],
        title=values["title"],
        text=values["text"],
        scheduled_for=planned if planned and planned > at else None,
        by=user,
        at=at,
    )


def _usual_kind() -> str:
    found = ContentKind.objects.filter(active=True).values_list("code", flat=True).first()
    return found or ""


def title_from(text: str) -> str:
    """The first words of a text as a working title."""
    words = " ".join(text.split())
    if len(words) <= 60:
        return words
    return words[:60].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
