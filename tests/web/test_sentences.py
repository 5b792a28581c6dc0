"""What the framework says of a field is said in our voice: plain, short, what to do."""

from __future__ import annotations

from pathlib import Path

import django
import polib
import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import translation

import kentongan
from kentongan.config.setup import compile_texts

PACKAGE = Path(kentongan.__file__).parent
OURS = PACKAGE / "web" / "locale" / "id" / "LC_MESSAGES" / "django.po"


class Letter(forms.Form):
    """One of each kind that people fill in."""

    name = forms.CharField(max_length=3)
    subject = forms.CharField()
    email = forms.EmailField()
    rows = forms.IntegerField()
    kind = forms.ChoiceField(choices=[("a", "A")])


def test_a_bad_entry_is_told_in_plain_words(tmp_path: Path) -> None:
    compile_texts(PACKAGE, tmp_path)
    typed = {"name": "abcd", "email": "surel", "rows": "1,5", "kind": "b"}
    with override_settings(LOCALE_PATHS=[tmp_path]), translation.override("id"):
        said = {name: errors[0] for name, errors in Letter(typed).errors.items()}
        with pytest.raises(ValidationError) as refused:
            validate_password("pendek")
    assert said == {
        "name": "Terlalu panjang: paling banyak 3 huruf, sekarang 4.",
        "subject": "Wajib diisi.",
        "email": "Alamat surel tidak lengkap; misalnya nama@contoh.go.id.",
        "rows": "Tulis angka bulat.",
        "kind": "Pilih dari daftar; b tidak ada di sana.",
    }
    assert "Sandi terlalu pendek; paling sedikit 10 huruf." in refused.value.messages


def test_the_framework_still_says_what_we_say_otherwise() -> None:
    theirs = {
        entry.msgid
        for part in ("conf", "contrib/auth")
        for entry in polib.pofile(
            str(Path(django.__file__).parent / part / "locale/id/LC_MESSAGES/django.po")
        )
    }
    assert {entry.msgid for entry in polib.pofile(str(OURS))} <= theirs
