"""Calls to drive people out, to shun them, to close their houses of prayer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import is_negated, words
from kentongan.kernel.say import gettext_noop

_W = "abuse"
_FILL = rf"(?:{words(_W, 'expel_filler')}\s+)"
_EXPEL = Opened(
    r"\b(?:bersihkan|bersihin|beresihan|resiki)\s+(?:kampung|desa|kota|daerah|lingkungan|lembur"
    r"|wilayah)\s+(?:\w+\s+)?(?:dari|ti|saka|seko)\s+(?:jemaah|jamaah|kaum|suku|etnis|penganut"
    r"|pengikut|pendatang|orang-orang)\b|"
    rf"\b{words(_W, 'expel')}\s+{_FILL}{{0,3}}{words(_W, 'expelled')}\b"
    rf"|\b{words(_W, 'expel_soft')}\s+{_FILL}{{0,3}}{words(_W, 'expelled_soft')}\b"
    rf"|\b{words(_W, 'expelled')}\s+(?:\w+\s+){{0,2}}?(?:harus|wajib|kudu|mesti|mending|pantas"
    rf"|layak|perlu|segera)\s+(?:\w+\s+)?(?:diusir|angkat\s+kaki|dipulangkan|minggat|hengkang"
    rf"|dienyahkan|diganyang|pergi\s+dari)"
    rf"|\b{words(_W, 'expelled_soft')}(?:\s+(?:dan|atau)\s+\w+)?\s+(?:silakan|mending|sana"
    rf"|lebih\s+baik|sebaiknya|monggo|mangga)\s+(?:minggat|enyah|hengkang|angkat\s+kaki|pergi|out"
    rf"|indit|lunga)\b"
    r"|\b(?:pulang|balik|minggat|enyah|pergi|lunga|indit|hengkang)\s+(?:sana|kono|kalian|kamu|kau"
    r"|lu|sia|maneh)\s+(?:ke|nang|ka|menyang)\s+(?:gurun|hutan|laut|gunung|goa|gua|planet\s+\w+"
    r"|kebon|leuweung|asal\w*|pulau\w*|kampung\w*|negara\w*|negeri\w*)"
    r"|\b(?:balikin|balikkan|kembalikan|pulangkan|pulang|balik|mulih|muliho|mantuk|balik\s+kana"
    r"|usir)\s+(?:saja\s+|aja\s+|sana\s+|kamu\s+|kalian\s+|mereka\s+|wae\s+|kono\s+){0,2}(?:ke|nang"
    r"|neng|ka|menyang)\s?"
    r"(?:negeri|negara|asal|daerah|kampung|tanah|pulau|nagara|lembur|negoro"
    r"|panggonan)(?:\s?(?:asal(?:nya|mu)?|mu|nya|lu|sia|kalian|mereka|sendiri|ne|e|na|maneh))+\b"
    r"|\b(?:kampung|desa|dusun|kota|kabupaten|daerah|tanah|perumahan|lingkungan|rw|rt|sekolah|pasar"
    r"|wilayah|bumi|lembur)\s+(?:\w+\s+){0,3}?(?:bersih|bebas|steril|haram|tertutup|resik|beresih"
    r"|kudu\s+bersih)\s+(?:dari|bagi|untuk|ti|soko|seko)\s+"
    rf"(?:kaum\s+|orang\s+|para\s+|wong\s+|urang\s+|pendatang\s+)?{words(_W, 'expelled')}\b"
    r"|\b(?:ini|iki|ieu)\s+(?:tanah|kampung|lembur|desa|bumi|daerah)\s+(?:kami|kita|urang"
    r"|dewe)[^\n.]{0,30}\b(?:minggat|pergi|angkat\s+kaki|enyah|bukan\s+tempat|usir|hengkang|lunga"
    r"|indit)"
    r"|\b(?:bukan\s+tempat(?:nya)?|haram\s+tinggal|jangan\s+tinggal|tidak\s+ada\s+tempat"
    r"|nggak\s+ada\s+tempat|gak\s+ada\s+tempat|euweuh\s+tempat"
    r"|ora\s+ono\s+nggon)\s+(?:\w+\s+){0,2}?(?:buat|untuk|bagi|keur|kanggo)\s+(?:orang\s+|kaum\s+"
    r"|para\s+|wong\s+|urang\s+)?"
    rf"(?:{words(_W, 'expelled')}|kalian)\b"
    r"|\b(?:jangan|ojo|aja|ulah|tong)\s+(?:\w+\s+)?(?:dadi\s+|jadi\s+)?(?:tangg\w+|tetangga\w*"
    r"|tatangga\w*|kanca\w*|konco\w*|batur\w*|tanggaan|bergaul|gaul)\s+(?:\w+\s+)?(?:orang\s+"
    rf"|wong\s+|urang\s+|kaum\s+)(?:\w+\s+)?{words(_W, 'expelled')}\b"
    r"|\b(?:jangan|ojo|aja|ulah|tong|haram)\s+(?:\w+\s+)?(?:dibere|dikasih|diwenehi|bere|wenehi"
    r"|tarima|tampa)\s+(?:\w+\s+){0,2}?(?:ka|ke|marang|karo|kepada)\s+(?:orang\s+|wong\s+|urang\s+"
    rf"|kaum\s+)?{words(_W, 'expelled')}\b"
    r"|\b(?:jangan|ojo|ulah|haram)\s+(?:\w+\s+)?(?:sewakan|kontrakkan|kontrakan|beri|kasih|terima"
    r"|jual|beli|belanja|pekerjakan|layani|sewa)\w*\s+(?:\w+\s+){0,3}?(?:ke|kepada|dari|untuk|buat"
    r"|di\s+toko|pada)\s+(?:orang\s+|kaum\s+|wong\s+|urang\s+|toko\s+|warung\s+)*"
    rf"{words(_W, 'expelled')}\b"
    r"|\b(?:tendang|usir|lempar|dorong|buang|kirim)\s+(?:saja\s+|aja\s+|mereka\s+|balik\s+"
    r"|kembali\s+|pulang\s+){1,3}(?:ke|nang|ka)\s+(?:laut|asal\w*|hutan|gunung|kampung(?:nya)?"
    r"|negara(?:nya)?|negeri(?:nya)?)\b"
    r"|\b(?:angkat\s+kaki|minggat|hengkang|enyah)\s+(?:dari\s+\w+\s+)?sebelum\s+(?:kami|kita|warga"
    r"|urang|saya)\s+(?:yang\s+)?(?:angkat|usir|seret|paksa|bertindak|habisi|bakar)\b"
    r"|\b(?:usir|depak|enyahkan|tendang)\s+(?:saja\s+|aja\s+|wae\s+|mereka\s+|kalian\s+"
    r"|semua(?:nya)?\s+|kabeh\s+){1,4}(?:dari|ti|saka|seko)\s+(?:rw|rt|dusun|gang|kompleks|negeri|negara|nagara|kampung|desa"
    r"|kota|kabupaten|daerah|tanah|bumi|indonesia|sini|dieu|kene|lembur)\b"
    r"|\b(?:tutup|segel|bongkar|robohkan|bakar|gembok)\s+(?:saja\s+|aja\s+|wae\s+)?(?:tempat"
    r"|rumah)\s+(?:ibadah|doa|sembahyang|kebaktian)(?:nya)?\b"
    r"|\b(?:tutup|segel|bongkar|bakar|hancurkan|bubarkan|tolak|hentikan"
    r"|gagalkan)\s+(?:\w+\s+){0,3}?(?:ibadah|kebaktian|misa|gereja|vihara|pura|klenteng|kelenteng"
    r"|rumah\s+ibadah|natal|imlek|masjid\s+(?:mereka|ahmadiyah|syiah))\b(?!-pura)"
)
_PESTS = re.compile(
    r"\b(?:nyamuk|tikus|hama|lalat|semut|rayap|monyet|babi|anjing|satwa|burung|kecoa\w*|ular|wereng"
    r"|jentik|penyakit|malas|pageblug|pageblug|bala|sial|setan\s+lapar|roh|kantuk|ngantuk|dingin"
    r"|bau|sampah|dokter\s+hewan"
    r"|pelanggaran|kemacetan|stunting|tbc|kemiskinan|narkoba|asap|rokok|buku|perpustakaan|kotak"
    r"|barang\s+pinjaman|investasi|modal|pinjaman|investor|negara\s+asing|produk\s+(?:asing|luar)"
    r"|spesies"
    r"|sejarah|dilarang|larangan|jangan\s+(?:mengusir|usir)|tidak\s+boleh|dikecam|mengecam|polisi"
    r"|ditangkap|korban|film|novel|mudik|pemudik|bersih-bersih|membersihkan|renovasi|libur\w*"
    r"|bakar\s+(?:jagung|ikan|ubi|batu|sate|roti|sosis|singkong)"
    r"|renovasi|pindah\s+(?:ke\s+)?lantai|kebakaran|jam\s+malam)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for match in _EXPEL.find(text):
            if not is_negated(text, match.start()) and not _is_about_pests(text, match):
                yield hit_at(text, text.letters, *match.span())


def _is_about_pests(text: Text, match: re.Match[str]) -> bool:
    return _PESTS.search(text.sentence(*match.span())) is not None


RULE = Rule(
    id="hate_abuse.drive_out",
    family="hate_abuse",
    title=gettext_noop("Ajakan mengusir"),
    looks_for=gettext_noop(
        "Ajakan mengusir, memulangkan, memboikot, atau menutup rumah ibadah suatu kelompok. "
        "Mengusir nyamuk, pageblug, dan rasa kantuk tidak dilaporkan."
    ),
    message=gettext_noop("Kalimat ini mengajak mengusir atau menjauhi orang."),
    suggestion=gettext_noop("Hapus kalimatnya."),
    basis=("skb-11-2019", "se-137-2018", "uu-1-2024"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    opened_by=(_EXPEL,),
    passage=True,
    examples_match=examples(
        "Usir saja mereka!",
        "Balikin ke negerinya.",
        "Usir Ahmadiyah dari kampung kita.",
        "Kampung kami bersih dari banci.",
        "Jangan kontrakkan rumah ke orang timur.",
        "Bubarkan ibadah di ruko itu.",
        "Boikot toko Cina!",
        Example("Muliho nang negoromu!", says="bahasa Jawa"),
        Example("Us1r m3r3ka", says="angka sebagai huruf"),
        "Usir saja semuanya dari kampung ini.",
    ),
    examples_miss=examples(
        "Bakar jagung bersama jemaat gereja dan remaja masjid.",
        "Usir nyamuk dengan serai.",
        "Tradisi ngusir pageblug digelar malam ini.",
        "Kembalikan buku ke rak asalnya.",
        "Pemudik pulang ke kampung halamannya.",
        "Bersihkan rumah ibadah bersama warga lintas iman.",
        "Tolak bala, sedekah bumi digelar Sabtu.",
        "Jangan mengusir mereka, temani dan laporkan ke dinas.",
        "Kampung kami bebas dari stunting.",
        "Usir semua nyamuk dari rumah dengan serai.",
    ),
)
