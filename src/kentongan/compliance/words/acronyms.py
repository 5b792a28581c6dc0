"""Short forms: which everybody knows, and what the others stand for."""

from __future__ import annotations

#: Known to nearly every reader, or part of a name; in capitals.
KNOWN = frozenset(
    """
    KTP KK NIK SIM STNK BPKB SKCK NPWP PBB KIA RT RW RI NKRI UUD HUT KPU DPR DPRD MPR DPD TPS TNI
    POLRI PNS ASN PPPK CPNS CASN NIP NISN PKK KUA KUR UMKM UKM BUMN BUMD PLN PDAM BPJS JKN KIS KIP
    BLT BOS PMI BMKG BPBD BNPB BPS BPOM BNN BKN KPK BI OJK LPS RS RSUD RSU RSIA RSJ IGD UGD ICU KB
    ASI MPASI DBD TB TBC HIV AIDS COVID P3K SMA SMP SD SMK MI MTS MA SLB PAUD TK RA TPQ TPA SDN SDIT
    MTSN MIN MAN SMPN SMAN SMKN OSIS MPK PPDB SPMB UN UTBK SNBP SNBT KBM PR IPA IPS PJOK TKA WIB
    WITA WIT GPS SMS WA HP TV TVRI RRI AC LED USB PDF QR QRIS ATM OTP PIN CCTV WIFI IP IT AI VR
    HTTP URL SOS DM IG FB YT X PC LCD GB MB KB MBPS CD DVD FM AM VIP VVIP MC DJ EO PT CV UD TBK
    SPBU LPG NPK BBM PJU TPST TPS3R GOR KUD NU MUI PGI WHO PBB ASEAN UNESCO UNICEF USA
    UI ITB IPB UGM ITS UPI PMR UKS MPLS MOS KKN KTI SKS S1 S2 S3 D3 D4 BRI BNI BCA BTN BSI BJB BPR
    BPD
    DANA OVO JNE PSSI PON PORPROV FIFA MTQ HAM KDRT ODGJ HOAX HOAKS SAR DVI PHK THR PDIP DKI DIY NTB
    NTT KTM SK SE SOP APBN APBD APBDES BUMDES RUU UU PERDA PP PERBUP PERPRES KRL MRT LRT KA KAI
    DAMRI
    A1 A2 A3 A4 A5 F4 B3 K3 3M 4M 5M 3D 4D HD UHD O2 CO2 PH RPM KM KG CM MM ML DPI VGA RAM
    SATPOL LINMAS POLSEK KORAMIL DAMKAR PUSKESMAS POSYANDU MPV SUV ABS CC HPV DPT MCK PAM KOPERASI
    STOP OK OKE NO YTH NB PS CP WC BB TB LD XS XL XXL ID NGO LSM BEM PBNU SPP IPK LPDP KEMENKES
    TOEFL
    SAPA LAPOR PSC PERSIB PLTS PLTA PLTU JPO PKL BLK SPPT NOP MPP UKT SKTM KIR ETLE BST PPKM IMB APK
    BCG DPT MR PIN IVA USG EKG CT MRI NAPZA RAPBD LKS PTN PTS UMR UMK UMP PNPM HGB SHM BPN PPAT
    PPS PPK SKB SP4N ISBN ISSN PPP DPC DPP DPW BPK MPRS KBRI SCTV PBSI WNI WNA OOTD POV OTT KTR
    APB IMEI VPN GIS API WEB APP NFC RFID CSR CEO HRD RIP FAQ PO COD DIY RSVP TBA AD SM HIJ CFD TOT
    """.split()
)

