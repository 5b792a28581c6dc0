"""How fast the check is: a draft of 500 characters, many drafts as people write them, 100 kB.

    python -m benchmarks.check_speed             the table; exits 1 where a target is missed
    python -m benchmarks.check_speed --rules     where the time goes: the mean of each rule

The mix is the labelled drafts of the tuning part, one after the other, with their own lengths,
phases, kinds and pictures; it was gone through once before, so that words are known. Time is
processor time of the one thread, so that what else runs matters less.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from kentongan.compliance.check import check, warm
from kentongan.compliance.draft import Draft, Facts, MediaFact, Phase, TextLimits
from kentongan.compliance.reading.asking import asking
from kentongan.compliance.rule import Case
from kentongan.compliance.rules.listed import RULES
from kentongan.kernel.memory import settle
from tests.corpus import rows

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


MEDIA = (MediaFact(alt="Kader menimbang balita di balai desa"),)
ROUNDS, LONG_ROUNDS = 200, 5
CAPTIONS = 1_500

Given = tuple[Draft, Facts]


def timed(given: Sequence[Given]) -> list[float]:
    """Milliseconds of the check of each draft, after a round that is not counted."""
    for draft, facts in given:
        check(draft, facts)
    taken = []
    for draft, facts in given:
        begun = time.thread_time()
        check(draft, facts)
        taken.append((time.thread_time() - begun) * 1000)
    return taken


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    warm()
    mix = [(row.draft, row.facts) for row in rows("tuning")]
    settle()  # as web and worker do; nor is the labelled set looked through, which no server holds
    clean = (_short(CLEAN), FACTS)
    if options.rules:
        _tell_rules("clean draft", [clean] * ROUNDS)
        _tell_rules("mix", mix)
        return 0
    long = Draft((CLEAN + "\n") * 210, at=AT)
    lines = [
        ("clean draft, 500 characters", timed([clean] * ROUNDS), 1000 / CAPTIONS),
        ("draft full of findings, 500 characters", timed([(_short(FULL), FACTS)] * ROUNDS), 5.0),
        (f"mix, {_mean_length(mix)} characters in the mean", timed(mix), 1000 / CAPTIONS),
        (
            f"clean text, {len(long.text):,} characters",
            timed([(long, Facts())] * LONG_ROUNDS),
            100.0,
        ),
    ]
    print(f"{'milliseconds':40}{'median':>9}{'mean':>9}{'p95':>9}{'target':>9}{'a second':>10}")
    missed = 0
    for name, taken, target in lines:
        median, mean, p95 = _figures(taken)
        missed += mean > target
        rate = 1000 / mean
        print(f"{name:40}{median:9.2f}{mean:9.2f}{p95:9.2f}{target:9.2f}{rate:10.0f}")
    print(f"start of a process with the check: {_start():.0f} ms")
    return int(missed > 0)


def _short(text: str) -> Draft:
    return Draft(text[:500], at=AT, network="bluesky", title="Bulan vitamin A", media=MEDIA)


def _mean_length(given: Sequence[Given]) -> int:
    return round(statistics.mean(len(draft.text) for draft, _ in given))


def _figures(taken: Sequence[float]) -> tuple[float, float, float]:
    """Median, mean, 95th percentile."""
    return statistics.median(taken), statistics.mean(taken), statistics.quantiles(taken, n=20)[-1]


def _start() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import kentongan.compliance.check"], check=True)
    return (time.perf_counter() - begun) * 1000


def _tell_rules(name: str, given: Sequence[Given]) -> None:
    """The mean microseconds of each rule over ``given``; what rules share is the first one's."""
    timed(given)
    spent: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for draft, facts in given:
        case = Case(draft, facts)
        begun = time.thread_time()
        asked = asking(RULES).asked(case)
        spent["(which rules to ask)"] += time.thread_time() - begun
        for rule in map(RULES.__getitem__, asked):
            begun = time.thread_time()
            list(rule.find(case))
            spent[rule.id] += time.thread_time() - begun
            times[rule.id] += 1
    print(f"{name}: {sum(spent.values()) / len(given) * 1e6:.0f} µs a draft")
    for rule_id, seconds in spent.most_common():
        share = times[rule_id] / len(given) if times[rule_id] else 1
        print(f"  {rule_id:36}{seconds / len(given) * 1e6:8.1f} µs   asked {share:4.0%}")


if __name__ == "__main__":
    raise SystemExit(main())
