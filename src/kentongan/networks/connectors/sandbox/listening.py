"""What the sandbox network tells of what people say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kentongan.networks import answers, rounds, spoken
from kentongan.networks.contract import Author, Enclosure, Incoming, Way


def page(found: Mapping[str, Any], *, own: str) -> rounds.Page:
    """The answer of ``GET inbox``; ``own`` is the handle of the account."""
    rows = answers.rows_at(found, "notices")
    return rounds.Page(
        items=tuple(_message(row, own) for row in rows), next=str(found.get("next") or "")
    )


def _message(row: dict[str, Any], own: str) -> Incoming:
    gone = row.get("deleted") is True
    who = answers.object_at(row, "account")
    under = str(row.get("under") or "")
    parent = str(row.get("reply_to") or "")
    handle = spoken.name(who.get("handle"))
    return Incoming(
        external_id=answers.text_at(row, "id"),
        way=Way(answers.text_at(row, "way")),
        author=Author(
            external_id=answers.text_at(who, "id"),
            handle=handle,
            name=spoken.name(who.get("name")),
            ours=handle == own,
        ),
        text="" if gone else spoken.clean(row.get("text")),
        created_at=answers.moment_at(row, "created_at"),
        thread=answers.text_at(row, "thread"),
        parent="" if parent == under else parent,
        post=under,
        url=str(row.get("url") or ""),
        version=str(row.get("edited_at") or ""),
        changed_at=answers.moment_in(row, "edited_at"),
        gone=gone,
        enclosures=tuple(
            Enclosure(
                url=str(i.get("url") or ""),
                mime=str(i.get("mime") or ""),
                alt=spoken.clean(i.get("alt")),
            )
            for i in answers.rows_at(row, "images")
        ),
    )
