"""The shape of the tree: a README in every feature, files and functions of readable size."""

from __future__ import annotations

import ast

import pytest

from tests.house.tree import PACKAGE, lines, modules

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60

#: Files that are one long table on purpose. Everything else: look for the second thing it does.
LONG_FILES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()

FEATURES = sorted(lines())


@pytest.mark.parametrize("feature", FEATURES)
def test_every_package_explains_itself_in_a_readme(feature: str) -> None:
    readme = PACKAGE / feature / "README.md"
    assert readme.exists()
    assert 5 <= len(readme.read_text("utf-8").splitlines()) <= 80


def test_files_stay_under_400_lines() -> None:
    long = {
        name
        for name, path in modules().items()
        if len(path.read_text("utf-8").splitlines()) >= LINES_OF_A_FILE
    }
    assert long - LONG_FILES == set()


def test_functions_stay_under_60_lines() -> None:
    long = set()
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if (node.end_lineno or 0) - node.lineno + 1 >= LINES_OF_A_FUNCTION:
                long.add(f"{name}.{node.name}")
    assert long - LONG_FUNCTIONS == set()


def test_the_allow_lists_name_nothing_that_is_gone() -> None:
    assert set(modules()) >= LONG_FILES
    assert {name.rpartition(".")[0] for name in LONG_FUNCTIONS} <= set(modules())
