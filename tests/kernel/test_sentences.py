"""What is stored by one and read by another is read in the reader's language."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator

import pytest
from django.utils import translation

from kentongan.kernel import say
from kentongan.kernel.say import altered, gettext as _
from kentongan.kernel.sentences import (
    SentenceField,
    in_language,
    read,
    stored,
    stored_within,
)

pytestmark = pytest.mark.no_database
WORDS = {"Menunggu %(n)s menit.": "Waits %(n)s minutes.", "Coba lagi.": "Try again."}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def translate(text: str) -> str:
        return WORDS.get(text, text) if translation.get_language() == "en" else text

    before = translation.gettext  # still replaced when this fixture ends
    monkeypatch.setattr(translation, "gettext", translate)
    say.set_translator(translate)
    with translation.override("id"):
        yield
    say.set_translator(before, translation.ngettext)


def in_english(kept: str) -> str:
    with translation.override("en"):
        return read(kept)


def test_a_sentence_with_values_is_read_in_the_language_of_its_reader() -> None:
    kept = stored(_("Menunggu %(n)s menit.") % {"n": 5})
    assert read(kept) == "Menunggu 5 menit."
    assert in_english(kept) == "Waits 5 minutes."
    assert kept.startswith("Menunggu 5 menit.")  # whoever reads the column itself reads this first


def test_it_is_the_same_whoever_caused_it() -> None:
    kept = stored(_("Menunggu %(n)s menit.") % {"n": 5})
    with translation.override("en"):
        assert stored(_("Menunggu %(n)s menit.") % {"n": 5}) == kept


def test_what_can_be_found_by_translating_it_is_kept_as_it_is() -> None:
    assert stored(_("Coba lagi.")) == "Coba lagi."
    assert in_english("Coba lagi.") == "Try again."


def test_the_words_of_a_network_stay_theirs() -> None:
    kept = stored("Rate limited\x1e{}")
    assert read(kept) == in_english(kept) == "Rate limited {}"


def test_an_error_passes_on_what_it_was_raised_with() -> None:
    error = ValueError(_("Menunggu %(n)s menit.") % {"n": 5})
    assert in_english(stored(str(error))) == "Waits 5 minutes."
    assert in_english(stored(_("%(why)s") % {"why": error})) == "Waits 5 minutes."


def test_what_was_read_can_be_stored_again() -> None:
    kept = stored(_("Menunggu %(n)s menit.") % {"n": 5})
    assert stored(read(kept)) == kept
    assert stored(_(read(kept))) == kept


def test_each_language_is_cut_and_changed_by_itself() -> None:
    said = _("Menunggu %(n)s menit.") % {"n": 5}
    assert in_english(stored(said, 7)) == "Waits 5"
    assert in_english(stored(altered(said, str.upper))) == "WAITS 5 MINUTES."


def test_sentences_within_other_data_are_kept_too() -> None:
    kept = stored_within({"amiss": [_("Menunggu %(n)s menit.") % {"n": 5}], "n": 1})
    assert kept["n"] == 1
    assert in_english(kept["amiss"][0]) == "Waits 5 minutes."


def test_the_column_does_both() -> None:
    field = SentenceField(max_length=500)
    kept = field.get_prep_value(_("Menunggu %(n)s menit.") % {"n": 5})
    with translation.override("en"):
        assert field.from_db_value(kept) == "Waits 5 minutes."
    assert (field.get_prep_value(""), field.from_db_value("")) == ("", "")
    assert field.get_prep_value("x" * 501) == "x" * 500


def test_elsewhere_it_is_the_text_it_is_now() -> None:
    said = _("Menunggu %(n)s menit.") % {"n": 5}
    assert pickle.loads(pickle.dumps(said)) == copy.deepcopy(said) == "Menunggu 5 menit."
    assert in_language(said, "en") == "Waits 5 minutes."
