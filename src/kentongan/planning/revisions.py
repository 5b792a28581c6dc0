"""Frozen states of a post: their canonical content, their hash, and what differs between two.

Shape of ``content`` (version 1 of the schema)::

    {"schema": 1, "unit": "kec-sukamaju", "title": "…", "text": "…", "link": "", "source": "",
     "kind": "layanan-rutin", "pillar": "layanan",
     "shows_vulnerable": false, "shows_official": false,
     "variants": {"bluesky": "…"},
     "manners": {"bluesky": {"thread": true, "comment": "…", "form": "reel",
                             "audience": "unlisted", "tags": ["…"], "located": true}},
     "marks": {"medium": "medsos", "campaign": "layanan", "hosts": ["contoh.go.id"],
               "names": {"dinkes_rj": {"bluesky": "@dinkes.contoh.go.id"}}},
     "targets": [{"account": "<uuid>", "network": "bluesky", "handle": "…", "text": "…",
                  "parts": ["… (1/2)", "… (2/2)"], "comment": "…", "form": "reel",
                  "audience": "unlisted", "tags": ["…"], "place": "…", "link": "…"}],
     "media": [{"id": "<uuid of the PostMedia>", "asset": "<uuid>", "sha256": "…", "alt": "…",
                "mime": "image/jpeg", "width": 1080, "height": 1350, "size": 84000,
                "credit": "…", "licence": "own", "people": "consent"}]}

``targets`` are sorted by network and id, ``media`` stand in their order. ``manners``, ``marks``
(where they changed a link or a name), what follows ``text`` in a target, ``seconds`` (of a video),
``credit``, ``licence`` and ``people`` are there only where there is something to say, so that older
hashes stay true. ``parts`` are the thread as it goes out, ``link`` is what takes the place of the
link of the post. The time of publication is not part of it: moving a post in the calendar does not
change what was approved.
"""

import hashlib
import json
from collections.abc import Mapping, Set
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from kentongan.media.rights import Licence
from kentongan.networks.limits import takes_place
from kentongan.networks.models import Account
from kentongan.planning import manners
from kentongan.planning.marks import Marks
from kentongan.planning.models import Audience, People, Post, PostMedia, Shape
from kentongan.planning.places import place
from kentongan.planning.queries import for_composer
from kentongan.planning.working import LABELS
from kentongan.web.diffing import parts

SCHEMA = 1
DECLARED = ("credit", "licence", "people")


def content(post: Post, marks: Marks | None = None) -> dict[str, Any]:
    """The canonical content of the working copy; ``marks``: how links are to be marked.

    Reads the unit, targets with their accounts, variants, presentations, media with their assets:
    each once, and as they stand now unless the caller has read them ahead.
    """
    post = for_composer(copy(post))
    variants = {variant.network: variant.text for variant in post.variants.all()}
    chosen = manners.of_post(post)
    targets = sorted(
        (target.account for target in post.targets.all()), key=lambda a: (a.network, str(a.pk))
    )
    outwards = _outwards(post, marks)
    marked = marks is not None and outwards != _outwards(post, None)
    return {
        "schema": SCHEMA,
        "unit": post.unit.code,
        "title": post.title,
        "text": post.text,
        "link": post.link,
        "source": post.source,
        "kind": post.kind_id,
        "pillar": post.pillar,
        "shows_vulnerable": post.shows_vulnerable,
        "shows_official": post.shows_official,
        "variants": variants,
        **({"marks": marks.said()} if marks and marked else {}),
        **({"manners": {n: manner.said() for n, manner in chosen.items()}} if chosen else {}),
        "targets": [
            {
                "account": str(account.pk),
                "network": account.network,
                "handle": account.handle,
                **outwards[account.network].frozen(post.link),
                **_place_of(account, outwards[account.network], post),
            }
            for account in targets
        ],
        "media": [
            {
                "id": str(item.pk),
                "asset": str(item.asset_id),
                "sha256": item.asset.sha256,
                "alt": item.alt,
                "mime": item.asset.mime,
                "width": item.asset.width,
                "height": item.asset.height,
                "size": item.asset.size,
                **({"seconds": item.asset.seconds} if item.asset.is_video else {}),
                **declared(item),
            }
            for item in post.media.all()
        ],
    }


