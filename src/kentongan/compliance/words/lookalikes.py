"""Hosts that pass themselves off as an official one.

``imitates("gernarekakab.go.id", {"gemarekakab.go.id"})`` names the domain that is imitated. Looked
at: twins of letters (``rn`` for ``m``, ``0`` for ``o``), slips of one or two letters, hyphens and
words put in, another ending, an official name in front of a foreign one, punycode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kentongan.compliance.words.hosts import (
    RISKY,
    is_platform,
    is_public_body,
    split_host,
    stands_under,
)
from kentongan.language.distance import distance
from kentongan.language.normalise import Strength, normalise

_TWINS = str.maketrans("0135q", "olesg")
_AREA = re.compile(
    r"^(?:pemkab|pemkot|pemprov|kabupaten|kab|kota|desa)|(?:kabupaten|kab|kota|prov)$"
)
_ENDS_LIKE_PUBLIC = re.compile(
    r"(?:[.-]|kab|kota|prov)(?:go|desa)-?id(?![a-z0-9])|(?:kab|kota|prov|-)go\.id$"
)
_PUBLIC_IN_FRONT = re.compile(r"(?:^|\.)(?:[a-z0-9-]+\.)(?:go|desa)\.id[.-]")
_BAIT = re.compile(
    r"pajak|tagih|bansos|bantu|verif|login|akun|daftar|layan|resmi|cair|hibah|info|blt|pkh|cpns"
    r"|pppk|loker|rekrut|cek|data|portal|subsid|undi|hadiah|online|pemda|kab|kota|dinas|lapor"
)
#: Bodies of the state that have a host of their own with the name of the place in it.
_OTHER_BODY = re.compile(
    r"^(?:pn|pa|ptun|kpud?|bawaslu|kejari|kejaksaan|polres|kemenag|lapas|rutan|imigrasi|bps|bnn"
    r"|bpn|dprd|kodim|kpp|kppn|rsud|rs|pdam)-|-(?:kpu|bps|kemenag|bawaslu)$"
)
#: Services of the state that false offers like to borrow, and where they really are.
_SERVICES = {
    "cekbansos": "cekbansos.kemensos.go.id", "kemensos": "kemensos.go.id",
    "kemenkes": "kemenkes.go.id", "kemenag": "kemenag.go.id", "kemnaker": "kemnaker.go.id",
    "kemendagri": "kemendagri.go.id", "dukcapil": "dukcapil.kemendagri.go.id",
    "prakerja": "prakerja.go.id", "bpjskesehatan": "bpjs-kesehatan.go.id",
    "bpjs": "bpjs-kesehatan.go.id", "bpjsketenagakerjaan": "bpjsketenagakerjaan.go.id",
    "djponline": "pajak.go.id", "coretax": "pajak.go.id", "sscasn": "sscasn.bkn.go.id",
    "bkn": "bkn.go.id", "bmkg": "bmkg.go.id",
}  # fmt: skip
_OFFER = re.compile(
    r"cek|tagih|bansos|bantu|verif|login|akun|daftar|cair|hibah|subsid|undi|hadiah|blt|pkh|klaim"
    r"|loker|rekrut|lulus|cpns|pppk|refund"
)
_LEAST = 5
_LONG = 9


@dataclass(frozen=True, slots=True)
class Imitation:
    """``domain`` is what is imitated (empty: public hosts at large), ``right`` the host that was
    probably meant (empty where nobody can tell), ``sure`` whether no honest host looks so."""

    domain: str
    right: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Official:
    domain: str
    name: str
    suffix: str
    plain: str
    stem: str


@lru_cache(maxsize=256)
def _official(domains: frozenset[str]) -> tuple[_Official, ...]:
    found: dict[str, _Official] = {}
    for domain in domains:
        _front, name, suffix = split_host(domain.lower().removeprefix("www."))
        known = f"{name}.{suffix}"
        stem = _AREA.sub("", name, count=1)
        found[known] = _Official(known, name, suffix, _twinless(name), stem)
    return tuple(found[key] for key in sorted(found))


def _twinless(host: str) -> str:
    """Letters that look alike made one; hyphens gone."""
    plain = host.translate(_TWINS).replace("rn", "m").replace("vv", "w").replace("i", "l")
    return plain.replace("-", "")


@lru_cache(maxsize=4096)
def imitates(host: str, domains: frozenset[str]) -> Imitation | None:
    """What ``host`` (small letters, no port) passes itself off as; ``None``: nothing known."""
    host = host.removeprefix("www.")
    if stands_under(host, domains):
        return None
    official = _official(domains)
    plain = host if host.isascii() else normalise(host, Strength.FOLDED).text
    if plain != host or "xn--" in host:
        return _in_foreign_letters(plain, official)
    at_large = _imitates_public(host)
    if is_public_body(host) or not is_platform(host):
        for known in official:
            if found := _imitates(host, known):
                return found
    return at_large


def _in_foreign_letters(plain: str, official: tuple[_Official, ...]) -> Imitation | None:
    if "xn--" in plain:
        return Imitation("")
    for known in official:
        if stands_under(plain, (known.domain,)):
            return Imitation(known.domain, right=plain)
        if found := _imitates(plain, known):
            return found
    return Imitation("") if is_public_body(plain) else None


def _imitates_public(host: str) -> Imitation | None:
    """``x.g0.id``, ``x.qo.id``, ``x.go.id.y.com``, ``xkab-go.id``."""
    *front, second, last = ["", *host.split(".")]
    ending = f"{second}.{last}".translate(_TWINS).replace("l", "i").replace("1", "i")
    if ending == "gov.id":
        ending = "go.id"
    if ending in ("go.id", "desa.id") and f"{second}.{last}" not in ("go.id", "desa.id"):
        return Imitation("", right=".".join([*front[1:], ending])) if front[1:] else None
    if _PUBLIC_IN_FRONT.search(host) or _ENDS_LIKE_PUBLIC.search(host):
        return None if is_public_body(host) and not _PUBLIC_IN_FRONT.search(host) else Imitation("")
    return None if host.endswith(".id") else _borrows_service(host)


def _borrows_service(host: str) -> Imitation | None:
    """``cekbansos-kemensos.com``: the name of a service of the state, with an offer beside it."""
    _front, name, suffix = split_host(host)
    parts = name.split("-")
    for part in parts:
        if domain := _SERVICES.get(part):
            rest = "-".join(other for other in parts if other != part)
            if _OFFER.search(rest) or (suffix in RISKY and part != "bkn"):
                return Imitation(domain, sure=False)
    return None


def _imitates(host: str, known: _Official) -> Imitation | None:
    front, name, suffix = split_host(host)
    if len(known.name) < _LEAST:
        return None
    public = is_public_body(host)
    right = ".".join([*front, known.domain])
    if any(known.name in label for label in front):
        return None if public else Imitation(known.domain)
    if _twinless(name) == known.plain:
        return Imitation(known.domain, right=right)
    if known.name in name:
        body = public and _OTHER_BODY.search(name)
        rest = name.replace(known.name, "")
        sure = known.stem != known.name or suffix in RISKY or _BAIT.search(rest) is not None
        return None if body else Imitation(known.domain, sure=sure)
    villages = public and "desa.id" in (suffix, known.suffix)
    if _is_slip(name, known.name, 1 if villages else 2):
        # Villages have names that differ by a letter.
        return Imitation(known.domain, right=right, sure=not villages)
    return _imitates_stem(front, name, suffix, known)


def _is_slip(name: str, known: str, most: int) -> bool:
    """Whether a letter is wrong; in long names up to ``most``, in short ones of villages none."""
    limit = most if min(len(name), len(known)) >= _LONG else most - 1
    plain = name.replace("-", "")
    return distance(plain, known, limit) <= limit and plain[:1] == known[:1]


def _imitates_stem(front: list[str], name: str, suffix: str, known: _Official) -> Imitation | None:
    """``gemareka.go.id`` for ``gemarekakab.go.id``, ``pajak-gemareka.vip``."""
    if len(known.stem) < _LEAST or known.stem == known.name:
        return None
    if name == known.stem and suffix == known.suffix:
        return Imitation(known.domain, right=".".join([*front, known.domain]), sure=False)
    if suffix.endswith("id"):
        return None
    if known.stem in front and suffix in RISKY:
        return Imitation(known.domain)
    rest = name.replace(known.stem, "")
    if known.stem in name.split("-") and (suffix in RISKY or not rest or _BAIT.search(rest)):
        return Imitation(known.domain)
    return None
