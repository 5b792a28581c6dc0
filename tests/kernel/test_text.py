"""Text from people is stored as typed, or refused with a sentence that says what to do."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from kentongan.kernel.errors import Invalid
from kentongan.kernel.text import (
    clean_line,
    clean_text,
    problem_of_line,
    problem_of_text,
    shorten,
    validate_line,
    validate_text,
)


@pytest.mark.parametrize(
    "value",
    [
        "nul\x00",
        "esc\x1b[0m",
        "del\x7f",
        "c1\x85x",
        "surrogat \ud83d",
        "\u202egnp.exe",
        "a\u2066b",
        b"Kecamatan \xff\xfeJati".decode(errors="replace"),
    ],
)
def test_dangerous_characters_are_refused_everywhere(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_text(value)
    with pytest.raises(Invalid) as refused:
        clean_line(value, field="name")
    assert list(refused.value.fields) == ["name"]


@pytest.mark.parametrize(
    "value", ["Kec\u200bamatan", "a\u200fb", "satu\ndua", "a\u200db", "\u3164"]
)
def test_a_line_holds_nothing_unseen(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_line(value)


@pytest.mark.parametrize("value", ["\u200b", " \u200b\u200d\n\u2060 ", "\u3164"])
def test_a_text_that_nobody_can_see_is_no_text(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_text(value)
    assert problem_of_text(f"Tempatnya {value} keliru.") == ""


@pytest.mark.parametrize(
    "value",
    [
        "Kecamatan Sumberjati",
        "ᮞᮥᮔ᮪ᮓ",
        "أهلا",
        "Ibu-ibu PKK 👩‍👩‍👧 hadir",
        "👩🏽‍⚕️ Puskesmas",
        "Jum’at",
    ],
)
def test_every_script_and_emoji_is_welcome(value: str) -> None:
    assert problem_of_line(value) == ""
    assert clean_text(value) == value


def test_lines_are_trimmed_and_texts_are_not() -> None:
    assert clean_line("  Kantor \t Kecamatan ") == "Kantor Kecamatan"
    assert clean_text("baris 1\r\nbaris 2 \r") == "baris 1\nbaris 2 \n"
    assert clean_line("e\u0301") == "\u00e9"


@given(st.text())
def test_cleaning_either_refuses_or_is_stable(value: str) -> None:
    try:
        once = clean_text(value)
    except Invalid:
        assert problem_of_text(value.replace("\r", "\n").lstrip("\ufeff"))
        return
    assert clean_text(once) == once
    once.encode("utf-8")


@given(st.text())
def test_a_clean_line_is_one_line_and_stable(value: str) -> None:
    try:
        once = clean_line(value)
    except Invalid:
        return
    assert "\n" not in once
    assert once == once.strip()
    assert clean_line(once) == once


def test_shortening_keeps_the_limit() -> None:
    assert shorten("panjang sekali", 8) == "panjang…"
    assert shorten("pas", 3) == "pas"
