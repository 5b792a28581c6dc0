"""Where networks tell by themselves what people say: ``/hook/<network>/``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kentongan.kernel import clock
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.networks import events, queries, registry, sessions
from kentongan.networks.contract import Connector, Hears, HearsApart, Pushed, Refused, Unauthorised
from kentongan.web.access import public

#: No call of any vendor is longer.
MOST_BYTES = 1_000_000
#: Nor is the question whether the address is ours.
MOST_QUERY = 2_000


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public("panggilan jejaring: tanda tangannya diperiksa dengan kunci aplikasi pada setiap panggilan")
def hook(request: HttpRequest, network: str) -> HttpResponse:
    """One call: 200 once all of it is stored, and not before. It may come again."""
    connector = _hearing(network)
    if issubclass(connector, HearsApart):
        return _hear_apart(request, connector)
    return _greet(request, connector) if request.method == "GET" else _hear(request, connector)


def _greet(request: HttpRequest, connector: type[Hears]) -> HttpResponse:
    if len(request.META.get("QUERY_STRING", "")) > MOST_QUERY:
        return _plain(414, _("Pertanyaannya terlalu panjang."))
    app = sessions.app_of(connector)  # type: ignore[arg-type]
    answer = connector.greets(query=request.GET.dict(), app=app)
    if answer is None:
        return _plain(403, _("Kata kuncinya tidak cocok."))
    return _plain(200, answer)


def _hear(request: HttpRequest, connector: type[Hears]) -> HttpResponse:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _plain(413, _("Panggilannya terlalu panjang."))
    at = clock.now()
    try:
        said = connector.hears(
            headers={name.lower(): value for name, value in request.headers.items()},
            body=body,
            app=sessions.app_of(connector),  # type: ignore[arg-type]
            now=at,
        )
    except Unauthorised:
        return _plain(403, _("Tanda tangannya tidak cocok."))
    except Refused as refusal:
        return _plain(400, str(refusal))
    if not events.anybody():
        return _plain(503, _("Belum ada yang menampung tanggapan di instalasi ini."))
    stored = _stored(connector.code, said, at)  # type: ignore[attr-defined]
    if any(pushed.unread for pushed in said):
        return _plain(400, _("Sebagian isi panggilan ini tidak terbaca."))
    if not stored:
        return _plain(503, _("Sebagian pesan itu masih dicatat. Panggil lagi."))
    return _plain(200, "")


def _stored(network: str, said: Sequence[Pushed], at: datetime) -> bool:
    """Store what a call brings; False where some of it must come again.

    What is said to an account that is not ours is taken and forgotten: it is no error.
    """
    whole = True
    with transaction.atomic():
        for pushed in said:
            for account in queries.known_as(network, pushed.account):
                if pushed.items:
                    events.heard(account, pushed.items, at)
                if pushed.receipts:
                    whole &= events.receipts(account, pushed.receipts, at)
    return whole


def _hear_apart(request: HttpRequest, connector: type[HearsApart]) -> HttpResponse:
    """A call for one account, proven with its own secret."""
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _plain(413, _("Panggilannya terlalu panjang."))
    at, code = clock.now(), connector.code  # type: ignore[attr-defined]
    headers = {name.lower(): value for name, value in request.headers.items()}
    known = queries.known_as(code, connector.called(headers=headers))
    account = known.select_related("unit", "credential").first()
    try:
        if account is None:
            raise Unauthorised
        with sessions.open_connector(account, at) as opened:
            if not isinstance(opened, HearsApart):
                raise Unauthorised
            told = partial(opened.told, headers=headers, body=body)
            stored = events.called(account, told, at)
    except Unauthorised:
        return _plain(403, _("Tanda tangannya tidak cocok."))
    except Refused as refusal:
        return _plain(400, str(refusal))
    if not stored:
        return _plain(503, _("Belum ada yang menampung tanggapan di instalasi ini."))
    return _plain(200, "")


def _hearing(network: str) -> type[Hears] | type[HearsApart]:
    connector: type[Connector] | None = registry.CONNECTORS.get(network)
    if connector is None or not issubclass(connector, (Hears, HearsApart)):
        raise Missing(_("Jejaring ini tidak memanggil Kentongan."))
    return connector


def _plain(status: int, text: str) -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
