"""The register for citizens: no sign-in, no script, light enough for a slow phone."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kentongan.kernel import clock
from kentongan.kernel.tables import to_csv
from kentongan.networks import catalogue, public as register
from kentongan.networks.official import Answer
from kentongan.networks.pasted import LONGEST
from kentongan.people.queries import installation
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
    page = paginate(
        register.units(words, network.code if network else ""), request, per_page=PER_PAGE
    )
    if checked and not checked.account and checked.answer in _DOUBTFUL and page.items:
        checked = None
    in_use = register.networks_in_use()
    context = {
        "text": text,
        "checked": checked,
        "page": page,
        "groups": register.by_kind(page.items) if not (checked and not page.items) else [],
        "networks": in_use,
        "network": network,
        "total": sum(n for _network, n in in_use),
    }
    return render(request, "networks/public/directory.html", context)


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
        "tanggal": clock.now().date().isoformat(),
        "jumlah": len(listed),
        "akun": listed,
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
