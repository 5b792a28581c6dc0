"""``verify-ledger``: prove that the record of acts is whole."""

from __future__ import annotations

import argparse

from kentongan.config import arguments as wording
from kentongan.config.boot import start_on_data
from kentongan.config.console import fail, say

HELP = "buktikan bahwa jejak tidak diubah: rantai sidik diperiksa dari awal sampai akhir"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    wording.add_data(parser)


def run(_options: argparse.Namespace) -> int:
    """0 when the chain holds, 1 with every place where it does not."""
    start_on_data()
    from kentongan.ledger.verify import verify

    report = verify()
    if not report.ok:
        for problem in report.problems:
            fail(problem.message)
        return 1
    say(f"Jejak utuh: {report.entries} entri. Sidik terakhir: {report.head}")
    return 0
