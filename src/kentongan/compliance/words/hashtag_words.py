"""Words that hashtags of local governments are made of, to tell where one word ends."""

from __future__ import annotations

import re
from functools import lru_cache

#: Words that often stand at either end and are followed or preceded by a name.
LEADERS = frozenset(
    """
    ayo mari hari jadi info desa kota kabupaten kecamatan kelurahan kampung dusun dinas puskesmas
    posyandu satpol satpolpp bpbd rsud pdam samsat damkar polsek polres kodim koramil pemkab pemkot
    pemda pemprov pemdes diskominfo dinkes disdik dishub dispar dinsos disdukcapil dispusip
    perpustakaan sekolah sahabat warga bersama bangga cinta sayang visit wisata kuliner pesona
    festival selamat salam gerakan bangkit hebat maju sehat bersih melayani juara keren tangguh
    berdaya sejahtera mandiri aman nyaman indah asri lestari hijau resik tertib disiplin peduli
    berbagi membaca menanam membangun bergerak berkarya berprestasi bersatu bersinergi berkemajuan
    bahagia ceria kreatif inovatif digital cerdas pintar ramah religius berkah barokah beriman
    bermartabat berbudaya kondusif damai rukun guyub kompak semangat sukses jaya luarbiasa istimewa
    explore pesona jelajah kabar berita seputar humas protokol layanan pelayanan pasar pantai gunung
    curug situ danau sungai taman alun kopi batik tenun kabkota jabar jateng jatim banten gowes
    rumah masjid gereja pesantren stop cegah lawan waspada siaga tanggap darurat bencana banjir
    """.split()
)
_WORDS = LEADERS | frozenset(
    """
    abadi acara adat adik adil administrasi adminduk agama agustus ahad ahli air akan akbar akhir
    akta aksi aktif alam alat aldera alun anak anti antre antrean apa apel api april arah arsip arti
    asli asn asri atas atasi atau atlet ayah baca bagi bahan bahari bahasa bahaya baik bakti balita
    bangun bangunan bangsa banjir bank bansos bantu bantuan baru batal batas batik bawa bayar bayi
    beasiswa bebas bekerja bela belajar belanja beli benar bendera bener beras berani berangkat
    bergizi berkurban berkualitas berlomba berolahraga bersepeda bersyukur besar besok bhayangkari
    bhinneka bidan bijak bimbingan bina bisa bisnis blt bola bpjs buah buang budaya budi buka bukan
    buku bulan bumdes bumi bunda bunga bupati buruh bus cahaya calon camat cantik cara cari catatan
    cepat cerita cinta coba cuaca cuci cukai cukup daerah daftar dagang dalam dan dana dapat dapur
    darah dari dasar data datang daur dekat demam demi dengan denggung derma desember dharma di
    dialog
    difabel diri disabilitas dokter donor dosa dua duka dukung dunia edukasi ekonomi ekraf emas
    empat
    enak energi februari film foto gagah gaji gaya gebyar gempa gempur generasi germas giat gigi
    gizi
    gotong gratis guru haji halal hama harga haru harus hasil hati haul hemat hewan hias hidup
    hijrah
    hoaks hoax hujan hukum hut hutan ibadah ibu idul ikan ilegal imunisasi indah indonesia industri
    ingat ini inklusi inspektorat inspirasi irigasi islami isu itu izin jadwal jaga jajan jalan
    jalur
    jangan januari jelang jembatan jemput jernih jentik jiwa job jodoh judi judol juli jumat juni
    kader kami kamis kampus kantor kapal karang karate kartini karya kas kasih kata kawal kawan
    kawasan
    keamanan kebaikan kebakaran kebersamaan kebersihan kebudayaan kecil keliling keluarga kemah
    kemarau kembali kemerdekaan kerajinan kerja kesehatan keselamatan kesenian ketahanan ketua
    khitanan kini kirab kisah kita kolaborasi komik komite komunitas konten korban korupsi kpu ktp
    kualitas kuat kue kuliah kurang kurban kurir lagi lahan lahir lain laka laku lalin lalu lama
    lampu
    lancar langit langka langkah langsung lansia lapangan lapor laporan laut lebaran lebih
    lestarikan
    liburan lima lingkungan lintas listrik literasi lokal loker lomba longsor lowongan luar lurah
    madu madrasah mahasiswa main makan makanan makin malam mampu mancing mandi mangrove mantap maret
    masa masker masuk masyarakat mati maulid mau medsos mei melestarikan membayar memilih menabung
    menari mendongeng mengabdi mengaji mengajar menjadi menjaga menolak merah merdeka mesra milad
    milenial minggu minum mobil motor mudik mulai mural museum musik musim musrenbang muda mudah
    muharram nabi naik nasi nasional natal negara negeri nelayan netral netralitas ngaji ngabuburit
    ngopi nikah november nusantara nyata obat oktober olahan olahraga orang organik orangtua pagi
    pahlawan pajak pakai pakan panas pancasila panen pangan panggung papan para parkir pariwisata
    paskibra paskibraka pasti pawai pejuang pekan pekarangan pelajar pelatihan pembangunan pemuda
    pemilu pendidikan pengaduan penting penuh perangkat perempuan pergi peringatan perintah perlu
    permainan perpus pertama pertanian pesta pesut petani peternak petugas pilah pilih pilihan
    piknik
    pinjam pinjol pintu pkk plastik pmi pohon pojok polisi polri posko potensi pramuka presiden
    prestasi produk program pulang pulau pupuk pusat puasa putih rabies rabu raga rakyat ramadan
    ramadhan rapat rasa rawat raya rebo rehat relawan reses resmi ri ria ronda rosok rotan ruang rt
    rw
    saber sabtu sadar sahur sakit salat salur sama sambut sampah sampai santai santri santun sapa
    sarapan satu saudara sawah sebelum sebar sedekah segar sehari sejarah sekali sekarang sela
    selalu
    selasa selatan semua senam senang seni senin senja senyum september serba seru servis setiap
    shalat
    siap siang siapa sigap silat simulasi singgah sini sinergi sipil siswa sore spbe sport stanting
    stunting subuh sudah suka sukarela sumber sumpah sunatan sungkem suara surat swasembada syawal
    syukur tahan tahun takbir tamu tanah tanam tani tanpa tari tarawih tarif tas tata tawa tekad teh
    teladan telur teman tempat tempe tenaga tentara tepat terbaik terbuka terima terindah terus
    tetap
    tiap tiba tidak tiga timur tinggi tips tiru tni toga tolak toleransi tradisi transparan trotoar
    tua tubuh tugas tular tumpeng tunas turun tutup uang ulama umat umkm umroh umum undang unggul
    unik untuk upacara urban urus usaha usia utama utara vaksin vaksinasi virtual vitamin vote wajah
    wajib waktu wali walikota wanita wayang waras wirausaha yang yatim yuk zakat zona
    gemar pede keren kece gaskeun gas go like love happy day night run fun bike walk food street
    market fest expo fair art creative smart city green clean village new year back school online
    urang sunda jawa lembur ngariung nyunda resik gumregah guyub rukun wargi bapak pakde paklik
    pendopo alunalun jumsih jumling kekinian royong kali kelas bakti baik murid bupati wabup sapu
    kareem dirgahayu menyapa penyandang kendaraan hidroponik sayur sayuran bunga tanaman obat sehat
    wakil kepala staf pegawai honorer pppk pns cpns lulus seleksi tes nilai juara lomba turnamen
    piala sepak voli basket catur renang lari sepeda motor truk angkot kereta bandara terminal
    stasiun dermaga perahu sampan jaring tambak udang lele nila gurame sapi domba kambing ayam bebek
    kerbau kuda kucing anjing burung lebah jamur jagung padi singkong ubi kacang kedelai cabai
    bawang tomat pisang mangga jeruk salak durian alpukat kelapa teh gula garam kecap sambal tahu
    sate soto bakso cilok rujak jamu wedang jahe roti batu bata genteng kayu bambu rotan besi baja
    emas perak kain baju seragam topi sepatu sandal tas dompet payung kacamata jam meja kursi lemari
    pensil buku kertas gambar lukis lukisan patung topeng wayang gamelan angklung calung suling
    kendang gong tari ketoprak ludruk lenong pantun puisi dongeng cerpen novel komik film bioskop
    radio televisi koran majalah kabar koperasi kelompok karangtaruna taruna paguyuban perkumpulan
    yayasan lembaga badan komisi dewan majelis forum panitia pengurus anggota ketua sekretaris
    bendahara relawan donatur sponsor penerima manfaat program kegiatan agenda rencana anggaran
    belanja pendapatan retribusi denda tunggakan hapus bebas diskon hadiah undian doorprize kupon
    cek periksa pantau ukur timbang catat lapor tanya jawab adu keluh kesah solusi jalan keluar
    masalah kasus angka persen jumlah tahap gelombang kuota syarat formulir berkas dokumen surat
    kartu stiker pelat nomor kode aplikasi web situs akun media sosial literasi numerasi sains
    teknologi robotik koding data pribadi privasi siber hoaks fakta benar palsu waspada penipuan
    cuci tangan jaga jarak sabun tisu popok susu bubur telur daging sehat jantung ginjal paru mata
    telinga gigi mulut kulit tulang otak jiwa mental depresi stres bahagia tidur mimpi istirahat
    jajan keliling malam pagi fajar embun kabut hujan angin topan gempa tsunami longsor erupsi abu
    kekeringan karhutla polusi udara emisi karbon iklim lingkungan daur ulang kompos biogas surya
    pengabdian kepada untuk bagi demi karena supaya agar tetap terus makin lebih paling sangat
    setara adil makmur sentosa tenteram aman tenang tentram utuh kokoh kuat teguh tegar sabar ikhlas
    jujur amanah bijaksana santun sopan ramah murah gampang cepat tepat mudah praktis hemat irit
    modern maju unggul terdepan terbaik terpercaya berkualitas berintegritas akuntabel transparan
    kolaboratif adaptif harmonis loyal kompeten berakhlak melayani sepenuh hati siap sedia selalu
    ada hadir datang kunjungi nikmati rasakan temukan lihat dengar simak tonton bagikan sebarkan
    ikuti dukung sukseskan meriahkan ramaikan lestarikan wujudkan tingkatkan cegah atasi hadapi
    lindungi selamatkan jagalah rawat peduli sayangi hormati hargai patuhi taati tertib berlalu
    pakai helm sabuk pengaman masker vaksin booster dosis pin polio campak rubela difteri tbc
    malaria
    demam berdarah rabies diare stunting gizi buruk anemia remaja putri wus pus balita batita bayi
    bunda ibu hamil menyusui asi eksklusif mpasi lansia disabilitas tuli netra
    perumda tirta satgas sigap berencana rencana kendali lalu
    """.split()
)
WORDS = frozenset(
    word for word in _WORDS if len(word) > 2 or word in ("di", "ri", "rt", "rw", "kb", "sd", "tk")
)
#: Written together, and one word.
SINGLE = frozenset(
    """
    matahari olahraga infografis infografik kotamadya kotabaru kotamobagu sepakbola bulutangkis
    kerjasama sukarela sukarelawan narasumber daripada barangkali beasiswa dukacita sukacita
    kacamata
    segitiga swadaya swasembada mancanegara tunanetra tunarungu dwiwarna narahubung serbaguna
    walikota wirausaha wiraswasta jumatan kabupaten informasi perpustakaan puskesmas posyandu
    posbindu musrenbang pangandaran banyuwangi sukabumi sukoharjo tanjungpinang tanjungbalai
    padangpanjang karanganyar payakumbuh lubuklinggau pematangsiantar bandarlampung balikpapan
    banjarmasin banjarbaru banjarnegara bukittinggi sawahlunto tasikmalaya wonosobo purwakarta
    sidoarjo tulungagung bondowoso temanggung majalengka sumedang kuningan indramayu cirebon subang
    karawang bekasi bogor cianjur garut ciamis bandung cimahi pekalongan magelang surakarta salatiga
    tegal yogyakarta gunungkidul gunungsitoli bantul sleman kulonprogo surabaya malang kediri blitar
    madiun mojokerto pasuruan probolinggo lumajang jember situbondo indonesia pancasila bhayangkara
    bhayangkari paskibraka swafoto swakelola pascapanen pascabencana prasejarah kewarganegaraan
    ketenagakerjaan keanekaragaman pertanggungjawaban kewirausahaan keindonesiaan ketidakadilan
    purnabakti purnawirawan hortikultura agrowisata ekowisata desawisata tasyakuran halalbihalal
    ramadhan ramadan idulfitri iduladha jumpa halaman lapangan kampungan kotak kotanya selamatan
    salaman jadian infonya hariini harian perhari sehari harihari sahabatku satpolpp alunalun
    pesonanya pasaran pantaian gunungan situasi situs tamanan kopiah batikan asrikan kabarnya
    kecelakaan apalagi harimau solidaritas popularitas darussalam pekanbaru palangkaraya ibukota
    kotawaringin jayawijaya radioterapi radioaktif bekerjasama beladiri sosialisasikan
    dinasihati citywalk mukarramah mengatasnamakan tamansari kotagede kotaagung
    rumahan stopan cegahan lawanan
    """.split()
) - {"satpolpp", "alunalun", "hariini", "desawisata", "jumpa"}
#: What stands before and after a root within one word.
_PREFIXES = frozenset(
    " ke se ber per ter di me mem men meng meny pe pem pen peng peny pel memper member diper keber"
    " kese ketidak ng ny nga ka pi pa sa penge menge keter pember antar pasca pra swa tuna anti non"
    " semi multi ekstra dwi tri adi maha".split(" ")
)
_SUFFIXES = frozenset(
    " an kan i nya ku mu lah kah isasi isme itas is asi wan wati man annya kannya ing"
    " keun na".split(" ")
)
_LONGEST_PREFIX, _LONGEST_SUFFIX = 7, 6
#: Beginnings of unknown words that cannot be spoken: "info" + "rmasi".
_UNSPOKEN = re.compile(
    r"(?!ng|ny|kr|pr|br|tr|gr|dr|bl|kl|pl|gl|sl|sy|kh|st|sw|kw|fr|sp|sk|ps)[^aeiou]{2}|[^aeiou]{3}"
)
#: Parts of place names, written together with what follows: "karangsantri".
_PLACES = frozenset(
    """
    kali karang suka suko tanjung banjar bandar gunung sumber mekar pulo pulau muara rawa cipta jati
    tirta
    wono kebon batu padang bukit air sungai danau situ tanah mega sari harjo mulya mulyo rejo sumur
    tegal ujung pasir kayu kelapa pisang
    """.split()
)
#: Endings of words from abroad, which are one word.
_ONE_WORD = ("asi", "isme", "itas", "ologi", "grafi", "tika")
#: Leaders that also end the names of villages.
_WEAK = frozenset("jaya asri salam aman indah mari".split())
_SHORTEST, _LONGEST, _GAP = 7, 40, 4

