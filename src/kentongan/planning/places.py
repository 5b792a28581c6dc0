"""What planning needs to know of networks: name, icon, limits, choices; none is named here."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kentongan.compliance.draft import TextLimits
from kentongan.networks import catalogue
from kentongan.networks.contract import Form
from kentongan.networks.limits import Offers, offers, text_limits


@dataclass(frozen=True, slots=True)
class Place:
    """A network as the composer shows it. ``limits.max_text`` 0: none known."""

    code: str
    label: str
    icon: str
    limits: TextLimits
    offers: Offers

    @property
    def forms(self) -> list[str]:
        """Every shape there is for anything, the usual one first."""
        found = dict.fromkeys([Form.POST.value, *self.limits.image_forms, *self.limits.video_forms])
        return list(found)


def place(code: str) -> Place:
    """The network with that code; one that is not (or no longer) known keeps its code as name."""
    entry = catalogue.get(code)
    limits = TextLimits(**asdict(text_limits(code)))
    return Place(code, str(entry.label), entry.icon, limits, offers(code))


def places(codes: Iterable[str]) -> list[Place]:
    """The networks in the order of the catalogue, each once."""
    return sorted((place(code) for code in set(codes)), key=lambda item: item.label.casefold())


def known(code: str) -> bool:
    """Whether there is such a network."""
    return catalogue.known(code)
