"""What the pages of the inbox send: filters of the queue, what is entered by hand, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.inbox import kinds
from kentongan.inbox.access import answering_units
from kentongan.inbox.actions.clarifying import MOST_SAID, MOST_TRUTH
from kentongan.inbox.models import Channel
from kentongan.inbox.queries import Filters
from kentongan.inbox.states import CASE
from kentongan.people.models import Unit, User
from kentongan.planning.access import writable_units
from kentongan.planning.cleaning import MAX_LINK, MAX_SOURCE, MAX_TEXT, MAX_TITLE
from kentongan.planning.models import ContentKind

#: Names in the address → fields of :class:`Filters`.
NAMES = {
    "lingkup": "scope", "keadaan": "state", "jenis": "kind", "tanda": "flag", "unit": "unit",
    "kanal": "channel", "topik": "topic", "wilayah": "place", "urgensi": "urgency", "q": "words",
}  # fmt: skip
SCOPES = {"semua": "all", "saya": "mine", "bebas": "free", "pantau": "watched"}
_STATES = {"terbuka": "open", "lewat": "late", "semua": ""}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters as they stand in the address. ``values`` are the words of the address."""

    filters: Filters
    values: dict[str, str]

    def query(self, **changes: str) -> str:
        """The address with some filters changed; empty ones are left out."""
        values = {**self.values, **changes}
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def narrowed(self) -> bool:
        """Whether more than scope is asked for."""
        return any(name != "lingkup" for name in self.values)

    @property
    def detailed(self) -> bool:
        """Whether a filter is set that only the panel of further filters shows."""
        return bool(set(self.values) & {"tanda", "topik", "wilayah", "kanal", "unit", "urgensi"})


def wanted(query: Mapping[str, str]) -> Wanted:
    """Read the filters of an address; what is not known is left out."""
    values: dict[str, str] = {}
    fields: dict[str, object] = {}
    for name, field in NAMES.items():
        raw = " ".join(str(query.get(name, "")).replace("\x00", "").split())[:LONGEST]
        if not raw:
            continue
        value = _value(name, raw)
        if value is not None:
            fields[field], values[name] = value, raw
    return Wanted(Filters(**fields), values)  # type: ignore[arg-type]


def _value(name: str, raw: str) -> object | None:
    if name == "lingkup":
        return SCOPES.get(raw)
    if name == "keadaan":
        return _STATES.get(raw, raw if raw in CASE.labels else None)
    if name == "jenis":
        return raw if raw in kinds.LABELS else None
    if name == "tanda":
        return raw if raw in kinds.FLAG_LABELS else None
    if name == "unit":
        try:
            return UUID(raw)
        except ValueError:
            return None
    if name == "urgensi":
        return int(raw) if raw in {"0", "1", "2"} else None
    return raw


def place_in_queue(raw: str) -> tuple[datetime, UUID] | None:
    """Where a page of the queue begins; None at the top or where it makes no sense."""
    moment, _mark, pk = raw.partition("_")
    try:
        due_at = datetime.fromisoformat(moment)
        return (due_at, UUID(pk)) if due_at.tzinfo else None
    except ValueError:
        return None


def place_words(place: tuple[datetime, UUID]) -> str:
    """The inverse of :func:`place_in_queue`."""
    return f"{place[0].isoformat()}_{place[1]}"


class _OfUnit(forms.Form):
    """A form about a unit for which the person answers."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        queryset=None, label=_("Unit"), to_field_name="code"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = answering_units(user)


class EntryForm(_OfUnit):
    """What somebody said on the phone, at the counter, or in a picture of a chat."""

    channel = forms.ChoiceField(
        label=_("Lewat mana"),
        choices=[(c.value, c.label) for c in Channel if c is not Channel.FORM],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Apa yang disampaikan"), max_length=5000, widget=forms.Textarea,
        help_text=_("Tulis dengan kata-kata warga sendiri. NIK dan nomor HP tidak perlu."),
    )  # fmt: skip
    name = forms.CharField(label=_("Nama warga"), max_length=120, required=False)
    contact = forms.CharField(label=_("Nomor HP atau surel"), max_length=120, required=False)
    said_at = forms.DateTimeField(
        label=_("Kapan disampaikan"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Kosongkan bila baru saja. Batas waktu dihitung dari sini."),
    )  # fmt: skip


class AnswerForm(_OfUnit):
    """An entry of the answer bank."""

    question = forms.CharField(label=_("Pertanyaan warga"), max_length=300)
    answer = forms.CharField(label=_("Jawaban"), max_length=4000, widget=forms.Textarea)
    source = forms.CharField(
        label=_("Sumber"), max_length=200,
        help_text=_("Peraturan, pengumuman, atau pejabat yang menyatakannya."),
    )  # fmt: skip
    source_url = forms.URLField(
        label=_("Tautan sumber"), max_length=500, required=False, assume_scheme="https"
    )
    valid_until = forms.DateField(
        label=_("Berlaku sampai"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    public = forms.BooleanField(label=_("Tampil di halaman warga"), required=False)


class TemplateForm(_OfUnit):
    """A wording that comes again."""

    title = forms.CharField(label=_("Judul"), max_length=80)
    text = forms.CharField(
        label=_("Isi"), max_length=2000, widget=forms.Textarea,
        help_text=_("{nomor}, {nama}, dan {unit} diisi sendiri."),
    )  # fmt: skip


class ClarificationForm(_OfUnit):
    """What is said, what is true, and by which source."""

    title = forms.CharField(
        label=_("Judul"), max_length=160,
        help_text=_("Sebut yang benar, bukan kabarnya. Contoh: Pasar tetap buka 15 Agustus."),
    )  # fmt: skip
    said = forms.CharField(
        label=_("Yang beredar"), max_length=MOST_SAID, widget=forms.Textarea,
        help_text=_("Ringkas kabarnya tanpa nama orang dan tanpa tautan aslinya."),
    )  # fmt: skip
    truth = forms.CharField(label=_("Yang benar"), max_length=MOST_TRUTH, widget=forms.Textarea)
    source = forms.CharField(
        label=_("Sumber"), max_length=200,
        help_text=_("Peraturan, pengumuman, atau pejabat yang menyatakannya."),
    )  # fmt: skip
    source_url = forms.URLField(
        label=_("Tautan sumber"), max_length=500, required=False, assume_scheme="https"
    )


class IdeaForm(forms.Form):
    """The draft that a recurring question becomes."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        queryset=None, label=_("Unit yang mengunggah"), to_field_name="code"
    )
    title = forms.CharField(label=_("Judul"), max_length=MAX_TITLE)
    text = forms.CharField(label=_("Naskah awal"), max_length=MAX_TEXT, widget=forms.Textarea)
    source = forms.CharField(label=_("Sumber"), max_length=MAX_SOURCE, required=False)
    link = forms.URLField(
        label=_("Tautan"), max_length=MAX_LINK, required=False, assume_scheme="https"
    )
    kind: forms.ModelChoiceField[ContentKind] = forms.ModelChoiceField(
        queryset=None, label=_("Jenis konten")
    )
    scheduled_for = forms.DateTimeField(
        label=_("Rencana tayang"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Dengan waktu ini drafnya tampak di kalender. Boleh diubah nanti."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"unit": writable_units(user), "kind": ContentKind.objects.filter(active=True)}
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
