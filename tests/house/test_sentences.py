"""What went wrong is told by an error whose sentence can be said in the reader's language.

It may be stored by a worker and read by somebody who chose English: so no error is raised with a
sentence that forgets how it was made.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import modules

pytestmark = pytest.mark.no_database

#: What connectors, the engine and the library raise or hand on with a sentence for people.
TELLING = frozenset(
    {
        "AnswerLost", "BadImage", "BadUpload", "BadVideo", "CannotFit", "Conflict", "Invalid",
        "MailTrouble", "Missing", "NoConnector", "NotAllowed", "NotSent", "NotYet",
        "OutcomeUnknown", "Refused", "TooLong", "TryLater", "Unauthorised", "harmless",
    }
)  # fmt: skip
#: Where nobody but Indonesian readers reads: the command line.
APART = ("kentongan.demo", "kentongan.config")


def forgetful(source: str) -> Iterator[str]:
    """The sentences that are handed to one of these as they are written, or put together."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in TELLING and _is_written(call.args[0]):
            yield f"{name}, line {call.lineno}: {ast.unparse(call.args[0])}"


def _is_written(text: ast.expr) -> bool:
    if isinstance(text, ast.IfExp):
        return _is_written(text.body) or _is_written(text.orelse)
    if isinstance(text, ast.BinOp):
        return isinstance(text.op, ast.Add) or _is_written(text.left)
    if isinstance(text, ast.Constant):
        return isinstance(text.value, str) and " " in text.value
    return isinstance(text, ast.JoinedStr)


@pytest.mark.parametrize(
    "source",
    [
        'Refused("Tidak bisa.")',
        'Refused(f"Paling banyak {most}.")',
        'TryLater("Tunggu " + time)',
        'Refused("Paling banyak %s." % most)',
        'NotSent(_("Tunggu.") if late else "Lain kali.")',
    ],
)
def test_a_sentence_that_forgets_how_it_was_made_is_seen(source: str) -> None:
    assert list(forgetful(source))
    assert not list(forgetful('Refused(_("Paling banyak %(n)s.") % {"n": most}); Refused(known)'))


def test_every_error_for_people_can_be_said_in_their_language() -> None:
    found = [
        f"{name}: {sentence}"
        for name, path in modules().items()
        if not name.startswith(APART)
        for sentence in forgetful(path.read_text("utf-8"))
    ]
    assert found == [], "take gettext from kernel.say, with the values after %"
