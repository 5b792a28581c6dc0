"""``kentongan check``: the check for anyone, without database, set-up or Django.

    kentongan check naskah.txt          one text
    kentongan check naskah.jsonl        JSON Lines in, JSON Lines out
    … | kentongan check -               from standard input

A first line that begins with ``{`` means JSON Lines. Lines are read, checked and written one at
a time, so the memory needed does not grow with their number. Exit codes: 0 nothing that must be
mended, 1 something that must, 2 input that could not be read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, BinaryIO

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Finding, Phase, Severity, TextLimits
from kentongan.compliance.wire import ACTORS, KINDS, BadDraft, draft_from, finding_out

MAX_LINE = 4 * 1024 * 1024
_LABELS = {Severity.MUST: "WAJIB", Severity.WEIGH: "TIMBANG", Severity.HINT: "SARAN"}


def main(argv: Sequence[str]) -> int:
    """Run with the arguments after ``kentongan check``; returns the exit code."""
    options = _parser().parse_args(argv)
    try:
        with _source(options.file) as source:
            return _Run(options, sys.stdout.buffer).over(source)
    except OSError as error:
        print(f"Tidak dapat membaca {options.file}: {error.strerror}.", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kentongan check",
        description="Periksa naskah dengan aturan kepatuhan, tanpa basis data.",
        epilog="Keluar dengan 1 bila ada yang wajib diperbaiki, 2 bila masukan tidak terbaca.",
    )
    parser.add_argument(
        "file", metavar="BERKAS", help="berkas teks atau JSON Lines; - masukan baku"
    )
    parser.add_argument(
        "--format", choices=("jsonl", "text"), default="jsonl", help="text: untuk dibaca orang"
    )
    parser.add_argument("--lines", action="store_true", help="tiap baris teks adalah satu naskah")
    parser.add_argument("--network", default="", help="jejaring yang batasnya dipakai")
    parser.add_argument("--kind", choices=KINDS, default="post")
    parser.add_argument("--actor", choices=ACTORS, default="institution")
    parser.add_argument(
        "--phase", choices=[p.value for p in Phase], default="normal", help="tahapan pemilihan"
    )
    return parser


@contextmanager
def _source(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with open(name, "rb") as file:
            yield file


class _Run:
    """One run over one source."""

    def __init__(self, options: argparse.Namespace, out: BinaryIO) -> None:
        self._options = options
        self._out = out
        self._now = datetime.now(UTC)
        self._must = self._bad = False

    def over(self, source: BinaryIO) -> int:
        """Check everything; returns the exit code."""
        try:
            first = source.readline(MAX_LINE + 1)
            while first and not first.strip():
                first = source.readline(MAX_LINE + 1)
            if self._options.lines or first.lstrip(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
                self._each(first, source)
            else:
                self._whole(first, source)
            self._out.flush()
        except BrokenPipeError:
            # The reader has seen enough (`| head`); nothing more can be written.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2 if self._bad else int(self._must)

    def _each(self, first: bytes, source: BinaryIO) -> None:
        number, line = 1, first
        while line:
            if len(line) > MAX_LINE:
                self._complain(number, "baris lebih dari 4 MB")
                while line and not line.endswith(b"\n"):
                    line = source.readline(MAX_LINE)
            elif line.strip():
                self._one(number, line)
            number, line = number + 1, source.readline(MAX_LINE + 1)

    def _whole(self, first: bytes, source: BinaryIO) -> None:
        content = first + source.read(MAX_LINE + 1)
        if len(content) > MAX_LINE:
            self._complain(1, "teks lebih dari 4 MB; pakai --lines bila tiap baris satu naskah")
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._complain(1, f"bukan UTF-8 yang utuh, mulai bita {error.start}")
            return
        self._checked({"text": text.removesuffix("\n").removesuffix("\r")})

    def _one(self, number: int, line: bytes) -> None:
        try:
            text = line.decode("utf-8-sig").rstrip("\r\n")
            row = {"id": number, "text": text} if self._options.lines else json.loads(text)
            if not isinstance(row, dict):
                raise BadDraft("tiap baris harus objek JSON")
            self._checked(row)
        except UnicodeDecodeError as error:
            self._complain(number, f"bukan UTF-8 yang utuh, mulai bita {error.start}")
        except json.JSONDecodeError as error:
            self._complain(number, f"bukan JSON: {error.msg}, huruf {error.colno}")
        except (BadDraft, RecursionError) as error:
            self._complain(number, str(error))

    def _checked(self, row: dict[str, Any]) -> None:
        options = self._options
        given = {"network": options.network, "kind": options.kind, "actor": options.actor, **row}
        draft, phase = draft_from(given, self._now)
        facts = Facts(phase=phase or Phase(options.phase), limits=network_limits(draft.network))
        found = check(draft, facts)
        self._must = self._must or any(f.severity is Severity.MUST for f in found)
        if options.format == "text":
            self._write(_as_text(replace(draft, id=str(row.get("id", ""))), found))
        else:
            self._line({"id": row.get("id"), "findings": [finding_out(f) for f in found]})

    def _complain(self, number: int, what: str) -> None:
        self._bad = True
        if self._options.format == "text":
            print(f"Baris {number}: {what}.", file=sys.stderr)
        else:
            self._line({"id": None, "line": number, "error": what})

    def _line(self, row: dict[str, Any]) -> None:
        self._write(json.dumps(row, ensure_ascii=False) + "\n")

    def _write(self, text: str) -> None:
        # Half a surrogate pair can come in by an escape; it goes out as a question mark.
        self._out.write(text.encode("utf-8", "replace"))


@lru_cache(maxsize=64)
def network_limits(network: str) -> TextLimits:
    """The limits of a network. Only here Django's translations are touched, unconfigured."""
    if not network:
        return TextLimits()
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from kentongan.networks.limits import text_limits

    return TextLimits(**asdict(text_limits(network)))


def _as_text(draft: Draft, found: Sequence[Finding]) -> str:
    head = f"{draft.id}: " if draft.id else ""
    if not found:
        return f"{head}tidak ada temuan.\n"
    lines = [f"{head}{len(found)} temuan"]
    for finding in found:
        place = f"{finding.start}–{finding.end}" if finding.where == "text" else finding.where
        quote = f" “{_short(finding.text)}”" if finding.text else ""
        lines.append(f"  [{_LABELS[finding.severity]}] {finding.title} ({place}){quote}")
        lines.append(f"      {finding.message}")
        if finding.suggestion:
            lines.append(f"      Usulan: {finding.suggestion.label}")
    return "\n".join(lines) + "\n"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else plain[:79] + "…"
