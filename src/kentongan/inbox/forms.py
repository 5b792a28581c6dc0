"""What the pages of the inbox send: filters of the queue, what is entered by hand, answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kentongan.inbox import kinds
from kentongan.inbox.access import answering_units
from kentongan.inbox.actions.clarifying import MOST_SAID, MOST_TRUTH
from kentongan.inbox.actions.knowledge import MOST_SERVICES
from kentongan.inbox.enclosed import ACCEPT
from kentongan.inbox.models import Channel, ResponseTime
from kentongan.inbox.queries import Filters
from kentongan.inbox.states import CASE
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext
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


def ids(raw: Iterable[str]) -> list[UUID]:
    """Ids of messages as a form sends them; raises ``Invalid`` for what is none."""
    try:
        return [UUID(one) for one in raw]
    except ValueError:
        raise Invalid(gettext("Pesannya tidak dikenali. Muat ulang halaman.")) from None


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


def put_errors(form: forms.Form, error: Invalid | Conflict) -> None:
    """Put what an action refused at its field, or at the top."""
    for name, sentences in (getattr(error, "fields", {}) or {"": [str(error)]}).items():
        form.add_error(name if name in form.fields else None, sentences[0])


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


class _SeveralInput(forms.FileInput):
    """Files, as many as are chosen."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []


class _Files(forms.FileField):
    """Some files, as a list; what they are is for the action to find out."""

    widget = _SeveralInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(_Files, self).clean(one, initial) for one in data]


