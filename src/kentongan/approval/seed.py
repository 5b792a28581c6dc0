"""Loads the chains that ship with the product; harmless to repeat, keeps what a pemda changed."""

from datetime import datetime

from django.db import transaction

from kentongan.approval.models import Chain, ChainStep
from kentongan.approval.shipped import shipped


def seed(*, at: datetime) -> None:  # noqa: ARG001 - the shape all seeds share
    """Add chains for kinds and risks that never had one; what was taken away stays away."""
    known = set(Chain.objects.values_list("kind_id", "risk"))
    for place, row in shipped().items():
        if place in known:
            continue
        with transaction.atomic():
            chain = Chain.objects.create(
                kind_id=row.kind, risk=row.risk, note=row.note, review_after=row.review_after
            )
            ChainStep.objects.bulk_create(
                ChainStep(chain=chain, order=order, **step) for order, step in enumerate(row.steps)
            )