#: How parts are written that are short forms.
LARGE = {
    part: part.upper()
    for part in (
        "umkm kb ri rt rw pkk rsud bpbd pdam asn ktp kk kpu tni pns cpns pppk bpjs sd smp sma smk"
        " tk hut bpr blt bumdes hiv tbc dbd asi mpasi bmkg pmi blk pkl"
    ).split()
} | {"satpolpp": "SatpolPP", "bumdes": "BUMDes"}


def is_all_known(parts: tuple[str, ...]) -> bool:
    """Whether each part is a word of the list, none a name."""
    return all(part in WORDS for part in parts)


def parts_of(body: str, own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a small-letter hashtag, or nothing where it is one word or cannot be told.

    ``own`` are further words: those of the text and of the pemda.
    """
    if not _SHORTEST <= len(body) <= _LONGEST or not body.isalpha() or not body.isascii():
        return ()
    near = frozenset(word for word in own if len(word) > 2 and word in body)
    return _parts(body, near)


@lru_cache(maxsize=2048)
def _parts(body: str, own: frozenset[str]) -> tuple[str, ...]:
    if body in SINGLE or body in own or body in WORDS or _is_derived(body, own):
        return ()
    known = WORDS | SINGLE | own
    whole = _cut(body, known)
    if whole and _is_several(whole, own):
        return whole
    return _with_name(body, known, own)


def _is_derived(body: str, own: frozenset[str]) -> bool:
    """Whether it is one word: a root with what stands before and after roots."""
    for start in range(min(_LONGEST_PREFIX, len(body) - 3) + 1):
        if body[:start] not in _PREFIXES:
            continue
        for end in range(max(start + 3, len(body) - _LONGEST_SUFFIX), len(body) + 1):
            root = body[start:end]
            if body[end:] in _SUFFIXES and (root in WORDS or root in own or root in SINGLE):
                return True
    return False


def _is_long_derived(word: str, known: frozenset[str]) -> bool:
    return len(word) > _SHORTEST - 2 and _is_derived(word, known)


def _cut(body: str, known: frozenset[str]) -> tuple[str, ...]:
    """The cut of ``body`` into fewest known words, if there is one."""
    best: list[tuple[str, ...] | None] = [(), *([None] * len(body))]
    for end in range(1, len(body) + 1):
        for start in range(max(0, end - 16), end):
            before = best[start]
            word = body[start:end]
            if before is None or not (word in known or _is_long_derived(word, known)):
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, word)
    return best[len(body)] or ()


def _is_several(parts: tuple[str, ...], own: frozenset[str]) -> bool:
    if len(parts) < 2 or sum(len(part) > 2 for part in parts) < 2:
        return False
    # "karangsantri" is one name, unless the text has its parts as words.
    return len(parts) > 2 or parts[0] not in _PLACES or parts[0] in own


def _with_name(body: str, known: frozenset[str], own: frozenset[str]) -> tuple[str, ...]:
    """A cut into known words with one unknown, such as a name, at the beginning or the end."""
    for size in range(len(body) - _GAP, 2, -1):
        head, name = _cut(body[:size], known), body[size:]
        if head and _is_sure(head, name, head[-1], own):
            return (*head, name)
        tail, name = _cut(body[-size:], known), body[:-size]
        if tail and _is_sure(tail, name, tail[0], own):
            return (name, *tail)
    return ()


def _is_sure(words: tuple[str, ...], name: str, nearest: str, own: frozenset[str]) -> bool:
    if name in _SUFFIXES or name in _PREFIXES or _UNSPOKEN.match(name) or len(name) < _GAP:
        return False
    if nearest.endswith(_ONE_WORD) or name.endswith(_ONE_WORD) or min(map(len, words)) < 3:
        return False
    if not any(char in "aeiou" for char in name) or _UNSPOKEN.search(name[-3:]):
        return False
    if name in own:
        return True
    if len(words) > 1 and sum(map(len, words)) >= len(name):
        return True
    if nearest not in LEADERS or nearest in _PLACES or nearest in _WEAK:
        return False
    return len(nearest) > 3 and len(name) > (_GAP if len(nearest) > _GAP else _GAP + 1)
