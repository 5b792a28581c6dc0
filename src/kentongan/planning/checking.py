"""The check of a post: its master text and the wording for each network it is meant for.

The check itself is ``compliance.check``; here its findings are put together for one post, by the
rules that hold at the planned time of publication, and joined with the reasons people gave and the
leave others granted.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Finding, MediaFact, Severity, TextLimits
from kentongan.compliance.facts import facts_for, facts_for_all
from kentongan.compliance.queries import looks
from kentongan.compliance.rule import Rule
from kentongan.compliance.rules import rules_by_id, rules_of
from kentongan.media.models import Asset
from kentongan.people.roles import BY_CODE as ROLES
from kentongan.planning import manners, queries
from kentongan.planning.manners import Manner
from kentongan.planning.marks import Marks, marks_for
from kentongan.planning.models import Post, Revision, Waiver
from kentongan.planning.picture_facts import day_of, frozen_fact, media_fact
from kentongan.planning.places import Place, place, places

#: Words of the page for the severities, also the names of its colours.
TONES = {Severity.MUST: "wajib", Severity.WEIGH: "timbang", Severity.HINT: "saran"}
#: A limit of a network cannot be waived: the network itself would refuse.
NEVER_PASSED = frozenset({"network"})
#: The only rules that read ``draft.network`` or its limits.
_OF_A_NETWORK = "network"
_ORDER = {Severity.MUST: 0, Severity.WEIGH: 1, Severity.HINT: 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding of one post.

    ``network`` is where it holds, empty for all; ``field`` is the field of the composer with the
    words in question (``text``, ``title``, ``variant:<network>``, ``comment:<network>``,
    ``tags:<network>``, ``alt:<media id>``), ``text``
    the whole wording in which ``finding.start`` and ``end`` count. ``number`` counts from 1 over
    the post. ``reason`` is what somebody wrote to pass what is to be weighed: ``{"reason", "by",
    "at"}``; ``waiver``
    the latest leave that was asked for where it must be mended.
    """

    finding: Finding
    number: int
    field: str
    text: str
    network: str = ""
    label: str = ""
    reason: Mapping[str, str] | None = None
    waiver: Waiver | None = None

    @property
    def tone(self) -> str:
        """``wajib``, ``timbang`` or ``saran``."""
        return TONES[self.finding.severity]

    @property
    def key(self) -> str:
        """Names this finding in a form: where it stands and what it is."""
        return f"{self.network}.{self.finding.fingerprint}"

    @property
    def seal(self) -> str:
        """What a waiver hangs on: the words in question, or all of the wording where none are."""
        finding = self.finding
        if finding.text:
            return finding.fingerprint
        named = f"{finding.fingerprint}|{self.field}|{self.text}"
        return hashlib.sha256(named.encode(errors="surrogatepass")).hexdigest()[:16]

    @property
    def passer(self) -> str:
        """The role that may let this pass although it must be mended; empty: nobody may."""
        rule = rules_by_id().get(self.finding.rule)
        if rule is None or self.finding.severity is not Severity.MUST:
            return ""
        if self.finding.family in NEVER_PASSED or rule.passed_by not in ROLES:
            return ""
        return rule.passed_by

    @property
    def passer_label(self) -> str:
        """What that role is called."""
        return str(ROLES[self.passer].label) if self.passer else ""

    @property
    def waived(self) -> bool:
        """Whether somebody granted that this passes."""
        return self.waiver is not None and self.waiver.is_granted

    @property
    def may_ask(self) -> bool:
        """Whether leave to pass this can be asked for now."""
        return bool(self.passer) and (self.waiver is None or self.waiver.is_refused)

    @property
    def stops(self) -> bool:
        """Whether this must be mended before anything may go out."""
        return self.finding.severity is Severity.MUST and not self.waived

    @property
    def blocks(self) -> bool:
        """Whether the post cannot be handed in as long as this stands."""
        unweighed = self.finding.severity is Severity.WEIGH and self.reason is None
        return self.stops or unweighed

    @property
    def picture(self) -> int:
        """The number of the picture it is about, from 1; 0 when it is about none."""
        kind, _colon, position = self.finding.where.partition(":")
        return int(position) + 1 if kind in ("media", "picture") else 0

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

    ``variants`` hold only networks with a wording of their own; ``media`` are ``(id, fact)``;
    ``manners`` what was chosen for a network beside its words, ``marks`` how links are marked.
    """

    text: str
    at: datetime
    title: str = ""
    link: str = ""
    source: str = ""
    variants: Mapping[str, str] | None = None
    networks: tuple[str, ...] = ()
    media: tuple[tuple[str, MediaFact], ...] = ()
    manners: Mapping[str, Manner] = field(default_factory=dict)
    marks: Marks | None = None

    def text_for(self, network: str) -> str:
        """The wording for a network."""
        return (self.variants or {}).get(network, self.text)


def when(post: Post, at: datetime) -> datetime:
    """The time of publication that the rules are asked about: the planned one, or now."""
    planned = post.scheduled_for
    return planned if planned is not None and planned > at else at


def wording(post: Post, at: datetime) -> Wording:
    """The saved wording of a post. Reads targets, variants, presentations and media."""
    planned = when(post, at)
    day = day_of(post, planned)
    return Wording(
        text=post.text,
        at=planned,
        title=post.title,
        link=post.link,
        source=post.source,
        variants={variant.network: variant.text for variant in post.variants.all()},
        networks=tuple(target.account.network for target in post.targets.all()),
        media=tuple((str(item.pk), media_fact(item, day)) for item in post.media.all()),
        manners=manners.of_post(post),
        marks=marks_for(post),
    )


def frozen_wording(revision: Revision, at: datetime) -> Wording:
    """The wording that was frozen, going out at ``at``. One statement if there are pictures.

    What a machine read in a picture, and what the library knows of the people in it, is not
    frozen: both are taken as they are known by now.
    """
    content = revision.content
    media = content["media"]
    rows = Asset.objects.filter(pk__in=[item["asset"] for item in media]) if media else ()
    assets = {str(asset.pk): asset for asset in rows}
    # Asked only where there are pictures: a burst of texts must not read each unit again.
    day = day_of(revision.post, at) if media else at.date()
    return Wording(
        text=content["text"],
        at=at,
        title=content["title"],
        link=content["link"],
        source=content["source"],
        variants=content["variants"],
        networks=tuple(target["network"] for target in content["targets"]),
        media=tuple(
            (str(item["id"]), frozen_fact(item, assets.get(str(item["asset"])), day))
            for item in media
        ),
        manners={n: Manner.read(said) for n, said in content.get("manners", {}).items()},
        marks=Marks.read(content.get("marks")),
    )


def facts_of(post: Post, at: datetime, *, planned: datetime, with_recent: bool = False) -> Facts:
    """The facts around a post that would go out at ``planned``.

    ``with_recent`` also reads what its unit published lately, and what of it waits to go out: one
    statement more, for duplicates.
    Which of its links did not open is known to :func:`with_looks`.
    Pictures of posts are read by a machine, or should be: one that is not is told of.
    """
    recent, upcoming = queries.texts_around(post, at, planned) if with_recent else ((), ())
    facts = facts_for(post.unit, planned)
    return replace(facts, recent=recent, upcoming=upcoming, pictures_get_read=True)


def facts_by_unit(posts: Iterable[Post], at: datetime) -> dict[UUID, Facts]:
    """:func:`facts_of` for posts that go out at ``at``, by the ids of their units."""
    known = facts_for_all({post.unit_id for post in posts}, at)
    return {pk: replace(facts, pictures_get_read=True) for pk, facts in known.items()}


def texts_of(given: Wording) -> tuple[str, ...]:
    """All that is said in a wording and can hold a web address."""
    return (given.text, given.link, *(given.variants or {}).values())


def with_looks(facts: Facts, given: Wording, at: datetime) -> Facts:
    """The facts with the links that did not open lately; one statement where there are links.

    Not asked when sending: an address is weighed by people, and stops nothing.
    """
    return replace(facts, unopened=looks.unopened(texts_of(given), at))


def findings(post: Post, at: datetime, *, with_recent: bool = False) -> list[Checked]:
    """All findings of the saved post, gravest first within each wording."""
    given = wording(post, at)
    facts = facts_of(post, at, planned=given.at, with_recent=with_recent)
    if with_recent:
        facts = with_looks(facts, given, at)
    return findings_in(given, facts, post)


def findings_in(given: Wording, facts: Facts, post: Post) -> list[Checked]:
    """All findings of a wording of a post, with what was weighed and asked for there."""
    return with_waivers(post, examine(given, facts, post.weighed))


def blocking(post: Post, at: datetime) -> list[Checked]:
    """What keeps the post from being handed in: must findings and unweighed ones to weigh."""
    return [checked for checked in findings(post, at, with_recent=True) if checked.blocks]


def finding_of(waiver: Waiver, post: Post, at: datetime) -> Checked | None:
    """What a leave is about, as it stands in the post now; None where the words are gone."""
    found = findings(post, at, with_recent=True)
    stern = (item for item in found if item.finding.severity is Severity.MUST)
    return next((item for item in stern if item.seal == waiver.fingerprint), None)


def with_waivers(post: Post, found: list[Checked]) -> list[Checked]:
    """The findings with the leave asked for each; one statement where anything must be mended."""
    if not any(item.finding.severity is Severity.MUST for item in found):
        return found
    latest = queries.latest_waivers(post)
    return [
        replace(item, waiver=latest.get(item.seal))
        if item.finding.severity is Severity.MUST
        else item
        for item in found
    ]


def examine(given: Wording, facts: Facts, weighed: Mapping[str, Any]) -> list[Checked]:
    """Check the master text, then the wording for each network, each network once.

    What a network that follows the master text has in common with it is told once, and whether
    something like it was published lately or waits to be is asked of the master text only.
    """
    facts = replace(facts, limits=TextLimits())
    common = _run(given, given.text, None, facts)
    facts = replace(facts, recent=(), upcoming=())
    told = {finding.fingerprint for finding in common}
    collected = [_at(given, finding, None, follows=True) for finding in _sorted(common)]
    for target in places(given.networks):
        own = (given.variants or {}).get(target.code)
        follows = own is None or own == given.text
        # Of the same words only what depends on the network is asked again.
        rules = rules_of(_OF_A_NETWORK) if follows else None
        text = given.text if own is None else own
        manner = given.manners.get(target.code, manners.USUAL)
        out = manners.outward(text, given.link, target, manner, given.marks)
        here = replace(facts, limits=manners.limits_of(text, out, target))
        found = _run(given, text, target, here, rules, out.parts)
        shared = told if follows else {f.fingerprint for f in common if f.where != "text"}
        collected += [
            _at(given, finding, target, follows=follows)
            for finding in _sorted(found)
            if finding.fingerprint not in shared
        ]
        collected += _beside(given, target, facts, told | {f.fingerprint for f in found})
    return [
        replace(item, number=number, reason=_reason(item.finding, weighed))
        for number, item in enumerate(collected, start=1)
    ]


def _reason(finding: Finding, weighed: Mapping[str, Any]) -> Any:
    """What was said to pass it. It passes nothing where the rule has become sterner since."""
    return weighed.get(finding.fingerprint) if finding.severity is Severity.WEIGH else None


def _beside(given: Wording, target: Place, facts: Facts, told: Collection[str]) -> list[Checked]:
    """Findings of what goes out beside the words: the first comment, the keywords.

    A list of keywords is no text: of it only what must be mended or weighed is told.
    """
    manner = given.manners.get(target.code, manners.USUAL)
    alone = replace(given, title="", link="", media=(), manners={})
    most = manners.comment_limits(manner.comment, target, given.marks)
    collected: list[Checked] = []
    for name, text in (("comment", manner.comment), ("tags", ", ".join(manner.tags))):
        limits = most if name == "comment" else TextLimits()
        found = _run(alone, text, target, replace(facts, limits=limits)) if text else []
        collected += [
            Checked(finding=finding, number=0, field=f"{name}:{target.code}", text=text,
                    network=target.code, label=target.label)
            for finding in _sorted(found)
            if finding.fingerprint not in told
            and (name == "comment" or finding.severity is not Severity.HINT)
        ]  # fmt: skip
    return collected


def _run(
    given: Wording,
    text: str,
    target: Place | None,
    facts: Facts,
    rules: Sequence[Rule] | None = None,
    parts: tuple[str, ...] = (),
) -> list[Finding]:
    """The findings of one text, by the limits in ``facts``."""
    draft = Draft(
        text=text,
        at=given.at,
        network=target.code if target else "",
        title=given.title,
        link=given.link,
        source=given.source,
        media=tuple(fact for _id, fact in given.media),
        form=given.manners.get(target.code, manners.USUAL).form if target else "post",
        parts=parts,
    )
    return check(draft, facts, rules)


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
