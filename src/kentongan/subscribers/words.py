"""Which words of a citizen are said to the machine: to subscribe, or to stop.

Agreeing is plain (UU 27/2022): who writes only "info" or "daftar" asks people for something.
Thanks, and how one speaks to somebody, change nothing; to stop may be said in Sundanese and
Javanese, too.
"""

from __future__ import annotations

import re

JOIN = frozenset({
    "langganan", "berlangganan", "langganan info", "berlangganan info", "langganan kabar",
    "daftar langganan", "ikut langganan", "hoyong langganan",
})  # fmt: skip
_STOPS = ("berhenti", "stop", "eureun", "liren", "mandheg", "mandeg")
_WHAT = ("langganan", "berlangganan", "info", "kabar")
STOP = frozenset({
    "unsubscribe", *_STOPS, *(f"{stop} {what}" for stop in _STOPS for what in _WHAT),
})  # fmt: skip
#: Said beside it, and nothing else.
POLITE = frozenset({
    "terima", "kasih", "terimakasih", "makasih", "trims", "thanks", "please", "tolong", "mohon",
    "saya", "mau", "ingin", "ya", "dong", "min", "admin", "kak", "pak", "bu", "mas", "mbak",
    "hatur", "nuhun", "punten", "matur", "nuwun", "suwun", "nggih",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def meant(text: str) -> str:
    """``join``, ``stop``, or empty: anything else is for people. The words stand alone."""
    if len(text) > 60:
        return ""
    said = " ".join(word for word in _WORD.findall(text.casefold()) if word not in POLITE)
    return "join" if said in JOIN else "stop" if said in STOP else ""
