"""Contempt and hate against the state, its foundations and its government. Not criticism."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import both, is_negated, together, words
from kentongan.kernel.say import gettext_noop

_W = "state"
_IDEA = words(_W, "idea")
_STATE = words(_W, "state")
_GOVERNMENT = words(_W, "government")
_FILL = rf"(?:{words(_W, 'filler')})"
_GAP = r"[\s,:=?!\"'“”()-]{1,4}"
_HATE = words(_W, "loathing")
_NO = (
    r"(?:tidak|tak|tdk|nggak|enggak|gak|ga|kagak|ora|teu|ogah|emoh|henteu|males|malas)"
    r"(?:\s+(?:lagi|akan|bakal|mau|pernah|bisa|iso|bisa|geus|wis)){0,2}"
)

_SCORNED = Opened(rf"\b{_IDEA}(?:{_GAP}{_FILL}){{0,4}}{_GAP}(?P<bad>{words(_W, 'scorn')})\b")
_SCORNING = Opened(
    rf"\b(?P<bad>{words(_W, 'scorn')})(?:\s+(?:banget|bgt|sekali|pisan|tenan|semua|itu|tuh|lah"
    rf"|namanya"
    rf"|dengan|sama|kok|teh)){{0,3}},?\s+{_IDEA}\b"
)
_REJECTED = Opened(
    rf"\b(?P<bad>{words(_W, 'reject')})\s+(?:{words(_W, 'reject_filler')}\s+){{0,3}}{_IDEA}\b"
)
_HATED_STATE = Opened(
    rf"\b(?<!uang )(?<!aset )(?<!kas )(?<!milik )(?<!anak )(?<!aparat )(?<!orang )"
    rf"(?:{_STATE}(?:{_GAP}{_FILL}){{0,3}}{_GAP}(?P<bad>{_HATE})"
    rf"|(?:negara|nagara|negoro|negeri|republik|bangsa)(?:{_GAP}{_FILL}){{0,3}}{_GAP}"
    rf"(?P<weak>{words(_W, 'loathing_state')}))\b"
)
_HATED_GOVERNMENT = Opened(
    rf"\b{_GOVERNMENT}(?:{_GAP}{_FILL}){{0,4}}{_GAP}(?P<bad>{_HATE})\b"
    rf"|\b(?P<bad2>{_HATE})\s+(?:semua|kabeh|sarua|emang|memang|tuh|itu|kalian,?"
    rf"|kabeh)\s+{_GOVERNMENT}\b"
)
_WISHED_ILL = Opened(
    rf"\b(?:semoga|mugi|mugo|mugi-mugi|moga(?:-moga)?|(?:saya |kami |ku|kita )?doa(?:kan|in|ku)?"
    rf"|ndonga)\s+"
    rf"(?:[\w-]+\s+){{0,4}}?(?:{_GOVERNMENT}|{_IDEA}|negara|republik)\s+(?:[\w-]+\s+){{0,3}}?"
    r"(?:binasa|hancur|ancur|ajur|dilaknat|mati|mampus|modar|tumbang|runtuh|bubar|celaka|lenyap"
    r"|tamat)\b"
    rf"|\b(?:gulingkan|tumbangkan|runtuhkan|ganyang|bunuh|habisi|musnahkan|kudeta|hancurkan"
    rf"|perangi)\s+"
    rf"(?:saja\s+|aja\s+|wae\s+)?(?:{_GOVERNMENT}|{_IDEA}|negara)\b"
    r"|\b(?:negara|nagara|negoro|negeri|republik|indonesia|pemerintah\w*|rezim"
    r"|penguasa)(?:\s+(?:ini|iki|ieu|kita|itu|sekarang|memang|emang)){0,2}\s+(?:pantas|layak|wajib"
    r"|harus|kudu|mending|boleh|patut|pantes|bagusnya)\s+"
    r"di(?:bakar|bubarkan|hancurkan|kubur|tenggelamkan|musnahkan|ratakan|laknat|ludahi|gulingkan"
    r"|tumbangkan|bunuh|gantung|injak|kutuk|robohkan|azab)\w*"
    r"|\b(?:aku|saya|gue|gua|kami|kita|urang|abdi|aing|kula|sumpah|jujur"
    r"|demi)\b[^\n.!?]{0,25}\b(?:benci|muak|jijik|eneg|enek|gething|ceuceub|geuleuh"
    r"|najis)\s+(?:banget\s+|sekali\s+|pisan\s+|tenan\s+)?"
    r"(?:pada\s+|dengan\s+|sama\s+|ka\s+|karo\s+|kepada\s+|jadi\s+)?(?:negara|nagara|negoro|negeri"
    r"|republik|indonesia|tanah\s+air|bangsa\s+ini|warga\s+negara)\b"
    rf"|\b(?:persetan|fuck|bodo amat|go to hell)\s+(?:dengan\s+|sama\s+)?(?:{_GOVERNMENT}"
    rf"|{_STATE})\b"
)
_DISOWNED = Opened(
    rf"\b{_NO}\s+(?:butuh|perlu|sudi|layak|pantas|setia|hormat|tunduk|patuh|cinta|bangga|percaya"
    r"|ngaku|mengakui|ngakoni|dibela|membela|melu|milu|jadi\s+bagian|jadi\s+warga|mengabdi)\s+"
    r"(?:lagi\s+)?(?:dari\s+|pada\s+|kepada\s+|sama\s+|dengan\s+|karo\s+|ka\s+|jadi\s+)?"
    rf"(?:{_IDEA}|indonesia\b(?! (?:punya|yang|timur|barat|tengah))|republik\s+(?:ini|indonesia)"
    rf"|negara\s+ini|merah putih)"
    rf"|\b(?:negara|nagara|negoro|republik|nkr[i1])\b(?:[^\n.!?]){{0,40}}?\b{_NO}\s+(?:layak|pantas"
    rf"|sudi|perlu|patut)\s+"
    r"(?:di(?:pertahankan|bela|hormati|perjuangkan|akui|cintai|selamatkan)|ngaku|mengakui|melu"
    r"|milu)"
)
_STATE_NAMED = Opened(
    r"\b(?:negara|nagara|negoro|negeri|republik|bangsa)\s+(?:ini|iki|ieu|kita|indonesia)\b"
    r"|\b(?:pemerintah(?:an)?(?:\s+(?:ini|pusat|kita|indonesia))?|rezim|penguasa)\b"
)
_CURSED = Opened(
    r"\b(?:iblis|dajjal|laknat(?:ullah)?|bangsat|bajingan|keparat|tho?gh?ut|biadab|jahanam|durjana"
    r"|bangke"
    r"|terkutuk|fir'?aun|haram jadah|anjing kabeh|setan(?!\s+kemiskinan))\b"
)
_REFUSED = Opened(
    r"\b(?:saya|kami|aku|gue|gua|kita|urang|abdi|aing|kula)\s+(?:tetap\s+|tegas\s+|sudah\s+lama\s+"
    r"|memang\s+)?(?:menolak|nolak|anti|tidak\s+mengakui|nggak\s+mengakui|gak\s+ngakuin"
    r"|ora\s+ngakoni|teu\s+ngaku|tidak\s+percaya|tidak\s+tunduk|tidak\s+akan\s+tunduk|muak"
    r"|benci)\s+"
    rf"(?:pada\s+|kepada\s+|dengan\s+|sama\s+|ka\s+|karo\s+)?{_IDEA}\b"
)
_PUNS = Opened(
    r"\bnkr[i1]\s+(?:itu\s+|kuwi\s+|teh\s+)?(?:cuma|hanya|mung|ngan)\s+(?:rantai|penjara|belenggu"
    r"|topeng|kedok|dagangan|jualan|omong\s+kosong)\b|"
    r"\bpanca[\s-]?(?:gila|sial(?:an)?|salah|silit|bala|sundal|dusta|setan)\b"
    r"|\bindon[e]?sial(?:an)?\b"
    r"|\bbhinn?eka\s+tunggal\s+(?:luka|duka|dusta|duit|lara|derita|celaka|bohong)\b"
    r"|\bnkr[i1]\W{0,3}(?:=|:|itu|adalah|singkatan(?:nya)?(?:\s+dari)?|artinya"
    r"|kepanjangan(?:nya)?(?:\s+dari)?|alias|yaitu)?\W{0,3}"
    r"negara\s+(?!kesatuan)\w+\s+(?:republik|rakyat)\b(?:\s+\w+)?"
    r"|\bnegara\s+(?!kesatuan|anggota|adalah)\w+\s+republik\s+(?!indonesia|rakyat|islam"
    r"|demokratik)\w+"
    r"|\bnkr[i1]\s+(?:mau\s+|bakal\s+|akan\s+|segera\s+|wis\s+|geus\s+|sudah\s+|cepat\s+)?(?:bubar"
    r"|ambyar|ancur|hancur|modar|tamat|kiamat|bubrah|buyar|runtuh|ajur)\b"
    r"|\bnkr[i1]\s+(?:harga\s+)?(?:nego|obral|diskon|murahan|cuci gudang|promo|kiloan|loak)\b"
    r"|\bharga\s+mati\b\W{1,4}(?:ya\s+|kalau gitu\s+)?(?:mati|matek|modar|paeh)\s+(?:saja|aja|wae"
    r"|weh|we|ae)\b"
    r"|\b(?:uud|undang-undang dasar)\W{1,3}(?:itu\W{1,3}|singkatan\s+|artinya\s+"
    r"|alias\s+)?ujung[- ]ujung(?:nya|e|na)\s+(?:duit|dhuwit|uang)"
)
_RUIN = Opened(
    r"\b(?:bubar(?:kan|no|keun|ke|in)?|ancur(?:kan|keun|no|in)?|hancurkan|ajur(?:no|ke)?|mati|modar"
    r"|paeh|bakar|mampus)\s+"
    r"(?:saja|aja|wae|we|weh|ae|sakalian|sekalian|sisan)\b"
)
_RUINED = Opened(
    rf"\b(?:{_IDEA}|(?:negara|nagara|negoro|republik)(?:\s+(?:ini|iki|ieu|naon|opo|macam"
    rf"|bosok))?)\b"
)
#: Words of other places in the sentence that make it a report, a lesson, a vow.
_CONDEMNS = re.compile(rf"\b{words(_W, 'condemns')}\b")
_FOUNDATION = Opened(
    r"\b(?:pancasil(?:a|ane|ana|anya|ais)|panca sila|nkr[i1]|uud(?: ?'?(?:1945|45))?|bhinn?eka"
    r"|persatuan indonesia|dasar negara|sila (?:pertama|kedua|ketiga|keempat|kelima)"
    r"|ketuhanan yang maha esa|keadilan sosial bagi|(?:ke)?lima sila(?:nya)?)\b"
)
_SCORN = Opened(rf"\b{words(_W, 'scorn_broad')}\b")
_LESSON = re.compile(
    r"\b(?:ujaran kebencian|skb (?:11|sebelas)|contoh unggahan|pelanggaran disiplin"
    r"|kontra narasi)\b"
)
_ONE = (
    _PUNS,
    _SCORNED,
    _SCORNING,
    _REJECTED,
    _HATED_STATE,
    _HATED_GOVERNMENT,
    _WISHED_ILL,
    _DISOWNED,
    _REFUSED,
)
#: (what is meant, what is said of it, how far apart)
_PAIRS = ((_FOUNDATION, _SCORN, 70), (_RUINED, _RUIN, 50), (_STATE_NAMED, _CURSED, 40))


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        spans = [
            match.span()
            for pattern in _ONE
            for match in pattern.find(text)
            if not _is_denied(text, match)
        ]
        spans += [
            both(one, other)
            for meant, said, reach in _PAIRS
            for one, other in together(text, meant, said, reach=reach, across=True)
            if not is_negated(text, other.start())
        ]
        for span in spans:
            if not _is_report(text, *span):
                yield hit_at(text, text.letters, *span)


def _is_denied(text: Text, match: re.Match[str]) -> bool:
    bad = next(
        (name for name in ("bad", "bad2", "weak") if match.groupdict().get(name) is not None), ""
    )
    return bool(bad) and is_negated(text, match.start(bad))


def _is_report(text: Text, start: int, end: int) -> bool:
    sentence = text.around(start, end)
    return _CONDEMNS.search(sentence) is not None or text.has(_LESSON)


RULE = Rule(
    id="civil_service.contempt",
    family="civil_service",
    title=gettext_noop("Kebencian terhadap negara"),
    looks_for=gettext_noop(
        "Penghinaan dan kebencian terhadap Pancasila, UUD 1945, Bhinneka Tunggal Ika, NKRI, dan "
        "pemerintah, juga dalam pelesetan, bahasa daerah, dan tulisan tersamar. Kritik atas "
        "kebijakan, layanan, dan kerja pejabat bukan kebencian dan tidak dilaporkan."
    ),
    message=gettext_noop(
        "Kalimat ini dapat dibaca sebagai kebencian terhadap negara atau pemerintah. Aparatur "
        "dilarang menyampaikan, membagikan, dan menyetujuinya."
    ),
    suggestion=gettext_noop("Hapus kalimatnya. Kritik boleh: sebut apa yang perlu diperbaiki."),
    basis=("skb-11-2019", "se-137-2018"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    opened_by=(*_ONE, *(pair[:2] for pair in _PAIRS)),
    passage=True,
    examples_match=examples(
        "Pancasila itu cuma omong kosong buat anak sekolah.",
        "UUD 1945 tinggal kertas usang, buang saja.",
        "Persetan dengan Bhinneka Tunggal Ika.",
        "Negara bangsat, isinya rampok semua.",
        "Pemerintah ini komplotan iblis.",
        "Semoga rezim ini cepat tumbang dan binasa.",
        "Kami tidak butuh Indonesia.",
        Example("N.K.R.I = Negara Kacau Republik Iblis", says="pelesetan singkatan"),
        Example("P4nc4s1l4 s4mp4h", says="angka sebagai huruf"),
        Example("Pancasilane mung lamis, bubarno wae.", says="bahasa Jawa"),
        Example("Nagara naon ieu, nagara bangke!", says="bahasa Sunda"),
        Example("Rapat pagi.", media=(MediaFact(alt="Poster: Pancasila sampah"),)),
    ),
    examples_miss=examples(
        "Kebijakan parkir ini keliru dan memberatkan pedagang.",
        "Pemerintah lamban memperbaiki jalan, kami kecewa.",
        "Aplikasi pemkab payah, tiga kali gagal unggah.",
        "Pancasila bukan omong kosong: warga bergotong royong membangun jembatan.",
        "NKRI harga mati!",
        "Jangan sampai Pancasila tinggal slogan.",
        "ASN dilarang menyebarkan ujaran kebencian terhadap Pancasila dan pemerintah.",
        'Polisi menangkap pria yang menulis "negara bangsat" di media sosial.',
        "Bank Sampah Negara Kertagama buka Sabtu pagi.",
        "Upacara Hari Kesaktian Pancasila di halaman kecamatan.",
        "Pelajaran sejarah: pemerintah boneka bentukan Jepang.",
        "Pemerintah berantas rampok dan begal.",
        "Kerja bakti mengurangi sampah. Indonesia bersih!",
        "Bunga bangkai mekar di kebun raya.",
    ),
)
