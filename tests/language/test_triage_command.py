"""``kentongan triage``: no set-up, JSON Lines in and out, honest exit codes."""

import io
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from kentongan.language.triage.command import main

pytestmark = pytest.mark.no_database


class Out:
    """Standard output that keeps bytes."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()

    def fileno(self) -> int:
        return 1


def run(monkeypatch: pytest.MonkeyPatch, given: bytes, *options: str) -> tuple[int, list[dict]]:
    out = Out()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    monkeypatch.setattr(sys, "stdout", out)
    code = main(["-", *options])
    monkeypatch.undo()
    return code, [json.loads(line) for line in out.buffer.getvalue().decode().splitlines()]


def test_json_lines_are_answered_line_by_line(monkeypatch) -> None:
    given = (
        b'{"id": "a", "text": "jalan rusak parah min, tolong diperbaiki"}\n\n{"id": 7, "text": ""}'
    )
    code, (first, second) = run(monkeypatch, given)
    assert code == 0
    assert list(first) == [
        "id", "kind", "kind_confidence", "flags", "sentiment", "language", "places",
    ]  # fmt: skip
    assert (first["id"], first["kind"], first["flags"]) == ("a", "complaint", [])
    assert (second["id"], second["kind"]) == (7, None)


def test_a_text_is_one_message_unless_lines_are_asked_for(monkeypatch) -> None:
    text = b"terima kasih banyak\npetugasnya ramah\n"
    assert len(run(monkeypatch, text)[1]) == 1
    _, rows = run(monkeypatch, text, "--lines")
    assert [(row["id"], row["kind"]) for row in rows] == [(1, "appreciation"), (2, "appreciation")]


def test_places_come_from_a_file_of_names(monkeypatch, tmp_path: Path) -> None:
    names = tmp_path / "tempat.txt"
    names.write_text("Kecamatan Cikijing\nDesa Sukamaju\n", encoding="utf-8")
    _, (row,) = run(monkeypatch, b"banjir di cikijing", "--places", str(names))
    assert row["places"] == ["Kecamatan Cikijing"]


@pytest.mark.parametrize("line", [b'{"text": 5}', b"{rusak", b'{"a": "\xff"}', b"{}"])
def test_a_bad_line_is_told_and_the_next_one_read(monkeypatch, line: bytes) -> None:
    code, (bad, good) = run(monkeypatch, line + b'\n{"id": "b", "text": "Halo"}\n')
    assert (code, bad["line"], bool(bad["error"]), good["id"]) == (2, 1, True, "b")


def test_a_missing_file_is_one_clear_line(capsys) -> None:
    assert main(["/tidak/ada.txt"]) == 2
    assert main(["-", "--places", "/tidak/ada.txt"]) == 2
    assert capsys.readouterr().err.count("Tidak dapat membaca /tidak/ada.txt") == 2


@pytest.mark.slow
def test_many_lines_need_no_more_memory(tmp_path: Path, monkeypatch) -> None:
    def peak(lines: int) -> int:
        path = tmp_path / f"{lines}.jsonl"
        path.write_text('{"id": "a", "text": "Jalan rusak di depan pasar min."}\n' * lines)
        with open("/dev/null", "w") as nowhere:
            monkeypatch.setattr(sys, "stdout", nowhere)
            tracemalloc.start()
            main([str(path)])
            _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        monkeypatch.undo()
        return most

    peak(50)
    assert peak(3000) < peak(100) + 1_000_000


def test_neither_django_nor_numpy_is_loaded() -> None:
    script = (
        "import sys; from kentongan.language.triage.command import main; main(['-']);"
        "sys.exit(3 if {'django', 'numpy', 'sklearn'} & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=b"Halo", capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
