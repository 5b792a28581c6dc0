"""``kentongan triage``: what messages are, for anyone, without database, set-up or Django.

    kentongan triage pesan.txt          one message
    kentongan triage pesan.jsonl        JSON Lines in, JSON Lines out
    … | kentongan triage -              from standard input

Each line out: ``{"id", "kind", "kind_confidence", "flags", "sentiment", "language", "places"}``;
``kind`` is null where the machine abstains. Exit codes: 0 all read, 2 input that could not be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from kentongan.kernel.arguments import Parser
from kentongan.kernel.streams import BadRow, TextStream, source, why_not
from kentongan.language.triage.gazetteer import NOWHERE, Gazetteer
from kentongan.language.triage.reader import read


def main(argv: Sequence[str]) -> int:
    """Run with the arguments after ``kentongan triage``; returns the exit code."""
    options = _parser().parse_args(argv)
    name = options.places
    try:
        places = _gazetteer(name) if name else NOWHERE
        name = options.file
        with source(name) as given:
            run = _Run(places, sys.stdout.buffer, each_line=options.lines)
            run.run(given)
            return 2 if run.failed else 0
    except OSError as error:
        print(f"Tidak dapat membaca {name}: {why_not(error)}.", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="kentongan triage",
        description="Baca pesan warga: jenis, penanda, nada, bahasa, tempat; tanpa basis data.",
        epilog="Keluar dengan 2 bila ada masukan yang tidak terbaca.",
    )
    parser.add_argument(
        "file", metavar="BERKAS", help="berkas teks atau JSON Lines; - masukan baku"
    )
    parser.add_argument("--lines", action="store_true", help="tiap baris teks adalah satu pesan")
    parser.add_argument(
        "--places", metavar="BERKAS", default="", help="nama tempat yang dicari, satu per baris"
    )
    return parser


def _gazetteer(name: str) -> Gazetteer:
    with open(name, encoding="utf-8-sig", errors="replace") as file:
        return Gazetteer(line.strip() for line in file)


class _Run(TextStream):
    """One run over one source."""

    def __init__(self, places: Gazetteer, out: BinaryIO, *, each_line: bool) -> None:
        super().__init__(out, each_line=each_line)
        self._places = places

    def answer(self, row: dict[str, Any]) -> None:
        """Read one message and write what it is."""
        text = row.get("text")
        if not isinstance(text, str):
            raise BadRow("“text” harus ada dan berupa teks")
        reading = read(text, self._places)
        self.write_row(
            {
                "id": row.get("id"),
                "kind": reading.kind,
                "kind_confidence": reading.confidence,
                "flags": sorted(reading.flags),
                "sentiment": reading.sentiment,
                "language": reading.language,
                "places": list(reading.places),
            }
        )