def _place_of(account: Account, out: manners.Outward, post: Post) -> dict[str, str]:
    """The place of the office, where it is wanted, known, and taken with a post of this shape."""
    if not (out.manner.located and account.place):
        return {}
    video = any(item.asset.is_video for item in post.media.all())
    taken = takes_place(account.network, out.manner.form, video=video)
    return {"place": account.place} if taken else {}


def _outwards(post: Post, marks: Marks | None) -> dict[str, manners.Outward]:
    """What each network that the post is meant for is given."""
    variants = {variant.network: variant.text for variant in post.variants.all()}
    chosen = manners.of_post(post)
    return {
        network: manners.outward(
            variants.get(network, post.text),
            post.link,
            place(network),
            chosen.get(network, manners.USUAL),
            marks,
        )
        for network in {target.account.network for target in post.targets.all()}
    }


def declared(item: PostMedia) -> dict[str, str]:
    """What was declared about a picture, without what nobody said anything about."""
    values = {name: str(getattr(item, name)) for name in DECLARED}
    return {name: value for name, value in values.items() if value}


def canonical(value: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(value: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical content, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; ``parts`` hold its text word by word, for ``<c-diff>``."""

    label: str
    parts: list[tuple[str, str]]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The fields in which two contents differ, in the order of the page."""
    pairs = zip(old.get("media", []), new.get("media", []), strict=False)
    other = {n for n, (was, is_) in enumerate(pairs, start=1) if was["sha256"] != is_["sha256"]}
    before, after = _readable(old, other), _readable(new, other)
    names = [*before, *(name for name in after if name not in before)]
    return [
        Difference(name, parts(before.get(name, ""), after.get(name, "")))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def _readable(value: Mapping[str, Any], other: Set[int]) -> dict[str, str]:
    """A content as labelled texts a person can compare.

    ``other``: positions whose file is another one; only there is the file told by its mark.
    """
    yes = {True: "✓", False: "–"}
    texts = {str(LABELS[name]): str(value.get(name, "")) for name in ("title", "text")}
    texts |= {str(LABELS["text"]) + f" ({n})": t for n, t in value.get("variants", {}).items()}
    for network, said in value.get("manners", {}).items():
        texts |= {f"{label} ({network})": words for label, words in manner_words(said)}
    texts |= {
        str(LABELS[name]): str(value.get(name, "")) for name in ("link", "source", "kind", "pillar")
    }
    texts |= {
        str(LABELS[name]): yes[bool(value.get(name))]
        for name in ("shows_vulnerable", "shows_official")
    }
    texts[str(LABELS["targets"])] = "\n".join(
        f"{target['network']}: {target['handle']}" for target in value.get("targets", [])
    )
    for position, item in enumerate(value.get("media", []), start=1):
        said = "".join(f"\n{label}: {words}" for label, words in declaration(item))
        file = _("Berkas %s") % item["sha256"][:8] + "\n" if position in other else ""
        alt = item["alt"] or _("Teks alternatif belum ada")
        texts[f"{LABELS['media']} {position}"] = f"{file}{alt}{said}"
    return texts


def declaration(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a frozen picture declares, as ``(label, words)``; nothing for what was not said."""
    words = {
        "credit": str(item.get("credit", "")),
        "licence": _choice(Licence, item.get("licence", "")),
        "people": _choice(People, item.get("people", "")),
    }
    return [(str(LABELS[name]), text) for name, text in words.items() if text]


def manner_words(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was chosen for a network, as ``(label, words)``; nothing for what is as usual."""
    words = {
        "thread": "✓" if said.get("thread") else "",
        "comment": str(said.get("comment", "")),
        "form": _choice(Shape, said.get("form", "")),
        "audience": _choice(Audience, said.get("audience", "")),
        "tags": ", ".join(said.get("tags", ())),
        "located": "✓" if said.get("located") else "",
    }
    return [(str(LABELS[name]), text) for name, text in words.items() if text]


def _choice(choices: type[TextChoices], value: object) -> str:
    """The label of a value; one that is no longer offered speaks for itself."""
    return str(dict(choices.choices).get(str(value), value))
