"""The register for citizens: no sign-in, no script, light enough for a slow phone."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kentongan.kernel import clock
from kentongan.kernel.tables import to_csv
from kentongan.networks import catalogue, public as register
from kentongan.networks.official import Answer
from kentongan.networks.pasted import LONGEST
from kentongan.people.models import Unit
from kentongan.people.queries import installation, tops_of, unit_day
from kentongan.web.access import public
from kentongan.web.citizens import for_citizens
from kentongan.web.http import paginate

PER_PAGE = 30
_WHY = "whether an account is official is for everybody to know"
#: Answers that may also be words to search for.
_DOUBTFUL = {Answer.ELSEWHERE, Answer.LOOKALIKE, Answer.UNKNOWN}


@public(_WHY)
@require_safe
@for_citizens(minutes=5)
def directory(request: HttpRequest) -> HttpResponse:
    """*Is this account official?*, and all of them by kind of unit and network."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    code = request.GET.get("jejaring", "")
    network = catalogue.get(code) if catalogue.known(code) else None
    checked = register.check(text) if text else None
    words = "" if checked and checked.account else text
    kinds = register.kinds_in_use()
    kind = next((one for one, _n in kinds if one.code == request.GET.get("jenis", "")), None)
    asked = {
        "q": words,
        "jejaring": network.code if network else "",
        "jenis": kind.code if kind else "",
    }
    found = register.units(words, asked["jejaring"], asked["jenis"])
    page = paginate(found, request, per_page=PER_PAGE)
    if checked and not checked.account and checked.answer in _DOUBTFUL and page.items:
        checked = None
    in_use = register.networks_in_use()
    context = {
        "text": text,
        "checked": checked,
        "page": page,
        "groups": register.by_kind(page.items) if not (checked and not page.items) else [],
        "networks": [(one, n, _address(asked, jejaring=one.code)) for one, n in in_use],
        "network": network,
        "every_network": _address(asked, jejaring=""),
        "kinds": [(one, n, _address(asked, jenis=one.code)) for one, n in kinds],
        "kind": kind,
        "every_kind": _address(asked, jenis=""),
        "short": not words and not network,
        "total": sum(n for _network, n in in_use),
    }
    return render(request, "networks/public/directory.html", context)


def _address(asked: dict[str, str], **changes: str) -> str:
    """The list with something else asked for; empty names are left out."""
    kept = {name: value for name, value in {**asked, **changes}.items() if value}
    return f"?{urlencode(kept)}" if kept else reverse("networks:directory")


@public(_WHY)
@require_safe
@for_citizens(minutes=5)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The accounts of one unit and the units below it: an address to link to."""
    context = {"place": register.unit_page(code), "host": request.build_absolute_uri("/")}
    return render(request, "networks/public/unit.html", context)


@public(_WHY)
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # typed for bare views
@for_citizens(minutes=5)
def embedded(request: HttpRequest, code: str) -> HttpResponse:
    """The same accounts, bare, for a frame on any site: it shows only what is public."""
    context = {"place": register.unit_page(code)}
    return render(request, "networks/public/embedded.html", context)


@public(_WHY)
@require_safe
@for_citizens(minutes=60)
def as_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The register as open data, without formulas."""
    content = to_csv(register.COLUMNS, register.rows())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="akun-resmi.csv"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _today() -> date:
    """The day on the wall calendar of the pemda."""
    top, at = tops_of(Unit.objects.filter(active=True)).first(), clock.now()
    return unit_day(top, at) if top is not None else at.date()


@public(_WHY)
@require_safe
@for_citizens(minutes=60)
def as_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The register as open data for programs, readable from any site."""
    pemda = installation()
    listed = register.records()
    body = {
        "pemda": pemda.name if pemda else "",
        "kode_wilayah": pemda.region_code if pemda else "",
        "tanggal": _today().isoformat(),
        "jumlah": len(listed),
        "akun": listed,
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
