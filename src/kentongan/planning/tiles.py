"""Each network of a post as the composer shows it: what goes out there, typed or stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kentongan.compliance.draft import TextLimits
from kentongan.kernel.say import gettext as _
from kentongan.language.lengths import fits_until, length
from kentongan.language.tokens import mentions
from kentongan.planning import manners
from kentongan.planning.manners import Manner, Outward
from kentongan.planning.marks import Marks, marks_for
from kentongan.planning.models import Post
from kentongan.planning.pictures import Framed, framed
from kentongan.planning.places import Place, places
from kentongan.planning.revisions import manner_words
from kentongan.planning.working import LABELS, MANNER


@dataclass(frozen=True, slots=True)
class Tile:
    """One network in the row of tiles: what goes out there, how long, and what would be cut off.

    ``parts`` of a thread come with their lengths.
    """

    place: Place
    own: bool
    text: str
    length: int
    limit: int
    cut: int
    handles: tuple[str, ...]
    out: Outward
    parts: tuple[tuple[str, int], ...] = ()
    pictures: tuple[Framed, ...] = ()
    marked_link: bool = False
    named: str = ""

    @property
    def share(self) -> float:
        """How full, 0 to 1; 0 where no limit is known."""
        limit = self.limit
        return min(1.0, self.length / limit) if limit else 0.0

    @property
    def over(self) -> int:
        """By how much it is too long."""
        limit = self.limit
        return max(0, self.length - limit) if limit and not self.parts else 0

    @property
    def shown(self) -> str:
        """What fits."""
        return self.text[: self.cut]

    @property
    def lost(self) -> str:
        """What does not fit."""
        return self.text[self.cut :]

    @property
    def cuts(self) -> list[Framed]:
        """The pictures of which something is cut off there."""
        return [picture for picture in self.pictures if picture.cut]

    @property
    def wordless(self) -> bool:
        """Whether the shape shows no text."""
        return self.out.manner.form in self.place.offers.wordless

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What is not as usual there, as ``(label, words)``; the thread shows for itself."""
        words = manner_words({**self.out.manner.said(), "thread": False})
        words += [(_("Akun yang disebut"), self.named)] if self.named else []
        return words + ([(str(LABELS["link"]), self.link)] if self.link else [])

    @property
    def link(self) -> str:
        """The link as it goes out, where it is not the one that was written."""
        return self.out.link if self.marked_link else ""

    @property
    def field_name(self) -> str:
        """The form field with the wording of its own."""
        return f"variant-{self.place.code}"


def targeted(post: Post) -> list[Place]:
    """The networks the post is meant for."""
    return places(target.account.network for target in post.targets.all())


def tiles(post: Post, typed: Mapping[str, Any]) -> list[Tile]:
    """The networks with the wording that would go there."""
    chosen, marks = typed_manners(post, typed), marks_for(post, typed)
    link = str(typed.get("link", post.link))
    own = {variant.network: variant.text for variant in post.variants.all()}
    master = typed.get("text", post.text)
    handles: dict[str, list[str]] = {}
    for target in post.targets.all():
        handles.setdefault(target.account.network, []).append(str(target.account))
    found = []
    for item in targeted(post):
        mine = typed.get(f"variant-{item.code}", own.get(item.code)) or None
        manner = chosen.get(item.code, manners.USUAL)
        out = manners.outward(master if mine is None else mine, link, item, manner, marks)
        text, limits = out.text, item.limits
        limit = limits.most_text(with_media=bool(post.media.all()))
        found.append(
            Tile(
                place=item,
                own=mine is not None,
                text=text,
                length=length(text, limits.count, limits.link_length),
                limit=limit,
                cut=fits_until(text, limit, limits.count, limits.link_length)
                if limit
                else len(text),
                handles=tuple(handles[item.code]),
                out=out,
                parts=tuple(manners.lengths(out.parts, item)),
                pictures=tuple(_shown(post, item.limits_in(manner.form))),
                marked_link=bool(out.link) and out.link != link,
                named=_named(master if mine is None else mine, item.code, marks),
            )
        )
    return found


def _shown(post: Post, limits: TextLimits) -> list[Framed]:
    """The pictures and the video as far as the network takes them."""
    return [
        picture
        for picture in framed(post.media.all(), limits)
        if (limits.takes_video is not False if picture.item.asset.is_video else limits.max_images)
    ]


def _named(text: str, network: str, marks: Marks | None) -> str:
    """The accounts in the words that are called otherwise there: ``@nama: @namanya``."""
    if marks is None:
        return ""
    found = {name.text: marks.on(name.text, network) for name in mentions(text)}
    return ", ".join(f"{name}: {there}" for name, there in found.items() if name != there)


def typed_manners(post: Post, typed: Mapping[str, Any]) -> dict[str, Manner]:
    """What was chosen for each network, as typed where it was typed."""
    found = manners.of_post(post)
    for item in targeted(post):
        given = {name: typed[f"{name}-{item.code}"] for name in MANNER
                 if f"{name}-{item.code}" in typed}  # fmt: skip
        if "tags" in given:
            given["tags"] = manners.split_tags(str(given["tags"]))
        if "comment" in given:
            given["comment"] = given["comment"].strip()
        found[item.code] = replace(found.get(item.code, manners.USUAL), **given)
    return found
