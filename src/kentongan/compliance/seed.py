"""Data of this feature that ships with the product.

Legal references and rules are files, elections belong to each pemda: nothing goes into tables.
The list of references is read once, so that a mistake in it shows at set-up and not in use.
"""

from __future__ import annotations

from datetime import datetime

from kentongan.compliance.basis import references


def seed(*, at: datetime) -> None:
    """Check the shipped references; ``at`` is part of the form of every seed."""
    if at.tzinfo is None:
        raise ValueError("seed needs an aware time")
    references()
