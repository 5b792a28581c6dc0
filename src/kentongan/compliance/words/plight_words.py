"""Small patterns around a named person and what is said of them; all for small letters."""

from __future__ import annotations

import re

STOP = re.compile(r"[.!?…]+[\"”’')]*\s+(?=[^\W\d_a-z]|[\"“'(]|\W*$)|\n|[!?]")
ABBREVIATED = re.compile(
    r"\b(?:ny|tn|sdr|sdri|bpk|dr|drg|jl|no|gg|kp|rt|rw|an|alm|hj|h|[a-z])\.\s*$"
)
#: After the name: who that is, so nobody is spoken to.
APPOSITION = re.compile(
    r"\s*[,(–—-]\s*(?:\d|(?:si |sang |seorang )?(?:yang|kecil|riwayat|punya|nu|anu|sing|ingkang"
    r"|penderita|pengidap|pasien|penyintas"
    r"|mantan|eks|warga|siswa|siswi|pelajar|murid|santri|umur|usia|berusia|berumur|anak|putra|putri"
    r"|janda|randa|duda|baru|odgj|korban|asal|ibu|bapak|istri|suami|bocah|balita|bayi|lansia|buruh"
    r"|kelas|pengguna|pecandu|incu|cucu|ayah|nenek|kakek|pekerja|tukang|pedagang|petani|sopir"
    r"|penyandang|difabel|remaja|pemuda|gadis|guru|kader|ketua|staf|pegawai|tetangga|pensiunan"
    r"|pemulung|penjual|perempuan|wanita|pria|lelaki|gadis|pejuang|tunanetra|tuli|disabilitas"
    r"|kepala|sekretaris|operator|pengusaha|nelayan|ojek|asisten|kuli|duda|yatim|single"
    r"|ibu rumah tangga|mahasiswa|mahasiswi|atlet|kini|kakara|sedang|sudah|masih|tos|wis|sampun"
    r"|positif|hamil|sakit|alias|kasir|penjaga|pengurus|perawat|bendahara|satpam|juru|hansip|penyapu"
    r"|pelatih|imam|marbot|modin|karyawan|kasi|kaur|kadus|pemilik|pemandu|dosen|relawan|anggota"
    r"|wakil|montir|kurir|pengasuh|pengrajin|perajin|peternak|pengemudi|kondektur)\b)"
)
GREETED = re.compile(
    r"(?:^|[.!?…\n]\s*|\b(?:halo|hai|hallo|terima kasih|makasih|maaf|nuhun|hatur nuhun|punten|suwun"
    r"|matur nuwun|maturnuwun|matur suwun|nyuwun sewu|selamat \w+|sugeng \w+|wilujeng \w+|yth\.?"
    r"|wah|waduh|inggih|nggih|muhun"
    r"|baik|siap|iya|ya|oke|sabar|salam|reply|mangga|monggo)[,.!:]?\s+)$"
)
OWN = re.compile(
    r"\b(?:bapak|ibu|kakak|anda|panjenengan|sampeyan|anjeun|putra(?:nya)?|putri(?:nya)?|ananda"
    r"|suami(?:nya)?|istri(?:nya)?|anak(?:nya)?|kang|mas|mbak|\w{3,}nya)\b"
)
ANAPHOR = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:ia|dia|beliau|almarhum(?:ah)?|mendiang|bocah|balita|bayi|anak|remaja"
    r"|nenek|kakek|lansia|pria|perempuan|pemuda|siswa|siswi|pasien|korban|keduanya|ketiganya|mereka"
    r"|panjenengan\w*|piyambak\w*|manehna|maneh|anjeunna|dheweke|wonge|jalmina|jalmana"
    r"|\w{3,}(?:nya|na|ne|ipun))\b"
)
#: ``Hasil lab Bapak``: spoken to, and told of an illness.
RESULT = re.compile(
    r"\b(?:hasil|rujukan|obat|ubar|diagnos\w+|kondisi|penyakit|operasi|kontrol|lab|swab|resep"
    r"|keluhan|usg|gula"
    r"|tensi|kandungan)\w*(?:\W+\w+){0,4}\W+(?:kakak|bapak|ibu|anda|mbak|mas|panjenengan|kang|teh"
    r"|pak|bu|adik|ananda"
    r"|putra\w*|putri\w*|sampeyan|anjeun)\b"
)
#: ``Pak Yayan, hasil rontgen sudah keluar, ada flek``: nobody else's.
EXAMINED = re.compile(
    r"\bhasil (?:lab\w*|rontgen|ronsen|tes\w*|swab|usg|biopsi|periksa\w*|pemeriksaan\w*|vct|pcr"
    r"|dahak\w*|mri|hb|pap|ekg|skrining|kultur|mantoux|ct|endoskopi)\b"
)
#: ``Selamat datang, Bu Retno! Sudah negatif …``: no new subject.
GOES_ON = re.compile(
    r"^\W*(?:(?:sudah|telah|kini|masih|sempat|tos|wis|sampun|alhamdulillah|semoga|mugi|mugia"
    r"|enggal|cepat|lekas|segera"
    r"|sekarang|katanya|ternyata|lagi|sedang|belum|semuanya|ketiganya|keduanya)\W+){1,3}"
)
NAMED_NEXT = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:nama(?:nya|na)?|jeneng(?:e|ipun)|asma(?:ne|nipun)|wasta\w*|ngaran\w*"
    r"|nami\w*"
    r"|bernama|identitas\w*|ia adalah|dia adalah|adalah|yaitu|yakni|inisial\w*|anak (?:ini"
    r"|itu) bernama)\b"
)
#: Between a plight and the name after it: somebody else's.
OTHERS = re.compile(
    r"\b(?:bersama|oleh|kata|ujar|tutur|menurut|ceuk|jare|dari|kepada|ke|hubungi|kontak|lewat"
    r"|melalui"
    r"|ketua|kader|dipandu|dipimpin|dibuka|disampaikan|di|ku|dening|dengan|terima kasih|nuhun|suwun"
    r"|selain|dibantu|didampingi|ditangani|diantar|narasumber|pemateri|instruktur|koordinator)\b"
)
SAYS = re.compile(
    r"\b(?:kata|ujar|tutur|ungkap|jelas|menurut|ceuk|jare|bersama|(?<!diterima "
    r")(?<!dialami )(?<!dirasakan )(?<!diderita )(?:oleh|dening)|dipimpin|dipandu"
    r"|didampingi|narasumber|pemateri|pembicara|kontak|hubungi|fotografer|foto|penulis|oleh dr"
    r"|ketua|instruktur|koordinator|moderator|mc|dibuka|diresmikan)\W+$|\b(?:rumah sakit|rsud"
    r"|yayasan)\s$"
)
SPEAKS = re.compile(
    r":|\b(?:bilang|kata|sebut|nyebut|ngomong|pesan|berpesan|ingat|tahu|yakin|ingin|mau|minta"
    r"|janji|berjanji|ucap|harap|berharap|tekan|target|ngendika|nyarios)\w*\b"
)
#: The writer speaks of himself, or asks.
MINE = re.compile(r"\b(?:saya|aku|kula|kulo|abdi|gue|gua)\b")
ASKS = re.compile(r"\b(?:mohon|tolong)\b")
FOR_OTHERS = re.compile(
    r"\b(?:bagi|untuk|kepada|buat|kanggo|kangge)\s(?!biaya|berobat|operasi|terapi)(?:\w+\s){0,3}$"
)
GENERIC = re.compile(
    r"\b(?:warga|masyarakat|ibu hamil|bumil|balita|anak-anak|lansia|peserta|pasien|penderita|korban"
    r"|orang|penyandang|pengungsi|para \w+|keluarga|siswa|pelajar|remaja|penonton)"
    r"(?:\W+\w+){0,2}\W+$"
)
#: ``jadwal Bapak Rahmat untuk cuci darah``: for that he comes himself.
TREATED = re.compile(
    r"(?:cuci darah|h[ae]?emodial\w+|kemo\w*|(?:di)?operasi\w*|transfusi\w*|rehab\w*|arv|insulin"
    r"|kuret\w*|dirawat|opname|rawat inap|radioterapi|fisioterapi)\b"
)
HIS = re.compile(r"\b\w{3,}(?:nya|na|ne|ipun)\W+$")
SUFFERS = re.compile(
    r"\b(?:kena|terkena|positif|dirawat|sakit|menderita|mengidap|meninggal|gerah|gering|dioperasi"
    r"|tertular|terpapar"
    r"|terbaring|riwayat|punya|opname|cuti|absen|karena|akibat|operasi|yang|kambuh|mondok|sembuh"
    r"|reaktif)\b"
)
#: Right before a name: that is the one.
INTRODUCES = re.compile(
    r"(?:[:,–—-]|\b(?:adalah|yaitu|yakni|ialah|bernama|nama(?:nya|na)?|jeneng(?:e|ipun)|atas nama"
    r"|a\.?n\.?|nyaeta"
    r"|yaiku|keluarga|menimpa|dialami|milik|itu|iku|kuwi|eta|teh))[\s\"“']*$"
)
COLON = re.compile(r"[:(–—-]\s*$")
RIGHT_BEFORE = re.compile(
    r"\s(?:(?:pertama|kedua|ketiga|terakhir|rutin|lanjutan|ulang|milik|si|dari|untuk)\s){0,2}"
)
#: Said of oneself to everybody, or no illness.
TOLD_BY_ONESELF = re.compile(r"\b(?:meng)?umumkan\W+(?:\w+\W+)?$")
NO_ILLNESS = re.compile(r"\W+(?:plastik|pasar|ketupat|senyap|huruf|aksara|warna)\b")
#: ``Mbak Nur, tetangga korban``: somebody beside the one who suffers.
BESIDE = re.compile(
    r"\b(?:tetangga|saksi|kerabat|teman|rekan|pendamping|pengacara|penolong|relawan|kuasa hukum"
    r"|tatangga|tonggo|kanca|batur|rumah|data|surat|laporan|bantuan (?:untuk|bagi))\W+(?:\w+\W+)?$"
)
NOT_DONE = re.compile(
    r"\b(?:tidak|tak|belum|gak|nggak|ga|berhenti|absen|cuti|batal|gagal|teu|ora"
    r"|mboten)\W+(?:\w+\W+){0,2}$"
)
#: ``Bapak Hartono, membahas …``: the main verb is no suffering.
STARTS_ACTING = re.compile(
    r"^,?\s(?:(?:kini|sudah|telah|akan|juga|turut|ikut|pun|langsung|sempat|tadi|kemarin|hari ini"
    r"|sedang|bakal|ingin)\s){0,2}"
    r"(?!(?:menderita|mengidap|mengalami|menjalani|melawan|menunggu|menunggak|mengandung"
    r"|melahirkan|meninggal|menginap"
    r"|membutuhkan|mendapat|menerima|merasa|menjadi|memiliki|mempunyai|merintih|menangis|mencoba"
    r"|menghirup|menyayat|memakai"
    r"|mengonsumsi|meminum|mengamuk|mengeluh|menolak|membaik|memburuk|menurun|menggunakan"
    r"|mengungsi|mencari|mencuri"
    r"|merokok|membolos|membawa|melukai|menghilang|mengandalkan|ngagaduhan|ngagaduh|ngalaman"
    r"|ngalami|nandang|nyandang|ngidap|nglampahi|ngalampahan|ngarasakeun|memulung|mengemis"
    r"|mengamen|menumpang|menahan"
    r"|melapor|menunjukkan|melalui|memerlukan|menyewa|mengontrak|menganggur|meregang|mengembuskan"
    r"|merangkak)\b)"
    r"(?:me|nga|nge)[a-z]{4,}\b"
)
OF_HIS = re.compile(r"(?:nya|na|ne|ipun)$")
#: ``data stunting`` may be a list of names, ``cegah stunting`` is none.
COUNTED = frozenset("data kasus para semua".split())
AVERTED = re.compile(
    r"\b(?:menolak|jangan|agar tidak|tidak mau|tidak|bukan|anti|cegah|hindari)\W+$"
)
