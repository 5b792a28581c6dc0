"""What is written together and what apart: di, ke, pun, -nya, non-, antar- and their like."""

from __future__ import annotations

from functools import cache, lru_cache

from kentongan.language.words import Rank, is_indonesian, is_known, ranks

#: Nouns of place and time: after them ``di`` and ``ke`` stand apart.
_PLACES = (
    "atas bawah dalam luar depan belakang samping sekitar sebelah tengah ujung tepi pinggir antara"
    " sini sana situ mana kantor rumah pasar jalan sekolah balai kecamatan kelurahan kabupaten desa"
    " kampung dusun kota aula lapangan puskesmas posyandu masjid musala gereja pura kelas lokasi"
    " wilayah daerah provinsi loket halaman ruang ruangan gedung lantai meja pintu taman sungai"
    " pantai laut gunung hutan sawah kebun ladang pos posko polsek polres polda terminal stasiun"
    " bandara pelabuhan kamar dapur teras serambi pendopo pendapa alun-alun perpustakaan kampus"
    " warung toko mal bank hotel klinik apotek laboratorium kawasan area perumahan komplek"
    " kompleks gang trotoar jembatan bendungan waduk embung selokan parkiran sudut sisi tangan"
    " hati mata pundak bahu seluruh setiap semua beberapa berbagai banyak sejumlah tiap"
    " hadapan akhir awal pertengahan masa era zaman saat hari bulan tahun musim pagi siang sore"
    " malam"
    " acara kegiatan kesempatan tempat dunia indonesia negara negeri tanah jakarta bandung surabaya"
    " semarang yogyakarta jawa sumatra kalimantan sulawesi papua bali media instagram facebook"
    " youtube tiktok whatsapp aplikasi website situs laman grup kolom komentar internet langit"
    " kolam danau telaga curug pulau tps tpa rsud igd dinas instansi lembaga badan bagian"
    " bidang poli poliklinik dokter tengah-tengah sela-sela tengah-tengahnya mesin barat timur"
    " selatan utara pusat panggung podium kandang kolong atap jantung lingkungan lereng kaki lembah"
    " muara hulu hilir perbatasan persimpangan simpang pertigaan perempatan tikungan rel stan tenda"
    " lapak kios gerai minimarket swalayan studio radio televisi koran surat formulir kertas papan"
    " dinding tembok pagar tiang pohon kursi kotak tas dompet saku lemari rak laci keranjang"
    " kereta bus angkot mobil kapal perahu pesawat"
).split()
_PLACE_WORDS = frozenset(_PLACES) | frozenset("kursi negeri kali pasti provinsi".split())
#: With di- or ke- in front these are words of their own.
_OWN_WORDS = frozenset(
    "keluar kedua kebun kelas kesatu keempat kemeja kemal kelereng kerak kertas kepala distan"
    " dibalik"
    " kemasa kekaki kehati kemata kekotak dikotak kerel kelapak kesisi disimpang kesimpang kebank"
    " disudut dikandang ketangan keban kekolam kesaat kebagian dipanggung kebanyak kejantung"
    " diarea kepanggung kebahu ketas kebus dilaut diatap dipagar ditembok".split()
)
_ALSO = {
    "dimana": "di mana", "kemana": "ke mana", "kedepan": "ke depan", "kedepannya": "ke depannya",
    "didalam": "di dalam", "kedalam": "ke dalam", "kesana": "ke sana", "kesini": "ke sini",
    "kesitu": "ke situ", "disini": "di sini", "disana": "di sana", "disitu": "di situ",
    "kesana-kemari": "ke sana kemari", "dimana-mana": "di mana-mana",
    "kemana-mana": "ke mana-mana", "diantaranya": "di antaranya", "dibawahnya": "di bawahnya",
    "kerumah": "ke rumah", "dipagi": "di pagi", "dimalam": "di malam", "disore": "di sore",
    "disiang": "di siang", "kedua-duanya": "kedua-duanya",
}  # fmt: skip

