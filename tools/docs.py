"""The documents that come out of the code: settings, states, commands.

python tools/docs.py           writes them
python tools/docs.py --check   writes nothing; exit code 1 when one is not in step
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Dibuat oleh tools/docs.py dari kode. Jangan disunting di sini. -->"


def settings() -> str:
    """``docs/pengaturan.md``: everything read from the environment."""
    from kentongan.config.environment import Environment

    lines = [
        NOTE,
        "# Pengaturan",
        "",
        "Semua pengaturan dibaca dari variabel lingkungan saat Kentongan dijalankan.",
        "",
        "| Variabel | Bawaan | Keterangan |",
        "|---|---|---|",
    ]
    for row in Environment.documented():
        default = f"`{row['default']}`" if row["default"] else "(kosong)"
        lines.append(f"| `{row['name']}` | {default} | {_cell(row['help'])} |")
    return "\n".join(lines)


def states() -> str:
    """``docs/keadaan.md``: every life cycle of the product."""
    from kentongan.approval.states import REQUEST
    from kentongan.delivery.states import DELIVERY
    from kentongan.inbox.states import ATTACHMENT, CASE, CLARIFICATION, DISPOSITION, HIDING
    from kentongan.media.states import INCOMING
    from kentongan.people.states import LETTER
    from kentongan.planning.states import POST

    lines = [
        NOTE,
        "# Keadaan",
        "",
        "Unggahan, persetujuan, kiriman, berkas, perkara, dan surel berpindah menurut tabel ini.",
    ]
    for title, table in (
        ("Unggahan", POST),
        ("Permintaan persetujuan", REQUEST),
        ("Kiriman", DELIVERY),
        ("Berkas yang diunggah", INCOMING),
        ("Perkara di kotak masuk", CASE),
        ("Disposisi", DISPOSITION),
        ("Permintaan menyembunyikan pesan", HIDING),
        ("Surel pemberitahuan", LETTER),
        ("Lampiran warga", ATTACHMENT),
        ("Klarifikasi", CLARIFICATION),
    ):
        lines += ["", f"## {title}", "", f"Awal: `{table.initial}`.", ""]
        lines += ["| Keadaan | Sebutan |", "|---|---|"]
        lines += [f"| `{state}` | {label} |" for state, label in table.labels.items()]
        lines += ["", table.as_markdown()]
    return "\n".join(lines)


def commands() -> str:
    """``docs/perintah.md``: the command line."""
    from kentongan.config.cli import GROUPS, build_parser

    parser = build_parser()
    known = _subparsers(parser)
    lines = [NOTE, "# Perintah", "", "`./kentongan PERINTAH --help` mencetak keterangan yang sama."]
    for title, group in GROUPS.items():
        lines += ["", f"## {title}"]
        for name, command in group.items():
            lines += ["", f"### `{name}`", "", _sentence(command.HELP)]
            lines += _options(known[name])
            for inner, sub in _subparsers(known[name]).items():
                lines += ["", f"`{name} {inner}`: {sub.description or ''}".rstrip(": ")]
                lines += _options(sub)
    return "\n".join(lines)


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _options(parser: argparse.ArgumentParser) -> list[str]:
    rows = [
        f"| `{_spelling(action)}` | {_cell(action.help or '')} |"
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)
    ]
    return ["", "| Pilihan | Arti |", "|---|---|", *rows] if rows else []


def _spelling(action: argparse.Action) -> str:
    value = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return value
    name = action.option_strings[-1]
    return name if action.nargs == 0 else f"{name} {value}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def rules() -> str:
    """``docs/aturan.md``: the catalogue of the check."""
    from kentongan.compliance.document import catalogue_markdown

    return f"{NOTE}\n{catalogue_markdown().rstrip()}"


DOCUMENTS = {
    "aturan.md": rules,
    "keadaan.md": states,
    "pengaturan.md": settings,
    "perintah.md": commands,
}


def generated() -> Iterator[tuple[Path, str]]:
    """Each document with the text it should have."""
    for name, make in DOCUMENTS.items():
        yield ROOT / "docs" / name, make() + "\n"


def main() -> int:
    """Write, or compare."""
    check = sys.argv[1:] == ["--check"]
    with tempfile.TemporaryDirectory(prefix="kentongan-docs-") as scratch:
        os.environ["KENTONGAN_DATA"] = scratch
        os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.config.settings"
        sys.path.insert(0, str(ROOT / "src"))
        import django

        django.setup()
        stale = []
        for path, text in generated():
            if path.exists() and path.read_text("utf-8") == text:
                continue
            stale.append(path.relative_to(ROOT))
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
    for path in stale:
        print(f"{path}: tidak sesuai kode; jalankan: python tools/docs.py" if check else path)
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
