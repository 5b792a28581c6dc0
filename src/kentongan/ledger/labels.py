"""What an action is called on screen. Features register theirs in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def register(labels: Mapping[str, str | Promise]) -> None:
    """Add or replace labels: ``{"unit.create": _("Membuat unit")}``."""
    _labels.update(labels)


def label_of(action: str) -> str:
    """The label of an action; the action itself where nobody registered one."""
    return str(_labels.get(action, action))


def known() -> dict[str, str]:
    """All labels by action, in alphabetical order of the labels."""
    return dict(sorted(((a, str(t)) for a, t in _labels.items()), key=lambda row: row[1]))
