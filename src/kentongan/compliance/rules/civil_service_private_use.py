"""Office, its hours, things and influence used for private gain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import both, is_negated, together
from kentongan.kernel.say import gettext_noop

_SALE = Opened(
    r"\b(?:jual(?:an)?|dijual|menjual|jualin|ready(?:\s+stok|\s+stock)?|po\b|open\s+(?:po|order)"
    r"|pre-?order|pesan(?:an)?|order(?:an)?|beli(?:lah)?|dibeli|dagangan|arisan|mlm|member|downline"
    r"|reseller|agen|endorse|promosi(?:in)?|promo|numpang|nitip|titip(?:an)?\s+(?:jual|dagang|promo"
    r"|iklan)|kos(?:an|-kosan)?|kontrakan|kavling|tanah\s+dijual|asuransi|investasi|pinjaman|kredit"
    r"|cicilan|les\s+privat|katering|catering|kue|madu|kerupuk|gamis|hijab|skincare|kosmetik|herbal"
    r"|parfum|emas|pulsa|tupperware|panci|baju|sepatu|frozen|sambal|telur|beras|keripik|dodol"
    r"|sewa(?:in|kan)?|disewakan|nyewa|rental|sadean|dodolan|icalan|ngical)\b"
)
_OFFICE = Opened(
    r"\b(?:(?:ambil|bayar|cod|ketemuan|temui|hubungi|cari|datang|mampir|pesan|beli|titip|daftar"
    r"|transaksi|jupuk|cokot|candak|dijemput)\s+(?:\w+\s+){0,3}?"
    r"(?:di|ke|ka|nang|neng|ing|lewat|via|dina)\s*(?:\w+\s+){0,2}?(?:kantor|meja|loket|ruang(?:an)?"
    r"|lobi|parkiran|pos\s+satpam|kelurahan|kecamatan|puskesmas|balai\s+desa|sekolah|pendopo|dinas"
    r"|rsud|samsat|aula|kantin|koperasi|tu\b)"
    r"|(?:sambil"
    r"|sekalian)\s+(?:antre|ngurus|urus|bikin)\s+(?:ktp|kk|akta|surat|pajak|sim|izin)"
    r"|(?:akun|halaman|laman|grup|wa)\s+(?:dinas|kantor|resmi|kelurahan|kecamatan|desa|puskesmas"
    r"|sekolah|ini)\b[^\n.]{0,30}\b(?:numpang|promo\w*|jual\w*|iklan))\b"
)
#: Hours and things of the office. Who eats cake on duty or buys eggs with a broken car sells
#: nothing: here goods alone say nothing.
_DUTY = Opened(
    r"\b(?:(?:pas|saat|di|waktu|selama|sela|sela-sela|dalam|sambil)\s+(?:jam\s+(?:kerja|dinas|kantor"
    r"|pelayanan)|dinas|apel|piket)"
    r"|jam\s+(?:kerja|dinas)\s+(?:juga\s+)?(?:bisa|boleh|oke|ok|siap)"
    r"|(?:printer|mesin|mobil|motor|fotokopi|wifi|internet|kertas|gedung|aula|tenda|kursi|ambulans"
    r"|ambulan)\s+(?:dinas|kantor|desa|kelurahan|puskesmas))\b"
)
#: Words of trade, wherever they stand.
_TRADE = (
    r"jual(?:an)?|dijual|menjual|jualin|ready|po\b|open\s+(?:po|order)|pre-?order|order"
    r"|dagangan|dagang|arisan|mlm|member|downline|reseller|endorse|numpang|nitip|titip(?:an)?"
    r"|diskon|asuransi|investasi|pinjaman|kreditan|sadean|sadeyan|dodolan|icalan|ngical|ngajual"
    r"|tawarkan|nawarin|minat|tupperware|pesen|pesan\s+(?:ke|ka|lewat|di)"
)
#: In office hours also what somebody earns beside.
_OFFERED = Opened(
    rf"\b(?:{_TRADE}|orderan|promo(?:si|sikan|in)?|kredit|cicilan|(?:di)?sewa(?:in|kan)?|nyewa"
    r"|rental|katering|catering|les\s+privat|skincare|pesan\s+saya"
    r"|pesanan\s+(?:ke|ka|lewat|di|saya)|bisa\s+(?:pesan|beli|order))\b"
)
#: At the office also buying, but no campaign of the office's own (“promo”).
_SELLING = Opened(rf"\b(?:{_TRADE}|beli|promosi(?:in|kan)?|sade|disewakan|sewa)\b")
_AT_OFFICE = Opened(
    r"\b(?:di|ke|ka|nang|neng|ing|wonten|dina|dugi|dari|ti|samperin|datangi"
    r"|temui)\s+(?:kantor(?:\s+\w+)?"
    r"|meja\s+(?:saya|pelayanan|kerja|resepsionis|piket|layanan)|loket(?:\s+\w+)?"
    r"|ruang(?:an)?\s+(?:tu|guru|poli(?:\s+\w+)?|periksa|pelayanan|kerja|saya|rapat|staf|kepala"
    r"|tunggu|tata\s+usaha)"
    r"|kelurahan|kecamatan|puskesmas|balai\s+desa|samsat|pendopo)\b"
)
_ALONE = Opened(
    r"\b(?:numpang|nitip|titip|sekalian)\s+(?:promo(?:si|in)?|jualan|iklan|lapak|dagang|endorse)\b"
    r"|\b(?:mobil|motor|kendaraan|ambulans?|bus|truk|pikap|gedung|aula|rumah|laptop|genset"
    r"|tenda)\s+(?:\w+\s+)?(?:dinas|plat\s+merah|pelat\s+merah|kantor|desa"
    r"|operasional)\b[^\n]{0,60}\b(?:sewa|(?:di|saya\s+)?(?:sewa|kontrak)(?:kan|in)?|ngojek"
    r"|narik\s+penumpang|setoran|nyewa|rental|direntalkan|mudik"
    r"|liburan|pinjam(?:in|kan)?|dipinjam(?:kan|in)?|piknik|hajatan|pribadi|pulang\s+kampung"
    r"|jalan-jalan|belanja|arisan)\b"
    r"|\b(?:printer|mesin\s+fotokopi|proyektor|sound\s+system|kamera|drone|tenda|kursi)\s+(?:dinas"
    r"|kantor|desa|sekolah|kelurahan)\b[^\n]{0,50}\b(?:hubungi\s+saya|per\s+lembar|nikah|hajatan"
    r"|murah|bayar|tarif|disewakan)"
    r"|\b(?:lewat|via|melalui|hubungi|kontak|wa|ke|titip(?:kan)?|serahkan|pasrahkan"
    r"|percayakan)\s+(?:ke\s+|sama\s+|pada\s+)?(?:saya|aku|gue|abdi|kula|ane)\s*(?:saja|aja|wae"
    r"|mawon)?\b[^\n]{0,50}\b(?:orang\s+dalam|pasti\s+(?:lulus|lolos|cepat|beres)|dijamin|dibantu"
    r"|cepat|beres|tanpa\s+antre|nggak\s+(?:pakai\s+)?antre|jalur\s+(?:khusus|cepat|belakang)"
    r"|uang\s+\w+|ganti\s+\w+)"
    r"|\b(?:honorer|pns|cpns|pppk|asn|naik\s+pangkat|mutasi|lulus|lolos|proyek|izin|ktp|sertifikat"
    r"|bansos|akta|sim|zonasi|ppdb|spmb)\b[^\n]{0,50}\b(?:saya|gue|aku|abdi)\s+(?:bisa|siap|dapat"
    r"|punya)\s+(?:\w+\s+)?(?:bantu|urus|kenalan|jalur|akses|koneksi|orang)\b[^\n]{0,40}(?:tarif"
    r"|biaya|imbalan|nego|mahar|dp\b|setor|seikhlas|japri|ongkos|uang|komisi|bayar|amplop)"
    r"|\b(?:punya|ada|gadhah|duwe)\s+(?:jalur|kenalan|orang|akses|koneksi)\b[^\n]{0,50}\b(?:amplop"
    r"|uang|bayar|tarif|setor|biaya|imbalan|pelicin|mahar)\b"
    r"|\b(?:uang|duit|artos|dhuwit)\s+(?:kopi|rokok|pelicin|bensin|lelah|capek|terima\s+kasih"
    r"|administrasi\s+di\s+luar)\b(?!\s+(?:bulan|bulanan|patungan|ruangan|seruangan))"
    r"|\b(?:saya|gue|aku|abdi)\s+(?:bisa|iso|tiasa|punya)\s+(?:\w+\s+){0,3}?(?:masukin|masukkan"
    r"|loloskan|luluskan|titipkan|titipin|bantu\s+lolos|atur|urus(?:in|kan)?|percepat"
    r"|jalur\s+(?:khusus|belakang|dalam)|kuota\s+titipan)\b"
    r"|\b(?:titip(?:an)?|jatah|kuota)\s+(?:honorer|nama|kursi|siswa|anak|keponakan|cpns|pppk"
    r"|jabatan|proyek)\b[^\n]{0,50}\b(?:saya|hubungi|kabari|wa|japri|bisa)\b"
    r"|\b(?:butuh|minta|cari)\s+(?:proyek|jatah\s+proyek|setoran|fee)\b|\bfee\s+proyek\b"
    r"|\bjapri\b[^\n]{0,30}\b(?:lolos|lulus|orang\s+dalam|kuota|titipan)"
    r"|\bmumpung\s+(?:saya\s+|masih\s+|lagi\s+){0,2}(?:menjabat|jadi\s+(?:kabid|kadis|kasi|lurah"
    r"|camat|kades)|pegang\s+(?:anggaran|proyek|kuota))"
)
_LAWFUL = re.compile(
    r"\b(?:tidak\s+(?:boleh|pernah|ada|perlu|dipungut|menerima|untuk|dibenarkan)|dilarang|larangan"
    r"|jangan|bukan|tanpa|tolak|menolak|gratifikasi|pungli|laporkan|melaporkan|lapor|awas|waspada"
    r"|hindari|oknum|tertipu|penipuan|calo"
    r"|di\s+luar\s+(?:jam|kantor)|luar\s+jam\s+(?:dinas|kerja)|umkm|koperasi|bumdes|pasar\s+murah"
    r"|bazar|bazaar|kwt|pkk|pedagang\s+binaan|kios|lelang|kantin|resmi\s+kantor|dekranasda|posyandu"
    r"|gerai|lapak|kas\s+(?:rt|rw|desa|dasawisma)|retribusi|perda|operasi\s+pasar|bulog"
    r"|samsat\s+keliling|sampah|kepala\s+dinas|penyewaan\s+resmi|tarif)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    own = case.draft.actor == "civil_servant"
    for text in case.texts:
        for match in _ALONE.find(text):
            if not _is_lawful(text, *match.span()) and not is_negated(text, match.start()):
                yield hit_at(text, text.letters, *match.span())
        if own:
            pairs = ((_OFFICE, _SALE), (_DUTY, _OFFERED), (_AT_OFFICE, _SELLING))
            for place, sale in pairs:
                for one, other in together(text, place, sale, reach=90, across=True):
                    start, end = both(one, other)
                    if not _is_lawful(text, start, end):
                        yield hit_at(text, text.letters, start, end)


def _is_lawful(text: Text, start: int, end: int) -> bool:
    asked = text.letters.text[end : end + 1] == "?"
    return asked or _LAWFUL.search(text.sentence(start, end)) is not None


RULE = Rule(
    id="civil_service.private_use",
    family="civil_service",
    title=gettext_noop("Jabatan untuk kepentingan pribadi"),
    looks_for=gettext_noop(
        "Berjualan lewat kantor, jam kerja, atau akun resmi; menawarkan jalur orang dalam dan uang "
        "pelicin; menyewakan kendaraan dinas. Peringatan pungli, UMKM, dan usaha di luar jam dinas "
        "tidak dilaporkan."
    ),
    message=gettext_noop("Jabatan, jam kerja, dan barang kantor tidak untuk keperluan pribadi."),
    suggestion=gettext_noop("Hapus, atau pisahkan usaha pribadi dari kantor dan jam kerja."),
    basis=("se-137-2018",),
    severity=Severity.WEIGH,
    find=_find,
    opened_by=(_ALONE, _OFFICE, _DUTY, _AT_OFFICE),
    passage=True,
    examples_match=examples(
        Example("Kue kering ready, ambil di meja saya jam kerja.", actor="civil_servant"),
        Example("Hubungi saya di kantor untuk beli gamis.", actor="civil_servant"),
        "Akun ini numpang promosi kos putri milik Bu Kasi.",
        "Mau cepat? Lewat saya saja, orang dalam.",
        "Cukup uang rokok, KTP langsung jadi.",
        "Mobil dinas bisa disewa buat mudik.",
        Example(
            "Sadean kerupuk, candak di loket pajak.", actor="civil_servant", says="bahasa Sunda"
        ),
        "Saya bisa loloskan anak Bapak jadi honorer.",
        Example("Kue ready stok, jam dinas juga bisa diantar.", actor="civil_servant"),
    ),
    examples_miss=examples(
        "Produk UMKM dijual di lapak PKK setiap Minggu.",
        "Mobil dinas tidak boleh dipakai mudik.",
        "Awas oknum yang mengaku orang dalam dan minta uang rokok.",
        Example("Jualan saya di luar jam dinas, jangan ke kantor ya.", actor="civil_servant"),
        "Daftar di loket 3 untuk mengurus pajak.",
        "Pasar murah: ambil kupon di kantor kelurahan.",
        "Tolak pungli: tidak ada uang pelicin di kantor kami.",
        "Pesan tiket museum lewat laman resmi.",
        Example("Wifi kantor lemot, pulsa saya habis.", actor="civil_servant"),
        Example("Mobil dinas mogok, sekalian beli telur di warung.", actor="civil_servant"),
        Example("Aula desa dipakai bikin kue untuk pengungsi.", actor="civil_servant"),
        Example("Uang kopi bulan ini naik lagi.", actor="civil_servant"),
    ),
)
