"""The check of a post: its master text and the wording for each network it is meant for.

The check itself is ``compliance.check``; here its findings are put together for one post, by the
rules that hold at the planned time of publication, and joined with the reasons people gave.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Finding, MediaFact, Severity, TextLimits
from kentongan.compliance.facts import facts_for
from kentongan.planning.models import Post
from kentongan.planning.places import Place, place, places

#: Words of the page for the severities, also the names of its colours.
TONES = {Severity.MUST: "wajib", Severity.WEIGH: "timbang", Severity.HINT: "saran"}
_ORDER = {Severity.MUST: 0, Severity.WEIGH: 1, Severity.HINT: 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding of one post.

    ``network`` is where it holds, empty for all; ``field`` is the field of the composer with the
    words in question (``text``, ``title``, ``variant:<network>``, ``alt:<media id>``), ``text``
    the whole wording in which ``finding.start`` and ``end`` count. ``number`` counts from 1 over
    the post. ``reason`` is what somebody wrote to pass it: ``{"reason", "by", "at"}``.
    """

    finding: Finding
    number: int
    field: str
    text: str
    network: str = ""
    label: str = ""
    reason: Mapping[str, str] | None = None

    @property
    def tone(self) -> str:
        """``wajib``, ``timbang`` or ``saran``."""
        return TONES[self.finding.severity]

    @property
    def key(self) -> str:
        """Names this finding in a form: where it stands and what it is."""
        return f"{self.network}.{self.finding.fingerprint}"

    @property
    def blocks(self) -> bool:
        """Whether the post cannot be handed in as long as this stands."""
        severity = self.finding.severity
        return severity is Severity.MUST or (severity is Severity.WEIGH and self.reason is None)

    @property
    def replacement(self) -> str | None:
        """The words that one click puts in place, where there are some."""
        suggestion = self.finding.suggestion
        if suggestion is None or self.finding.where not in ("text", "title"):
            return None
        return suggestion.replacement if self.finding.end > self.finding.start else None


@dataclass(frozen=True, slots=True)
class Wording:
    """What is checked of a post, saved or just typed; plain values, so nothing need be stored.

    ``variants`` hold only networks with a wording of their own; ``media`` are ``(id, fact)``.
    """

    text: str
    at: datetime
    title: str = ""
    link: str = ""
    source: str = ""
    variants: Mapping[str, str] | None = None
    networks: tuple[str, ...] = ()
    media: tuple[tuple[str, MediaFact], ...] = ()

    def text_for(self, network: str) -> str:
        """The wording for a network."""
        return (self.variants or {}).get(network, self.text)


def when(post: Post, at: datetime) -> datetime:
    """The time of publication that the rules are asked about: the planned one, or now."""
    planned = post.scheduled_for
    return planned if planned is not None and planned > at else at


def wording(post: Post, at: datetime) -> Wording:
    """The saved wording of a post. Reads targets, variants and media."""
    return Wording(
        text=post.text,
        at=when(post, at),
        title=post.title,
        link=post.link,
        source=post.source,
        variants={variant.network: variant.text for variant in post.variants.all()},
        networks=tuple(target.account.network for target in post.targets.all()),
        media=tuple((str(item.pk), media_fact(item)) for item in post.media.all()),
    )


def media_fact(item: Any, alt: str | None = None) -> MediaFact:
    """A picture as the check knows it; ``alt`` replaces the saved one."""
    asset = item.asset
    return MediaFact(
        alt=item.alt if alt is None else alt,
        mime=asset.mime,
        width=asset.width,
        height=asset.height,
        size=asset.size,
    )


def findings(post: Post, at: datetime) -> list[Checked]:
    """All findings of the saved post, gravest first within each wording."""
    return examine(wording(post, at), facts_for(post.unit, when(post, at)), post.weighed)


def blocking(post: Post, at: datetime) -> list[Checked]:
    """What keeps the post from being handed in: must findings and unweighed ones to weigh."""
    return [checked for checked in findings(post, at) if checked.blocks]


def evidence(checked: Iterable[Checked]) -> dict[str, Any]:
    """Findings and reasons as plain JSON, for the record of an approval."""
    return {
        "findings": [
            {
                "rule": c.finding.rule,
                "severity": c.finding.severity.value,
                "network": c.network,
                "text": c.finding.text,
                "message": c.finding.message,
                "fingerprint": c.finding.fingerprint,
                "reason": dict(c.reason) if c.reason else None,
            }
            for c in checked
        ]
    }


def examine(given: Wording, facts: Facts, weighed: Mapping[str, Any]) -> list[Checked]:
    """Check the master text, then the wording for each network, each network once.

    What a network that follows the master text has in common with it is told once.
    """
    common = _run(given, given.text, None, facts)
    told = {finding.fingerprint for finding in common}
    collected = [_at(given, finding, None, follows=True) for finding in _sorted(common)]
    for target in places(given.networks):
        own = (given.variants or {}).get(target.code)
        found = _run(given, given.text if own is None else own, target, facts)
        follows = own is None or own == given.text
        shared = told if follows else {f.fingerprint for f in common if f.where != "text"}
        collected += [
            _at(given, finding, target, follows=follows)
            for finding in _sorted(found)
            if finding.fingerprint not in shared
        ]
    return [
        replace(item, number=number, reason=weighed.get(item.finding.fingerprint))
        for number, item in enumerate(collected, start=1)
    ]


def _run(given: Wording, text: str, target: Place | None, facts: Facts) -> list[Finding]:
    draft = Draft(
        text=text,
        at=given.at,
        network=target.code if target else "",
        title=given.title,
        link=given.link,
        source=given.source,
        media=tuple(fact for _id, fact in given.media),
    )
    return check(draft, replace(facts, limits=target.limits if target else TextLimits()))


def _sorted(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda f: (_ORDER[f.severity], f.where != "text", f.start))


def _at(given: Wording, finding: Finding, target: Place | None, *, follows: bool) -> Checked:
    code = target.code if target else ""
    field, text = "text", given.text
    if finding.where == "title":
        field, text = "title", given.title
    elif finding.where.startswith(("media:", "picture:")):
        kind, _, position = finding.where.partition(":")
        media, fact = given.media[int(position)]
        field, text = f"alt:{media}", fact.alt if kind == "media" else fact.seen_text or ""
    elif not follows:
        field, text = f"variant:{code}", given.text_for(code)
    return Checked(
        finding=finding, number=0, field=field, text=text, network=code,
        label=place(code).label if code else "",
    )  # fmt: skip
