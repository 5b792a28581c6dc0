"""Telegram's Bot API as the aiogram package carries it, read as data and never imported.

Every method and type is a class whose annotated names are its parameters; a value makes one
optional, the text below it tells bounds such as "1-4096 characters" and "must include 2-10 items".
"""

import ast
import functools
import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BOUNDS = re.compile(r"\b(\d+)-(\d+) (?:characters|items)")
_PLAIN: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "None": (type(None),),
}


class Wrong(Exception):
    """A request that the contract does not allow; the text says where and why."""


@dataclass(frozen=True)
class File:
    """Stands for an uploaded file among the values of a request."""

    data: bytes
    mime: str
    filename: str


@dataclass(frozen=True)
class Parameter:
    """One parameter. ``bounds``: of its characters or items, where the text tells them."""

    kind: ast.expr
    required: bool
    deprecated: bool
    bounds: tuple[int, int] | None


def _root() -> Path:
    spec = importlib.util.find_spec("aiogram")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@functools.cache
def _tree(folder: str, name: str) -> ast.Module | None:
    path = _root() / folder / f"{_snake(name)}.py"
    return ast.parse(path.read_text("utf-8")) if path.exists() else None


def _class(folder: str, name: str) -> ast.ClassDef | None:
    tree = _tree(folder, name)
    found = (n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name) if tree else ()
    return next(iter(found), None)


def _own(body: ast.ClassDef) -> Iterator[tuple[str, Parameter]]:
    """The annotated names of a class with the text that follows each."""
    for place, node in enumerate(body.body):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        after = body.body[place + 1] if place + 1 < len(body.body) else None
        text = (
            str(after.value.value)
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            else ""
        )
        given = ast.unparse(node.value) if node.value is not None else ""
        bounds = _BOUNDS.search(text)
        yield (
            node.target.id,
            Parameter(
                kind=node.annotation,
                # Types fill in which of a union they are; on the wire that must be there.
                required=node.value is None or ast.unparse(node.annotation).startswith("Literal"),
                deprecated="deprecated" in given,
                bounds=(int(bounds[1]), int(bounds[2])) if bounds else None,
            ),
        )


@functools.cache
def method(name: str) -> Mapping[str, Parameter] | None:
    """The parameters of a method; None where there is no such method."""
    found = _class("methods", name[:1].upper() + name[1:])
    return dict(_own(found)) if found else None


@functools.cache
def _type(name: str) -> Mapping[str, Parameter] | None:
    found = _class("types", name)
    if found is None:
        return None
    inherited: dict[str, Parameter] = {}
    for base in found.bases:
        inherited |= (_type(base.id) if isinstance(base, ast.Name) else None) or {}
    return inherited | dict(_own(found))


def _alias(name: str) -> ast.expr | None:
    tree = _tree("types", name)
    for node in tree.body if tree else ():
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
            return node.value
    return None


def _literal(kind: ast.expr) -> Any:
    """The value of ``InputMediaType.PHOTO`` or of a plain constant."""
    if not isinstance(kind, ast.Attribute):
        return ast.literal_eval(kind)
    assert isinstance(kind.value, ast.Name)
    enum = _class("enums", kind.value.id)
    assert enum is not None
    for node in enum.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == kind.attr:
            return ast.literal_eval(node.value)
    raise LookupError(ast.unparse(kind))


def check(name: str, values: Mapping[str, Any]) -> None:
    """Hold the values of a call against the method; raises :class:`Wrong`."""
    parameters = method(name)
    if parameters is None:
        raise Wrong(f"method {name} is unknown")
    _fields(parameters, values, name)


