"""Loads the chains that ship with the product; harmless to repeat, keeps what a pemda changed."""

import json
from datetime import datetime
from importlib.resources import files

from django.db import transaction

from kentongan.approval.models import Chain, ChainStep


def seed(*, at: datetime) -> None:  # noqa: ARG001 - the shape all seeds share
    """Add chains for kinds and risks that have none yet."""
    rows = json.loads(files(__package__).joinpath("data/chains.json").read_text("utf-8"))
    known = set(Chain.objects.values_list("kind_id", "risk"))
    for row in rows:
        if (row["kind"], row["risk"]) in known:
            continue
        with transaction.atomic():
            chain = Chain.objects.create(
                kind_id=row["kind"],
                risk=row["risk"],
                note=row.get("note", ""),
                review_after=row.get("review_after", False),
            )
            ChainStep.objects.bulk_create(
                ChainStep(chain=chain, order=order, **step)
                for order, step in enumerate(row["steps"])
            )
