"""Citizens who write, a reader that knows a few plain words, and the times as they ship."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from PIL import Image

from kentongan.inbox import classify
from kentongan.inbox.actions import intake
from kentongan.inbox.models import Case
from kentongan.inbox.seed import seed
from kentongan.language.triage.reading import Flag, Kind, Reading, Sentiment
from kentongan.networks.contract import Author, Incoming, Way
from kentongan.networks.models import Account
from tests.cast import NOW
from tests.delivery.conftest import account, clock, network, work

__all__ = ["account", "clock", "network", "work"]

_WORDS = (
    ("kebakaran", Kind.EMERGENCY),
    ("pungli", Kind.INTEGRITY_REPORT),
    ("salinan", Kind.INFORMATION_REQUEST),
    ("rusak", Kind.COMPLAINT),
    ("lubang", Kind.COMPLAINT),
    ("gacor", Kind.ABUSE_SPAM),
    ("makasih", Kind.APPRECIATION),
    ("usul", Kind.ASPIRATION),
    ("hadir", Kind.CHATTER),
    ("?", Kind.QUESTION),
)


def plain_reader(texts: Sequence[str], places: Sequence[str]) -> list[Reading]:
    """Reads by single words; abstains where it knows none."""
    return [_plain(text.lower(), places) for text in texts]


def _plain(text: str, places: Sequence[str]) -> Reading:
    kind = next((kind for word, kind in _WORDS if word in text), None)
    flags = {Flag.EMERGENCY} if kind is Kind.EMERGENCY else set()
    if "gacor" in text:
        flags.add(Flag.GAMBLING_SPAM)
    return Reading(
        kind=kind,
        likely=kind or Kind.QUESTION,
        confidence=0.9 if kind else 0.3,
        flags=frozenset(flags),
        sentiment=Sentiment.NEUTRAL,
        language="id",
        places=tuple(name for name in places if name.lower() in text),
    )


@pytest.fixture(autouse=True)
def _reader() -> Iterator[None]:
    with classify.reader(plain_reader):
        yield


@pytest.fixture
def times(db: None) -> None:
    """Response times and topics as they ship."""
    seed(at=NOW)


Say = Callable[..., Incoming]
#: From 10 on: a single digit is no word of a search.
_ids = count(10)


def comment(text: str = "Jalan rusak di depan pasar", **values: Any) -> Incoming:
    """A stranger's comment under our post; each its own thread unless told otherwise.

    Ids sort in the order they were made, as those of one moment are taken in by their ids.
    """
    number = next(_ids)
    key = values.pop("external_id", f"k{number:06}")
    given: dict[str, Any] = {
        "external_id": key,
        "way": Way.COMMENT,
        "author": Author(external_id=f"w{number}", handle=f"warga{number}", name=f"Warga {number}"),
        "text": text,
        "created_at": NOW,
        "thread": key,
        "post": "p1",
        "reference": {"id": key},
    }
    return Incoming(**{**given, **values})


@pytest.fixture
def case_of(account: Account, times: None) -> Callable[..., Case]:
    """The case that one comment becomes."""

    def make(text: str = "Jalan rusak di depan pasar", at: datetime = NOW, **values: Any) -> Case:
        values.setdefault("created_at", at)
        taken = intake.take_in(account, [comment(text, **values)], at=at)
        return Case.objects.select_related("unit").get(pk=taken.cases[0].pk)

    return make


def picture(width: int = 40) -> io.BytesIO:
    """A photo as a telephone writes it, with what the camera says of itself."""
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Warga"
    Image.new("RGB", (width, 30), "green").save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "jalan.jpg"
    return file
