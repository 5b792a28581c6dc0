"""The parser of ``re`` has no public name: what ``first_words`` relies on is held here.

A newer Python for which this fails shapes patterns otherwise, or names them otherwise. The check
would then look for words in the wrong places and miss findings:
``compliance/reading/first_words.py`` has to be read again before that Python is used. Python
3.11, 3.12 and 3.13 agree.
"""

import re
from importlib import import_module
from typing import Any

import pytest

from kentongan.compliance.reading.first_words import Words, first_words

pytestmark = pytest.mark.no_database
A, B, C, D = map(ord, "abcd")


def parsed(source: str) -> list[Any]:
    """What the parser makes of a pattern, its own lists as plain ones and its names as text."""
    parser = import_module("re._parser")

    def plain(part: Any) -> Any:
        if hasattr(part, "data") and not isinstance(part, (str, bytes)):
            return plain(part.data)
        if isinstance(part, (list, tuple)):
            return [plain(one) for one in part]
        return str(part) if type(part).__name__ == "_NamedIntConstant" else part

    found: list[Any] = plain(parser.parse(source))
    return found


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("ab", [["LITERAL", A], ["LITERAL", B]]),
        (
            "ab|cd",
            [
                [
                    "BRANCH",
                    [
                        None,
                        [
                            [["LITERAL", A], ["LITERAL", B]],
                            [["LITERAL", C], ["LITERAL", D]],
                        ],
                    ],
                ]
            ],
        ),
        ("(a)", [["SUBPATTERN", [1, 0, 0, [["LITERAL", A]]]]]),
        ("a{1,3}", [["MAX_REPEAT", [1, 3, [["LITERAL", A]]]]]),
        ("a??", [["MIN_REPEAT", [0, 1, [["LITERAL", A]]]]]),
        ("a?+", [["POSSESSIVE_REPEAT", [0, 1, [["LITERAL", A]]]]]),
        (r"\b^", [["AT", "AT_BOUNDARY"], ["AT", "AT_BEGINNING"]]),
        (r"(?<!\w)", [["ASSERT_NOT", [-1, [["IN", [["CATEGORY", "CATEGORY_WORD"]]]]]]]),
        (
            r"[^a-c\d]",
            [["IN", [["NEGATE", None], ["RANGE", [A, C]], ["CATEGORY", "CATEGORY_DIGIT"]]]],
        ),
        (r"\s", [["IN", [["CATEGORY", "CATEGORY_SPACE"]]]]),
    ],
)
def test_python_parses_patterns_into_the_shapes_that_are_read(source: str, shape: Any) -> None:
    assert parsed(source) == shape


def test_the_words_that_open_a_pattern_are_read_out_of_it() -> None:
    found = first_words(r"\b(?:kirim(?:kan)?\s+ke|sebar\w*)\b")
    assert found is not None
    assert found.is_bound
    assert found.whole == {
        "kirim": Words({"ke"}, set()),
        "kirimkan": Words({"ke"}, set()),
        "sebar": None,
    }
    assert found.stems == {"sebar"}


def test_a_gap_that_may_be_missing_parts_a_word_from_the_next_one() -> None:
    found = first_words(r"\bdi-?bully\b")
    assert found is not None
    assert found.whole == {"di": Words({"bully"}, set()), "dibully": None}


def test_what_cannot_be_told_is_any_word() -> None:
    for source in (r"\b\w+\s+ke\b", r"(?>ab|cd)", r".*maling"):
        re.compile(source)
        assert first_words(source) is None
