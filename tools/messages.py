"""The English texts: ``locale/en/LC_MESSAGES/django.po`` of every feature, in step with the code.

python tools/messages.py [FEATURE …]           adds new messages (empty), removes those gone
python tools/messages.py [FEATURE …] --check   writes nothing; exit code 1 when something is amiss

Needs no gettext program: Python is read with ``ast``, templates with Django's ``templatize``.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "kentongan"
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")

#: What the leading arguments of each function are: (c)ontext, (t)ext, (p)lural.
ARGUMENTS = {
    "_": "t",
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), "t"),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), "tp"),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), "ct"),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), "ctp"),
}
HEADER = "English texts of kentongan.{feature}. The source texts are Indonesian."
METADATA = {
    "Project-Id-Version": "Kentongan",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(((?:\s*{STRING}\s*,?)+)")
PERCENT = re.compile(r"%\(\w+\)[-+ #0-9.]*[a-z]")
BRACE = re.compile(r"\{\w*\}")


#: Data that ships with a feature, and which of its values people read.
SHIPPED = {
    "chains.json": {"label", "note"},
    "content_kinds.json": {"label", "help"},
    "unit_types.json": {"label"},
}


class Unreadable(ValueError):
    """A text that is put together while the program runs, so that nobody can translate it."""


@dataclass(frozen=True)
class Message:
    """One text of the code."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks it up by."""
        return self.context, self.text


def _message(kinds: str, texts: list[str]) -> Message:
    found = dict(zip(kinds, texts, strict=False))
    return Message(found["t"], found.get("p", ""), found.get("c", ""))


def from_template(source: str) -> Iterator[Message]:
    """The messages of a template, in the order of the page."""
    for name, arguments in CALL.findall(templatize(source)):
        texts = ast.literal_eval(f"[{arguments}]")
        if name == "_":  # looked up with the sign doubled, but handed over as it is written
            texts = [text.replace("%", "%%") for text in texts]
        yield _message(ARGUMENTS[name], texts)


def from_python(source: str) -> Iterator[Message]:
    """The messages of a module, in the order of its lines."""
    tree = ast.parse(source)
    known = dict(ARGUMENTS)
    calls = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known |= {a.asname: known[a.name] for a in node.names if a.asname and a.name in known}
        elif isinstance(node, ast.Call):
            calls.append(node)
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        kinds = known.get(getattr(call.func, "id", getattr(call.func, "attr", "")), "")
        given = call.args[: len(kinds)]
        if any(isinstance(part, ast.JoinedStr | ast.BinOp | ast.IfExp) for part in given):
            raise Unreadable(f"baris {call.lineno}: teks gettext harus satu string utuh")
        texts = [p.value for p in given if isinstance(p, ast.Constant) and isinstance(p.value, str)]
        if kinds and len(texts) == len(kinds):
            yield _message(kinds, texts)


def from_data(source: str, names: set[str]) -> Iterator[Message]:
    """The values of ``names`` in a JSON document, in its order; each once."""
    found: dict[str, None] = {}

    def keep(values: dict[str, object]) -> dict[str, object]:
        found.update((str(values[name]), None) for name in values if name in names)
        return values

    json.loads(source, object_hook=keep)
    return (Message(text) for text in found if text)


def messages_of(feature: Path) -> list[Message]:
    """All messages of a feature in order of first appearance, files by path."""
    found: dict[tuple[str, str], Message] = {}
    files = (p for p in feature.rglob("*") if p.suffix in {".py", ".html", ".txt"})
    for path in sorted(files, key=Path.as_posix):
        inside = path.relative_to(feature).parts
        if "migrations" in inside or (path.suffix != ".py" and "templates" not in inside):
            continue
        read = from_python if path.suffix == ".py" else from_template
        try:
            for message in read(path.read_text("utf-8")):
                earlier = found.setdefault(message.key, message)
                if message.plural and not earlier.plural:
                    found[message.key] = message
                elif message.plural and message.plural != earlier.plural:  # looked up without it
                    raise Unreadable(f"“{message.text}” punya dua bentuk jamak")
        except (Unreadable, SyntaxError) as problem:
            raise Unreadable(f"{path}: {problem}") from None
    for path in sorted((feature / "data").glob("*.json")):
        if names := SHIPPED.get(path.name):
            for message in from_data(path.read_text("utf-8"), names):
                found.setdefault(message.key, message)
    return list(found.values())


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def read(feature: Path) -> polib.POFile:
    """The catalogue as it is; empty where there is none."""
    path = feature / CATALOGUE
    return polib.pofile(str(path) if path.exists() else "", wrapwidth=0)


