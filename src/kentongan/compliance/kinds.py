"""The kinds of adjustments as people meet them: name, icon, what for, what to type."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kentongan.compliance.models import Kind


@dataclass(frozen=True, slots=True)
class KindWords:
    """Words of a kind. ``field`` labels what is typed, ``help`` says how; one a line."""

    kind: Kind
    icon: str
    about: str | Promise
    field: str | Promise
    help: str | Promise

    @property
    def code(self) -> str:
        """``phone``."""
        return str(self.kind.value)

    @property
    def label(self) -> str:
        """``Nomor telepon``."""
        return str(self.kind.label)


KINDS: tuple[KindWords, ...] = (
    KindWords(
        Kind.PHONE,
        "phone",
        _("Nomor layanan. Tidak dilaporkan sebagai nomor perorangan."),
        _("Nomor telepon"),
        _("Misalnya 0812-3344-5566 atau (0233) 281234."),
    ),
    KindWords(
        Kind.EMAIL,
        "mail",
        _("Surel layanan di luar go.id. Tidak dilaporkan sebagai surel perorangan."),
        _("Surel"),
        _("Misalnya layanan@contoh.id. @contoh.id berarti semua surel di domain itu."),
    ),
    KindWords(
        Kind.ADDRESS,
        "map-pin",
        _("Alamat kantor dan tempat layanan. Tidak dilaporkan sebagai alamat rumah seseorang."),
        _("Alamat"),
        _("Tulis seperti biasa ditulis di unggahan, misalnya Jl. Merdeka No. 12."),
    ),
    KindWords(
        Kind.DOMAIN,
        "world-www",
        _("Domain milik pemda. Tautan ke sana tidak dicurigai, tiruannya dilaporkan."),
        _("Domain"),
        _("Misalnya rawajati.go.id. Berlaku juga untuk semua di bawahnya."),
    ),
    KindWords(
        Kind.TERM,
        "quote",
        _("Nama tempat, program, atau acara yang mirip dengan yang dicari sebuah aturan."),
        _("Frasa"),
        _("Misalnya Jalan Golkar Lama. Di dalam frasa itu aturan tidak melaporkan apa-apa."),
    ),
    KindWords(
        Kind.WORD,
        "typography",
        _("Nama dan istilah setempat. Tidak dilaporkan sebagai salah ketik."),
        _("Kata"),
        _("Satu kata, misalnya hatur atau Karangsari."),
    ),
    KindWords(
        Kind.WATCH,
        "eye",
        _("Kata yang ingin dilaporkan pemda sendiri, dengan pesan untuk penulisnya."),
        _("Kata atau frasa"),
        _("Misalnya bansos bupati. Dicari juga dalam tagar dan bila ditulis tersamar."),
    ),
    KindWords(
        Kind.RULE,
        "gavel",
        _("Aturan yang dimatikan, dilonggarkan, atau diperketat. Diatur di halaman aturannya."),
        _("Aturan"),
        "",
    ),
)
BY_CODE: dict[str, KindWords] = {words.code: words for words in KINDS}
#: Kinds that are typed in, one value a line; a rule is set on its own page.
TYPED: tuple[KindWords, ...] = tuple(words for words in KINDS if words.kind is not Kind.RULE)
