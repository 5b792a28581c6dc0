"""Is this account official? What somebody pasted, held against the register. Free of Django.

A name proves nothing without its network: ``@kec.titirwangi`` may be ours on Instagram and
anybody's on TikTok. So a link is held against its own network and server; a bare name against all.
What is not ours is held a second time against names that a reader could take for ours: twins of
letters, dots and digits put in, one slip, an official name with bait around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from kentongan.language.distance import distance
from kentongan.language.normalise import Strength, normalise
from kentongan.networks import pasted
from kentongan.networks.handles import HandleStyle
from kentongan.networks.pasted import Asked

#: How many similar official accounts are named.
MOST = 3
_TWINS = str.maketrans("0135i", "olesl")
#: Words for the office in front of a place; what is left is the place.
_OFFICE = re.compile(
    r"^(?:pemerintah|pemkab|pemkot|pemprov|pemda|kabupaten|kecamatan|kelurahan|puskesmas|diskominfo"
    r"|kominfo|humas|dinas|badan|kantor|rsud|pkm|kab|kota|kec|kel|desa|info)+"
)
#: What swindlers put beside the name of a place.
_BAIT = re.compile(
    r"bansos|bantu|hibah|hadiah|undi|cair|loker|lowong|rekrut|cpns|pppk|pajak|verif|admin"
    r"|layan|info|resmi|official|asli|real|lapor|aduan|pengaduan|cs|humas|pemkab|pemkot|dinas"
)
_LEAST = 5


class Answer(StrEnum):
    """What is known about the name asked for."""

    OFFICIAL = "official"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    LOOKALIKE = "lookalike"
    POST = "post"
    SHORT = "short"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Official:
    """An account of the register as it is compared. ``host``: of its server, empty where the
    network is one place; ``free``: its name is no address, anybody may bear the same; ``whole``:
    only all of it is a name, as of an e-mail address."""

    id: UUID
    network: str
    handle: str
    name: str = ""
    url: str = ""
    host: str = ""
    free: bool = False
    whole: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer and the accounts it speaks of, the nearest first."""

    answer: Answer
    asked: Asked
    accounts: tuple[UUID, ...] = ()


def judge(asked: Asked, register: Sequence[Official], styles: Mapping[str, HandleStyle]) -> Verdict:
    """Hold it against the whole register, closed accounts included."""
    same = [one for one in register if _is(asked, one, styles)]
    for answer, found in (
        (Answer.OFFICIAL, [one for one in same if one.active]),
        (Answer.CLOSED, [one for one in same if not one.active]),
    ):
        if found:
            return Verdict(answer, asked, _ids(found))
    if asked.leads is not None:
        return Verdict(Answer(asked.leads), asked)
    if _false_host(asked.host, styles):  # whatever name stands behind it, there passwords are lost
        return Verdict(Answer.LOOKALIKE, asked)
    active = [one for one in register if one.active]
    namesakes = [one for one in active if _is_elsewhere(asked, one)]
    if namesakes:
        return Verdict(Answer.ELSEWHERE, asked, _ids(namesakes))
    similar = _similar(asked, active)
    if similar:
        return Verdict(Answer.LOOKALIKE, asked, _ids(similar))
    return Verdict(Answer.UNKNOWN, asked)


def _ids(found: Iterable[Official]) -> tuple[UUID, ...]:
    return tuple(one.id for one in found)[:8]


def _name_of(one: Official) -> str:
    handle = one.handle.casefold()
    return handle if one.whole else handle.partition("@")[0]


def _is_elsewhere(asked: Asked, one: Official) -> bool:
    """Whether it bears the name of one of ours elsewhere. Where a name is no address, the same name
    on the same network is only alike."""
    here = one.free and asked.network == one.network
    return bool(asked.name) and not here and _name_of(one) == asked.name


