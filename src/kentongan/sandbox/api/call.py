"""One API request: who calls, what they sent, and errors as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from kentongan.kernel import clock
from kentongan.sandbox import faults
from kentongan.sandbox.actions import token_hash
from kentongan.sandbox.errors import SandboxError
from kentongan.sandbox.models import SandboxAccount
from kentongan.web.access import public

MAX_JSON = 200_000


@dataclass(frozen=True, slots=True)
class Call:
    """An authenticated request. ``at`` is the moment it came in.

    ``repeats``: a fault wants lists to give the same page over and over.
    """

    request: HttpRequest
    account: SandboxAccount
    at: datetime
    repeats: bool = False

    def body(self) -> Mapping[str, Any]:
        """The JSON object that was sent. Raises 413 or 422."""
        try:
            raw = self.request.body
            if len(raw) > MAX_JSON:
                raise SandboxError(413, "too_large", "Isi permintaan terlalu besar.")
            value = json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError):
            raise SandboxError(422, "bad_json", "Isi permintaan bukan JSON yang sah.") from None
        if not isinstance(value, dict):
            raise SandboxError(422, "bad_json", "Isi permintaan harus berupa objek JSON.")
        return value


Handler = Callable[..., HttpResponse]


def uuid_of(value: Any, name: str) -> UUID:
    """An identifier out of a request; raises 422."""
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise SandboxError(422, "bad_id", f"{name} bukan pengenal yang sah.") from None


def endpoint(handlers: Mapping[str, tuple[str, Handler]]) -> Callable[..., HttpResponse]:
    """A view from ``{method: (operation, handler)}``; the operation is what faults aim at."""

    @csrf_exempt
    @public("API jejaring latihan: token pembawa diperiksa pada setiap permintaan")
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            found = handlers.get(request.method or "")
            if found is None:
                raise SandboxError(405, "bad_method", "Metode ini tidak dikenal di alamat ini.")
            operation, handler = found
            call = Call(request=request, account=_account(request), at=clock.now())
            if operation == "fault":
                return handler(call, **kwargs)
            with faults.around(call.account, operation) as struck:
                call = replace(call, repeats=struck.repeats)
                return struck.answer(handler(call, **kwargs))
        except SandboxError as error:
            return problem(error)
        except RequestDataTooBig:
            return problem(SandboxError(413, "too_large", "Isi permintaan terlalu besar."))
        except (BadRequest, MultiPartParserError):
            return problem(SandboxError(422, "bad_request", "Permintaan tidak dapat dibaca."))

    return view


def problem(error: SandboxError) -> HttpResponse:
    """An error as JSON: ``{"error": {"code", "message"}}``."""
    answer = JsonResponse(
        {"error": {"code": error.code, "message": error.message}}, status=error.status
    )
    if error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Jejaring Latih"'
    return answer


def _account(request: HttpRequest) -> SandboxAccount:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    account = None
    if scheme.lower() == "bearer" and token:
        account = SandboxAccount.objects.filter(
            token_hash=token_hash(token.strip()), persona=False
        ).first()
    if account is None:
        raise SandboxError(401, "unauthorised", "Token tidak ada atau tidak berlaku.")
    return account
