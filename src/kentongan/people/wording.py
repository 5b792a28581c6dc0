"""Cleaning of what actions take, each with a sentence at the field when it cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._@-]*[a-z0-9])?")
PHONE = re.compile(r"\+?\(?[0-9][0-9 ()./-]{3,22}")
#: The zones of Indonesia: WIB (two names), WITA, WIT.
TIMEZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
MAX_CONTACTS = 10
#: Words that stand in addresses where a unit's code could stand.
RESERVED = frozenset({"baru", "pilih", "cari"})


def line(field: str, value: str, limit: int, *, required: bool = True) -> str:
    """One clean line of at most ``limit`` characters."""
    text = clean_line(value, field=field)
    if required and not text:
        raise Invalid.field(field, _("Wajib diisi."))
    if len(text) > limit:
        raise Invalid.field(
            field, _("Paling panjang %(limit)s karakter; ini %(now)s.") % {
                "limit": limit, "now": len(text),
            },
        )  # fmt: skip
    return text


def code(field: str, value: str) -> str:
    """The code of a unit: lower-case letters, digits, hyphens."""
    text = line(field, value, 64).lower()
    if text in RESERVED:
        raise Invalid.field(field, _("Kode ini dipakai oleh sistem. Pilih yang lain."))
    if not CODE.fullmatch(text):
        raise Invalid.field(
            field, _("Pakai huruf kecil, angka, dan tanda hubung; misalnya kec-sukamaju.")
        )
    return text


def username(field: str, value: str) -> str:
    """A user name: lower-case letters, digits and . _ @ -; NIP and e-mail fit."""
    text = line(field, value, 64).lower()
    if not USERNAME.fullmatch(text) or len(text) < 3:
        raise Invalid.field(
            field, _("Pakai 3 karakter atau lebih: huruf kecil, angka, titik, atau tanda hubung.")
        )
    return text


def email(field: str, value: str) -> str:
    """An e-mail address in lower case, or nothing."""
    text = line(field, value, 254, required=False).lower()
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise Invalid.field(
                field, _("Alamat surel tidak lengkap; misalnya nama@contoh.go.id.")
            ) from None
    return text


def phone(field: str, value: str) -> str:
    """A telephone number as typed, or nothing."""
    text = line(field, value, 24, required=False)
    if text and not PHONE.fullmatch(text):
        raise Invalid.field(field, _("Tulis nomor dengan angka; misalnya 0812-3456-7890."))
    return text


def contacts(field: str, values: Iterable[str], kind: str) -> list[str]:
    """Up to ten telephone numbers (``kind`` phone) or addresses (email), each once."""
    clean = email if kind == "email" else phone
    found = list(dict.fromkeys(v for value in values if (v := clean(field, value))))
    if len(found) > MAX_CONTACTS:
        raise Invalid.field(field, _("Paling banyak 10."))
    return found


def timezone(field: str, value: str) -> str:
    """One of Indonesia's zones."""
    if value not in TIMEZONES:
        raise Invalid.field(field, _("Pilih WIB, WITA, atau WIT."))
    return ZoneInfo(value).key
