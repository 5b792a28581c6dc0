"""A campaign's events, groups, songs and goods: posko, convoy, jingle, shirts, calendars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.compliance.words.partisan import (
    POLITICAL_TIMES,
    found,
    informs,
    is_name,
    refuses,
    sentence_hit,
    tells_of,
)
from kentongan.compliance.words.politics import CANDIDATE, COUNT, NOMOR, OFFICES, parts
from kentongan.compliance.words.vocabulary import HONORIFIC, NO_NAME, OTHER_CONTEST
from kentongan.kernel.say import gettext_noop

_GROUP = (
    r"(?:posko|relawan|tim|grup|grub|group|barisan|gerakan|komunitas|laskar|loyalis|simpatisan"
    r"|pendukung"
    r"|pasukan|sahabat|fans|konvoi|deklarasi|rombongan|admin|akun|kanal|sekretariat|markas|rumah"
    r"|silaturahmi"
    r"|safari|blusukan|kunjungan|tenda|panggung|senam|jalan\s+sehat|pengajian|nobar|roadshow|debat)"
)
_GOODS = (
    r"(?:baliho|poster|spanduk|banner|stiker|sticker|kaus|kaos|topi|kalender|mug|payung|jaket"
    r"|masker|bendera"
    r"|atribut|alat\s+peraga|umbul-umbul|sembako|minyak\s+goreng|beras|paket|bingkisan|twibbon"
    r"|bingkai|pin"
    r"|gantungan|jilbab|kerudung|sarung|pamflet|brosur|selebaran|tas|amplop|kupon|tumbler"
    r"|kartu\s+nama)"
)
_SONG = r"(?:jingle|lagu|mars|yel-yel|yel|hymne|dangdutan|video|tiktok|reels?|konten)"
#: The first words of the three above.
_HOLDERS = frozenset(
    "admin akun alat amplop atribut baliho banner barisan bendera beras bingkai bingkisan "
    "blusukan brosur dangdutan debat deklarasi fans gantungan gerakan group grub grup hymne "
    "jaket jalan jilbab jingle kalender kanal kaos kartu kaus kerudung komunitas konten "
    "konvoi kunjungan kupon lagu laskar loyalis markas mars masker minyak mug nobar paket "
    "pamflet panggung pasukan payung pendukung pengajian pin posko poster reels relawan "
    "roadshow rombongan rumah safari sahabat sarung sekretariat selebaran sembako senam "
    "silaturahmi simpatisan spanduk sticker stiker tas tenda tiktok tim topi tumbler twibbon "
    "umbul video yel reel pin".split()
)
_WHOSE = (
    rf"(?:{CANDIDATE}|pemenangan|kampanye(?!\s+(?:sehat|imunisasi|anti|germas|hemat|vaksin|cuci"
    rf"|stop|damai|gizi"
    rf"|baca|literasi|keselamatan|lingkungan|hijau|bebas|pencegahan|kesehatan|edukasi|16))|timses"
    rf"|{NOMOR}\s*(?:urut\s*)?{COUNT}\b|0[1-9]\b|beliau|dukungan|caleg)"
)
#: The family of a candidate, which campaigns for him.
_OF_HIS = (
    rf"(?:(?:istri|suami|garwa|bojo|pamajikan|putra|putri|anak|keluarga|ibunda|ayahanda|adik|kakak)"
    rf"(?:nya)?\s+(?:dari\s+|sang\s+)?(?:{HONORIFIC}\s+)?)"
)
_NEXT_OF_KIN = (
    rf"{_OF_HIS}(?:{CANDIDATE}|calon\b(?!\s+(?:pengantin|jemaah|mempelai|pendonor|siswa)))"
)
_FOR = (
    r"(?:\s+(?:resmi|terbaru|baru|relawan|dukungan|pemenangan|milik|dari|untuk|buat|bergambar"
    r"|berlogo|bertuliskan"
    r"|bertulisan|berisi|wajah|foto|gambar|pendukung|pasangan|bapak|gratis|nama|bantuan|pembagian"
    r"|grup|wa|media|medsos"
    r"|besar|hore|sukses|kami|kita|dalam|para|dan|lagu|bersama|kedatangan|telegram|simpatisan"
    r"|rombongan)){0,4}\s+"
)
_THING = re.compile(rf"\b(?:{_GROUP}|{_GOODS}|{_SONG}){_FOR}(?:{_WHOSE}|{_NEXT_OF_KIN})")
_PERSON = re.compile(
    rf"\b(?:{_GROUP}|{_GOODS}|{_SONG}){_FOR}(?:{HONORIFIC}\s+){{1,2}}(?P<name>[a-z']{{3,}})"
    rf"|\b(?:bergambar|berwajah|bertuliskan|berlogo|bersablon)\s+(?:wajah\s+|foto\s+"
    rf"|nama\s+)?(?:{HONORIFIC}\s+){{1,2}}(?P<other>[a-z']{{3,}})"
)
_CLEAR_FOR_PERSON = re.compile(
    r"\b(?:posko|relawan|barisan|laskar|loyalis|simpatisan|pendukung|konvoi|deklarasi|baliho"
    r"|poster|spanduk"
    r"|banner|stiker|kaus|kaos|topi|kalender|kampanye|jingle|mars|yel|twibbon|bingkai"
    r"|tim\s+(?:hore|media"
    r"|sukses|pemenangan)|pemenangan|bergambar|dukungan)\b"
)
_CALLED = re.compile(
    r"\b(?:kampanye\s+(?:akbar|terbuka|terakhir|perdana|dialogis|tatap\s+muka|keliling|besok"
    r"|hari\s+ini|bareng"
    rf"|bersama|(?:{HONORIFIC}\s+)\w+)|tim\s+(?:hore|pemenangan|kampanye|sukses\s+(?!panen|lomba"
    rf"|mtq)\w+)"
    r"|timses\w*|(?:grup|akun|posko|tim|relawan|admin)\s+(?:\w+\s+){0,2}(?:pemenangan|kampanye"
    r"|pendukung)"
    r"|(?:formulir|surat|ktp|fotokopi\s+ktp)\s+(?:\w+\s+){0,2}dukungan|dukungan\s+ktp"
    r"|deklarasi(?:kan)?\s+(?:dukungan|pemenangan|capres|cabup|relawan|kemenangan)"
    r"|(?:relawan|posko|tim|loyalis)\s+(?:sahabat|pendukung|pecinta|pejuang|cinta)\s+\w+"
    r"|saksi\s+(?:tps\s+)?(?:pasangan|paslon|untuk)"
    r"|(?:follow|ikuti|like)\s+akun\s+\w+\s+(?:menang|center|for|juara|bupati|lagi)"
    r"|akun\s+\w+\s+menang"
    r"|amplop\s+dari\s+(?:tim|pak|bu|kang|mas)|(?:dikumpulkan|kumpulkan)[^.!?\n]{0,30}\bmendukung"
    r"|relawan\s+(?:pemenangan|paslon|pendukung|calon|cabup|pasangan)"
    r"|rute\s+konvoi|konvoi\s+(?:pendukung|kemenangan|kampanye|dukungan)"
    r"|serangan\s+fajar\s+dari|(?:kaus|kaos|baju)\s+(?:nomor\s+urut|paslon|0\d))\b"
)
_ASKS = re.compile(
    r"\b(?:siapa|saha|sopo)\s+(?:jagoan|pilihan)\w*\s[^.!?\n]{0,20}\b(?:bupati|wali\s?kota"
    r"|gubernur|kades|pilkada)\b"
    r"|\b(?:siapa|sapa|sopo|saha)\s+(?:\w+\s+){0,3}(?:pantas|layak|cocok|pas|pilihan(?:mu"
    r"|nya)?)\s+(?:\w+\s+)?"
    r"(?:jadi|menjadi|memimpin|dadi|janten|untuk)\s+(?:bupati|wali\s?kota|gubernur|kades|pemimpin"
    r"|kuwu)\b"
    r"|\b(?:poling|polling|survei|kuis)\b[^.!?\n]{0,30}\b(?:tim\s+\w+\s+atau|pilih\s+siapa"
    r"|jagoan\s+(?:mu|kamu)"
    r"|bupati\s+pilihan|calon)\b|\b(?:kamu|kalian|anda)\s+tim\s+(?:siapa"
    r"|\w+\s+atau\s+(?:tim\s+)?\w+)"
    r"|\b(?:mimin|admin|saya|aku|kami|gue)\s+(?:pegang|tim|pilih)\s+(?:[a-d1-5]\b|0\d"
    r"|yang\s+(?:kiri|kanan))"
)
_MASSES = re.compile(
    r"\b(?:pegawai|asn|guru|warga|kita)\b[^.!?\n]{0,40}\bpakai\s+atribut\b(?!\s+lengkap)"
)
_CHARITY = re.compile(
    r"\b(?:pmi|bencana|banjir|gempa|longsor|donor|siaga|posyandu|literasi|damkar|bpbd|pramuka"
    r"|sekolah|lomba"
    r"|imunisasi|vaksin\w*|bank\s+sampah|kemerdekaan|hut\s+ri|panen|pengantin|jemaah|haji|uks"
    r"|tagana)\b"
)
_REMOVES = re.compile(
    r"\b(?:penertiban|menertibkan|ditertibkan|satpol|menurunkan|diturunkan|spanduk\s+dilepas"
    r"|dibersihkan|bersihkan"
    r"|dialihkan|pengalihan|lalu\s+lintas|ditutup\s+karena|dipaku|melaporkan|diamankan|dijaga"
    r"|pengamanan)\b"
)

_WHOSE_PARTS = parts(
    r"calon|paslon|petahana|nyal|cabup|cawa|cagub|capres|caleg|cakad|bup|pemenangan|kampanye"
    r"|timses|nom|nmr|no |no.| 0|beliau|dukungan|cawali"
)
_PARTS: dict[re.Pattern[str], tuple[str, ...]] = {
    _THING: _WHOSE_PARTS,
    _CALLED: parts(
        r"kampanye|tim hore|pemenangan|tim sukses|timses|pendukung|dukungan|deklarasi|relawan"
        r"|konvoi|serangan|kaus|kaos|baju|posko|loyalis|saksi|akun|amplop|kumpulkan"
    ),
    _ASKS: parts(
        r"jagoan|pantas|layak|cocok|pas |pilihan|poling|polling|survei|kuis| tim |pegang|mimin"
        r"|admin|pilih"
    ),
    _MASSES: ("atribut",),
    _PERSON: parts(
        r"posko|relawan|barisan|laskar|loyalis|simpatisan|pendukung|konvoi|deklarasi|baliho"
        r"|poster|spanduk|banner|stiker|kaus|kaos|topi|kalender|kampanye|jingle|mars|yel|twibbon"
        r"|bingkai|tim|pemenangan|bergambar|dukungan"
    ),
}


#: A number with what is often numbered: "Jalan Sehat Nomor 2", "tenda nomor 3".
_ONLY_NUMBERED = re.compile(
    r"^(?!relawan|pendukung|simpatisan|barisan|loyalis|konvoi|deklarasi|jingle|yel|kaus|kaos|topi"
    r"|stiker|sticker|baliho|spanduk|poster|banner|kalender|bendera|atribut|jaket|saksi|twibbon)"
    r"(?!.*\b(?:calon|paslon|kampanye|pemenangan|dukungan|pasangan|pendukung|relawan|ber\w+)\b)"
    r".*\d$|^(?:jalan\s+sehat|tenda|panggung|rumah|posko|grup|paket)\s+(?:nomor|nomer|no\b)"
)


def _find(case: Case) -> Iterator[Hit]:
    near = case.phase in POLITICAL_TIMES
    for text in case.texts:
        for pattern in (_THING, _CALLED, _ASKS, _MASSES, _PERSON):
            if pattern in (_MASSES, _ASKS, _PERSON) and not near:
                continue
            if pattern is _THING and _HOLDERS.isdisjoint(text.openers):
                continue
            for match in found(text, pattern, _PARTS.get(pattern, ())):
                if not _is_other(text, match):
                    yield sentence_hit(text, *match.span())


def _is_other(text: Text, match: re.Match[str]) -> bool:
    sentence = text.sentence(*match.span())
    if match.re is _PERSON:
        group = "name" if match["name"] is not None else "other"
        name = match[group]
        if name in NO_NAME or name in OFFICES or not is_name(text, match, group):
            return True
        if not _CLEAR_FOR_PERSON.search(match.group()) or _CHARITY.search(sentence):
            return True
    if match.re is _THING and _ONLY_NUMBERED.search(match.group()):
        return True
    return (
        OTHER_CONTEST.search(sentence) is not None
        or _REMOVES.search(sentence) is not None
        or refuses(sentence)
        or informs(text, *match.span())
        or tells_of(text, *match.span())
        or (text.is_lesson and match.re is not _PERSON)
        or re.search(r"\bdaftar\s+tim\s+sukses|\bkpu\b|alat\s+peraga\s+kpu", sentence) is not None
    )


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.campaign_event",
    family="neutrality",
    title=gettext_noop("Acara dan atribut kampanye"),
    looks_for=gettext_noop(
        "Kampanye, konvoi, deklarasi dukungan, posko, relawan dan grup pemenangan, lagu, poling "
        "calon, serta kaus, stiker, kalender, dan sembako bergambar calon."
    ),
    message=gettext_noop("Akun resmi tidak mengumumkan atau menampilkan kegiatan kampanye."),
    own_message=gettext_noop(
        "Aparatur tidak mengumumkan atau menampilkan kegiatan kampanye, juga dari akun pribadi."
    ),
    suggestion=gettext_noop("Hapus. Bila lalu lintas atau layanan terganggu, sebut itu saja."),
    basis=("skb-netralitas-2022", "pp-94-2021", "uu-7-2017-desa"),
    severity=Severity.WEIGH,
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality"),
    passage=True,
    opened_by=(_THING, _CALLED, _ASKS, _MASSES, _PERSON),
    examples_match=(
        *examples(
            "Kampanye akbar besok di lapangan, ramaikan ya.",
            "Pembagian kaus dan stiker paslon 2 di ruang sekretariat.",
            "Habis jam kantor langsung gabung grup WA pemenangan.",
            "Formulir dukungan KTP bisa diambil di meja pelayanan.",
            "Tim pemenangan berkumpul di balai desa.",
            "Deklarasi dukungan pemuda digelar Sabtu.",
        ),
        *(
            Example(text, facts=_CAMPAIGN)
            for text in (
                "Posko relawan Kang Asep dibuka di sebelah kantor.",
                "Siapa yang paling pantas jadi bupati? Mimin pegang A",
                "Senam bersama istri calon bupati, Minggu pagi. Ramaikan!",
            )
        ),
    ),
    examples_miss=(
        *examples(
            "Kampanye imunisasi dimulai pekan depan.",
            "Posko pemenangan? Bukan, ini posko mudik.",
            "Relawan PMI mendirikan posko di lapangan.",
            "Kaus panitia bisa diambil di sekretariat.",
            "Tim sukses panen raya berfoto bersama.",
            "Puskesmas Sukamaju, Jalan Sehat Nomor 2.",
            "Lagu daerah dinyanyikan siswa SD.",
            "Deklarasi desa bebas buang air besar sembarangan.",
            "ASN dilarang menjadi tim kampanye.",
            "Petugas memasang alat peraga KPU berisi daftar pasangan calon.",
        ),
        *(
            Example(text, facts=_CAMPAIGN)
            for text in (
                "Relawan Pak Dedi membersihkan lumpur banjir.",
                "Poster jadwal imunisasi terpasang di puskesmas.",
                "Senam bersama keluarga calon jemaah haji, Minggu pagi.",
                "Mobil dinas bukan mobil kampanye, sampaikan ke Bawaslu.",
            )
        ),
    ),
)
