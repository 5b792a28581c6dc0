"""Which words of a citizen are said to the machine: to subscribe, or to stop.

Agreeing is plain (UU 27/2022): who writes only "info" or "daftar" asks people for something.
"""

from __future__ import annotations

import re

JOIN = frozenset({
    "langganan", "berlangganan", "langganan info", "berlangganan info", "langganan kabar",
    "daftar langganan", "mau langganan", "ikut langganan",
})  # fmt: skip
STOP = frozenset({
    "berhenti", "stop", "berhenti langganan", "berhenti berlangganan", "stop langganan",
    "stop info", "berhenti info", "unsubscribe",
})  # fmt: skip
_SPACE = re.compile(r"\s+")


def meant(text: str) -> str:
    """``join``, ``stop``, or empty: anything else is for people. The words stand alone."""
    if len(text) > 60:
        return ""
    said = _SPACE.sub(" ", text).strip(" \t.,!?\"'“”*_~").casefold()
    return "join" if said in JOIN else "stop" if said in STOP else ""
