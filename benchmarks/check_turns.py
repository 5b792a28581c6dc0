"""How fast the check is beside an older one, also on a machine that is far from quiet.

    git worktree add /tmp/old COMMIT
    python -m benchmarks.check_turns /tmp/old

Both are loaded into one process and check each draft in turns, the old one, the new one, the old
one again. Of each draft the least processor time of each counts: what else runs on the machine, and
a clock that changes its pace, meets both alike and mostly not at all. The figures are lower than
the means of ``check_speed``, and each check has the processor's memory only half the time:
compare them with each other only.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
OURS = ("kentongan", "tests", "benchmarks")
#: So many of the labelled drafts; how often a draft that stands alone counts; turns of a long one.
EVERY, TIMES, LONG_TURNS = 6, 10, 3
Call = Callable[[], object]


def main() -> int:
    """Print a line for each kind of draft: old, new, what the new one takes of the old."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("old", type=Path, help="a work tree with the check as it was")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--every", type=int, default=EVERY)
    options = parser.parse_args()
    trees = [_calls(tree, options.every) for tree in (options.old.resolve(), HERE)]
    # Python need not look through the drafts for garbage: no server holds them.
    gc.freeze()
    for name in trees[0]:
        turns = LONG_TURNS if "kB" in name else options.turns
        pairs = zip(trees[0][name], trees[1][name], strict=True)
        old, new = map(sum, zip(*(_least(pair, turns) for pair in pairs), strict=True))
        many = len(trees[0][name]) * 1e6
        print(f"{name:36}{old / many:9.3f} ms{new / many:9.3f} ms{new / old:8.3f}", flush=True)
    return 0


def _least(pair: tuple[Call, Call], turns: int) -> list[int]:
    """The least nanoseconds of each of two, called in turns, after a turn that does not count."""
    clock = time.thread_time_ns
    taken: list[list[int]] = [[], []]
    for _turn in range(turns + 1):
        for call, known in zip(pair, taken, strict=True):
            begun = clock()
            call()
            known.append(clock() - begun)
    return [min(known[1:]) for known in taken]


def _calls(tree: Path, every: int) -> dict[str, list[Call]]:
    """The check of every draft, by a process's second or first copy of the modules of ``tree``."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    sys.path[:0] = [str(tree / "src"), str(tree)]
    speed, checking = map(_loaded, ("benchmarks.check_speed", "kentongan.compliance.check"))
    rows = _loaded("tests.corpus").rows
    del sys.path[:2]
    checking.warm()

    def call(draft: Any, facts: Any) -> Call:
        return lambda: checking.check(draft, facts)

    long = speed.Draft((speed.CLEAN + "\n") * 210, at=speed.AT)
    return {
        "mix": [call(row.draft, row.facts) for row in list(rows("tuning"))[::every]],
        "clean, 500 characters": [call(speed._short(speed.CLEAN), speed.FACTS)] * TIMES,
        "full of findings, 500 characters": [call(speed._short(speed.FULL), speed.FACTS)] * TIMES,
        "clean, 96 kB": [call(long, speed.Facts())],
    }


def _loaded(name: str) -> Any:
    return import_module(name)


if __name__ == "__main__":
    raise SystemExit(main())
