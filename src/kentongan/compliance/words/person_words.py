"""Words around names: how people are addressed, what is no name, what a place is called."""

from __future__ import annotations

from kentongan.compliance.words.vocabulary import NO_NAME

HONORIFICS = frozenset(
    "bapak bpk bp pak pa ibu bu ibunda bunda ayah ayahanda kang akang kg teh teteh"
    " mas mbak mba mb bang abang gus ning cak abah haji hajah hj kyai kiai kh ustadz"
    " ustaz ustad ustadzah mang mamang ceu euceu aceuk aa nyai nyi ki aki nini ambu"
    " emak ema ma mak bi bibi mbah simbah eyang yu yuk lik paklik bulik lek pakde"
    " pakdhe bude budhe budi uwa wa om tante oom neng eneng jang ujang nok cung le dik"
    " dek adik adek ade dd kak kakak kaka nenek nek kakek kek opa oma sdr sdri saudara"
    " saudari tn ny nn nona nyonya tuan an ananda anak si sang almarhum alm almarhumah"
    " almh mendiang raden rd kakang yth sus mbok mbokde h coach wak encik datuk tuk"
    " inang ambo uni uda cik koh ko cici ci pace mace bli mbo".split()
) - {"budi", "sang", "yth", "ko", "ci", "ambo", "wa", "bi", "le", "kg"}
#: Honorifics that are also plain words: the name must follow with a capital.
PLAIN_WORDS = frozenset(
    "an anak si ma pa kaka ade mas adik kakak nona bunda ibu bapak aa om mak".split()
)
TITLES = frozenset("h hj haji hajah drs dra ir kh prof dr raden rd st m moch moh muh r".split())
OFFICES = frozenset(
    "camat sekcam lurah seklur kades kadus kepala desa carik kuwu bayan sekdes sekda"
    " asda kadis kabid kasi kasie kasubag kabag kaur rt rw ketua wakil wali walikota"
    " bupati wabup gubernur guru kepsek kapolsek danramil kapolres bhabin babinsa"
    " bhabinkamtibmas jogoboyo ulu-ulu modin lebe kayim kyai ustad bendahara"
    " sekretaris direktur satpam rektor kasatpol kalurahan petinggi keuchik geuchik"
    " perbekel jero ketib bu pak ibu bapak dukuh kader relawan penyuluh anggota dewan"
    " menteri presiden komandan ipda iptu akp aiptu bripka".split()
)
PROFESSIONALS = frozenset(
    "dr drg dokter bidan perawat ners ns suster mantri apoteker prof profesor"
    " psikolog psikiater fisioterapis nutrisionis terapis konselor narasumber pemateri"
    " kompol peneliti epidemiolog".split()
)
#: Words right before a name.
INTRODUCING = frozenset(
    "bernama nama namanya namana jenenge jenengan jenengipun asmane asmanipun wastana"
    " ngaranna namina an alias dipanggil panggilan pasien penderita pengidap penyintas"
    " ananda balita bayi almarhum almarhumah alm almh nenek kakek adalah yaitu yakni"
    " ialah nyaeta yaiku identitas sdr sdri saudara saudari mendiang bocah janda randa"
    " duda tersangka odgj mantan".split()
)
#: What stands before the name of a place, a school, a street.
PLACES = frozenset(
    "jalan jl jln gang gg desa ds kelurahan kel kecamatan kec kabupaten kab kota"
    " kampung kp dusun dsn dukuh padukuhan rt rw blok perum perumahan komplek komp"
    " pasar masjid mushala musala mushola langgar surau gereja pura vihara klenteng sd"
    " sdn sdit smp smpn smpit sma sman smk smkn mi min mts mtsn ma man tk paud ra slb"
    " slbn kober pondok pesantren ponpes universitas rs rsud rsia rumah sakit"
    " puskesmas pkm pustu poskesdes klinik apotek posyandu stadion gor gedung taman"
    " tugu monumen museum situ waduk bendungan sungai kali danau gunung bukit curug"
    " pantai pulau provinsi negara wilayah dapil sanggar paguyuban yayasan lembaga"
    " dinas badan kantor balai bumdes koperasi bank toko warung kios pt cv ud hotel"
    " terminal stasiun jembatan tanjakan bandara pelabuhan aula hutan lapangan"
    " alun-alun simpang kolam ruang ruangan gua makam bangsal kamar polsek polres"
    " kodim koramil ranting cabang grup orkes kelompok tani kerajaan kesultanan prabu"
    " sumur embung irigasi bendung piala tim klub film sinetron novel lagu buku komik"
    " kapal kereta ka bus studio radio kelas karang perpustakaan saung panti asuhan"
    " komunitas lembur pdam perumda bpr pln spbu mal padepokan villa vila griya kedai".split()
)
#: What is called after people: no person follows.
NAMED_AFTER = frozenset(
    "jalan jl jln gang gg masjid mushala musala mushola sd sdn sdit smp smpn smpit"
    " sma sman smk smkn mi mts tk paud slb rs rsud rsia yayasan stadion gor taman"
    " pondok pesantren ponpes universitas jembatan terminal bandara gedung museum"
    " makam klinik tpq madrasah langgar surau".split()
)
TO_PLACES = frozenset("di ke dari asal menuju se sekitar warga daerah arah kawasan antara".split())
#: Given names that are common words, too: they need company.
COMMON_WORDS = frozenset(
    "agung agus akbar amin anggun angga anugrah anugerah asri ari arum ayu ayi bagus"
    " baskara bayu bima bintang bunga cahaya cahya candra cinta citra dahlia dara dewa"
    " dewi dian dwi eka enam fajar gading galih galuh garin gema gilang ginting"
    " ginanjar guntur hadi hakim harun hasan hidayah hikmah huda imam iman indah indra"
    " insan intan irama jaka jamil jaya juli julia kartika kartini kasih kenanga kiki"
    " kurnia lala lanang laras lestari lila lilin linda lintang luhur mahardika"
    " maharani maulid maret mawar mega melati merdeka mukti mulia muslim muslimah"
    " mutiara nada nana nanda nila nina nur nusa pandu panji pelita permana permata"
    " pertiwi prabu prima puji purnama puspa putra putri putu raden raka rama ramadan"
    " ramadhan ramadhani rambu ratu raya resi restu riang ribut rizki rizky rezeki"
    " rosi ruby sabar safari sahara sakti sari satria sejati sekar setia setiabudi"
    " siaga sinar sinta slamet suci sudirman sukma sulaiman sultan surya susilo syukur"
    " taat tabah tama tari tata tegar teguh tio tirta titik tri tulus ulang una untung"
    " utama utami wahid wahyu waris warna warta widya wijaya wisnu wulan yuda yudha"
    " yuk zaki sidik sudin melodi nova rahayu rahmat hari ida ika ita oman pipit"
    " undang usman umar isa musa ibrahim yusuf ismail muhammad mohammad ahmad abdullah"
    " ali adam maria fatimah aisyah siti soekarno sukarno budi tini seto bella sam tia"
    " mira vina lia sarah adi rara nadi bani topan kirana dina sugeng nyai nirmala"
    " tara novel tono rido saras sehat senja ratri asih lulu lili cucu nyoman made"
    " gede komang ketut wayan cempaka anggrek flamboyan raflesia kemuning tanjung"
    " dadap agustin fitri fitrah ramdan tiwi odo wir semar rangga caca".split()
)
NO_NAMES = NO_NAME | frozenset(
    "warga masyarakat semua semuanya sekalian hadirin kawan sobat sahabat teman rekan"
    " orang tua wali murid siswa siswi dinas puskesmas rsud kantor pemerintah pemkab"
    " pemkot bupati polisi tni polri senin selasa rabu kamis jumat sabtu minggu ahad"
    " januari februari maret april mei juni juli agustus september oktober november"
    " desember jalan gang desa kelurahan kecamatan kabupaten kota provinsi kampung"
    " dusun rt rw blok nomor no jl nik nama alamat tempat tgl tanggal lahir umur usia"
    " kelas sekolah sd sdn smp smpn sma sman smk paud tk pelanggan pemilik penerima"
    " pemohon peserta pasien korban anggota kader ketua lurah camat jadwal info"
    " informasi mohon tolong silakan selamat terima halo hai hallo maaf semoga"
    " tersangka terdakwa terpidana terduga pelaku setelah sebelum usai sejak ketika saat"
    " alhamdulillah innalillahi insyaallah pkk posyandu wib wita wit indonesia"
    " pancasila asn pns pppk kk ktp bpjs jkn kis npwp nisn hp wa telp email baik siap"
    " ya yang dan di ke dari untuk dengan pada dalam ini itu ada akan sudah telah"
    " sedang bisa dapat harus wajib jangan tidak belum masih juga agar karena saat"
    " bila jika kalau hari pukul jam tahun bulan pagi siang sore malam besok kemarin"
    " tadi nanti sekarang mulai acara kegiatan rapat layanan pelayanan loket antrean"
    " nakes medis kesehatan tamu pengunjung penonton pembaca pengurus panitia petugas"
    " pelajar mahasiswa wisatawan pegawai karyawan staf pejabat pimpinan kepada bagi"
    " para hamil jompo tersayang sayang cantik ganteng shalihah saleh sholeh tuhan"
    " allah nabi rasul yatim piatu dhuafa duafa jalanan perempuan lelaki laki"
    " laki-laki pertama kedua ketiga bungsu sulung didik muda-mudi kandung daerah"
    " gratis majikan asuh rumah jenis agama status golongan pekerjaan gol darah poli"
    " rekam diagnosa diagnosis hasil keterangan tb bb berat tinggi kel kec kab prov"
    " nip nuptk noka hb daftar data nomer nop kode kerja bakti gotong royong"
    " dusun-dusun bersama kasih dirgahayu merdeka hut lomba juara duta pos satpol pp"
    " damkar bpbd pdam perumda samsat dispusip dinsos dinkes disdukcapil kosgoro"
    " golkar tipe mertua angkat tirinya namanya jenenge jenengipun ngaranna namina"
    " asmane bernama adalah yaitu yakni ialah nyaeta yaiku bocah balita bayi penderita"
    " pengidap penyintas identitas mantan janda duda anaknya turut berduka kabar"
    " update hampir selama sekitar covid corona tbc hiv dbd odgj telantar terlantar"
    " evakuasi bantuan sembako kisah cerita kini nuhun suwun hatur matur maturnuwun"
    " mangga monggo wilujeng sugeng tetangga warganya makcik".split()
)
PARTICLES = frozenset("bin binti van el al".split())
#: Small letters make another word of it: "jemaah haji", "ning omah".
NEED_CAPITAL = frozenset(
    "haji hajah ning ki ma mak pa aa om h hj gus yu tuan neng nok cung ade nona r st m".split()
)
ALSO_NAMES = frozenset(
    "ade uda uni koko aa nok ujang neng eneng yuyu uwa oom emak cecep didik bima opa".split()
)
ACRONYMS = frozenset("ma ki pa om aa ak ade sus ning".split())
#: These need a name that is known, "Anak Mengalami …" being none.
NEED_KNOWN_NAME = frozenset("anak an ade sus kaka".split())
#: Of those, names that follow a small "bu" or "mas" without doubt.
COMMON_GIVEN = frozenset(
    "agus budi dewi dian surya bayu sari yusuf siti wahyu rahmat ali ahmad ida ika"
    " ita wulan ayu tini fitri yuda adi ari hasan umar ibrahim ismail aisyah fatimah"
    " maria lia vina mira nina tiwi".split()
)
