"""Hate against a people, a faith, a sex, a disability, a class of neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import both, is_negated, together, words
from kentongan.kernel.say import gettext_noop

_W = "abuse"
_FOLK = (
    rf"(?:{words(_W, 'folk_prefix')}\s+(?:si\s+|suku\s+|keturunan\s+)?{words(_W, 'folk')}"
    rf"|{words(_W, 'people')}\s+{words(_W, 'folk_place')})"
)
_GROUP = Opened(rf"\b(?:{_FOLK}|{words(_W, 'folk_alone', 'folk_soft')})\b")
#: Groups that are often shunned: to keep them out is hate, not an arrangement.
_SHUNNED = Opened(
    rf"\b(?:(?!\w+\s+(?:asing|luar|desa|kampung|islam|muslim))(?:{_FOLK})"
    rf"|{words(_W, 'folk_alone')})\b"
)
#: (group, what is said of it, how far apart)
_FAR = 50
_PAIRS = (
    (_GROUP, Opened(rf"\b{words(_W, 'hateful_near')}\b"), 22),
    (_GROUP, Opened(rf"\b{words(_W, 'hateful_far')}\b"), _FAR),
    (_SHUNNED, Opened(rf"\b{words(_W, 'exclude')}\b"), 35),
)
_SLUR = Opened(
    r"\b(?:dasar|si|emang|memang|woi|woy|hei|heh|kaum|gerombolan|antek|antek-antek|mampus|bangsat"
    r"|usir|otak)\s+(?:orang\s+|kaum\s+|para\s+|idiot\s+|bodoh\s+|si\s+)?"
    r"(?:kafir|kapir|cina|china|cokin|singkek|aseng|negro|keling|yahudi|banci|bencong|homo|maho"
    r"|lesbi|cacat|autis|mongol|cebol|budek|buta|pincang|kadrun|cebong|wahabi|pribumi|lgbt|gay"
    r"|waria|sesat|murtad|pendatang|janda(?!\s+(?:bolong|dan))|betina|tuli)\b"
    r"|\b(?:kadrun|cebong(?!an)|cokin|singkek|aseng|kafirun|bani\s+(?:onta|cebong|kadrun)"
    r"|kaum\s+(?:sodom|luth|onta|bumi\s+datar)|ras\s+(?:rendah\w*|kotor|najis)|darah\s+(?:kotor"
    r"|kafir|najis))\b"
    r"|\b(?:hitam|item|ireng|hideung)\s+(?:dekil|kayak\s+arang|legam\s+(?:begitu|gitu|kok|kayak)"
    r"|koyo\s+areng|jiga\s+areng|kaya\s+pantat)"
    r"|\b(?:cacat|idiot|autis|gila|tuli|buta)\s+ya\s+(?:cacat|idiot|autis|gila|tuli|buta)\b"
    r"|\bkayak\s+(?:orang\s+)?(?:autis|cacat|mongol)\b"
)
_NOT_HUMAN = Opened(
    r"\b(?:mereka|orang-orang\s+(?:itu|ini)|kaum\s+\w+|manusia-manusia\s+itu|kalian"
    r"|dia)\s+(?:itu\s+|memang\s+|bukan\s+){0,2}(?:bukan\s+manusia|binatang\s+berbaju"
    r"|setengah\s+manusia|hewan\s+semua|binatang\s+semua|sampah\s+semua|hama|kutu|kecoak?|parasit"
    r"|benalu|tikus\s+got|virus|binatang|monyet|anjing|babi|cuma\s+binatang|lebih\s+(?:hina"
    r"|rendah)\s+dari(?:pada)?\s+(?:binatang|hewan|anjing))\b"
    r"|\bhama\s+(?:bangsa|negara|masyarakat|desa)\b|\b(?:wajib|harus|kudu"
    r"|halal)\s+(?:di)?(?:musnahkan|dibasmi|bantai|binasakan|dimusnahkan|dibantai|dibunuh"
    r"|dilenyapkan)\s+(?:dari\s+muka\s+bumi|semua|sampai\s+ke\s+akar|tanpa\s+ampun|kaum)"
    r"|\b(?:halal|darah(?:nya)?\s+halal)\s+(?:darah(?:nya)?|ditumpahkan|dibunuh|hartanya)\b"
)
#: Wild animals, goods, lessons, care for those who are attacked.
_INNOCENT = re.compile(
    r"\b(?:tanaman|padi|wereng|sawah|petani|ternak|satwa|hewan\s+(?:ternak|peliharaan|kurban)"
    r"|vaksin\w*|rabies|kolam|katak|kodok|nyamuk|stop|setop|jangan\s+(?:mengejek|menghina|memanggil"
    r"|menyebut|menilai|ada)|perundungan|bullying|ujaran\s+kebencian|diskriminasi|stigma"
    r"|menghormati|hormati|setara|kesetaraan|inklusi\w*|ramah|melindungi|perlindungan|korban"
    r"|toleransi|kerukunan|moderasi|dilarang\s+(?:menghina|mengejek|membeda\w*|mendiskriminasi"
    r"|menolak|memungut|keras)|larangan|mengecam|berhak|mendapat\w*|gratis|jalur\s+khusus|prioritas"
    r"|disambut|selamat\s+datang|lapor|melapor|tanpa\s+(?:izin|surat)|24\s+jam|jam\s+malam"
    r"|izin\s+tinggal|surat\s+pindah|diduga|jasad|dibunuh|ditemukan|terungkap|polisi|tersangka"
    r"|ditangkap|sejarah|novel|film|dialog|seminar|terjemah\w*|tafsir|surah|surat\s+al|pengajian"
    r"|motif|batik|kuliner|masakan|resep|khas|tari(?:an)?|budaya|logat|dokumenter"
    r"|bau\s+badan|kulit\s+(?:sehat|kering|wajah)|air\s+kotor|kesehatan|pemeriksaan|skrining|kanker"
    r"|serviks|hamil|nifas|bersalin|kandungan|gizi|usaha|pelatihan|lomba|(?<!minta\s)bantuan|komik|teater|lakon|kader|kdrt"
    r"|kekerasan|pelaku|bazar|kenari|bunga|ikan|kecebong|nasi|soto|sate|bakso|pecel|martabak"
    r"|rujak)\b"
)
_LESSON = re.compile(
    r"\b(?:perundungan|bullying|ujaran kebencian|stop memanggil|anti ?diskriminasi)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for pattern in (_SLUR, _NOT_HUMAN):
            for match in pattern.find(text):
                if not _is_innocent(text, *match.span()):
                    yield hit_at(text, text.letters, *match.span())
        for group, said, reach in _PAIRS:
            for one, other in together(text, group, said, reach=reach):
                span = both(one, other)
                if one.start() > other.start() and reach < _FAR:
                    continue
                if not is_negated(text, other.start()) and not _is_innocent(text, *span):
                    yield hit_at(text, text.letters, *span)


def _is_innocent(text: Text, start: int, end: int) -> bool:
    sentence = text.sentence(start, end)
    return _INNOCENT.search(sentence) is not None or _LESSON.search(text.letters.text) is not None


RULE = Rule(
    id="hate_abuse.group",
    family="hate_abuse",
    title=gettext_noop("Kebencian terhadap kelompok"),
    looks_for=gettext_noop(
        "Hinaan dan kebencian terhadap suku, agama, ras, golongan, jenis kelamin, penyandang "
        "disabilitas, pendatang, dan kelompok lain. Sebutan kelompok yang netral dan pelajaran "
        "tentang toleransi tidak dilaporkan."
    ),
    message=gettext_noop("Kalimat ini merendahkan satu kelompok orang."),
    suggestion=gettext_noop("Hapus, atau sebut perbuatannya tanpa menyebut kelompoknya."),
    basis=("skb-11-2019", "se-137-2018", "uu-1-2024"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    opened_by=(_SLUR, _NOT_HUMAN, _GROUP, _SHUNNED),
    passage=True,
    examples_match=examples(
        "Dasar kafir, jangan kasih izin.",
        "Orang gunung itu bau dan jorok.",
        "Pendatang itu hama, wajib diusir.",
        "Perempuan tidak becus memimpin, tempatnya di dapur.",
        "Orang cacat jangan diterima kerja di sini.",
        "Mereka itu bukan manusia.",
        "Kaum minoritas itu najis.",
        Example("d4s4r c1n4 l1c1k", says="angka sebagai huruf"),
        Example("Wong gunung iku maling kabeh", says="bahasa Jawa"),
        Example("Urang kampung mah jorok pisan", says="bahasa Sunda"),
    ),
    examples_miss=examples(
        "Warga pendatang mohon melapor ke ketua RT.",
        "Cina Benteng, Betawi, Sunda: tiga logat satu meja.",
        "Perempuan tangguh memimpin desa kami.",
        "Kolam desa penuh kecebong.",
        "Penyandang disabilitas mendapat jalur khusus di loket.",
        "Orang tua murid membersihkan air kotor di selokan.",
        'Stop menyebut teman "dasar cacat".',
        "Barang cacat produksi kami kembalikan.",
        "Orang asing wajib lapor dalam 24 jam.",
        "Hama wereng menyerang sawah warga desa.",
        "Penari berkulit sawo matang sampai hitam manis.",
    ),
)
