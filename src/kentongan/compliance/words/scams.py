"""What the rules on gambling and fraud share: warnings, baits, untrusted ways of contact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from itertools import islice

from kentongan.compliance.reading.text import Span, Text
from kentongan.compliance.rule import Case, Hit
from kentongan.compliance.words.hosts import (
    RISKY,
    cheap,
    host_of,
    is_form,
    is_platform,
    is_public_body,
    shortened,
    split_host,
    stands_under,
)
from kentongan.compliance.words.lookalikes import imitates
from kentongan.language.tokens import Token

_PLACE = re.compile(r",\s?[A-Z]")
#: Words by which a text warns of fraud instead of committing it, in the form of ``Text.letters``.
_WARNING = re.compile(
    r"\b(?:waspada\w*|hati-hati|berhati-hati|ati-ati|penipu\w*|modus\w*|hoaks|hoax|phishing"
    r"|ngaku-ngaku|mengaku|ngaku|mengatas ?namakan|disalahgunakan|oknum|gadungan|calo|percaloan"
    r"|jangan (?:pernah|percaya|klik|diklik|buka|dibuka|beri\w*|sebut\w*|kirim|mengirim|transfer"
    r"|mentransfer|mau|mudah|tergiur|tergoda|bagikan|membagikan|isi|mengisi|membayar|bayar|sekali"
    r"|menitipkan|tertipu|asal|langsung|unduh|menyerahkan|serahkan|terjebak|terburu|panik|angkat"
    r"|ditanggapi|diladeni|dibalas)\w*"
    r"|tidak (?:pernah|memungut|dipungut|dikenai|dikenakan|ada (?:biaya|pungutan)|meminta"
    r"|menerima (?:uang|pembayaran)|akan (?:pernah )?meminta|menunjuk perantara|perlu membayar"
    r"|menghubungi|membuka|mengadakan|menarik|menerbitkan)|tak (?:pernah|memungut|meminta)"
    r"|tanpa (?:dipungut|pungutan)|ora (?:tau|nate) (?:njaluk|nyuwun)|mboten nate"
    r"|(?:moal|teu) (?:pernah|kantos|naroskeun|nyuhunkeun)|ulah (?:dipasih\w*|percant?en|percaya"
    r"|kabita|kagoda|dibuka|diklik|dipencet|masihan|daek|gampang)|aja (?:percaya|gelem|nganti"
    r"|gampang|diklik|dibukak|dikeki|diwenehi)|dudu petugas|sanes petugas|bukan petugas"
    r"|bukan (?:dari|milik|akun|nomor|program|situs) (?:kami|resmi|kita|pemkab|dinas|pemerintah)"
    r"|la ?porkan|lapor(?:keun|na|ke)|adukan|abaikan|korban|ilegal|palsu|ciri(?:-ciri)?(?:nya)?"
    r"|tersangka|polisi|polres|polsek|ditangkap|dibekuk|diretas|dibajak|peretas\w*|klarifikasi"
    r"|tidak benar|kabar bohong|edukasi|sosialisasi|penyuluhan|kiat|cara (?:mengenali|menghindari)"
    r"|cek dulu|satgas|ojk|tipu-tipu|penagih|diteror)\b"
)
#: Frauds protest that they are none, or threaten that the offer runs out.
_PROTEST = re.compile(
    r"\b(?:(?:bukan|anti|tanpa|bebas|dijamin bukan) (?:penipu\w*|hoaks|hoax|modus|tipu-tipu)"
    r"|tidak dipungut(?: biaya)?,? (?:cuma|cukup|hanya|tapi)"
    r"|(?:terdaftar|diawasi|resmi|izin|legal) (?:di |oleh )?ojk"
    r"|hati-hati (?:kehabisan|ketagihan)|awas kehabisan|jangan (?:langsung|percaya) (?:skip"
    r"|dulu))\b"
)
_MOBILE = re.compile(r"(?<![\d.])(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){7,11}(?!\d)|wa\.me/\d")
#: ``https://official@foreign``: what stands before ``@`` is no host.
_ACCOUNT = re.compile(r"https?://[^\s/@<>]{1,80}@[^\s<>]{3,200}", re.IGNORECASE)
_PRIVATE = re.compile(
    r"\b(?:inbox|in ?box|dm|japri|wapri|pm|chat (?:pribadi|langsung|aja|saja|admin|akun)"
    r"|pesan (?:pribadi|akun ini|langsung)|(?:grup|group|channel|kanal|bot) ?(?:tele(?:gram)?|wa)"
    r"|telegram|tele|link (?:ada )?di bio|bio|profil)\b"
)

#: A text with more links than this is judged by the first of them.
_MOST = 100


def warns_of_fraud(text: Text) -> bool:
    """Whether the text warns of fraud, for all that it names the tricks."""
    if text.has(_PROTEST):
        return _WARNING.search(_PROTEST.sub(" ", text.letters.text)) is not None
    return text.has(_WARNING)


class Bad(Enum):
    """Why no office would send people to a link."""

    IMITATION = "imitation"
    RISKY = "risky"
    SHORT = "short"


def bad_links(case: Case, text: Text) -> list[tuple[Span, Bad]]:
    """Links to which no office would send people, as typed offsets."""
    light = text.light
    found = [
        (light.span(link.start, link.end), bad)
        for link in text.light_links[:_MOST]
        if not _is_dateline(text, link) and (bad := _bad(case, link.text)) is not None
    ]
    if "." in light.text:
        found.extend(
            (light.span(*match.span()), Bad.SHORT) for match in islice(shortened(light.text), _MOST)
        )
        found.extend(
            (light.span(*match.span()), Bad.RISKY) for match in islice(cheap(light.text), _MOST)
        )
    if "@" in light.text:
        found.extend(
            (light.span(*match.span()), Bad.IMITATION) for match in _ACCOUNT.finditer(light.text)
        )
    return found


def _bad(case: Case, address: str) -> Bad | None:
    host = host_of(address)
    domains = case.facts.official_domains
    if stands_under(host, domains):
        return None
    if imitates(host, domains) is not None:
        return Bad.IMITATION
    if is_public_body(host) or is_platform(host) or is_form(address):
        return None
    risky = split_host(host)[2] in RISKY or ".apk" in address.lower()
    return Bad.RISKY if risky else None


def foreign_links(case: Case, text: Text) -> list[Span]:
    """Links that are neither the pemda's, a public body's, nor a well-known platform's."""
    return [
        text.light.span(link.start, link.end)
        for link in text.light_links[:_MOST]
        if not stands_under(host_of(link.text), case.facts.official_domains)
        and not is_public_body(host_of(link.text))
        and not is_platform(host_of(link.text))
        and not _is_dateline(text, link)
    ]


