"""Coarse words and insults at a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import AT_START, is_negated, words
from kentongan.kernel.say import gettext, gettext_noop

_W = "abuse"
_ANIMAL, _SOFT = words(_W, "animal"), words(_W, "soft")
_CALL, _YOU = words(_W, "vocative_before"), words(_W, "vocative_after")
#: What else is called "dasar": grounds, beginnings, bottoms.
_GROUNDS = (
    r"(?:apa|hukum|negara\w*|pertimbangan|pemikiran|pelaksana\w*|perhitungan|penetapan|pengenaan|penilaian"
    r"|pelatihan|kebijakan|teori|ilmu|laut|sungai|kolam|sumur|jurang|danau|bumi|tanah|jalan"
    r"|bangunan|kain|warna|putih|merah|biru|hijau|kuning|hitam|polos|pancasila|kompetensi|kemampuan"
    r"|keterampilan|literasi|numerasi|kesehatan|pendidikan|agama|keluarga|kebutuhan|hidup|layanan"
    r"|pelayanan|gizi|bedak|bela|kepemimpinan|jurnalistik|fotografi|komputer|memasak|menjahit"
    r"|pe\w+an|per\w+an|ketentuan|aturan|permohonan|surat|harga|tarif|gaji|upah|pajak|data"
    r"|informasi|bahasa|matematika|untuk|dari|yang|dan|atau|ini|itu|utama|kami|kita|etika|negeri"
    r"|swasta|hati|bagi|dalam|adalah|logika|sistem|rumah|tentang|musik|tari|gambar|tanaman|seni|sd"
    r"|mipa|akuntansi)"
)
_COARSE = Opened(rf"\b{words(_W, 'coarse')}(?:lah|nya|ne|e|na|mu|ku)?\b")
_CALLED = Opened(
    rf"\b(?:{_CALL}\s+(?:itu\s+|ini\s+|iki\s+|iku\s+|teh\s+|mah\s+|tuh\s+|kok\s+|semua\s+|pada\s+"
    rf"|emang\s+|memang\s+|kayak\s+|kaya\s+|jiga\s+|koyo\s+|kabeh\s+|yang\s+){{0,2}}(?:{_ANIMAL}"
    rf"|{_SOFT})"
    rf"|(?:anjing|asu|babi|monyet|kethek|munyuk|beruk|celeng|kirik|bagong|setan|iblis|jurig"
    rf"|binatang|bangke|bodoh|sinting|gendut|idiot|jelek|budek|budeg|kambing|kampret"
    rf"|kebo)\s+(?:{_YOU}))\b"
    rf"|(?:{AT_START}|\b(?:emang|memang|duh|ih|huh|uh|ah|woi|hadeh|hadeuh"
    rf"|halah)\s+)dasar\s+(?!{_GROUNDS}\b)[a-z]+\b(?!\s*:)"
    r"|\b(?:sampah|jorok|munafik|pembohong|penipu|pemalas|pecundang)\s+(?:kalian|lu|lo|kamu|kau|sia"
    r"|koen|kowe)\b"
    rf"|{AT_START}(?:gendut|ndut|cebol|item|pesek|jelek|anjing|babi|monyet|asu|kampret|setan|goblok"
    rf"|budek)\s*,(?!\s*\w+(?:,|\s+dan|\s+atau))"
    r"|\b(?:pejabat|petugas|admin|pegawai|lurah|camat|kades|kadus|bupati|dewan|satpol|sopir|supir"
    r"|netizen)\s+(?:anjing|babi|monyet|asu|setan)\b"
    rf"|{AT_START}(?:anjing|asu|babi|monyet|setan|bangke|bodoh|kampret|iblis)\s*[!…]"
)
_NATURE = re.compile(
    r"\b(?:hewan|satwa|ternak|peliharaan|rabies|kandang|vaksin\w*|liar|pelacak|penjaga|hutan|kebun"
    r"|ekor|gigit|digigit|menggigit|dokter\s+hewan|spesies|kucing|sapi|peternak\w*|daging\w*|demam"
    r"|jerat|kawanan|berburu|pemburu|betina|jantan|kelelawar|kalong|codot|gerobak|kusir|singkong"
    r"|kudapan|wedang|hangat|kuda|kura-kura|laut|wayang|punakawan|semar|film|sinetron|neraka|salat"
    r"|doa|kultum"
    r"|ketan|kolak|aplikasi|gim|game|lomba|pemotongan|kurban|kolam|katak|padi|sawah|lingkaran"
    r"|bukan\s+main|bermanfaat|lembaga|kitab|surah|ayat|tahun\s+baru\s+imlek|shio|bunglon|melintas"
    r"|terlihat|novel|bedah\s+buku|komik|kutu\s+busuk|abu\s+nawas|kancil|dievakuasi|konservasi|penangkaran)\b"
)
_AMBIGUOUS = re.compile(
    rf"\b(?:{_ANIMAL}|bajingan|bangsat|jahanam|sundal|monyong|kopok|picek|cuk|cok|cangkem|siah|tai"
    rf"|telek|geblek|sableng)"
)
_LESSON = re.compile(
    r"\b(?:perundungan|bullying|stop\s+(?:memanggil|mengejek|bully)|kata(?:-kata)?\s+(?:kasar"
    r"|kotor)|ejekan|jangan\s+(?:memanggil|mengejek|menghina|menyebut|berkata)|ujaran\s+kebencian"
    r"|belajar\s+ba[hs]asa|kamus|basa\s+jawa|basa\s+sunda|unggah-ungguh|undak\s+usuk|arti\s+(?:kata"
    r"|asli|aslinya)|asal\s+kata|peribahasa|paribasan|dongeng|zaman\s+(?:dulu|dahulu)"
    r"|jaman\s+(?:dulu|biyen))\b"
)
_STATE = re.compile(
    r"\b(?:negara|nagara|negoro|negeri|republik|pemerintah\w*|rezim|pancasila\w*|nkr[i1]|presiden"
    r"|bangsa|indonesia)\s+(?:\w+\s+){0,2}$"
)
_MOCKERY = Opened(
    rf"\b{words(_W, 'body')}(?:nya|mu|lu|e|ne|na|\s+(?:kamu|lu|lo|kalian|sia|maneh|koen|kowe"
    rf"|dia))?\s+(?:aja\s+|saja\s+|wae\s+|kok\s+|emang\s+|udah\s+|mah\s+|teh\s+|itu\s+|sudah\s+"
    rf"|ae\s+){{0,2}}"
    rf"(?:kayak|kaya|kek|seperti|mirip|macam|jiga|siga|koyo|koyok|persis|sebesar"
    rf"|segede)\s+(?:\w+\s+)?{words(_W, 'mocked_as')}\b"
    r"|\b(?:muka|rai|beungeut)\s+(?:tembok|badak|dua|gedheg|kandel|tebal)\b|\b(?:mulut|cangkem"
    r"|sungut)(?:nya|mu|lu|e|na)?\s+(?:ember|comberan|sampah|kotor|bau|busuk|bocor|rombeng)\b"
    r"|\botak(?:nya|mu|lu)\s+(?:tidak|nggak|gak|ga|ora|teu)\s+(?:sampai|nyampe|jalan|dipakai)\b"
    r"|\b(?<!-)otak(?:nya|mu|lu)?\s+(?:udang|kosong|di\s*dengkul|di\s*lutut|dengkul|cetek|dangkal"
    r"|tumpul|karatan|miring|kopong|ketinggalan|digadai\w*|dijual|korslet|ngadat|sekecil|segede"
    r"|sebesar|ditaruh|(?:di)?sewa\w*)"
    r"|\b(?:badan|bodi|awak)\s+(?:doang|aja|saja|wae|mung)\s+(?:yang\s+)?(?:gede|besar|badag)"
    r"|\b(?:gede|besar|menang|modal)\s+(?:badan|bacot|omong|cangkem|mulut|tampang)\s+(?:doang|aja"
    r"|saja)\b|\bisi(?:nya|ne)\s+(?:cuma\s+)?angin\b|\biq\s+(?:jongkok|rendah|minus|tiarap|melata"
    r"|kamu|lu)\b"
    r"|\b(?:nggak|tidak|gak|ga|tak|ora|teu|kagak)\s+(?:punya|duwe|boga|ada)\s+(?:otak|utek|uteg"
    r"|malu|isin|kaera|etika|adab|hati|urat\s+malu)(?:nya)?\b|\b(?:urat\s+malu(?:nya"
    r"|mu)?\s+(?:\w+\s+)?putus|tak\s+tahu\s+malu|tidak\s+tahu\s+(?:malu|diri|diuntung)"
    r"|nggak\s+tahu\s+(?:malu|diri)|gak\s+tau\s+(?:malu|diri)|ora\s+nduwe\s+isin)\b"
    r"|\b(?:sampah\s+masyarakat|orang\s+(?:sakit\s+jiwa|tidak\s+waras|nggak\s+waras|gak\s+waras"
    r"|stres|setres)|(?:dasar|cuma)\s+(?:stres|gila|sakit\s+jiwa)|manusia\s+(?:sampah|tak\s+berguna"
    r"|gagal)|kurang\s+(?:ajar|waras|sajen|seons|se-ons)|tidak\s+berpendidikan"
    r"|nggak\s+sekolah\s+(?:ya|apa)|makan\s+bangku\s+sekolahan\s+nggak|tukang\s+(?:nyinyir|ngibul"
    r"|fitnah|bohong)|hidup(?:nya|mu)\s+nyinyir|beban\s+(?:keluarga|orang\s+tua)|gagal\s+didik)\b"
    r"|\b(?:ibu-ibu|bapak-bapak|emak-emak|warga|orang\s+tua|pemuda|pegawai|petani|nelayan|guru"
    r"|siswa|pelajar|pedagang|anak-anak|bocah|remaja|turis|penumpang|sopir)\s+(?:r[tw]\s+\d+\s+)?"
    r"(?:yang\s+|itu\s+|memang\s+)?(?:pemalas|alay|tukang\s+(?:ngerumpi|rumpi|gosip|gibah)|sampah|bodoh|dungu|kampungan|norak|kolot|jorok"
    r"|bebal|tolol|kampungan|bego|rewel|cerewet|bawel|tak\s+tahu\s+diri)\b|\b(?:tapi|emang|memang"
    r"|benar-benar|sungguh|sangat|terlalu)\s+(?:dungu|bebal|tolol|bodoh\s+sekali)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        hits = [
            hit_at(text, text.letters, *match.span(), suggestion=_instead(text, match))
            for pattern in (_COARSE, _CALLED, _MOCKERY)
            for match in pattern.find(text)
            if not _is_innocent(text, match)
        ]
        hits += _disguised(text)
        if hits and not _LESSON.search(text.letters.text):
            yield from hits


#: ``Goblok banget saya``: at nobody else.
_ONESELF = re.compile(
    r"\s(?:(?:banget|bgt|sekali|amat|emang|memang|sih|ya)\s){0,2}(?:saya|aku|ku|gue|gua|gw|abdi"
    r"|kula|kulo|inyong)\b"
)


_STARRED = Opened(
    r"\b(?:k[*]nt[o*]l|a[*]+j[i*]ng|anj[*]+ng?|anj[*]+r|b[*]+ngs[a*]t|bangs[*]+t|g[*]+bl[o*]k"
    r"|gobl[*]+k|m[*]+m[e*]k|j[*]+nc[o*u]k|t[*]+l[o*]l|tol[*]+l|b[*]+go|k[*]+mpr[e*]t|b[*]+b[i*]"
    r"|f[*]+ck|t[*]+i)(?!\w)"
)
_DISGUISED = Opened(r"\b(?:anjing|babi|monyet|setan|asu|celeng|iblis)\b")


def _disguised(text: Text) -> Iterator[Hit]:
    """Names of animals that somebody took the trouble to disguise: ``4nj1ng``, ``b.a.b.i``."""
    for match in _STARRED.find(text):
        yield hit_at(text, text.letters, *match.span())
    for match in _DISGUISED.find(text):
        start, end = text.letters.span(*match.span())
        typed = text.original[start:end].lower()
        if typed != match.group() and not typed.startswith(match.group()[0] * 2):
            yield hit_at(text, text.letters, *match.span())


def _is_innocent(text: Text, match: re.Match[str]) -> bool:
    """Whether an animal, a dish or the state is meant, or the words deny it."""
    start = match.start()
    plain = match.re is not _CALLED.pattern and not _AMBIGUOUS.search(match.group())
    return (
        (not plain and _NATURE.search(text.sentence(*match.span())) is not None)
        or _STATE.search(text.letters.text[max(0, start - 40) : start]) is not None
        or (match.re is _CALLED.pattern and is_negated(text, start))
        or (
            match.re is _COARSE.pattern
            and _ONESELF.match(text.letters.text, match.end()) is not None
        )
    )


def _instead(text: Text, match: re.Match[str]) -> Suggestion | None:
    """A coarse word that stands alone with its comma or exclamation can simply go."""
    if match.re is _COARSE.pattern and text.letters.text[match.end() : match.end() + 1] in ",!":
        return Suggestion(gettext("Hapus kata ini."), "")
    return None


RULE = Rule(
    id="hate_abuse.insult",
    family="hate_abuse",
    title=gettext_noop("Kata kasar dan hinaan"),
    looks_for=gettext_noop(
        "Umpatan dan hinaan kepada orang, juga yang tersamar dan dalam bahasa Sunda dan Jawa. "
        "Nama hewan, makanan, dan pelajaran bahasa tidak dilaporkan."
    ),
    message=gettext_noop("Kata ini terasa kasar dari akun resmi."),
    own_message=gettext_noop("Kata ini terasa kasar dari seorang aparatur."),
    suggestion=gettext_noop(
        "Sebut perbuatannya dengan kata yang tenang, tanpa menyerang orangnya."
    ),
    basis=("se-137-2018",),
    severity=Severity.WEIGH,
    find=guided(_find, "hate_abuse"),
    opened_by=(_COARSE, _CALLED, _MOCKERY, _STARRED, _DISGUISED),
    passage=True,
    examples_match=examples(
        "Goblok, sudah dibilang loket tutup.",
        "Anjing lu, baca dulu pengumumannya.",
        "Dasar bodoh!",
        "Mukanya kayak kanebo kering.",
        "Warga pemalas jangan menyalahkan kader.",
        "Ndasmu! Sopo sing ngomong?",
        "Kehed lah, ulah ngadu knalpot.",
        Example("4nj1ng bgt sih", says="angka sebagai huruf"),
        Example("t.o.l.o.l banget", says="huruf dipisah titik"),
        Example("Bangsаt yang nyolong tutup selokan", says="huruf Kiril"),
    ),
    examples_miss=examples(
        "Vaksin rabies untuk anjing dan kucing peliharaan.",
        "Anjing pelacak membantu tim penyelamat.",
        "Babi ternak yang mati jangan dibuang ke sungai.",
        "Bajingan zaman dulu adalah kusir gerobak sapi.",
        "Stop memanggil teman dengan nama hewan.",
        "Tahi lalat yang membesar sebaiknya diperiksa.",
        "Lingkaran setan kemiskinan dibahas di aula.",
        "Periksa matamu di poli mata.",
        "Segawon, asu, kirik: belajar basa Jawa.",
        "Jangan buang sampah sembarangan, ya.",
        "Tebak gambar: hewan apa ini?",
        "Bajigur hangat menemani ronda.",
    ),
)
