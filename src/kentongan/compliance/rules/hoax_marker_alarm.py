"""An alarm passed on as true, without anybody who has checked it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.rumours import clarifies, has_source, is_dated
from kentongan.kernel.say import gettext_noop

_FEW = r"(?:[\w-]+[\s,]+){0,4}?"
_MORE = r"(?:[\w-]+[\s,]+){0,7}?"
#: Rumours that go round again and again; true ones come with an office that says so.
_RUMOUR = Opened(
    # food and goods
    rf"\b(?:telur|endog|beras|beas|wos|kubis|kol|bihun|susu|garam|gula|ikan|lauk|bakso|mi|kerupuk"
    rf"|permen|jajanan|minyak\s+goreng|kopi|sosis|daging|galon|air\s+(?:galon|kemasan|minum)"
    rf"|makanan\s+kaleng|buah|semangka|jeruk|apel|pembalut|masker|tusuk\s+gigi|biskuit)\s+{_MORE}"
    r"(?:palsu|diracun(?:i)?|beracun|tiren|(?:dari|pakai|pake|mengandung|ngandung|campuran|dicampur"
    r"|bercampur|berisi|isinya|direndam|disuntik|eusina|isine|tina|saka|soko|ada)\s+"
    rf"{_FEW}(?:plastik|lilin|parafin|boraks|formalin|narkoba|obat\s+(?:tidur|bius)|racun|tikus"
    rf"|bangkai|babi|peluntur|virus|hiv|darah|merkuri|belatung|cacing|pemutih|oli))\b"
    rf"|\b(?:permen|es|jajanan|minuman|stiker|tato)\s+{_FEW}(?:isinya|berisi|mengandung|ngandung"
    rf"|eusina|isine|dicampur|ada)\s+{_FEW}(?:obat|narkoba|sabu|racun|ganja|bius|cacing)"
    # medicine
    rf"|\b(?:vaksin(?:nya|asi)?|imunisasi(?:nya)?|suntik(?:an)?|obat\s+(?:cacing|biru)"
    rf"|susu\s+(?:bantuan|gratis|sekolah)|makan(?:an)?\s+(?:bergizi|gratis|bantuan|tambahan)|pmt"
    rf"|mbg|vitamin\s+\w+|bantuan\s+\w+|biskuit|garam\w*(?:\s+beriodium)?|micin|mi\s+instan"
    rf"|kopi\s+sachet|minuman\s+(?:sachet|kemasan)|permen|air\s+(?:galon|keran|pdam)|obat|pil\s+kb"
    rf"|tetes\s+polio|tablet\s+(?:darah|fe))\s+{_MORE}"
    r"(?:(?:mem|me)?(?:buat|bikin)|nggarai|marakake|matak|ngabalukarkeun|ngakibatkeun|mengakibatkan"
    r"|sebabkan|nyebabkeun|nggawe|ngajadikeun|menyebabkan|berisi|mengandung|ada|ditanam(?:i)?"
    r"|isinya)\s+"
    rf"{_FEW}(?:bodoh|mandul|lumpuh|kejang|pingsan|keracunan|buta|autis|mati|meninggal|gila|chip"
    rf"|cip"
    rf"|microchip|mikrocip|pelacak|racun|babi|kanker|virus|kemandulan|cacat|impoten|maot|gabug)\b"
    rf"|\b(?:anak|bayi|orang|warga|budak|bocah|lansia)\s+{_FEW}(?:langsung\s+)?(?:lumpuh|mati"
    rf"|meninggal|kejang|tewas|pingsan|maot)\s+(?:\w+\s+)?(?:setelah|gara-gara|habis|karena"
    rf"|sanggeus|bar|sawise)\s+(?:di)?(?:vaksin|imunisasi|suntik|obat)"
    # kidnappers
    rf"|\b(?:penculik(?:an|na|e)?|panculik|culik|sindikat\s+(?:penculik\w*|organ)"
    rf"|tukang\s+culik)\s+{_FEW}(?:anak|bocah|budak|barudak|murid|siswa|balita|bayi|lare|orang"
    rf"|mobil)?\s*{_MORE}"
    r"(?:masuk|asup|mlebu|sudah|wis|geus|berkeliaran|beraksi|beraksinya|gentayangan|keliling"
    r"|menyamar|nyamar|mencari|nyari|incar|mengincar|berpura-pura|di\s+(?:wilayah|kampung|desa"
    r"|daerah)\s+(?:kita|kami|sini))"
    r"|\borgan(?:nya|\s+tubuh(?:nya)?|e|na)?\s+(?:\w+\s+)?(?:di(?:jual|ambil|curi|adol|ical)\w*)\b"
    rf"|\b(?:anak|bocah|budak|murid|siswa|balita)\s+{_FEW}(?:hilang|diculik|ilang"
    rf"|leungit)\s+{_MORE}(?:diculik|organ|mobil|jadi\s+korban|dibius|karung)"
    # robbers
    rf"|\b(?:ono|ada|aya|wonten|awas|waspada|hati-hati|ati-ati|sing\s+ati-ati"
    rf"|marak)\W+{_FEW}(?:begal|rampok|gerombolan|geng\s+motor|garong|preman|pembunuh|psikopat"
    rf"|teroris|ninja|orang\s+gila|klitih|copet\s+hipnotis)\s+{_MORE}"
    r"(?:bawa|membawa|nggawa|gowo|mawa|bersenjata|celurit|clurit|arit|golok|pedang|sajam|samurai"
    r"|numpak|naik|nyabet|membacok|mbacok|keliling|berkeliaran|menyamar|nyamar|masuk\s+(?:rumah"
    r"|desa|kampung))"
    rf"|\b(?:begal|geng\s+motor|gerombolan\s+\w+|komplotan|kawanan\s+(?:begal|rampok|pencuri)"
    rf"|perampok|ninja|preman|garong|maling\s+(?:organ|anak|bocah|budak)"
    rf"|tukang\s+hipnotis)\s+{_MORE}"
    rf"(?:bersenjata|bawa|membawa|nggawa|mawa|berpakaian|bercadar|menyamar|nyamar|numpak|naik"
    rf"|pakai)\s+{_MORE}(?:menuju|keliling|masuk|asup|mlebu|berkeliaran|beraksi|nyabet|membacok"
    rf"|gentayangan|mobil|motor|alun-alun|kampung)\b"
    # poison
    rf"|\b(?:pesawat|helikopter|heli|drone|kapal\s+mabur)\s+{_MORE}(?:menyemprot(?:kan)?"
    rf"|nyemprot\w*|menyebar(?:kan)?|nyebar\w*|menabur(?:kan)?|menjatuhkan)\s+{_FEW}(?:racun|virus"
    rf"|bakteri|kimia|cairan|disinfektan|gas)"
    rf"|\b(?:sungai|air|sumur|walungan|cai|kali|banyu|pdam|keran|kran|udara|hujan|mata\s+air"
    rf"|tandon)\s+{_MORE}(?:dicemari|tercemar|kacampuran\s+racun|kecampuran\s+racun"
    rf"|dicampur\s+racun|diracun(?:i)?|beracun|mengandung\s+racun|ngandung\s+racun|diberi\s+racun"
    rf"|dikasih\s+racun|kena\s+racun|keracunan)\b"
    r"|\b(?:sinar|radiasi|gelombang)\s+(?:kosmik|gamma|matahari|berbahaya)\s+(?:akan|bakal|melintas"
    r"|masuk|malam|dari)|\bhujan\s+(?:asam|beracun|kimia)\s+(?:akan|bakal|turun|malam)|\b(?:gas"
    r"|awan|kabut)\s+beracun\s+(?:akan|bakal|menuju|masuk|turun|sudah)"
    # money and state
    r"|\b(?:bank|koperasi|bpr)\s+(?:desa\s+|daerah\s+|itu\s+)?(?:bangkrut|kolaps)\s*!"
    r"|\b(?:bank|koperasi|bpr)\s+(?:\w+\s+){0,3}?(?:akan|bakal|mau|sudah|segera|rek"
    r"|arep)\s+(?:bangkrut|kolaps|tutup\s+(?:selamanya|total)|ambruk|gulung\s+tikar)\b"
    r"|\b(?:tarik|ambil|amankan|jupuk|cokot|kosongkan)\s+(?:semua\s+|segera\s+)?(?:uang|tabungan"
    r"|duit|simpanan|dhuwit|artos|rekening|atm)\w*\s+(?:\w+\s+){0,3}?(?:sekarang|segera|sebelum"
    r"|ayeuna|saiki|hari\s+ini)\b"
    # quakes foretold
    rf"|\b(?:gempa|lindu|tsunami|megathrust|letusan|gunung\s+\w+|banjir\s+bandang|kiamat"
    rf"|badai)\s+{_FEW}(?:akan|bakal|arep|rek|bade|segera|diprediksi|diramalkan)\s+{_FEW}(?:terjadi"
    rf"|datang|meletus|mengguncang|menghantam|menerjang|teka|nabrak|njebluk|bitu|melanda"
    rf"|tiba)\s+{_MORE}(?:malam|besok|jam|pukul|tanggal|nanti|lusa|peuting|mbengi|sesuk|isuk|subuh"
    rf"|hari\s+ini|minggu)"
    rf"|\b(?:malam|sore|siang|pagi|hari\s+ini|besok|nanti|lusa|peuting|mbengi|sesuk|isuk|subuh"
    rf"|jam)\s+{_FEW}(?:akan|bakal|arep|rek|bade|aya|ada|ono|terjadi)\s+{_FEW}(?:(?:gempa"
    rf"|lindu)\s+(?:\w+\s+)?(?:besar|dahsyat|gede|gedhe|susulan|\d)|lindu\s+gedhe|tsunami"
    rf"|megathrust|kiamat|kerusuhan|rusuh|perang|gelap\s+total|padam\s+total)"
    r"|\bradiasi\s+(?:\w+\s+){0,4}?(?:melintas|masuk|menghantam|turun|bumi|luar\s+angkasa)"
    r"|\bmatikan\s+(?:ponsel|hp|handphone|gawai|telepon)\w*[^\n.]{0,50}\b(?:radiasi|sinar|kosmik"
    r"|gelombang|meledak|satelit)"
    r"|\buang\s+(?:lama|kertas|koin|logam|seri|receh|pecahan)\s+(?:\w+\s+){0,4}?(?:tidak\s+laku"
    r"|nggak\s+laku|ditarik|tidak\s+berlaku|hangus)\b"
    rf"|\b(?:orang\s+gila|gembel|pengemis|badut|pemulung|pedagang\s+\w+|tukang\s+\w+|sales"
    rf"|petugas\s+\w+|wong\s+edan|jalma\s+gelo)\s+{_MORE}(?:sebenarnya|ternyata|aslinya|nyamar"
    rf"|menyamar|sabenerna|sejatine)\s+{_FEW}(?:intel|mata-mata|penculik|pembunuh|teroris|begal"
    rf"|perampok|maling|rampok|pki|komunis)"
    r"|\b(?:angkat|terima|menerima|mengangkat)\s+telepon\s+(?:\w+\s+){0,5}?(?:mati|meninggal"
    r"|meledak|terkuras|kesurupan)\b"
    # ghosts
    r"|\b(?:pocong|kuntilanak|genderuwo|babi\s+ngepet|kolor\s+ijo|siluman|leak|palasik|kuyang"
    r"|begu\s+ganjang|tuyul)\s+(?:\w+\s+){0,3}?(?:berkeliaran|gentayangan|keliling|masuk\s+(?:rumah"
    r"|kampung)|meneror|neror|mencari\s+(?:mangsa|tumbal))"
    rf"|\b(?:jembatan|proyek|sasak|kreteg|waduk|bendungan)\s+{_FEW}(?:minta|butuh|perlu|nyuhunkeun"
    rf"|njaluk|cari|mencari)\s+(?:kepala|tumbal|wadal|tumbal\s+anak)"
)
#: True or not, a dam does not burst without an hour, a place to go to and an office.
_DISASTER = Opened(
    rf"\b(?:mengandung|dicampur(?:i)?|kecampuran|kacampuran|berisi|isinya|disusupi"
    rf"|ditaburi)\s+{_FEW}(?:babi|racun|virus|narkoba|sabu|hiv|obat\s+bius|boraks|formalin|plastik"
    rf"|chip|cip|belatung|air\s+keras|pestisida)\b"
    rf"|\b(?:bensin|pertalite|pertamax|solar|minyak\s+tanah|elpiji)\s+{_MORE}(?:dicampur|oplosan"
    rf"|dioplos|meledak|campur)\b"
    rf"|\b(?:petugas|dokter|kurir|sales|pengamen|penjual|tukang)\s+{_FEW}(?:palsu"
    rf"|gadungan)\s+{_MORE}(?:bius|hipnotis|gendam|rampok|korban\w*|culik)"
    rf"|\b(?:rumah\s+sakit|rs|puskesmas|kamar\s+mayat)\s+{_MORE}(?:mayat|jenazah)\b"
    rf"|\b(?:orang|wong|urang|anak|warga|bocah|budak)\s+{_FEW}(?:maot|mati|meninggal|tewas"
    rf"|keracunan)\s+{_FEW}(?:kusabab|gara-gara|karena|amarga|habis|setelah|bar)\s+{_FEW}(?:inuman"
    rf"|minum|minuman|makan|makanan|mangan|dahar|jajan|vaksin|obat|kopi|ngombe|permen|nginum)"
    rf"|\b(?:maot|mati|meninggal|tewas)\s+{_FEW}(?:kusabab|gara-gara|karena|amarga|habis|setelah"
    rf"|bar)\s+{_FEW}(?:inuman|minuman|jajan|vaksin|kopi|permen|sachet)"
    rf"|\b(?:kawah|gunung|sumur|pabrik|kilang|pipa)\s+{_FEW}(?:ngetokno|ngaluarkeun|mengeluarkan"
    rf"|menyemburkan|mengandung|bocor|nyembur\w*)\s+{_FEW}(?:gas|asap|racun|awan)"
    rf"|\b(?:waduk|bendungan|tanggul|dam|situ|embung|tangki|pabrik|kilang|gardu|jembatan|gunung"
    rf"|pipa\s+gas|spbu|tandon)\s+{_FEW}"
    r"(?:jebol|bobol|ambrol|meledak|bocor|runtuh|meletus|mbedhah|bedah|bitu|njebluk|ambruk"
    r"|retak(?:\s+parah)?|mau\s+(?:jebol|meledak|runtuh))\b"
    r"|\b(?:kota|kampung|desa|kabupaten)\s+(?:\w+\s+)?(?:akan|bakal)\s+(?:tenggelam|hilang|ambles"
    r"|hancur)\b|\b(?:ular|buaya|harimau|macan|beruang|babi\s+hutan"
    r"|serigala)\s+(?:[\w-]+\s+){0,6}?(?:memakan|memangsa|menelan|mangan|ngadahar|menerkam|makan"
    r"|nguntal)\s+(?:\w+\s+)?(?:bayi|anak|orang|warga|bocah|budak|wong)"
    r"|\bbanjir\s+(?:kiriman|besar|bandang)?\s*(?:[\w-]+\s+){0,4}?(?:setinggi|sedada|seleher|seatap"
    r"|sepinggang)\s+(?:[\w-]+\s+){0,4}?(?:malam|besok|nanti|menuju|datang|tiba)"
    r"|\b(?:tsunami|banjir\s+bandang|air\s+bah|caah|lahar|awan\s+panas)\s+(?:\w+\s+){0,3}?(?:datang"
    r"|sebentar\s+lagi|segera|menuju|sudah|otw|mengarah|teka|tos|geus|wis)\b"
    r"|\b(?:kerusuhan|rusuh|perang|tawuran\s+besar|massa)\s+(?:\w+\s+){0,3}?(?:pecah|meluas|menuju"
    r"|bergerak|mengamuk|ngamuk|akan\s+menyerang)\b"
    r"|\b(?:virus|wabah|penyakit|kuman)\s+(?:baru|aneh|misterius|mematikan"
    r"|ganas)\s+(?:\w+\s+){0,3}?(?:masuk|menyebar|menular|sudah|membunuh|nyerang|menyerang"
    r"|mewabah)\b"
    r"|\b(?:listrik|internet|air|bbm|sinyal|gas)\s+(?:\w+\s+){0,3}?(?:akan|bakal"
    r"|mau)\s+(?:\w+\s+){0,2}?(?:padam|mati|diputus|habis|langka"
    r"|dimatikan)\s+(?:\w+\s+){0,3}?(?:\w+\s+(?:hari|minggu|bulan)|total|serentak|nasional"
    r"|se-?\w+)\b"
)
_PANIC = re.compile(
    r"!!|\b(?:jauhi|buang\s+(?:semua|saja|sekarang)|matikan|siapkan\s+senjata|tangkap\s+sendiri"
    r"|waspadalah|lindungi\s+anak|segera\s+turun|sekarang\s+menuju|lari|kabur|lumpat|mlayu"
    r"|selamatkan|salamet\w*|ungsikan|(?:jangan|ulah|ojo|montong)\s+(?:bukakan|isi|diisi|dibeuli"
    r"|dipake|diminum|keluar|mandi|minum|makan|beli|dibeli|dimakan|buka"
    r"|lewat|tidur)|ojo\s+(?:metu|liwat|ngombe|mangan|tuku)|ulah\s+(?:kaluar|ngaliwat|nginum|dahar"
    r"|meuli)"
    r"|jemput|kunci\s+(?:pintu|rumah)|tutup\s+(?:pintu|sumur|jendela)|segera\s+(?:lari|mengungsi"
    r"|naik)|cepat|cepet|gancang|awas|ati-ati|tarik\s+uang|borong|stok|grup|katanya|cenah|jarene"
    r"|info\s+dari|ojek|darurat)\b"
)
_DENIED = re.compile(
    r"\b(?:bukan|tidak\s+ada|belum\s+ada|tak\s+ada|nggak\s+ada|gak\s+ada|tidak\s+benar|bebas"
    r"|aman)\s+(?:[\w-]+\s+){0,2}$"
)
_DRILL = re.compile(
    r"\b(?:bebas|aman|pemeriksaan|pengawasan|sampel|dikemas|kantong|bungkus|wadah|resep"
    r"|dimakan\s+tikus|simulasi|geladi|gladi|latihan|drill|film|novel|cerpen|dongeng|teater|lakon"
    r"|drama|sandiwara|legenda|cerita rakyat|bedah buku"
    r"|sejarah|mitigasi|antisipasi|jika|bila|apabila|seandainya|kalau|saupami|lamun|nek|yen|apakah"
    r"|benarkah|bagaimana|cara (?:membedakan|mengenali)"
    r"|ciri-ciri|tips|potensi|bisa|dapat|tahun lalu|dulu|pernah|tidak pernah|peringatan dini"
    r"|hasil uji|uji lab|sosialisasi|penyuluhan)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    found = [match for match in _RUMOUR.find(text) if not _is_innocent(text, match)]
    disasters = [match for match in _DISASTER.find(text) if not _is_innocent(text, match)]
    if disasters and not is_dated(text) and _PANIC.search(text.letters.text):
        found += disasters
    if found and not clarifies(text) and not has_source(text):
        yield from (hit_at(text, text.letters, *match.span()) for match in found)


def _is_innocent(text: Text, match: re.Match[str]) -> bool:
    """Whether the sentence asks, tells a story, prepares, or denies."""
    sentence = text.sentence(*match.span())
    return (
        "?" in sentence
        or _DRILL.search(sentence) is not None
        or _DENIED.search(text.before(match.start())) is not None
        or re.search(r"\b(?:tidak|bukan|belum|tanpa)\b", match.group()) is not None
    )


RULE = Rule(
    id="hoax_marker.alarm",
    family="hoax_marker",
    title=gettext_noop("Peringatan tanpa sumber"),
    looks_for=gettext_noop(
        "Kabar bahaya yang lazim beredar sebagai hoaks (penculik anak, bendungan jebol, makanan "
        "plastik, vaksin membuat mandul, gempa diramalkan) tanpa instansi yang memastikannya. "
        "Klarifikasi, simulasi, dan peringatan bersumber tidak dilaporkan."
    ),
    message=gettext_noop(
        "Peringatan ini tidak menyebut siapa yang memastikannya. Akun resmi yang meneruskan kabar "
        "keliru menimbulkan kepanikan."
    ),
    own_message=gettext_noop(
        "Peringatan ini tidak menyebut siapa yang memastikannya. Kabar keliru "
        "dari seorang aparatur menimbulkan kepanikan."
    ),
    suggestion=gettext_noop(
        "Pastikan dulu ke instansi yang berwenang, lalu sebut namanya, tanggal, dan waktunya."
    ),
    basis=("uu-14-2008", "inpres-9-2015"),
    severity=Severity.MUST,
    passed_by="pembina",
    find=guided(_find, "hoax_marker"),
    opened_by=(_RUMOUR, _DISASTER),
    passage=True,
    examples_match=examples(
        "Penculik anak sudah masuk kampung kita, jemput anak sekarang!",
        "Bendungan jebol!! Lari ke bukit!",
        "Awas, telur di pasar palsu dari plastik.",
        "Vaksin ini membuat mandul, jangan datang.",
        "Pesawat akan menyemprotkan racun malam ini.",
        "Nanti malam akan terjadi gempa besar, jangan tidur.",
        "Tarik uang kalian sekarang, bank mau bangkrut.",
        Example("Awas ono begal nggawa celurit, ojo metu omah!", says="bahasa Jawa"),
        Example("Cai walungan geus diracun, ulah nginum!", says="bahasa Sunda"),
    ),
    examples_miss=examples(
        "Polsek Sukamaju menangkap penculik anak, warga diminta tenang.",
        "Info gempa BMKG: magnitudo 4,1, tidak berpotensi tsunami.",
        "Simulasi tsunami di SDN 2: murid lari ke bukit.",
        "Apakah vaksin membuat mandul? Tidak.",
        "Beredar kabar telur plastik. Itu tidak benar.",
        "Tanggul Kali Wira jebol pukul 19.00 WIB. Warga mengungsi ke balai desa. – BPBD",
        "Jika gempa besar terjadi malam hari, lindungi kepala.",
        "Pemadaman listrik Sabtu, pukul 09.00–12.00 WIB, menurut PLN.",
        "Cara membedakan beras asli dan beras plastik.",
    ),
)
