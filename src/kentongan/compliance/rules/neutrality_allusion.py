"""Allusions: the other side, a change that everybody understands, colours, lucky numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule
from kentongan.compliance.words.partisan import (
    POLITICAL_TIMES,
    found,
    informs,
    refuses,
    sentence_hit,
    tells_of,
)
from kentongan.compliance.words.politics import parts
from kentongan.compliance.words.vocabulary import OTHER_CONTEST
from kentongan.kernel.say import gettext_noop

_POWER = (
    r"(?:bupati|wali\s?kota|gubernur|presiden|pemimpin|pimpinan|nahkoda|nakhoda|rezim|kades|kuwu"
    r"|penguasa)"
)

#: The other side, mocked or warned of.
_OTHER_SIDE = re.compile(
    r"\b(?:calon|bupati|pemimpin)\s+(?:impor|boneka|titipan|abal-abal|karbitan|dadakan|musiman"
    r"|pencitraan)\b"
    r"|\b(?:tim|kubu|pihak|pendukung|relawan|calon|paslon|jagoan|lawan|yang|nu|sing|partai"
    r"|pasangan)\s+(?:di\s+)?sebelah\b"
    r"(?!\s+(?:kiri|kanan|barat|timur|utara|selatan|jalan|kantor|kami|rumah|sekolah|masjid))"
    r"|\b(?:sebelah)\s+(?:panik|kepanasan|kebakaran\s+jenggot|cuma|mah|gigit|ketar-ketir"
    r"|mulai\s+gelisah)\b"
    r"|\b(?:cuma|hanya|ngan|mung|bisanya|modal|jago)\s+(?:bisa\s+)?(?:pencitraan|janji|omong"
    r"|ngomong|numpang"
    r"|obral|jual\s+tampang|pamer|baliho|rame)\b|\b(?:siapa|sopo|saha)\s+(?:yang|sing"
    r"|nu)\s+(?:benar-benar\s+|cuma\s+"
    r"|hanya\s+|sungguh\s+|dulu\s+|pernah\s+)?(?:kerja(?!\s+bakti|\s+sama|\s+lembur)|pencitraan"
    r"|ngomong|nyata|bangun|membangun|mbangun|berbuat|janji)\b"
    r"|\b(?:obral|banyak|tukang)\s+janji\b|\bjanji\w*\s+(?:akeh|palsu|kosong|surga|doang|wungkul"
    r"|tinggal\s+janji)\b"
    r"|\bbukt[ei]\w*\s+(?:ora|teu|mboten|euweuh|nol|nihil)\b"
    r"|\bsing\s+(?:mung|cuma)\s+\w+\b|\b(?:tolak|jangan\s+mau|ojo\s+gelem)\s+(?:calon"
    r"|politik\s+dinasti|dinasti|bupati"
    r"|pemimpin)\b|\bdinasti\s+(?:keluarga|politik|itu)\b|\b(?:amplop|duit|uang)(?:nya|e"
    r"|na)?\s+(?:diterima|ditampi"
    r"|ditampa|ambil)\b|\b(?:ambil|terima|tampi|tampa)\s+(?:saja\s+|wae\s+)?(?:amplop|uang"
    r"|duit)(?:nya|e|na)?\b"
    r"[^.!?\n]{0,30}\b(?:pilih|coblos|tapi|hati)\w*|\b(?:ulah|ojo|aja|jangan)\s+(?:kabita"
    r"|kepincut|gampang\s+kepincut"
    r"|tergiur|kagoda)\b[^.!?\n]{0,30}\b(?:amplop|batur|sebelah|liya\w*|lain|nu\s+sejen|janji)\b"
)
#: Change, return, and going on, as slogans say it.
_CHANGE = re.compile(
    rf"\b{_POWER}(?:ne|na|nya)?\s+(?:kudu|harus|kedah|mesti|wajib)\s+(?:wong|orang|urang|putra"
    rf"|warga)\s+(?:kene|asli|sini|dieu|lokal|daerah|kita|dewe)\b"
    r"|"
    rf"\b(?:saatnya|waktunya|wayahe|wancina|geus\s+wayahna|sudah\s+waktunya|wis\s+wayahe|mari"
    rf"|ayo|harus|kudu|pengen"
    rf"|ingin|butuh)\s+(?:kita\s+)?(?:ganti|ganteni|gentos|diganti|berganti|punya|memilih"
    rf"|milih)\s+{_POWER}\b"
    rf"|\b(?:butuh|rindu|kangen|menanti|merindukan|harapan)\s+{_POWER}\s+(?:baru|yang|muda|sing"
    rf"|nu|jujur|amanah|sejati|lama)\b"
    rf"|\b(?:ganti|ganteni|gentos)\s+{_POWER}\b|\btumbangkan\b|\blengserkan\b"
    rf"|\bwajah\s+baru\s+di\s+pendopo\b"
    r"|\b(?:songsong|menyongsong|sambut|menyambut|wujudkan|menjemput|jemput"
    r"|tak\s+sabar\s+menanti)\s+(?:\w+\s+)?perubahan\b"
    r"(?!\s+(?:iklim|cuaca|jadwal|musim|perilaku|tarif|jam|aturan|rute))"
    r"|\bperubahan\s+(?:tanggal\s+\d|harga\s+mati|total\b|sudah\s+di\s+depan|di\s+tangan\s+kita"
    r"|itu\s+nyata|untuk\s+rakyat)"
    r"|\b(?:saatnya|waktunya)\s+(?:perubahan|berubah|ganti\b)(?!\s+(?:jadwal|pola|perilaku|oli"
    r"|kartu|ktp|kk|masker|ban|air))"
    r"|\bkembalikan\s+\w+\s+(?:ke|kepada|pada)\s+(?:tangan|pemimpin|orang|rakyat|ahlinya|bapak"
    r"|pak|bu)\b"
    r"|\b(?:lima|5|sepuluh|10)\s+tahun\s+(?:\w+\s+)?(?:cukup|gagal|sia-sia|penuh\s+janji|terbuang"
    r"|tanpa\s+hasil)\b"
    r"|\bcukup\s+(?:satu|sekali|1)\s+periode\b|\b(?:yang|sing|nu)\s+(?:lama|kemarin"
    r"|itu-itu)\s+(?:sudah|saja|aja|wis|geus)\b"
    r"[^.!?\n]{0,30}\b(?:gagal|ganti|minggir|cukup|bosan)|\bjangan\s+kasih\s+kendor\s+untuk\s+yang\b"
    r"|\b(?:yang|sing|nu)\s+(?:sudah\s+)?terbukti\b[^.!?\n]{0,20}\b(?:lanjut\w*|pilih\w*|gagal)\b"
    r"|\bkalau\s+bukan\s+(?:beliau|mereka|dia|bapak|dua|satu|tiga|nomor|0\d"
    r"|yang)[^.!?\n]{0,15}\bsiapa\b"
    r"|\b(?:siapa|saha|sopo|sapa)\s+(?:lagi|deui|maneh)\b(?=\W{0,3}(?:kalau(?!\s+bukan\s+kita\b)|lamun|nek"
    r"|yang\s+kita\s+percaya|yang\s+bisa\s+dipercaya|selain|nu|sing))"
    r"|\b(?:ter[ua]skeun|tutugkeun|lajengkeun|terusno|terusake|tutugno|lanjutno|lanjutna)\s+(?:\w+\s+)?"
    r"(?:perjuangan|kapamingpinan|kepemimpinan|pangabdian|pengabdian|gawean?)(?:ana|na|ne|e|nya)?\b"
    r"|\bdad(?:ek|ik)(?:no|ake|ne)\s+(?:maneh|meneh|malih|bupati|lurah|pemimpin)\b"
    r"|\b(?:tet[ea]p)\s+(?:melu|nderek|ngiring|ikut|milih)\s+(?:sing|nu|yang|anu)\s+(?:lawas|lama"
    r"|saiki|ayeuna|heubeul)\b"
    r"|\b(?:saatnya|waktunya|wayahe|wancina)\s+(?:wajah|sosok|figur|darah|tokoh)\s+(?:baru|segar"
    r"|muda|anyar)\b[^.!?\n]{0,40}\b(?:pendopo|memimpin|kursi|kabupaten|daerah)\b"
    r"|\b(?:jangan|ojo|ulah)\s+(?:di)?(?:serahk|titipk|percayak|pasrahk)an\s+(?:\w+\s+)?(?:ke|kepada"
    r"|pada)\s+(?:anak\s+(?:magang|bawang|kemarin\s+sore)|pemula|amatir\w*|coba-coba)\b"
    r"|\btitip(?:kan)?\s+(?:kabupaten|kota|daerah)\s+(?:\w+\s+){0,2}(?:sekali\s+lagi|lagi\s+kepada)\b"
    r"|\bsekali\s+lagi\s+(?:buat|untuk|bersama)\s+(?:beliau|sang\s+\w+|pak\s+bupati|bapak)\b"
    r"|\b(?:balas\s+budi|membalas(?:nya)?|balas\s+jasa(?:nya)?)\b[^.!?\n]{0,25}\b(?:tps|bilik|hari\s+h"
    r"|pencoblosan)\b"
    r"|\blanjutkan\s+(?:kepemimpinan|perjuangan\s+beliau|pembangunan\s+bersama|kerja\s+beliau"
    r"|pengabdian\s+beliau|pak|bu|bapak|yang\s+sudah\s+baik)\b"
)
#: Resolve before the ballot, said without naming anybody.
_RESOLVE = re.compile(
    r"\b(?:pilihan\w*\s+(?:\w+\s+)?(?:sudah|udah|tetap|wis|geus|tos)\s+(?:mantap|bulat|mantep"
    r"|jatuh)|(?:ojo|aja|tong|ulah|jangan)\s+(?:lali|lupa|hilap|poho)\W{1,3}(?:sing|nu"
    r"|yang)\s+(?:klambi|baju|kumis|peci|kerudung)\w*|satu\s+komando|satu\s+pilihan"
    r"|satu\s+suara\s+(?:untuk|buat|kanggo|ka)|satukan\s+(?:suara|pilihan|barisan)"
    r"|rapatkan\s+barisan|mantapkan\s+(?:hati|pilihan)|jangan\s+(?:goyah|mau\s+dibohongi"
    r"|salah\s+pilihan|ragu\s+lagi)"
    r"|sudah\s+tahu\s+(?:kan\s+)?(?:harus\s+)?(?:pilih|coblos)\s+(?:siapa|yang\s+mana)"
    r"|tahu\s+sendiri\s+(?:kan\s+)?pilih"
    r"|tusuk\s+(?:yang|sing|nu)\s+\w+|(?:ingat|eling|kenali|lihat)\s+(?:baik-baik\s+)?(?:wajah"
    r"|gambar|kumis|nomor|warna"
    r"|foto)(?:nya|e|na|\s+ini)\b[^.!?\n]{0,40}(?:coblos\w*|pencoblosan|tps|tanggal\s+\d|bilik"
    r"|surat\s+suara|rabu)"
    r"|tanggal\s+\d{1,2}[^.!?\n]{0,20}\b(?:ingat|eling)\s+(?:wajah|gambar|nomor|kumis|warna)\w*"
    r"|(?:angka|nomor)\s+(?:cantik|keramat|hoki|keberuntungan|sakti|favorit|kemenangan|pilihan)\b"
    r"|jangan\s+(?:sampai\s+)?(?:pindah|berpaling)\s+ke\s+lain\s+hati|tetap\s+yang\s+(?:pertama"
    r"|kedua|ketiga|lama)\b"
    r"|kejutan\s+di\s+(?:bilik|tps)|satu\s+suara\W{1,3}satu\s+(?:komando|tujuan|hati)"
    r"|(?:ingat|eling|tunjuk|buktikan)\s+(?:\w+\s+){0,2}(?:di\s+hari\s+h|waktu\s+masuk\s+bilik)"
    r"|dudu\s+sing\s+(?:saiki|lawas)|(?:kapok|cukup)\s+(?:limang|lima|5)\s+tau?h?un|jari\s+(?:ini"
    r"|kita)\s+(?:untuk|milik)\s+\w+|(?:sama|sing|nu|pilih)\s+(?:yang\s+)?(?:kemarin|kamari"
    r"|wingi)\s+(?:aja|saja|wae|lagi)|harga\s+mati\b(?<!nkri\sharga\smati)"
    r"|(?:pilkada|pilbup|pilwalkot|pilkades"
    r"|pencoblosan)\b[^.!?\n]{0,60}\b(?:jangan\s+lupa\s+(?:yang|sing|nu)|pilihan\s+kita\s+(?:sama"
    r"|jelas|satu))"
    r"|(?:nek|kalau|lamun)\s+\w+\s+(?:terpilih|menang|kepilih|kapilih))\b"
)
#: Colours that are meant to cover a place.
_COLOUR = re.compile(
    r"\b(?:kuningkan|birukan|merahkan|oranyekan|ungukan|putihkan|hitamkan|memerahkan|menguningkan"
    r"|membirukan"
    r"|memutihkan|oranyekeun|konengkeun|abangno|kuningno)\s+(?P<place>[a-z]{3,})"
    r"|\b(?:menguning|memerah|membiru|memutih)\s+(?:menyambut|demi|untuk)\b"
    r"|\bhati\s+(?:oranye|kuning|biru|merah|hijau|ungu)\b|\b(?:lautan|gelombang"
    r"|ombak)\s+(?:kuning|biru|merah|oranye|putih)\s+"
    r"(?:siap|menang|bergerak|menuju|sambut|dukung)"
)
_NO_PLACE = frozenset(
    "denda pajak tunggakan data utang gigi kulit kertas hasil warna tanaman daun telur wortel"
    " kain rambut pipi"
    " wajah jemuran tangan baju sepatu tembok dinding adonan bawang ujung".split()
)
_INNOCENT = re.compile(
    r"\b(?:jadwal|iklim|cuaca|benih|bibit|jurusan|nkri|pancasila|toko|warung|jalan\s+sebelah|data"
    r"|pajak|tarif"
    r"|kartu|oli|popok|masker|sampah|stunting|bullying|narkoba|judi|rokok|dbd|kurikulum|menu)\b"
)

_PARTS: dict[re.Pattern[str], tuple[str, ...]] = {
    _OTHER_SIDE: parts(
        r"sebelah|impor|boneka|titipan|abal|karbitan|dadakan|musiman|pencitraan|janji|ngomong"
        r"|omong|numpang|obral|tampang|pamer|rame|siapa|sopo|saha|bukt|sing |tolak|dinasti|amplop"
        r"|duit|uang|kabita|kepincut|giur|kagoda|pemimpin|bupati"
    ),
    _CHANGE: parts(
        r"ganti|gentos|ganteni|bupati|wali|pemimpin|pimpinan|perubahan|saatnya|waktunya"
        r"|tumbangkan|lengser|pendopo|kembalikan|tahun|periode|gagal|minggir|bosan|kendor"
        r"|perjuangan|kapamingpinan|kepemimpinan|pangabdian|pengabdian|gawe|dadek|dadik|lawas|lama"
        r"|saiki|ayeuna|heubeul|kursi|serahk|titip|percayak|pasrahk|sekali lagi|balas"
        r"|terbukti|kalau bukan|siapa|saha|sopo|sapa|lanjutkan|kades|kuwu"
    ),
    _RESOLVE: parts(
        r"kemarin|kamari|wingi|klambi|baju|peci|kerudung|pilihan|satu komando|satu pilihan"
        r"|satu suara|satukan|rapatkan|mantapkan|goyah|dibohongi|salah pilihan|ragu|tahu|tusuk"
        r"|kejutan|hari h|bilik"
        r"|wajah|gambar|kumis|nomor|warna|foto|angka|jari|harga mati|pilkada|pilbup|pilwalkot"
        r"|pilkades|pencoblosan|terpilih|menang|pilih|lain hati|tetap yang|dudu|kapok|cukup"
    ),
    _COLOUR: parts(r"kuning|biru|merah|oranye|ungu|putih|hitam|koneng|abang|hijau"),
}


def _find(case: Case) -> Iterator[Hit]:
    if case.phase not in POLITICAL_TIMES:
        return
    for text in case.texts:
        for pattern in (_OTHER_SIDE, _CHANGE, _RESOLVE, _COLOUR):
            for match in found(text, pattern, _PARTS.get(pattern, ())):
                if not _is_other(text, match):
                    yield sentence_hit(text, *match.span())


def _is_other(text: Text, match: re.Match[str]) -> bool:
    if match.re is _COLOUR and match["place"] is not None and not _is_place(text, match):
        return True
    sentence = text.sentence(*match.span())
    return (
        OTHER_CONTEST.search(sentence) is not None
        or _INNOCENT.search(sentence) is not None
        or refuses(sentence)
        or informs(text, *match.span())
        or tells_of(text, *match.span())
        or text.is_lesson
        or text.is_other_contest
    )


def _is_place(text: Text, match: re.Match[str]) -> bool:
    start, end = text.letters.span(*match.span("place"))
    if match["place"] in ("tps", "dapil", "kota", "desa", "bilik"):
        return True
    return text.original[start:end][:1].isupper() and match["place"] not in _NO_PLACE


_CAMPAIGN = Facts(phase=Phase.CAMPAIGN)


def _near(*texts: str) -> tuple[Example, ...]:
    return tuple(Example(text, facts=_CAMPAIGN) for text in texts)


RULE = Rule(
    id="neutrality.allusion",
    family="neutrality",
    title=gettext_noop("Sindiran dan kiasan pemilihan"),
    looks_for=gettext_noop(
        "Pada masa pemilihan: sindiran kepada pihak lain (“tim sebelah”, “calon impor”, “janji "
        "palsu”), ajakan perubahan, “satu komando”, angka keberuntungan, warna yang menguasai "
        "tempat."
    ),
    message=gettext_noop("Sindiran ini dipahami pembaca sebagai sikap dalam pemilihan."),
    suggestion=gettext_noop("Hapus kalimat ini; tinggalkan informasi layanannya."),
    basis=("skb-netralitas-2022", "pp-94-2021"),
    severity=Severity.WEIGH,
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality"),
    passage=True,
    opened_by=(_OTHER_SIDE, _CHANGE, _RESOLVE, _COLOUR),
    examples_match=_near(
        "Ada kiriman dari tim sebelah?",
        "Tolak pemimpin impor dari luar Sukamaju!",
        "Janji palsu, buktine nol.",
        "Saatnya ganti pemimpin.",
        "Semangat menyongsong perubahan tanggal 27.",
        "Apel pagi: satu komando, satu pilihan.",
        "Kuningkan Sukamaju!",
        "Angka cantik tahun ini sudah tahu, kan?",
        "Amplopnya diterima, pilihan tetap di hati.",
        "Kalau bukan beliau, siapa lagi?",
        "Hayu urang tutugkeun perjuanganana Pa Bupati.",
        "Tetep melu sing lawas wae.",
        "Kapal ini jangan diserahkan kepada anak magang.",
        "Ketemu besok, kita kasih kejutan di bilik.",
    ),
    examples_miss=(
        *_near(
            "Perubahan jadwal: poli gigi tutup.",
            "Saatnya ganti oli, bengkel SMK buka.",
            "Parkir di sebelah kantor pos.",
            "Siapa yang kerja bakti Minggu ini? Bawa cangkul.",
            "Kunci jawaban benar hanya satu.",
            "Berkas jangan diserahkan kepada anak magang, antar ke loket.",
            "Saatnya wajah baru: taman kota dicat ulang.",
            "Bawaslu: tolak politik uang, laporkan amplop.",
            "Padi mulai menguning, panen dua pekan lagi.",
            "Kegiatan memutihkan denda pajak sampai Agustus.",
        ),
        Example("Kuningkan Sukamaju!", says="di luar masa pemilihan"),
    ),
)
