"""Texts from a file or standard input, one answer each, in memory that does not grow.

A first line that begins with ``{`` means JSON Lines in; else the whole input is one text, or, where
that is asked for, each line. A JSON list of objects is refused: nobody means it as a text. What
cannot be read is told with the number of its line, and reading goes on.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

MAX_LINE = 4 * 1024 * 1024
_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{\s*\"")


class BadRow(ValueError):
    """A row that cannot be read; the sentence says what to mend."""


@contextmanager
def source(name: str) -> Iterator[BinaryIO]:
    """The file of that name, or standard input for ``-``; raises ``OSError``."""
    if name == "-":
        yield sys.stdin.buffer
    else:
        with open(name, "rb") as file:
            yield file


def why_not(error: OSError) -> str:
    """Why a file could not be read, for people."""
    for kind, why in _WHY.items():
        if isinstance(error, kind):
            return why
    return error.strerror or str(error)


_WHY: dict[type[OSError], str] = {
    FileNotFoundError: "berkas itu tidak ada",
    IsADirectoryError: "itu folder, bukan berkas",
    PermissionError: "Anda tidak punya izin membacanya",
}


def _parsed(text: str) -> Any:
    """A line of JSON. Numbers that no JSON can answer with (NaN, 1e999), and those with more digits
    than Python takes, are a :class:`BadRow`."""
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite)
    except json.JSONDecodeError:
        raise
    except ValueError:
        raise BadRow("ada angka yang terlalu besar, atau yang bukan angka JSON") from None


def _finite(given: str) -> float:
    number = float(given)
    if not math.isfinite(number):
        raise ValueError(given)
    return number


class TextStream(ABC):
    """One run over one source. A subclass answers each row in ``answer``."""

    def __init__(self, out: BinaryIO, *, each_line: bool) -> None:
        self._out = out
        self._each_line = each_line
        self.failed = False

    @abstractmethod
    def answer(self, row: dict[str, Any]) -> None:
        """Write what is to be said of a row with ``text``; raises :class:`BadRow`."""

    def complain(self, number: int, what: str, given: Any = None) -> None:
        """Tell what was wrong with a line; ``given``: its id, where that could be read."""
        self.write_row({"id": given, "line": number, "error": what})

    def run(self, given: BinaryIO) -> None:
        """Answer everything; ``failed`` tells whether something could not be read."""
        try:
            number, first = 1, given.readline(MAX_LINE + 1)
            while first and not first.strip():
                number, first = number + 1, given.readline(MAX_LINE + 1)
            if self._each_line or first.lstrip(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
                self._lines(number, first, given)
            else:
                self._whole(first, given)
            self._out.flush()
        except BrokenPipeError:
            # The reader has seen enough (`| head`); nothing more can be written.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def write_row(self, row: dict[str, Any]) -> None:
        """One line of JSON."""
        self.write(json.dumps(row, ensure_ascii=False) + "\n")

    def write(self, text: str) -> None:
        """As it is; half a surrogate pair, which came in by an escape, goes out by one."""
        self._out.write(text.encode("utf-8", "backslashreplace"))

    def _lines(self, number: int, line: bytes, given: BinaryIO) -> None:
        while line:
            if len(line) > MAX_LINE:
                self._bad(number, "baris lebih dari 4 MB")
                while line and not line.endswith(b"\n"):
                    line = given.readline(MAX_LINE)
            elif line.strip():
                self._one(number, line)
            number, line = number + 1, given.readline(MAX_LINE + 1)

    def _whole(self, first: bytes, given: BinaryIO) -> None:
        content = first + given.read(MAX_LINE + 1)
        if _LIST.match(content):
            self._bad(1, "ini daftar JSON; tulis satu objek tiap baris (JSON Lines), tanpa [ dan ]")
            return
        if len(content) > MAX_LINE:
            self._bad(1, "teks lebih dari 4 MB; pakai --lines bila tiap baris satu naskah")
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._bad(1, f"bukan UTF-8 yang utuh, mulai bita {error.start}")
            return
        self.answer({"text": text.removesuffix("\n").removesuffix("\r")})

    def _one(self, number: int, line: bytes) -> None:
        known = None
        try:
            text = line.decode("utf-8-sig").rstrip("\r\n")
            row = {"id": number, "text": text} if self._each_line else _parsed(text)
            if not isinstance(row, dict):
                raise BadRow("tiap baris harus objek JSON")
            known = row.get("id")
            self.answer(row)
        except UnicodeDecodeError as error:
            self._bad(number, f"bukan UTF-8 yang utuh, mulai bita {error.start}")
        except json.JSONDecodeError as error:
            self._bad(number, f"bukan JSON yang utuh, mulai huruf {error.colno}")
        except BadRow as error:
            self._bad(number, str(error), known)
        except RecursionError:
            self._bad(number, "JSON ini bersarang terlalu dalam")

    def _bad(self, number: int, what: str, known: Any = None) -> None:
        self.failed = True
        self.complain(number, what, known)
