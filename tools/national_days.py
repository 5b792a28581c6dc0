"""Write the national days off that the product carries: ``kernel/data/national_days.json``.

    python tools/national_days.py

Taken from the ``holidays`` library, which keeps the yearly joint decrees of three ministers and
estimates the years that have none yet. Run it when that library is newer, and commit the result;
``tests/kernel`` compares both. Why the product does not ask the library itself:
``docs/decisions/0020-days-off-are-carried-as-a-list.md``.
"""

from __future__ import annotations

import json
from pathlib import Path

from holidays import country_holidays

FILE = Path(__file__).parent.parent / "src/kentongan/kernel/data/national_days.json"
YEARS = range(2010, 2051)


def text() -> str:
    """One line a day, ``"2026-08-17": "Hari Kemerdekaan Republik Indonesia"``, in order."""
    days = country_holidays("ID", years=YEARS, language="id", categories=("public", "government"))
    found = {day.isoformat(): name for day, name in sorted(days.items()) if day.year in YEARS}
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
