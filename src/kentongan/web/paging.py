"""Paging with one query a page: no COUNT, one row more than shown tells whether there is more."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

PAGE_PARAM = "hal"
AFTER_PARAM = "setelah"
MAX_PAGE = 10_000

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows. Addresses are relative (``?hal=2``) and empty where there is none."""

    items: Sequence[T]
    number: int
    next_url: str = ""
    previous_url: str = ""

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def many(self) -> bool:
        """Whether there is another page at all."""
        return bool(self.next_url or self.previous_url)


def paginate(
    queryset: QuerySet[M],
    request: HttpRequest,
    per_page: int = 25,
    *,
    keyset: Sequence[str] = (),
    named_by: str = "",
) -> Page[M]:
    """The rows of the page that the request asks for.

    Plain pages (``?hal=3``) suit lists of a few thousand rows. For long ones name the ordering
    as ``keyset``, for example ``("-created_at", "-id")``: unique together, all in one direction,
    never null; then the cost does not grow with the depth. The address of the next page tells these
    values of its last row; where nobody may learn them, ``named_by`` is a unique column that it
    tells in their place. A page that cannot exist is a 404.
    """
    if keyset:
        return _after(queryset, request, per_page, tuple(keyset), named_by)
    number = _number(request)
    start = (number - 1) * per_page
    rows = list(queryset[start : start + per_page + 1])
    if not rows and number > 1:
        raise Http404(_("Halaman ini sudah tidak ada."))
    return Page(
        items=rows[:per_page],
        number=number,
        next_url=_address(request, **{PAGE_PARAM: str(number + 1)}) if len(rows) > per_page else "",
        previous_url=_address(request, **{PAGE_PARAM: str(number - 1)}) if number > 1 else "",
    )


def _number(request: HttpRequest) -> int:
    text = request.GET.get(PAGE_PARAM, "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MAX_PAGE:
        raise Http404(_("Halaman ini sudah tidak ada."))
    return int(text)


def _after(
    queryset: QuerySet[M],
    request: HttpRequest,
    per_page: int,
    keyset: tuple[str, ...],
    named_by: str,
) -> Page[M]:
    fields = [name.removeprefix("-") for name in keyset]
    comparison = "lt" if keyset[0].startswith("-") else "gt"
    ordered = queryset.order_by(*keyset)
    cursor = request.GET.get(AFTER_PARAM, "")
    if cursor:
        try:
            values = (
                _values_of(queryset, fields, named_by, cursor)
                if named_by
                else _decode(cursor, len(fields))
            )
            rows_query = ordered.filter(_beyond(fields, comparison, values))
        except (ValueError, TypeError, ValidationError, RecursionError):
            raise Http404(_("Halaman ini sudah tidak ada.")) from None
    else:
        rows_query = ordered
    rows = list(rows_query[: per_page + 1])
    more = len(rows) > per_page
    last = rows[per_page - 1] if more else None
    place = ""
    if last is not None:
        place = str(getattr(last, named_by)) if named_by else _encode(last, fields)
    return Page(
        items=rows[:per_page],
        number=2 if cursor else 1,
        next_url=_address(request, **{AFTER_PARAM: place}) if place else "",
        previous_url=_address(request, **{AFTER_PARAM: ""}) if cursor else "",
    )


def _values_of(
    queryset: QuerySet[M], fields: Sequence[str], named_by: str, name: str
) -> Sequence[Any]:
    """The values of the row with that name, if it is one of the list."""
    known = "\x00" not in name  # PostgreSQL takes no such text
    found = queryset.filter(**{named_by: name}).values_list(*fields).first() if known else None
    if found is None:
        raise ValueError("no row of this list")
    return found


def _beyond(fields: Sequence[str], comparison: str, values: Sequence[Any]) -> Q:
    """Rows after ``values`` in the ordering: (a, b) > (x, y) written with OR, for any database."""
    condition = Q()
    for index, name in enumerate(fields):
        equal = dict(zip(fields[:index], values[:index], strict=True))
        condition |= Q(**equal, **{f"{name}__{comparison}": values[index]})
    return condition


def _encode(row: Model, fields: Sequence[str]) -> str:
    values = [getattr(row, name) for name in fields]
    text = json.dumps(values, cls=DjangoJSONEncoder, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    padded = cursor + "=" * (-len(cursor) % 4)
    values = json.loads(urlsafe_b64decode(padded))
    if not isinstance(values, list) or len(values) != length:
        raise ValueError("cursor of another list")
    return values


def _address(request: HttpRequest, **changes: str) -> str:
    """The present query string with ``changes``; an empty value drops the parameter."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "."
