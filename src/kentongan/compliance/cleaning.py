"""Values of exceptions, names and phases as they are stored and compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from kentongan.compliance.draft import Phase
from kentongan.compliance.models import DATED_PHASES
from kentongan.compliance.numbers import phone_key
from kentongan.compliance.wording import phase_label
from kentongan.kernel.errors import Invalid
from kentongan.kernel.text import problem_of_line

_EMAIL = re.compile(r"(?:[a-z0-9][a-z0-9._%+-]{0,63})?@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}")
_PHONE_DIGITS = range(3, 16)
_TERM_LETTERS = range(3, 121)
MAX_NAMES, MAX_NAME = 200, 120
MAX_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Period:
    """A phase with its days, both inclusive."""

    phase: Phase
    from_date: date
    until_date: date


def cleaned_value(kind: str, value: str) -> str:
    """The form in which an exception is compared; raises ``Invalid`` at the field ``value``."""
    problem = problem_of_line(value)
    if problem:
        raise Invalid.field("value", problem)
    plain = " ".join(value.split())
    if kind == "phone":
        return _phone(plain)
    if kind == "email":
        if not _EMAIL.fullmatch(plain.lower()):
            raise Invalid.field(
                "value", _("Tulis alamat lengkap, atau @domain untuk semua surel di domain itu.")
            )
        return plain.lower()
    if kind != "term":
        raise Invalid.field("kind", _("Pilih jenis pengecualian."))
    if len(plain) not in _TERM_LETTERS or not any(char.isalpha() for char in plain):
        raise Invalid.field("value", _("Tulis kata atau frasa, 3 sampai 120 huruf."))
    return plain


def _phone(value: str) -> str:
    digits = phone_key(value)
    if len(digits) not in _PHONE_DIGITS or re.search(r"[^\d\s()+.\-–/]", value):
        raise Invalid.field("value", _("Tulis satu nomor telepon, misalnya 0812-3344-5566."))
    return digits


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
    """Names, parties, slogans: each once, in order; raises ``Invalid`` at ``names``."""
    found: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.split())
        if not plain:
            continue
        problem = problem_of_line(plain)
        if not problem and not 3 <= len(plain) <= MAX_NAME:
            problem = _("“%(name)s”: tiap nama 3 sampai 120 huruf.") % {"name": plain[:40]}
        if problem:
            raise Invalid.field("names", problem)
        found.setdefault(plain.casefold(), plain)
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
