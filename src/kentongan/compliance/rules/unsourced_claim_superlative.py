"""The best, the first, the only one, and nobody says so but ourselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.sources import is_sourced, merged
from kentongan.kernel.say import gettext_noop

_AREA = (
    r"(?:indonesia|nusantara|jawa(?: (?:barat|tengah|timur))?|jabar|jateng|jatim|banten|sumatera"
    r"|sumatra|kalimantan|sulawesi"
    r"|bali|papua|madura|priangan|pantura|asia(?: tenggara)?|asean|dunia|jagat|jagad|donya|bumi"
    r"|negeri|tanah air|planet"
    r"|provinsi|propinsi|kabupaten|kecamatan|kota|kelurahan|desa|daerah|wilayah|nasional"
    r"|internasional|karesidenan"
    r"|pulau|kawasan|kelasnya|antara|sejarah|masa|zaman|abad|galaksi|alam|nagri|nagara|lemah|jawi)"
)
#: ``se-Jawa``, ``sekabupaten``, ``di Indonesia``, ``di antara semua``, ``sak donya``.
_SCOPE = (
    rf"(?:(?:se|sa|sak)[- ]?{_AREA}\b|\bse-\w+|(?:di|ing|ning|dina|ti|di seluruh"
    rf"|di semua|se-antero|seantero|sepanjang|tingkat|skala|kelas|taraf)"
    rf" (?:seluruh |semua |antara |seantero |penjuru )?{_AREA}\b|di antara (?:semua|seluruh|yang)"
    rf"|dari yang lain|dibanding\w* (?:semua|yang|kabupaten|kota|daerah|desa"
    rf"|kecamatan|dinas))"
)
_BIG = (
    r"(?:indonesia|nusantara|jawa|jabar|jateng|jatim|asia|asean|dunia|jagat|negeri|tanah air"
    r"|provinsi|propinsi|sumatera|kalimantan|sulawesi|priangan|kabupaten)"
)
_PRAISES = (
    "baik bagus cepat besar banyak tinggi bersih lengkap indah maju depan modern canggih "
    "aman nyaman ramah murah mudah sejuk hijau sehat enak lezat luas panjang kuat ramai "
    "meriah populer favorit kenal sukses hebat unggul inovatif transparan responsif sigap "
    "disiplin rapi tertib damai bahagia sejahtera makmur kaya laris laku diminati dicari "
    "dikunjungi disukai digemari dicintai sabar pintar cerdas berprestasi megah tua unik "
    "kompak solid profesional produktif efisien hemat jujur bersejarah hits keren kondusif "
    "alus saé sae apik resik becik amanah terpercaya andal ringan tangguh layak ideal "
    "cantik asri endah kecil sedikit irit mulus rukun bermutu berkualitas"
).split()
_PRAISE = rf"(?:{'|'.join(_PRAISES)})"
_MOST = (
    rf"(?:(?:ter{_PRAISE})\b|(?:paling|pang|nu pang) {_PRAISE}(?:na|nya)?\b"
    rf"|{_PRAISE} (?:dhewe|dewe|sorangan)\b)"
)
_RANKED = Opened(
    rf"\b{_MOST}(?: \w+){{0,3}}?[ ,]{{1,2}}{_SCOPE}|\b{_MOST}[ ,]{{0,2}}(?=se-){_SCOPE}"
    rf"|\b(?:paling|pang) \w{{3,20}}(?: \w+){{0,2}} {_SCOPE}"
)
_OURS = (
    r"(?:kami|kita|gemareka|puskesmas|rsud|rumah sakit|kecamatan|kelurahan|desa(?: wisata)?|dinas"
    r"|kantor|kota|kabupaten|daerah|samsat"
    r"|sekolah|sdn?|smp\w*|sma\w*|perpustakaan|pasar|pdam|layanan|pelayanan|destinasi|wisata"
    r"|produk|beras|kopi|batik|festival|wilayah|alun-alun|taman|museum|posyandu|damkar|bpbd"
    r"|satpol pp|pegawai|petugas|guru|kader|aplikasi|program|tim)"
)
#: Without a scope only what praises one's own: ``destinasi paling diminati``.
_OWN = Opened(
    rf"\b{_OURS}(?:[ -](?!yang\b|untuk\b|agar\b|dengan\b|di\b)\w+){{0,3}} (?:(?:memang |adalah "
    rf"|jadi |menjadi |sekarang |kini |itu |yang |sebagai |destinasi |kabupaten |daerah |desa )*)"
    rf"(?:(?:ter|paling )(?:diminati|favorit|dicari|digemari|dikunjungi|disukai|canggih|modern"
    rf"|inovatif|hebat|unggul|ramah|transparan|sigap|jujur|responsif|lengkap|megah|keren|depan)"
    rf"|terbersih|terindah|tercepat|terlengkap|termodern|tercanggih|termaju|terunggul|terhebat"
    rf"|terfavorit|teraman)\b"
)
_BETTER = "baik bagus maju cepat bersih hebat unggul".split()
_FIRST = Opened(
    rf"\b(?:pertama(?: kali(?:nya)?)?|kahiji|kaping pisan|nom[oe]r (?:satu|1|wahid|siji|hiji)"
    rf"|no\.? ?1|juara satu|peringkat (?:satu|pertama|1)|yang (?:pertama"
    rf"|perdana))(?: dan (?:satu-satunya|terbesar|terbaik))?"
    rf"(?: {_SCOPE}|(?: [\w-]+){{1,5}}? (?:se[- ]|di (?:seluruh )?){_BIG}\b)"
    rf"|\bpang\w{{3,12}}na {_SCOPE}"
    r"|\bpang(?:hade|alus|sae|gancang|beresih|rame|gede|loba|endah|ngeunah|hebat|raos)na\b"
    r"|\bteu aya nu (?:ngelehkeun|nandingan|nyaruaan)"
    rf"|\b(?:satu-satunya|siji-sijine|hiji-hijina|mung siji|satu satunya)\b"
    r"|\b(?<!jalan )(?<!jl )(?:pelopor|pionir|perintis|kiblat"
    r"|trendsetter)\b(?! (?:gerakan pramuka|kemerdekaan))"
    rf"|\bbelum (?:pernah )?ada (?:\w+ )?(?:lain|tandingan\w*|yang (?:menyamai|menandingi|bisa))"
    rf"|\bbelum pernah (?:ada|dicapai|dilakukan|terjadi)(?: \w+){{0,3}} (?:siapa pun|siapapun"
    rf"|sebelumnya|lain|{_SCOPE})"
    r"|\b(?:tiada|tak ada|tidak ada|tanpa|ora ono|ora ana|teu aya|euweuh|mboten wonten) (?:duanya"
    r"|tandingan\w*|tandinge|tandingna|bandingan\w*|bandingna|padanya|saingan\w*|lawannya|tanding"
    r"|banding|yang (?:bisa |mampu |dapat )?(?:menandingi|menyamai|mengalahkan|bisa menyaingi))"
    r"|\b(?:tak|tidak) (?:tertandingi|terkalahkan|ada di (?:tempat|kota|kabupaten|daerah"
    r"|negara) lain)\b"
    rf"|\b(?<!-)(?:cuma|hanya|mung|ngan) (?:ada )?di (?:sini|{_OURS})(?: \w+)?(?= (?:dan|😍|ya|lho"
    rf"|!)"
    rf"|[^\w ]|$)"
    r"|\b(?<!-)(?:cuma|hanya) ada di (?!(?:laman|situs|kanal|akun|aplikasi|loket|kantor|halaman|map"
    r"|nomor|buku|berkas|surat|grup|kartu|ruang|map|website|web|media|brosur|papan|toko|pasar|hari|bulan)\b)\w+"
    r"|\b(?:baru|anyar|nembe) (?:ada )?di (?:sini|\w+) (?:ada |yang )?[^.!?\n]{0,40}?(?:daerah|kota"
    r"|kabupaten|desa|kecamatan|tempat) lain (?:belum|masih|baru|cuma|hanya)(?: \w+)?"
    r"|\b(?:tidak|tak|belum|tiada|ora|teu) (?:pernah )?(?:ada|aya|ana) (?:kabupaten|kota|daerah"
    r"|desa|kecamatan|kelurahan|provinsi|dinas|instansi|puskesmas) (?:lain )?(?:yang |nu |sing "
    r"|se)\w+(?: \w+){0,3}"
    r"|\b(?:nomor|nomer|no) (?:wahid|satu|1) (?:urusan|soal|dalam (?:hal|urusan|pelayanan)|perkara)"
    r" \w+|\b(?:juara|jawara) (?:bertahan )?(?:tak|tidak) terkalahkan\b"
    r"|\brekor (?:sepanjang|tertinggi dalam) (?:sejarah|masa)\b"
    r"|\bmengalahkan (?:semua|seluruh|kabupaten|kota|daerah|provinsi|negara)\b|\b(?:kelas|level"
    r"|berkelas|sekelas|standar) dunia\b"
    r"|\bjauh (?:lebih \w+|di atas|meninggalkan|mengungguli|unggul)[^.!?\n]{0,20}\b(?:daerah"
    r"|kabupaten|kota|desa|kecamatan|dinas|tetangga|lain)\b"
    rf"|\b(?:lebih|luwih|leuwih) (?:{'|'.join(_BETTER)}) (?:dari|daripada"
    r"|dibanding\w*|tinimbang|batan) (?:semua|kabupaten|kota|daerah|desa|kecamatan|dinas"
    r"|provinsi)\b"
    r"|\b(?:mengungguli|melampaui|menyalip) (?:semua |seluruh )?(?:kabupaten|kota|daerah|provinsi"
    r"|negara)\b|\bpecahkan rekor\b|\bmemecahkan rekor\b|\brekor (?:tertinggi|terbaru|baru)\b"
)
_SITUATION = re.compile(
    r"\bsatu-satunya (?:akses|jalan|jembatan|jalur|cara|pintu|sumber|anak|saksi|korban|syarat"
    r"|dokumen|alat|loket|kanal|rekening|nomor"
    r"|yang (?:masih|belum|bisa dilalui|selamat|tersisa)|tempat (?:mengungsi|berlindung)|harapan"
    r"|penghasilan|mata|keluarga|putr[ai]|toko|warung|angkutan|akun|tautan|pilihan|jawaban|peserta"
    r"|penumpang|obat|kunci)"
    r"|\b(?:akses|jalan|jembatan|jalur|kanal|akun|rekening|nomor) (?:\w+ )?satu-satunya"
)
_NATURE = re.compile(
    r"\b(?:gunung|sungai(?! (?:kita|kami))|danau|samudra|planet|hewan|burung|ikan|paus|bunga"
    r"|rafflesia|komodo|benua"
    r"|bulan|matahari|candi borobudur|candi|spesies|serangga|pohon|kisah|cerita|dongeng|novel"
    r"|penyakit|penyebab|kanker|gempa|tsunami|bencana|kematian|polusi|penyumbang)\b"
)
_HEDGED = re.compile(
    r"\b(?:salah (?:satu|sawijining)|satu dari|termasuk|sala[hk] sahiji|bukan|tidak|belum|ingin"
    r"|semoga|menuju|cita-cita|target|mimpi|harap\w*|agar|supaya|mewujudkan|wujudkan|demi"
    r"|menjadikan|mencari|cari|lomba|kompetisi|pemilihan|siapa|usia|umur|paling (?:lambat|sedikit"
    r"|banyak|lama|cepat))\b[^.!?\n]{0,45}$"
)


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    found = [
        match
        for pattern in (_RANKED, _OWN, _FIRST)
        for match in pattern.find(text)
        if not _is_no_claim(text.letters.text, match)
        and not _HEDGED.search(text.before(match.start()))
    ]
    if found and not is_sourced(case):
        yield from merged(text, found)


#: Things are measured near by, and nobody disputes it: the longest bridge of the district.
_MEASURED = re.compile(
    r"ter(?:besar|panjang|tinggi|luas|banyak|tua|lebar|dekat|jauh|kecil|pendek|dalam|ramai|padat"
    r"|berat)"
    r"[^.!?\n]{0,20} di (?:kecamatan|kelurahan|desa|wilayah|daerah|kota|kawasan|kabupaten)$"
)


def _is_no_claim(plain: str, match: re.Match[str]) -> bool:
    before = plain[max(0, match.start() - 40) : match.start()]
    if _MEASURED.search(match.group()) and "kami" not in before and "kita" not in before:
        return True
    around = plain[max(0, match.start() - 40) : match.end() + 40]
    return (
        _SITUATION.search(around) is not None
        or _NATURE.search(around) is not None
        or plain[match.end() : match.end() + 2].strip().startswith("?")
    )


RULE = Rule(
    id="unsourced_claim.superlative",
    family="unsourced_claim",
    title=gettext_noop("Klaim terbaik atau pertama"),
    looks_for=gettext_noop(
        "Terbaik, tercepat, satu-satunya, pertama di …, tiada duanya, tanpa sumber di teks atau di "
        "kolom sumber. Tidak dilaporkan: penghargaan yang disebut pemberinya, dan keadaan nyata "
        "seperti satu-satunya jalan."
    ),
    message=gettext_noop("Pembaca akan bertanya: menurut siapa?"),
    suggestion=gettext_noop(
        "Sebutkan sumbernya, atau ganti dengan fakta yang dapat dilihat warga."
    ),
    basis=("permenpanrb-83-2012", "uu-14-2008"),
    severity=Severity.WEIGH,
    find=guided(_find, "unsourced_claim"),
    opened_by=(_RANKED, _OWN, _FIRST),
    examples_match=examples(
        "Puskesmas Sukamaju, puskesmas terbaik se-Provinsi, buka setiap hari",
        "Samsat paling cepat se-Jawa ya cuma di sini",
        "Festival kami yang terbesar di Asia Tenggara",
        "Kopi kene ora ono tandingane sak donya",
        "Pelopor! Belum ada kelurahan lain di negeri ini yang begini",
        "Kami satu-satunya dinas yang buka 24 jam",
        "Pertama di Indonesia: akta terbit lewat drone",
        "Desa wisata kami jadi destinasi paling diminati",
        "Pengikut kami terbanyak di antara semua dinas",
        "Pelayanan kami tiada duanya",
        "Layanan secepat ini cuma ada di Kelurahan Banyu 😍",
    ),
    examples_miss=examples(
        "Berikan yang terbaik untuk daerah kita!",
        "Dosis pertama vaksin diberikan di sekolah.",
        "Satu-satunya akses ke Dusun Sirap tertutup longsor.",
        "Nomor satu dipanggil, nomor dua siap-siap.",
        "Urus paling lambat 30 September, pilih kanal yang paling nyaman.",
        "Layangan terbesar di festival bentangnya enam meter.",
        "Menurut BPS, produksi padi kita tertinggi di Jawa Barat.",
        "Juara 1 tingkat provinsi pada Lomba Perpustakaan, piagam dari Gubernur: terbaik se-Jawa"
        " Tengah.",
        "Salah satu pasar terbesar di Jawa.",
        "Gunung tertinggi di Jawa terlihat dari sini.",
    ),
)
