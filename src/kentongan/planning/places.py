"""What planning needs to know of networks: name, icon, limits. No network is named here."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kentongan.compliance.draft import TextLimits
from kentongan.networks import catalogue
from kentongan.networks.limits import text_limits


@dataclass(frozen=True, slots=True)
class Place:
    """A network as the composer shows it. ``limits.max_text`` 0: none known."""

    code: str
    label: str
    icon: str
    limits: TextLimits


def place(code: str) -> Place:
    """The network with that code; one that is not (or no longer) known keeps its code as name."""
    entry = catalogue.get(code)
    return Place(code, str(entry.label), entry.icon, TextLimits(**asdict(text_limits(code))))


def places(codes: Iterable[str]) -> list[Place]:
    """The networks in the order of the catalogue, each once."""
    return sorted((place(code) for code in set(codes)), key=lambda item: item.label.casefold())


def known(code: str) -> bool:
    """Whether there is such a network."""
    return catalogue.known(code)
