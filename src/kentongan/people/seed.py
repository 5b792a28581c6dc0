"""Data of this feature that ships with the product: kinds of units with their usual labels."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from kentongan.people.models import UnitType

DATA = Path(__file__).parent / "data" / "unit_types.json"


def seed(*, at: datetime) -> None:  # noqa: ARG001 - the joint of all seeds
    """Add kinds of units that are missing; labels a pemda has changed stay as they are."""
    known = set(UnitType.objects.values_list("code", flat=True))
    rows = [row for row in json.loads(DATA.read_text("utf-8")) if row["code"] not in known]
    UnitType.objects.bulk_create(UnitType(**row) for row in rows)