#: Not widely known: what they stand for; empty where it depends or is long.
STANDS_FOR: dict[str, str] = {
    short: long
    for short, _, long in (
        line.strip().partition("=")
        for line in """
        BBNKB=bea balik nama kendaraan bermotor
        BBN=bea balik nama
        BBN-KB=bea balik nama kendaraan bermotor
        BPHTB=bea perolehan hak atas tanah dan bangunan
        PKB=pajak kendaraan bermotor
        SWDKLLJ=sumbangan wajib dana kecelakaan lalu lintas jalan
        TNKB=tanda nomor kendaraan bermotor
        PNBP=penerimaan negara bukan pajak
        PAD=pendapatan asli daerah
        OPD=organisasi perangkat daerah
        SKPD=satuan kerja perangkat daerah
        UPTD=unit pelaksana teknis daerah
        UPT=unit pelaksana teknis
        BLUD=badan layanan umum daerah
        RTLH=rumah tidak layak huni
        RUTILAHU=rumah tidak layak huni
        PKH=Program Keluarga Harapan
        BPNT=bantuan pangan nontunai
        KPM=keluarga penerima manfaat
        DTKS=Data Terpadu Kesejahteraan Sosial
        DTSEN=Data Tunggal Sosial dan Ekonomi Nasional
        PPKS=pemerlu pelayanan kesejahteraan sosial
        PMKS=penyandang masalah kesejahteraan sosial
        TKSK=tenaga kesejahteraan sosial kecamatan
        IKD=Identitas Kependudukan Digital
        SIAK=Sistem Informasi Administrasi Kependudukan
        NIB=nomor induk berusaha
        OSS=sistem perizinan daring
        PBG=persetujuan bangunan gedung
        SLF=sertifikat laik fungsi
        PIRT=izin pangan industri rumah tangga
        P-IRT=izin pangan industri rumah tangga
        KBLI=Klasifikasi Baku Lapangan Usaha Indonesia
        LKPM=laporan kegiatan penanaman modal
        PPID=Pejabat Pengelola Informasi dan Dokumentasi
        JDIH=Jaringan Dokumentasi dan Informasi Hukum
        IKM=indeks kepuasan masyarakat
        SKM=survei kepuasan masyarakat
        SPM=standar pelayanan minimal
        SPBE=sistem pemerintahan berbasis elektronik
        SAKIP=sistem akuntabilitas kinerja instansi pemerintah
        LKJIP=laporan kinerja instansi pemerintah
        LKPJ=laporan keterangan pertanggungjawaban
        LPPD=laporan penyelenggaraan pemerintahan daerah
        RPJMD=rencana pembangunan jangka menengah daerah
        RPJMDES=rencana pembangunan jangka menengah desa
        RPJPD=rencana pembangunan jangka panjang daerah
        RKPD=rencana kerja pemerintah daerah
        RKPDES=rencana kerja pemerintah desa
        RDTR=rencana detail tata ruang
        RTRW=rencana tata ruang wilayah
        PPAS=
        DPA=dokumen pelaksanaan anggaran
        RKA=rencana kerja dan anggaran
        SILTAP=penghasilan tetap
        ADD=alokasi dana desa
        KPMD=kader pemberdayaan masyarakat desa
        LPMD=lembaga pemberdayaan masyarakat desa
        LPMK=lembaga pemberdayaan masyarakat kelurahan
        LKD=lembaga kemasyarakatan desa
        TP-PKK=tim penggerak PKK
        FKUB=forum kerukunan umat beragama
        FKDM=forum kewaspadaan dini masyarakat
        FKPM=
        P2WKSS=
        P2TP2A=pusat pelayanan terpadu pemberdayaan perempuan dan anak
        PPA=perlindungan perempuan dan anak
        PPKBD=
        PLKB=petugas lapangan keluarga berencana
        PKBM=pusat kegiatan belajar masyarakat
        KWT=kelompok wanita tani
        PPL=penyuluh pertanian lapangan
        BPP=balai penyuluhan pertanian
        RDKK=rencana definitif kebutuhan kelompok
        LP2B=lahan pertanian pangan berkelanjutan
        OPT=hama dan penyakit tanaman
        PMK=penyakit mulut dan kuku
        LSD=
        PSN=pemberantasan sarang nyamuk
        KLB=kejadian luar biasa
        ILI=gejala serupa flu
        ISPA=infeksi saluran pernapasan akut
        PTM=penyakit tidak menular
        BIAS=bulan imunisasi anak sekolah
        PMT=pemberian makanan tambahan
        PMBA=
        ANC=pemeriksaan kehamilan
        KEK=kurang energi kronis
        BBLR=bayi berat lahir rendah
        TPPS=tim percepatan penurunan stunting
        TPK=tim pendamping keluarga
        FKTP=puskesmas atau klinik pertama
        FKRTL=rumah sakit rujukan
        PRB=
        UKBM=
        STBM=sanitasi total berbasis masyarakat
        ODF=bebas buang air besar sembarangan
        BABS=buang air besar sembarangan
        SPAL=saluran pembuangan air limbah
        SPAM=sistem penyediaan air minum
        IPAL=instalasi pengolahan air limbah
        IPLT=instalasi pengolahan lumpur tinja
        TPT=tembok penahan tanah
        DAS=daerah aliran sungai
        DLHK=
        DLH=dinas lingkungan hidup
        DPUPR=
        PUPR=
        DPMPTSP=
        DPMD=
        DP3A=
        DP3AKB=
        BKPSDM=badan kepegawaian dan pengembangan sumber daya manusia
        BPKAD=
        BAPENDA=badan pendapatan daerah
        BAPPEDA=badan perencanaan pembangunan daerah
        BAPPERIDA=
        KESBANGPOL=kesatuan bangsa dan politik
        DISDUKCAPIL=
        DISKOMINFO=
        PVMBG=Pusat Vulkanologi dan Mitigasi Bencana Geologi
        EWS=alat peringatan dini
        TRC=tim reaksi cepat
        KRB=kawasan rawan bencana
        APAR=alat pemadam api ringan
        K3LH=
        PKPU=peraturan KPU
        KPPS=
        PKD=
        DPS=daftar pemilih sementara
        DPTB=daftar pemilih tambahan
        DPK=
        ANBK=asesmen nasional berbasis komputer
        RKB=ruang kelas baru
        ATS=anak tidak sekolah
        PIP=Program Indonesia Pintar
        PKG=
        PPG=
        GTK=guru dan tenaga kependidikan
        PTK=
        NUPTK=nomor unik pendidik
        DAPODIK=data pokok pendidikan
        TPP=tambahan penghasilan pegawai
        SKP=sasaran kinerja pegawai
        DUK=
        TMT=terhitung mulai tanggal
        SPT=
        SPPD=
        SPJ=surat pertanggungjawaban
        LHP=laporan hasil pemeriksaan
        TLHP=
        APIP=
        WBS=saluran pelaporan pelanggaran
        WTP=wajar tanpa pengecualian
        ZI=zona integritas
        WBK=wilayah bebas dari korupsi
        WBBM=wilayah birokrasi bersih dan melayani
        SDGS=tujuan pembangunan berkelanjutan
        TPB=tujuan pembangunan berkelanjutan
        IPM=indeks pembangunan manusia
        PDRB=
        TPAKD=
        TPID=tim pengendali inflasi daerah
        IPH=
        HET=harga eceran tertinggi
        GPM=gerakan pangan murah
        SPHP=
        CPPD=cadangan pangan pemerintah daerah
        SPPG=satuan pelayanan pemenuhan gizi
        MBG=makan bergizi gratis
        KDMP=koperasi desa merah putih
        PTSL=pendaftaran tanah sistematis lengkap
        SPPL=
        AMDAL=analisis mengenai dampak lingkungan
        UKL-UPL=
        ANDALALIN=analisis dampak lalu lintas
        LHKPN=laporan harta kekayaan
        TORA=
        KRK=
        SKRK=
        RKS=
        DED=rancangan rinci
        DAK=dana alokasi khusus
        DAU=dana alokasi umum
        DBH=dana bagi hasil
        DBHCHT=dana bagi hasil cukai hasil tembakau
        BTT=belanja tidak terduga
        BOK=bantuan operasional kesehatan
        BOP=biaya operasional
        PIK-R=pusat informasi dan konseling remaja
        BKB=bina keluarga balita
        BKR=bina keluarga remaja
        BKL=bina keluarga lansia
        UPPKA=
        KRPL=kawasan rumah pangan lestari
        CKG=cek kesehatan gratis
        PBI=penerima bantuan iuran
        UHC=jaminan kesehatan semesta
        JKK=jaminan kecelakaan kerja
        JKM=jaminan kematian
        JHT=jaminan hari tua
        AK1=kartu pencari kerja
        AK-1=kartu pencari kerja
        LPK=lembaga pelatihan kerja
        TKM=
        P3KE=
        KIM=kelompok informasi masyarakat
        FGD=diskusi kelompok
        MOU=nota kesepahaman
        NPHD=naskah perjanjian hibah daerah
        ILM=iklan layanan masyarakat
        KIE=komunikasi, informasi, dan edukasi
        RTH=ruang terbuka hijau
        PSU=prasarana, sarana, dan utilitas umum
        LPJU=lampu penerangan jalan umum
        APILL=lampu lalu lintas
        ZOSS=zona selamat sekolah
        """.splitlines()
        if "=" in line
    )
}
#: Words cut together, in small letters, that offices use and others do not.
CUT_WORDS: dict[str, str] = {
    short: long
    for short, _, long in (
        line.strip().partition("=")
        for line in """
        musrenbang=musyawarah perencanaan pembangunan
        musrenbangdes=musyawarah perencanaan pembangunan desa
        musrenbangcam=musyawarah perencanaan pembangunan kecamatan
        musdes=musyawarah desa
        musdesus=musyawarah desa khusus
        muskel=musyawarah kelurahan
        forkopimda=forum koordinasi pimpinan daerah
        forkopimcam=forum koordinasi pimpinan kecamatan
        trantibum=ketenteraman dan ketertiban umum
        trantib=ketenteraman dan ketertiban
        posbindu=pos pembinaan terpadu
        jumantik=juru pemantau jentik
        gapoktan=gabungan kelompok tani
        poktan=kelompok tani
        pokdarwis=kelompok sadar wisata
        pokdakan=kelompok pembudidaya ikan
        pokmas=kelompok masyarakat
        pokja=kelompok kerja
        pusling=puskesmas keliling
        pustu=puskesmas pembantu
        polindes=pondok bersalin desa
        poskesdes=pos kesehatan desa
        poskesdeswan=
        puskeswan=pusat kesehatan hewan
        keswan=kesehatan hewan
        alsintan=alat dan mesin pertanian
        saprodi=sarana produksi pertanian
        bimwin=bimbingan perkawinan
        catin=calon pengantin
        bufas=ibu nifas
        bulin=ibu bersalin
        baduta=anak di bawah dua tahun
        germas=gerakan masyarakat hidup sehat
        yankes=pelayanan kesehatan
        fasyankes=fasilitas pelayanan kesehatan
        jamkesda=jaminan kesehatan daerah
        prolanis=program pengelolaan penyakit kronis
        yandu=
        yanlik=pelayanan publik
        monografi=
        kasubag=kepala subbagian
        kasubbag=kepala subbagian
        kasie=kepala seksi
        kabag=kepala bagian
        kabid=kepala bidang
        sekdis=sekretaris dinas
        kadisdik=kepala dinas pendidikan
        kadinkes=kepala dinas kesehatan
        wasbang=wawasan kebangsaan
        pamsimas=penyediaan air minum dan sanitasi berbasis masyarakat
        sanimas=sanitasi berbasis masyarakat
        kotaku=
        rutilahu=rumah tidak layak huni
        jitut=jaringan irigasi tingkat usaha tani
        jides=jaringan irigasi desa
        dakel=dana kelurahan
        banprov=bantuan provinsi
        bankeu=bantuan keuangan
        bansarpras=bantuan sarana dan prasarana
        sarpras=sarana dan prasarana
        siskeudes=sistem keuangan desa
        sosper=sosialisasi peraturan
        propemperda=program pembentukan peraturan daerah
        bimtek=bimbingan teknis
        rakornas=rapat koordinasi nasional
        rakorcam=rapat koordinasi kecamatan
        """.splitlines()
        if "=" in line
    )
    if long
}
#: Words that people write in capitals for weight.
SHOUTED = frozenset(
    """
    INFO INFORMASI PENTING PENGUMUMAN GRATIS AWAS WASPADA SIAGA SIAP AYO YUK MARI STOP JANGAN TIDAK
    BUKAN BELUM SUDAH AKAN HARI INI BESOK LUSA SENIN SELASA RABU KAMIS JUMAT SABTU MINGGU AHAD DAN
    ATAU YANG DI KE DARI UNTUK DESA KOTA JALAN JL GG NO NOMOR DIBUKA DITUTUP BUKA TUTUP LIBUR LOKER
    PROMO DISKON BARU LAMA HOAKS HOAX FAKTA SALAH BENAR PALSU ASLI CATAT INGAT SIMAK BACA KLIK CEK
    LIVE HADIR DAFTAR SEGERA AMAN BAHAYA DARURAT GEMPA BANJIR TSUNAMI LONGSOR API AIR LISTRIK MATI
    NYALA PADAM SELAMAT TERIMA KASIH MAAF HARAP MOHON WAJIB BISA BOLEH HARUS SATU DUA TIGA EMPAT
    LIMA
    JEBOL RELAWAN KLARIFIKASI UPDATE URGENT TIPS FREE OPEN CLOSED NEW BREAKING NEWS SURAT RESMI
    RALAT REVISI JADWAL SYARAT LOKASI WAKTU TEMPAT BIAYA CARA KONTAK ACARA AGENDA TEMA TOTAL JUMLAH
    KAMI KITA ANDA SAYA AKU DIA KAMU WARGA IBU BAPAK ANAK KAK PAK BU DUKA CITA SUKSES HEBAT KEREN
    JUARA MENANG PASTI SEMUA HANYA SAJA PALING LEBIH KURANG SANGAT JUGA LAGI MASIH SAMA BEDA NIH LHO
    BUKTI DATA HASIL HARGA NAIK TURUN TETAP RAPAT LOMBA PASAR SEHAT SAKIT VAKSIN SAMPAH HUJAN PANAS
    """.split()
)
#: Degrees behind names.
DEGREES = frozenset(
    """
    ST SH SE MM MH MT MP MA MBA MPD MSI MKES SKM SPD SSOS SIP STP SSTP SAP SKEP SPSI SKOM SKED SFARM
    SAG SPDI SPT SHUT SP DRS DRA IR HJ KH AMD AMK AMKEB SST STR MAP MEC MHUM MKOM MPA MPH LC PHD
    SGZ SPA SPM SPOG SPB SPPD SPJP SPTHT SPKK SPAN SPP SPN SPR AMDKEB
    """.split()
)
