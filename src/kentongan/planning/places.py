"""What planning needs to know of networks: name, icon, limits, choices; none is named here."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kentongan.compliance.draft import TextLimits
from kentongan.networks import catalogue
from kentongan.networks.contract import Form
from kentongan.networks.limits import Offers, comment_limits, offers, text_limits


@dataclass(frozen=True, slots=True)
class Place:
    """A network as the composer shows it. ``limits.max_text`` 0: none known."""

    code: str
    label: str
    icon: str
    limits: TextLimits
    offers: Offers

    def forms(self, *, pictures: bool, video: bool) -> list[str]:
        """The shapes for what is attached, for nothing yet every one; the usual one first."""
        images, videos = self.limits.image_forms, self.limits.video_forms
        fitting = videos if video else images if pictures else (*images, *videos)
        return list(dict.fromkeys([Form.POST.value, *fitting]))

    def limits_in(self, form: str) -> TextLimits:
        """The limits in that shape."""
        return self.limits if form == Form.POST else _limits(self.code, form)

    def limits_below(self) -> TextLimits:
        """The limits of a first comment."""
        return TextLimits(**asdict(comment_limits(self.code)))


def place(code: str) -> Place:
    """The network with that code; one that is not (or no longer) known keeps its code as name."""
    entry = catalogue.get(code)
    limits = _limits(code, Form.POST)
    return Place(code, str(entry.label), entry.icon, limits, offers(code))


def _limits(code: str, form: str) -> TextLimits:
    return TextLimits(**asdict(text_limits(code, form, posts=True)))


def places(codes: Iterable[str]) -> list[Place]:
    """The networks in the order of the catalogue, each once."""
    return sorted((place(code) for code in set(codes)), key=lambda item: item.label.casefold())


def known(code: str) -> bool:
    """Whether there is such a network."""
    return catalogue.known(code)
