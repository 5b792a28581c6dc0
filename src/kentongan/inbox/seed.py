"""Loads the times and topics that ship; harmless to repeat, keeps what a pemda changed."""

from __future__ import annotations

import json
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from kentongan.inbox.models import ResponseTime, Topic

#: From then on the shipped times hold; a pemda's own rows begin later and win by their unit.
SHIPPED_FROM = date(2020, 1, 1)


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        files(__package__).joinpath(f"data/{name}.json").read_text("utf-8")
    )
    return rows


def seed(*, at: datetime) -> None:  # noqa: ARG001 - the shape all seeds share
    """Add times and topics that are missing."""
    known = set(ResponseTime.objects.filter(unit__isnull=True).values_list("kind", "stage"))
    ResponseTime.objects.bulk_create(
        ResponseTime(valid_from=SHIPPED_FROM, **row)
        for row in _rows("response_times")
        if (row["kind"], row["stage"]) not in known
    )
    topics = set(Topic.objects.values_list("code", flat=True))
    Topic.objects.bulk_create(Topic(**row) for row in _rows("topics") if row["code"] not in topics)
