"""The chains that ship with the product, as they lie in ``data/chains.json``."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Shipped:
    """One chain; ``steps`` as a request copies them."""

    kind: str | None
    risk: str
    note: str
    review_after: bool
    steps: tuple[dict[str, Any], ...]


@cache
def shipped() -> dict[tuple[str | None, str], Shipped]:
    """All of them, by kind (None: any) and risk."""
    rows = json.loads(files(__package__).joinpath("data/chains.json").read_text("utf-8"))
    return {
        (row["kind"], row["risk"]): Shipped(
            kind=row["kind"],
            risk=row["risk"],
            note=row.get("note", ""),
            review_after=row.get("review_after", False),
            steps=tuple({"working_time": True, "copy_roles": []} | step for step in row["steps"]),
        )
        for row in rows
    }
