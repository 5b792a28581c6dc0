"""A person or a number named in a sentence that takes a side, without any call to vote."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity, Suggestion
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule
from kentongan.compliance.words.partisan import (
    NUMBER,
    POLITICAL_TIMES,
    STERN_AFTER_TOO,
    bare_names,
    informs,
    is_menu,
    may_name,
    may_number,
    names,
    numbers,
    refuses,
    sentence_hit,
    sides_with_name,
    sides_with_number,
    tells_of,
    words_of,
)
from kentongan.compliance.words.politics import (
    COUNT,
    NAMED,
    NUMBERED,
    SOMEBODY,
    SOMEBODY_CLEAR,
    ZERO,
    parts,
)
from kentongan.compliance.words.vocabulary import OTHER_CONTEST
from kentongan.kernel.say import gettext, gettext_noop

#: A number said without "nomor": "terus loro", "kita kasih 2", "tetap satu di hati".
_NUMBER_ALONE = re.compile(
    rf"\b(?:terus|tetap|tetep|kita\s+kasih|kasih|pokoknya|pokoke|pokok\s?e|fix|gas|all\s?in|salam"
    rf"|yakin)"
    rf"\W{{1,3}}(?:{COUNT}|0[1-9])\b(?!\s*(?:kali|jam|hari|orang|menit|porsi|buah|bulan|minggu"
    rf"|tahun"
    r"|kg|liter|meter|data|jiwa|sehat|persen|ribu|juta|poli|loket|jari|desa|hati|pintu|jalur|lajur"
    r"|arah|shift|lapis|sendok|gelas|tablet|kapsul|dosis|per|lagi|bersaudara|rasa|nusa|indonesia"
    r"|pilar|langkah|unit|set|paket|lembar|ekor|ons|lokasi|titik|kelas|sesi)\b)(?!\s?[.:,/–-]\d)"
)
#: "Pokoknya berhenti di angka empat."
_AT_FIGURE = re.compile(
    r"\b(?:berhenti|mentok|jatuh|mantap|setia|mandeg|liren|eureun|hati\w*|pilihan\w*)\s+(?:\w+\s+)?"
    rf"(?:di|pada|ke|kepada|neng|ing|dina|ka)\s+angka\s+(?:{COUNT}|0[1-9])\b(?!\s*(?:[.,]\d|persen|%"
    r"|ribu|juta|kg|cm|derajat|kasus|puluh|belas))"
)
_CHEER = re.compile(
    rf"\b(?:asal|penting)\s+bukan\s+(?:beliau|{SOMEBODY_CLEAR}|yang\s+lama)|"
    r"\b(?:tolak|lawan|gas(?:kan|keun|pol)?|all\s?in|merapat\s+ke|hidup|pokoknya|tetap|tetep"
    r"|cuma"
    r"|hanya|setia\s+(?:pada|sama)|pasti"
    r"|salam|jangan\s+lupa|ingat|inget|eling|doakan|kita\s+bersama|dukung|lanjutkan"
    r"|kawal(?:\s+terus)?|pertahankan|antarkan"
    rf"|barisan|tusuk|dipilih|suara\w*\s+(?:untuk|buat|kepada))\s+{SOMEBODY_CLEAR}"
)
_ONLY_NUMBER = re.compile(
    rf"\b(?:cuma|hanya|ngan|mung)\s+(?:paslon\s+|pasangan\s+)?(?:{NUMBERED}|{ZERO})"
    r"(?=\s*(?:$|[,.!]|yang\s+(?:bisa|mampu|pantas|layak|paham|peduli|tahu)))"
)
_HASH_NUMBER = re.compile(r"#0?[1-9]\b(?!\w)")
_PRONOUN = re.compile(
    rf"\b(?:pilihan(?:ku|ne|na|nya|\s+(?:kami|kita|saya|warga|rakyat))?(?:\s+(?:tetap|pasti|cuma"
    rf"|hanya))?"
    rf"|setia\s+(?:pada|sama|bersama)|hati\s+(?:tetap|hanya|cuma)(?:\s+(?:untuk|buat|milik))?"
    rf"|tetap\s+(?:bersama|sama|dengan|milih|pilih|di\s+belakang|ikut)|tetep\s+(?:melu|milih|karo)"
    rf"|dukungan\s+(?:kita|kami|saya|warga)?\s*(?:untuk|kepada|buat)|ngiring\s+ka|mantep\s+ka"
    rf"|barisan|jagoan(?:ku|\s+(?:kita|kami))?|bersama)\s+(?:{SOMEBODY}|(?:partai|tim)\s+\w+)"
)
_JAGOAN = re.compile(
    r"\b(?:jagoan\s*(?:ku|\s(?:kita|kami|gue|saya|urang))|beliau|pak\s+bupati|bu\s+bupati"
    r"|pak\s+wali|bapak\s+bupati|bu\s+wali|pasangan\s+(?:itu|ini|yang\s+itu))"
    r"(?:\s+\w+){0,2}?\s+(?:lanjut(?!kan)|dua\s+periode|2\s+periode|menang|unggul"
    r"|memimpin\s+(?:sementara|lagi|perolehan)|dilantik|tetap|lagi\s+(?:aja|saja|dong|ya)"
    r"|terpilih|di\s+atas|jadi|harga\s+mati|maju\s+lagi)\b|\bsatu\s+putaran\b(?!\s+(?:lapangan"
    r"|sirkuit|lari|jalan|mesin|lagi))"
    r"|\b(?:real|quick)\s*count\b|\bhitung\s+cepat\b|\bdapil\s+(?:\w+\s+)?(?:milik|punya|untuk"
    r"|solid|siap)\b"
    r"|\bdo'?a\s+(?:kita|kami)\s+(?:dikabulkan|terkabul)\b|\b(?:kami|kita)\s+dicurangi\b"
    r"|\b(?:kuning|biru|merah|hijau|oranye|ungu|putih)\s+itu\s+(?:kita|kami|pilihan)\b"
)
_ANSWERS = frozenset({"reply", "like", "repost"})
_SHARED = frozenset({"like", "repost"})
#: With a bare given name these campaign.
_CAMPAIGNING = frozenset(
    "deklarasi kaus kaos spanduk stiker baliho poster kampanye relawan posko pemenangan jingle"
    " dukung dukungan mendukung"
    " menangkan coblos nyoblos pilihan jagoan barisan konvoi pendopo lanjutkan kemenangan"
    " sosok".split()
)
_CAMPAIGN_WORD = Opened(rf"\b(?:{'|'.join(sorted(_CAMPAIGNING))})\b")
_SHORT = 8
#: "03" or "Nomor 3" and nothing else.
_BARE = 2
_PLAIN = re.compile(
    r"\b(?:berkas|loket|pasien|kpps|ronda|rapat\s+rt|(?:jadi|menjadi|sebagai|terpilih)\s+ketua"
    r"|ketua\s+(?:rt|rw|kelas|panitia)|panitia|arisan|wisuda|nikah|wafat|meninggal|juara"
    r"|pertandingan|turnamen|laga|panen\s+raya\s+dibuka|gol|skor|donor|kelulusan|beasiswa"
    r"|guru\s+(?:inspiratif|kelas|teladan|kami)|sayembara|museum|pensiun|pegawai\s+baru"
    r"|pelatihan)\b"
)
_SERVICE = re.compile(
    r"\b(?:ktp|kk|surat|laporan|aduan|antre\w*|antri\w*|jadwal|obat|imunisasi|posyandu|vaksin\w*)\b"
)
#: Voting without a name is no side.
_NEUTRAL = re.compile(
    r"\b(?:hati\s+nurani|golput|hak\s+pilih(?!\s+anda\s+untuk)|sosialisasi|pendidikan\s+pemilih)\b"
)


_MOST = 300
_CLEAR_PARTS = parts(
    r"beliau|yang lama|petahana|jagoan|pasangan|kumis|kerudung|peci|iket|udeng|blangkon|jenggot"
    r"|gambar "
)
_ONLY = frozenset({"cuma", "hanya", "ngan", "mung"})
_SOME = parts(r"pilihan|setia|hati|tetap|tetep|dukungan|ngiring|mantep|barisan|jagoan|bersama")
_JAGOAN_PARTS = parts(
    r"beliau|jagoan|bupati|wali|pasangan|putaran|count|hitung cepat|dapil|doa|do'a|curangi"
    r"| itu "
)
_ALONE = frozenset("terus tetap tetep kasih pokoknya pokoke e fix gas in allin salam yakin".split())


#: What a sentence must hold the beginning of, by the look that lets it be looked for.
_BEGUN = (
    ("some", _PRONOUN),
    ("cheer", _CHEER),
    ("only", _ONLY_NUMBER),
    ("jagoan", _JAGOAN),
    ("alone", _NUMBER_ALONE),
    ("figure", _AT_FIGURE),
    ("number", NUMBER),
    ("name", NAMED),
)


def _find(case: Case) -> Iterator[Hit]:
    if case.phase not in POLITICAL_TIMES:
        return
    gone = Suggestion(gettext("Hapus kalimat ini."), "")
    for text in case.texts:
        looks = _looks(text)
        if not any(looks.values()):
            continue
        for left, right in _telling(text, looks):
            span = _side(case, text, left, right, looks)
            if span is not None and not _is_other(text, *span):
                yield sentence_hit(text, *span, suggestion=gone)


def _telling(text: Text, looks: dict[str, bool]) -> Iterator[tuple[int, int]]:
    """The sentences in which something of what may stand in the text begins."""
    spans = text.sentence_spans[:_MOST]
    places = text.places(pattern for look, pattern in _BEGUN if looks[look])
    if places is None or looks["bare"]:
        yield from spans
        return
    if looks["tag"]:
        places = sorted([*places, *(m.start() for m in _HASH_NUMBER.finditer(text.letters.text))])
    for left, right in spans:
        at = bisect_left(places, left)
        if at < len(places) and places[at] < right:
            yield left, right


def _looks(text: Text) -> dict[str, bool]:
    """What a cheap look says may stand in the text."""
    return {
        "some": text.may_hold(_PRONOUN) and text.has_any(_SOME),
        "cheer": text.may_hold(_CHEER) and text.has_any(_CLEAR_PARTS),
        "only": text.may_hold(_ONLY_NUMBER) and not _ONLY.isdisjoint(text.openers),
        "tag": "#" in text.letters.text and _HASH_NUMBER.search(text.letters.text) is not None,
        "jagoan": text.may_hold(_JAGOAN) and text.has_any(_JAGOAN_PARTS),
        "alone": text.may_hold(_NUMBER_ALONE) and not _ALONE.isdisjoint(text.openers),
        "figure": text.may_hold(_AT_FIGURE) and "angka" in text.openers,
        "number": may_number(text),
        "name": may_name(text),
        "bare": not _CAMPAIGNING.isdisjoint(text.openers),
    }


def _side(
    case: Case, text: Text, left: int, right: int, looks: dict[str, bool]
) -> tuple[int, int] | None:
    """The words that take a side in one sentence."""
    short, shared = case.draft.kind in _ANSWERS, case.draft.kind in _SHARED
    won = case.phase in (Phase.POLLING, Phase.AFTER)
    sentence = text.letters.text[left:right]
    for pattern, look in (
        (_PRONOUN, "some"),
        (_CHEER, "cheer"),
        (_ONLY_NUMBER, "only"),
        (_HASH_NUMBER, "tag"),
        (_JAGOAN, "jagoan"),
    ):
        match = looks[look] and next(text.between(pattern, left, right), None)
        if match:
            return match.span()
    for pattern, look in ((_NUMBER_ALONE, "alone"), (_AT_FIGURE, "figure")):
        match = looks[look] and next(text.between(pattern, left, right), None)
        if match and not _PLAIN.search(sentence) and not _SERVICE.search(sentence):
            return match.span()
    numbered = numbers(text, left, right) if looks["number"] else iter(())
    number = next((match for match in numbered if not is_menu(text, *match.span())), None)
    if number is not None:
        few = len(words_of(sentence)) <= (_SHORT if short else _BARE)
        if few or sides_with_number(sentence):
            return number.span()
    somebody = next(names(text, left, right), None) if looks["name"] else None
    if somebody is not None:
        cheers = won and "selamat" in sentence
        sides = cheers or sides_with_name(sentence, shared=shared)
    else:
        sides = looks["bare"] and not _CAMPAIGNING.isdisjoint(words_of(sentence))
        somebody = next(bare_names(text, left, right), None) if sides else None
    if somebody is None or not sides or _PLAIN.search(sentence):
        return None
    return somebody.span()


_ELSEWHERE = re.compile(
    r"\b(?:piala|timnas|motogp|pembalap|striker|pemain|gol|pelatih|sirkuit|film|lagu|album|drama"
    r"|mohon|mhn|minta\s+tolong|memberikan\s+pilihan|keluhan|lulusan)\b"
)


def _is_other(text: Text, start: int, end: int) -> bool:
    sentence = text.sentence(start, end)
    return (
        (_ELSEWHERE.search(sentence) is not None and "bupati" not in sentence)
        or OTHER_CONTEST.search(sentence) is not None
        or (text.is_other_contest and "paslon" not in sentence)
        or tells_of(text, start, end)
        or refuses(sentence)
        or informs(text, start, end)
        or _NEUTRAL.search(sentence) is not None
    )


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)
_AFTER = Facts(phase=Phase.AFTER)


def _near(*texts: str) -> tuple[Example, ...]:
    return tuple(Example(text, facts=_CAMPAIGN) for text in texts)


RULE = Rule(
    id="neutrality.taking_sides",
    family="neutrality",
    title=gettext_noop("Memihak seseorang atau nomor"),
    looks_for=gettext_noop(
        "Pada masa pemilihan: kalimat yang menyebut orang atau nomor sekaligus memihaknya, walau "
        "tanpa kata pilih, seperti “02 yes”, “terus loro”, “pilihan tetap Bu …”, “Pak … cocok jadi "
        "bupati”."
    ),
    message=gettext_noop("Kalimat ini memihak salah satu peserta pemilihan."),
    suggestion=gettext_noop("Hapus kalimat ini dari akun resmi."),
    basis=("skb-netralitas-2022", "pp-94-2021"),
    severity=Severity.WEIGH,
    by_phase=STERN_AFTER_TOO,
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality"),
    passage=True,
    needs=("#",),
    opened_by=(*(pattern for _look, pattern in _BEGUN), _CAMPAIGN_WORD),
    examples_match=(
        *_near(
            "Nomor 1 dong kak, jangan yang lain",
            "Berangkat ke TPS, aku nomer loro.",
            "Hari Rabu kita kasih 2️⃣ untuk anak cucu.",
            "Jari ungu, pilihan tetap Bu Sekar",
            "Yang paling pantas ya nomor 3.",
            "Bu Sekar cocok jadi bupati, kerjanya kelihatan.",
            "Warga merapat ke nomor tiga.",
            "Dari nol sampai sepuluh, pokoknya berhenti di angka empat.",
            "Semangat Senin #02",
            "Pak Asep jagoan kita semua.",
        ),
        Example("Nomor 4 memang gagal total.", facts=_AFTER),
    ),
    examples_miss=(
        Example("Satu putaran lagi! Pelari 10K mendekati garis akhir.", facts=_CAMPAIGN),
        *_near(
            "Siap Bu Ratna, berkas Ibu sudah kami terima.",
            "Terima kasih Pak Dedi, laporannya kami teruskan.",
            "Surat edaran Bupati nomor 3 tahun 2026 mengatur jam kerja.",
            "Angkot 02 kini lewat Jalan Kenanga, angkot 01 tetap.",
            "RT 02 dan RT 03 bergantian ronda saja.",
            "Ketua RT baru terpilih, Pak Sumarna. Selamat bertugas.",
            "Suhu kulkas vaksin berhenti di angka 4 derajat.",
            "Nomor 1 dalam antrean adalah Bapak Rahmat, sejak subuh.",
            "Pilih nomor dua ya Kak, di menu utama.",
            "Klarifikasi: kabar “Puskesmas dukung nomor 3” palsu.",
            "Kami netral, tidak menjawab soal nomor berapa pun.",
        ),
        Example("Nomor 2 mantap", says="di luar masa pemilihan nomor dapat berarti apa saja"),
    ),
)