def _is(asked: Asked, one: Official, styles: Mapping[str, HandleStyle]) -> bool:
    """Whether it is this very account: network and server must agree where they are told."""
    if asked.address and one.url:
        parts = pasted.split(one.url)
        if parts and pasted.address_of(parts, styles).casefold() == asked.address.casefold():
            return True
    if not asked.name or one.free or (asked.network and asked.network != one.network):
        return False
    if one.whole:
        return f"{asked.name}@{asked.server}" == _name_of(one)
    if asked.server:
        server = one.handle.casefold().partition("@")[2] or one.host.casefold()
        return _name_of(one) == asked.name and server == asked.server
    handle = one.handle.casefold()
    if asked.address and not asked.network:
        site = "." in handle.partition("/")[0]
        return site and (asked.name == handle or asked.name.startswith(f"{handle}/"))
    return asked.name in {handle, _name_of(one)}


def _folded(name: str) -> str:
    """Small Latin letters, twins of other scripts made Latin; plain names, nearly all, quickly."""
    return name.lower() if name.isascii() else normalise(name, Strength.FOLDED).text


@lru_cache(maxsize=1 << 12)
def skeleton(name: str) -> str:
    """A name without what a hurried reader does not see: dots, doubled letters, twins."""
    letters = "".join(char for char in _folded(name).translate(_TWINS) if char.isalnum())
    letters = letters.replace("rn", "m").replace("vv", "w")
    return "".join(char for char, _run in groupby(letters))


def _place(name: str) -> str:
    """The place in the name of an office: ``kec.titirwangi`` is ``titirwangi``."""
    letters = "".join(char for char in _folded(name) if char.isalpha())
    rest = _OFFICE.sub("", letters)
    return rest if rest != letters else ""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is compared of a name: its skeleton, which letters are in it (one bit each), its place.

    Worked out once per name: a province has 27,000 accounts, and this is asked by anybody.
    """

    bones: str
    letters: int
    place: str


@lru_cache(maxsize=1 << 17)
def _shape(name: str) -> _Shape:
    bones = skeleton(name)
    return _Shape(bones, _letters(bones), skeleton(_place(name)))


def _letters(bones: str) -> int:
    found = 0
    for char in bones:
        found |= 1 << (ord(char) & 63)
    return found


def _similar(asked: Asked, active: Sequence[Official]) -> list[Official]:
    mine, entire = _shape(asked.name), _shape(f"{asked.name}@{asked.server}".rstrip("@"))
    if len(entire.bones) < _LEAST:
        return []
    bait = asked.account and bool(_BAIT.search(asked.name))
    ranked = []
    for one in active:
        shape = entire if one.whole else mine
        if len(shape.bones) < _LEAST:
            continue
        for name in (_name_of(one), one.name):
            rank = _near(shape, _shape(name), account=asked.account, bait=bait) if name else None
            if rank is not None:
                ranked.append((rank, one.handle, one.id, one))
                break
    return [one for *_rank, one in sorted(ranked)[:MOST]]


def _near(mine: _Shape, theirs: _Shape, *, account: bool, bait: bool) -> int | None:
    """How near, 0 being the same at a glance; None: nobody would mix them up.

    ``account``: it can only be a name; ``bait``: it has words in it that lure.
    """
    first, second = mine.bones, theirs.bones
    if len(second) < _LEAST:
        return None
    if first == second:
        return 0
    shorter = min(len(first), len(second))
    limit = 2 if shorter >= 12 else 1 if shorter >= 7 else 0
    if limit and abs(len(first) - len(second)) <= limit:
        # A slip changes at most two letters of those that are in a word at all.
        apart = (mine.letters ^ theirs.letters).bit_count()
        touches = first[0] == second[0] or first[-1] == second[-1]
        if touches and apart <= 2 * limit:
            slips = distance(first, second, limit)
            if slips <= limit:
                return slips
    if account and len(second) >= 8 and second in first:
        return 3
    return 4 if bait and len(theirs.place) >= 6 and theirs.place in first else None


def _false_host(host: str, styles: Mapping[str, HandleStyle]) -> bool:
    """Whether a link only looks as if it led to a known network."""
    if not host or pasted.is_of_network(host, styles):
        return False
    mine = skeleton(host)
    return any(mine == skeleton(own) for own in pasted.known_hosts(styles))
