"""The evidence of a request in the words of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kentongan.compliance.rules import rules_by_id
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import read
from kentongan.networks import catalogue, handles
from kentongan.networks.catalogue import Network
from kentongan.planning.manners import lengths
from kentongan.planning.places import place
from kentongan.planning.revisions import declaration, manner_words


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the check said when it was put forward. Findings are plain mappings (see planning)."""

    must: tuple[Mapping[str, Any], ...]
    weighed: tuple[Mapping[str, Any], ...]
    hints: tuple[Mapping[str, Any], ...]
    emergency: str

    @property
    def waived(self) -> bool:
        """Everything that must be mended was allowed to pass by somebody else."""
        return bool(self.must) and all(found.get("waiver") for found in self.must)

    @property
    def clean(self) -> bool:
        """Nothing at all was found."""
        return not (self.must or self.weighed or self.hints)


@dataclass(frozen=True, slots=True)
class TargetView:
    """An account the revision is meant for, with what it would say there.

    ``parts`` of a thread come with their lengths; ``chosen`` is what is not as usual, in words;
    ``own``: its wording was written for this network, the master text does not go there.
    """

    network: Network
    handle: str
    text: str
    parts: list[tuple[str, int]]
    limit: int
    chosen: list[tuple[str, str]]
    link: str
    own: bool

    @property
    def differs(self) -> bool:
        """Whether it says or shows anything else than the post itself."""
        return bool(self.own or self.parts or self.chosen or self.link)


def targets_view(content: Mapping[str, Any]) -> list[TargetView]:
    """The targets of a frozen content."""
    variants, master = content.get("variants", {}), content["text"]
    return [
        _target(target, variants.get(target["network"]), master) for target in content["targets"]
    ]


def _target(frozen: Mapping[str, Any], own: str | None, master: str) -> TargetView:
    where = place(frozen["network"])
    network = catalogue.get(frozen["network"])
    return TargetView(
        network=network,
        handle=handles.shown(frozen["handle"], network.style),
        text=frozen["text"],
        parts=lengths(tuple(frozen.get("parts", ())), where),
        limit=where.limits.max_text,
        chosen=manner_words(frozen),
        link=frozen.get("link", ""),
        own=own not in (None, "", master),
    )


@dataclass(frozen=True, slots=True)
class MediumView:
    """A frozen picture with what was declared about it: ``(label, words)``."""

    item: Mapping[str, Any]
    declared: list[tuple[str, str]]


def media_view(content: Mapping[str, Any]) -> list[MediumView]:
    """The pictures of a frozen content."""
    return [MediumView(item, declaration(item)) for item in content["media"]]


def evidence_view(stored: Mapping[str, Any]) -> Evidence:
    """Sort stored findings by how grave they are; each told in which picture it stands.

    ``title`` is that of the rule, where there still is one.
    """
    rules = rules_by_id()
    findings = [
        {
            **found,
            "message": (message := read(found["message"])),
            "place": _place(found, message),
            "title": _(rules[found["rule"]].title) if found["rule"] in rules else "",
        }
        for found in stored.get("findings", [])
    ]

    def of(severity: str) -> tuple[Mapping[str, Any], ...]:
        return tuple(f for f in findings if f["severity"] == severity)

    return Evidence(of("must"), of("weigh"), of("hint"), stored.get("emergency", ""))


def _place(found: Mapping[str, Any], message: str) -> str:
    """``di gambar 1`` for what stands in a picture, or in its description.

    Without words of either it is about the picture itself: said where the message does not.
    """
    kind, _colon, position = str(found.get("where", "")).partition(":")
    if kind not in {"picture", "media"} or not position.isdigit():
        return ""
    number = {"n": int(position) + 1}
    if kind == "picture":
        return _("di gambar %(n)s") % number
    if found.get("text"):
        return _("di teks alternatif gambar %(n)s") % number
    place = _("gambar %(n)s") % number
    return "" if place in message.lower() else f"({place})"
