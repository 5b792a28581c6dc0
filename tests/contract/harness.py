"""What the contract suite must know about a network: getting accounts, seeing what is public."""

import io
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from PIL import Image as Picture

from kentongan.kernel.http import HttpClient
from kentongan.networks import registry, wording
from kentongan.networks.contract import Enclosure, Image, Limits, Outgoing, Published, Session

#: Seconds a connector waits for an answer in the suite; time-outs are provoked on purpose.
PATIENCE = 12.0
MOST_QUESTIONS = 40


@dataclass(frozen=True, kw_only=True)
class Login:
    """An account on the server under test, and the secret our product would keep for it."""

    handle: str
    secret: Mapping[str, Any]
    external_id: str = ""
    native: Any = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A post as the network shows it, read without the connector."""

    text: str
    alts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    reply_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a stranger said: its id on the network, and the stranger's name there."""

    external_id: str
    author: str
    native: Any = None


@dataclass(frozen=True, kw_only=True)
class Can:
    """What network and server under test can do.

    Each ``False`` is stated with its reason in ``why_not``; the suite then checks the honest
    refusal instead of passing over the case.
    """

    text_only: bool = True  # False: the harness adds what a post must have (``complete``)
    alt: bool = True
    links: bool = True
    angles: bool = True  # False: the network takes no < and >, so we refuse them
    pictures: bool = True  # False: it shows no pictures, so none are edited
    find: bool = True
    find_pictures: bool = True  # False: a lost answer can only be cleared up for other posts
    edit: bool = True
    server_edits_images: bool = True
    withdraw: bool = True
    server_withdraws: bool = True
    reply: bool = True
    long_text: str = "limits"  # limits: we refuse before sending; endless: there is no limit
    rejects_bad_secret: bool = True
    refresh: bool = False
    same_words: bool = True  # False: the network itself refuses a second post of the same words
    listen: bool = True  # False: nothing can be read, or the network brings it by itself
    nested: bool = True  # False: a comment cannot be answered by another stranger
    hears_edits: bool = True
    dates_edits: bool = True  # False: when something was edited the network does not tell
    hears_deletions: bool = True
    hears_own: bool = True  # False: our own answers are not told
    mentions: bool = False
    direct: bool = False
    opens: bool = False  # True: files that people send are given to the account only
    linked: bool = True  # False: what is sent has no address that others could open
    breaks: bool = True  # False: the network itself folds the lines of a comment
    exact_comments: bool = True  # False: it may take a first comment that the check speaks against
    why_not: Mapping[str, str] = field(default_factory=dict)


