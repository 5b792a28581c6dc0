"""An address that cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.signs import by_sign
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.hosts import RISKY
from kentongan.compliance.words.linked import Place, places
from kentongan.kernel.say import gettext, gettext_noop

#: What comes before a host and should be ``https://``.
_SCHEME = re.compile(
    r"(?<![\w/:.@-])(?P<name>h?[tx]{1,4}p{1,3}s{0,2}|h{1,2}t{1,3}p{0,2}s{1,2}p?|hpt{1,2}s?)"
    r"(?P<mark>\s?[:;.,]{0,3}\s?[/\\|]{1,4}[:;/\\]{0,3}\s?|:)(?=[\w-]{1,63}(?:\.[\w-]{1,63})*\.[a-z]{2})",
    re.IGNORECASE,
)
_SCHEME_SIGN = re.compile(r"[hHtTxX][hHtTxXpP]")
_WEB = re.compile(r"(?<![\w])https?://(?P<rest>\S*)", re.IGNORECASE)
_WEB_SIGN = re.compile(r"[hH][tT][tT]")
_WWW = re.compile(
    r"(?<![\w@./-])(?P<www>w{2,5})(?P<mark>\s?[.,;:]{1,3}\s?|\s)"
    r"(?P<host>[a-z0-9][a-z0-9-]{1,62}(?:[.,][a-z0-9-]{1,63}){1,6})(?P<rest>/\S*)?",
    re.IGNORECASE,
)
_WWW_SIGN = re.compile(r"[wW][wW]")
#: ``x,go.id``, ``x.go,id``, ``x. go.id``, ``x.go. id``, ``x..go.id``, ``x.go id``: the end of it …
_PUBLIC = re.compile(
    r"(?P<first>\s?[.,;]{1,3}\s?)(?P<kind>go|desa|ac|sch)(?P<second>\s?[.,;]{1,3}\s?|\s)id(?![\w.-])"
)
_PUBLIC_SIGN, _MARKS = re.compile(r"[.,;]\s?(?:go|desa|ac|sch)"), 3
#: … and what stands before.
_IN_FRONT = re.compile(
    r"(?<![\w,;])(?:https?://)?(?:[\w.+-]{1,60}@)?(?P<name>[a-z0-9-]{2,63}(?:\.[a-z0-9-]{1,63}){0,4})$",
    re.IGNORECASE,
)
#: ``situs .go.id`` speaks of an ending, ``contohkab .go.id`` is an address.
_NAME_OF_PLACE = re.compile(r"(?:kab|kota|prov)$|^www\.|\.")
_NAME = 60
_MAIL = re.compile(
    rf"[\w.+-]{{2,{_NAME}}}@(?:gmail|yahoo|outlook|hotmail)\s?[,;]\s?com\b", re.IGNORECASE
)
_MAIL_SIGN = re.compile(r"@(?:gmail|yahoo|outlook|hotmail)\s?[,;]", re.IGNORECASE)
_SPACED_PATH = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,6}(?:id|com|org|net)"
    r"(?:(?:/[\w.-]{1,60}){0,6}\s/[a-z0-9][\w-]*"
    r"|(?:/[\w.-]{1,60}){1,6}\s[\w-]{1,40}\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|zip|html?|php)\b)",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"[\[{<](?:(?:isi|masukkan|tempel|sisipkan|taruh|alamat)\s)?(?:link|tautan|url|website"
    r"|alamat web)(?:\s(?!di\b|ada\b|bio)[\w-]{1,20}){0,2}[\]}>]",
    re.IGNORECASE,
)
_SCHEMES = ("htt", "ttp", "htp", "hxx", "hpt")
_FILES = (".pdf", ".doc", ".xls", ".ppt", ".jp", ".png", ".zip", ".htm", ".php")
_REACH = 200
#: Nobody mends more of them at a time.
_MOST = 200
_CLOSERS = ".,;:!?)]}'\"…”’"
_HOST_END = re.compile(r"[/?#]")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_NUMBERS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_PRIVATE = re.compile(r"(?:127|10)\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.")
_UNFILLED = re.compile(r"(?:^|[./=])x{3,}(?:[./]|$)|^(?:\.{2}|…)|[/=](?:\.{2}|…)|[\[{<][a-z]")
_CUT = re.compile(r"/[\w-]+(?:\.{2,}|…)$")
_ON_DISK = re.compile(r"\bfile:/{2,3}\S+|(?<!\w)[A-Z]:\\[\w.\\-]+")
_KNOWN = RISKY | frozenset(
    "id com net org gov edu int mil io tv us uk my sg au jp de nl eu".split()
)


def _find(case: Case) -> Iterator[Hit]:
    return islice(_all(case), _MOST)


def _all(case: Case) -> Iterator[Hit]:
    for place in places(case):
        text = place.text.light.text
        low = text.lower()
        if any(part in low for part in _SCHEMES):
            yield from _schemes(place, text)
            yield from _webs(place, text)
        if "ww" in low:
            yield from _wwws(place, text)
        if "id" in low:
            yield from _publics(place, text)
        if "@" in low and "com" in low:
            for match in by_sign(_MAIL, _MAIL_SIGN, text, back=_NAME):
                message = gettext("Ada koma atau spasi di dalam alamat.")
                yield place.hit(*match.span(), message)
        for pattern, message in _patterns(low):
            for match in pattern.finditer(text):
                yield place.hit(*match.span(), gettext(message))


def _patterns(low: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """What else to look for, and what to say, by the signs a text holds."""
    if "/" in low and (" /" in low or any(ending in low for ending in _FILES)):
        yield _SPACED_PATH, gettext_noop("Ada koma atau spasi di dalam alamat.")
    if "\\" in low or "file:" in low:
        yield _ON_DISK, gettext_noop("Alamat ini menunjuk ke komputer sendiri.")
    if "[" in low or "{" in low or "<" in low:
        yield _BLANK, gettext_noop("Alamatnya belum diisi.")


def _schemes(place: Place, text: str) -> Iterator[Hit]:
    for match in by_sign(_SCHEME, _SCHEME_SIGN, text):
        name, mark = match["name"].lower(), match["mark"]
        if mark == "://" and name in ("http", "https"):
            continue
        if mark == ":" and name not in ("http", "https"):
            continue
        tail = re.match(r"\S*", text[match.end() : match.end() + 300])
        rest = tail.group().rstrip(_CLOSERS) if tail else ""
        end = match.end() + len(rest)
        message = gettext("Awal alamat salah tulis; yang benar https://.")
        yield place.hit(match.start(), end, message, replacement=f"https://{rest}")


def _webs(place: Place, text: str) -> Iterator[Hit]:
    for match in by_sign(_WEB, _WEB_SIGN, text) if "://" in text else ():
        rest = match["rest"].rstrip(_CLOSERS)
        end = match.start("rest") + len(rest) if rest else match.end()
        if message := _web_fault(rest, match["rest"]):
            yield place.hit(match.start(), end, message)
        elif _CUT.search(match["rest"][-80:]):
            message = gettext("Alamat ini tampaknya terpotong.")
            yield place.hit(match.start(), end, message, at_most=Severity.WEIGH)


def _wwws(place: Place, text: str) -> Iterator[Hit]:
    for match in by_sign(_WWW, _WWW_SIGN, text):
        if message := _www_fault(match):
            end = match.start() + len(match.group().rstrip(_CLOSERS))
            yield place.hit(match.start(), end, message)


def _web_fault(rest: str, typed: str) -> str:
    """What is wrong with what follows ``https://``; empty: nothing known."""
    if not rest or _UNFILLED.search(typed.rstrip(")]}'\",;:!?")):
        return gettext("Alamatnya belum diisi atau terpotong.")
    if "://" in rest[:12]:
        return gettext("Awal alamat tertulis dua kali.")
    if "\\" in rest:
        return gettext("Garis miring terbalik tidak dapat dipakai dalam alamat.")
    host = _HOST_END.split(rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    if host.startswith("["):
        return ""
    return _host_fault(host)


def _host_fault(host: str) -> str:
    if _PRIVATE.match(host) and _NUMBERS.fullmatch(host):
        return gettext("Alamat ini hanya terbuka di dalam jaringan kantor.")
    if _NUMBERS.fullmatch(host):
        return ""
    labels = host.split(".")
    if len(labels) == 1:
        return gettext("Alamat ini tidak lengkap: tanpa akhiran seperti .go.id.")
    if not all(map(_LABEL.fullmatch, labels)):
        return gettext("Ada tanda yang tidak dapat dipakai di dalam nama situs.")
    last = labels[-1].lower()
    if not (last.isalpha() or last.startswith("xn--")) or len(last) == 1:
        return gettext("Akhiran alamat ini tidak ada.")
    if re.search(r"\.(?:go|desa)\.id\.", host.lower()) and last not in _KNOWN:
        return gettext("Ada tambahan di belakang .id sehingga alamat ini tidak dapat dibuka.")
    return ""


def _www_fault(match: re.Match[str]) -> str:
    host, mark = match["host"], match["mark"]
    if len(match["www"]) == 3 and mark == ".":
        return "" if _is_name(host) else gettext("Ada koma atau akhiran yang salah di alamat ini.")
    if not _is_name(host) or host.rpartition(".")[2].lower() not in _KNOWN:
        return ""
    if mark == " " or len(match["www"]) == 2:
        looks_meant = host.lower().endswith((".id", ".com", ".org", ".net"))
        return gettext("Awal alamat salah tulis; yang benar www.") if looks_meant else ""
    return gettext("Awal alamat salah tulis; yang benar www.")


def _is_name(host: str) -> bool:
    return "," not in host and not _host_fault(host)


def _publics(place: Place, text: str) -> Iterator[Hit]:
    for match in by_sign(_PUBLIC, _PUBLIC_SIGN, text, back=_MARKS):
        first, second = match["first"], match["second"]
        if first == "." == second or (first != "." and second.isspace()):
            continue
        base = max(0, match.start() - _REACH)
        front = _IN_FRONT.search(text[base : match.start()])
        if front is None or (
            first[0].isspace() and not _NAME_OF_PLACE.search(front["name"].lower())
        ):
            continue
        message = gettext("Ada koma, spasi, atau titik ganda di dalam alamat.")
        right = f"{front.group()}.{match['kind'].lower()}.id"
        yield place.hit(base + front.start(), match.end(), message, replacement=right)


RULE = Rule(
    id="links.broken",
    family="links",
    title=gettext_noop("Alamat rusak"),
    looks_for=gettext_noop(
        "Alamat yang tidak dapat dibuka: https:/x, www.x,go.id, https:// saja, spasi atau koma di "
        "dalamnya, tanpa akhiran, alamat jaringan kantor, isian yang tertinggal."
    ),
    message=gettext_noop("Alamat ini tidak dapat dibuka."),
    suggestion=gettext_noop("Salin ulang alamatnya dari peramban, lalu coba buka sekali."),
    basis=("inpres-9-2015",),
    severity=Severity.MUST,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    needs=(
        "htt",
        "ttp",
        "htp",
        "hpt",
        "hxx",
        "www",
        "ww.",
        ".id",
        ",id",
        "go id",
        " id",
        ";id",
        "com",
        " /",
        "link",
        "tautan",
        "url",
        "file:",
        ":\\",
    ),
    examples_match=examples(
        "Baca di https:/contohkab.go.id/hasil",
        "Katalog: https//pustaka.contohkab.go.id",
        "htps://contohkab.go.id",
        "https;//contohkab.go.id/a",
        "https: //contohkab.go.id",
        "Rute: https://...",
        "Daftar di https:// ya",
        "https://contohkab/dishub",
        "https://contohkab.go.id /bukutamu",
        "https://contohkab.go.id/berkas syarat.pdf",
        "Buka www.contohkab,go.id",
        "Buka www,contohkab.go.id",
        "Lihat contohkab.go,id/peta",
        "Lihat contohkab. go.id",
        "Lihat contohkab..go.id",
        "www.contohkab.go.id.dinkes",
        "https://https://contohkab.go.id",
        "Unduh di https://contohkab.go.id\\berkas",
        "Isi di http://192.168.1.10/absen",
        "Kirim ke posyandu@gmail,com",
        "Daftar di sini: [tautan]",
        "Unduh di C:\\Users\\admin\\surat.pdf",
    ),
    examples_miss=examples(
        "Jadwal: https://puskesmas.contohkab.go.id/jadwal.",
        "Rapat pukul 13.00.Tempat:aula.Peserta membawa laptop.",
        "Surat edaran No.5/SE/2026 dapat diunduh lewat intranet.",
        "Bawa KTP, id card, dan buku.",
        "Situs resmi berakhir .go.id, bukan .com",
        "Pakai protokol https, jangan http.",
        "(https://contohkab.go.id/a); lalu isi.",
        "https://203.0.113.77:8443/zakat",
        "Balai desa, ID pelanggan dibawa",
        "Tautan di bio [link di bio]",
        "Baca di https://contohkab.go.id...",
        "PT. Desa. Id: 5",
        "Ikuti kami di www.contohkab.go.id, ya!",
        "https://contohkab.go.id/berita?id=7&x=a,b",
    ),
)
