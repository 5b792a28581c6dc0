"""Words of elections and of taking sides, shared by the rules on neutrality.

All in the form of ``Text.letters``: small Latin letters, disguise undone. Patterns in pieces
(``str``) go into larger ones; sets of words are asked with the words of a sentence.
"""

from __future__ import annotations

import re

from kentongan.compliance.words.vocabulary import HONORIFIC, OFFICE


def parts(joined: str) -> tuple[str, ...]:
    """Parts of words for a cheap look, written ``a|b|c``."""
    return tuple(joined.split("|"))


#: Between two words of a call: blanks, emoji, dashes, but no end of a sentence.
GAP = r"[^\w.!?\n]{1,6}"
COUNT = (
    r"(?:0?[1-9]|1{3,6}|2{3,6}|3{3,6}|4{3,6}|s[a4]tu|du[a4]|tig[a4]|emp[a4]t|lima|enam|hiji|siji"
    r"|setunggal|loro|kalih|telu|tilu|papat"
    r"|opat|sekawan)"
)
NOMOR = r"(?:n[aou0]-?m\s?[aeo0]?r(?:e|na|ne)?|nmr|num|n[o0])\.?"
#: "nomor 2", "no2", "nomer urut siji"; no range, no article of a law, no time.
NUMBERED = (
    rf"\b{NOMOR}[^\w.!?\n]{{0,4}}(?:urut[^\w\n]{{0,3}})?{COUNT}(?!\w)(?!\s?[–-]\s?\d|[.,:/]\d)"
    r"(?!\s*(?:sampai|hingga|s\.?d|tahun|ayat|pasal|/))"
)
#: "02", as sides are called; no time, date or unit of anything.
ZERO = r"(?<![\w./:,–-])0[1-9]\b(?!\s?[–-]\s?\d|[./:,]\d|\s*(?:kali|orang|unit|buah|jam|menit|kg))"
#: What is numbered when no candidate is.
NUMBERED_THING = re.compile(
    r"\b(?:peserta|surat|edaran|se|perda|perbup|perwal\w*|pergub|permen\w*|perpres|inpres|keppres"
    r"|uu|pp|pasal|undang-undang|peraturan|keputusan|sk|undi|undian|gantangan|blok|punggung|dada"
    r"|ruang|ruangan|kamar|gang|gg|jalan|jl|telepon|telp|hotline|ponsel|hp|wa|whatsapp|kontak"
    r"|angkot|kloter|rute|bus|trayek|lantai|jalur|gerbang|pompa|posko|dusun|zona|tahap"
    r"|shift|regu|kelas|angkatan|seri|halaman|poin|butir|langkah|soal|rumah|kendaraan|pelat|plat"
    r"|perkara|registrasi|antrean|antrian|antre|loket|kursi|meja|tiket|tabel|kolom|berkas|kios"
    r"|lapak|kavling|pemain|kafilah|grup|kelompok|lomba|pintu|tanggal|tgl|bulan|jilid"
    r"|edisi|episode|modul|bab|seksi|pos|poli|sdn?|smpn?|sman?|smkn?|mtsn?|paud|puskesmas|pasar"
    r"|juara|peringkat|ranking|lampiran|formulir|saluran|kanal|frekuensi|tombol|menu|urutan"
    r"|kasus|gempa|korban|titik|paket|jembatan|tower|gedung|aula|stan|stand|tenda|panel|lift"
    r"|bilik|wilayah|sektor|sumur|sungai|tangga|sesi|gelombang|kode|versi|tipe|ukuran|dapil"
    r"|wahana|mobil|unit|truk|armada|kapal|perahu|bangku|kolam|kandang|petak|kebun|lahan|pohon"
    r"|ember|mesin|keran|bendungan|waduk|halte|gerai"
    r"|toko|warung|hotel|cabang|gudang|rak|lemari|laci|buku|koleksi|lot|ambulans|alat|komputer"
    r"|printer|kamera|cctv|tiang|lampu|sekolah|asrama|bangsal"
    r"|nik|kk|npwp|rekening|resi|pengaduan|laporan|tiket|operasional|arsip|dokumen|daftar)\b"
    r"[^.!?,;:\n]{0,14}$"
    r"|\b(?:tps|rt|rw|jam|pukul|pkl)\.?\s+(?:\d+\s*(?:,|dan|/)\s*)?$"
    r"|\b(?:hadiah|penyakit|pembunuh|penyebab|masalah|musuh|prioritas|juara|urusan|daftar|baris"
    r"|lagu)\s+(?:utama\s+)?$"
)
#: After a number that stands in a row of things.
IN_A_ROW = re.compile(
    r"\s*(?:pada\b|dalam\b|dari\s+(?:kiri|kanan|depan|bawah|atas)|dan\s+(?:\d|dua|tiga|empat"
    r"|seterusnya)|adalah\b|berarti\b"
    r"|atas\s+nama|itu\s+(?:untuk|nama)|sedang\s+dilayani|yang\s+belum|sudah\s+dipanggil"
    r"|di\s+(?:pintu|daftar|kertas|dunia"
    r"|indonesia|kelas)|musuh\b|penyebab\b|pembunuh\b|terpopuler|terbesar|:\s*\d)"
)
#: Buttons, menus and forms: a number to choose there is no vote.
MENU = re.compile(
    r"\b(?:menu|opsi|tombol|tekan|ketik|ivr|operator|sambungan|telepon|aplikasi|formulir|form"
    r"|laman|situs|web\w*|klik|centang kolom|loket(?! depan)|antre\w*|antri\w*|cetak ulang"
    r"|permohonan|aduan|tagihan|layanan kependudukan|perizinan|bahasa|kategori|jawaban|soal"
    r"|kuis|trayek|sambara|unduh|unggah|jadwal poli|kanal layanan|mesin|poling|maskot|desain"
    r"|logo|lomba|finalis|seragam|kemasan|menu makan\w*|resep|benih|bibit|varietas)\b"
)

