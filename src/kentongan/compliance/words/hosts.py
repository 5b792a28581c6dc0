"""What the check knows about hosts of web addresses: whose they are and how they are cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kentongan.language.tokens import dotted

#: Endings under which names are given out, longest first where one ends with another.
SUFFIXES = (
    "go.id", "desa.id", "mil.id", "ac.id", "sch.id", "co.id", "or.id", "web.id", "my.id",
    "biz.id", "net.id", "ponpes.id", "kim.id", "co.uk", "com.my", "com.sg", "com.au",
)  # fmt: skip
#: Only public bodies, schools and campuses get names under these.
_PUBLIC = re.compile(r"(?:.*\.)?[a-z0-9-]+\.(?:go|desa|mil|ac|sch|kim)\.id|(?:go|desa)\.id")
#: Cheap endings, by which the addresses of false offers end as a rule.
CHEAP = frozenset(
    "top click site xyz live shop online vip icu cc club win bet fun store lol buzz link bid loan"
    " space website cyou cfd sbs monster rest quest work cash money bond mobi".split()
)
#: These and others under which no office of Indonesia stands.
RISKY = CHEAP | frozenset(
    "info pro tk ml ga cf gq ru cn pw ws host press digital life today fund help support asia bio"
    " app me in co one wiki ink page best net biz".split()
)
#: A name under a cheap ending that networks would not make a link of.
_BARE_CHEAP = re.compile(
    rf"(?<![\w.@/-])[a-z0-9][a-z0-9.-]{{2,60}}\.(?:{'|'.join(sorted(CHEAP))})(?![\w-]"
    rf"|\.\w)(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_CHEAP_END = re.compile(rf"\.(?:{'|'.join(sorted(CHEAP))})(?![\w-])", re.IGNORECASE)
_SHORTENERS = frozenset(
    "bit.ly tinyurl.com s.id cutt.ly rb.gy t.co goo.gl ow.ly is.gd v.gd t.ly shorturl.at"
    " shorturl.asia tiny.cc lnkd.in buff.ly forms.gle gg.gg adf.ly bit.do rebrand.ly short.io"
    " short.gy kutt.it clck.ru u.to tiny.one intip.in ringkas.in urlz.fr tr.ee dub.sh bitly.ws"
    " shorter.me qrco.de me-qr.com soo.gd cutt.us x.gd shrtco.de trib.al dlvr.it ift.tt bl.ink"
    " j.mp tny.im lc.cx fb.me g.co han.gl vo.la shorturl.ac shorturl.gg n9.cl hyperurl.co"
    " singkat.in pendek.in tautan.pro heylink.me lynk.id msha.ke snip.ly t2m.io rotf.lol".split()
)
#: Services on which everybody may publish: a name in front of them tells nothing.
PLATFORMS = frozenset(
    "blogspot.com wordpress.com google.com youtube.com youtu.be facebook.com instagram.com x.com"
    " twitter.com tiktok.com whatsapp.com wa.me t.me telegram.me zoom.us spotify.com threads.net"
    " linkedin.com canva.com kitabisa.com github.io goo.gl medium.com linktr.ee issuu.com"
    " slideshare.net scribd.com wikipedia.org office.com microsoft.com forms.gle bsky.app"
    " mastodon.social bit.ly s.id lapor.go.id".split()
)
_FORMS = re.compile(
    r"(?:docs\.google\.com/forms|forms\.gle|forms\.office\.com|forms\.microsoft\.com|jotform\.com"
    r"|typeform\.com|surveymonkey\.com|formfacade\.com|zfrmz\.com|zoho\w*\.com/form|tally\.so"
    r"|airtable\.com|wufoo\.com|paperform\.co|cognitoforms\.com|forms\.yandex|form\.run"
    r"|docs\.google\.com/spreadsheets)",
    re.IGNORECASE,
)
#: Where everybody may have a mailbox, as first labels of a domain.
MAIL_PROVIDERS = (
    "gmail", "yahoo", "ymail", "hotmail", "outlook", "icloud", "live", "proton", "rocketmail",
    "gmx", "aol", "yandex", "googlemail", "msn", "zoho", "protonmail", "plasa",
)  # fmt: skip
_MAIL_PROVIDER = re.compile(rf"(?:{'|'.join(MAIL_PROVIDERS)})\.[a-z.]{{2,8}}")
_SCHEME = re.compile(r"^[a-z]{3,6}://", re.IGNORECASE)
_HOST_END = re.compile(r"[/?#\\]")
_PORT = re.compile(r":\d*$")


def host_of(address: str) -> str:
    """The host of a web address in small letters, without account, port and final dot."""
    bare = _HOST_END.split(_SCHEME.sub("", address), maxsplit=1)[0]
    return _PORT.sub("", bare.rpartition("@")[2]).rstrip(".").lower()


def split_host(host: str) -> tuple[list[str], str, str]:
    """Labels in front, the name that somebody registered, and the ending it stands under."""
    for suffix in SUFFIXES:
        if host.endswith("." + suffix):
            *front, name = host[: -len(suffix) - 1].split(".")
            return front, name, suffix
    labels = host.split(".")
    if len(labels) == 1:
        return [], host, ""
    return labels[:-2], labels[-2], labels[-1]


def stands_under(host: str, domains: Iterable[str]) -> bool:
    """Whether ``host`` is one of ``domains`` or below it."""
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def is_public_body(host: str) -> bool:
    """Whether only a public body, a school or a campus can have this host."""
    return _PUBLIC.fullmatch(host) is not None


def is_anybodys(host: str) -> bool:
    """Whether no one body owns the host: an ending, a platform, a provider of mailboxes."""
    return host in SUFFIXES or is_platform(host) or _MAIL_PROVIDER.fullmatch(host) is not None


def is_platform(host: str) -> bool:
    """Whether the host belongs to a service that everybody knows and may use."""
    return stands_under(host, PLATFORMS)


_WITH_PATH = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?:www\.)?(?P<host>(?:[a-z0-9-]{1,30}\.){1,2}[a-z]{2,4})"
    r"/[^\s<>\"'“”]*[^\s<>\"'“”.,;:!?)\]}…]",
    re.IGNORECASE,
)


def shortened(text: str) -> Iterator[re.Match[str]]:
    """Links, with or without ``https://``, that hide where they lead."""
    for left, right in dotted(text) if "/" in text else ():
        for match in _WITH_PATH.finditer(text, left, right):
            if match["host"].lower() in _SHORTENERS:
                yield match


def cheap(text: str) -> Iterator[re.Match[str]]:
    """Bare names under cheap endings: with a hyphen, a digit or a path, so that none is a word."""
    for match in _BARE_CHEAP.finditer(text) if _CHEAP_END.search(text) else ():
        if any(char in "-/0123456789" for char in match.group()):
            yield match


def is_form(address: str) -> bool:
    """Whether the address is a form of a service that is not the pemda's."""
    return _FORMS.search(address) is not None
