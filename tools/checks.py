"""All checks of the code, each with one line; every one runs, even when another fails.

Run by ``./kentongan check-code``. Exit code 1 when any failed; what they said follows the lines.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOGETHER = 2
"""How many run at the same time; more than the cores of a small machine gain nothing."""


@dataclass(frozen=True)
class Check:
    """A command that ends with 0 when all is well."""

    name: str
    argv: Sequence[str]
    without: str = ""
    """Why it cannot run on this machine; in CI that is a failure."""


@dataclass(frozen=True)
class Result:
    """How a check went."""

    check: Check
    code: int
    seconds: float
    output: str


def checks() -> list[Check]:
    """The slowest first, so that two at a time finish early."""
    python = [sys.executable, "-m"]
    templates = sorted(str(p) for p in (ROOT / "src").rglob("*.html"))
    scripts = ["kentongan", ".ci/run", *(str(p) for p in sorted((ROOT / "tools").glob("*.sh")))]
    node = "" if shutil.which("npm") else "npm belum terpasang"
    shell = "" if shutil.which("shellcheck") else "shellcheck belum terpasang"
    return [
        Check("tipe (mypy)", [*python, "mypy"]),
        Check("CSS sesuai sumber", ["tools/css.sh", "--check"], without=node),
        Check("migrasi lengkap", [*python, "django", "makemigrations", "--check", "--dry-run"]),
        Check("pemeriksaan Django", [*python, "django", "check", "--fail-level", "WARNING"]),
        Check("dokumen sesuai kode", [sys.executable, "tools/docs.py", "--check"]),
        Check("teks Inggris", [sys.executable, "tools/messages.py", "--check"]),
        Check("arah impor", [_script("lint-imports")]),
        Check("templat (djlint)", [*python, "djlint", "--lint", "--quiet", "src"]),
        Check(
            "templat (djade)", [_script("djade"), "--target-version", "5.2", "--check", *templates]
        ),
        Check("aturan (ruff)", [*python, "ruff", "check", "--quiet", "."]),
        Check("format (ruff)", [*python, "ruff", "format", "--check", "--quiet", "."]),
        Check("skrip (shellcheck)", ["shellcheck", "--severity=warning", *scripts], without=shell),
    ]


def _script(name: str) -> str:
    """A tool that offers no ``python -m``, from the same environment."""
    return str(Path(sys.executable).parent / name)


def run(check: Check, environment: dict[str, str]) -> Result:
    """Run one check and keep what it says."""
    begun = time.monotonic()
    done = subprocess.run(
        check.argv,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        check=False,
    )
    return Result(check, done.returncode, time.monotonic() - begun, done.stdout.strip())


def main() -> int:
    """0 when every check passed."""
    in_ci = os.environ.get("CI", "").lower() in {"1", "true"}
    failed: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="kentongan-check-") as scratch:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("KENTONGAN_")},
            "KENTONGAN_DATA": scratch,
            "DJANGO_SETTINGS_MODULE": "kentongan.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        chosen = checks()
        able = [check for check in chosen if not check.without]
        for check in (check for check in chosen if check.without):
            print(f"{'KURANG' if in_ci else 'lewat':<8}{check.name:<24}{check.without}", flush=True)
            if in_ci:
                failed.append(Result(check, 1, 0, check.without))
        with ThreadPoolExecutor(TOGETHER) as pool:
            for result in pool.map(lambda check: run(check, environment), able):
                word = "GAGAL" if result.code else "baik"
                took = f"{result.seconds:.1f} detik".replace(".", ",")
                print(f"{word:<8}{result.check.name:<24}{took}", flush=True)
                if result.code:
                    failed.append(result)
    for result in failed:
        print(f"\n--- {result.check.name}: {' '.join(result.check.argv[:6])}\n{result.output}")
    print(f"\n{len(chosen) - len(failed)} dari {len(chosen)} pemeriksaan baik.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
