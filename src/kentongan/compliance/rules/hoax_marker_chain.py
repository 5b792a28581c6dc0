"""Chain letters: pass it on, to as many as you can, before it is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import AT_START, is_negated, words
from kentongan.compliance.words.rumours import clarifies, has_source, is_dated
from kentongan.kernel.say import gettext_noop

_VERB = words("rumour", "share_verb")
_HARD = words("rumour", "share_hard")
_MANY = (
    r"(?:sebanyak|seluas)(?:-|\s)?(?:banyak|luas|mungkin)(?:nya)?|sebanyak(?:\s+mungkin)?"
    r"|seluas\s+mungkin|sakabeh\w*|sakabeh|sebanyaknya|seluasnya"
)
_COUNT = (
    r"(?:\d{1,3}|tiga|lima|tujuh|sepuluh|dua\s+puluh|sapuluh|sepuluhan|puluhan|semua|seluruh"
    r"|sebanyak(?:-banyaknya)?(?:\s+mungkin)?|sadaya|sakabeh|kabeh|minimal\s+\w+|beberapa)"
)
_PLACES = (
    r"(?:grup|group|gc|orang|teman|temen|kontak|saudara|sodara|kerabat|kenalan|keluarga|nomor"
    r"|medsos|sosmed|wa|whatsapp|dulur|batur|babaturan|baraya|kanca|konco|warga|umat|rakyat"
    r"|jaringan|status)"
)
#: Nobody but a chain letter speaks so.
_CHAIN = Opened(
    rf"\b{_HARD}\s+(?:\w+\s+){{0,3}}?(?:ke|ka|nang|neng|kepada|marang|ing)\s+{_COUNT}\s+(?:warga"
    rf"|rakyat|umat|orang|tetangga|penjuru)\b"
    rf"|\b{_VERB}\s+(?:\w+\s+){{0,2}}?(?:ka|ke|nang|neng|marang|ing)\s+(?:sadayana|sakabehna"
    rf"|kabeh\s+wong|sedulur\s+kabeh|grup(?:-grup)?\s+(?:lain\w*|liyan\w*|sejen|sebelah)"
    rf"|grup-grup)\b"
    rf"|\b(?:share|sher|sebar|bagi(?:kan)?|{_HARD})\s+(?:yang|sing|nu)\s+(?:banyak|akeh|loba)\b"
    rf"|\b(?:retweet|rt|share|like|komen|ramaikan|naikkan|up)\s+(?:sampai|sampe|biar|nganti|nepi"
    rf"|agar|supaya|hingga)\s+(?:\w+\s+)?(?:trending|viral|fyp|heboh|rame|ramai)\b"
    rf"|\b{_HARD}\s+(?:kalau|jika|bila|yen|nek|mun)\s+(?:\w+\s+){{0,2}}?(?:peduli|sayang|cinta"
    r"|berani|setuju|manusia|punya\s+hati|beriman)\b"
    r"|\bup\s+up\b(?:\s+up\b)?(?:\s+\w+){0,3}|\b(?:buru|gancang|enggal|cepetan|ndang)\s+"
    r"(?:bisi|mbok|selak|keburu)\s+(?:di\w+|leungit|ilang|hilang)\b"
    r"|\b(?:kalau|jika|bila|yen|nek|mun|yang)\s+(?:\w+\s+){0,2}?(?:peduli|sayang|cinta|beriman|berani"
    r"|punya\s+hati|manusia|ngaku\s+\w+)\b[^\n.!?]{0,40}\b(?:bagikan|share|sebar\w*|teruskan"
    r"|forward|klik\s+bagikan)\b"
    rf"|\b{_VERB}\b[^\n.!?]{{0,40}}?\b(?:semua|seluruh|sebanyak|sakabeh|kabeh)\s+(?:grup|group|gc"
    rf"|kontak|kenalan|medsos)\b"
    rf"|\b(?:tag|mention|colek)\s+(?:\d+|sepuluh|lima|tiga|semua)\s+(?:teman|orang|kontak|kawan"
    rf"|temen)\w*|\bbarang\s?siapa\s+(?:\w+\s+)?(?:mem|me)?(?:bagikan|nyebarkan|neruskan|share"
    rf"|ngirim\w*)|\byang\s+(?:tidak|nggak|gak)\s+(?:mem|me)?(?:bagikan|nyebarkan|neruskan|share)\b"
    rf"|\b(?:tolong|tlg|mohon|harap|wajib|pls|plis)\s+(?:segera\s+)?di(?:sebar|share|teruskan|viralkan|forward"
    rf"|bagikan)(?:kan|in)?\s+(?:ke|kepada|agar|biar|supaya|,|!)"
    rf"|\b(?:jangan|jgn|ulah|ojo)\s+(?:sampai\s+|sampe\s+)?putus\b(?=\s*(?:ya|dong|nya|lur|!|\.|$))"
    rf"|\b(?:tolong\s+\s+|mohon\s+|ayo\s+|segera\s+|harap\s+|wajib\s+|bantu\s+|please\s+|plis\s+"
    rf"|pls\s+|monggo\s+|mangga\s+|hayu\s+)*{_VERB}\b[^\n.!?]{{0,30}}?\s(?:{_MANY})\b"
    rf"|\b{_VERB}\s+(?:\w+\s+){{0,3}}?(?:ke|ka|nang|neng|kepada|marang"
    rf"|ing)\s+{_COUNT}\s+{_PLACES}\b"
    rf"|\b{_VERB}(?:\s+[\w,]+){{0,4}}?,?\s+(?:sebelum|sakdurunge|sadurunge|sateuacan|samemeh|keburu"
    rf"|selagi|mumpung|sak\s?durunge|selak)\s+(?:\w+\s+)?"
    r"(?:di\w+|hilang|ilang|leungit|kena|masih|terlambat|belum|durung|terlanjur)\b"
    r"|\bviral(?:kan|in|no|ke|keun|ken)\b|\b(?:bikin|biar|supaya|agar|ben|sangkan|bantu|tolong"
    r"|harus)\s+(?:\w+\s+){0,2}?(?:jadi\s+|di)?viral\b(?!\s+(?:produk|umkm|wisata))"
    r"|\bforward(?:ed)?\s+(?:as\s+received|many\s+times|berkali)|\b(?:di)?teruskan\s+berkali-kali\b"
    r"|\bditeruskan\s+dari\s+(?:grup|sebelah|tetangga)"
    r"|\bcopas\s+(?:dari|ti|seko|saka|grup|sebelah|tetangga)\b|\bcopy(?:\s|-)?paste\s+(?:dari"
    r"|dan\s+(?:kirim|sebar))|\b(?:copas|salin)\s+(?:dan|lalu|terus|,)\s+(?:kirim|sebar\w*|bagikan"
    r"|tempel\s+di\s+status)"
    r"|\b(?:dari|ti|seko|saka)\s+(?:grup|group|wa|status)?\s?(?:sebelah|tetangga)\s*[:,]"
    r"|\b(?:jangan|jgn|ulah|ojo)\s+(?:sampai\s+|sampe\s+|nganti\s+|nepi\s+ka\s+)?(?:putus|berhenti"
    r"|stop|terputus|eureun|mandeg|mandheg|pegat|pedot|macet|mandek)\s+(?:sampai\s+|cuma\s+"
    r"|hanya\s+)?(?:di|nang|neng|ing|dina)\s?(?:\w+)\b"
    r"|\b(?:mem|di|me)?putus(?:kan)?\s+(?:mata\s+)?(?:rantai|sambungan)\s+(?:ini|pesan|berita|doa)"
    r"|\byang\s+memutus\s+rantai"
    r"|\b(?:ketik|komen|tulis)\s+(?:amin|aamiin)\b[^\n.]{0,30}\b(?:bagikan|share|sebar\w*|teruskan"
    r"|kirim)|\bjangan\s+(?:cuma|hanya)\s+(?:di)?(?:baca|lihat|tonton|like)\b"
    r"|\b(?:bantu|tolong|help)\s+up\b|\bup\s+(?:ya|dong|terus|sampai)\b(?=[^\n]{0,20}(?:kak|gaes"
    r"|guys|min|kasus|viral|lur))"
    r"|\b(?:pesan|doa|berita|info|kabar)\s+berantai\b(?=[^\n]{0,20}(?:ini|:))"
    rf"|\b(?:mem|nge|n|ny)(?:bagikan|sebarkan|ebarkan|ebarkeun|share|eruskan|ebar)\s+(?:\w+\s+)"
    rf"{{0,2}}?(?:ke|ka|nang|neng|kepada)\s+{_COUNT}\s+{_PLACES}\b"
    r"|\b(?:tulung|tolong|mugi|mugia|mangga|monggo|nyuwun|punten|bantu)\s+(?:\w+\s+)?"
    r"(?:disebar\w*|nyebar\w*|disebarno|dikirim\s+ka)\b(?!\s+(?:undangan|benih|bibit))(?:\s+\w+)?"
    r"|\b(?:sok|hayu|geura)\s+(?:geura\s+)?(?:sebarkeun|bagikeun|kirimkeun|viralkeun)\b"
    r"|\b(?:jangan|ulah|ojo)\s+(?:sampai\s+)?(?:diputus|diputuskan|dipegat|dipedot)\b"
    r"|\b(?:ngiringan|ngiring|ikut|numpang)\s+(?:nyebarkeun|nyebar|menyebarkan|nyebarin|ngeshare)\b"
    r"|\bpesan\s+berantai\b(?=[^\n.]{0,40}(?:benarnya|silakan|teruskan|bagikan|penting))"
    r"|\b(?:bantu|ayo|yuk|tolong)\s+(?:ramaikan|naikkan|up|gaungkan)\b(?=[^\n.]{0,30}(?:biar|agar"
    r"|supaya)\s+(?:\w+\s+){0,2}?(?:kapok|viral|ketahuan|malu|jera|terbongkar|menutup))"
    r"|\b(?:kirim|sebar|bagi)\w*\b[^\n.]{0,50}\b(?:rezeki|rejeki|keberuntungan|kabar\s+baik"
    r"|mukjizat)\b[^\n]{0,30}\b(?:lancar|datang|mengalir|akan)|\b(?:kena|dapat|tertimpa"
    r"|keuna)\s+(?:sial|musibah|bala|celaka)\b(?=[^\n]{0,40}(?:hari|tahun|rantai|$))"
)
#: "Sebarkan": a chain letter, unless the text says whose news it is and of what day.
_SPREAD = Opened(
    rf"(?:{AT_START}|\b(?:tolong|mohon|ayo|segera|harap|wajib|bantu|please|plis|yuk|mari|silakan"
    rf"|cepat|buruan|hayu|monggo|mangga)\s+)"
    r"(?P<word>(?:di)?sebar(?:kan|luaskan|in|no|ke|keun|ken|lah)\b"
    r"|(?:share|forward|teruskan|terusno|teruskeun|bagikan|broadcast)\b,?\s*(?:siapa\s+tahu|pesan"
    r"|ya\b|dong|yuk|gaes|guys|lur|info|berita|pesan|video|kabar|ke\b|biar|supaya|!|agar))"
)
_THINGS = re.compile(
    r"\b(?:benih|bibit|undangan|brosur|pamflet|leaflet|senyum|kebaikan|semangat|kasih|cinta|pupuk"
    r"|pakan|ikan|energi|salam|aroma|virus|penyakit"
    r"|kuesioner|survei|angket|jadwal|poster|formulir|lowongan|pengumuman|manfaat|inspirasi|ilmu"
    r"|pengalaman|cerita|foto terbaik|karya|momen|nomor (?:ini|darurat|layanan|aduan)|11[0-9])\b"
)


#: Friends are tagged in a contest, and medicine is not to be interrupted.
_CONTEST = re.compile(
    r"\b(?:challenge|tantangan|lomba|kuis|giveaway|undian|obat\w*|minum|pengobatan|imunisasi|suntik)\b"
)


#: "Sumber: Bulog"; but a group, a friend and the net are nobody to ask.
_CREDITED = re.compile(
    r"\bsumber\s?:\s?(?!(?:grup|group|gc|wa|whatsapp|te?man|kawan|tetangga|saudara|sepupu|keluarga"
    r"|orang|internet|medsos|sosmed|google|netizen|warganet|istimewa|ist|anonim|rahasia|dalam"
    r"|tepercaya|terpercaya|valid|a-?1|copas|broadcast|pesan|kiriman|status|akun|tiktok|video)\b)"
    r"[a-z]{3,}"
)


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    hits = [
        hit_at(text, text.letters, *match.span())
        for match in _CHAIN.find(text)
        if not is_negated(text, match.start()) and not _CONTEST.search(text.sentence(*match.span()))
    ]
    hits += [
        hit_at(text, text.letters, *match.span("word"))
        for match in _SPREAD.find(text)
        if not is_negated(text, match.start("word")) and not _is_thing(text, match)
    ]
    if hits and not clarifies(text) and not (_is_sourced(text) and is_dated(text)):
        yield from hits


def _is_sourced(text: Text) -> bool:
    return has_source(text) or _CREDITED.search(text.letters.text) is not None


def _is_thing(text: Text, match: re.Match[str]) -> bool:
    """Whether seeds, invitations or kindness are spread, not news."""
    return _THINGS.search(text.letters.text[match.end() : match.end() + 40]) is not None


RULE = Rule(
    id="hoax_marker.chain",
    family="hoax_marker",
    title=gettext_noop("Ajakan pesan berantai"),
    looks_for=gettext_noop(
        '"Sebarkan", "viralkan", "kirim ke sepuluh grup", "jangan putus di Anda" dan '
        "sejenisnya, juga tersamar dan dalam bahasa daerah. Ajakan membagikan informasi bersumber "
        "dan bertanggal, serta klarifikasi, tidak dilaporkan."
    ),
    message=gettext_noop("Ajakan seperti ini lazim dalam pesan berantai palsu."),
    suggestion=gettext_noop(
        "Hapus ajakannya. Bila informasinya penting, sebut sumber resmi dan tanggalnya."
    ),
    basis=("uu-14-2008", "inpres-9-2015"),
    severity=Severity.WEIGH,
    find=guided(_find, "hoax_marker"),
    opened_by=(_CHAIN, _SPREAD),
    passage=True,
    examples_match=examples(
        "Sebarkan sebelum dihapus!",
        "Tolong viralkan, biar pusat tahu.",
        "Kirim ke 10 grup malam ini juga.",
        "Jangan putus di Anda.",
        "Share sebanyak-banyaknya ya.",
        "Forwarded as received: SIM mati langsung disita.",
        Example("v1r4lk4n, gaes", says="angka sebagai huruf"),
        Example("S E B A R K A N !!", says="huruf berspasi"),
        Example("Sebarno, Lur, sakdurunge dibusak", says="bahasa Jawa"),
        Example("Bagikeun ka sadaya grup, ulah eureun di anjeun", says="bahasa Sunda"),
    ),
    examples_miss=examples(
        "Tantangan cuci tangan, tag lima teman!",
        "Jangan sebarkan kabar yang belum jelas.",
        'HOAKS! Pesan "sebarkan sebelum dihapus" tidak benar.',
        "Petani menyebarkan benih padi di sawah.",
        "Mohon bantu bagikan: donor darah PMI, Kamis, 14 Mei 2026, pukul 08.00 WIB.",
        "Es kuwut lagi viral, PKK bikin versi sendiri.",
        "Sebarkan informasi ini: vaksinasi 12 Mei 2026 menurut Dinas Kesehatan.",
        "Penyebaran demam berdarah sudah ditangani.",
        "Mari sebarkan kebaikan di bulan suci.",
        "Copas kode buku dari katalog, lalu tempel di kolom pemesanan.",
        "Kirim berkas ke loket 3.",
        "Bagikan info ini ke semua grup: beras mulai Senin. Sumber: Bulog, 2 Agustus 2026.",
    ),
)
