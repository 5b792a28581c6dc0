"""Every act that the code records has a name, for whoever reads Indonesian and for others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from kentongan.config.setup import compile_texts
from kentongan.ledger import labels
from tests.house.tree import PACKAGE, modules

pytestmark = pytest.mark.no_database

#: Acts that are written out where they are recorded; others are put together of a few.
WRITTEN = re.compile(r'\baction="([a-z_]+\.[a-z_]+)"')


def test_every_act_that_is_recorded_has_a_name() -> None:
    recorded = {
        action for path in modules().values() for action in WRITTEN.findall(path.read_text("utf-8"))
    }
    assert len(recorded) > 25
    assert sorted(recorded.difference(labels.known())) == []


def test_every_act_has_an_english_name(settings: Any, tmp_path: Path) -> None:
    compile_texts(PACKAGE, tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    indonesian = labels.known()
    with translation.override("en"):
        english = labels.known()
    assert [code for code in english if english[code] == indonesian[code]] == []
