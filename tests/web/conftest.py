"""The frame is tested alone: no feature has registered anything."""

import pytest

from kentongan.people import middleware
from kentongan.web import nav, shell


@pytest.fixture(autouse=True)
def _nobody_registered(monkeypatch):
    monkeypatch.setattr(nav, "_items", {})
    monkeypatch.setattr(shell, "_providers", [])
    monkeypatch.setitem(middleware._seen, "begun", True)