PLACE_OF_POWER = (
    r"(?:bupati|wabup|wakil\s+(?:bupati|wali\s?kota|gubernur)|wali\s?kota|gubernur|presiden|kades"
    r"|kepala\s+(?:desa|daerah)|lurah|kuwu|pemimpin|pamingpin|dewan|dprd?|anggota\s+dewan)"
)
#: Candidates, by what they stand for.
CANDIDATE = (
    r"(?:(?:bakal\s+)?pasangan\s+calon(?!\s+(?:pengantin|suami|mempelai|nikah|istri|orang"
    r"|penganten|manten|jemaah))"
    r"|paslon|bapaslon|bacalon|petahana|nyaleg|nyabup|nyalon(?:\s+(?:bupati|kades|lurah|dewan))?"
    r"|(?:ba)?ca(?:bup|wabup|walkot|wawalkot|wali|gub|wagub|pres|wapres|leg|kada|kades)|bacaleg"
    r"|(?:bakal\s+)?calon\s+(?:wakil\s+)?(?:petahana|bupati|wali\s?kota|gubernur|presiden|kades"
    r"|kuwu|lurah|dewan|kepala\s+(?:daerah|desa)|legislatif|perseorangan|independen"
    r"|anggota\s+(?:dprd?|dpd|dewan|legislatif)|pemimpin)"
    r"|satu-satunya\s+calon|pasangan\s+(?:nomor|nomer|no\b|0\d)|calon\s+(?:lama|kita|kami|gambar"
    r"|impor|boneka|titipan|sebelah|nomor|nomer|no\b|ini\b|kuat\b|idola|andalan|favorit|idaman"
    r"|terbaik"
    r"|tunggal|urang|awak|dhewe|jagoan))"
)
#: Somebody without a name, but everybody knows who.
SOMEBODY = (
    r"(?:beliau|petahana|jagoan\s+(?:kita|kami|gue|saya|urang|ku|aku)|jagoanku"
    r"|pasangan\s+(?:ini|kita|kami|itu|calon|nomor|nomer|no\b)|paslon|kandidat|calon\s+(?:ini"
    r"|kita|itu)"
    r"|(?:si|yang|nu|sing|yg)\s+(?:ber)?(?:kumis\w*|kerudung\w*|peci|kopiah|iket|udeng"
    r"|blangkon|botak|kacamata|jenggot\w*|janggut\w*)"
    r"|(?:yang|nu|sing|yg)\s+(?:klambi|(?:pakai\s+)?baju|bajuna|kaos|kemeja)\w*\s+\w+"
    r"|(?:yang|nu|sing|yg)\s+(?:di\s+)?(?:tengah|kanan|kiri)"
    r"|kotak\s+(?:kanan|kiri|tengah|atas|bawah)|(?:nu|sing|yang)\s+(?:pakai|pake|nganggo)\s+\w+)"
)
#: Those of them that in an election are nobody else.
SOMEBODY_CLEAR = (
    r"(?:petahana|jagoan\s+(?:kita|kami|gue|saya|urang|ku|aku)|jagoanku|pasangan\s+(?:ini|kita"
    r"|kami|itu)"
    r"|(?:si|yang|nu|sing|yg)\s+(?:ber)?(?:kumis\w*|kerudung\w*|peci|iket|udeng|blangkon"
    r"|jenggot\w*)"
    r"|(?:tanda\s+)?gambar\s+(?:padi|pari|ketela|jagung|kelapa|semangka|nanas|pisang|mangga|cangkul"
    r"|caping|kendi|matahari|ayam|sapi|kuda|banteng|garuda))"
)
#: Pictures on the ballot of a village, and animals and trees of parties.
SYMBOL = (
    r"(?:(?:gambar|tanda\s+gambar|lambang|logo|simbol)\s+(?!calon|atas|ini|yang|di\b)\w+"
    r"|pohon\s+beringin|beringin|moncong\s+putih|banteng(?!\s+jawa)|mercy|ka'?bah|bulan\s+bintang"
    r"|kepala\s+garuda|padi\s+(?:dan\s+)?kapas|bola\s+dunia|ketela|jagung|padi|pari|kelapa|semangka"
    r"|nanas|pisang|mangga|cangkul|caping|kendi|matahari)"
)

