"""Marks on links to the pemda's own sites (utm_source, utm_medium, utm_campaign).

They tell its own statistics from which network a reader came. What is marked is frozen together
with how, so that a change of the setting touches nothing that was put forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from kentongan.compliance.hosts import host_of, stands_under
from kentongan.language.tokens import links
from kentongan.planning.models import LinkMarks, Post


@dataclass(frozen=True, slots=True)
class Marks:
    """How links of a post are marked; ``hosts`` are our own, those below them included."""

    medium: str
    campaign: str
    hosts: tuple[str, ...]

    @classmethod
    def read(cls, said: Mapping[str, Any] | None) -> Marks | None:
        """As it is frozen; the inverse of :meth:`said`."""
        return cls(said["medium"], said["campaign"], tuple(said["hosts"])) if said else None

    def said(self) -> dict[str, Any]:
        """As plain JSON."""
        return {**asdict(self), "hosts": list(self.hosts)}

    def on(self, text: str, network: str) -> str:
        """The text with every link to a site of ours marked, once."""
        made, at = [], 0
        for link in links(text) if "://" in text else ():
            made += [text[at : link.start], self._marked(link.text, network)]
            at = link.end
        return "".join([*made, text[at:]])

    def _marked(self, link: str, network: str) -> str:
        if "://" not in link[:8] or not stands_under(host_of(link), self.hosts):
            return link
        try:
            parts = urlsplit(link)
        except ValueError:
            return link
        if "utm_" in parts.query:
            return link
        marks = {"utm_source": network, "utm_medium": self.medium, "utm_campaign": self.campaign}
        query = "&".join(filter(None, [parts.query, urlencode(marks)]))
        return urlunsplit(parts._replace(query=query))


def marks_for(post: Post) -> Marks | None:
    """How links of this post are marked now; None where the pemda wants none.

    One statement; what was read is kept with the object, because a page asks several times.
    """
    kept = post.__dict__
    if "_link_marks" not in kept:
        kept["_link_marks"] = LinkMarks.objects.filter(enabled=True).first()
    row: LinkMarks | None = kept["_link_marks"]
    if row is None:
        return None
    return Marks(row.medium, row.campaign or post.pillar, tuple(row.hosts.split()))
