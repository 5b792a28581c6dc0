"""``kentongan check``: no set-up, JSON Lines in and out, honest exit codes."""

import io
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kentongan.compliance.command import main

pytestmark = pytest.mark.no_database


class Out:
    """Standard output that keeps bytes."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()

    def fileno(self) -> int:
        return 1


def run(monkeypatch: pytest.MonkeyPatch, given_: bytes, *options: str) -> tuple[int, str]:
    out = Out()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given_)))
    monkeypatch.setattr(sys, "stdout", out)
    code = main(["-", *options])
    monkeypatch.undo()
    return code, out.buffer.getvalue().decode()


def rows(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_json_lines_are_answered_line_by_line(monkeypatch) -> None:
    code, out = run(
        monkeypatch, b'{"id": "a", "text": "Coblos nomor 2"}\n\n{"id": 7, "text": "Halo"}\n'
    )
    first, second = rows(out)
    assert code == 1
    assert (
        first["findings"][0] | {"text": "Coblos nomor 2", "start": 0, "end": 14}
        == first["findings"][0]
    )
    assert set(first["findings"][0]) >= {
        "rule", "family", "severity", "start", "end", "text", "message", "basis", "suggestion",
    }  # fmt: skip
    assert second == {"id": 7, "findings": []}


def test_a_text_is_one_draft_unless_lines_are_asked_for(monkeypatch) -> None:
    text = b"Posyandu buka.\nHubungi Bu Ai, 0812-3344-5566\n"
    code, out = run(monkeypatch, text)
    assert (code, len(rows(out))) == (1, 1)
    assert rows(out)[0]["findings"][0]["start"] == 30
    code, out = run(monkeypatch, text, "--lines")
    assert [(r["id"], len(r["findings"])) for r in rows(out)] == [(1, 0), (2, 1)]


def test_context_comes_from_the_line_or_the_options(monkeypatch) -> None:
    line = b'{"text": "Calon bupati hadir"}\n{"text": "Calon bupati hadir", "phase": "normal"}\n'
    _, out = run(monkeypatch, line, "--phase", "campaign")
    assert [r["findings"][0]["severity"] for r in rows(out)] == ["must", "weigh"]
    _, out = run(
        monkeypatch, b'{"text": "' + b"a" * 400 + b'", "network": "x", "alt": "IMG_1.jpg"}'
    )
    assert [f["rule"] for f in rows(out)[0]["findings"]] == [
        "network.too_long",
        "accessibility.alt_poor",
    ]


def test_what_must_not_pass_decides_the_exit_code(monkeypatch) -> None:
    assert run(monkeypatch, b"Posyandu buka besok.")[0] == 0
    assert run(monkeypatch, b"Calon bupati hadir")[0] == 0
    assert run(monkeypatch, b"NIK 3210011203850001")[0] == 1


@pytest.mark.parametrize(
    "line",
    [
        b'{"text": 5}', b"{rusak", b'{"a": "\xff"}', b'{"text": "a", "kind": "x"}',
        b'{"text": "a", "at": 5}', b'{"text": "a", "alt": [1]}', b'{"text": "a", "network": 5}',
        b'{"text": "a", "phase": "x"}', b'{"text": "a", "network": "zzz"}', b"{}",
        # More digits than Python turns into a number, and numbers that JSON does not know.
        b'{"id": 1%s, "text": "a"}' % (b"0" * 5000), b'{"id": NaN, "text": "a"}',
        b'{"id": -Infinity, "text": "a"}', b'{"id": 1e999, "text": "a"}',
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_next_one_read(monkeypatch, line: bytes) -> None:
    code, out = run(monkeypatch, line + b'\n{"id": "b", "text": "Halo"}\n')
    assert code == 2
    bad, good = rows(out)
    assert (bad["line"], bool(bad["error"])) == (1, True)
    assert good == {"id": "b", "findings": []}


@pytest.mark.parametrize("given_", [b'[{"text": "Coblos nomor 2"}]', b'[\n {"text": "Halo"}\n]\n'])
def test_a_json_list_is_refused_and_not_read_as_a_text(monkeypatch, given_: bytes) -> None:
    code, out = run(monkeypatch, given_)
    assert code == 2
    assert "JSON Lines" in rows(out)[0]["error"]


def test_a_text_in_brackets_is_a_text(monkeypatch) -> None:
    code, out = run(monkeypatch, b"[HOAKS] Beredar pesan berantai.")
    assert code == 0
    assert "error" not in rows(out)[0]


def test_a_bad_line_keeps_the_id_it_came_with(monkeypatch) -> None:
    _code, out = run(monkeypatch, b'{"id": "a-7", "text": 5}\n{rusak\n')
    assert [row["id"] for row in rows(out)] == ["a-7", None]


def test_lines_are_counted_from_the_first_even_where_that_is_empty(monkeypatch) -> None:
    _code, out = run(monkeypatch, b'\n\r\n{"text": "Halo"}\n{rusak\n')
    assert [row.get("line") for row in rows(out)] == [None, 4]
    assert [row["id"] for row in rows(run(monkeypatch, b"\nHalo\n", "--lines")[1])] == [2]


@pytest.mark.parametrize("option", ["--network", "--kind", "--actor", "--phase"])
def test_an_unknown_option_value_is_refused_with_those_there_are(monkeypatch, capsys, option):
    with pytest.raises(SystemExit) as left:
        run(monkeypatch, b"Halo", option, "zzz")
    monkeypatch.undo()
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert said.startswith(f"kentongan check: {option}: ")
    assert {"--network": "instagram", "--kind": "repost", "--actor": "civil_servant",
            "--phase": "quiet"}[option] in said  # fmt: skip
    assert "argument" not in said


def test_what_is_wrong_is_told_to_people_in_one_indonesian_sentence(monkeypatch, capsys) -> None:
    run(monkeypatch, b'{"text": 5}\n{rusak\n', "--format", "text")
    assert capsys.readouterr().err.splitlines() == [
        "Baris 1: “text” harus ada dan berupa teks.",
        "Baris 2: bukan JSON yang utuh, mulai huruf 2.",
    ]


@pytest.mark.parametrize(
    "given_", [b"", b"\n\n", b"\xff\xfe\x00", b"a\x00b", b"x" * 5_000_000, b"\xef\xbb\xbfHalo"]
)
def test_strange_input_gets_an_answer(monkeypatch, given_: bytes) -> None:
    code, _out = run(monkeypatch, given_)
    assert code in (0, 2)


def test_half_a_character_in_an_escape_is_no_reason_to_stop(monkeypatch) -> None:
    code, out = run(monkeypatch, rb'{"id": "\ud800", "text": "\ud800 NIK 3210011203850001"}')
    assert code == 1
    finding = rows(out)[0]["findings"][0]
    assert finding["start"] == 6
    _code, out = run(monkeypatch, rb'{"text": "\ud800 pilih nomor 2"}')
    assert rows(out)[0]["findings"][0]["text"] == "\ud800 pilih nomor 2"


def test_people_may_read_the_answer(monkeypatch) -> None:
    code, out = run(monkeypatch, b"Hubungi Bu Ai, 0812-3344-5566", "--format", "text")
    assert code == 1
    assert "[WAJIB] Nomor ponsel (15–29) “0812-3344-5566”" in out
    assert "Dasar: UU 27/2022 tentang Pelindungan Data Pribadi (tercatat berlaku; cek naskah" in out
    _code, out = run(monkeypatch, b"Coblos nomor 2 ya", "--format", "text")
    assert "(rujukan belum diverifikasi: dikutip dari sumber kedua)" in out
    assert run(monkeypatch, b"Halo", "--format", "text")[1] == "tidak ada temuan.\n"
    _code, out = run(monkeypatch, b'{"text": "Halo", "alt": "Warga antre"}', "--format", "text")
    assert "Gambar belum diperiksa" in out


def test_a_missing_file_is_one_clear_line(capsys) -> None:
    assert main(["/tidak/ada.txt"]) == 2
    said = capsys.readouterr().err
    assert said == "Tidak dapat membaca /tidak/ada.txt: berkas itu tidak ada.\n"


@pytest.mark.slow
def test_many_lines_need_no_more_memory(tmp_path: Path, monkeypatch) -> None:
    def peak(lines: int) -> int:
        path = tmp_path / f"{lines}.jsonl"
        path.write_text('{"id": "a", "text": "Posyandu buka besok pagi."}\n' * lines)
        with open("/dev/null", "w") as nowhere:
            monkeypatch.setattr(sys, "stdout", nowhere)
            tracemalloc.start()
            main([str(path)])
            _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        monkeypatch.undo()
        return most

    peak(50)
    assert peak(1500) < peak(100) + 500_000


@pytest.mark.slow
def test_neither_django_nor_a_database_is_loaded() -> None:
    script = (
        "import sys; from kentongan.compliance.command import main; main(['-']);"
        "sys.exit(3 if 'django' in sys.modules else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=b"Halo", capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.slow
def test_limits_of_a_network_need_no_set_up_either() -> None:
    script = (
        "import sys; from kentongan.compliance.command import main;"
        "sys.exit(main(['-', '--network', 'x']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=b"a" * 400, capture_output=True, timeout=60
    )
    assert done.returncode == 1, done.stderr.decode()


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(given_: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        code, out = run(patch, given_)
    assert code in (0, 1, 2)
    assert all(isinstance(row, dict) for row in rows(out))