#: Right before or behind a name: this one and no other.
THIS_ONE = re.compile(
    r"\b(?:peduli|paling\s+\w+|benar-benar\s+\w+|cocok|pantas|layak|terbaik|jujur|amanah|kerja)\s+"
    rf"(?:itu|ya|mah|kuwi|nya)\s+(?:{HONORIFIC}\s+)+(?P<third>[a-z']{{3,}})|"
    rf"\b(?:cuma|hanya|ngan|mung|harus|kudu|jelas|puguh\s+mah|puguh|pasti|cukup|bismillah|fix"
    rf"|setia(?:\s+(?:pada|kepada|sama))?|pokoknya|pokok\s?e|lawan|tusuk|kita\s+bersama|kompak"
    rf"|ingat|inget|eling"
    rf"|hidup|tetap(?:\s+(?:bersama|sama|pilih|milih|dukung|setia))?|tetep(?:\s+(?:melu|karo"
    rf"|milih))?|satu\s+(?:suara|pilihan|komando)"
    rf"|all\s?in|mantep\s+ka|ngiring|berjuang\s+bersama|menang\s+bersama|titip(?:kan)?"
    rf"|jangan\s+lupa(?:\s+sama)?|(?:ulah|tong)\s+hilap(?:\s+ka)?"
    rf"|(?:ojo|aja)\s+lali(?:\s+karo)?|saya\s+sih|aku\s+sih|kalau\s+saya|saya\s+(?:tim|pegang"
    rf"|ikut|pilih)|(?:aku|saya)\s+(?:tetep\s+)?melu|tim|kubu|amplop\s+dari"
    rf"|yakin\s+sama|percaya\s+(?:sama|pada|kepada)|butuh(?:\s+sosok)?|rindu|kangen|menanti"
    rf"|antar(?:kan)?|sambut|pasangan|langkah|video|akun|halaman|selain\s+dari|gambar|program"
    rf"|janji|kepemimpinan|kepedulian|kerja|hati\s+(?:sudah\s+)?mantap|mantep"
    rf"|hak\s+pilih\s+anda\s+untuk|amplop\s+\w+\s+dari)"
    rf"\W{{1,3}}(?:{HONORIFIC}\s+){{1,2}}(?P<name>[a-z']{{3,}})"
    rf"|\b(?:{HONORIFIC}\s+){{1,2}}(?P<first>[a-z']{{3,}})\W{{1,3}}(?:aja|saja|wae|ae|atuh|dong"
    rf"|deh|lah|lanjut|maju|siap\s+(?:maju|menang|memimpin)"
    rf"|menang(?!\s+(?:undian|lomba|hadiah|kuis|arisan))|yes|yess|jaya|bisa|titik|mantap"
    rf"|harga\s+mati|pasti|dua\s+periode|2\s+periode|for|jagoan\w*|pilihan\w*|(?:nu|sing"
    rf"|yang)\s+(?:pang|paling)|is\s+the"
    rf"|memang\s+(?:pantas|layak|cocok)"
    rf"|(?:paling|lebih)\s+(?:pantas|layak|cocok|siap|pas|mampu)|pantas|layak|cocok|solusinya"
    rf"|jawabannya|harapan)\b"
)
ASPIRES = re.compile(
    rf"\b(?:jadi|jd|menjadi|dadi|janten|jadikan|nyalon(?:\s+jadi)?|kursi|menuju|ke|masuk|menanti"
    rf"|duduki|rebut|sebagai|untuk|calon|maju(?:\s+(?:jadi|sebagai))?|di)\s+(?:kursi\s+)?"
    rf"(?:{PLACE_OF_POWER}|pendopo|[a-z]+\s+(?:1|satu)\b)"
    r"|\b(?:semoga|a{1,2}min|doakan|do'akan|insya\s?allah|mugi\w*|mugo|muga"
    r"|didoakan)\b[^.!?\n]{0,60}\b(?:jadi\b|lolos|lanjut|maju|menang"
    r"|kembali(?!\s+(?:sehat|pulih|dengan|ke\b))|berhasil|dimudahkan|dilancarkan|terpilih|kepilih)"
    r"|\bbakal\s+calon\b|\b(?:kangen|rindu|menanti)\s[^.!?\n]{0,30}\bpendopo\b"
    r"|\b(?:memimpin|mimpin|pimpin|mingpin|nahkodai|menakhodai)\s+(?:kita|kami|lagi|kembali"
    r"|kabupaten|kota|desa|daerah|rakyat|urang|lima\s+tahun|periode|maneh|deui)\b"
    r"|\b(?:maju|mencalonkan)\s+(?:lagi|kembali|pilkada|pilbup|pilwalkot|pilkades|di\s+pil\w+"
    r"|diri)\b"
    r"|\b(?:diusung|mengusung|usung|penjaringan|mendaftar\s+ke\s+kpu|rekomendasi\s+(?:partai|dpp)"
    r"|diberi\s+amanah|amanah\s+lagi|dua\s+periode|2\s*periode|lanjut\s+(?:dua|2)"
    r"|periode\s+kedua)\b"
)
#: One word shows that somebody sides with whoever is named.
SIDES = frozenset(
    "dukung dukunganku mendukung didukung dukungin ngadukung ndukung nyokong pendukung"
    " menangkan memenangkan menangkeun menangno menangke pemenangan kemenangan pilihan pilihanku"
    " pilihane pilihanana jagoan jagoanku barisan merapat rapatkan"
    " gaskan gaskeun gaspol lanjutkan lanjutken lanjutno lanjutkeun coblos nyoblos mencoblos"
    " nyoblosnya dicoblos contreng nyontreng pencoblosan pilihlah milih kepilih kapilih terpilih"
    " elektabilitas simpatisan loyalis timses kampanye kampanyekan konvoi baliho dicurangi"
    " jingle mantapkan unggul tumbang keok pejuang putihkan nyalon nyabup"
    " merahkan birukan kuningkan menghantarkan hantarkan nyaleg penjaringan"
    " suaramu suarane jagoanmu jagoannya tps bilik petahana incumbent blusukan yel-yel yelyel fix"
    " legowo paslon"
    " pilkada pilbup rakyat rakyatnya debat"
    " pendopo kemenangannya pemimpinku masyarakatnya takdir ditakdirkan".split()
)
#: Warm words: enough in what is liked or passed on, where nobody names a colleague.
WARM = frozenset(
    "pemimpin pamingpin tenang cerdas jujur amanah tegas berani sederhana merakyat dekat mengerti"
    " paham peduli nyaah welas tulus"
    " hebat terbaik idola kesayangan bangga luar harapan perubahan maju bersama berjuang"
    " perjuangan terima kasih doa langkah"
    " semangat hidup cinta sayang bukti terbukti solusi janji visi misi program menang kami kita"
    " rakyat hari keliling".split()
)
#: With a number these are enough.
SIDES_WITH_NUMBER = SIDES | frozenset(
    "dukungan kawal amanah solid jaya hidup tps relawan pemimpin pamingpin jelas lebih juga kata"
    " bukannya asal memang tentu fakta program programnya visi visinya pilih coblos menangkan"
    " dong donk atuh aja ae wae saja mah lah dah deh yes yess gas gass pokoknya pokoke pokok pokona"
    " pasti tetap tetep setia mantap mantep mantul yakin kompak bersama bareng lanjut menang"
    " menangan menangnya kalah kalahkan kalahnya terbaik harga mati hati siapa sopo saha jawabannya"
    " jawabane paling apik jujur cocok pantas layak lawan pemenang pemenangnya tolak ayo hayu yuk"
    " mari sok merah kuning salam ingat inget eling jangan ojo aja ulah tong milu melu ikut barokah"
    " berkah perubahan masa depan urusan bukan suara satu komando sebelah lainnya liyane kasih"
    " berikan untuk hebat keren gagal bohong janji janjinya sip oke top sukses terus semua maju"
    " setuju wayahe wis geus udah udh sudah nomor1 plonga-plongo malu plg bener bagus doakan"
    " semoga semangat hidup nggih njih ngantos klentu keliru lepat poho hilap lali lupa maaf"
    " beruntung kalian barisan rakyat merakyat amanah kaos kaus stiker topi rapat sambut"
    " kedatangan".split()
)
WORD = re.compile(r"[a-z0-9]+(?:-[a-z]+)?")

