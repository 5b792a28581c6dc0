"""Political parties, their people and their coalitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.partisan import (
    STERN_BY_PHASE,
    found,
    refuses,
    sentence_hit,
    tells_of,
)
from kentongan.compliance.words.politics import SIDES, SYMBOL, parts
from kentongan.compliance.words.vocabulary import ELECTION_INFO, FORBIDS
from kentongan.kernel.say import gettext_noop

#: Names that mean nothing else.
_CLEAR = (
    r"(?:pdi-?\s?p(?:erjuangan)?|golkar|golongan\s+karya|gerindra|nasdem|nasional\s+demokrat"
    r"|perindo|hanura"
    r"|partai\s+(?:kebangkitan\s+(?:bangsa|nusantara)|keadilan\s+sejahtera|amanat\s+nasional|aceh"
    r"|berkarya|ummat"
    r"|persatuan\s+pembangunan|bulan\s+bintang|solidaritas\s+indonesia|buruh|gelora|garuda"
    r"|demokrat|gerakan\s+\w+"
    r"|nanggroe\s+aceh|demokrasi\s+indonesia|pkb|pks|ppp|pan|psi|pbb|pkn|beringin|mercy|banteng"
    r"|moncong\s+putih"
    r"|ka'?bah|matahari))"
)
#: Names that also mean a tax, an agreement, a ministry, a unit of pressure; only in company.
#: "PPP" has lost its repeated letters.
_SHORT = r"(?:pkb|pks|p(?:pp)?|pan(?!\s?-?\s?rb)|psi|pbb|pkn|gelora|garuda|ummat|demokrat|berkarya)"
_COMPANY = (
    r"(?:partai|kader|politi(?:si|kus)(?:\s+muda|\s+senior)?|dpc|dpw|dpp|dpd|pac|dprt|ranting"
    r"|caleg|bacaleg|koalisi"
    r"|simpatisan|bendera|atribut|kaus|kaos|topi|ketum|ketua\s+umum|konstituen|massa|fraksi"
    r"|sayap(?:\s+pemuda)?|alat\s+peraga"
    r"|apk|milik|baliho|spanduk|bareng|bersama|gaskan|terima\s*kasih(?:\s+kepada)?|hut|milad"
    r"|harlah|dirgahayu|coblos|coblosen|pilih\w*|milih|lanjutkan|kawal(?:\s+terus)?|merapat\s+ke"
    r"|tetap|pokoknya|salam|setia\s+pada|tolak|lawan|gas(?:kan|pol)?|all\s?in|suara\w*\s+(?:untuk"
    r"|buat|kepada)|antarkan|pertahankan|jangan\s+lupa|dukung|jalan\s+sehat|rapat\s+umum|senam"
    r"|menangkan"
    r"|hidup|yayasan|anggota\s+(?:dprd?|dewan)(?:\s+dari)?)"
)
_NAME = re.compile(
    rf"\b(?:{_CLEAR}|{_COMPANY}\s+(?:partai\s+|milik\s+|dari\s+|politisi\s+)?{_SHORT}"
    rf"|{_SHORT}\s+(?:(?:resmi\s+)?(?:meng)?usung|mengusung|menang|solid|resmi\s+mendukung|jaya"
    rf"|peduli|untuk\s+rakyat)"
    rf"|{_SHORT},\s+{_SHORT}(?:,?\s+(?:dan\s+)?{_SHORT})*)\b"
)
_SHORT_ALONE = re.compile(
    r"^(?:terima|hut|tetap|salam|lanjutkan|kawal|jangan|pokoknya|pilih|milih|dukung|milik|bersama"
    r"|bareng|senam|jalan\s+sehat)\s"
)
_CAPITALS = re.compile(rf"\b{_SHORT}\b")
_GENERAL = re.compile(
    r"\b(?:partai\s+(?:pengusung|pendukung|koalisi|kita|kami|ini\s+(?:memang|selalu)"
    r"|itu\s+memang)|mesin\s+partai"
    r"|kader\s+partai|(?:bendera|atribut|kaus|kaos|seragam|lambang)\s+partai|koalisi\s+(?:partai"
    r"|pengusung|pendukung|besar)"
    r"|kursi\s+dapil|kursi\s+dprd?\s+(?:untuk|dari|jatuh))\b"
)
_SYMBOL = re.compile(
    rf"\b(?:(?:kursi|dapil|suara|partai|menang\w*|jatuh\s+ke|hidup|salam)\s+(?:untuk\s+|kepada\s+"
    rf"|ke\s+|dari\s+)?{SYMBOL}"
    r"|banteng\s+(?:tak|tidak|pantang|menang|siap|merah)\w*|(?:kandang|basis|sarang"
    r"|lautan)\s+banteng|(?:salam|metal)\s+(?:banteng|beringin|restorasi|demokrasi\s+mercy)"
    r"|moncong\s+putih|restorasi\s+jaya|bintang\s+mercy|kepala\s+burung\s+garuda\s+partai)\b"
)
_APPROVES = re.compile(
    r"\b(?:terima\s*kasih|makasih|hatur\s+nuhun|matur\s+nuwun|salut|hebat|selalu\s+(?:ada|hadir"
    r"|peduli)|jaya|menang\w*"
    r"|solid|gaskan|gaspol|hidup|bangga|mantap|setia|sukses\s+selalu|dirgahayu"
    r"|hut\s+(?:ke-?\s?)?\d*|milad|harlah|ulang\s+tahun"
    r"|peduli|memang|ayo|yuk|mari|hayu|pilih|coblos\w*|dukung\w*|bersama\s+(?:partai|golkar"
    r"|gerindra|nasdem|pdi|hanura"
    r"|perindo)|bareng|pasti|wong\s+cilik|rakyat\s+kecil|percaya|terbaik|andalan|satu\s+suara"
    r"|semakin|mampir|ikut|hadiri"
    r"|daftar\w*\s+(?:jadi|menjadi)|gabung\w*|sembako|kaus|kaos|kalender|bergambar|berlogo"
    r"|bendera|berkibar|atribut|saya\s+(?:mah|sih|kader|tetap|orang)|bergabung\w*|restorasi"
    r"|bendera\s+dan|dipasang\s+di\s+(?:halaman|kantor)"
    r"|disponsori|persembahan|sumbangan|bantuan|lanjutkan|perjuangkan|target\s+kita|jatuh\s+ke"
    r"|siap\s+(?:menang|merahkan)|terbukti|bekerja|membela|berjuang|dekat|konsisten|harapan"
    r"|sukseskan|dihias|menyambut|kerja\s+nyata|membagikan|jaket|memakai|mengenakan|berkaus"
    r"|partainya)\b"
    r"|[💚💙💛🧡\U0001f499-\U0001f49c❤]"
)
_CALLED = re.compile(
    r"\b(?:tolak|lawan|gas(?:kan|pol)?|all\s?in|merapat\s+ke|hidup|pokoknya|tetap|cuma|hanya"
    r"|setia\s+(?:pada|sama)|pasti|salam"
    r"|jangan\s+lupa|ingat|eling|doakan|kawal(?:\s+terus)?|pertahankan|antarkan|lanjutkan|tusuk"
    r"|suara\w*\s+(?:untuk|buat|kepada))"
    r"\s+(?:partai\s+)?\w+(?:\s\w+)?$"
)
_PASSING = re.compile(
    r"\b(?:lalu\s+lintas|dialihkan|penertiban|menertibkan|ditertibkan|satpol|bersihkan"
    r"|dibersihkan|menurunkan|diturunkan"
    r"|dipaku|rapat\s+umum|parkir|lapak|ditutup\s+(?:karena|untuk|selama)|didukung"
    r"|juga\s+(?:pengurus|kader)|dihadiri|salah\s+satu\s+mitra\w*)\b"
)
_DUTY = re.compile(
    r"\b(?:kesbangpol|bantuan\s+keuangan|pendidikan\s+politik|verifikasi|peserta\s+pemilu|parpol)\b"
)
_COUNCIL = re.compile(
    r"\b(?:fraksi\s+\w+\s+(?:dprd|menyampaikan|meminta|menilai)|paripurna|pansus|komisi"
    r"|pandangan\s+umum|badan\s+anggaran|raperda|sidang)\b"
)
_TAX_OR_DEED = re.compile(
    r"\b(?:bayar|dibayar|aplikasi|menu|layanan|pajak|samsat|swdkllj|stnk|bbnkb|sppt|tagihan|denda"
    r"|naskah|ditandatangani|ttd|perjanjian|kerja\s+sama|penandatanganan"
    r"|nota|mou|penyuluh|tekanan|ban|bar|kpa|ministri|kemenpan|reformasi|pejabat\s+pembuat|latsar"
    r"|pelatihan|diklat|serikat"
    r"|penggorengan|konser|stadion|terbang|pesawat|lambang\s+negara|pancasila|ruang\s+kelas|sandi"
    r"|gedung|bung\s+karno)\b"
)
_POLITICAL = re.compile(
    r"\b(?:partai|kader|caleg|dapil|kursi|dpc|dpw|dpp|pac|koalisi|pileg|simpatisan)\b"
)
_REMOVAL = re.compile(
    r"\b(?:bersihkan|dibersihkan|satpol|penertiban|menertibkan|ditertibkan|menurunkan|diturunkan"
    r"|dicopot)\b"
)

_CLEAR_PARTS = parts(
    r"pdi|golkar|golongan karya|gerindra|nasdem|nasional demokrat|perindo|hanura|partai"
)
_SHORTS = frozenset("pkb pks p pan psi pbb pkn gelora garuda ummat demokrat berkarya".split())
_PARTS: dict[re.Pattern[str], tuple[str, ...]] = {
    _GENERAL: ("partai", "koalisi", "kursi d"),
    _SYMBOL: parts(
        r"banteng|beringin|moncong|mercy|restorasi|abah|garuda|kursi|dapil|suara|partai|menang"
        r"|jatuh|hidup|salam"
    ),
}


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        short = not _SHORTS.isdisjoint(text.openers)
        clear = short or text.has_any(_CLEAR_PARTS)
        for pattern in (_NAME, _GENERAL, _SYMBOL, _CAPITALS):
            if not (short if pattern is _CAPITALS else clear or pattern is _SYMBOL):
                continue
            for match in found(text, pattern, _PARTS.get(pattern, ())):
                sentence = text.sentence(*match.span())
                if pattern is _CAPITALS and not _is_party(text, match, sentence):
                    continue
                if _SHORT_ALONE.search(match.group()) and _TAX_OR_DEED.search(sentence):
                    continue
                if "," in match.group() and not _is_upper(text, match):
                    continue
                if not _is_allowed(text, match, sentence):
                    yield _hit(text, match, sentence)


def _is_party(text: Text, match: re.Match[str], sentence: str) -> bool:
    """Whether a short name in capitals stands for the party."""
    start, end = text.letters.span(*match.span())
    typed = text.original[start:end]
    if not typed.isupper() and not typed.istitle():
        return False
    if _TAX_OR_DEED.search(sentence):
        return False
    whole = text.letters.text[max(0, match.start() - 400) : match.end() + 400]
    return _POLITICAL.search(sentence) is not None or (
        typed.isupper() and re.search(r"\bcaleg|\bdapil|\bpartai\s+(?!politik)", whole) is not None
    )


def _is_upper(text: Text, match: re.Match[str]) -> bool:
    start, end = text.letters.span(*match.span())
    return text.original[start:end].replace("dan", "").isupper()


def _is_allowed(text: Text, match: re.Match[str], sentence: str) -> bool:
    if text.is_lesson or tells_of(text, *match.span()) or refuses(sentence):
        return True
    if _DUTY.search(sentence) or (
        _COUNCIL.search(sentence)
        and not re.search(r"\bterima\s*kasih|\bsalut|\bsumbangan", sentence)
    ):
        return True
    if match.re is _NAME and _REMOVAL.search(sentence):
        return False
    if match.re is not _SYMBOL and FORBIDS.search(sentence):
        return True
    informs = ELECTION_INFO.search(sentence) is not None and not _APPROVES.search(sentence)
    return informs or (match.re is _GENERAL and _REMOVAL.search(sentence) is not None)


def _hit(text: Text, match: re.Match[str], sentence: str) -> Hit:
    """Named with approval: to be mended at all times. Named in passing: to be weighed."""
    # A flag of a party says by itself only that it is one.
    beside = sentence.replace(match.group(), " ", 1) if match.re is _GENERAL else sentence
    approved = match.re is _SYMBOL or _APPROVES.search(beside) is not None
    called = _CALLED.search(text.letters.text[max(0, match.start() - 40) : match.end()])
    sided = called is not None or not SIDES.isdisjoint(sentence.split())
    if (approved or sided) and not _PASSING.search(sentence):
        return sentence_hit(text, *match.span(), at_least=Severity.MUST)
    if match.re is _GENERAL and not _PASSING.search(sentence):
        return sentence_hit(text, *match.span())
    if text.where in ("text", "title"):
        return hit_at(text, text.letters, *match.span(), at_most=Severity.WEIGH)
    return sentence_hit(text, *match.span(), at_most=Severity.WEIGH)


RULE = Rule(
    id="neutrality.party",
    family="neutrality",
    title=gettext_noop("Partai politik"),
    looks_for=gettext_noop(
        "Nama dan lambang partai, tim sukses, koalisi, atribut partai. Menyebut dengan pujian, "
        "terima kasih, atau ajakan wajib diperbaiki kapan pun; menyebut sambil lalu perlu "
        "ditimbang. Singkatan yang bermakna lain (PKB pajak kendaraan, PKS perjanjian kerja sama, "
        "PBB pajak bumi, PAN-RB) dan urusan DPRD tidak dilaporkan."
    ),
    message=gettext_noop("Akun resmi tidak menampilkan partai atau tim pendukungnya."),
    own_message=gettext_noop(
        "Aparatur tidak menampilkan partai atau tim pendukungnya, juga dari akun pribadi."
    ),
    suggestion=gettext_noop("Hapus nama partai; sebut lembaga atau jabatannya saja."),
    basis=("skb-netralitas-2022", "uu-20-2023", "uu-7-2017-desa"),
    severity=Severity.WEIGH,
    by_phase=STERN_BY_PHASE,
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality", spared=0.2),
    passage=True,
    opened_by=(_NAME, _GENERAL, _SYMBOL, _CAPITALS),
    examples_match=examples(
        "Bakti sosial bersama DPC PKB di Sukamaju.",
        "Golkar siap menang.",
        "Terima kasih kader Gerindra atas bantuannya",
        "Partai Demokrat menyalurkan sembako",
        "Partai pengusung berkumpul di alun-alun",
        "Mesin partai sudah dipanaskan",
        "PKS mengusung putra daerah",
        "Selamat HUT ke-62 Partai Golkar",
        "Semua kursi dapil dua jatuh ke pohon beringin",
        "Banteng tak akan lari",
        Example("G0lk4r b3r5ama warga", says="angka sebagai huruf"),
        Example("Turnamen dibuka pengurus Partai Demokrat", says="sambil lalu: timbang"),
        Example(
            "Rapat umum Partai NasDem, lalu lintas dialihkan", facts=Facts(phase=Phase.CAMPAIGN)
        ),
        Example("Kami bersihkan sisa alat peraga milik PKB, PAN, dan lainnya", says="timbang"),
    ),
    examples_miss=examples(
        "Bayar PKB di Samsat keliling, bebas denda.",
        "PKB dan BBNKB bisa dibayar lewat bank.",
        "Penandatanganan PKS dengan universitas.",
        "Jatuh tempo PBB-P2 30 September.",
        "Evaluasi SAKIP oleh Kementerian PANRB dan PAN-RB",
        "Satpol PP menertibkan atribut partai di jalan protokol.",
        "ASN tidak boleh menjadi kader partai.",
        "Konser di Gelora Bung Karno, terbang dengan Garuda.",
        "Tekanan ban 30 PSI.",
        "Relawan PMI menyalurkan air bersih.",
        "Koalisi Kependudukan menggelar seminar.",
        "Verifikasi partai politik peserta pemilu oleh KPU.",
        "Pelatihan PKN tingkat II diikuti 20 pejabat.",
        "Fraksi Golkar DPRD menyampaikan pandangan umum.",
        "Pohon beringin di alun-alun dirawat dinas.",
        Example("Pajak PBB lunas", facts=Facts(phase=Phase.CAMPAIGN)),
    ),
)
