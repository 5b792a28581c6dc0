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
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, BinaryIO

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Finding, Phase, Severity, TextLimits
from kentongan.compliance.wire import (
    ACTORS,
    KINDS,
    BadDraft,
    draft_from,
    finding_out,
    refuse_unknown,
)
from kentongan.compliance.wording import basis_line
from kentongan.kernel.arguments import Parser
from kentongan.kernel.streams import TextStream, source, why_not

_LABELS = {Severity.MUST: "WAJIB", Severity.WEIGH: "TIMBANG", Severity.HINT: "SARAN"}


def main(argv: Sequence[str]) -> int:
    """Run with the arguments after ``kentongan check``; returns the exit code."""
    options = _parser().parse_args(argv)
    try:
        with source(options.file) as given:
            return _Run(options, sys.stdout.buffer).over(given)
    except OSError as error:
        print(f"Tidak dapat membaca {options.file}: {why_not(error)}.", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
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
    parser.add_argument(
        "--network", metavar="JEJARING", type=_network, default="",
        help="jejaring yang batasnya dipakai",
    )  # fmt: skip
    parser.add_argument("--kind", choices=KINDS, default="post")
    parser.add_argument("--actor", choices=ACTORS, default="institution")
    parser.add_argument(
        "--phase", choices=[p.value for p in Phase], default="normal", help="tahapan pemilihan"
    )
    return parser


def _network(code: str) -> str:
    """A network that is known, for argparse."""
    try:
        network_limits(code)
    except BadDraft as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return code


class _Run(TextStream):
    """One run over one source."""

    def __init__(self, options: argparse.Namespace, out: BinaryIO) -> None:
        super().__init__(out, each_line=options.lines)
        self._options = options
        self._now = datetime.now(UTC)
        self._must = False

    def over(self, given: BinaryIO) -> int:
        """Check everything; returns the exit code."""
        self.run(given)
        return 2 if self.failed else int(self._must)

    def answer(self, row: dict[str, Any]) -> None:
        """Check one draft and write what was found."""
        options = self._options
        given = {"network": options.network, "kind": options.kind, "actor": options.actor, **row}
        draft, phase = draft_from(given, self._now)
        facts = Facts(phase=phase or Phase(options.phase), limits=network_limits(draft.network))
        found = check(draft, facts)
        self._must = self._must or any(f.severity is Severity.MUST for f in found)
        if options.format == "text":
            self.write(_as_text(replace(draft, id=str(row.get("id", ""))), found))
        else:
            self.write_row({"id": row.get("id"), "findings": [finding_out(f) for f in found]})

    def complain(self, number: int, what: str, given: Any = None) -> None:
        """In the answer; for people on standard error."""
        if self._options.format == "text":
            print(f"Baris {number}: {what.rstrip('.')}.", file=sys.stderr)
        else:
            super().complain(number, what, given)


@lru_cache(maxsize=64)
def network_limits(network: str) -> TextLimits:
    """The limits of a network; raises :class:`BadDraft` for one that is not known.

    Only here Django's translations are touched, unconfigured.
    """
    if not network:
        return TextLimits()
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from kentongan.networks.catalogue import codes
    from kentongan.networks.limits import text_limits

    refuse_unknown(network, codes())
    return TextLimits(**asdict(text_limits(network)))


def _as_text(draft: Draft, found: Sequence[Finding]) -> str:
    head = f"{draft.id}: " if draft.id else ""
    lines = [f"{head}{len(found)} temuan" if found else f"{head}tidak ada temuan."]
    for finding in found:
        place = f"{finding.start}–{finding.end}" if finding.where == "text" else finding.where
        quote = f" “{_short(finding.text)}”" if finding.text else ""
        lines.append(f"  [{_LABELS[finding.severity]}] {finding.title} ({place}){quote}")
        lines.append(f"      {finding.message}")
        if finding.suggestion:
            lines.append(f"      Usulan: {finding.suggestion.label}")
        if finding.basis:
            lines.append(f"      Dasar: {'; '.join(map(basis_line, finding.basis))}")
    if draft.media:
        lines.append("  Gambar belum diperiksa: darinya hanya teks alternatif yang dibaca.")
    return "\n".join(lines) + "\n"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else plain[:79] + "…"
