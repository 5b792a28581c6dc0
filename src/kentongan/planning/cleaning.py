"""What a field of a post may hold. One place for the composer, the API and every other writer."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.kernel import text as plain_text
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.media.rights import Licence
from kentongan.networks import catalogue
from kentongan.networks.models import Account
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.tree import branch
from kentongan.planning.manners import split_tags
from kentongan.planning.models import ContentKind, People, Pillar, Post
from kentongan.planning.places import Place, known as known_network, place
from kentongan.planning.working import MANNER, PARTS, PICTURE, Value, time_value
from kentongan.subscribers import queries as subscribers

MAX_TITLE = 160
MAX_TEXT = 20_000
MAX_LINK = 500
MAX_SOURCE = 500
MAX_ALT = 1500
MAX_CREDIT = 200
MAX_TAGS = 1000
MAX_TARGETS = 100
MAX_MEDIA = 10
#: States in which the wished time is still the author's to set.
WISHING = frozenset({"draft", "returned", "in_review"})


def clean(post: Post, fields: Mapping[str, Any], *, by: User, at: datetime) -> dict[str, Value]:
    """The given fields as values of ``working.flat``; raises :class:`Invalid` naming each bad one.

    Fields of pictures that are not (or no longer) in the post are left out.
    """
    cleaner = _Cleaner(post, by, at)
    errors: dict[str, list[str]] = {}
    values: dict[str, Value] = {}
    for name, given in fields.items():
        try:
            values |= cleaner.field(name, given)
        except Invalid as error:
            errors |= error.fields
    if errors:
        raise Invalid(fields=errors)
    return values


def title(given: object) -> str:
    """A title; raises :class:`Invalid`."""
    value = _line("title", given, MAX_TITLE)
    if not value:
        raise Invalid.field("title", _("Tulis judul, agar unggahan ini mudah ditemukan kembali."))
    return value


def text(given: object, name: str = "text") -> str:
    """The wording of a post; raises :class:`Invalid`."""
    return plain_text.within(
        plain_text.clean_text(_string(name, given), field=name), MAX_TEXT, field=name
    )


def alt_text(given: object, name: str = "alt") -> str:
    """What a picture shows; raises :class:`Invalid`."""
    return _line(name, given, MAX_ALT)


def kind(given: object, present: str = "") -> ContentKind:
    """An active kind of content (or the ``present`` one); raises :class:`Invalid`."""
    code = given.pk if isinstance(given, ContentKind) else given
    found = ContentKind.objects.filter(pk=code).first() if isinstance(code, str) else None
    if found is None or not (found.active or found.pk == present):
        raise Invalid.field("kind", _("Pilih jenis konten yang ada di daftar."))
    return found


class _Cleaner:
    """Cleans the fields of one post for one writer."""

    def __init__(self, post: Post, by: User, at: datetime) -> None:
        self.post, self.by, self.at = post, by, at
        self._plain: dict[str, Callable[[Any], Value]] = {
            "title": title,
            "text": text,
            "link": _link,
            "source": lambda given: _line("source", given, MAX_SOURCE),
            "kind": lambda given: kind(given, post.kind_id).pk,
            "pillar": _pillar,
            "shows_vulnerable": lambda given: _truth("shows_vulnerable", given),
            "shows_official": lambda given: _truth("shows_official", given),
            "scheduled_for": self._wish,
            "targets": self._targets,
        }

    def field(self, name: str, given: Any) -> dict[str, Value]:
        """The flat values of one argument of ``save_draft``."""
        if name == "variants":
            return self._variants(given)
        if name in _PICTURE_FIELDS:
            return self._of_pictures(*_PICTURE_FIELDS[name], given)
        if name in _MANNER_FIELDS:
            return _of_networks(_MANNER_FIELDS[name], given)
        if name not in self._plain:
            raise TypeError(f"a post has no field {name!r}")
        return {name: self._plain[name](given)}

    def _wish(self, given: datetime | None) -> str | None:
        if given is not None and given.tzinfo is None:
            raise TypeError("times must be aware")
        kept = self.post.scheduled_for
        if _minute(given) == _minute(kept):  # what was published at once has seconds, a form none
            return time_value(kept)
        if self.post.state not in WISHING:
            raise Invalid.field(
                "scheduled_for", _("Waktu tayang sudah ditetapkan; ubah di halaman unggahan.")
            )
        if given is not None and given <= self.at:
            raise Invalid.field("scheduled_for", _("Waktu ini sudah lewat. Pilih waktu mendatang."))
        return time_value(_minute(given))

    def _targets(self, given: Iterable[Any]) -> list[str]:
        ids = {_uuid("targets", item) for item in given}
        if len(ids) > MAX_TARGETS:
            raise Invalid.field("targets", _("Paling banyak 100 akun untuk satu unggahan."))
        present = set(self.post.targets.values_list("account_id", flat=True))
        allowed = set(
            possible_accounts(self.post.unit, self.by)
            .filter(pk__in=ids - present)
            .values_list("pk", flat=True)
        )
        if ids - present - allowed:
            raise Invalid.field(
                "targets", _("Ada akun yang bukan milik unit ini atau sudah tidak aktif.")
            )
        return sorted(str(pk) for pk in ids)

    def _variants(self, given: Mapping[str, Any]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for network, wording in given.items():
            name = f"variant:{network}"
            if not known_network(network):
                raise Invalid.field(name, _("Jejaring ini tidak dikenal."))
            values[name] = None if wording is None else text(wording, name)
        return values

    def _of_pictures(
        self, head: str, read: Callable[[object, str], str], given: Mapping[Any, Any]
    ) -> dict[str, Value]:
        present = {str(pk) for pk in self.post.media.values_list("pk", flat=True)}
        return {
            f"{head}:{pk}": read(value, f"{head}:{pk}")
            for pk, value in given.items()
            if str(pk) in present
        }


def _of_networks(head: str, given: Mapping[str, Any]) -> dict[str, Value]:
    """Choices about networks: None where it is as usual, which is always possible."""
    values: dict[str, Value] = {}
    for network, chosen in given.items():
        name = f"{head}:{network}"
        if not known_network(network):
            raise Invalid.field(name, _("Jejaring ini tidak dikenal."))
        values[name] = _manner(head, place(network), chosen, name)
    return values


def _manner(head: str, where: Place, given: object, name: str) -> Value:
    offers = where.offers
    if given in (None, "", False) or given == MANNER[head]:
        return None
    if head == "thread":
        return _truth(name, given) and _offered(offers.threads, where, name)
    if head == "located":
        return _truth(name, given) and _offered(offers.located, where, name)
    if head == "form":
        return _one_of(where.forms(pictures=False, video=False), given, name)
    if head == "audience":
        return _one_of(offers.audiences, given, name)
    if head == "comment":
        written = text(given, name).strip()
        return (written and _offered(bool(offers.max_comment), where, name) and written) or None
    line = ",".join(given) if isinstance(given, list) else given
    found = ", ".join(split_tags(text(line, name)))
    if found:
        _offered(bool(offers.max_tags), where, name)
    return plain_text.within(found, MAX_TAGS, field=name) or None


def _offered(there: bool, where: Place, name: str) -> bool:
    if not there:
        raise Invalid.field(
            name, _("%(network)s tidak punya pilihan ini.") % {"network": where.label}
        )
    return there


def _alt_field(given: object, name: str) -> str:
    """An alt text from a form: several lines become one."""
    joined = " ".join(given.split("\n")) if isinstance(given, str) else given
    return alt_text(joined.replace("\r", " ") if isinstance(joined, str) else joined, name)


def credit(given: object, name: str = "credit") -> str:
    """Where a picture comes from; raises :class:`Invalid`."""
    return _line(name, given, MAX_CREDIT)


def licence(given: object, name: str = "licence") -> str:
    """By what right a picture is used, or nothing; raises :class:`Invalid`."""
    return _one_of(Licence.values, given, name)


def people(given: object, name: str = "people") -> str:
    """Whether people in a picture agreed, or nothing; raises :class:`Invalid`."""
    return _one_of(People.values, given, name)


def _one_of(values: Iterable[str], given: object, name: str) -> str:
    if given not in ("", *values):
        raise Invalid.field(name, _("Pilih salah satu yang ada di daftar."))
    return str(given)


_READERS: dict[str, Callable[[object, str], str]] = {
    "alt": _alt_field, "credit": credit, "licence": licence, "people": people,
}  # fmt: skip
#: Arguments of ``save_draft`` about pictures: the field of each, and what reads it.
_PICTURE_FIELDS = {PARTS[head]: (head, _READERS[head]) for head in PICTURE}
#: Arguments of ``save_draft`` about networks, and the field of each.
_MANNER_FIELDS = {PARTS[head]: head for head in MANNER}


def possible_accounts(unit: Unit, by: User) -> QuerySet[Account]:
    """Accounts a post of ``unit`` may be meant for: active, of that unit or one below it.

    Whoever may approve for the unit may do so for all of these. Where nothing is published that
    answers nobody, only those that send to subscribers.
    """
    silent = Q(network__in=catalogue.replies_only()) & ~Q(pk__in=subscribers.broadcasting())
    return _accounts_around(unit, by).exclude(silent)


def mute_accounts(unit: Unit, by: User) -> QuerySet[Account]:
    """Accounts around ``unit`` that could send to subscribers, and have no template for it yet."""
    able = [code for code in catalogue.replies_only() if catalogue.get(code).broadcasts]
    rows = _accounts_around(unit, by).filter(network__in=able)
    return rows.exclude(pk__in=subscribers.broadcasting())


def _accounts_around(unit: Unit, by: User) -> QuerySet[Account]:
    return (
        Account.objects.filter(active=True, unit__in=branch([unit.pk]))
        .filter(unit__in=permissions.units_for(by, "post.write"))
        .order_by("network", "handle")
    )


def _string(name: str, given: object) -> str:
    if not isinstance(given, str):
        raise Invalid.field(name, _("Isi dengan teks."))
    if "\ufffd" in given:
        raise Invalid.field(
            name, _("Ada huruf yang rusak (�). Ketik ulang bagian itu, lalu simpan lagi.")
        )
    return given


def _line(name: str, given: object, limit: int) -> str:
    return plain_text.within(
        plain_text.clean_line(_string(name, given), field=name), limit, field=name
    )


def _link(given: object) -> str:
    value = _line("link", given, MAX_LINK)
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
        _port = parts.port
    except ValueError:
        good = False
    if not good or any(c.isspace() for c in value):
        raise Invalid.field("link", _("Tulis alamat lengkap, misalnya https://contoh.go.id/info."))
    return value


def _pillar(given: object) -> str:
    if given not in Pillar.values:
        raise Invalid.field("pillar", _("Pilih pilar yang ada di daftar."))
    return str(given)


def _minute(value: datetime | None) -> datetime | None:
    """The time as people plan it."""
    return value.replace(second=0, microsecond=0) if value else None


def _truth(name: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise Invalid.field(name, _("Jawab ya atau tidak."))
    return given


def _uuid(name: str, given: object) -> UUID:
    try:
        return given if isinstance(given, UUID) else UUID(str(given))
    except ValueError:
        raise Invalid.field(name, _("Pilih akun yang ada di daftar.")) from None
