"""What is written otherwise for each network: marks on links of ours, names of official accounts.

Marks (utm_source, utm_medium, utm_campaign) tell the pemda's own statistics from which network a
reader came. A name is that of the unit's account there (``mentions.py``). What is changed is frozen
together with how, so that neither the setting nor the register touches what was put forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from kentongan.compliance.words.hosts import host_of, stands_under
from kentongan.language.tokens import links, mentions
from kentongan.planning import access
from kentongan.planning.mentions import names_for
from kentongan.planning.models import LinkMarks, Post


@dataclass(frozen=True, slots=True)
class Marks:
    """How links of a post are marked; ``hosts`` are our own, those below them included.

    ``names``: an account as it is mentioned (lower case, no ``@``) → network → what it says there.
    """

    medium: str
    campaign: str
    hosts: tuple[str, ...]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, said: Mapping[str, Any] | None) -> Marks | None:
        """As it is frozen; the inverse of :meth:`said`."""
        if not said:
            return None
        hosts = tuple(said["hosts"])
        return cls(said["medium"], said["campaign"], hosts, said.get("names", {}))

    def said(self) -> dict[str, Any]:
        """As plain JSON."""
        names = {name: dict(words) for name, words in self.names.items()}
        marks = {"medium": self.medium, "campaign": self.campaign, "hosts": list(self.hosts)}
        return marks | ({"names": names} if names else {})

    def on(self, text: str, network: str) -> str:
        """The text with every link to a site of ours marked, once, and accounts named as there."""
        made, at = [], 0
        for link in links(text) if "://" in text else ():
            made += [text[at : link.start], self._marked(link.text, network)]
            at = link.end
        return self._named("".join([*made, text[at:]]), network)

    def _named(self, text: str, network: str) -> str:
        made, at = [], 0
        for name in mentions(text) if self.names else ():
            words = self.names.get(name.text[1:].casefold(), {}).get(network, name.text)
            made += [text[at : name.start], words]
            at = name.end
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


def marks_for(post: Post, typed: Mapping[str, Any] | None = None) -> Marks | None:
    """What is written otherwise for each network now; None where nothing is.

    ``typed``: fields of the composer that take the place of what is stored. The setting comes with
    ``access.visible_post``; else one statement, kept by the object because a page asks several
    times. Two more where the words mention accounts.
    """
    kept = post.__dict__
    if "link_marks" not in kept:
        found = access.MARKS.first()
        kept["link_marks"] = found["said"] if found else None
    row = LinkMarks(**kept["link_marks"]) if kept["link_marks"] else None
    names = names_for(post, typed or {})
    if row is None:
        return Marks("", "", (), names) if names else None
    return Marks(row.medium, row.campaign or post.pillar, tuple(row.hosts.split()), names)
