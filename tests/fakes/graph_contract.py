"""The vendor's own contract of the Graph API, read out of its package as text.

Meta generates ``facebook_business`` from its API; some of its modules are not valid Python, so
they are read, never imported. An edge lists the parameters it knows and their types.
"""

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.fakes.server import Part

#: Parameters of every request.
COMMON = {"fields": "string", "limit": "unsigned int", "after": "string", "before": "string"}
#: What the vendor's pages name and the package leaves out.
BESIDE = {
    ("Page", "POST", "/photos"): {"source": "file"},
    ("Page", "POST", "/videos"): {"video_file_chunk": "file"},
    # A reference to an object of the Graph goes over the wire as its id.
    ("Page", "POST", "/feed"): {"place": "string"},
    # An object by the package, one of some words by the vendor's page.
    ("Page", "POST", "/messages"): {"tag": "string"},
}
_FUNCTION = re.compile(r"\n    def ")
_PARAMS = re.compile(r"param_types = \{(.*?)\n        \}", re.S)
_ENUMS = re.compile(r"enums = \{(.*?)\n        \}", re.S)
_PAIR = re.compile(r"'([^']+)': '([^']+)'")
_FIELDS = re.compile(r"_field_types = \{(.*?)\n    \}", re.S)
_CLASS = re.compile(r"^    class (\w+):\n((?:        \w+ = .*\n)+)", re.M)


@dataclass(frozen=True)
class Edge:
    """What may be sent to an edge: types by name, and the values of those that are enums."""

    params: Mapping[str, str]
    enums: Mapping[str, frozenset[str]]

    def objections(self, given: Mapping[str, str | Part]) -> list[str]:
        """Everything that is wrong with the parameters of a request."""
        known = {**self.params, **COMMON}
        found = []
        for name, value in given.items():
            if name not in known:
                found.append(f"unknown parameter {name}")
            elif problem := _problem(known[name], value, self.enums):
                found.append(f"param {name} must be {problem}")
        return found


@functools.cache
def _text(kind: str) -> str:
    spec = find_spec("facebook_business")
    assert spec is not None, "install requirements-contracts.lock"
    (root,) = spec.submodule_search_locations or []
    return (Path(root) / "adobjects" / f"{kind.lower()}.py").read_text()


@functools.cache
def fields(kind: str) -> frozenset[str]:
    """Names of the fields of an object."""
    found = _FIELDS.search(_text(kind))
    assert found, f"{kind} has no fields"
    return frozenset(dict(_PAIR.findall(found[1])))


@functools.cache
def edge(kind: str, method: str, endpoint: str) -> Edge:
    """An edge of an object; a ``KeyError`` where the vendor has none."""
    for function in _FUNCTION.split(_text(kind))[1:]:
        if f"endpoint='{endpoint}'" not in function or f"method='{method}'" not in function:
            continue
        params = _PARAMS.search(function)
        enums = _ENUMS.search(function)
        types = dict(_PAIR.findall(params[1])) if params else {}
        return Edge(
            {**types, **BESIDE.get((kind, method, endpoint), {})},
            {
                name: _values(owner)
                for name, owner in re.findall(
                    r"'(\w+_enum)': ([\w.]+)\.__dict__", enums[1] if enums else ""
                )
            },
        )
    raise KeyError((kind, method, endpoint))


def _values(owner: str) -> frozenset[str]:
    return values(*owner.split("."))


@functools.cache
def values(kind: str, name: str) -> frozenset[str]:
    """The values of an enum of an object."""
    for found, body in _CLASS.findall(_text(kind)):
        if found == name:
            return frozenset(re.findall(r"= '([^']*)'", body))
    return frozenset()


def _problem(wanted: str, value: str | Part, enums: Mapping[str, frozenset[str]]) -> str:
    """What is wrong with a value, empty where nothing is."""
    if wanted == "file" or isinstance(value, Part):
        fits = wanted == "file" and isinstance(value, Part) and bool(value.filename)
        return "" if fits else f"a {wanted}"
    if wanted in enums:
        return "" if value in enums[wanted] else f"one of {sorted(enums[wanted])}"
    if wanted == "bool":
        return "" if value in {"true", "false"} else "a boolean"
    if wanted in {"unsigned int", "int"}:
        return "" if value.isdigit() else "an integer"
    if wanted.startswith(("list", "map")) or wanted == "Object":
        return "" if _is_json(value, list if wanted.startswith("list") else dict) else wanted
    return ""


def _is_json(value: str, kind: type) -> bool:
    try:
        return isinstance(json.loads(value), kind)
    except ValueError:
        return False
