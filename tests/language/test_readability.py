"""Readability: words per sentence and LIX, as measured in the reference texts."""

from hypothesis import given, strategies as st

from kentongan.language.readability import by_sentence, readability

PLAIN = "Posyandu buka Sabtu. Bawa buku anak. Datang pagi. Gratis."
HEAVY = (
    "Dalam rangka optimalisasi penyelenggaraan pemerintahan daerah dilaksanakan koordinasi "
    "peningkatan kapasitas kelembagaan masyarakat berkelanjutan."
)


def test_plain_text_is_easy_and_officialese_hard() -> None:
    assert readability(PLAIN).level == "easy"
    assert readability(HEAVY).level == "hard"


def test_measures_count_sentences_and_words() -> None:
    result = readability(PLAIN)
    assert (result.sentences, result.words, result.longest_sentence) == (4, 9, 3)
    assert result.words_per_sentence == 9 / 4


def test_a_text_without_words_has_no_measure() -> None:
    assert readability("👍 #tagar https://contoh.go.id").lix == 0


@given(st.text())
def test_sentences_have_words(text: str) -> None:
    assert all(words for _sentence, words in by_sentence(text))
    assert readability(text).lix >= 0