def _fields(parameters: Mapping[str, Parameter], values: Any, where: str) -> None:
    if not isinstance(values, Mapping):
        raise Wrong(f"{where} is no object")
    for name, parameter in parameters.items():  # first of all, which of a union it is
        if name in values and ast.unparse(parameter.kind).startswith("Literal"):
            _value(parameter.kind, values[name], f"{where}.{name}")
    for name in parameters.keys() - values.keys():
        if parameters[name].required:
            raise Wrong(f"{where}.{name} is missing")
    for name, value in values.items():
        known = parameters.get(name)
        if known is None or name.startswith("__"):
            raise Wrong(f"{where}.{name} is unknown")
        if known.deprecated:
            raise Wrong(f"{where}.{name} is deprecated")
        _value(known.kind, value, f"{where}.{name}")
        if known.bounds and isinstance(value, str | list):
            _bound(known.bounds, value, f"{where}.{name}")


def _bound(bounds: tuple[int, int], value: str | list[Any], where: str) -> None:
    least, most = bounds
    size = len(value.strip() if isinstance(value, str) else value)
    if not least <= size <= most:
        raise Wrong(f"{where} has {size}, allowed are {least} to {most}")


def _value(kind: ast.expr, value: Any, where: str) -> None:
    """Hold one value against its annotation."""
    if isinstance(kind, ast.BinOp):
        _either([kind.left, kind.right], value, where)
    elif isinstance(kind, ast.Subscript):
        _subscript(kind, value, where)
    elif isinstance(kind, ast.Constant):
        if value is not kind.value:
            raise Wrong(f"{where} is not {kind.value!r}")
    elif isinstance(kind, ast.Name):
        _named(kind.id, value, where)
    else:
        raise Wrong(f"{where}: {ast.unparse(kind)} is not understood")


def _either(kinds: list[ast.expr], value: Any, where: str) -> None:
    """Any of several; told is what is wrong with the one that fits best."""
    reasons = []
    for kind in kinds:
        try:
            return _value(kind, value, where)
        except Wrong as wrong:
            reasons.append(str(wrong))
    raise Wrong(max(reasons, key=_fit))


def _fit(reason: str) -> tuple[bool, int, int]:
    """How well a member of a union fits, judged by what is wrong with it."""
    other = reason.endswith("is not None") or ".type is not" in reason
    return not other, reason.count("."), len(reason)


def _subscript(kind: ast.Subscript, value: Any, where: str) -> None:
    head = ast.unparse(kind.value)
    if head == "Literal":
        if value != _literal(kind.slice):
            raise Wrong(f"{where} is not {_literal(kind.slice)!r}")
    elif head == "list":
        if not isinstance(value, list):
            raise Wrong(f"{where} is no list")
        for place, one in enumerate(value):
            _value(kind.slice, one, f"{where}[{place}]")
    elif head == "Annotated":
        assert isinstance(kind.slice, ast.Tuple)
        _value(kind.slice.elts[0], value, where)
    else:
        raise Wrong(f"{where}: {head} is not understood")


def _named(name: str, value: Any, where: str) -> None:
    if name in _PLAIN:
        wanted = _PLAIN[name]
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise Wrong(f"{where} is not {name}")
    elif name == "InputFile":
        if not isinstance(value, File):
            raise Wrong(f"{where} is no uploaded file")
    elif name == "Default":
        raise Wrong(f"{where} is no plain value")
    elif (alias := _alias(name)) is not None:
        _value(alias, value, where)
    elif (fields := _type(name)) is not None:
        _fields(fields, value, where)
    else:
        raise Wrong(f"{where}: type {name} is not understood")


def read(name: str, texts: Mapping[str, str], parse: Callable[[str], Any]) -> dict[str, Any]:
    """Values from a form, where all are texts: all but texts and names are JSON there."""
    parameters = method(name) or {}
    found: dict[str, Any] = {}
    for key, text in texts.items():
        kinds = _names(parameters[key].kind) if key in parameters else {"str"}
        number = re.fullmatch(r"-?\d+", text)
        as_text = "str" in kinds and not ("int" in kinds and number)
        found[key] = text if as_text else parse(text)
    return found


def _names(kind: ast.expr) -> set[str]:
    """The names in an annotation, those behind an alias too."""
    found: set[str] = set()
    for node in ast.walk(kind):
        if isinstance(node, ast.Name):
            alias = _alias(node.id) if node.id not in _PLAIN else None
            found |= _names(alias) if alias is not None else {node.id}
    return found
