"""What import-linter does not see: circles hidden in functions, and other people's edges."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.imports import circles, imports_of
from tests.house.tree import lines, modules

pytestmark = pytest.mark.no_database


@pytest.fixture(scope="module")
def graph() -> dict[str, set[str]]:
    """Every module of the product and what it imports."""
    known = modules()
    return {name: imports_of(name, path, known) for name, path in known.items()}


@pytest.mark.slow
def test_no_module_is_in_an_import_circle_local_imports_counted(
    graph: dict[str, set[str]],
) -> None:
    assert circles(graph) == []


def test_a_circle_hidden_in_a_function_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from house import b\n")
    (tmp_path / "b.py").write_text("def late():\n    from house import a\n    return a\n")
    known = {"house.a": tmp_path / "a.py", "house.b": tmp_path / "b.py"}
    graph = {name: imports_of(name, path, known) for name, path in known.items()}
    assert circles(graph) == [["house.a", "house.b"]]


def test_nobody_reaches_into_the_views_forms_or_urls_of_another_feature(
    graph: dict[str, set[str]],
) -> None:
    features = set(lines()) - {"config", "web", "kernel"}
    reaching = []
    for name, targets in graph.items():
        own = name.split(".")[1] if "." in name else ""
        for target in targets:
            parts = target.split(".")
            edge = (
                len(parts) > 2 and parts[1] in features and parts[2] in {"views", "forms", "urls"}
            )
            if edge and parts[1] != own:
                reaching.append(f"{name} -> {target}")
    assert reaching == []
