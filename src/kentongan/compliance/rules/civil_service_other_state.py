"""Calls for another form of state, or to leave the republic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import AT_START, both, is_negated, together, words
from kentongan.kernel.say import gettext_noop

_W = "state"
_OTHER = Opened(rf"\b{words(_W, 'other_state')}\b")
#: Named without history or warning, it is meant.
_NAMED = Opened(
    r"\b(?:khilafah|khilafat|kilafah|kekhalifahan|khilapah|daulah(?: islam\w*)?|n[ea]ga?ra islam"
    r"|negara agama|negoro islam|imamah)\b"
)
_CALL = Opened(rf"\b{words(_W, 'other_state_call')}\b")
_REPUBLIC = (
    r"(?:nkr[i1]|republik(?:\s+(?:ini|indonesia))?|negara\s+(?:ini|kesatuan|republik|indonesia)"
    r"|pangkuan\s+(?:republik|nkr[i1]))"
)
_REGION = (
    r"(?:papua|aceh|maluku|riau|minahasa|pasundan|sunda|bali|kalimantan|borneo|sulawesi|celebes"
    r"|jawa"
    r"|sumatera|andalas|madura|banten|cirebon|daerah|kabupaten|kota|provinsi|pulau|tanah|wilayah"
    r"|desa"
    r"|kampung|bumi|tatar|lemah)"
)
_LEAVING = Opened(
    r"\b(?<!tak )(?<!tidak )(?:lepas|keluar|pisah|berpisah|memisahkan\s+diri|misah|misahake|cerai"
    r"|hengkang|pegat"
    r"|papisah|kaluar|metu|cabut|merdeka|membebaskan\s+diri|bebas|lepaskan\s+diri"
    r"|melepaskan\s+diri)\s+"
    rf"(?:saja\s+|aja\s+|wae\s+|sekalian\s+|diri\s+)?(?:dari(?:pada)?|ti|saka|seka|seko|soko|tina"
    rf"|saking)\s+{_REPUBLIC}\b"
    r"|\b(?<!tak )(?<!tidak )(?:pisah|berpisah|memisahkan\s+diri|merdeka|cerai)\s+(?:saja\s+|aja\s+"
    r"|wae\s+)?"
    r"(?:dari|ti|saka|seko)\s+(?:indonesia|jakarta|pemerintah(?:an)?\s+(?:pusat|indonesia)|jawa\b"
    r"|pusat\b)"
    rf"|\b{_REGION}\s+(?:(?:kita|kami|ini|dewek|dhewe|urang|sorangan)\s+)?(?:harus|kudu|bakal|akan"
    rf"|layak|berhak|wajib"
    r"|siap|segera|bisa|pengen|ingin|mending|sebaiknya)\s+"
    r"(?:merdeka|pisah|berpisah|berdiri\s+sendiri|jadi\s+negara|keluar\s+dari)\b"
    r"|\b(?:papua|aceh|maluku|riau|minahasa|pasundan|borneo|celebes|sumatera|jawa|bali|madura"
    r"|sunda)\s+merdeka\b(?!\s+(?:belajar|street|square|barat|timur))"
    r"|\b(?:mending|mendingan|lebih\s+baik|saatnya|ayo|kudu|harus|mari|wayahe"
    r"|yuk)\s+(?:\w+\s+){0,3}?(?:berdiri\s+sendiri|merdeka\s+sendiri|jadi\s+negara|bikin\s+negara"
    r"|nagara\s+sorangan|pisah\s+dari|lepas\s+dari\s+(?:pusat|jakarta))\b"
    r"|\bmenentukan\s+nasib\s+(?:sendiri|dewek|sorangan)\b|\b(?:mendukung|setuju)\s+referendum\b"
    r"|\b(?:tuntut|menuntut|gelar|adakan|dukung|saatnya|tinggal|minta)\s+(?:hak\s+)?(?:referendum"
    r"|penentuan\s+nasib\s+sendiri)\b"
    r"|\breferendum\s+(?:sekarang|saja|harga\s+mati|kemerdekaan|solusinya|jalan\s+terbaik"
    r"|untuk\s+(?:merdeka|pisah))"
)
_FOUNDING = Opened(
    r"\bproklamasi\s+(?:republik|negara|kerajaan)\s+(?!indonesia|kesatuan|ini)\w+\s+(?:tinggal"
    r"|segera|sebentar\s+lagi|sudah\s+dekat)\b|"
    r"\b(?:dirikan|mendirikan|proklamasikan|proklamirkan|memproklamasikan|bentuk|membentuk|bikin"
    r"|buat|gawe|nyieun"
    r"|deklarasikan|wujudkan|tegakkan|menyongsong|songsong|sambut)\s+(?:saja\s+|aja\s+|wae\s+)?"
    r"(?:negara|nagara|republik|kerajaan|kesultanan)\s+"
    r"(?:sendiri|dewek|dhewe|sorangan|baru|merdeka|federal|serikat|islam|komunis|agama|syariah"
    r"|tanpa\s+(?:pancasila|uud|presiden)|pasundan|sunda|papua|aceh|jawa|bali)\b"
    r"|\bnegara\s+tanpa\s+(?:pancasila|uud|undang-undang)\b"
    r"|\b(?:ganti|ubah|rombak|jadikan|gentos|rubah|tukar)\s+(?:[\w-]+\s+){0,3}?(?:negara|nkr[i1]"
    r"|republik|pancasila|indonesia|uud|dasar)\b"
    r"\s+(?:[\w-]+\s+){0,3}?(?:menjadi|jadi|dengan|ke|ku|dadi|karo|jeung)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:khilafah|federal\w*|serikat|kerajaan|komunis\w*|monarki|islam|daulah|kesultanan|sosialis"
    r"|teokrasi|syariat|syariah|quran|kitab)\b"
    r"|\b(?:monarki|kerajaan|kesultanan|federal\w*|federasi|komunisme|khilafah|daulah|teokrasi"
    r"|raja)\b[^\n.!?]{0,40}?\b"
    r"(?:lebih|luwih|leuwih|jauh\s+lebih)\s+\w+\s+(?:dari(?:pada)?|ketimbang|dibanding(?:kan)?"
    r"|timbang|tinimbang|batan)\s+"
    r"(?:republik|nkr[i1]|pancasila|demokrasi|negara\s+(?:kesatuan|ini|pancasila))"
)
_REPLACING = Opened(
    rf"(?:{AT_START}|\b(?:ayo|mari|yuk|saatnya|waktunya|wayahe|harus|kudu|wajib|mending|perlu"
    rf"|segera|mesti)\s+(?:\w+\s+){{0,2}}?)"
    r"(?:ganti(?:kan)?|mengganti|diganti|ngganti|gentos|rombak|copot|hapus(?:kan)?|bubarkan"
    r"|tinggalkan)\s+(?:saja\s+|aja\s+|wae\s+)?"
    r"(?:ideologi|dasar\s+negara|bentuk\s+negara|sistem\s+(?:negara|pemerintahan|demokrasi)"
    r"|pancasila|uud|nkr[i1]|republik|demokrasi|negara(?:\s+ini)?\b(?!\s+\w)|negara\s+ini)\b"
    r"|\b(?:federasi|federal|khilafah|syariat|referendum|daulah)\s+atau\s+mati\b|\b(?:provinsi"
    r"|kabupaten|daerah|pulau|kota|wilayah|tanah)\b[^\n.!?]{0,50}\b(?:memisahkan|melepaskan"
    r"|misahkeun)\s+diri\b(?!\s+dari\s+(?:kabupaten|kota|induk|provinsi))"
    r"|\b(?:hanya|cuma|mung|ngan)\s+(?:tunduk|patuh|taat|setia)\s+(?:pada|kepada|ka"
    r"|marang)\s+(?:hukum\s+(?:langit|allah|tuhan)|khalifah|imam|amir|syariat|raja)\b"
    r"|\bhukum\s+tertinggi\s+(?:\w+\s+){0,2}?bukan\s+(?:uud|undang-undang|konstitusi|pancasila)"
    r"|\b(?:di\s?bawah\s+)?naungan\s+(?:khalifah|khilafah|daulah|syariat)\b|\b(?:syariat"
    r"|syariat islam)\b[^\n.!?]{0,20}\b(?:hapus|bubarkan|ganti)\s+(?:republik|nkr[i1]|negara"
    r"|pancasila|demokrasi)"
    r"|\b(?:syariat|syariah|hukum\s+(?:allah|tuhan|islam|langit)|quran|al-?quran"
    r"|kitab\s+suci)\s+(?:\w+\s+){0,2}?(?:menggantikan|mengganti|gantikan"
    r"|di\s?atas)\s+(?:\w+\s+){0,2}?(?:undang-undang|pancasila|uud|hukum|konstitusi|negara"
    r"|demokrasi)"
)
_HOLY = Opened(
    r"\b(?:demokrasi|republik|pancasila|nasionalisme|hukum\s+(?:buatan\s+)?manusia"
    r"|undang-undang\s+manusia)\b[^\n.!?]{0,25}?\b"
    r"(?:sistem\s+)?(?:kufur|thogh?ut|kafir|haram|syirik|berhala)\b"
    r"|\b(?:bukan|tolak|tinggalkan|haram(?:kan)?)\s+hukum\s+(?:buatan\s+|bikinan\s+"
    r"|karya\s+)?(?:manusia|thogh?ut|penjajah)\b"
    r"|\bjihad\s+(?:melawan|lawan|perangi)\s+(?:pemerintah|thogh?ut|negara|aparat|densus|polisi"
    r"|rezim|nkr[i1])\b"
    r"|\b(?:ber)?baiat\s+(?:kepada|pada|ke|untuk|setia)\s+(?:khilafah|khalifah|daulah|amir|isis"
    r"|imam)\b"
    r"|\b(?:angkat|panggul)\s+senjata\s+(?:melawan|lawan)\s+(?:pemerintah|negara|nkr[i1]|tentara"
    r"|tni)\b"
    r"|\b(?:saatnya|ayo|mari|yuk|siap)\s+(?:kudeta|makar|revolusi\s+(?:berdarah|total|sekarang))\b"
)
#: Reports, lessons, history, warnings.
_CONDEMNS = re.compile(
    rf"\b(?:{words(_W, 'condemns')}|turki|utsmani\w*|abbasiyah|umayyah|rasyidin|abu bakar|umar bin"
    rf"|utsman|baghdad"
    r"|tolak|kelompok (?:separatis|bersenjata|kriminal)|separatis\w*|kkb|tni|densus|bnpt|fkub"
    r"|kesbangpol"
    r"|abad|majapahit|pajajaran|mataram|galuh|napak tilas|paham|eks napiter|timor leste|belajar"
    r"|(?:waktu|zaman|masa) kuliah|skripsi|tesis|mata kuliah)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for pattern in (_LEAVING, _FOUNDING, _REPLACING, _HOLY):
            for match in pattern.find(text):
                if not is_negated(text, match.start()) and not _is_report(text, *match.span()):
                    yield hit_at(text, text.letters, *match.span())
        for match in _NAMED.find(text):
            if not is_negated(text, match.start()) and not _is_report(text, *match.span()):
                yield hit_at(text, text.letters, *match.span())
        for one, other in together(text, _OTHER, _CALL, reach=45):
            start, end = both(one, other)
            if not (
                is_negated(text, start)
                or is_negated(text, one.start())
                or is_negated(text, other.start())
            ) and not _is_report(text, start, end):
                yield hit_at(text, text.letters, start, end)


def _is_report(text: Text, start: int, end: int) -> bool:
    return _CONDEMNS.search(text.sentence(start, end)) is not None


RULE = Rule(
    id="civil_service.other_state",
    family="civil_service",
    title=gettext_noop("Ajakan mengganti atau meninggalkan negara"),
    looks_for=gettext_noop(
        "Ajakan mengganti bentuk atau dasar negara, mendirikan negara lain, dan memisahkan "
        "daerah dari Republik Indonesia. Pelajaran sejarah, peringatan bahaya, dan berita "
        "penindakan tidak dilaporkan."
    ),
    message=gettext_noop(
        "Kalimat ini dapat dibaca sebagai ajakan mengganti atau meninggalkan negara. Aparatur "
        "dilarang menyampaikan, membagikan, dan menyetujuinya."
    ),
    suggestion=gettext_noop("Hapus kalimatnya."),
    basis=("skb-11-2019", "se-137-2018"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    opened_by=(_LEAVING, _FOUNDING, _REPLACING, _HOLY, _NAMED, (_OTHER, _CALL)),
    passage=True,
    examples_match=examples(
        "Khilafah satu-satunya solusi.",
        "Sudah saatnya daulah islamiyah tegak di negeri ini.",
        "Kabupaten kita harus merdeka, pisah dari Jakarta.",
        "Lepas saja dari NKRI.",
        "Mari dirikan negara sendiri.",
        "Ganti Pancasila dengan syariat.",
        "Demokrasi itu sistem kufur.",
        "Kerajaan jauh lebih adil daripada republik.",
        Example("Kh1l4f4h solusinya, bukan NKRI", says="angka sebagai huruf"),
        Example("Papua merdeka! Referendum sekarang", says="ajakan memisahkan diri"),
    ),
    examples_miss=examples(
        "Pelajaran sejarah: runtuhnya kekhalifahan Utsmani.",
        "Waspada ajakan mendirikan khilafah, laporkan ke Kesbangpol.",
        "Jihad kami hari ini: mengepel lantai kantor.",
        "Lapangan Merdeka ditutup untuk upacara.",
        "Kurikulum Merdeka dan Kampus Merdeka dibahas di aula.",
        "Kerajaan Galuh menjadi tema pekan budaya.",
        "TNI menangkap anggota kelompok separatis Papua Merdeka.",
        "Keberhasilan ini tidak lepas dari pemerintah pusat.",
        "Barang ekspor keluar dari Indonesia lewat pelabuhan baru.",
        "Tolak paham yang hendak mengganti Pancasila dengan komunisme.",
    ),
)
