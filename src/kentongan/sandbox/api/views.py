"""The endpoints: read the request, call one action, shape the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpResponse, JsonResponse

from kentongan.sandbox import actions, faults, rules
from kentongan.sandbox.api import shapes
from kentongan.sandbox.api.call import Call, endpoint, uuid_of
from kentongan.sandbox.errors import SandboxError
from kentongan.sandbox.models import (
    Fault,
    SandboxAccount,
    SandboxNotice,
    SandboxPost,
    timestamp,
)

LIST_LIMIT = 40


def _attachments(body: Mapping[str, Any]) -> list[actions.Attachment] | None:
    """``images: [{"id", "alt"?}]``; None where the key is missing."""
    found = body.get("images")
    if found is None:
        return None
    if not isinstance(found, list) or not all(isinstance(i, dict) for i in found):
        raise SandboxError(422, "bad_type", "images harus berupa daftar objek.")
    if len(found) > rules.MAX_IMAGES:
        raise SandboxError(422, "too_many_images", f"Paling banyak {rules.MAX_IMAGES} gambar.")
    return [actions.Attachment(uuid_of(i.get("id"), "images.id"), i.get("alt")) for i in found]


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise SandboxError(422, "bad_type", f"{name} harus berupa teks.")
    return value


def _post(pk: UUID, reader: SandboxAccount | None = None) -> SandboxPost:
    """A live post that ``reader`` may see: an open one, or a direct message of theirs."""
    found = SandboxPost.objects.shown().filter(pk=pk).first()
    if found is not None and found.direct_to_id is not None:
        sides = {found.account_id, found.direct_to_id}
        found = found if reader is not None and reader.pk in sides else None
    if found is None:
        raise SandboxError(404, "missing", "Unggahan tidak ada atau sudah dihapus.")
    return found


def verify(call: Call) -> HttpResponse:
    """GET: whose token this is."""
    return JsonResponse(shapes.account(call.account))


def upload(call: Call) -> HttpResponse:
    """POST multipart: ``file`` and ``alt``."""
    file = call.request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise SandboxError(422, "empty", "Berkas `file` tidak ada.")
    if (file.size or 0) > rules.MAX_IMAGE_BYTES:
        raise SandboxError(413, "too_large", f"Gambar paling besar {rules.MAX_IMAGE_BYTES} bita.")
    row = actions.upload(
        call.account, file.read(), alt=call.request.POST.get("alt", ""), at=call.at
    )
    return JsonResponse(shapes.media(row), status=201)


def create(call: Call) -> HttpResponse:
    """POST: a new post, 201; the known one for a ``client_key`` that was used before, 200."""
    body = call.body()
    reply_to = body.get("reply_to")
    row, new = actions.create_post(
        call.account,
        text=_text(body, "text"),
        language=rules.clean(body.get("language"), "language", limit=12),
        images=_attachments(body) or (),
        reply_to=uuid_of(reply_to, "reply_to") if reply_to else None,
        client_key=_text(body, "client_key"),
        at=call.at,
    )
    return JsonResponse(shapes.post(row), status=201 if new else 200)


def listing(call: Call) -> HttpResponse:
    """GET: own open posts, newest first, or the one with ``client_key``; ``before``: an id."""
    found = SandboxPost.objects.shown().filter(account=call.account)
    key = call.request.GET.get("client_key")
    if key is None:
        found = found.open()
    else:
        found = found.filter(client_key=rules.clean(key, "client_key", limit=rules.MAX_KEY))
    before = call.request.GET.get("before")
    if before:
        edge = _post(uuid_of(before, "before"))
        found = found.filter(created_at__lte=edge.created_at).exclude(pk=edge.pk)
    return JsonResponse({"posts": [shapes.post(row) for row in found[:LIST_LIMIT]]})


def read(call: Call, pk: UUID) -> HttpResponse:
    """GET one post."""
    return JsonResponse(shapes.post(_post(pk, call.account)))


def edit(call: Call, pk: UUID) -> HttpResponse:
    """PUT: a new text, and new pictures where ``images`` is given."""
    body = call.body()
    row = actions.edit_post(
        call.account,
        _post(pk, call.account),
        text=_text(body, "text"),
        images=_attachments(body),
        at=call.at,
    )
    return JsonResponse(shapes.post(row))


def delete(call: Call, pk: UUID) -> HttpResponse:
    """DELETE: 204; 404 when it was gone already."""
    actions.delete_post(call.account, _post(pk, call.account), at=call.at)
    return HttpResponse(status=204)


def replies(_call: Call, pk: UUID) -> HttpResponse:
    """GET: the answers to a post, oldest first."""
    post = _post(pk)
    found = SandboxPost.objects.shown().filter(reply_to=post).order_by("created_at", "id")
    return JsonResponse({"posts": [shapes.post(row) for row in found[:500]]})


def reply_as_persona(call: Call, pk: UUID) -> HttpResponse:
    """POST: a citizen answers: ``{"persona": {"handle", "name"}, "text"}``."""
    body = call.body()
    citizen = _persona(call, body)
    row, _ = actions.create_post(
        citizen, text=_text(body, "text"), reply_to=_post(pk, citizen).pk, at=call.at
    )
    return JsonResponse(shapes.post(row), status=201)


def _persona(call: Call, body: Mapping[str, Any]) -> SandboxAccount:
    who = body.get("persona")
    if not isinstance(who, dict):
        raise SandboxError(422, "bad_type", "persona harus berupa objek {handle, name}.")
    handle = _text(who, "handle")
    return actions.persona(handle, _text(who, "name") or handle, at=call.at)


def post_as_persona(call: Call) -> HttpResponse:
    """POST: a citizen speaks: ``{"persona", "text", "direct"?}``; direct: to the caller alone."""
    body = call.body()
    row, _ = actions.create_post(
        _persona(call, body),
        text=_text(body, "text"),
        direct_to=call.account if body.get("direct") is True else None,
        at=call.at,
    )
    return JsonResponse(shapes.post(row), status=201)


def edit_as_persona(call: Call, pk: UUID) -> HttpResponse:
    """PUT: a citizen thinks again: ``{"persona", "text"}``."""
    body = call.body()
    citizen = _persona(call, body)
    row = actions.edit_post(citizen, _post(pk, citizen), text=_text(body, "text"), at=call.at)
    return JsonResponse(shapes.post(row))


def delete_as_persona(call: Call, pk: UUID) -> HttpResponse:
    """DELETE: a citizen takes it back: ``{"persona"}``; 204."""
    citizen = _persona(call, call.body())
    actions.delete_post(citizen, _post(pk, citizen), at=call.at)
    return HttpResponse(status=204)


def inbox(call: Call) -> HttpResponse:
    """GET: what was said to this account, the last changed first; ``limit``, ``before``."""
    found = SandboxNotice.objects.filter(account=call.account).select_related(
        "post__account", "post__reply_to", "top"
    )
    before = call.request.GET.get("before", "")
    if before and not call.repeats:
        moment, _, number = before.partition("_")
        try:
            edge = (datetime.fromisoformat(moment), int(number))
        except ValueError:
            raise SandboxError(422, "bad_id", "before bukan penanda yang sah.") from None
        found = found.filter(Q(changed_at__lt=edge[0]) | Q(changed_at=edge[0], pk__lt=edge[1]))
    wanted = call.request.GET.get("limit", "")
    limit = min(int(wanted) if wanted.isdecimal() else LIST_LIMIT, LIST_LIMIT) or 1
    rows = list(found.prefetch_related("post__media")[: limit + 1])
    page = rows[:limit]
    more = len(rows) > limit or (call.repeats and page)
    mark = f"{timestamp(page[-1].changed_at)}_{page[-1].pk}" if more else None
    return JsonResponse({"notices": [shapes.notice(row) for row in page], "next": mark})


def faults_list(call: Call) -> HttpResponse:
    """GET: the faults of this account."""
    found = Fault.objects.filter(account=call.account)
    return JsonResponse({"faults": [shapes.fault(row) for row in found]})


def faults_set(call: Call) -> HttpResponse:
    """POST: ``{"mode", "amount"?, "operation"?, "times"?}`` for this account."""
    body = call.body()
    amount, times = body.get("amount", 0), body.get("times")
    if type(amount) is not int or (times is not None and type(times) is not int):
        raise SandboxError(422, "bad_type", "amount dan times harus bilangan bulat.")
    row = faults.set(
        _text(body, "mode"),
        account=call.account,
        amount=amount,
        operation=_text(body, "operation"),
        times=times,
        at=call.at,
    )
    return JsonResponse(shapes.fault(row), status=201)


def faults_clear(call: Call) -> HttpResponse:
    """DELETE: all faults of this account."""
    faults.clear(account=call.account)
    return HttpResponse(status=204)


def unknown(_call: Call, **_kwargs: Any) -> HttpResponse:
    """Any other address."""
    raise SandboxError(404, "missing", "Alamat API ini tidak ada.")


verify_view = endpoint({"GET": ("verify", verify)})
media_view = endpoint({"POST": ("media", upload)})
posts_view = endpoint({"GET": ("read", listing), "POST": ("post", create)})
post_view = endpoint({"GET": ("read", read), "PUT": ("edit", edit), "DELETE": ("delete", delete)})
replies_view = endpoint({"GET": ("read", replies), "POST": ("reply", reply_as_persona)})
people_view = endpoint({"POST": ("reply", post_as_persona)})
person_view = endpoint({"PUT": ("reply", edit_as_persona), "DELETE": ("reply", delete_as_persona)})
inbox_view = endpoint({"GET": ("inbox", inbox)})
faults_view = endpoint(
    {
        "GET": ("fault", faults_list),
        "POST": ("fault", faults_set),
        "DELETE": ("fault", faults_clear),
    }
)
unknown_view = endpoint(dict.fromkeys(("GET", "POST", "PUT", "DELETE"), ("fault", unknown)))
