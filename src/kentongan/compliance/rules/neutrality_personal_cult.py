"""Public service praised as the gift of one person, and officials praised as persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity, Suggestion
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.compliance.words.partisan import (
    STERN_BY_PHASE,
    found,
    refuses,
    sentence_hit,
    words_of,
)
from kentongan.compliance.words.politics import TITLED, parts
from kentongan.compliance.words.vocabulary import FORBIDS, HONORIFIC, OFFICE
from kentongan.kernel.say import gettext, gettext_noop

_MERIT = (
    r"(?:kepemimpinan|jasa(?:-jasa)?|tangan\s+dingin|kiprah|kegigihan|kebaikan|kemurahan\s+hati"
    r"|kepedulian|perhatian"
    r"|kerja\s+keras|perjuangan|komitmen|visi(?:\s+(?:besar|jauh))?|sentuhan|gagasan|inisiatif"
    r"|dedikasi|cinta|kasih\s+sayang"
    r"|ketulusan|kerendahan\s+hati|keberanian|tekad|kecintaan|jerih\s+payah|pemikiran"
    r"|ide\s+brilian|campur\s+tangan|uluran\s+tangan|keikhlasan)"
)
_OWNER = (
    r"(?:\s+(?:dan\s+\w+|besar|tulus|nyata|penuh|langsung|luar\s+biasa|sang|dari|seorang)){0,3}"
)
_CREDIT = re.compile(
    rf"\bberkat\s+(?:kepemimpinan|jasa(?:-jasa)?|tangan\s+dingin|kiprah"
    rf"|kemurahan\s+hati)(?:\s+{TITLED})?"
    rf"|\b(?:berkat|atas|karena|lewat|melalui|hasil|buah|wujud(?:\s+nyata)?|bukti(?:\s+nyata)?"
    rf"|lahir\s+dari|berawal\s+dari"
    rf"|tanpa|cerminan|bentuk|adalah|merupakan|kuncinya|terwujud\s+atas"
    rf"|kesaksian)\s+{_MERIT}{_OWNER}\s+{TITLED}"
    rf"|\b(?:berkat|semua\s+(?:ini\s+)?(?:karena|berkat|jasa)|gara-gara|hanya\s+karena"
    rf"|tak\s+lepas\s+dari\s+\w+|kersaning)\s+{TITLED}"
    rf"|\btanpa\s+{TITLED}[^.!?\n]{{0,40}}\b(?:tak|tidak|mustahil|mana\s+mungkin)\b"
    rf"|\b(?:dipersembahkan|diberikan|disumbangkan|dihadiahkan"
    rf"|dihadirkan)\s+(?:langsung\s+)?oleh\s+{TITLED}"
    rf"|\bprogram\s+(?:andalan|unggulan|pribadi|milik|ciptaan|gagasan|hadiah|besutan|kebanggaan"
    rf"|janji)\s+(?:dari\s+)?{TITLED}"
    rf"|\bprogram\s+beliau\b|\bbukti\s+(?:bahwa\s+)?{TITLED}\s+(?:\w+\s+){{0,2}}(?:tidak|tak"
    rf"|selalu|benar-benar|bekerja|peduli|cinta|sayang|nyata)"
    rf"|\b(?:janji|persembahan|hadiah|kado|sentuhan)\s+(?:manis\s+|nyata\s+|terindah\s+"
    rf"|dari\s+)?{TITLED}\s+(?:\w+\s+)?(?:untuk|kepada|terbukti|nyata|ditepati|sudah|lunas|buat"
    rf"|tunai|bagi)"
)
_GIFT = re.compile(
    rf"(?<!mohon )(?<!minta )\b(?:bantuan(?!\s+(?:keuangan|hukum))|sembako|hadiah|kado|pemberian"
    rf"|santunan|beasiswa|paket|beras|sapi|hewan\s+kurban"
    rf"|traktor|ambulans|seragam|kursi\s+roda)\s+(?:ini\s+|itu\s+)?(?:langsung\s+|pribadi\s+"
    rf"|khusus\s+)?(?:dari|pemberian|persembahan|kiriman)\s+"
    rf"(?:{HONORIFIC}\s*){{0,3}}{OFFICE}\b(?!\s+(?:kabupaten|kota|provinsi))"
)
_UNDER = re.compile(rf"\b(?:di\s*bawah|dalam)\s+(?:kepemimpinan|komando|nahkoda|tangan)\s+{TITLED}")
_FOND = (
    r"(?:idola|tercinta|idaman|kesayangan|kebanggaan|pujaan|panutan|teladan|terbaik|terhebat"
    r"|merakyat|visioner|dambaan|luar\s+biasa"
    r"|hebat|jagoan|juara|dermawan|rendah\s+hati|murah\s+hati|baik\s+hati|berhati\s+(?:emas|mulia"
    r"|lembut|malaikat)|bertangan\s+dingin"
    r"|dekat\s+dengan\s+(?:rakyat|warga|masyarakat)|pro\s+rakyat|cinta\s+rakyat|sayang\s+rakyat"
    r"|(?:selalu|sangat|paling|begitu|tak\s+pernah\s+lelah|tidak"
    r"\s+pernah\s+(?:lelah|ingkar|lupa|absen))\s+(?:\w+\s+)?(?:ada|hadir|peduli|dekat|sigap|tulus"
    r"|perhatian|memikirkan|mendengar|janji|rakyat\w*|ramah"
    r"|dicintai|dirindukan|bekerja|melayani|turun|menyapa|sabar|mengerti|memperjuangkan|berjuang)"
    r"|ngayomi|nyaah|welas\s+asih|someah|pinunjul|sae|bageur"
    r"|ganteng|gagah|keren|kece|cantik\s+hati\w*|matahari|pahlawan|bintang|cahaya|penyelamat"
    r"|mujahid|panglima|bapak\s+pembangunan|inspiratif"
    r"|kharismatik|karismatik|berwibawa|bijaksana|cerdas|tegas\s+dan|tulus|ikhlas|amanah"
    r"|pekerja\s+keras|(?:yang\s+)?(?:bekerja|melayani)\s+dengan\s+hati|tak\s+tergantikan"
    r"|ora\s+tau\s+itungan|legendaris|top)"
)
_PRAISE = re.compile(
    rf"\b(?:{OFFICE}|wali|beliau|bapak\s+bupati)(?:\s+(?!dan\b|bersama\b|kepada\b|membuka"
    rf"|melantik|meninjau|menyerahkan)[a-z]+){{0,3}}?\W{{1,3}}"
    rf"(?:(?:kita|kami|ini|itu|memang|sungguh|yang|paling|sangat|adalah|benar-benar|selalu|sosok"
    rf"|figur|pemimpin|nu|sing|terus|menjadi|si|orang|seorang|makin"
    rf"|betul-betul|emang|mah|anu|kang|kami\s+yang|layak\s+jadi|tetap|pancen"
    rf"|pisan)\s+){{0,4}}{_FOND}\b"
)
_LEADER = re.compile(
    rf"\b(?:pemimpin|pamingpin|pimpinan|sosok\s+pemimpin|bupati|gubernur|wali\s?kota"
    rf"|kades)\s+(?:kita\s+|kami\s+)?"
    rf"(?:yang|sing|nu|paling|sejati|dengan|penuh)?\s*(?:sangat\s+|paling\s+|begitu\s+"
    rf"|selalu\s+)?(?:{_FOND}|pilihan\s+rakyat|idola|sejati|rakyat\s+sejati)\b"
    rf"|\b(?:bapak|pangeran|ratu|raja|ibu|bunda|panglima)\s+(?:pembangunan|infrastruktur|rakyat"
    rf"|wong\s+cilik|kaum\s+lemah|guru\s+honorer|petani\s+kita)\b"
    rf"|\b(?:matahari|cahaya|pelita|pahlawan|penyelamat|bintang)\s+(?:bagi|untuk|buat"
    rf"|dari)\s+(?:kita|kami|warga|rakyat|kabupaten|kota|daerah|[a-z]{{5,}}(?=\W*(?:$|[.!☀])))\b"
    rf"|\blanjutkan\s+(?:kepemimpinan|perjuangan|pengabdian)\s+{TITLED}"
)
_THANKING = re.compile(
    rf"\b(?:terima\s*kasih|makasih|thanks?|thank\s+you|hatur\s+nuhun|nuhun|matur\s+(?:nuwun"
    rf"|suwun)|suwun|syukron)\s+(?:banyak\s+|pisan\s+|sanget\s+)?"
    rf"(?:kepada\s+|ka\s+|dumateng\s+|untuk\s+"
    rf"|kagem\s+)?(?:yth\.?\s+)?(?:{HONORIFIC}\s*){{0,3}}{OFFICE}\b"
)
_CAME = re.compile(
    r"\b(?:hadir\w*|kehadiran\w*|datang|berkunjung|kunjungan\w*|menyempatkan|sambutan\w*)\b"
)
_WHO = re.compile(rf"\b{TITLED}")
#: Acts of office, told plainly: "Bupati menegaskan komitmen …".
_ACTS = re.compile(
    rf"\b{OFFICE}(?:\s+(?!me|ber)\w+){{0,3}}?\s+(?:juga\s+|turut\s+|akan\s+|telah\s+|sudah\s+)?"
    r"(?:me(?!mbuktikan|mperjuangkan|wujudkan|nepati|mikirkan|ndengarkan|nyayangi|ncintai"
    r"|mang\b)\w{3,}|ber(?!hati|untung|jasa|jiwa)\w{3,}"
    r"|hadir|tiba|meninjau|terima|pimpin|lantik|resmikan)\b"
)
#: In one sentence with an official these make a cult of him, at all times.
_FOND_WORDS = frozenset(
    "idola merakyat panutan dermawan kebanggaan penyejuk tercinta jagoan jagoannya bageur kasep"
    " ganteng nyaah welas asih sajati sejatinya inspirasi ngayomi idaman"
    " dambaan visioner pedulinya beruntung beruntungnya pancen sebaik sehebat setulus tiada"
    " legendaris dirindukan merindukan"
    " kesayangan pujaan sayangi cintai mencintai tulusnya ketulusan baiknya hebatnya salut kagum"
    " terharu mulia bersahaja"
    " sederhananya best joss jos oye pisan sejati titisan satrio ksatria pelopor berjasa"
    " jasanya".split()
)
#: While an election is near, these too, whatever else the sentence tells.
_CREDIT_PLAIN = frozenset(
    "membutuhkanmu membutuhkannya cinta rakyatnya memang ditakdirkan kepedulian"
    " gagasan janjinya buah jasa kebaikan hadiah kado berterima bukti lanjutkan"
    " periode berlanjut dibuktikan terwujud komitmennya kesungguhan ikhtiar".split()
)
#: And these, where it tells of no act of office.
_CREDIT_WORDS = frozenset(
    "kepedulian komitmen gagasan janji janjinya membuktikan bukti terbukti kebaikan jasa"
    " perhatian visi sentuhan dedikasi"
    " memperjuangkan mewujudkan menepati memikirkan ditepati ditunaikan lanjutkan dilanjutkan"
    " dicintai bangga hebat luar"
    " terbaik terima keberhasilan berhasil sukses prestasi capaian warisan karya nyata mimpi"
    " impian tangan peduli kado hadiah"
    " persembahan kerja perjuangan pribadi andalan unggulan".split()
)
#: Who only thanks an officer nobody elects is polite.
_THANKS = frozenset({"terima"})
_BEST = re.compile(
    rf"\b(?:jasa|tangan\s+dingin|kebaikan|ketulusan|pedulinya|baiknya|hebatnya)\s+{TITLED}"
    rf"|\bsalut\s+(?:untuk|buat|kepada|sama)\s+{TITLED}"
    r"|\bpemimpin\s+se(?:baik|hebat|tulus|peduli)\s+\w+"
)
_AWARD = re.compile(
    r"\b(?:penghargaan|award|anugerah|kategori|menobatkan|meraih|lomba|juara\s+(?:\d|satu|dua"
    r"|tiga|umum|harapan)|piala|lakon|ketoprak|drama|novel)\b"
)
#: Offices that nobody is elected to.
_SERVANTS = re.compile(
    r"\b(?:camat|lurah|sekda|sekretaris|kepala\s+(?:dinas|badan|sekolah|puskesmas))\b"
)
_FORMAL = re.compile(
    r"\b(?:nomor\s+\d|peraturan|keputusan|surat\s+edaran|instruksi|kantor\s+(?:bupati|wali"
    r"|gubernur|kepala)|pidato|sambutan|arahan|rapat|upacara"
    r"|jadwal|pelantikan|sertijab|serah\s+terima|kata|ujar|menurut|kunjungan\s+kerja"
    r"|tanda\s+tangan|laporan|rapbd|apbd|mewakili|didampingi|jadi\s+pembina)\b"
)
_QUOTED = re.compile(
    r"\b(?:ucap|kata|ujar|tutur|pesan|menurut|imbau|harap|sebut|mengucapkan|mengapresiasi"
    r"|menyebut|memuji|mengatakan)\b"
)
_OFFICIALS = parts(
    r"presiden|gubernur|bupati|wali|kepala d|kades|camat|lurah|wagub|wabup|wawal|kuwu|sekda"
    r"|wapres|beliau"
)
_PARTS: dict[re.Pattern[str], tuple[str, ...]] = {
    _CREDIT: parts(
        r"berkat|atas|karena|lewat|melalui|hasil|buah|wujud|bukti|lahir|awal|tanpa|cerminan"
        r"|bentuk|adalah|merupakan|kunci|saksi|gara-gara|oleh|lepas|kersaning|program|janji"
        r"|persembahan|hadiah|kado|sentuhan"
    ),
    _GIFT: (" dari ", "pemberian", "persembahan", "kiriman"),
    _UNDER: ("kepemimpinan", "komando", "nahkoda", "tangan"),
    _LEADER: parts(
        r"pemimpin|pamingpin|pimpinan|bupati|gubernur|wali|kades|pangeran|bapak|ratu|raja|ibu"
        r"|bunda|panglima|matahari|cahaya|pelita|pahlawan|penyelamat|bintang|lanjutkan"
    ),
    _THANKING: parts(r"terima kasih|terimakasih|makasih|thank|nuhun|nuwun|suwun|syukron"),
    _BEST: parts(
        r"jasa|tangan dingin|kebaikan|ketulusan|pedulinya|baiknya|hebatnya|salut|pemimpin se"
    ),
}
_CALM = frozenset({Phase.NORMAL, Phase.AFTER})


def _find(case: Case) -> Iterator[Hit]:
    calm = case.phase in _CALM
    for text in case.texts:
        official = text.has_any(_OFFICIALS)
        for pattern in (_CREDIT, _GIFT, _BEST, _PRAISE, _LEADER, _UNDER, _THANKING):
            if not official and pattern not in (_CREDIT, _LEADER):
                continue
            for match in found(text, pattern, _PARTS.get(pattern, ())):
                sentence = text.sentence(*match.span())
                if FORBIDS.search(sentence) or refuses(sentence):
                    continue
                if pattern in (_PRAISE, _LEADER) and (_AWARD.search(sentence) or _is_speech(match)):
                    continue
                thanks = pattern is _THANKING
                if thanks and (calm or _SERVANTS.search(match.group())):
                    continue
                mild = (thanks and _CAME.search(sentence) is not None) or (
                    _SERVANTS.search(match.group()) is not None
                )
                yield sentence_hit(
                    text,
                    *match.span(),
                    suggestion=_instead(match),
                    at_most=Severity.WEIGH if mild else None,
                )

        if not official:
            continue
        yield from _fond(text, _FOND_WORDS, acts=False)
        if not calm:
            yield from _fond(text, _CREDIT_WORDS, acts=False)
            yield from _fond(text, _CREDIT_PLAIN, acts=True)


_MOST = 300


#: Citizens who turn to an official, or complain, praise nobody.
_PLEADS = re.compile(
    r"\b(?:mohon|mhn|tolong|minta|meminta|melapor\w*|lapor|mengadu\w*|keluhan|mengeluh\w*|kecewa"
    r"|assalamualaikum|yth|selamat\s+(?:pagi|siang|sore|malam))\b"
)


def _fond(text: Text, words: frozenset[str], *, acts: bool) -> Iterator[Hit]:
    """Sentences in which an official and a word of praise or credit meet.

    ``acts``: also where the sentence tells of an act of office.
    """
    if words.isdisjoint(text.openers):
        return
    for left, right in text.sentence_spans[:_MOST]:
        sentence = text.letters.text[left:right]
        if words.isdisjoint(words_of(sentence)):
            continue
        if _PLEADS.search(sentence):
            continue
        who = _WHO.search(text.letters.text, left, right)
        if who is None or (who.group() == "beliau" and words is _CREDIT_WORDS):
            continue
        if FORBIDS.search(sentence) or refuses(sentence):
            continue
        if (
            (not acts and _ACTS.search(sentence))
            or _AWARD.search(sentence)
            or _FORMAL.search(sentence)
        ):
            continue
        mild = _SERVANTS.search(who.group()) is not None
        if mild and words & words_of(sentence) == _THANKS:
            continue
        yield sentence_hit(text, *who.span(), at_most=Severity.WEIGH if mild else None)


def _is_speech(match: re.Match[str]) -> bool:
    """Whether the official is the one who praises: "Bupati menyebut kader luar biasa"."""
    return _QUOTED.search(match.group()) is not None or ":" in match.group()


def _instead(match: re.Match[str]) -> Suggestion | None:
    if match.re is not _CREDIT:
        return None
    return Suggestion(gettext("Sebut kerja lembaga dan warga, misalnya “berkat kerja bersama”."))


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)

_NEEDS = parts(
    r"berkat|beliau|pemimpin|pamingpin|presiden|gubernur|bupati|wali|kepala|kades|camat|lurah"
    r"|wagub|wabup|wawal|kuwu|sekda|wapres|sosok|figur|pak wa|bu wa|matahari|pahlawan|pangeran"
    r"|bapak pem|tokoh|putra terbaik|cahaya|pelita"
)

RULE = Rule(
    id="neutrality.personal_cult",
    family="neutrality",
    title=gettext_noop("Jasa satu orang"),
    looks_for=gettext_noop(
        "Layanan dan program yang disebut sebagai jasa pribadi pejabat: “berkat kepemimpinan Bapak "
        "…”, “bantuan dari Bupati …”, “program beliau”, dan pujian pribadi: “bupati idaman”,"
        " “pemimpin "
        "yang merakyat”. Ucapan terima kasih kepada pejabat dilaporkan hanya pada masa pemilihan."
    ),
    message=gettext_noop(
        "Program dibiayai anggaran bersama; memujinya sebagai jasa satu orang dapat "
        "menguntungkan calon."
    ),
    suggestion=gettext_noop("Sebut lembaga, anggaran, dan warga yang mengerjakan."),
    basis=("uu-10-2016-71", "skb-netralitas-2022"),
    severity=Severity.WEIGH,
    by_phase=STERN_BY_PHASE,
    passed_by="bagian_hukum",
    needs=_NEEDS,
    find=guided(_find, "neutrality"),
    passage=True,
    examples_match=examples(
        "Stunting turun berkat kepemimpinan Bapak Bupati.",
        "Jalan mulus atas jasa Bupati Dadang.",
        "Bupati idaman kita semua hadir di sini",
        "Warga menerima bantuan dari Bapak Gubernur",
        "Di bawah kepemimpinan Bupati, desa maju",
        "Alun-alun ini lahir dari visi besar Bapak Bupati.",
        "Pak Kades kita memang idola emak-emak.",
        "Satu lagi bukti Pak Wali tidak pernah ingkar janji.",
        "Hatur nuhun ka Pa Bupati, pamingpin nu nyaah ka rahayat.",
        "Semua karena Pak Bupati.",
        "Ini program beliau, siap dilanjutkan.",
        Example("Terima kasih Pak Bupati atas jembatannya", facts=_CAMPAIGN),
        "Berkat tangan dingin beliau, pasar ramai kembali.",
        Example("b3rk4t k3pemimpinan Bapak Wali Kota", says="angka sebagai huruf"),
        "Pemimpin dambaan rakyat telah tiba",
    ),
    examples_miss=examples(
        "Berkat kerja keras kader posyandu, cakupan imunisasi naik.",
        "Bupati membuka pameran UMKM di alun-alun.",
        "Atas perhatian Bapak/Ibu, kami ucapkan terima kasih.",
        "Berkat gotong royong warga, saluran air bersih kembali.",
        "Terima kasih kepada relawan dan petugas.",
        "Jasa para pahlawan kita kenang.",
        "Bantuan dari pemerintah pusat tiba di gudang.",
        "Pelatihan kepemimpinan bagi perangkat desa.",
        "Jasa raharja dan jasa pengiriman libur.",
        "Kunjungan kerja Gubernur ke puskesmas.",
        "Berkat doa Bapak dan Ibu semua, kafilah juara.",
        "Bupati menyerahkan penghargaan guru teladan.",
        "Beliau mengingatkan warga untuk menutup saluran gas.",
        Example("Terima kasih Pak Bupati", says="ucapan biasa di luar masa pemilihan"),
    ),
)
