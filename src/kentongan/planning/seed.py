"""Loads the kinds of content that ship with the product; harmless to repeat."""

import json
from datetime import datetime
from importlib.resources import files

from kentongan.planning.models import ContentKind


def seed(*, at: datetime) -> None:  # noqa: ARG001 - the shape of every seed
    """Add missing kinds of content.

    A kind that already stands keeps what the pemda made of it; only new codes are added.
    ``at`` is taken for the common shape of all ``seed`` functions.
    """
    rows = json.loads(files(__package__).joinpath("data/content_kinds.json").read_text("utf-8"))
    known = set(ContentKind.objects.values_list("code", flat=True))
    ContentKind.objects.bulk_create(
        [
            ContentKind(order=(position + 1) * 10, **row)
            for position, row in enumerate(rows)
            if row["code"] not in known
        ],
        ignore_conflicts=True,
    )
