"""Rendering of template snippets as the product does, components included."""

import re
from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler


def a_request(path: str = "/", **headers: str) -> HttpRequest:
    """A GET request with headers."""
    return RequestFactory().get(path, headers=headers)


def render(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    """The HTML of a snippet, white space folded."""
    compiled = CottonCompiler().process(source)
    html = engines["django"].from_string(compiled).render(context, request or a_request())
    return re.sub(r"\s+", " ", str(html)).strip()
