"""How Indonesian builds words: affixes taken off, so that a list of roots is enough.

``is_derived(word, roots)`` says whether affixes lead from ``word`` to one of ``roots``. It is kind
to rare combinations (a spell-check should not quarrel with grammar), but not to short roots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

IsRoot = Callable[[str], bool]

_VOWELS = "aiueo"
_PARTICLES = ("lah", "kah", "pun", "tah")
_OWNERS = ("nya", "ku", "mu")
_LEAST_ROOT = 3

#: Comparatives that take ``memper-``/``diper-`` without a suffix.
_MORE_SO = frozenset(
    "alat banyak barui besar buat cepat dalam dekat gunakan halus indah ingati jauh jelas kaya"
    " kecil kenalkan ketat kokoh kuat lambat lancar lebar luas lunak mudah murah oleh panjang"
    " parah pendek ringan rendah sempit singkat sulit tajam tebal tegas tinggi tua budak istri"
    " elok hebat rumit keras cantik rapat teguh berat bagus aman sehat terang tampak lihatkan"
    " pantas adil berani ramah segera tahan pelajari dagangkan baiki".split()
)


def without_clitics(word: str) -> Iterator[str]:
    """``word`` itself and with ``-nya``, ``-lah`` … taken off, longest first."""
    yield word
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= _LEAST_ROOT:
            word = word[: -len(particle)]
            yield word
            break
    for owner in _OWNERS:
        if word.endswith(owner) and len(word) - len(owner) >= _LEAST_ROOT:
            yield word[: -len(owner)]
            return


def is_derived(word: str, is_root: IsRoot) -> bool:
    """Whether affixes, clitics or doubling lead from ``word`` to a root."""
    if "-" in word:
        return _is_doubled(word, is_root)
    return any(base != word and is_root(base) for base in without_clitics(word)) or any(
        _is_affixed(base, is_root) for base in without_clitics(word)
    )


def _is_doubled(word: str, is_root: IsRoot) -> bool:
    first, _, second = word.partition("-")
    if not first or not second or "-" in second:
        return False
    for base in without_clitics(second):
        if first == base and (is_root(base) or _is_affixed(base, is_root)):
            return True
        # bermain-main, besar-besaran, tolong-menolong, sebaik-baiknya
        if (first.endswith(base) or base.startswith(first)) and len(base) >= _LEAST_ROOT:
            whole = is_root(first) or _is_affixed(first, is_root)
            if whole and (is_root(base) or _is_affixed(base, is_root) or first.endswith(base)):
                return True
    return is_root(first) and _is_affixed(second, is_root) and first[1:] in second


def _is_affixed(base: str, is_root: IsRoot) -> bool:
    return any(len(root) >= _LEAST_ROOT and is_root(root) for root in _roots(base))


def _roots(base: str) -> Iterator[str]:
    """Candidates for the root of ``base``, which has no clitics."""
    for suffix in ("", "kan", "an", "i"):
        if suffix and not (base.endswith(suffix) and len(base) - len(suffix) >= _LEAST_ROOT):
            continue
        stem = base[: len(base) - len(suffix)]
        if suffix == "i" and stem.endswith("i"):
            continue
        if suffix:
            yield stem
        yield from _unprefixed(stem, suffix)


def _unprefixed(stem: str, suffix: str) -> Iterator[str]:
    """What is left of ``stem`` without its prefix. Each prefix has its own way."""
    first = stem[:1]
    if first == "d" and stem.startswith("di"):
        yield from _more_so(stem[5:], suffix) if stem.startswith("diper") else (stem[2:],)
    elif first == "m" and stem.startswith("me"):
        if stem.startswith("memper"):
            yield from _more_so(stem[6:], suffix)
        yield from _unnasal(stem[2:])
    elif first == "p" and stem.startswith("pe"):
        yield from _maker(stem, suffix)
    elif first == "b" and stem.startswith("be"):
        yield from _having(stem, suffix)
    elif first == "t" and stem.startswith("ter"):
        yield stem[2:]
        yield stem[3:]
        yield from _unprefixed_inner(stem[3:], suffix)
    elif first == "k" and stem.startswith("ke") and suffix in ("", "an"):
        yield from _unprefixed_state(stem[2:], suffix)
    elif first == "s" and stem.startswith("se"):
        yield stem[2:]
        yield stem[2:] + suffix


def _maker(stem: str, suffix: str) -> Iterator[str]:
    """``pe-``, ``per-``, ``pember-``."""
    if suffix in ("", "an"):
        yield from _unnasal(stem[2:])
        if stem.startswith(("pember", "pembel")):
            yield stem[6:]
    if suffix and stem.startswith("per"):
        yield stem[3:]


def _having(stem: str, suffix: str) -> Iterator[str]:
    """``be-``, ``ber-``, ``berke- -an``."""
    if stem[2:3] == "r":
        yield stem[2:]
    if not stem.startswith("ber") or suffix == "i":
        return
    yield stem[3:]
    for inner in ("ke", "pe", "per", "se"):
        if stem.startswith(inner, 3):
            yield stem[3 + len(inner) :]
            yield stem[3:] + suffix
    if suffix:
        yield stem[3:] + suffix


def _more_so(rest: str, suffix: str) -> Iterator[str]:
    if (suffix in ("kan", "i") and len(rest) > _LEAST_ROOT) or rest + suffix in _MORE_SO:
        yield rest
        if rest.startswith(("ber", "ter")):
            yield rest[3:]


def _unprefixed_inner(rest: str, suffix: str) -> Iterator[str]:
    """``terselenggara``; ``terpercaya`` is left to the lists."""
    if suffix in ("kan", "i") and rest.startswith("per"):
        yield rest[3:]


def _unprefixed_state(rest: str, suffix: str) -> Iterator[str]:
    if suffix != "an":
        return
    yield rest
    for inner in ("ber", "ter", "se", "pe", "tidak", "mampu", "ikut", "serta", "per"):
        if rest.startswith(inner) and len(rest) > len(inner) + 2:
            yield rest[len(inner) :]
    if rest.startswith("pem"):
        yield from _unnasal(rest[2:])


#: Behind a nasal: what may follow it, and what may have been swallowed before a vowel.
_NASALS = (("m", "bfvp", "pf"), ("n", "dcjzst", "t"))


def _unnasal(rest: str) -> Iterator[str]:
    """What may stand behind ``me-`` or ``pe-`` once its nasal is taken off ``rest``."""
    if rest.startswith("ng"):
        inner = rest[2:]
        yield inner
        yield inner[1:] if inner[:1] == "e" else "k" + inner
        if inner[:1] == "e":
            yield "k" + inner
    elif rest.startswith("ny"):
        yield "s" + rest[2:]
    else:
        for nasal, kept, swallowed in _NASALS:
            inner = rest[1:]
            if rest[:1] == nasal and inner[:1] in _VOWELS:
                yield from (letter + inner for letter in swallowed)
            elif rest[:1] == nasal and inner[:1] in kept:
                yield inner
    if rest[:1] in "lmnrwy":
        yield rest
    if rest[:1] in "rl":
        yield rest[1:]


def roots(base: str) -> Iterator[str]:
    """What ``base``, which has no clitics, may have been made from; not all of them are words."""
    return _roots(base)