def renewed(feature: Path, messages: list[Message]) -> polib.POFile:
    """The catalogue as it should be; translations are kept, new messages are empty."""
    kept = {_key(entry): entry for entry in read(feature) if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.header = HEADER.format(feature=feature.name)
    catalogue.metadata = dict(METADATA)
    for message in messages:
        old = kept.get(message.key) or polib.POEntry()
        entry = polib.POEntry(
            msgid=message.text, msgctxt=message.context or None, tcomment=old.tcomment
        )
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {n: old.msgstr_plural.get(n, "") for n in (0, 1)}
        else:
            entry.msgstr = old.msgstr
        source = f"{message.text}\n{message.plural}"
        entry.flags = ["fuzzy"] if old.fuzzy else []
        entry.flags += ["python-format"] if PERCENT.search(source) else []
        entry.flags += ["python-brace-format"] if BRACE.search(source) else []
        catalogue.append(entry)
    return catalogue


def write(feature: Path, catalogue: polib.POFile) -> bool:
    """Write the catalogue, or remove its folder where there is nothing to say; True: changed."""
    path = feature / CATALOGUE
    if not catalogue:
        if path.exists():
            path.unlink()
            for folder in list(path.parents)[: len(CATALOGUE.parts) - 1]:
                if any(folder.iterdir()):
                    break
                folder.rmdir()
            return True
        return False
    if path.exists() and path.read_text("utf-8") == str(catalogue):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(catalogue), "utf-8")
    return True


def complaints(feature: Path, wanted: polib.POFile) -> Iterator[str]:
    """What running this program would change, and what only a person can put right."""
    path = feature / CATALOGUE
    before = {_key(entry) for entry in read(feature) if not entry.obsolete}
    after = {_key(entry) for entry in wanted}
    for entry in wanted:
        if _key(entry) in before:
            yield from amiss(entry)
        else:
            yield f"belum masuk: “{entry.msgid}”"
    for _context, text in sorted(before - after):
        yield f"tidak dipakai lagi: “{text}”"
    if before == after and before and path.read_text("utf-8") != str(wanted):
        yield "isinya lengkap, tetapi urutan atau bentuknya berbeda"


def amiss(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with a translation."""
    said = _said(entry)
    if not all(said):
        yield f"belum diterjemahkan: “{entry.msgid}”"
        return
    if entry.fuzzy:
        yield f"masih bertanda fuzzy: “{entry.msgid}”"
    # One thing may be told without its number: “1 post”.
    allowed = [_placeholders(entry.msgid), _placeholders(entry.msgid_plural or entry.msgid)]
    if any(
        _placeholders(text) not in (allowed if number == 0 else allowed[1:])
        or (PERCENT.search(text) and "%" in PERCENT.sub("", text).replace("%%", ""))
        for number, text in enumerate(said)
    ):
        yield f"tempat isian berbeda: “{entry.msgid}” → “{'” / “'.join(said)}”"


def _said(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [entry.msgstr_plural.get(number, "") for number in (0, 1)]
    return [entry.msgstr]


def _placeholders(text: str) -> set[str]:
    return {*PERCENT.findall(text), *BRACE.findall(text)}


def contradictions(catalogues: dict[str, polib.POFile]) -> Iterator[str]:
    """All catalogues become one, so a text can have one translation only."""
    heard: dict[tuple[str, str, bool], dict[str, list[str]]] = defaultdict(dict)
    for feature, catalogue in catalogues.items():
        for entry in catalogue:
            if all(said := _said(entry)):
                versions = heard[*_key(entry), bool(entry.msgid_plural)]
                versions.setdefault("” / “".join(said), []).append(feature)
    for (_context, text, _plural), versions in heard.items():
        if len(versions) > 1:
            told = "; ".join(f"“{said}” ({', '.join(at)})" for said, at in versions.items())
            yield f"“{text}” punya dua terjemahan: {told}"


def main() -> int:
    """Write, or compare."""
    every = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("features", nargs="*", metavar="FEATURE", help="all when none is named")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when amiss")
    asked = parser.parse_args()
    if unknown := set(asked.features) - {path.name for path in every}:
        parser.error(f"no such feature: {', '.join(sorted(unknown))}")
    try:
        catalogues = {feature: renewed(feature, messages_of(feature)) for feature in every}
    except Unreadable as problem:
        print(problem)
        return 1
    found = []
    for feature, catalogue in catalogues.items():
        if asked.features and feature.name not in asked.features:
            continue
        path = (feature / CATALOGUE).relative_to(ROOT)
        if asked.check:
            found += [f"{path}: {what}" for what in complaints(feature, catalogue)]
        elif write(feature, catalogue):
            print(path)
    if asked.check:
        found += contradictions({path.name: made for path, made in catalogues.items()})
    for complaint in found:
        print(complaint)
    if found:
        print(f"{len(found)} hal; jalankan: python tools/messages.py, lalu terjemahkan.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
