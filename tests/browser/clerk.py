"""What a test needs done before it begins, by the API of the running product.

Writing, handing in and approving in the browser is what ``test_scenario.py`` is about; where it is
only the way to something else, pages would cost far more.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

from tests.servers import Product

KECAMATAN, ACCOUNT = "kec-titirwangi", "kec.titirwangi"


def draft(product: Product, title: str, text: str) -> str:
    """A draft of the kecamatan for its account on the sandbox network; the path of its composer."""
    return f"{_page(_draft(product, title, text))}tulis/"


def waiting(product: Product, title: str, text: str) -> str:
    """The same, handed in; the path of its page."""
    post = _draft(product, title, text)
    version = {"version": post["version"]}
    _call(product, "admin.kecamatan", "POST", f"posts/{post['id']}/approval", version)
    return _page(post)


def approved(product: Product, title: str, text: str) -> str:
    """The same, approved by the secretary; the path of its page."""
    page = waiting(product, title, text)
    approve(product, page)
    return page


def sent(product: Product, title: str, text: str) -> str:
    """The same, to be published now; the path of its page."""
    page = approved(product, title, text)
    _call(product, "admin.kecamatan", "POST", f"posts/{_key(page)}/schedule", {})
    return page


def approve(product: Product, page: str) -> None:
    """What was handed in, approved by the secretary."""
    listed = _call(product, "sekcam", "GET", "approvals?mine=true&limit=100")
    (request,) = [it for it in listed["items"] if it["post"] == _key(page)]
    answer = {"verdict": "approve", "revision_hash": request["revision_hash"]}
    _call(product, "sekcam", "POST", f"approvals/{request['id']}/decision", answer)


def _draft(product: Product, title: str, text: str) -> dict[str, Any]:
    listed = _call(product, "admin.kecamatan", "GET", f"accounts?unit={KECAMATAN}&network=sandbox")
    accounts = [it["id"] for it in listed["items"] if ACCOUNT in it["handle"]]
    wanted = {"unit": KECAMATAN, "kind": "layanan-rutin", "accounts": accounts}
    content = {"title": title, "text": text}
    return _call(product, "admin.kecamatan", "POST", "posts", {**wanted, **content})


def _page(post: dict[str, Any]) -> str:
    return f"/unggahan/{post['id']}/"


def _key(page: str) -> str:
    return page.rstrip("/").rpartition("/")[2]


def _call(
    product: Product, user: str, method: str, path: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    request = Request(
        f"{product.url}/api/v1/{path}",
        json.dumps(body).encode() if body is not None else None,
        {"Authorization": f"Bearer {product.tokens[user]}", "Content-Type": "application/json"},
        method=method,
    )
    with urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
