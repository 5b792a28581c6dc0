"""The one place where the inbox asks what a message is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kentongan.inbox import kinds_taught
from kentongan.language import triage
from kentongan.language.triage.reading import Flag, Kind, Reading, Sentiment
from kentongan.people.models import Unit

#: Texts and names of the region in, one reading for each text out, in order.
Reader = Callable[[Sequence[str], Sequence[str]], Sequence[Reading]]
#: Kinds of units whose names are places people write.
PLACES = ("kecamatan", "kelurahan", "desa")
UNREAD = Reading(
    kind=None,
    likely=Kind.CHATTER,
    confidence=0.0,
    flags=frozenset(),
    sentiment=Sentiment.NEUTRAL,
    language="id",
)
_instead: list[Reader] = []


def read(texts: Sequence[str], places: Sequence[str]) -> Sequence[Reading]:
    """What each text is, with what people taught here. An empty text is not guessed at."""
    filled = [text for text in texts if text.strip()]
    found = iter(kinds_taught.adjusted(filled, _reader()(filled, places)) if filled else ())
    return [next(found) if text.strip() else UNREAD for text in texts]


def _reader() -> Reader:
    return _instead[-1] if _instead else triage.read_many


@contextmanager
def reader(other: Reader) -> Iterator[None]:
    """Another reader than the triage, for the length of the block."""
    _instead.append(other)
    try:
        yield
    finally:
        _instead.remove(other)


def places_of_region() -> tuple[str, ...]:
    """Names of kecamatan, kelurahan and desa of the pemda, without what kind they are."""
    names = Unit.objects.filter(type__in=PLACES, active=True).values_list("name", flat=True)
    return tuple(sorted({name.split(" ", 1)[-1] for name in names}))


def place_named(typed: str) -> str:
    """What somebody typed, as the machine writes it where it is one of the region: a place is to
    be one line of a recap, whoever named it."""
    known = {name.casefold(): name for name in places_of_region()}
    words = typed.casefold().split()
    bare = words[1:] if words and words[0] in PLACES else words
    return known.get(" ".join(words)) or known.get(" ".join(bare)) or typed


def is_idle(reading: Reading) -> bool:
    """Whether nobody needs to look, on the machine's word alone: chatter, but none in an angry
    voice, for criticism is often written with a laugh."""
    calm = reading.sentiment is not Sentiment.NEGATIVE
    return reading.kind is Kind.CHATTER and calm and not is_emergency(reading)


def is_emergency(reading: Reading) -> bool:
    """Whether somebody must be woken up."""
    return reading.kind is Kind.EMERGENCY or Flag.EMERGENCY in reading.flags
