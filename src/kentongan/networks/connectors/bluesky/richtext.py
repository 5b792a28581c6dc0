"""Facets: which bytes of a text are a link, a tag or a mention (docs.bsky.app, "Rich text")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kentongan.networks import wording
from kentongan.networks.connectors.bluesky.limits import MAX_TAG_GRAPHEMES

FACET = "app.bsky.richtext.facet"


def facets(text: str, resolve: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """The facets of ``text``; ``resolve`` gives the DID of a handle, None where there is none."""
    found = []
    for span in wording.spans(text):
        feature = _feature(span, resolve)
        if feature is not None:
            start = len(text[: span.start].encode())
            end = start + len(text[span.start : span.end].encode())
            found.append({"index": {"byteStart": start, "byteEnd": end}, "features": [feature]})
    return found


def _feature(span: wording.Span, resolve: Callable[[str], str | None]) -> dict[str, str] | None:
    if span.kind == "link":
        return {"$type": f"{FACET}#link", "uri": span.value}
    if span.kind == "tag":
        if len(span.value) > MAX_TAG_GRAPHEMES:
            return None
        return {"$type": f"{FACET}#tag", "tag": span.value}
    did = resolve(span.value.lower())
    return {"$type": f"{FACET}#mention", "did": did} if did else None
