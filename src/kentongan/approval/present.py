"""The evidence of a request in the words of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kentongan.networks import catalogue
from kentongan.networks.catalogue import Network


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the check said when it was put forward. Findings are plain mappings (see planning)."""

    must: tuple[Mapping[str, Any], ...]
    weighed: tuple[Mapping[str, Any], ...]
    hints: tuple[Mapping[str, Any], ...]
    emergency: str

    @property
    def clean(self) -> bool:
        """Nothing at all was found."""
        return not (self.must or self.weighed or self.hints)


@dataclass(frozen=True, slots=True)
class TargetView:
    """An account the revision is meant for, with what it would say there."""

    network: Network
    handle: str
    text: str


def targets_view(content: Mapping[str, Any]) -> list[TargetView]:
    """The targets of a frozen content."""
    return [
        TargetView(catalogue.get(t["network"]), t["handle"], t["text"]) for t in content["targets"]
    ]


def evidence_view(stored: Mapping[str, Any]) -> Evidence:
    """Sort stored findings by how grave they are."""
    findings = stored.get("findings", [])

    def of(severity: str) -> tuple[Mapping[str, Any], ...]:
        return tuple(f for f in findings if f["severity"] == severity)

    return Evidence(of("must"), of("weigh"), of("hint"), stored.get("emergency", ""))
