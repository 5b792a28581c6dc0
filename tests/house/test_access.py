"""Every address declares who may open it, and names access functions that exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from kentongan.config.api import api
from kentongan.config.api_door import ADDRESSES
from kentongan.web.access import declared

pytestmark = pytest.mark.no_database


def _addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield address, pattern.callback
        else:
            yield from _addresses(pattern, address)


PAGES = [
    pytest.param(view, id=address or "/")
    for address, view in _addresses(get_resolver(ADDRESSES))
    if not address.startswith("api/v1/")
]


@pytest.mark.parametrize("view", PAGES)
def test_every_page_declares_its_access(view: Callable[..., Any]) -> None:
    declaration = declared(view)
    assert declaration is not None, f"{view.__module__}.{view.__name__} declares no access"
    assert declaration.kind in {"access", "signed_in", "public"}
    assert declaration.kind != "public" or declaration.why
    for name in declaration.by:
        dotted = name if name.startswith("kentongan.") else f"kentongan.{name}"
        assert callable(import_string(dotted))


OPERATIONS = [
    (method, path)
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in methods
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_of_the_api_asks_for_a_token(
    client: Client, method: str, path: str
) -> None:
    address = re.sub(r"\{[^}]*\}", "0198a7b2-0000-7000-8000-000000000000", path)
    answer = client.generic(method.upper(), address, b"{}", "application/json")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("application/problem+json")
