"""What the rules about hoaxes, and about news passed on by civil servants, share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.words.lexicon import words

_W = "rumour"
NOT_HOAX = Opened(rf"\b{words(_W, 'not_hoax')}\b")
_CLARIFIES = re.compile(rf"\b{words(_W, 'clarifies')}(?:\b|(?<=:))")
_SOURCE = re.compile(rf"\b{words(_W, 'source')}\b")
_DATED = re.compile(
    r"\b\d{1,2}\s+(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november"
    r"|desember)\b|\bpukul\s+\d|\bjam\s+\d{1,2}[.:]\d\d|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
)


def clarifies(text: Text) -> bool:
    """Whether the text sets a rumour right, or teaches how to tell one."""
    known: bool | None = text.known.get(("clarifies",))
    if known is None:
        known = text.known["clarifies",] = _clarifies(text)
    return known


def _clarifies(text: Text) -> bool:
    claims = [match.span() for match in text.at_openings(NOT_HOAX)]
    for match in _CLARIFIES.finditer(text.letters.text):
        index = bisect_right(claims, (match.start(), len(text.letters.text)))
        if not index or claims[index - 1][1] <= match.start():
            return True
    return False


def has_source(text: Text) -> bool:
    """Whether the text names an office, a document or a link it has its news from."""
    return _SOURCE.search(text.letters.text) is not None


def sources(text: Text) -> Iterator[tuple[int, int]]:
    """The offices, documents and links named, as offsets into ``letters.text``."""
    return (match.span() for match in _SOURCE.finditer(text.letters.text))


def is_dated(text: Text) -> bool:
    """Whether the text says on which day or at what hour."""
    return _DATED.search(text.letters.text) is not None


_KIN = words(_W, "kin")
_WHOSE = r"(?:ku|mu|nya|na|ne|e|\s+(?:saya|aku|gue|gua|kami|kita|abdi|urang|sendiri|kuring))?"
_SAYS = (
    r"(?:kata(?:nya)?|ceuk|cek|jare(?:ne)?|kata\s+si|ujar|menurut|saur|saurna|criose|omongan"
    r"|cerita)"
)
#: News whose origin nobody can ask.
HEARSAY = Opened(
    r"\binfo(?:rmasi|nya)?\s+a-?\s?(?:1|i|satu)\b|\ba1\s+(?:nih|ini|banget|pisan|dari)\b"
    r"|\b(?:sumber|narasumber|info)\s+(?:yang\s+)?(?:a-?1|terpercaya|tepercaya|(?:bisa|dapat"
    r"|sangat)\s+dipercaya|dalam|rahasia|anonim"
    r"|valid|tidak\s+mau\s+disebut\w*|enggan\s+disebut\w*|intel(?:ijen)?)\b"
    rf"|\b(?:info(?:rmasi|nya)?(?:\s+(?:penting|valid|terbaru|dapat|akurat|resmi\s+banget))?"
    rf"|kabar(?:nya)?|berita|bocoran|pesan|kiriman|dapat(?:\s+(?:info|kabar|wa))?|dapet(?:\s+info)?"
    rf"|denger|dengar|warta|wartos|terusan|fyi)"
    rf"\s+(?:ini\s+)?(?:dari|ti|saka|seko|soko|saking|tina)\s+(?:\w+\s+)?{_KIN}{_WHOSE}\b"
    rf"|\b{_SAYS}\s+{_KIN}{_WHOSE}\s+(?:yang|nu|sing|di|ing)\s+\w+"
    rf"|\b{_SAYS}\s+(?:teman|temen|kawan|tetangga|saudara|sodara|sepupu|orang\s+dalam|grup|group"
    rf"|intel|orang[- ]orang|orang\s+pintar)\b"
    rf"|\b(?:teman|temen|kawan|sepupu|tetangga|saudara|sodara|ipar|kenalan|ponakan|keponakan|dulur"
    rf"|batur|kanca|konco|tonggo|tatangga|om|tante|paman|orang\s+dalam|intel){_WHOSE}\s+(?:(?:yang"
    rf"|nu|sing)\s+)?(?:(?:kerja|dinas|tugas|jaga|bertugas|bekerja|gawe)\s+)?(?:(?:di|ing|nang"
    rf"|neng)\s+\w+\s+)?(?:sendiri\s+|dhewe\s+|sorangan\s+|sih\s+|juga\s+)?(?:yang\s+)?"
    r"(?:bilang|bilangnya|membenarkan|memastikan|ngasih\s+(?:tahu|info)|ngebocorin|cerita(?:nya)?"
    r"|crito|nyarios|membisiki)\b(?=[^\n?]{0,140}(?:$|[.!,\n]))"
    r"|\bbocoran\s+(?:dari\s+)?(?:pusat|istana|dalam|atas|pejabat|menteri|kementerian)\b"
    rf"|\b{_SAYS}\s+\w+\s+(?:sebelah|tetangga)\b"
    rf"|\bsumber(?:nya)?\s*[:=]?\s*{_KIN}\b(?!\s+(?:daya|dana|air))"
    r"|\b(?:kata|ceuk|jare|cek)\s+orang\s+(?:dalam|pusat|kecamatan|dinas|kantor|istana|kabupaten"
    r"|provinsi|bank|pintar|sana)\b"
    r"|\b(?:denger|dengar)(?:-|\s)(?:denger|dengar)\b|\bkrungu-krungu\b|\bkabar-kabari\b"
    r"|\bkabar\s+burung\b|\bdesas-desus(?:nya)?\b"
    r"|\b(?:rumor|isu|gosip|selentingan)(?:nya|na|ne)\b|\bdari\s+mulut\s+ke\s+mulut\b"
    r"|\b(?:dapat|dapet|diteruskan|forward(?:an)?|kiriman|terusan|copas(?:an)?|copy\s?paste|copaste"
    r"|share(?:an)?)\s+"
    r"(?:dari\s+|ti\s+|saka\s+|seko\s+)?(?:wa\s+|whatsapp\s+)?(?:grup|group|gc|tetangga|sebelah"
    r"|status|wa|tiktok)\b"
    r"|\b(?:grup|group)\s+(?:wa\s+)?(?:sebelah|tetangga|ojek|ojol|keluarga|alumni"
    r"|arisan)\b(?=[^\n]{0,40}(?:katanya|bilang|info|kabar)|\s*\))"
    r"|\bdari\s+(?:grup|group|gc)\s+(?:wa\s+|whatsapp\s+)?(?:\w+\s*){0,2}[:,]"
    r"|\b(?:kabarnya|infonya)\s+(?:sih|mah)\b|\bkatanya\s+(?:sih|mah)\s+(?:begitu|gitu)\b"
    r"|\b(?:ti|saking|saka|seko|tina)\s+(?:grup|group)\s+(?:tatangg[ai]|sebelah|tonggo|wa|sanes"
    r"|liyan\w*|sejen|keluarga|alumni)\b"
    r"|\bcopa?s?t(?:e|an)?\s+dari\s+\w+|\bpercaya\s+(?:atau|ataupun)\s+(?:tidak|nggak|enggak)\b"
    rf"|\b(?:teman|temen|anak|suami|istri|adik|kakak|saudara)(?:nya)?\s+{_KIN}{_WHOSE}\s+(?:sendiri\s+)?"
    r"(?:yang|nu|sing)\s+(?:lihat|melihat|alami|mengalami|nempo|weruh|jadi\s+saksi)\b"
)
#: A light "they say"; it counts only with a claim that can do harm.
THEY_SAY = Opened(
    r"\b(?:katanya|kabarnya|konon\s+kabarnya|katane|cenah|ceunah|jare|jarene|saurna|gosipnya|isunya"
    r"|rumornya|infonya|bilangnya|(?:ada\s+)?yang\s+bilang)\b"
)
CLAIM = Opened(
    r"\b(?:benar-benar\s+terjadi|beneran\s+(?:terjadi|kejadian)|kejadian\s+beneran|tenan\s+kedadean"
    r"|lumpuh|meninggal|tewas|mati\b(?!\s+(?:lampu|listrik|air))|maot|mandul|keracunan|kesurupan"
    r"|tumbal|hantu|pocong"
    r"|(?:akan|bakal|mau|arep|bade|rek)\s+(?:\w+\s+)?(?:meletus|ambruk|runtuh|perang|krisis|digusur"
    r"|ditutup\s+(?:total|selamanya)|dihapus|disita|dipecat|bubar|gempa|tsunami)"
    r"|dihapus(?:kan)?|dipotong|dikorupsi|disita|dirampas|diculik|penculik\w*|begal|diracun|racun"
    r"|beracun|chip|microchip|virus\s+baru|wabah|tsunami|megathrust|disembunyikan|dijual\s+ke"
    r"|dipecat|diangkat\s+(?:semua|tanpa|otomatis)"
    r"|gempa\s+(?:besar|susulan)|meledak|jebol|bangkrut|kolaps|rusuh|kerusuhan|palsu|plastik|boraks"
    r"|formalin|babi|ular|organ\w*|ditangkap|penjara)\b"
)
