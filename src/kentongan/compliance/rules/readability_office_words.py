"""The language of letters between offices, where everyday words would do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.plain_words import (
    EVENTS,
    HOSTING,
    LIGHT_VERBS,
    MANNERS,
    OFFICE_WORDS,
    VERBS,
)
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import Token

#: Findings so near to each other are one thing to mend.
_NEAR = 2
_NOUN = re.compile(r"pe[nmlrwy]?[a-z]{3,}an(?:nya)?|[a-z]{3,}asi|kunjungan|koordinasi|monitoring")
_AFTER_GUNA = re.compile(r"(?:me|di|pe|ke|ter|ber|per)[a-z]{3,}|[a-z]{3,}an")
#: Words before "guna" and "terkait" in another sense.
_OTHER_GUNA = frozenset(
    "tepat daya hasil serba multi tata alih hak apa tak tidak tanpa tiada ada ilmu berdaya tambah"
    " nilai kurang tahan ini itu lebih".split()
)
_NOT_TERKAIT = frozenset(
    "instansi pihak dinas lembaga unsur perangkat opd petugas unit stakeholder sektor pejabat"
    " saling yg yang tidak sering tak bisa dapat mudah akan ikut paling bidang organisasi"
    " satuan".split()
)
_CAUGHT_ON = frozenset("di pada ke oleh dan atau erat langsung".split())
_TITLE_CASED = frozenset("dalam sehubungan berkaitan terkait dengan sebagai bertempat".split())
#: Stiff, but nobody reads twice for one of them alone.
_MILD = frozenset("berdasarkan tersebut dimohon diminta ikut bertempat diperkenankan".split())
_DONE = frozenset("dilakukan dilaksanakan".split())
_NO_OBJECT = frozenset("terhadap kepada oleh di pada untuk dan secara atas dengan agar".split())


@dataclass(frozen=True, slots=True)
class _Found:
    """Words ``first`` to ``last`` (not included) of a sentence, and what to write instead."""

    first: int
    last: int
    plain: str
    advice: str


_Sentence = tuple[Text, Token, list[Token], list[str]]


def _index() -> dict[str, list[tuple[list[str], str]]]:
    found: dict[str, list[tuple[list[str], str]]] = {}
    for phrase, plain in OFFICE_WORDS.items():
        first, *rest = phrase.split()
        found.setdefault(first, []).append((rest, plain))
    for several in found.values():
        several.sort(key=lambda item: -len(item[0]))
    return found


_INDEX = _index()
_STARTS = frozenset((*_INDEX, *LIGHT_VERBS, "secara", "mana", "dimana"))


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    if _STARTS.isdisjoint(text.lower_words):
        return
    at = 0
    for sentence, words in text.sentence_words:
        lower = text.lower_words[at : at + len(words)]
        at += len(words)
        if not _STARTS.isdisjoint(lower):
            yield from _hits((text, sentence, words, lower))


def _hits(given: _Sentence) -> Iterator[Hit]:
    text, _sentence, words, _lower = given
    group: list[_Found] = []
    for found in _in_sentence(given):
        if text.is_quoted(words[found.first].start, words[found.last - 1].end):
            continue
        if group and found.first - group[-1].last > _NEAR:
            yield from _grouped(given, group)
            group = []
        group.append(found)
    yield from _grouped(given, group)


def _grouped(given: _Sentence, group: list[_Found]) -> Iterator[Hit]:
    """One hit for what stands together; none where it is only a stiff word or two."""
    if not all(given[3][found.first] in _MILD for found in group):
        yield _hit(given, group)


def _in_sentence(given: _Sentence) -> Iterator[_Found]:
    done = 0
    for index in [index for index, word in enumerate(given[3]) if word in _STARTS]:
        if index >= done and (
            found := _listed(given, index) or _light_verb(given, index) or _joint(given, index)
        ):
            done = found.last
            yield found


def _listed(given: _Sentence, index: int) -> _Found | None:
    text, _sentence, words, lower = given
    for rest, plain in _INDEX.get(lower[index], ()):
        last = index + 1 + len(rest)
        if lower[index + 1 : last] != rest or not _together(text, words[index:last]):
            continue
        if _is_name(words, index) or not _GUARDS.get(lower[index], _always)(lower, index, last):
            return None
        if plain.startswith("~"):
            return _Found(index, last, "", gettext(plain)[1:])
        opening, _, inside = plain.partition("|")
        return _Found(index, last, opening if index == 0 or not inside else inside, "")
    return None


def _together(text: Text, words: list[Token]) -> bool:
    """Whether only blanks stand between the words."""
    if len(words) == 1:
        return True
    between = text.original[words[0].start : words[-1].end]
    return len(between) <= sum(len(word.text) + 2 for word in words) and not any(
        mark in between for mark in ",.;:()\n"
    )


def _is_name(words: list[Token], index: int) -> bool:
    """Whether a capital inside the sentence makes it a name: "Forum Sinergitas"."""
    word = words[index].text
    if index == 0 or not word[0].isupper() or (word.isupper() and len(word) > 1):
        return False
    return word.lower() not in _TITLE_CASED or not words[index - 1].text[0].islower()


def _guna(lower: list[str], index: int, last: int) -> bool:
    if last - index > 1:
        return True
    after = lower[last] if last < len(lower) else ""
    return (index == 0 or lower[index - 1] not in _OTHER_GUNA) and bool(
        _AFTER_GUNA.fullmatch(after)
    )


def _terkait(lower: list[str], index: int, last: int) -> bool:
    if last == len(lower) or (index and lower[index - 1] in _NOT_TERKAIT):
        return False
    return lower[last] not in _CAUGHT_ON or last - index > 1


def _not_after_relative(lower: list[str], index: int, _last: int) -> bool:
    return index == 0 or lower[index - 1] not in ("yang", "yg", "tempat")


def _because(lower: list[str], index: int, last: int) -> bool:
    """ "oleh karena" is heavy, "oleh" before a person is not."""
    return last - index > 1 and last < len(lower)


def _always(_lower: list[str], _index: int, _last: int) -> bool:
    return True


_GUARDS: dict[str, Callable[[list[str], int, int], bool]] = {
    "guna": _guna,
    "terkait": _terkait,
    "tersebut": _not_after_relative,
    "dimaksud": lambda lower, index, _last: index > 0 and lower[index - 1] != "yang",
    "oleh": _because,
    "mengingat": lambda _lower, index, _last: index == 0,
}


def _light_verb(given: _Sentence, index: int) -> _Found | None:
    """ "melakukan pengisian", "secara humanis"."""
    text, _sentence, words, lower = given
    word = lower[index]
    if word not in LIGHT_VERBS and word != "secara":
        return None
    if word in _DONE and (noun_at := _noun_before(lower, index)) is not None:
        return _Found(noun_at, index + 1, "", gettext("Pakai kata kerjanya langsung."))
    at = index + 1
    if word != "secara" and at < len(lower) and lower[at] in ("kegiatan", "proses", "upaya"):
        at += 1
    if at >= len(lower) or not _together(text, words[index : at + 1]):
        return None
    noun = lower[at]
    if word == "secara":
        advice = gettext("Katakan dengan kata sehari-hari.")
        return _Found(index, at + 1, "", advice) if noun in MANNERS else None
    if not _NOUN.fullmatch(noun) or noun in EVENTS or _is_name(words, at):
        return None
    if word in HOSTING and noun.endswith("asi"):
        return None
    verb = VERBS.get(noun, "")
    advice = (
        gettext("Pakai kata kerjanya, misalnya “{verb}”.").format(verb=verb)
        if verb
        else gettext("Pakai kata kerjanya langsung.")
    )
    after = lower[at + 1] if at + 1 < len(lower) else ""
    direct = word in ("melakukan", "melaksanakan") and after and after not in _NO_OBJECT
    return _Found(index, at + 1, verb if direct else "", advice)


def _noun_before(lower: list[str], index: int) -> int | None:
    """ "Pendataan ulang dilakukan": the noun of which the verb is told, a few words before."""
    for at in range(index - 1, max(-1, index - _NEAR - 2), -1):
        if _NOUN.fullmatch(lower[at]) and lower[at] not in EVENTS:
            return at
    return None


def _joint(given: _Sentence, index: int) -> _Found | None:
    """ "…, di mana …" and "…, yang mana …" that join two sentences."""
    text, sentence, words, lower = given
    first = index if lower[index] == "dimana" else index - 1
    if first < 1 or sentence.text.endswith("?") or lower[index] not in ("mana", "dimana"):
        return None
    if lower[index] == "mana" and lower[first] not in ("di", "yang"):
        return None
    comma = text.original[words[first - 1].end : words[first].start].strip() == ","
    if not comma or lower[index + 1 : index + 2] in (["saja"], ["pun"], []):
        return None
    return _Found(first, index + 1, "", gettext("Pecah menjadi dua kalimat."))


def _hit(given: _Sentence, group: list[_Found]) -> Hit:
    text, _sentence, words, _lower = given
    start, end = words[group[0].first].start, words[group[-1].last - 1].end
    said: list[str] = []
    mended: str | None = ""
    at = start
    for found in group:
        left, right = words[found.first].start, words[found.last - 1].end
        typed = text.original[left:right]
        plain = _cased(found.plain, typed)
        said.append(
            gettext("Ganti “{typed}” dengan “{plain}”.").format(typed=typed, plain=plain)
            if plain
            else found.advice
        )
        mended = None if mended is None or not plain else mended + text.original[at:left] + plain
        at = right
    message = gettext("“{words}” terdengar seperti surat dinas.")
    label = " ".join(dict.fromkeys(said))
    return Hit(
        start=start,
        end=end,
        message=message.format(words=text.original[start:end]),
        suggestion=Suggestion(label, mended or None),
    )


def _cased(plain: str, typed: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return plain.upper()
    return plain[:1].upper() + plain[1:] if typed[:1].isupper() else plain


RULE = Rule(
    id="readability.office_words",
    family="readability",
    title=gettext_noop("Bahasa surat dinas"),
    looks_for=gettext_noop(
        "Ungkapan kantor yang punya padanan sehari-hari: “dalam rangka”, “guna”, “terkait”, "
        "“melakukan pengisian”. Nama dan kutipan dibiarkan."
    ),
    message=gettext_noop("Ungkapan ini terdengar seperti surat dinas."),
    basis=("pedoman-bahasa-jelas", "inpres-9-2015"),
    severity=Severity.HINT,
    passed_by="penyelia",
    find=_find,
    typed=lambda word: word.lower() in _STARTS,
    examples_match=examples(
        "Kami menggelar lomba dalam rangka menyambut hari jadi.",
        "Kerja bakti diadakan guna mencegah banjir.",
        "Informasi terkait jadwal vaksin ada di bawah.",
        "Warga dimohon untuk melakukan pengisian formulir.",
        "Dengan ini kami sampaikan bahwa loket tutup besok.",
        "Penertiban berjalan secara humanis.",
        "Camat membuka rapat, di mana warga ikut bertanya.",
        "Sinergitas antarwarga perlu dijaga.",
        "Sehubungan dengan perbaikan pipa, air mati sampai sore.",
        "Selanjutnya akan dilakukan pendataan ulang oleh petugas.",
        "Pembagian bantuan dilakukan di balai desa.",
    ),
    examples_miss=examples(
        "Pameran Teknologi Tepat Guna dibuka Sabtu.",
        "Kerudung sering terkait di pagar kawat.",
        "Forum Sinergitas Guru menggelar bazar buku.",
        "Di mana loketnya? Di lantai satu.",
        "Ibu Ai bertanya, “Terkait parkir liar kok didiamkan?”",
        "Gedung serbaguna dipakai untuk pengajian.",
        "Karang taruna mengadakan pelatihan las.",
        "Kami menanam pohon di tepi sungai.",
        "Hubungi instansi terkait.",
    ),
)
