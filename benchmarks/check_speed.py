"""How fast the check is: one draft of 500 characters, captions a second, a text of 100 kB.

    PYTHONPATH=src python benchmarks/check_speed.py

Prints medians and the 95th percentile; exits 1 when a target of the issue is missed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, MediaFact, Phase, TextLimits

AT = datetime(2026, 8, 12, tzinfo=UTC)
FACTS = Facts(
    phase=Phase.CAMPAIGN,
    limits=TextLimits(label="Bluesky", max_text=300, max_images=4),
    allowed_phones=frozenset({"081233445566"}),
    allowed_terms=frozenset({"jalan pahlawan"}),
    local_names=("Dadang Supriatna", "Ratna Wulan"),
)
CLEAN = (
    "Bunda, Agustus ini bulan vitamin A. Bawa si kecil usia 6–59 bulan ke posyandu terdekat. "
    "Gratis. Kapsul biru untuk 6–11 bulan, merah untuk 12–59 bulan. Sebanyak 34 posyandu buka "
    "13–20 Agustus 2026, pukul 08.00–11.00 WIB. Jadwal tiap desa: https://kec-maju.contoh.go.id/a. "
    "Bawa buku KIA dan kartu keluarga. Jika anak demam, tunda dulu dan periksakan ke puskesmas. "
    "Kader siap membantu. Pertanyaan? Hubungi 112 atau balas pesan ini. #BulanVitaminA #Posyandu 👶"
)
FULL = (
    "Stunting turun berkat kepemimpinan Bapak Bupati, lanjutkan dua periode! ✌️ Hubungi Bu Ai, "
    "0812-9999-5566, NIK 3210011203850001. C o b l o s  n o m o r  2 bersama kader Golkar. "
) * 3


def measured(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, warm."""
    for _ in range(20):
        run()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def main() -> int:
    media = (MediaFact(alt="Kader menimbang balita di balai desa"),)
    rows: list[tuple[str, float, float, float]] = []
    for name, text in (("clean draft", CLEAN[:500]), ("draft full of findings", FULL[:500])):
        draft = Draft(text, at=AT, network="bluesky", title="Bulan vitamin A", media=media)
        median, p95 = measured(lambda draft=draft: check(draft, FACTS), 400)
        rows.append((f"{name}, 500 characters", median, p95, 5.0))
    long = Draft((CLEAN + "\n") * 210, at=AT)
    median, p95 = measured(lambda: check(long, Facts()), 5)
    rows.append((f"clean text, {len(long.text):,} characters", median, p95, 100.0))
    for name, median, p95, target in rows:
        print(f"{name:34} median {median:8.2f} ms   p95 {p95:8.2f} ms   target {target:g} ms")
    captions = 1000 / rows[0][1]
    print(f"captions a second, one core        {captions:8.0f}")
    command = [sys.executable, "-c", "import kentongan.compliance.check"]
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    print(f"start of a process with the check  {(time.perf_counter() - begun) * 1000:8.0f} ms")
    return int(any(median > target for _, median, _, target in rows))


if __name__ == "__main__":
    raise SystemExit(main())
