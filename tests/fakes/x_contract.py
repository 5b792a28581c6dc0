"""X's own contract, read as data from the package ``xdk`` that X generates from its OpenAPI.

Nothing of it is imported or run. Its models let unknown fields pass; here they are faults.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

KINDS: dict[str, type | tuple[type, ...]] = {"str": str, "int": int, "bool": bool, "float": float}


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One endpoint: ``query`` by the name on the wire, ``body`` and ``answer`` name models.

    Both are empty where there is none: the answer may be the bytes of a file.
    """

    method: str
    path: str
    query: Mapping[str, ast.expr]
    body: str
    answer: str


@cache
def _tree(name: str) -> ast.Module:
    spec = find_spec("xdk")
    assert spec is not None, "pip install --no-deps -r requirements-contracts.lock"
    assert spec.submodule_search_locations
    file = Path(spec.submodule_search_locations[0]) / name
    return ast.parse(file.read_text("utf-8"))


@cache
def _models() -> dict[str, dict[str, tuple[ast.expr, bool]]]:
    """Fields of each model: type, and whether it must be there."""
    found = {}
    for node in _tree("schemas.py").body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {
                field.target.id: (field.annotation, _required(field.value))
                for field in node.body
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            }
    return found


def _required(value: ast.expr | None) -> bool:
    return not isinstance(value, ast.Call) or all(k.arg != "default" for k in value.keywords)


@cache
def _aliases() -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in _tree("schemas.py").body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


@cache
def operation(area: str, name: str) -> Operation:
    """The endpoint behind the method ``name`` of the client of ``area``."""
    (method,) = (
        node
        for node in ast.walk(_tree(f"{area}/client.py"))
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    names = {
        target.id: node.value.attr
        for node in _tree(f"{area}/models.py").body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    path = next(
        node.value
        for node in ast.walk(method)
        if isinstance(node, ast.Constant) and str(node.value).startswith("/2/")
    )
    verb = next(
        node.func.attr
        for node in ast.walk(method)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "self.client.session"
    )
    arguments = {a.arg: a.annotation for a in method.args.args if a.annotation is not None}
    return Operation(
        method=verb.upper(),
        path=str(path),
        query={
            name.replace("_fields", ".fields"): kind
            for name, kind in arguments.items()
            if name != "body" and f"{{{name}}}" not in str(path)
        },
        body=names.get(ast.unparse(arguments["body"]), "") if "body" in arguments else "",
        answer=next((names[word] for word in _words(method.returns) if word in names), ""),
    )


def _words(annotation: ast.expr | None) -> Iterator[str]:
    assert annotation is not None
    yield from (node.id for node in ast.walk(annotation) if isinstance(node, ast.Name))


def faults(model: str, value: Any, where: str = "body") -> list[str]:
    """What is wrong with a value of that model; empty for nothing."""
    fields = _models()[model]
    if not isinstance(value, dict):
        return [f"{where}: not an object"]
    found = [f"{where}.{name}: unknown" for name in value if name not in fields]
    for name, (kind, required) in fields.items():
        if name in value:
            found += check(kind, value[name], f"{where}.{name}")
        elif required:
            found.append(f"{where}.{name}: required")
    return found


def check(kind: ast.expr, value: Any, where: str) -> list[str]:
    """What is wrong with a value of that type."""
    if isinstance(kind, ast.Constant):
        kind = ast.parse(str(kind.value), mode="eval").body
    if isinstance(kind, ast.Attribute):
        kind = ast.Name(kind.attr)
    if isinstance(kind, ast.Name):
        return _named(kind.id, value, where)
    assert isinstance(kind, ast.Subscript), ast.dump(kind)
    outer, inner = ast.unparse(kind.value), kind.slice
    if outer == "Optional":
        return [] if value is None else check(inner, value, where)
    if outer == "List":
        if not isinstance(value, list):
            return [f"{where}: not a list"]
        return [fault for one in value for fault in check(inner, one, f"{where}[]")]
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if outer == "Literal":
        allowed = [part.value for part in parts if isinstance(part, ast.Constant)]
        return [] if value in allowed else [f"{where}: {value!r} is none of {allowed}"]
    if outer == "Union":
        return min((check(part, value, where) for part in parts), key=len)
    return [] if isinstance(value, dict) else [f"{where}: not an object"]


def _named(name: str, value: Any, where: str) -> list[str]:
    if name in _models():
        return faults(name, value, where)
    if name in _aliases():
        return check(_aliases()[name], value, where)
    if name not in KINDS:
        return []
    wrong = not isinstance(value, KINDS[name]) or (name == "int" and isinstance(value, bool))
    return [f"{where}: not {name}"] if wrong else []


def query_faults(known: Operation, given: Mapping[str, str]) -> list[str]:
    """What is wrong with a query; lists are written with commas."""
    found = []
    for name, value in given.items():
        kind = known.query.get(name)
        if kind is None:
            found.append(f"query.{name}: unknown")
            continue
        text = ast.unparse(kind)
        parsed: Any = value.split(",") if "List[" in text else value
        if "[int]" in text:
            parsed = int(value) if value.isdigit() else value
        found += check(kind, parsed, f"query.{name}")
    return found
