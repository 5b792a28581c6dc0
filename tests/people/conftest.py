"""What several tests of this package share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kentongan.config.setup import compile_texts
from tests.house.tree import PACKAGE


@pytest.fixture
def english(settings: Any, tmp_path: Path) -> None:
    """The English texts of the product, for those who choose them."""
    compile_texts(PACKAGE, tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
