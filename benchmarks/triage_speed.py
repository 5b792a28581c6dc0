"""How fast the triage is: messages a second on one core, all heads, places looked up.

    python -m benchmarks.triage_speed [FOLDER]

With FOLDER (``open/`` in it) the comments of the agency are read, each once; else the messages
written for this project. The first pass meets most words for the first time, the second does not.
Exit code 1: fewer than 1,500 a second.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from kentongan.language.triage import Gazetteer, read, read_many
from tools.triage import corpus

TARGET = 1500
#: As many names as a large kabupaten has.
PLACES = [f"Desa Contoh {number}" for number in range(450)]


def main() -> int:
    """Print messages a second, cold and warm, and the memory of the process."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    some = corpus.comments(folder) if folder else corpus.own()
    texts = [one.text for one in some]
    places = Gazetteer(PLACES)
    begun = time.perf_counter()
    read("halo", places)
    print(f"first reading: {(time.perf_counter() - begun) * 1000:.0f} ms")
    slowest = 0.0
    for name in ("cold", "warm"):
        begun = time.process_time()
        read_many(texts, places)
        taken = time.process_time() - begun
        slowest = max(slowest, taken)
        print(f"{name}: {len(texts) / taken:,.0f} messages a second of one core, n={len(texts):,}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of the process at its peak: {peak:.0f} MB")
    return int(len(texts) / slowest < TARGET)


if __name__ == "__main__":
    raise SystemExit(main())
