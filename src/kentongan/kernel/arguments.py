"""argparse that speaks Indonesian."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

_ERRORS = (
    (r"the following arguments are required: (.*)", r"belum diisi: \1"),
    (r"unrecognized arguments: (.*)", r"tidak dikenal: \1"),
    (r"argument (\S+): expected one argument", r"\1 perlu satu nilai"),
    (r"argument (\S+): expected at least one argument", r"\1 perlu sedikitnya satu nilai"),
    (r"argument (\S+): invalid int value: (.*)", r"\1 harus angka, bukan \2"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1: \2 tidak ada; pilih \3"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 tidak bisa bersama \2"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cara pakai: " if prefix is None else prefix)


class _RawHelp(argparse.RawDescriptionHelpFormatter, _Help):
    """Keeps the line breaks of description and epilog."""


class Parser(argparse.ArgumentParser):
    """An ArgumentParser with Indonesian headings, help and errors; no abbreviated options."""

    def __init__(self, *args: Any, raw_description: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", _RawHelp if raw_description else _Help)
        kwargs.update(add_help=False, allow_abbrev=False)
        super().__init__(*args, **kwargs)
        self._positionals.title = "isian"
        self._optionals.title = "pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan keterangan ini")

    def error(self, message: str) -> NoReturn:
        """Exit 2 with one line that says what to do."""
        for english, indonesian in _ERRORS:
            message = re.sub(f"^{english}$", indonesian, message)
        self.exit(2, f"{self.prog}: {message}\nKeterangan: {self.prog} --help\n")
