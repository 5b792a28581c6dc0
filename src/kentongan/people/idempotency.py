"""A write that is sent twice happens once: the ``Idempotency-Key`` of the API.

The key is noted first, on its own, so that a second request at the same time is told to wait
(409). The work and its answer are committed together, so a process killed in between leaves
neither; after :data:`TAKE_OVER` the same key may then be tried again. A refused write leaves no
trace, so the client may mend the request and use the key again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.people.api_scope import ApiRequest
from kentongan.people.models import IdempotencyRecord

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
TAKE_OVER = timedelta(minutes=2)
Answer = tuple[int, Any]


def idempotent(
    request: HttpRequest, work: Callable[[], Any], *, status: int = 200, atomic: bool = True
) -> HttpResponse:
    """Run ``work`` once per token and key, and answer with what it returned.

    ``work`` returns a ninja ``Schema``, anything JSON, or ``(status, that)``. Without the header
    it simply runs. With ``atomic=False``, for work that speaks to the network, no transaction
    is held; a killed process then leaves the key blocked for a day, because nobody can know.
    Raises ``Invalid`` (422) for a key used with another body, ``Conflict`` (409) while the first
    request still runs.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return _response(*_answer(work(), status))
    if not 1 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
        raise Invalid.field(HEADER, _("Pakai 1 sampai 200 karakter ASCII, misalnya UUID."))
    token = cast(ApiRequest, request).api_token
    at = clock.now()
    wanted = _hash(request)
    mine = {"token": token, "key": key}
    try:
        with transaction.atomic():
            IdempotencyRecord.objects.create(**mine, request_hash=wanted, created_at=at)
    except IntegrityError:
        known = IdempotencyRecord.objects.filter(**mine).first()
        if known is not None and (done := _earlier(known, wanted, at, atomic=atomic)):
            return done
    return _run(mine, at, work, status, atomic=atomic)


def _earlier(
    known: IdempotencyRecord, wanted: str, at: datetime, *, atomic: bool
) -> HttpResponse | None:
    """The answer given before; None when the earlier process is gone and we take over."""
    if known.request_hash != wanted:
        raise Invalid.field(HEADER, _("Kunci ini sudah dipakai untuk permintaan lain."))
    if known.status:
        response = _response(known.status, known.body)
        response.headers[REPLAYED] = "true"
        return response
    stale = at - known.created_at > TAKE_OVER
    if atomic and stale:
        won = IdempotencyRecord.objects.filter(
            pk=known.pk, status=0, created_at=known.created_at
        ).update(created_at=at)
        if won:
            return None
    raise Conflict(_("Permintaan dengan kunci ini masih dikerjakan. Coba lagi sebentar."))


def _run(
    mine: dict[str, Any], at: datetime, work: Callable[[], Any], status: int, *, atomic: bool
) -> HttpResponse:
    held = IdempotencyRecord.objects.filter(**mine, status=0, created_at=at)
    try:
        if atomic:
            with transaction.atomic():
                answer = _answer(work(), status)
                _keep(held, answer)
        else:
            answer = _answer(work(), status)
            _keep(held, answer)
    except BaseException as error:
        if atomic or isinstance(error, KentonganError):
            held.delete()
        raise
    return _response(*answer)


def _keep(held: Any, answer: Answer) -> None:
    if held.update(status=answer[0], body=answer[1]) != 1:
        raise Conflict(_("Permintaan dengan kunci ini sudah diambil alih. Coba lagi."))


def _answer(result: Any, status: int) -> Answer:
    if isinstance(result, tuple):
        status, result = result
    if isinstance(result, BaseModel):
        return status, result.model_dump(mode="json")
    return status, json.loads(json.dumps(result, cls=DjangoJSONEncoder))


def _response(status: int, body: Any) -> HttpResponse:
    return HttpResponse(
        "" if body is None else json.dumps(body, ensure_ascii=False),
        status=status,
        content_type="application/json",
    )


def _hash(request: HttpRequest) -> str:
    parts = (request.method or "", request.get_full_path(), request.content_type or "")
    digest = hashlib.sha256("\n".join(parts).encode())
    digest.update(request.body)
    return digest.hexdigest()
