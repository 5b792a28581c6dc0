"""Fields that the composer has once for each picture and each network."""

from __future__ import annotations

from typing import Any

from django import forms

from kentongan.kernel.say import gettext as _
from kentongan.media.rights import Licence
from kentongan.planning.models import Audience, People, Shape
from kentongan.planning.places import Place
from kentongan.planning.working import PICTURE


class Plain(forms.CharField):
    """Text as it came; ``cleaning.py`` says what is wrong with it, in our words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = []


def picture_fields(number: int) -> list[tuple[str, forms.Field]]:
    """The fields of the picture that stands at ``number``, by their names in ``working``."""
    unsaid = [("", _("Belum disebutkan"))]
    made: dict[str, forms.Field] = {
        "alt": Plain(
            label=_("Teks alternatif gambar %(n)s") % {"n": number},
            widget=forms.Textarea(
                attrs={
                    "rows": 2,
                    "placeholder": _("Apa yang terlihat dan penting bagi pendengar?"),
                }
            ),
        ),
        "credit": Plain(
            label=_("Sumber atau pembuat"),
            widget=forms.TextInput(attrs={"placeholder": _("Misalnya Dokumentasi Kecamatan")}),
        ),
        "licence": forms.ChoiceField(label=_("Izin memakai"), choices=[*unsaid, *Licence.choices]),
        "people": forms.ChoiceField(label=_("Orang di gambar"), choices=[*unsaid, *People.choices]),
    }
    return [(name, made[name]) for name in PICTURE]


def wording_field(where: Place) -> forms.Field:
    """The wording of its own for one network."""
    return Plain(
        label=_("Naskah untuk %(network)s") % {"network": where.label},
        widget=forms.Textarea(
            attrs={
                "rows": 7,
                "placeholder": _("Mengikuti pesan induk. Ketik untuk menyesuaikan."),
            }
        ),
    )


def manner_fields(where: Place, shapes: list[str]) -> list[tuple[str, forms.Field]]:
    """The choices that a network gives beside the words, by their names in ``working``.

    ``shapes``: those to choose from.
    """
    offers = where.offers
    made: list[tuple[str, forms.Field]] = []
    if offers.threads:
        help_text = _("Yang melebihi batas disambung sebagai balasan bernomor.")
        made.append(("thread", forms.BooleanField(label=_("Jadikan utas"), help_text=help_text)))
    if len(shapes) > 1:
        made.append(("form", _choice(_("Bentuk"), Shape, shapes)))
    if len(offers.audiences) > 1:
        made.append(("audience", _choice(_("Penonton"), Audience, offers.audiences)))
    if offers.max_comment:
        help_text = _("Dikirim sendiri setelah unggahannya tayang.")
        if set(offers.wordless) & set(shapes):
            help_text += " " + _("Cerita tayang tanpa komentar.")
        field = Plain(
            label=_("Komentar pertama"),
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        made.append(("comment", field))
    if offers.max_tags:
        field = Plain(
            label=_("Kata kunci"),
            help_text=_("Pisahkan dengan koma, tanpa tanda pagar."),
            widget=forms.TextInput(attrs={"placeholder": _("posyandu, jadwal, kecamatan")}),
        )
        made.append(("tags", field))
    if offers.located:
        help_text = _("Bila tempatnya tercatat di akun tujuan.")
        words = f"{help_text} {offers.located_but}".strip()
        made.append(
            ("located", forms.BooleanField(label=_("Sertakan lokasi kantor"), help_text=words))
        )
    return made


def _choice(label: str, labels: type[Shape] | type[Audience], offered: Any) -> forms.Field:
    words = dict(labels.choices)
    return forms.ChoiceField(label=label, choices=[(code, words[code]) for code in offered])
