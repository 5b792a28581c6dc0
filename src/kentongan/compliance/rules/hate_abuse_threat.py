"""Threats against people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import AT_START, is_negated, words
from kentongan.kernel.say import gettext_noop

_W = "abuse"
_I, _KILL, _VICTIM = words(_W, "i_will"), words(_W, "kill"), words(_W, "victim")
_WILL = (
    r"(?:akan|bakal(?:an)?|mau|pasti|siap|bisa|rek|arep|bade|tinggal|bade|langsung|sendiri|ikut"
    r"|pengen|ingin|udah\s+siap|beneran)"
)
_THREAT = Opened(
    rf"\b(?:akan|bakal(?:an)?)\s+{_I}\s+{_KILL}"
    rf"|\b{_I}\s+(?:{_WILL}\s+){{0,2}}{_KILL}\s+(?:\w+\s+){{0,2}}?{_VICTIM}\b"
    rf"|\b(?:{_VICTIM})\s+(?:\w+\s+)?{_I}\s+(?:{_WILL}\s+)?{_KILL}\b"
    rf"|\b{_VICTIM}\s+(?:\w+\s+)?(?:kalau|kalo|yang|jika|nek|yen|mun)\s+(?:\w+\s+){{1,4}}?"
    rf"{_I}\s+(?:{_WILL}\s+)?{_KILL}\b"
    r"|\b(?:hajar|gebuk\w*|massa|keroyok|bacok|bantai|sikat)\s+(?:saja\s+|aja\s+|wae\s+)?"
    r"(?:rame-rame\s+|ramai-ramai\s+)?(?:kalau|kalo|nek|mun|yen|bila)\s+(?:ketemu|ketangkap|lewat"
    r"|ketahuan|kepergok|liwat|ngaliwat|kapanggih|konangan)\b"
    rf"|\b(?:ku|tak|gue|gua|aing|dak)\s?{_KILL}\s+(?:\w+\s+)?(?:{_VICTIM})\b"
    rf"|\b(?:bunuh|bacok|gantung|penggal|bantai|bakar|gebukin|habisi|tembak|hajar|cincang|keroyok"
    rf"|pateni|paehan|sembelih|rajam|culik|patahkan)\s+(?:saja\s+|aja\s+|wae\s+|rame-rame\s+"
    rf"|hidup-hidup\s+){{0,2}}"
    r"(?:dia\b|mereka\b|kamu\b|lu\b|kalian\b|orang(?:nya|\s+(?:itu|ini|kayak))|wong(?:e|\s+iku)"
    r"|si\s+\w+|pelaku(?:nya)?\b|pejabat|bupati|lurah|camat|kades|wartawan|admin|koruptor"
    r"|maling(?:nya)?\b|rumah(?:nya|mu)|anak(?:nya|mu)|keluarga(?:nya|mu)|kepala(?:nya|mu)"
    r"|kaki(?:nya|mu)|tangan(?:nya|mu))"
    r"|\b(?:ketemu|kepergok|ketangkep|ketahuan|konangan|kapanggih)\s+(?:\w+\s+){0,3}?(?:kami|kita"
    r"|ku|gue|tak|aing|langsung|pasti)\s+(?:gunduli|hajar|bacok|arak|gebuk\w*|bakar|habisi"
    r"|telanjangi|pateni|antemi|kepruk|patahkan|hajar|gebug\w*|teunggeul|bunuh|keroyok|massa)"
    r"|\b(?:kami|gue|aku|saya|kita|warga|massa)\s+(?:gunduli|telanjangi|arak)\s+(?:dan|keliling"
    r"|ramai|rame|telanjang)"
)
_VISIT = Opened(
    r"\b(?:urang|kami|kita|tak|aing|ku)\s+(?:duruk|obong|bakar|ratakan|rubuhkan)\s+(?:(?:wae|saja"
    r"|aja|ae|we)\s+)?(?:bedeng|rumah|imah|omah|lapak|kios|warung|toko|gubuk)(?:nya|mu|na|e)\b|"
    r"\b(?:rumah|kantor|alamat|toko|warung|omah|imah|kos|keluarga|anak|sekolah\s+anak)(?:nya|mu|lu"
    r"|e|na|\s+(?:kamu|dia|kalian|lu|sia|maneh))?\s+(?:\w+\s+){0,3}?(?:samperin|datengin|datangi"
    r"|datengi|geruduk|grebek|gruduk|dibakar|bakar|obrak-?abrik|dilempari|lempari|ratakan|serbu"
    r"|ancurin|hancurkan|disamperin|didatengin|digeruduk|diserbu|dirusak)\b(?=[^\n]{0,60}(?:rame"
    r"|ramai|massa|siap|awas|biar|tahu\s+rasa|malam|tunggu|🔥|semua|bensin|batu))"
    r"|\b(?:rumah|imah|omah|lapak|toko|warung|motor|mobil|kios)(?:mu|\s+(?:maneh|sia|kowe|koen|kau"
    r"|lu|lo|kamu|kalian)),?\s+(?:\w+\s+)?(?:(?:kami|kita|gue|gua|ku|tak|aing)\s?(?:bakar|obong"
    r"|duruk|ratakan|hancurkan|rusak)|dibeuleum|diduruk|dibakar|diobong|diratakan|dirusak|dilempari"
    r"|diruksak|dibedil|diledakkan|dihancurkan)\b"
    r"|\b(?:siap-siap|awas|tunggu|hati-hati|ati-ati)\b[^\n.]{0,60}\b(?:rumah|kantor|alamat|toko"
    r"|omah|imah)(?:nya|mu|lu|e|na)?\s+(?:\w+\s+){0,3}?(?:samperin|datengin|datangi|geruduk|dibakar"
    r"|bakar|diserbu|dilempari|digeruduk)"
    r"|\b(?:kami|saya|gue|aku|kita|aing|urang)\s+(?:sudah\s+|udah\s+|wis\s+|geus\s+)?(?:tahu|tau"
    r"|hafal|ngerti|apal|nyaho)\s+(?:\w+\s+)?(?:(?:kamu|kau|kalian|lu|kowe|maneh|koen"
    r"|sia)\s+(?:tinggal|cicing|manggon|kerja|sekolah)\s+(?:di|nang|neng)|rumahmu|alamatmu"
    r"|rumah\s+(?:kamu|lu|kalian)|alamat\s+(?:kamu|lu|rumahmu)|sekolah\s+anakmu|tempat\s+tinggalmu"
    r"|omahmu|imah\s+maneh|anakmu\s+sekolah|jam\s+pulangmu)"
)
_VEILED = Opened(
    r"\b(?:nama(?:mu|nya|\s+kamu|\s+lu)?|jeneng(?:mu|e)?"
    r"|ngaran)\s+(?:\w+\s+){0,3}?(?:di\s+)?(?:batu\s+nisan|nisan|kuburan|(?:buku|surat|bacaan)\s+yasin|koran\s+duka)"
    r"|\b(?:pulang|balik|mulih)\s+(?:pasti\s+|cuma\s+|hanya\s+|tinggal\s+|kari\s+"
    r"|bakal\s+){1,3}(?:nama|jeneng|ngaran)\b|\btinggal\s+(?:nama|tulang)\s+(?:saja|aja|kamu|lu"
    r"|kalian|besok)"
    r"|\b(?:siap-?siap|bersiaplah|siapkan|siapin)\s+(?:\w+\s+){0,2}?(?:masuk\s+)?(?:kuburan"
    r"|liang\s+(?:lahat|kubur)|kain\s+kafan|kafan|peti\s+mati|ugd|rumah\s+sakit|dikubur|mati|modar"
    r"|paeh|keranda|mampus|dihajar|dibantai|dikeroyok|diarak|digebuk\w*)\b"
    r"|\b(?:awas|tunggu|enteni|tungguan|dagoan|antosan)\s+(?:saja\s+|aja\s+|wae\s+|ae\s+|kamu\s+"
    r"|lu\s+|kalian\s+|koen\s+|kowe\s+|siah\s+|maneh\s+){1,2}(?:ya\b|nanti|kalau|mun|nek|di\s+"
    r"|pas\s+|besok|malam|pulang|pembalasan|balasan|akibat|giliran|ketemu|kapanggih)"
    r"|\b(?:yang|sing|nu)\s+(?:menolak|nolak|protes|melapor|lapor|melawan|ngalawan|membantah"
    r"|mengkritik)\b[^\n.!?]{0,40}\bsiap-?siap\s+(?:saja\s+)?(?:hilang|lenyap|celaka|dihilangkan)\b"
    r"|\b(?:siapa\s+ta[hu]+|jangan-jangan|bisa\s+saja)\s+(?:rem|ban|motor|mobil)(?:nya|mu|lu)?\s+"
    r"(?:blong|dipotong|lepas|hilang|meledak|terbakar)\b"
    r"|\bku(?:pecahkan|pecahin|patahkan|patahin|bunuh|hajar|bacok|tusuk|gorok|bakar|injak|gampar"
    r"|tampar|robek|remukkan|cekik|tembak|bikin\s+(?:cacat|mati|bonyok|lumpuh))\s+(?:\w+\s+)?(?:\w+mu"
    r"|kau|kamu|lu|kalian|nanti|kowe)\b"
    r"|\b(?:peluru|golok|celurit|bensin|parang)\s+(?:\w+\s+){0,2}?(?:untuk|buat|kanggo|keur)\s+"
    r"(?:\w+mu|kamu|kau|lu|kalian|maneh|kowe)\b"
    r"|\bsiap-?siap\s+(?:saja\s+)?di(?:patahkan|gebuki|bunuh|bakar|hajar|bacok|gantung|bantai|tembak"
    r"|potong|gorok|tusuk|arak)\b"
    r"|\b(?:langsung|tinggal)\s+(?:habisi|bunuh|bakar|gebuki|tembak|bacok|hajar)\s+(?:di\s+tempat|saja"
    r"|aja|rame-rame)\b"
    r"|\b(?:awas|tunggu)\b[^\n.!?]{0,30}?\b(?:(?:saya|aku|kami|gue|gua|aing|tak)\s|ku)"
    r"(?:bunuh|bacok|gorok)\b"
    r"|\b(?:bonyok|babak\s+belur|remuk|modar)\s+(?:kau|kamu|lu|lo|kalian|sia|siah|maneh|kowe"
    r"|koen)\b"
    r"|\bku\s+(?:aing|urang|kuring)\s+di(?:tincak|injak|teunggeul|gebug\w*|bacok|tajong|peuncit"
    r"|duruk|tampiling|gampleng)\b(?:\s+\w+){0,2}"
    r"|\btunggu\s+(?:pembalasan|balasan|giliran)\s*(?:kami|kita|ku|mu|kalian|nya|saya)?\b"
    r"|\b(?:hati-hati|ati-ati|awas)\s+(?:kalau\s+|nek\s+|mun\s+|saat\s+|di\s+){0,2}(?:pulang"
    r"|di\s+jalan\s+pulang|jalan\s+sendirian|lewat\s+(?:depan|sini"
    r"|kampung\s+kami))\b(?=[^\n]{0,40}(?:mu\b|lu\b|kamu|kalian|ya\b|kami))"
    r"|\b(?:siap-?siap|awas|tunggu)\b[^\n.!?]{0,20}\b(?:keluarga|anak|istri|suami|rumah"
    r"|usaha)(?:nya|mu|\s+kamu)?\s+(?:\w+\s+)?(?:kena|celaka|hancur|menyusul|jadi\s+korban"
    r"|kami\s+cari|dicari)\b"
    r"|\b(?:sampai|sampek|nganti|nepi|sampe)\s+(?:bonyok|babak\s+belur|mampus|modar|koma|cacat"
    r"|tak\s+bernyawa)\b"
    rf"|{AT_START}bakar\s+(?:saja\s+|aja\s+)?(?:rumah|kantor|toko|gereja|masjid|warung"
    rf"|kampung)\s+\w+"
    r"|\b(?:nyawa|umur|nyowo)(?:mu|\s+(?:kamu|kalian|lu))\s+(?:\w+\s+){0,2}?(?:taruhannya|melayang"
    r"|pendek|tinggal|jadi|gak\s+lama|nggak\s+lama|tidak\s+lama)|\bnyawa\s+dibayar\s+nyawa"
    r"|\b(?:darah)(?:mu|nya)\s+(?:halal|akan|bakal|yang\s+jadi)|\butang\s+nyawa"
    r"|\b(?:jangan|ojo|ulah)\s+(?:salahkan|nyalahke|nyalahkeun|menyesal)\s+(?:\w+\s+){0,2}?(?:kalau"
    r"|jika|bila|nek|mun)\s+(?:\w+\s+){0,4}?(?:celaka|hilang|dibakar|mati|hancur|remuk|patah"
    r"|kenapa-kenapa|berdarah|ambruk)"
    r"|\b(?:mati|modar|mampus|paeh|matek|modyar)\s+(?:saja\s+|aja\s+|wae\s+|ae\s+)?(?:kamu|lu|lo"
    r"|kau|kalian|koen|kowe|kon|sia|siah|maneh)\b|\b(?:semoga|mugo|mugi"
    r"|moga)\s+(?:\w+\s+){0,3}?(?:(?:cepat|cepet|lekas|gancang)\s+(?:mati|mampus|modar|paeh"
    r"|meninggal|lumpuh)|mampus|modar|anaknya\s+cacat|tujuh\s+turunan\s+(?:sengsara|celaka)"
    r"|ketabrak|keserempet\s+truk|kecelakaan|kena\s+azab|disambar|gelis\s+mati|dilaknat|stroke)\b"
    r"|\b(?:tak|ku|aing|gue)\s?(?:entekno|pateni|antemi|kepruk|bacok|idak|jotos|obong|gibeng|paehan"
    r"|teunggeul|gecek|tajong|gampar|gaplok|gebuk|gebugan|tonjok|hajar|habisin|abisin|mutilasi"
    r"|cincang|kadek|tempeleng)(?:in|i|an|keun|no|ke|mu|kamu)?\b"
    r"|\b(?:kamu|lu|lo|kalian|kau|kowe|maneh|sia|koen)\s+(?:\w+\s+)?(?:mau|pengen|pingin|hayang"
    r"|arep|kepingin)\s+(?:mati|dihajar|dibacok|digebuk\w*|masuk\s+rumah\s+sakit|paeh|modar|matek"
    r"|bonyok|dikubur)\b|\btinggal\s+tunggu\s+(?:waktu|tanggal|giliran)(?:mu|nya)?\b(?=[^\n]{0,3}$"
    r"|[.!])"
    r"|\b(?:kepala|batok|tengkorak|ndas|sirah|gigi|tulang)(?:mu|nya|\s+kamu"
    r"|\s+lu)\s+(?:\w+\s+){0,2}?(?:jadikan|dijadikan|kami\s+jadikan|taruhannya|pecah|copot|rontok"
    r"|remuk|buat\s+bola)"
    r"|\b(?:sia|maneh|dia|manehna|si\s+\w+)\s+(?:paehan|teunggeul|gebugan|tajong|kadek"
    r"|peuncit)\s+ku\s+(?:aing|urang|kuring)"
    r"|\b(?:dipaehan|diteunggeul|digebugan|ditajong|dikadek|dipeuncit)\s+(?:ku\s+)?(?:aing|urang"
    r"|siah|sia|maneh)|\b(?:hayang|hoyong)\s+(?:dipaehan|ditajong|digebugan|diteunggeul|paeh)\b"
    r"|\b(?:patahkan|potong|remukkan)\s+(?:kaki|tangan|leher|tulang|jari)(?:nya|mu)\b"
    r"|\b(?:bawa|siapkan|siapin|pesan)\s+(?:kain\s+)?(?:kafan|keranda|batu\s+nisan|peti\s+mati)\b"
    r"|\b(?:mulut|kepala|muka|wajah|badan|kaki|tangan|cangkem|congor)(?:mu|lu|nya|\s+lu"
    r"|\s+kamu)\s+(?:minta|pengen|perlu|harus|mau|pingin|njaluk)\s+di\s?(?:jahit|tampar|sumpal"
    r"|hajar|robek|bogem|tonjok|gampar|sobek|pukul|tendang|injak|lakban|kepruk|antemi|gibeng)\w*"
    r"|\b(?:kami|gue|saya|aku|kita|aing|tak)\s+(?:cari|buru|kejar"
    r"|ubek)\s+sampai\s+(?:ke\s+)?(?:lubang|liang|ujung|dapat|mati|neraka|rumah)"
    r"|\b(?:tabrak|lindas|siram|setrum|gebuk|tembak|keroyok|lempari)\s+(?:saja|aja"
    r"|wae)\s+(?:\w+\s+)?(?:demonstran|pendemo|orang\w*|mereka|pengendara|pengemis|pelaku\w*|preman"
    r"|pedagang|anak\s+punk|bocah|tukang\s+\w+|yang)\b"
    r"|\b(?:hidup|nasib|keluarga)(?:mu|nya|\s+kamu|\s+kalian|\s+lu)\s+(?:tidak|nggak|gak|takkan|tak"
    r"|ora|moal)\s+(?:akan\s+|bakal\s+)?(?:tenang|lama|aman|selamat|tentrem)"
    r"|\b(?:siap-siap|tunggu|awas)\b[^\n.!?]{0,30}\b(?:motor|mobil|kendaraan|lapak|warung|sawah"
    r"|ternak|rumah)(?:mu|nya|\s+lu|\s+kamu)\s+(?:akan\s+|bakal\s+)?(?:kami|gue|saya|kita"
    r"|di)\s?(?:bakar|rusak|hancurkan|ratakan|bongkar|obrak-abrik)"
)
#: Sport, pests, plays, warnings of the law.
_HARMLESS = re.compile(
    r"\b(?:covid|corona|gawang|gol|skor|pertandingan|laga|liga|turnamen|tim|lawan|kok|(?:sepak|bulu"
    r"|tenis"
    r"|adu)\s?bola|bola\s+(?:voli|basket)|smash|set|nyamuk|jentik|hama|tikus|ular|kecoa\w*|kuman"
    r"|virus|bakteri|sel\s+kanker|rumput|gulma|sampah|adegan|drama|teater|lakon|film|cerita|wayang"
    r"|novel|kuman|rasa\s+malas|rayap|wereng"
    r"|pelatihan|simulasi|dokumentasi|foto|jepret|kamera|gambar|ikan|ayam|sate|jagung|kue|menu|padi"
    r"|sambal|daging|kurban|sapi|kambing|wortel|bawang|(?<!lapor\s)polisi|pengadilan|terdakwa|divonis|ditangkap"
    r"|korban|tersangka|kdrt|pasal|laporkan|jangan\s+(?:pernah\s+)?(?:memukul|membunuh"
    r"|main\s+hakim)|stop\s+kekerasan|dilarang|posyandu|kader|penyuluhan|santunan|silaturahmi"
    r"|vaksin\w*|verifikasi|survei|sensus|pendataan|layanan)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for pattern in (_THREAT, _VISIT, _VEILED):
            for match in pattern.find(text):
                if not is_negated(text, match.start()) and not _is_harmless(text, match):
                    yield hit_at(text, text.letters, *match.span())


def _is_harmless(text: Text, match: re.Match[str]) -> bool:
    return _HARMLESS.search(text.sentence(*match.span())) is not None


RULE = Rule(
    id="hate_abuse.threat",
    family="hate_abuse",
    title=gettext_noop("Ancaman"),
    looks_for=gettext_noop(
        "Ancaman kekerasan kepada orang, terang atau tersamar, dalam bahasa Indonesia, Sunda, dan "
        "Jawa. Olahraga, pemberantasan hama, dan berita penindakan tidak dilaporkan."
    ),
    message=gettext_noop("Kalimat ini mengancam orang."),
    suggestion=gettext_noop("Hapus. Bila ada pelanggaran, sebut aturan dan jalur pelaporannya."),
    basis=("se-137-2018", "skb-11-2019"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=guided(_find, "hate_abuse"),
    opened_by=(_THREAT, _VISIT, _VEILED),
    passage=True,
    examples_match=examples(
        "Yang melanggar akan kami patahkan kakinya.",
        "Siap-siap, rumahmu bakal kami samperin rame-rame.",
        "Besok kamu pulang tinggal nama.",
        "Bunuh saja orang itu.",
        "Ketemu satu, kami arak keliling.",
        "Kami tahu rumahmu.",
        "Awas kamu, nanti saya bunuh!",
        "Awas kau, akan kubunuh kalau berani lapor.",
        Example("Tak pateni koen!", says="bahasa Jawa"),
        Example("Ku aing dipaehan siah", says="bahasa Sunda"),
        Example("gue b4cok lu", says="angka sebagai huruf"),
    ),
    examples_miss=examples(
        "Bunuh jentiknya, bukan cuma nyamuknya.",
        "Pemain lawan menghajar gawang kita tiga kali.",
        "Petugas akan mendatangi rumah Bapak Ibu untuk verifikasi.",
        "Hati-hati di jalan pulang, jalan licin.",
        "Polisi menangkap pelaku yang membacok korban.",
        "Kami bakar ikan bareng warga malam ini.",
        "Semoga lekas sembuh dan panjang umur.",
        "Awas ya, jalan licin di tikungan.",
        "Tunggu sebentar, jagungnya saya bakar dulu.",
        "Tunggu ya, kami hajar dulu soal matematikanya.",
        "Jangan main hakim sendiri, serahkan kepada polisi.",
    ),
)
