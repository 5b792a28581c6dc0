"""The forms of planning. They read and show; what is acceptable is decided in ``cleaning.py``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext_lazy

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.networks.models import Account
from kentongan.people.models import Unit
from kentongan.planning import manners
from kentongan.planning.fields import Plain, manner_fields, picture_fields, wording_field
from kentongan.planning.models import ContentKind, Pillar, Post
from kentongan.planning.places import Place
from kentongan.planning.working import MANNER, PARTS, Value, digest, flat

BASE_PREFIX = "dasar."
CHOICE_PREFIX = "pilih."
SEEN_PREFIX = "lihat."
#: Choices about a network that are boxes to tick.
TICKED = tuple(head for head, usual in MANNER.items() if isinstance(usual, bool))


def form_name(name: str) -> str:
    """The name in the HTML of a field of ``working``: colons do not suit ids and selectors."""
    return name.replace(":", "-", 1)


def working_name(name: str) -> str:
    """The inverse of :func:`form_name`."""
    head, dash, tail = name.partition("-")
    return f"{head}:{tail}" if dash and head in PARTS else name


def _shapes(post: Post, place: Place) -> list[str]:
    """The shapes for what is attached, and the one that was chosen before something else was."""
    kinds = {item.asset.is_video for item in post.media.all()}
    offered = place.forms(pictures=False in kinds, video=True in kinds)
    chosen = manners.of_post(post).get(place.code, manners.USUAL).form
    return list(dict.fromkeys([*offered, chosen]))


def kind_choices(kinds: Iterable[ContentKind], present: str = "") -> list[tuple[str, str]]:
    """Kinds to choose from; the present one even where it is no longer offered."""
    return [(k.pk, k.called) for k in kinds if k.active or k.pk == present]


class NewPostForm(forms.Form):
    """Begin a post: for whom, what it is, what it is called, first words."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    kind = forms.ChoiceField(label=gettext_lazy("Jenis konten"))
    title = Plain(
        label=gettext_lazy("Judul kerja"),
        help_text=gettext_lazy(
            "Hanya untuk Anda dan rekan; di YouTube dan situs web menjadi judul yang tampil."
        ),
    )
    text = Plain(
        label=gettext_lazy("Pesan induk"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Boleh dilanjutkan nanti."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        units: Iterable[Unit],
        kinds: Iterable[ContentKind],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["unit"].choices = [(u.code, u.name) for u in units]  # type: ignore[attr-defined]
        self.fields["kind"].choices = kind_choices(kinds)  # type: ignore[attr-defined]
        for name in ("unit", "kind"):
            field = self.fields[name]
            field.error_messages["invalid_choice"] = _("Pilih salah satu yang ada di daftar.")
        self.fields["title"].error_messages["required"] = _(
            "Tulis judul, agar unggahan ini mudah ditemukan kembali."
        )


class AnswerForm(forms.Form):
    """Grant or refuse leave to pass a finding; the buttons carry the verdict."""

    answer = Plain(
        label=gettext_lazy("Pertimbangan Anda"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=gettext_lazy("Dibaca penyusun dan penyetuju, dan disimpan sebagai bukti."),
    )

    def add_errors(self, error: Invalid) -> None:
        """Put the errors of the action at their fields."""
        self.fields["answer"].required = False
        self.full_clean()
        for name, sentences in error.fields.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class LinkMarksForm(forms.Form):
    """Whether and how links to our own sites are marked."""

    enabled = forms.BooleanField(
        label=gettext_lazy("Tandai tautan ke situs kita"),
        required=False,
        help_text=gettext_lazy("Statistik situs lalu tahu dari jejaring mana pembacanya datang."),
    )
    hosts = Plain(
        label=gettext_lazy("Situs kita"),
        required=False,
        help_text=gettext_lazy("Pisahkan dengan spasi. Situs di bawahnya ikut ditandai."),
        widget=forms.TextInput(attrs={"placeholder": "contoh.go.id"}),
    )
    medium = Plain(label=gettext_lazy("Jenis saluran"), help_text="utm_medium")
    campaign = Plain(
        label=gettext_lazy("Kampanye"),
        required=False,
        help_text=gettext_lazy("utm_campaign. Kosong: pilar unggahan."),
    )


class ComposerForm(forms.Form):
    """All fields of the composer, none of them required here: saving a draft is always possible.

    ``pairs`` of variants and pictures are added for the networks and pictures of the post.
    """

    title = Plain(label=gettext_lazy("Judul kerja"))
    text = Plain(label=gettext_lazy("Pesan induk"), widget=forms.Textarea(attrs={"rows": 9}))
    link = Plain(
        label=gettext_lazy("Tautan"),
        help_text=gettext_lazy("Dibawa ke jejaring yang menampilkan kartu tautan."),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}
        ),
    )
    source = Plain(
        label=gettext_lazy("Sumber data"),
        help_text=gettext_lazy("Dari mana angka atau keterangannya; tidak ikut diterbitkan."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis konten"))
    pillar = forms.ChoiceField(label=gettext_lazy("Pilar"), choices=Pillar.choices)
    shows_vulnerable = forms.BooleanField(
        label=gettext_lazy("Memuat anak, pasien, korban, atau warga miskin")
    )
    shows_official = forms.BooleanField(
        label=gettext_lazy("Memuat foto kepala daerah atau pejabat")
    )
    targets = forms.MultipleChoiceField(
        label=gettext_lazy("Akun tujuan"), widget=forms.CheckboxSelectMultiple
    )
    day = Plain(
        label=gettext_lazy("Tanggal tayang"), widget=forms.DateInput(attrs={"type": "date"})
    )
    hour = Plain(label=gettext_lazy("Jam tayang"), widget=forms.TimeInput(attrs={"type": "time"}))
    file = forms.FileField(
        label=gettext_lazy("Tambah gambar"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("JPEG, PNG, atau WebP, paling besar 15 MB."),
    )

    def __init__(
        self,
        post: Post,
        *,
        data: QueryDict | None = None,
        kinds: Sequence[ContentKind] = (),
        accounts: Sequence[Account] = (),
        places: Sequence[Place] = (),
        zone: ZoneInfo,
    ) -> None:
        super().__init__(data, initial=_initial(post, zone))
        self.post, self.zone = post, zone
        self.fields["kind"].choices = kind_choices(kinds, post.kind_id)  # type: ignore[attr-defined]
        self.fields["targets"].choices = [  # type: ignore[attr-defined]
            (str(account.pk), account.handle) for account in accounts
        ]
        for place in places:
            self.fields[f"variant-{place.code}"] = wording_field(place)
            for name, manner_field in manner_fields(place, _shapes(post, place)):
                self.fields[f"{name}-{place.code}"] = manner_field
        for number, item in enumerate(post.media.all(), start=1):
            for name, picture_field in picture_fields(number):
                self.fields[f"{name}-{item.pk}"] = picture_field
        for field in self.fields.values():
            field.required = False

    def bases(self) -> list[tuple[str, str]]:
        """Hidden fields that tell what the writer starts from: (name, digest)."""
        return [(f"{BASE_PREFIX}{name}", digest(value)) for name, value in self.started().items()]

    def started(self) -> dict[str, Value]:
        """The values the page was drawn from, what is as usual included."""
        values = flat(self.post)
        for name in self.fields:
            if name.partition("-")[0] in {"variant", *MANNER}:
                values.setdefault(working_name(name), None)
        return values

    def add_errors(self, error: Invalid) -> None:
        """Put the errors of an action at their fields; unknown fields go to the form as a whole."""
        self.full_clean()
        for name, sentences in error.fields.items():
            shown = {"scheduled_for": "day"}.get(name, form_name(name))
            for sentence in sentences:
                self.add_error(shown if shown in self.fields else None, sentence)


def _initial(post: Post, zone: ZoneInfo) -> dict[str, Any]:
    values = flat(post)
    initial: dict[str, Any] = {form_name(name): value for name, value in values.items()}
    local = post.scheduled_for.astimezone(zone) if post.scheduled_for else None
    initial["day"] = local.date().isoformat() if local else ""
    initial["hour"] = f"{local:%H:%M}" if local else ""
    return initial


@dataclass(frozen=True, slots=True)
class Posted:
    """A composer form as posted: the version it was drawn from, digests, fields for the action.

    ``errors`` are fields that could not even be read; they are left out of ``fields``.
    """

    version: int
    bases: dict[str, str]
    fields: dict[str, Any]
    errors: dict[str, list[str]]


def read_composer(data: QueryDict, zone: ZoneInfo) -> Posted:
    """Read what was posted. Fields that are absent are not touched.

    A person who chose between two texts has agreed to lose the other one: the digest of what
    they saw takes the place of what they started from, or their own text is left out.
    """
    fields = _plain_fields(data) | _parts(data)
    errors: dict[str, list[str]] = {}
    if "day" in data or "hour" in data:
        try:
            fields["scheduled_for"] = read_time(data.get("day", ""), data.get("hour", ""), zone)
        except Invalid as error:
            errors |= error.fields
    bases = {
        key.removeprefix(BASE_PREFIX): sent(data, key)
        for key in data
        if key.startswith(BASE_PREFIX)
    }
    for key, choice in data.items():
        if not key.startswith(CHOICE_PREFIX):
            continue
        name = key.removeprefix(CHOICE_PREFIX)
        if choice == "saya":
            bases[name] = data.get(f"{SEEN_PREFIX}{name}", "")
        elif choice == "mereka":
            _leave_out(fields, name)
    return Posted(_version(data), bases, fields, errors)


def sent(data: QueryDict, name: str) -> str:
    """The last value of a field as text; empty when there is none."""
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def _plain_fields(data: QueryDict) -> dict[str, Any]:
    names = ("title", "text", "link", "source", "kind", "pillar")
    fields: dict[str, Any] = {name: data[name] for name in names if name in data}
    if "rinci" in data:
        fields["shows_vulnerable"] = "shows_vulnerable" in data
        fields["shows_official"] = "shows_official" in data
    if "tujuan" in data:
        fields["targets"] = data.getlist("targets")
    return fields


def _parts(data: QueryDict) -> dict[str, Any]:
    """Variants, choices about networks and fields of pictures.

    A variant of blanks only follows the master text.
    """
    found: dict[str, dict[str, str | bool | None]] = {part: {} for part in PARTS.values()}
    for head, network, ticked in ticks_shown(data):
        found[PARTS[head]][network] = ticked
    for name in data:
        head, colon, key = working_name(name).partition(":")
        if colon and head in PARTS and head not in TICKED:
            value = sent(data, name)
            found[PARTS[head]][key] = value if head != "variant" or value.strip() else None
    return found


def ticks_shown(data: QueryDict) -> list[tuple[str, str, bool]]:
    """The boxes that were shown for networks: which choice, which network, whether ticked.

    A box that is not ticked is not sent; that it was shown is told by its digest.
    """
    found = []
    for name in data:
        head, _colon, network = name.removeprefix(BASE_PREFIX).partition(":")
        if name.startswith(BASE_PREFIX) and head in TICKED:
            found.append((head, network, f"{head}-{network}" in data))
    return found


def _leave_out(fields: dict[str, Any], name: str) -> None:
    head, colon, key = name.partition(":")
    if colon:
        fields[PARTS[head]].pop(key, None)
    else:
        fields.pop(name, None)


def _version(data: QueryDict) -> int:
    given = data.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def read_time(day: str, hour: str, zone: ZoneInfo) -> datetime | None:
    """A date and an hour in the unit's zone; both empty: no time. Raises :class:`Invalid`."""
    if not day.strip() and not hour.strip():
        return None
    given_day, given_hour = _date(day.strip()), _time(hour.strip())
    if given_day is None:
        raise Invalid.field("day", _("Isi tanggal, misalnya 12/08/2026."))
    if given_hour is None:
        raise Invalid.field("hour", _("Isi jam, misalnya 07.30."))
    return datetime.combine(given_day, given_hour, zone)


def _date(value: str) -> date | None:
    try:
        found = parse_date(value)
        if found is None and value.count("/") == 2:
            day, month, year = (int(part) for part in value.split("/"))
            found = date(year, month, day)
    except ValueError:
        return None
    return found if found is not None and 2000 <= found.year <= 2100 else None


def _time(value: str) -> time | None:
    try:
        return parse_time(value.replace(".", ":"))
    except ValueError:
        return None


def read_uuid(value: str) -> UUID | None:
    """An id as posted, or nothing."""
    try:
        return UUID(value)
    except ValueError:
        return None