#: A named person: an honorific and a name, whose capital the rule looks at.
NAMED = re.compile(rf"\b(?:{HONORIFIC}\s+){{1,3}}(?P<name>[a-z][a-z'’]{{2,}})")
OFFICES = frozenset(
    "bupati wali walikota gubernur presiden wakil camat lurah kades kepala sekda sekcam kuwu wabup"
    " wagub menteri ketua dokter bidan polisi babinsa danramil kapolsek kapolres rektor direktur"
    " sekretaris rt rw guru kadis kadus carik modin dan di ke yang atau kabid asisten staf ahli"
    " jaksa hakim penyuluh pendamping bhabinkamtibmas amil imam ustaz".split()
)
#: Sources that make a sentence public information of an election.
OFFICIAL = re.compile(
    r"\b(?:kpud?|komisi\s+pemilihan|kip\s+aceh|bawaslu|panwas\w*|dkpp|gakkumdu|debat\s+publik"
    r"|panitia\s+(?:pemilihan|pilkades)|pilkades\s+serentak)\b"
)
#: Whoever shouts one of these informs nobody.
SHOUT = re.compile(
    r"\b(?:jangan\s+main-main|rakyat\s+kami|kawal\s+(?:terus|suara|kemenangan)|menangkan"
    r"|kemenangan|dukung(?!-mendukung|an\s+(?:calon|perseorangan))|menang\b|unggul|ayo|hayu"
    r"|pokok\w*"
    r"|jagoan|semoga|hidup|ingat\s+nom[oe]r|layak|siap\s+(?:memimpin|memperjuangkan|menang)"
    r"|terbaik|tetap\s+(?:nomor|pilih|bersama)|paling|pilih(?:lah|en)?\s+(?:nom[oe]r|no\b|paslon)"
    rf"|coblos\s+(?:nom[oe]r|no\b|paslon|{HONORIFIC}))"
)
TITLED = (
    rf"(?:(?:{HONORIFIC}\s*){{0,3}}{OFFICE}\b(?!\s+(?:sekolah|murid|kelas))"
    rf"|(?:{HONORIFIC}\s+)wali\b(?!\s+(?:murid|kelas|nikah|siswa|asuh|santri))|beliau\b)"
)
