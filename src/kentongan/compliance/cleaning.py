"""Values of adjustments, names and phases as they are stored and compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kentongan.compliance.draft import Phase
from kentongan.compliance.models import DATED_PHASES, Kind
from kentongan.compliance.wording import phase_label
from kentongan.compliance.words.hosts import is_anybodys
from kentongan.compliance.words.numbers import phone_key
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import problem_of_line, shorten
from kentongan.language.normalise import Strength, normalise

_EMAIL = re.compile(r"(?:[a-z0-9][a-z0-9._%+-]{0,63})?@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}")
_HOST_START = re.compile(r"^(?:https?://)?(?:www\.)?")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24}")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_PHONE_DIGITS = range(3, 16)
_TERM_LETTERS = range(3, 121)
_ADDRESS_LETTERS = range(5, 201)
MAX_LINES = 500
MAX_NAMES, MAX_NAME = 200, 120
#: Bad names told at once: a wrong file pasted in is told as well by a few.
MOST_TOLD = 10
MAX_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Period:
    """A phase with its days, both inclusive."""

    phase: Phase
    from_date: date
    until_date: date


def cleaned_value(kind: str, value: str) -> str:
    """The form in which a typed value is compared; raises ``Invalid`` at the field ``value``."""
    clean = _CLEANERS.get(kind)
    if clean is None:
        raise Invalid.field("kind", _("Pilih jenis penyesuaian."))
    problem = problem_of_line(value)
    if problem:
        raise Invalid.field("value", problem)
    return clean(unicodedata.normalize("NFC", " ".join(value.split())))


def cleaned_values(kind: str, lines: Iterable[str]) -> list[str]:
    """Values of several lines, empty ones left out; one ``Invalid`` names every bad line.

    All or nothing: the same value on two lines is an error too. A line alone needs no number.
    """
    lines = list(lines)
    alone = sum(1 for line in lines if line.strip()) == 1
    found: dict[str, tuple[int, str]] = {}
    errors: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(found) + len(errors) >= MAX_LINES:
            most = {"most": MAX_LINES}
            raise Invalid.field("value", _("Paling banyak %(most)s baris sekaligus.") % most)
        try:
            value = cleaned_value(kind, line)
        except Invalid as error:
            if "value" not in error.fields:
                raise
            sentence = error.fields["value"][0]
            errors.append(sentence if alone else at_line(number, line, sentence))
            continue
        first = found.setdefault(folded(value), (number, value))
        if first[0] != number:
            same = _("sama dengan baris %(first)s.") % {"first": first[0]}
            errors.append(at_line(number, line, same))
    if errors:
        raise Invalid(fields={"value": errors})
    if not found:
        raise Invalid.field("value", _("Isi paling sedikit satu baris."))
    return [value for _number, value in found.values()]


def at_line(number: int, line: str, sentence: str) -> str:
    """An error with the line it belongs to."""
    quote = shorten(" ".join(line.split()), 40)
    return _("Baris %(n)s, “%(line)s”: %(what)s") % {"n": number, "line": quote, "what": sentence}


def folded(value: str) -> str:
    """Small Latin letters without diacritics or twins, single spaces: how values are compared."""
    return " ".join(normalise(value, Strength.FOLDED).text.split())


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value.lower()):
        raise Invalid.field(
            "value", _("Tulis alamat lengkap, atau @domain untuk semua surel di domain itu.")
        )
    name, _at, domain = value.lower().partition("@")
    if not name and is_anybodys(domain):
        raise Invalid.field(
            "value", _("Siapa saja bisa punya surel di sana. Tulis alamat layanannya, lengkap.")
        )
    return value.lower()


def _term(value: str) -> str:
    if len(value) not in _TERM_LETTERS or not any(char.isalpha() for char in value):
        raise Invalid.field("value", _("Tulis kata atau frasa, 3 sampai 120 huruf."))
    return value


def _address(value: str) -> str:
    if len(value) not in _ADDRESS_LETTERS or sum(map(str.isalpha, value)) < 3:
        raise Invalid.field(
            "value", _("Tulis alamatnya, 5 sampai 200 huruf, misalnya Jl. Merdeka No. 12.")
        )
    return value


def _domain(value: str) -> str:
    host = _HOST_START.sub("", value.lower()).split("/")[0].rstrip(".")
    if not _DOMAIN.fullmatch(host) or len(host) > 200:
        raise Invalid.field("value", _("Tulis domainnya saja, misalnya rawajati.go.id."))
    if is_anybodys(host):
        raise Invalid.field(
            "value",
            _("Domain itu bukan milik pemda sendiri. Tulis lengkap, seperti rawajati.go.id."),
        )
    return host


def _word(value: str) -> str:
    if not _WORD.fullmatch(value) or len(value) > 60:
        raise Invalid.field("value", _("Tulis satu kata tanpa spasi dan angka, paling panjang 60."))
    return value.lower()


def _phone(value: str) -> str:
    digits = phone_key(value)
    if len(digits) not in _PHONE_DIGITS or re.search(r"[^\d\s()+.\-–/]", value):
        raise Invalid.field("value", _("Tulis satu nomor telepon, misalnya 0812-3344-5566."))
    return digits


_CLEANERS: Mapping[str, Callable[[str], str]] = {
    Kind.PHONE.value: _phone,
    Kind.EMAIL.value: _email,
    Kind.ADDRESS.value: _address,
    Kind.DOMAIN.value: _domain,
    Kind.TERM.value: _term,
    Kind.WORD.value: _word,
    Kind.WATCH.value: _term,
}


def cleaned_reason(reason: str) -> str:
    """A reason somebody can understand later; raises ``Invalid`` at the field ``reason``."""
    plain = " ".join(reason.split())
    problem = problem_of_line(plain)
    if problem:
        raise Invalid.field("reason", problem)
    if len(plain) < 5:
        raise Invalid.field("reason", _("Tulis alasannya, misalnya nomor layanan di SK mana."))
    if len(plain) > 300:
        raise Invalid.field("reason", _("Alasan paling panjang 300 huruf."))
    return plain


def cleaned_line(field: str, value: str, limit: int, *, required: bool = True) -> str:
    """One line of at most ``limit`` characters; raises ``Invalid`` at ``field``."""
    problem = problem_of_line(value)
    plain = " ".join(value.split())
    if not problem and required and not plain:
        problem = _("Isian ini wajib diisi.")
    if not problem and len(plain) > limit:
        problem = _("Paling panjang %(limit)s huruf.") % {"limit": limit}
    if problem:
        raise Invalid.field(field, problem)
    return plain


def cleaned_names(names: Iterable[str]) -> list[str]:
    """Names, parties, slogans: each once, in order; raises ``Invalid`` telling every bad one."""
    found: dict[str, str] = {}
    errors: list[str] = []
    for name in names:
        plain = " ".join(name.split())
        if not plain:
            continue
        problem = problem_of_line(plain)
        if not problem and not 3 <= len(plain) <= MAX_NAME:
            problem = _("“%(name)s”: tiap nama 3 sampai 120 huruf.") % {"name": plain[:40]}
        if problem:
            errors.append(problem)
        found.setdefault(plain.casefold(), plain)
    if errors:
        raise Invalid(fields={"names": errors[:MOST_TOLD]})
    if len(found) > MAX_NAMES:
        raise Invalid.field("names", _("Paling banyak 200 nama."))
    return list(found.values())


def cleaned_periods(dates: Mapping[Phase, tuple[date | None, date | None]]) -> list[Period]:
    """Phases in the order of their days; raises ``Invalid`` with the field ``<phase>_until``
    or ``<phase>_from``. Phases without dates are left out; at least one must have some."""
    errors: dict[str, list[str]] = {}
    periods: list[Period] = []
    for phase in DATED_PHASES:
        first, last = dates.get(phase, (None, None))
        if first is None and last is None:
            continue
        if first is None or last is None:
            missing = "from" if first is None else "until"
            errors[f"{phase}_{missing}"] = [_("Isi kedua tanggal, atau kosongkan keduanya.")]
        elif last < first:
            errors[f"{phase}_until"] = [_("Tanggal akhir mendahului tanggal mulai.")]
        elif (last - first).days > MAX_DAYS:
            errors[f"{phase}_until"] = [_("Satu tahapan paling lama tiga tahun.")]
        else:
            periods.append(Period(phase, first, last))
    for before, after in pairwise(periods):
        if after.from_date <= before.until_date:
            errors.setdefault(f"{after.phase}_from", []).append(
                _("Mulai sebelum tahapan “%(phase)s” berakhir.")
                % {"phase": phase_label(before.phase)}
            )
    if not periods and not errors:
        errors["pre_nomination_from"] = [_("Isi tanggal paling sedikit satu tahapan.")]
    if errors:
        raise Invalid(fields=errors)
    return periods