class EntryForm(_OfUnit):
    """What somebody said on the phone, at the counter, or in a picture of a chat."""

    channel = forms.ChoiceField(
        label=_("Lewat mana"),
        choices=[(c.value, c.label) for c in Channel if c is not Channel.FORM],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih lewat mana pesannya datang.")},
    )
    text = forms.CharField(
        label=_("Apa yang disampaikan"), max_length=5000, widget=forms.Textarea,
        help_text=_("Tulis dengan kata-kata warga sendiri. NIK dan nomor HP tidak perlu."),
        error_messages={"required": _("Tulis apa yang disampaikan warga.")},
    )  # fmt: skip
    attachments = _Files(
        label=_("Tangkapan layar, foto, atau surat"), required=False,
        help_text=_(
            "Paling banyak 3 berkas, masing-masing sampai 15 MB: foto, PDF, video, atau rekaman"
            " suara. Data kamera pada foto dihapus."
        ),
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

    question = forms.CharField(
        label=_("Pertanyaan warga"), max_length=300,
        error_messages={"required": _("Tulis pertanyaannya.")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Jawaban"), max_length=4000, widget=forms.Textarea,
        error_messages={"required": _("Tulis jawabannya.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Sumber"), max_length=200,
        help_text=_("Peraturan, pengumuman, atau pejabat yang menyatakannya."),
        error_messages={"required": _("Sebut sumber resminya.")},
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

    title = forms.CharField(
        label=_("Judul"), max_length=80, error_messages={"required": _("Beri judul.")}
    )
    text = forms.CharField(
        label=_("Isi"), max_length=2000, widget=forms.Textarea,
        help_text=_("{nomor}, {nama}, dan {unit} diisi sendiri."),
        error_messages={"required": _("Tulis isinya.")},
    )  # fmt: skip


class TimeForm(forms.Form):
    """How long one stage of one kind may take at a unit, from a day on."""

    amount = forms.IntegerField(
        label=_("Lama"), min_value=1, max_value=100_000,
        error_messages={"required": _("Isi lamanya dengan angka.")},
    )  # fmt: skip
    measure = forms.ChoiceField(label=_("Satuan waktu"), choices=ResponseTime.Measure.choices)
    valid_from = forms.DateField(
        label=_("Berlaku mulai"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Pesan yang masuk sebelum hari itu tetap memakai waktu yang lama."),
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=300,
        help_text=_("Tercatat di jejak, dan tampil kepada petugas di hitungan batas waktu."),
        error_messages={"required": _("Tulis alasannya.")},
    )  # fmt: skip


def _tls_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Sambungan terenkripsi (TLS)"),
        required=False,
        initial=True,
        help_text=_(
            "Porta 993: sejak awal; porta 143: STARTTLS. Tanpa TLS hanya untuk server dalam yang"
            " diizinkan pengelola."
        ),
    )


class MailboxChangeForm(forms.Form):
    """A new password of a mailbox, and how its server is called."""

    password = forms.CharField(
        label=_("Sandi"), max_length=200, required=False, strip=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=_("Disimpan terenkripsi. Kosongkan bila tidak berubah."),
    )  # fmt: skip
    tls = _tls_field()


class MailboxForm(forms.Form):
    """A mailbox whose letters a unit takes in."""

    field_order = ("host", "port", "user", "password", "folder", "tls")
    host = forms.CharField(
        label=_("Server IMAP"), max_length=120, help_text=_("Misalnya imap.contoh.go.id."),
        error_messages={"required": _("Isi alamat servernya.")},
    )  # fmt: skip
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65_535, initial=993)
    user = forms.CharField(
        label=_("Nama pengguna"), max_length=100, help_text=_("Biasanya alamat surelnya."),
        error_messages={"required": _("Isi nama penggunanya.")},
    )  # fmt: skip
    password = forms.CharField(
        label=_("Sandi"), max_length=200, strip=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Disimpan terenkripsi dan tidak pernah ditampilkan. Gmail dan Google Workspace: pakai"
            " sandi aplikasi. Microsoft 365 tidak menerima sandi: minta pengelolanya mengalihkan"
            " (redirect) suratnya ke kotak surat lain, lalu tambahkan kotak itu."
        ),
        error_messages={"required": _("Isi sandinya.")},
    )  # fmt: skip
    folder = forms.CharField(label=_("Folder"), max_length=60, initial="INBOX")
    tls = _tls_field()


class SecondForm(forms.Form):
    """The kinds to which a reply waits for a second person."""

    kinds = forms.MultipleChoiceField(required=False, choices=kinds.CHOICES)


class ServicesForm(forms.Form):
    """What a unit does for citizens, in its own words."""

    words = forms.CharField(
        label=_("Layanan dan urusan unit ini"), max_length=MOST_SERVICES, required=False,
        widget=forms.Textarea,
        help_text=_("Pakai kata-kata warga. Contoh: akta lahir, KTP hilang, pindah alamat."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ForgetForm(forms.Form):
    """Emptying what was learnt here: a word that nobody types by accident, and why."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=300, help_text=_("Tercatat di jejak bersama nama Anda."),
        error_messages={"required": _("Tulis alasannya.")},
    )  # fmt: skip
    sure = forms.CharField(
        label=_("Ketik KOSONGKAN"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Ketik KOSONGKAN bila Anda yakin.")},
    )  # fmt: skip

    def clean_sure(self) -> str:
        """The word itself; raises ``ValidationError``."""
        typed = str(self.cleaned_data["sure"]).strip()
        if typed.upper() != gettext("KOSONGKAN"):
            raise forms.ValidationError(gettext("Ketik KOSONGKAN bila Anda yakin."))
        return typed


class ClarificationForm(_OfUnit):
    """What is said, what is true, and by which source."""

    title = forms.CharField(
        label=_("Judul"), max_length=160,
        help_text=_("Sebut yang benar, bukan kabarnya. Contoh: Pasar tetap buka 15 Agustus."),
        error_messages={"required": _("Beri judul.")},
    )  # fmt: skip
    said = forms.CharField(
        label=_("Yang beredar"), max_length=MOST_SAID, widget=forms.Textarea,
        help_text=_("Ringkas kabarnya tanpa nama orang dan tanpa tautan aslinya."),
        error_messages={"required": _("Tulis apa yang beredar.")},
    )  # fmt: skip
    truth = forms.CharField(
        label=_("Yang benar"), max_length=MOST_TRUTH, widget=forms.Textarea,
        error_messages={"required": _("Tulis apa yang benar.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Sumber"), max_length=200,
        help_text=_("Peraturan, pengumuman, atau pejabat yang menyatakannya."),
        error_messages={"required": _("Sebut sumber resminya.")},
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
