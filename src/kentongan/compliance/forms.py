"""Forms of elections, adjustments and answers. They keep what was typed; the actions judge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from kentongan.compliance.access import managed_units
from kentongan.compliance.actions import ElectionEntry
from kentongan.compliance.draft import Phase
from kentongan.compliance.kinds import KindWords
from kentongan.compliance.levels import SEVERITIES
from kentongan.compliance.models import DATED_PHASES, Adjustment, Election, Kind, Misfire
from kentongan.compliance.wording import phase_label, setting_label, severity_label
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext
from kentongan.kernel.text import validate_line, validate_text
from kentongan.people.models import Unit, User


def put_errors(form: forms.Form, error: Invalid) -> None:
    """Show what an action refused at the fields concerned; the rest above the form."""
    for name, sentences in error.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    if not error.fields:
        form.add_error(None, str(error))


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _units(user: User, form: forms.Form) -> None:
    """Offer the units the person manages, by code; none is pre-chosen among several."""
    field = form.fields["unit"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = managed_units(user).order_by("name")
    field.error_messages["invalid_choice"] = gettext("Pilih unit dari daftar.")


class _Noted(forms.Form):
    """What is noted of one kind of values and why; of watched words also how it is told."""

    setting = forms.ChoiceField(label=_("Tingkat"), widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("Pesan untuk penulis"),
        max_length=300,
        required=False,
        validators=[validate_line],
        help_text=_("Mengapa kata ini perlu diperhatikan, dan apa gantinya."),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        validators=[validate_line],
        help_text=_("Tercatat di jejak. Misalnya: nomor layanan resmi, SK Camat 12/2026."),
    )

    def _speak_of(self, words: KindWords) -> None:
        self.fields["value"].label = str(words.field)
        self.fields["value"].help_text = str(words.help)
        if words.kind is Kind.WATCH:
            choice = self.fields["setting"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [(s, severity_label(s)) for s in SEVERITIES]
        else:
            del self.fields["setting"], self.fields["message"]


class AdjustForm(_Noted):
    """Values of one kind, one a line; watched words also say how sternly and with what words."""

    field_order = ("unit", "value", "setting", "message", "reason")

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Berlaku untuk"),
        to_field_name="code",
        empty_label=None,
        help_text=_("Unit ini dan semua unit di bawahnya."),
    )
    value = forms.CharField(
        validators=[MaxLengthValidator(100_000), validate_text],
        widget=forms.Textarea,
        strip=False,
    )

    def __init__(self, *args: Any, user: User, words: KindWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(user, self)
        self._speak_of(words)

    @property
    def lines(self) -> list[str]:
        """What was typed, line by line."""
        return str(self.cleaned_data["value"]).splitlines()


class AmendForm(_Noted):
    """One value that is there already, to be put right; ``seen`` is how it stood on the page."""

    field_order = ("value", "setting", "message", "reason", "seen")

    value = forms.CharField(max_length=200, validators=[validate_line])
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, adjustment: Adjustment, words: KindWords, **kwargs: Any) -> None:
        values = {name: getattr(adjustment, name) for name in ("value", "message", "reason")}
        given = {**values, "setting": adjustment.setting, "seen": adjustment.added_at.isoformat()}
        kwargs["initial"] = given
        super().__init__(*args, **kwargs)
        self._speak_of(words)


class RuleForm(forms.Form):
    """What a rule is set to for a unit."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Berlaku untuk"),
        to_field_name="code",
        empty_label=None,
        help_text=_("Unit ini dan semua unit di bawahnya, kecuali yang mengaturnya sendiri."),
    )
    setting = forms.ChoiceField(
        label=_("Tingkat"),
        widget=forms.RadioSelect,
        help_text=_(
            "“Bawaan” mengikuti tahapan pemilihan. Tingkat lain berlaku sama di semua tahapan."
        ),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        validators=[validate_line],
        help_text=_("Tercatat di jejak dan terbaca oleh unit di bawahnya."),
    )

    def __init__(self, *args: Any, user: User, settings: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(user, self)
        choice = self.fields["setting"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(setting, setting_label(setting)) for setting in settings]


class AnswerForm(forms.Form):
    """What becomes of a report that a finding is wrong."""

    state = forms.ChoiceField(
        label=_("Apa yang dilakukan?"),
        widget=forms.RadioSelect,
        choices=[
            (Misfire.State.MENDED.value, _("Sudah dibetulkan, tidak akan dilaporkan lagi")),
            (Misfire.State.KEPT.value, _("Aturan dipertahankan, temuannya memang benar")),
        ],
    )
    answer = forms.CharField(
        label=_("Jawaban"),
        max_length=500,
        validators=[validate_text],
        widget=forms.Textarea,
        help_text=_("Terbaca oleh pelapor bila ia melaporkannya lagi."),
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, validators=[validate_line])


class ElectionForm(forms.Form):
    """An election with two dates for each phase."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Wilayah"),
        to_field_name="code",
        empty_label=None,
        help_text=_("Berlaku untuk unit ini dan semua unit di bawahnya."),
    )
    name = forms.CharField(label=_("Nama pemilihan"), max_length=200, validators=[validate_line])
    source = forms.CharField(
        label=_("Sumber tanggal"),
        max_length=500,
        required=False,
        validators=[validate_line],
        help_text=_("Misalnya nomor peraturan KPU dan tautannya."),
    )
    names = forms.CharField(
        label=_("Nama calon, partai, dan semboyan setempat"),
        max_length=20_000,
        required=False,
        validators=[validate_text],
        widget=forms.Textarea,
        help_text=_("Satu baris satu nama. Dicari dalam naskah selama tahapan berjalan."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, user: User, election: Election | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if election is None:
            _units(user, self)
        else:
            del self.fields["unit"]
        for phase in DATED_PHASES:
            words = {"phase": phase_label(phase)}
            for end, label in (
                ("from", gettext("%(phase)s: hari pertama")),
                ("until", gettext("%(phase)s: hari terakhir")),
            ):
                self.fields[f"{phase.value}_{end}"] = forms.DateField(
                    label=label % words, required=False, widget=DateInput()
                )
        # As on the page: whoever was refused goes on at the first of what is wrong.
        self.order_fields([name for name in self.fields if name != "names"])

    @property
    def periods(self) -> list[tuple[str, Any, Any]]:
        """Label, first and last field of every phase, for the template."""
        return [
            (phase_label(p), self[f"{p.value}_from"], self[f"{p.value}_until"])
            for p in DATED_PHASES
        ]

    def entry(self) -> ElectionEntry:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        dates: dict[Phase, Any] = {
            phase: (data.get(f"{phase.value}_from"), data.get(f"{phase.value}_until"))
            for phase in DATED_PHASES
        }
        return ElectionEntry(
            name=data["name"],
            source=data["source"],
            names=tuple(data["names"].splitlines()),
            dates=dates,
        )


def initial_of(election: Election) -> dict[str, Any]:
    """What an election's form shows before it is changed."""
    values: dict[str, Any] = {
        "name": election.name,
        "source": election.source,
        "names": "\n".join(str(name) for name in election.names),
        "version": election.version,
    }
    for row in election.phases.all():
        values[f"{row.phase}_from"] = row.from_date
        values[f"{row.phase}_until"] = row.until_date
    return values


class SelfCheckForm(forms.Form):
    """One's own words: pasted, or the export of an account. Either one is needed."""

    text = forms.CharField(
        label=_("Tulisan Anda"),
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        validators=[validate_text],
    )
    kind = forms.ChoiceField(
        label=_("Akan Anda apakan?"),
        required=False,
        choices=[
            ("post", _("Menulis unggahan")),
            ("reply", _("Menulis komentar")),
            ("repost", _("Membagikan tulisan orang")),
            ("like", _("Memberi tanda suka")),
        ],
    )
    file = forms.FileField(
        label=_("Ekspor akun"),
        required=False,
        help_text=_("ZIP atau JSON dari X, Instagram, atau Facebook; paling besar 40 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip,.json,.js"}),
    )

    def clean_text(self) -> str:
        """Blanks alone are nothing."""
        text = str(self.cleaned_data["text"])
        return text if text.strip() else ""

    def clean_kind(self) -> str:
        """A post, unless something else was chosen."""
        return str(self.cleaned_data["kind"] or "post")

    def clean(self) -> dict[str, Any]:
        """One of both is needed."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text") and not cleaned.get("file"):
            self.add_error("text", gettext("Tempel tulisan, atau pilih berkas ekspor."))
        return cleaned