#: Roots that stand behind ``di-`` as verbs (``di buka``); none that is a place as well.
_VERBS = frozenset(
    "beri tunggu nanti sapa sambut susul lepas muat ketik tangani santuni tempuh raih rebut"
    " sulap kirab"
    " arak pandu miliki hibur hukum kebut urai kupas parkir potret rias hias pentas ramal sulam"
    " tawan tebus telusuri temani terapkan tuntun ulang undi utus wawancara wakafkan tembak tusuk"
    " sunat susui asuh bekali"
    " buka tutup tempel mulai ambil bawa bayar beli jual kirim terima buat pakai baca tulis lihat"
    " dengar"
    " minta mohon himbau imbau larang pasang cabut potong pangkas tebang cuci jemur masak rebus"
    " goreng"
    " sapu bongkar bangun rawat periksa suntik vaksin timbang ukur hitung catat panggil undang"
    " jemput"
    " antar angkut angkat dorong tarik tekan klik unduh unggah isi cetak rekam pindai scan tunda"
    " tambah ganti ubah rubah gelar helat pimpin dukung bantu bagi olah pilah buang bakar timbun"
    " tanam siram panen semprot kelola jaga tindak tangkap sita tilang derek evakuasi cari kenal"
    " anggap nilai cek verifikasi validasi sebar ajak ajar bahas susun rancang serah tinggal duga"
    " sebut harap ikat kemas simpan taruh pindah geser putar belah campur aduk tuang minum makan"
    " coba"
    " latih bina bimbing didik lantik pilih tunjuk usung percaya hapus tolak lapor respon"
    " respons jawab"
    " balas urus pungut tagih transfer setor ikuti hadiri nikmati temui dampingi awasi minati"
    " wakili"
    " kunjungi lengkapi penuhi sukai layani tanggapi danai biayai tandatangani setujui hormati"
    " ketahui sepakati batasi sanksi kurangi hindari lalui lewati jumpai obati sirami ikutsertakan"
    " akses update upload download input share posting mention aktivasi sosialisasikan resmikan"
    " kawal pantau sidak renovasi revisi rehab renov cor aspal keruk tambal pugar gusur relokasi"
    " segel razia amankan selamatkan suguhi sajikan pamerkan lombakan isolasi rujuk operasi rontgen"
    " imunisasi data-ulang titip titipkan pinjam sewa hibah tawar lelang pesan konsumsi santap"
    " perbaiki perpanjang perbarui perluas perbesar perketat perbanyak percepat perkuat permudah"
    " persulit perjelas perdalam perlebar perkirakan pergunakan perlukan persilakan perdengarkan"
    " pertemukan pertanyakan perbolehkan peringati pengaruhi pelajari peroleh perjualbelikan"
    " tetapkan laksanakan adakan ujicoba cat pel kukus cium rusak curi tipu ancam paksa bom siksa"
    " tertibkan landa guyur terjang hantam serang gigit sengat rendam tabrak lindas makamkan"
    " kebumikan salatkan doakan syukuri jalani alami dasari landasi warnai banjiri hiasi terangi"
    " teruskan tindaklanjuti monitor evaluasi audit sahkan sampaikan".split()
)
_NO_VERBS = frozenset("pekan akan ikan bukan makan rekan tekan pelabuhan".split())

#: ``pun`` is written together in these only.
_WITH_PUN = frozenset(
    "adapun andaipun ataupun bagaimanapun betapapun biarpun jikapun kalaupun kendatipun maupun"
    " meskipun"
    " sekalipun sementangpun sungguhpun walaupun namun lagipun".split()
)
_ALWAYS_APART = frozenset(
    "apa siapa mana kapan dimana kemana darimana saya kami kita dia ia mereka itu ini satu aku anda"
    " berapa sebesar sedikit".split()
)
_PUN_APART = {
    ("walau", "pun"): "walaupun", ("meski", "pun"): "meskipun", ("atau", "pun"): "ataupun",
    ("bagaimana", "pun"): "bagaimanapun", ("kalau", "pun"): "kalaupun",
    ("biar", "pun"): "biarpun", ("kendati", "pun"): "kendatipun",
    ("sungguh", "pun"): "sungguhpun",
}  # fmt: skip

#: Bound forms, with what they are seen before. ``None``: before any common word.
_BOUND: dict[str, frozenset[str] | None] = {
    "non": None,
    "pasca": None,
    "pra": None,
    "sub": None,
    "swa": None,
    "se": None,
    "semi": frozenset("final formal permanen konduktor otomatis profesional".split()),
    "multi": None,
    "anti": frozenset(
        "korupsi narkoba hoaks hoax kekerasan perundungan rayap bakteri virus hama bullying"
        " kemiskinan radikalisme terorisme gratifikasi suap pungli diskriminasi perang teror"
        " rokok jamur nyamuk karat banjir mainstream air peluru biotik gen bodi septik".split()
    ),
    "antar": frozenset(
        "desa kelurahan kecamatan kabupaten kota provinsi propinsi daerah wilayah pulau negara"
        " bangsa"
        " umat agama suku warga instansi lembaga perangkat dinas bidang sektor sekolah kelas"
        " pelajar"
        " siswa mahasiswa kampung dusun klub tim regu kelompok pemuda generasi budaya moda bank"
        " waktu"
        " pribadi individu sesama golongan etnis ras pemain peserta pegawai unit bagian perusahaan"
        " kampus fakultas komunitas organisasi bulan ruang gedung stasiun terminal halte keluarga"
        " tetangga saudara kader posyandu puskesmas partai kementerian manusia masyarakat penduduk"
        " rukun blok gang opd skpd madrasah pesantren masjid pengurus anggota jurusan angkatan"
        " universitas kedinasan pemerintah pemerintahan profesi musim wilayahnya perumahan".split()
    ),
    "tuna": frozenset("netra rungu wicara daksa grahita wisma karya susila aksara laras".split()),
    "maha": frozenset("siswa guru karya bintang raja".split()),
    "pro": frozenset("aktif".split()),
    "re": frozenset("organisasi boisasi orientasi aktivasi posisi".split()),
    "adi": frozenset("kuasa daya karya luhung busana".split()),
    "purna": frozenset("tugas bakti wirawan jual waktu karya praja".split()),
    "mikro": frozenset("biologi organisme".split()),
    "bi": frozenset("lingual".split()),
    "supra": frozenset("struktur natural".split()),
    "infra": frozenset("struktur merah".split()),
    "ekstra": frozenset("kurikuler".split()),
    "kontra": frozenset("produktif".split()),
    "inter": frozenset("nasional aksi".split()),
    "tele": frozenset("komunikasi konferensi".split()),
    "pari": frozenset("purna wisata".split()),
    "panca": frozenset("sila roba".split()),
    "dwi": frozenset("fungsi bahasa warna".split()),
    "tri": frozenset("wulan dharma".split()),
    "serba": frozenset("guna".split()),
    "manca": frozenset("negara".split()),
    "loka": frozenset("karya".split()),
    "nara": frozenset("sumber hubung pidana".split()),
}
#: Prefixes that never stand alone.
_LOOSE = frozenset("se ketidak ber ter meng mem men meny peng pem".split())
STARTERS = frozenset(_BOUND) | _LOOSE | {"di"} | {first for first, _ in _PUN_APART}
#: After these any word may be the one that belongs to them.
OPEN = _LOOSE | {word for word, after in _BOUND.items() if after is None} | {"di", "antar", "anti"}


