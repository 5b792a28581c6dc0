"""``backup``: database, files and keys in one file, while the service runs."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kentongan.config import arguments as wording
from kentongan.config.console import Trouble, say, step
from kentongan.config.environment import Environment

HELP = "simpan basis data, berkas, dan kunci ke satu berkas cadangan (boleh sambil berjalan)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.add_argument("file", metavar="BERKAS", type=Path, help="misalnya cadangan.tar.gz")
    wording.add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Writes the file whole or not at all, readable by its owner only: it holds the keys."""
    from kentongan.config import archive  # what `up` can do without

    target: Path = options.file.expanduser().resolve()
    if target.exists():
        raise Trouble(f"{target} sudah ada. Pilih nama lain.")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with step("Mencadangkan"):
            archive.write(Environment(), draft)
            os.replace(draft, target)
    except OSError as error:
        raise Trouble(f"Cadangan tidak bisa ditulis: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    size = f"{target.stat().st_size / 1e6:.1f}".replace(".", ",")
    say(f"{target} ({size} MB). Simpan di mesin lain; isinya memuat kunci.")
    return 0
