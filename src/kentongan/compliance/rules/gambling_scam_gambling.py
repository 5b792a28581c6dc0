"""Invitations to gamble, and praise of it, in whatever disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.signs import tried
from kentongan.compliance.reading.text import Span, Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.compliance.words.scams import hit_over, typed
from kentongan.kernel.say import gettext_noop

#: Said by nobody but those who advertise.
_ADVERT = Opened(
    r"\b(?:slot(?:nya)? (?:online|gacor|dana|pulsa|88|77|thailand|kamboja|hoki|terbaru|terkini)"
    r"|(?:situs|agen|link|info|bandar|akun|server) (?:slot|judi|gacor|togel|toto|maxwin|pro)"
    r"|(?:main|maen|mainin|dolanan|maenan|coba|nge-?) ?-?slot|ngeslot|slot mania|slotter"
    r"|(?:ter)?gacor (?:parah|abis|banget|hari ini|malam ini|minggu ini|pagi ini)|pola (?:gacor"
    r"|slot"
    r"|(?:jam )?(?:main|maen|spin)\w*|zeus|hari ini)|jam (?:gacor|hoki)|max ?win|sbobet|mix ?parlay"
    r"|rtp (?:live|slot|gacor|tinggi|tertinggi|hari|\d)|bocoran (?:slot|rtp|pola|angka|hk|sgp|sdy"
    r"|admin|hari)"
    r"|pragmatic(?: ?play)?|pg ?soft|habanero|mahjong w(?:ays|ins)\w*|gates of|starlight princess"
    r"|sweet bonanza|kakek (?:zeus|petir|olympus|merah|jenggot)|scatter (?:hitam|merah|naga|ganda)"
    r"|(?:free|buy) ?spin|spin gratis|gratis spin|nge-?spin|free ?bet|free ?chip"
    r"|mi?n(?:imal)? ?(?:depo|wd)\b"
    r"|depo(?:sit)? (?:pulsa|dana|qris|receh|kecil|tipis|mulai|minim\w*|min|via|\d+ ?(?:rb|ribu"
    r"|k)\b)"
    r"|anti (?:rungkad|rungkat|blokir|nawala|kalah|boncos)|link (?:alternatif|anti|vvip"
    r"|daftar slot)"
    r"|bonus (?:new ?member|member baru|deposit|depo|harian member|rollingan|referral)"
    r"|cash ?back kekalahan"
    r"|(?:togel|toto|judi|taruhan)\b[^.!?\n]{0,60}\b(?:hubungi|daftar|admin|voor|pasang|minimal"
    r"|mulai \d)"
    r"|rollingan|turn ?over kecil|angka (?:jitu|main|kuat|keramat|ikut|mati|top|jadi|hoki)"
    r"|nomor (?:jitu|keramat|buntut)|prediksi (?:sgp|hk|sdy|sydney|hong ?kong|singapur\w*|macau"
    r"|togel|angka)"
    r"|(?:2d|3d|4d)[ /,&]{1,3}(?:2d|3d|4d)|colok (?:bebas|macau|naga|jitu)|jp paus|sensasional"
    r"|(?:auto|pasti|gampang|mudah) (?:wd|jp|jepe|jackpot|maxwin|sultan)|wd (?:lancar|cair|cepat"
    r"|kilat|\d+)"
    r"|jackpot (?:besar|gede|terus|mulu|tiap|\d)|pasang (?:angka|nomor(?! (?:rumah|polisi"
    r"|antrean|urut|kontak|telepon|darurat|induk|dada|punggung|kursi|meja|kamar|kendaraan))|togel"
    r"|taruhan|buntut)"
    r"|(?:pasaran|lapak) (?:toto|togel|lengkap|hk|sgp|darat)|lapak toto|toto (?:darat|macau|gelap"
    r"|4d)"
    r"|hadiah [234]d|(?:2|3|4|dua|tiga|empat) (?:angka|digit) bayar|bayar \d+x|tembus (?:2|3|4|dua"
    r"|tiga|empat) (?:angka|digit)|buku mimpi|kupon (?:putih|togel)|petir (?:x"
    r"|kali) ?\d+)\b"
)
#: Gambling by name; news and warnings name it, too.
_GAME = Opened(
    r"\b(?:togel|toto gelap|judi(?: online)?|judol|casino|kasino|bac?carat|roulette|rolet|poker"
    r"|domino ?(?:qq|99)|qiu ?qiu|capsa|sabung ayam|adu ayam|taruhan|betting|parlay|koprok|porkas"
    r"|lotre|lotere|(?:gaple|remi|domino|kartu|dadu) (?:pakai|pake|nganggo|make) (?:uang|duit)"
    r"|slot|gacor|scatter|rtp|jack ?pot|jepe|jp|depo|deposit|wd|withdraw|spin|zeus|olympus"
    r"|rungkad|rungkat|toto|bandar|chip|kali (?:100|250|500|1000)|x ?(?:100|250|500|1000))\b"
)
_WIN = re.compile(
    r"\b(?:menang(?:nya)?|kemenangan|cuan|hoki|re[zj]eki|lunas|traktir|nraktir|modal|bawa pulang"
    r"|balik modal"
    r"|tarikan|tarik dana|profit|untung|untungnya|kaya|pecah|kalah|balas dendam|dibayar|bonus"
    r"|(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|se)[ ]?(?:puluh |ratus "
    r"|belas )?(?:ribu"
    r"|juta|rebu|ewu|yuta)"
    r"|cashback|receh|jutaan|\d[\d.,]* ?(?:jt|juta|rb|ribu|rebu|yuta|ewu)|sultan|cair|ketagihan"
    r"|angpa[ou]|bagi-bagi|candu|cicilan|gajian|dompet|saldo|meunang|untungna|duit|uang jajan"
    r"|semalam jadi|auto kaya)\b"
)
_INVITE = re.compile(
    r"\b(?:coba(?:in|an)?|nyoba|iseng|main|maen|dolan|mampir|daftar|gabung|bergabung|join|link|bio"
    r"|profil"
    r"|gas+|gaskeun|gaspol|buruan|login|grup|tele|admin|24 jam|ramai|rame|seru|situs|agen"
    r"|terpercaya|percaya|jangan bilang|rahasia|meluncur|kuy|cus|hayu|ayo|yuk|naik kelas|tempatnya"
    r"|makasih|terima kasih|berkat|setia|langganan|pilih|buktikan|sini|salut|pasang)\b"
)
_DIGITS = frozenset("0123456789")
_TOKEN = re.compile(
    r"(?<![\w@./])(?P<name>[a-z]{3,16})[-_.]?(?P<number>\d{2,4})(?!\d|[-/]\d|,\d)(?![a-z])"
)
_TOKEN_WORD = re.compile(
    r"(?<![\w@./])[a-z]{3,14}(?:toto|slot|bet|win|play|jp|qq|poker|hoki|gacor|spin|jackpot|cuan"
    r"|maxwin|togel|casino|royal|vip|zeus)(?![\w.])"
)
#: ``4d`` in a name; in ``letters`` it would be read as ``ad``.
_TOKEN_D = re.compile(r"(?<![\w@./])[a-z]{3,14}[2-5]d(?!\w)")
#: Without one there is no name with a number: a cheap look.
_TOKEN_SIGN = re.compile(r"\d(?:(?<=[a-z].)|(?<=[a-z][-_.].))\d")
#: A name in chunks has four pairs of letters at least.
_PAIR, _CHUNKED = 2, b"\1\1\1\1"
_CHUNKS = re.compile(
    # What stands before the first is looked at behind it: few words have two letters.
    r"[a-z]{2}[ -](?<![\w-]...)(?:[a-z]{2}[ -]){2,7}[a-z]{2}(?![\w-])"
)
#: Numbers that such names end on as a rule.
_USUAL = frozenset(
    "11 22 33 44 55 66 77 88 99 69 62 138 168 188 288 303 338 388 404 505 707 777 888 999 123 234"
    " 321 365 500 808 898 989 2d 3d 4d 5d 365 212 789 878 78 79 89 98".split()
)
#: Games for money, whatever else the text says; slots and spins have other lives.
_HARD = frozenset(
    [
        *"togel judi judol casino kasino poker taruhan betting parlay koprok porkas capsa".split(),
        "judi online",
        "toto gelap",
        "sabung ayam",
        "adu ayam",
        "qiu qiu",
        "domino qq",
        "lotre",
        "lotere",
    ]
)
#: Words of games that have other lives, even in company.
_PLAIN = frozenset("slot deposit depo bandar chip toto zeus olympus spin rtp withdraw".split())
#: Prizes and wins of another kind.
_CONTEST = re.compile(
    r"\b(?:lomba|juara|turnamen|kejuaraan|pertandingan|skor|tingkat (?:kecamatan|kabupaten"
    r"|provinsi|nasional)"
    r"|piala|medali|anugerah|umkm)\b"
)
_SERVICES = frozenset("110 111 112 113 115 117 118 119 122 129 1708 1500".split())
#: Names before a number that are no such name.
_ORDINARY = re.compile(
    r"(?:alumni|angkatan|kelas|team|tim|squad|studio|radio|fm|warung|cafe|kafe|kedai|hotel|bengkel"
    r"|klinik|apotek|grha|graha|plaza|blok|gedung|ruang|gate|kloter|batch|gelombang|sesi|rt|rw|tps"
    r"|sd|sdn|smp|smpn|sma|sman|smk|smkn|min|mts|mtsn|man|km|jalan|jln|kode|paket|tipe|type|seri"
    r"|versi|covid|hut|ri|dirgahayu|harlah|milad|persib|sapa|halo|hallo|hello|call|center|lapor"
    r"|siaga"
    r"|darurat|ntpd|psc|pemilu|pilkada|ppdb|spmb|mudik|pasal|ayat|perpres|pp|uu|permen|pln|lantai"
    r"|unit|nomor|no|hal|bab|juz|surat|ukuran|suhu|skor|umur|usia|tahun|tgl|tanggal|jam|pukul|hari"
    r"|rp|kg|pos|posko|posyandu|puskesmas|pustu|dusun|desa|kampung|kec|kab|iso|sni|bpom|vario|beat"
    r"|nmax|windows|android|iphone|galaxy|mp|usb|wifi|password|sandi|kuota|nilai|level|grup|group"
    r"|reuni|generasi|gen|haul|muktamar|jambore|porprov|popda|event|expo|fest|run|lomba)"
)
#: Birds, parking, vaccines: words that have a life of their own.
_BLOCKS = re.compile(
    r"\b(?:stop|anti|lawan|tolak|perangi|berantas|jauhi|hindari|cegah|bahaya|bahayanya"
    r"|putus(?:kan)?"
    r"|setop|berhenti|kapok|tobat)[- ](?:dari )?(?:ber|main |bermain )?(?:judi|judol|togel|slot"
    r"|pinjol)"
    r"|\b(?:pemberantasan|pencegahan|memberantas|mencegah|kecanduan|pecandu|rehabilitasi|terjerat"
    r"|korban|sosialisasi|penyuluhan|edukasi|laporkan|laporan|dilaporkan|aduan|keluhan|meresahkan"
    r"|resah"
    r"|polisi|polres|polsek|polda|ditangkap|razia|gerebek|digerebek|diamankan|tersangka|terdakwa"
    r"|memblokir"
    r"|diblokir|pemblokiran|sanksi|dilarang|larangan|melarang|pidana|dipidana|uu ite|pasal \d+"
    r"|penipuan|modus"
    r"|hoaks|iklan judi|komentar judi|spam|kominfo|komdigi|merana|sengsara|sanksinya|haram|dosa"
    r"|utang numpuk|kapusan|aja nganti|aja gelem|ulah kabita|ulah kagoda|ulah milu"
    r"|jangan (?:tergiur|tergoda"
    r"|terjebak|percaya|klik|coba-coba|pernah|biarkan|ikut|terpancing)|waspada\w*|kami hapus"
    r"|dihapus"
    r"|diretas|dibajak|diambil alih|penyalahgunaan|menertibkan|penertiban|merusak|menghancurkan"
    r"|rugi|merugi|bangkrut|hancur|melarat|terlilit|menyesal|nyesel|derita|menderita|kehilangan"
    r"|berakhir"
    r"|lebih baik|bukan (?:solusi|jalan|cara|rezeki)|tak pernah|tidak pernah|mana ada|tobat|bohong"
    r"|jebakan|menjerat|dijerat|(?:cuma|hanya) bandar|konseling|bebas judi|judi itu|judi bukan)\b"
)
_FAKE_BLOCK = re.compile(r"\b(?:bukan|tanpa|anti|bebas) (?:penipuan|modus|hoaks)\b")
_TAILS = tuple(
    "toto slot bet win play jp qq poker hoki gacor spin jackpot cuan togel casino royal vip"
    " zeus".split()
)
_SURE, _ENOUGH, _TWO = 6.0, 3.0, 2
_REACH = 350
#: More signs than this make no text more of an advertisement.
_MOST = 60


@dataclass(slots=True)
class _Signs:
    """What a text holds: typed spans and how much they weigh together."""

    spans: list[Span]
    weight: float
    names: int
    adverts: int
    games: int
    wins: int
    hard: bool
    plain: bool


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        signs = _signs(text)
        if signs is not None and _is_gambling(signs, text.letters.text):
            yield hit_over(text, signs.spans)


def _signs(text: Text) -> _Signs | None:
    plain = text.letters.text
    names = list(islice(_names(text), _MOST))
    adverts = typed(text, _ADVERT.find(text))
    found = list(_GAME.find(text))
    kinds = {match.group() for match in found}
    if not names and not adverts and len(kinds) < 2:
        return None
    games = typed(text, found)
    anchors = [*(span for span, _ in names), *adverts, *games]
    near = min(anchors)[0] - _REACH, max(end for _, end in anchors) + _REACH
    wins = _near(near, typed(text, islice(_WIN.finditer(plain), _MOST)))
    invites = _near(near, typed(text, islice(_INVITE.finditer(plain), _MOST)))
    weight = (
        sum(weight for _, weight in names[:2])
        + 3.0 * min(len(adverts), 2)
        + 1.5 * min(len(kinds), 2)
        + 1.0 * min(len(wins), 2)
        + 0.5 * min(len(invites), 2)
    )
    return _Signs(
        spans=[*anchors, *wins, *invites],
        weight=weight,
        names=len(names),
        adverts=len(adverts),
        games=len(kinds),
        wins=len(wins),
        hard=not _HARD.isdisjoint(kinds),
        plain=kinds <= _PLAIN,
    )


def _near(around: Span, spans: list[Span]) -> list[Span]:
    return [span for span in spans if around[0] <= span[0] and span[1] <= around[1]]


def _is_gambling(signs: _Signs, plain: str) -> bool:
    blocked = _BLOCKS.search(_FAKE_BLOCK.sub(" ", plain)) is not None
    if blocked:
        return bool(signs.names and signs.weight >= _SURE and signs.wins)
    if signs.names:
        other = signs.games or signs.adverts
        if not other and _CONTEST.search(plain):
            return False
        return signs.weight >= _ENOUGH and bool(signs.wins or other)
    if signs.adverts:
        return signs.weight > _ENOUGH
    if signs.plain:
        return False
    least = _ENOUGH + (1.0 if signs.hard else 1.5)
    return signs.games >= _TWO and signs.wins > 0 and signs.weight >= least


def _names(text: Text) -> Iterator[tuple[Span, float]]:
    """Names of gambling sites by their build; no list of them is kept, it would advertise them."""
    plain = text.letters.text
    for match in _TOKEN.finditer(plain) if _TOKEN_SIGN.search(plain) and _may_name(text) else ():
        number = match["number"]
        if number in _SERVICES or len(number) > 3 or _ORDINARY.fullmatch(match["name"]):
            continue
        span = text.letters.span(*match.span())
        if number in _USUAL:
            yield span, 2.0
        elif len(match["name"]) > 3 and _capitals(text, span) is None:
            yield span, 1.0
    folded = text.folded.text
    has_d = any(map(folded.__contains__, ("2d", "3d", "4d", "5d")))
    for match in _TOKEN_D.finditer(folded) if has_d else ():
        if not _ORDINARY.fullmatch(match.group()[:-2]):
            yield text.folded.span(*match.span()), 2.0
    yield from _written_names(text)


def _may_name(text: Text) -> bool:
    """Whether a word ends on a digit, or is put together: a cheap look."""
    plain = text.letters.text
    if "-" in plain or "_" in plain:
        return True
    return any(word[-1] in _DIGITS and word[0] not in _DIGITS for word in text.openers)


def _written_names(text: Text) -> Iterator[tuple[Span, float]]:
    """Names without a number, and names cut into chunks of two letters."""
    plain = text.letters.text
    tailed = {word for word in text.openers if word.endswith(_TAILS)}
    places = zip(text.words, text.word_starts, strict=True) if tailed else ()
    for match in tried(_TOKEN_WORD, plain, (start for word, start in places if word in tailed)):
        span = text.letters.span(*match.span())
        if _capitals(text, span) is None:
            yield span, 1.5
    for match in _CHUNKS.finditer(plain) if "-" in plain and _has_chunks(text) else ():
        span = text.letters.span(*match.span())
        capitals = _capitals(text, span)
        if capitals is None or capitals >= _TWO:
            yield span, 2.0


def _has_chunks(text: Text) -> bool:
    """Whether so many words in a row have two letters as a name in chunks has: a cheap look."""
    return _CHUNKED in bytes(map(_PAIR.__eq__, map(len, text.words)))


def _capitals(text: Text, span: Span) -> int | None:
    """How many capitals; ``None`` for all of them, or letters of another kind, amid plain words."""
    written = text.original[span[0] : span[1]]
    if not written.isascii() or (written.isupper() and not text.original.isupper()):
        return None
    return sum(char.isupper() for char in written)


_POSTER = MediaFact(alt="Poster libur.", seen_text="KENDI4D, DAFTAR SEKARANG, MENANG DIBAYAR")
_STOP_POSTER = MediaFact(alt="Poster peringatan.", seen_text="STOP JUDI SLOT, sekeluarga merana")

RULE = Rule(
    id="gambling_scam.gambling",
    family="gambling_scam",
    title=gettext_noop("Ajakan judi"),
    looks_for=gettext_noop(
        "Ajakan dan pujian judi, juga yang disamarkan: istilah judi, nama bergaya KATA + angka "
        "(tanpa daftar merek) bersama cerita menang, modal kecil, bonus. Tidak dilaporkan: "
        "peringatan, burung gacor, slot parkir dan antrean."
    ),
    message=gettext_noop("Bagian ini terbaca sebagai promosi judi."),
    suggestion=gettext_noop(
        "Hapus. Bila Anda tidak menulisnya, ganti kata sandi akun dan kabari pembina."
    ),
    basis=("uu-1-2024",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    examples_match=(
        *examples(
            "Main slot online di KENDI88, depo 10 ribu langsung maxwin",
            Example("m4in sl0t di KENDI88 yuk, m4xw1n tiap malam", says="angka sebagai huruf"),
            Example("s l o t g a c o r hari ini: KENDI138", says="huruf berspasi"),
            "Iseng coba KENDI404, pagi-pagi sudah bisa traktir satu kantor",
            "Bonus new member 100%, link di bio, KENDI303 anti rungkad",
            Example("Mampir ke КENDI88, slоt-nya lagi bagus", says="huruf Kiril"),
            Example(
                "Naik kelas bareng 🅺🅴🅽🅳🅸303, deposit kecil tarikan besar", says="huruf persegi"
            ),
            Example(
                "Jangan main di KENDI77, kemarin menang 7 juta sampai bingung", says="pura-pura"
            ),
            "Prediksi angka jitu malam ini 417, pasang di warung biasa",
            "Kakek zeus lagi murah hati, gabung grup tele, pola jam mainnya dibagi",
            "Hayu maen slot, modal saeutik meunang loba",
            Example("Selamat berlibur", media=(_POSTER,), says="hanya dalam gambar"),
        ),
    ),
    examples_miss=(
        *examples(
            "Burung kacer gacor, perkutut manggung, semua boleh ikut Lomba Kicau",
            "Slot parkir RSUD tinggal 18 petak.",
            "Pasang nomor rumah supaya kurir tidak tersesat.",
            "Pak Udin berhenti main slot setelah tiga tahun, kini jualan cilok.",
            "Slot vaksin pagi sudah penuh, silakan daftar slot siang.",
            "Stop judi online! Sekali menang, seumur hidup kalah. Laporkan situsnya.",
            "Aja nganti kepincut judi online, Lur. Dhuwit entek, utang numpuk.",
            "Dalam mitologi Yunani, Zeus menguasai petir.",
            "Lapor ke SAPA129 atau PSC119, gratis 24 jam.",
            "Deposit kartu anggota Rp20.000 dikembalikan di loket.",
            "Kelas spin di gelanggang olahraga dibuka lagi, daftar di meja depan.",
            "Alumni99 reuni di SMAN1, menang lomba tarik tambang!",
            "Pak Toto menang lomba kerajinan limbah kayu.",
            "Polsek membubarkan sabung ayam dan taruhan di kebun kosong.",
        ),
        Example("Ingat pesan poster ini.", media=(_STOP_POSTER,)),
    ),
)