def _is_dateline(text: Text, link: Token) -> bool:
    """Whether an address names a newspaper and the place it writes from: "Kabar.com, Jakarta"."""
    return link.text[:1].isupper() and _PLACE.match(text.light.text, link.end) is not None


def mobiles(text: Text) -> list[Span]:
    """Mobile numbers and links to their chats, as typed offsets."""
    return [
        text.light.span(*match.span()) for match in islice(_MOBILE.finditer(text.light.text), _MOST)
    ]


def private_contacts(text: Text) -> list[Span]:
    """Mobile numbers and chats beside the public ways, as typed offsets."""
    found = mobiles(text)
    found.extend(text.letters.span(*match.span()) for match in text.find(_PRIVATE))
    return found


def hit_over(text: Text, spans: Iterable[Span]) -> Hit:
    """One hit from the first to the last of typed spans: one thing to mend."""
    starts, ends = zip(*spans, strict=True)
    first, last = min(starts), max(ends)
    quote = "" if text.where in ("text", "title") else text.original[first:last]
    return Hit(first, last, where=text.where, quote=quote)


def typed(text: Text, matches: Iterable[re.Match[str]]) -> list[Span]:
    """Matches in ``text.letters`` as typed offsets."""
    return [text.letters.span(*match.span()) for match in matches]