class Harness(ABC):
    """One network in the suite."""

    code: str
    can: Can
    #: Part of the request line of the one request that makes a post public.
    decisive: str
    #: Part of the request line of the upload of a picture.
    upload: str
    #: Files in the connector's ``fixtures/`` that the vendor's answers are taken from.
    fixtures = ("rate_limited", "refused", "unauthorised", "server_error")

    @property
    @abstractmethod
    def base_url(self) -> str:
        """The address of the real server."""

    @abstractmethod
    def login(self) -> Login:
        """A fresh account."""

    @abstractmethod
    def seen(self, login: Login) -> list[Seen]:
        """All that is public of this account, replies included, oldest first."""

    @abstractmethod
    def wrong(self, login: Login) -> Mapping[str, Any]:
        """A secret the server does not accept."""

    #: Part of the request line of every request that reads what people say.
    listening: str = ""
    #: Where the connector keeps the size of a page: module and name.
    page_size: tuple[str, str] = ("", "PAGE")

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        """A new stranger comments on the post ``under``, or answers the comment ``parent``."""
        raise NotImplementedError

    def mention(self, login: Login, text: str) -> Said:
        """A stranger names the account."""
        raise NotImplementedError

    def write_to(self, login: Login, text: str) -> Said:
        """A stranger sends the account a direct message."""
        raise NotImplementedError

    #: Parts of the request lines that get a file, in their order.
    opening: tuple[str, ...] = ()

    def enclose(self, login: Login, data: bytes) -> Enclosure:
        """A stranger sends the account a file; what the connector hears of it."""
        raise NotImplementedError

    def change(self, login: Login, said: Said, text: str) -> None:
        """The stranger changes what they said."""
        raise NotImplementedError

    def take_back(self, login: Login, said: Said) -> None:
        """The stranger deletes it."""
        raise NotImplementedError

    def answered(self, login: Login, found: Published) -> str:
        """The id of what our answer stands under, read without the connector."""
        raise NotImplementedError

    def complete(self, item: Outgoing) -> Outgoing:
        """``item`` with what the network demands beside words: a picture, a video."""
        return item

    def at_limit(self, limits: Limits) -> str:
        """A text that is exactly as long as allowed, as the network counts."""
        most, family = limits.max_text or 5000, "👨‍👩‍👧é"
        text = family * (most // wording.length(family, limits))
        text += "a" * (most - wording.length(text, limits))
        assert wording.length(text, limits) == most
        return text

    def stale(self, login: Login) -> Mapping[str, Any]:
        """A secret that has run out and can be renewed."""
        raise NotImplementedError

    def count(self, login: Login) -> int:
        """How many posts are public."""
        return len(self.seen(login))

    #: Keys of the application, where the network wants one.
    app: Mapping[str, Any] = MappingProxyType({})
    #: Seconds between two questions to a network that is still working on it.
    pace = 0.05

    @cached_property
    def notes(self) -> dict[str, dict[str, Any]]:
        """What connectors noted for each key; it outlives a connector, as in the product."""
        return {}

    @contextmanager
    def open(
        self,
        login: Login,
        *,
        via: str = "",
        secret: Mapping[str, Any] | None = None,
        timeout: float = PATIENCE,
        taken: frozenset[str] = frozenset(),
    ) -> Iterator[Any]:
        """The connector for this account, talking to the server itself or ``via`` a proxy.

        What is given is a :class:`Line`: it acts like the engine, with a connector for each act.
        """
        server = via or self.base_url
        with HttpClient(inner_hosts=[urlsplit(server).netloc], timeout=timeout) as http:
            session = Session(
                server=server,
                handle=login.handle,
                external_id=login.external_id,
                secret=login.secret if secret is None else secret,
                http=http,
                now=datetime.now(UTC),
                taken=taken,
                app=self.app,
            )
            yield Line(self, session)


class Line:
    """Acts on a connector as the engine does: one for each act, with the notes of its key.

    Everything but publishing and finding goes to ``native``, a connector without notes.
    """

    def __init__(self, harness: Harness, session: Session) -> None:
        self._harness = harness
        self._session = session
        self._kind = registry.get(harness.code)
        self.native: Any = self._kind(session)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.native, name)

    def _for(self, key: str) -> Any:
        notes = self._harness.notes.setdefault(key, {})
        return self._kind(replace(self._session, remembered=dict(notes), remember=notes.update))

    def publish(self, item: Outgoing, key: str) -> Published:
        """Publish, and ask until the network is done."""
        result = self._for(key).publish(self._harness.complete(item), key)
        for _ in range(MOST_QUESTIONS):
            if isinstance(result, Published):
                return result
            time.sleep(self._harness.pace)
            result = self._for(key).resume(result)
        raise AssertionError("the network never came to an end")

    def find(self, key: str, item: Outgoing) -> Published | None:
        """What became of it."""
        found: Published | None = self._for(key).find(key, self._harness.complete(item))
        return found


def picture(colour: str, alt: str, *, size: tuple[int, int] = (320, 180)) -> Image:
    """A small PNG ready to send."""
    file = io.BytesIO()
    Picture.new("RGB", size, colour).save(file, "PNG")
    return Image(data=file.getvalue(), mime="image/png", alt=alt, width=size[0], height=size[1])