def followers() -> dict[str, frozenset[str]]:
    """What follows the starters that are not ``OPEN``."""
    found = {word: after or frozenset() for word, after in _BOUND.items() if after != frozenset()}
    found.update({word: frozenset() for word in OPEN})
    found.update({first: frozenset({"pun"}) for first, _ in _PUN_APART})
    return found


@cache
def glued() -> dict[str, str]:
    """``dikantor`` -> ``di kantor``: place words to which di or ke has been joined."""
    found = dict(_ALSO)
    for place in _PLACES:
        for particle in ("di", "ke"):
            word = particle + place
            if word not in _OWN_WORDS:
                found.setdefault(word, f"{particle} {place}")
                found.setdefault(f"{word}nya", f"{particle} {place}nya")
    return found


@lru_cache(maxsize=4_096)
def parted(word: str) -> str | None:
    """``word`` (small letters) as two, where di, ke or pun has been joined to it."""
    found = glued().get(word)
    if found is None and word[:2] in ("di", "ke"):
        found = _named(word)
    if found is None and word.endswith("pun") and word not in _WITH_PUN:
        stem = word[:-3]
        if stem in _ALWAYS_APART or (len(stem) > 2 and not _listed(word) and is_indonesian(stem)):
            found = f"{_ALSO.get(stem, stem)} pun"
    return found


def _listed(word: str) -> bool:
    listed = ranks().get(word)
    return listed is not None and listed is not Rank.RARE


def _named(word: str) -> str | None:
    """``dimajalengka``: di and the name of a place."""
    name = word[2:]
    if len(name) > 4 and ranks().get(name) is Rank.PLACE and not is_known(word):
        return f"{word[:2]} {name.capitalize()}"
    return None


@lru_cache(maxsize=4_096)
def joined(first: str, second: str) -> str | None:
    """The two words (small letters) as one, where they have been torn apart."""
    if first == "di":
        return "di" + second if _is_passive(second) else None
    if second == "pun":
        return _PUN_APART.get((first, second))
    if first in _LOOSE:
        whole = first + second
        return whole if len(second) > 3 and is_known(whole) else None
    if first in _BOUND:
        after = _BOUND[first]
        if after is None:
            return first + second if len(second) > 3 and is_indonesian(second) else None
        return first + second if second in after else None
    return None


def _is_passive(word: str) -> bool:
    for clitic in ("", "nya", "lah"):
        base = word.removesuffix(clitic) if clitic else word
        if base in _VERBS:
            return True
    if word.endswith("i") and len(word) > 5 and word not in _PLACE_WORDS:
        passive = ranks().get("di" + word)
        return passive is not None and passive >= Rank.RARE and is_indonesian(word[:-1])
    if word in _NO_VERBS or not word.endswith("kan") or len(word) < 6:
        return False
    # masak-an, tanjak-an: a noun, where di may stand apart
    return is_indonesian(word[:-3]) and not is_known(word[:-2])


@lru_cache(maxsize=1_024)
def unhyphened(word: str) -> str | None:
    """``non-formal`` -> ``nonformal``: a hyphen after a bound form before a small letter."""
    first, dash, second = word.partition("-")
    if not dash or "-" in second or first not in _BOUND:
        return None
    after = _BOUND[first]
    fits = after is None or second in after
    return first + second if fits and len(second) > 3 and is_indonesian(second) else None
