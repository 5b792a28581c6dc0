"""Comments: how an organisation replies. They are plain text, not "little".

learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api. A comment on a
comment stands under the first one; deeper there is nothing, so a reply to such a one joins it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kentongan.networks import answers
from kentongan.networks.connectors.linkedin.api import encoded
from kentongan.networks.contract import Published, Reference

_COMMENT = re.compile(r"urn:li:comment:\((urn:li:[A-Za-z]+:\d+),(\d+)\)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment goes: under a post, or under a comment of it (``parent``)."""

    thread: str
    parent: str = ""

    @property
    def path(self) -> str:
        """Where such comments are made and listed."""
        return f"socialActions/{encoded(self.parent or self.thread)}/comments"


def is_comment(urn: str) -> bool:
    """Whether a URN names a comment."""
    return _COMMENT.fullmatch(urn) is not None


def place_of(target: Reference) -> Place:
    """Where a reply to ``target`` goes."""
    match = _COMMENT.fullmatch(target.external_id)
    if match is None:
        return Place(target.external_id)
    thread = str(target.extra.get("thread") or match[1])
    return Place(thread, str(target.extra.get("parent") or target.external_id))


def body(place: Place, actor: str, text: str) -> dict[str, Any]:
    """The comment to be made."""
    made: dict[str, Any] = {"actor": actor, "object": place.thread, "message": {"text": text}}
    return {**made, "parentComment": place.parent} if place.parent else made


def published(found: dict[str, Any], place: Place) -> Published:
    """A comment as it is kept; the post under the name that LinkedIn gives it."""
    number = answers.text_at(found, "id")
    thread = str(found.get("object") or place.thread)
    urn = str(found.get("commentUrn") or f"urn:li:comment:({thread},{number})")
    extra: Mapping[str, Any] = {"thread": thread, "parent": place.parent}
    return Published(urn, url_of(urn, thread), extra)


def url_of(urn: str, thread: str) -> str:
    """The address of a comment, in the page of its post."""
    return f"https://www.linkedin.com/feed/update/{thread}/?commentUrn={encoded(urn)}"


def path_of(urn: str) -> str:
    """Where a comment is deleted."""
    match = _COMMENT.fullmatch(urn)
    assert match is not None
    return f"socialActions/{encoded(match[1])}/comments/{match[2]}"
