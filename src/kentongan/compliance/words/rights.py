"""What the rules on copyright share: who gave leave, what teaches, what is said of a picture.

Patterns are in the form of ``Text.letters``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, hit_at

#: Leave was given, or none is needed.
_LEAVE = re.compile(
    r"\b(?:se-?izin|atas izin|dengan izin|pakai izin|ber-?izin|diizinkan|mengizinkan|diijinkan"
    r"|izin (?:tertulis|resmi|pemutaran|pemakaian|penggunaan|dari)|(?:sudah|telah|udah|dah|dapat|"
    r"mendapat(?:kan)?|mengantongi|memperoleh|memberi(?:kan)?|kasih|minta|ada) (?:\w+ )?i[jz]in"
    r"|(?:ber)?lisensi(?! ?\?)|creative commons|cc0|cc[- ]by|domain publik|milik umum"
    r"|public domain|bebas (?:royalti|hak cipta)|royalty[- ]free|hak pakai|menyerahkan hak"
    r"|(?:beli|membeli|bayar|membayar) (?:hak|royalti|lisensi)|ciptaan (?:sendiri|kami|siswa|murid"
    r"|guru|warga|staf|pegawai|kader|santri)|karya (?:sendiri|kami|siswa|murid|pelajar|warga|staf"
    r"|pegawai|kader|santri|tim kami|sanggar|komunitas kami|paguyuban kami|grup kami)"
    r"|(?:bikinan|buatan|jepretan|potretan|rekaman|gambar) sendiri|milik sendiri"
    r"|(?:di)?potret (?:staf|sendiri|tim|petugas|admin)|dokumentasi (?:kami|sendiri"
    r"|pribadi)|pustaka (?:audio|musik)|sudah lunas)\b"
)
_DENIED = re.compile(
    r"\b(?:belum|blm|tanpa|tidak|tak|tdk|bukan|gak|ga|nggak|enggak|ngga|ora|teu|can|acan|durung"
    r"|lupa|kagak)\W+(?:\w+\W+){0,2}$"
)
#: Sentences that teach how to deal with the works of others.
_LESSON = re.compile(
    r"\b(?:jangan asal|jangan (?:meng)?ambil|jangan (?:comot|copas|repost|unggah|pakai|membajak"
    r"|(?:me)?nonton|membeli|beli|memutar|putar|mengunduh|unduh|menyalin)"
    r"|cek (?:dulu )?lisensi|lisensi(?:nya)? (?:dulu|jelas)|bukan (?:berarti )?izin|hargai (?:karya"
    r"|pencipta|pembuat)\w*|lindungi (?:karya|hak)|pelanggaran hak|melanggar hak|plagi(?:at|asi)"
    r"|stop pembajakan|anti ?pembajakan|sadar hak cipta|(?:hak|literasi) cipta (?:itu|adalah)"
    r"|boleh(?:kah)? kami|apakah boleh|(?:di)?larang (?:\w+ ){0,2}(?:mengambil|memakai|menyalin"
    r"|mengunggah|membajak))\b"
)
#: Credits that name nobody.
_NOBODY = re.compile(
    r"(?:dari |sumber:? ?|foto:? ?|via )?(?:google\w*(?: images?)?|internet|pinterest|medsos"
    r"|media sosial|sosmed|istimewa|ist|unknown|anonim|n/?a|tidak diketahui|tdk diketahui|entah"
    r"|berbagai sumber|web|website|facebook|fb|instagram|ig|tiktok|twitter|x|youtube|wa(?: grup)?"
    r"|whatsapp|grup wa|grup|screenshot|download(?:an)?|unduhan|owner|pemilik|netizen|-|\?)\.?"
)
_BEFORE, _NEAR = 40, 80


def has_leave(case: Case) -> bool:
    """Whether the draft says somewhere that it may use what it uses."""
    return any(
        not _DENIED.search(text.letters.text[max(0, match.start() - _BEFORE) : match.start()])
        for text in case.texts
        for match in text.between(_LEAVE, 0, len(text.letters.text))
    )


def teaches(case: Case) -> bool:
    """Whether the draft teaches what may be taken, or asks whether it may."""
    return any(text.has(_LESSON) for text in case.texts)


def names_nobody(media: MediaFact) -> bool:
    """Whether what was declared as origin is a place where all is found, and no licence."""
    return bool(
        media.credit and not media.licence and _NOBODY.fullmatch(media.credit.strip().lower())
    )


def is_declared(media: MediaFact) -> bool:
    """Whether the unit said whose the picture is, or under what licence."""
    return bool(media.licence or (media.credit and not names_nobody(media)))


def media_of(case: Case, text: Text) -> MediaFact | None:
    """The picture to which a text belongs; ``None``: the caption or the title."""
    kind, _, index = text.where.partition(":")
    return case.draft.media[int(index)] if kind in ("media", "picture") else None


def hits(
    case: Case, pattern: re.Pattern[str], *, in_pictures: bool = False, in_links: bool = False
) -> Iterator[Hit]:
    """Where ``pattern`` stands in a text nobody gave leave for.

    ``in_pictures``: only in alt texts and words of pictures; there only a licence satisfies.
    ``in_links``: also in addresses, as which a maker's mark is often written.
    """
    found = [
        (text, match.span())
        for text in case.texts
        if not _satisfied(media_of(case, text), in_pictures=in_pictures)
        for match in (pattern.finditer(text.letters.text) if in_links else text.find(pattern))
        if not _DENIED.search(text.letters.text[max(0, match.start() - _BEFORE) : match.start()])
    ]
    yield from one_each(case, found)


def one_each(case: Case, found: list[tuple[Text, tuple[int, int]]]) -> Iterator[Hit]:
    """A hit for what stands near together: one thing to mend; none where there is leave."""
    if not found or teaches(case) or has_leave(case):
        return
    at, start, end = found[0][0], *found[0][1]
    for text, (left, right) in found[1:]:
        if text is at and left - end <= _NEAR:
            end = max(end, right)
            continue
        yield hit_at(at, at.letters, start, end)
        at, start, end = text, left, right
    yield hit_at(at, at.letters, start, end)


def _satisfied(media: MediaFact | None, *, in_pictures: bool) -> bool:
    if media is None:
        return in_pictures
    return bool(media.licence) if in_pictures else is_declared(media)
