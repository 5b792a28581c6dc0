"""Figures of films and cartoons, marks of clubs and makers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.compliance.words.rights import media_of, one_each
from kentongan.kernel.say import gettext_noop

_FIGURE = (
    r"(?:upin(?: (?:dan|&|n) ipin)?|ipin|doraemon|nobita|shizuka|(?:elsa|anna) (?:dan|&) (?:olaf"
    r"|anna"
    r"|elsa)|olaf|elsa frozen|(?:film|tema|bertema|ala|karakter) frozen|shin ?-?chan|sinchan"
    r"|sin ?chan|mickey(?: mouse)?|miki mos"
    r"|minnie mouse|donal(?:d)? (?:bebek|duck)|winnie the pooh|spongebob\w*|sponge bob|patrick star"
    r"|squidward|naruto|sasuke|luffy|one piece|goku|dragon ?ball|sailor moon|totoro|ghibli|tanjiro"
    r"|nezuko|demon slayer|kimetsu\w*|spy x family|detektif conan|conan edogawa|maruko|hamtaro"
    r"|pikachu|pokemon|digimon|hello kitty|kuromi|cinnamoroll|sanrio|labubu|barbie|spider-?man"
    r"|spiderman"
    r"|batman|superman|iron-? ?man|hulk|captain america|kapten amerika|wonder woman|avengers?"
    r"|marvel"
    r"|deadpool|thanos|gundala|harry potter|hogwarts|star wars|darth vader|optimus prime|bumblebee"
    r"|minions?|shrek|toy story|buzz lightyear|finding nemo|moana|lion king|simba|putri disney"
    r"|disney"
    r"|pixar|teletubbies|angry birds?|super mario|mario bros|sonic the hedgehog|among us|boboiboy"
    r"|ejen ali|sopo jarwo|adit sopo jarwo|nussa(?: dan)? rara|si juki|masha (?:dan|and"
    r"|&) (?:the )?"
    r"(?:bear|beruang)|tayo|pororo|robocar poli|peppa pig|paw patrol|cocomelon|pinkfong|baby shark"
    r"|tom (?:dan|and|&) jerry|scooby[ -]?doo|looney tunes|bugs bunny|garfield|smurf\w*|snoopy"
    r"|popeye"
    r"|tintin|asterix|ultraman|power rangers?|kamen rider|satria baja hitam|inside out|stitch"
    r"|zootopia"
    r"|teenage mutant|kura-kura ninja|transformers?|mobile legends?|free fire|roblox|minecraft"
    r"|genshin"
    r"\w*|bts|blackpink)"
)
_CLUB = (
    r"(?:persib|persija|arema|persebaya|psis|psim|persis|persik|bali united|psm|barcelona|barca"
    r"|real madrid|manchester \w+|liverpool|juventus|chelsea|arsenal|ac milan|inter milan|nike"
    r"|adidas"
    r"|puma|gojek|grab|shopee|tokopedia|lazada|indomie|coca[ -]?cola|starbucks|mcdonald\w*|mcd|kfc"
    r"|netflix|disney|marvel|fifa|uefa|olimpiade|klub (?:bola|sepak ?bola)\w*|merek terkenal|nba"
    r"|piala dunia|motogp|moto gp|ferrari|gucci|louis vuitton|supreme)"
)
_SHOWN = (
    r"(?:(?:ber)?gambar|karikatur|foto|poster|ilustrasi|stiker|karakter|tokoh|kartun|animasi"
    r"|edit(?:an)?"
    r"|desain"
    r"|template|latar|background|spanduk|banner|backdrop|mural|kaus|kaos|merchandise|suvenir|maskot"
    r"|kostum|badut|wajah|meme|sampul|kalender|undangan|logo|lambang|bertema|tema|parodi|plesetan"
    r"|ala"
    r"|versi|boneka|balon|topeng|cosplay|twibbon|figur|sosok)(?:nya)?"
)
_IN_PICTURE = re.compile(rf"\b(?:{_FIGURE}|logo (?:\w+ )?{_CLUB})\b")
_IN_TEXT = re.compile(
    rf"\b(?:{_SHOWN} (?:[\w'-]+ ){{0,3}}?{_FIGURE}\b|{_FIGURE}(?: [\w'-]+){{0,3}}? (?:di|jadi|pada"
    rf"|dalam) {_SHOWN}\b|(?:logo|lambang) (?:\w+ ){{0,2}}?{_CLUB}\b)"
)
#: A word of every name above.
_NAMES = frozenset(
    """
    logo lambang upin ipin doraemon nobita shizuka elsa anna olaf frozen sinchan shinchan
    chan mickey miki minnie donal donald pooh sponge spongebob patrick squidward naruto sasuke
    luffy piece goku dragon dragonball sailor totoro ghibli tanjiro nezuko slayer kimetsu spy
    conan maruko hamtaro pikachu pokemon digimon kitty kuromi cinnamoroll sanrio labubu barbie
    spider spiderman batman superman iron ironman hulk captain kapten woman avenger avengers
    marvel deadpool thanos gundala potter hogwarts wars vader optimus bumblebee minion minions
    shrek toy lightyear nemo moana lion simba disney pixar teletubbies angry mario sonic among
    boboiboy ejen jarwo nussa juki masha tayo pororo robocar peppa paw cocomelon pinkfong shark
    jerry scooby scoobydoo looney bunny garfield smurf smurfs snoopy popeye tintin asterix
    ultraman ranger rangers kamen baja inside stitch zootopia teenage ninja transformer
    transformers legend legends fire roblox minecraft genshin bts blackpink
    """.split()
)
#: Played and watched, not drawn.
_BEFORE = 60
_PLAYED = re.compile(
    r"\b(?:turnamen|lomba main|kompetisi|e-?sports?|konser|jalan|desa|kecamatan)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    if _NAMES.isdisjoint(case.words):
        return
    found = [
        (text, match.span())
        for text in case.texts
        for match in text.find(_IN_TEXT if text.where in ("text", "title") else _IN_PICTURE)
        if not ((media := media_of(case, text)) and media.licence)
        and not _PLAYED.search(text.letters.text, max(0, match.start() - _BEFORE), match.start())
    ]
    yield from one_each(case, found)


def _example(alt: str, licence: str = "", seen: str = "") -> Example:
    media = (MediaFact(alt=alt, licence=licence, seen_text=seen),)
    return Example("Antre itu keren!", says=f"alt: {alt}", media=media)


RULE = Rule(
    id="copyright.characters",
    family="copyright",
    title=gettext_noop("Tokoh kartun atau logo"),
    looks_for=gettext_noop(
        "Tokoh film, kartun, atau gim, dan logo klub atau merek, dalam gambar atau desain."
    ),
    message=gettext_noop("Tokoh dan logo ini milik orang lain dan dilindungi."),
    suggestion=gettext_noop("Gambar tokoh sendiri, atau catat lisensinya pada gambar."),
    basis=("uu-28-2014",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    opened_by=(_IN_TEXT, _IN_PICTURE),
    examples_match=examples(
        _example("Upin dan Ipin memegang sikat gigi"),
        _example("Ilustrasi Doraemon berdiri di barisan antrean"),
        _example("Kalender bergambar Elsa dan Olaf"),
        _example("Poster berlogo", seen="SPONGEBOB AYO MEMBACA"),
        "Poster posyandu bergambar Naruto sudah terbit.",
        "Stiker Hello Kitty gratis untuk balita.",
        "Badut Spiderman membagikan permen.",
        "Kaus panitia memakai logo Persib.",
    ),
    examples_miss=examples(
        _example("Elsa menerima piala dari camat"),
        _example("Ilustrasi Doraemon di loket", licence="lisensi 2026"),
        _example("Maskot tetes air bertopi proyek"),
        "Kami nonton Persib bareng warga.",
        "Lomba menggambar tokoh pewayangan.",
        "Bandeng frozen tersedia di pasar.",
        "Turnamen Mobile Legends antardesa dimulai Sabtu.",
        "Lambang Garuda Pancasila dipasang di kelas.",
    ),
)
