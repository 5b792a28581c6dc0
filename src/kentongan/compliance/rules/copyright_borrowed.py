"""Works that somebody else made, told to be borrowed, imitated or taken without asking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.lexicon import both, is_negated, together
from kentongan.compliance.words.rights import one_each
from kentongan.kernel.say import gettext_noop

_WORK = re.compile(
    r"\b(?:foto|poto|gambar|video|ilustrasi|poster|desain|logo|maskot|meme|stiker|peta|kartun"
    r"|karikatur|animasi|mural|lukisan|karya|musik|lagu|rekaman|infografi[sk]|spanduk|template"
    r"|sampul|latar|puisi|cerpen|berita|artikel|resep|konten|unggahan|font|grafik)\w{0,3}\b"
)
#: Borrowed, found, imitated; of these only things of others.
_BORROWED = Opened(
    r"\b(?:nemu(?:in)?|pinjam(?: dulu)?|dipinjam|minjam|minjem|meminjam|contek|nyontek|mencontek"
    r"|dicontek|comot|nyomot|dicomot|mencomot|repost|(?:unggah|posting|tayangkan|pakai) ulang"
    r"|jiplak|dijiplak|menjiplak|tiru|niru|meniru|ditiru|nyuplik|ngambil|nyolong)\b"
)
_OTHERS = Opened(
    r"\b(?:google|wikipedia|pinterest|internet|youtube|tik ?tok|instagram|facebook|netflix|canva"
    r"|akun \w+|(?:grup|video|poster|desain|spanduk|logo|punya|milik) (?:tetangga|sebelah|orang)"
    r"|(?:desa|kota|kabupaten|kecamatan|kelurahan|instansi|dinas) (?:tetangga|sebelah|lain)"
    r"|tetangga desa|karya orang|orang lain|artis|selebgram|gaya (?:ghibli|disney|pixar)"
    r"|(?:dari|logo|punya) (?:persi[bjs]k?|persebaya|arema|psim|psis|timnas|disney|marvel))\b"
)
#: Copied off a page or a screen.
_COPIED = Opened(
    r"\b(?:screenshot|skrinsut|tangkapan layar|rekam layar|discan|scan(?:an)?|pindaian|dipindai"
    r"|kliping|guntingan|diambil|disalin|difoto ulang)\b"
)
_PRINTED = Opened(
    r"\b(?:(?:berita|artikel) (?:koran|media|daring|online|nasional)|koran|majalah"
    r"|buku (?:pelajaran|paket|cerita|anak|bacaan|terbitan)|novel|komik|google maps|film|sinetron"
    r"|drama korea|anime)\b"
)
_UNASKED = Opened(
    r"\b(?:tanpa|belum|lupa|tidak|nggak|gak|ora|teu)(?: sempat)? (?:minta |meminta )?"
    r"(?:i[jz]in|tanya|bertanya|bilang|pamit|permisi|ngomong)(?:nya)?\b"
)
_MAKERS = Opened(
    r"\b(?:fotografer|pemotret|pelukis|seniman|pembuat|pencipta|penulis|penyanyi|penyair|desainer"
    r"|ilustrator|kreator|muralis|komikus)(?:nya)?\b"
)
_NOBODYS = Opened(
    r"\b(?:entah|nggak tahu|gak tahu|tidak tahu|lupa|embuh|duka)\s(?:punya|karya|milik|foto|gambar"
    r"|lagu|buatan|siapa yang (?:punya|bikin|buat|memotret|motret))\s?(?:siapa|sapa|saha)?\b"
)
_PAIRS = ((_BORROWED, _OTHERS, 40), (_COPIED, _PRINTED, 30), (_UNASKED, _MAKERS, 60))


def _find(case: Case) -> Iterator[Hit]:
    found = []
    for text in case.texts:
        if text.where not in ("text", "title"):
            continue
        spans = [
            both(one, other)
            for first, second, reach in _PAIRS
            for one, other in together(text, first, second, reach=reach)
            if not is_negated(text, one.start())
        ]
        spans += [match.span() for match in _NOBODYS.find(text)]
        found += [(text, span) for span in spans if _WORK.search(text.sentence(*span))]
    yield from one_each(case, found)


RULE = Rule(
    id="copyright.borrowed",
    family="copyright",
    title=gettext_noop("Meminjam atau meniru karya orang"),
    looks_for=gettext_noop(
        "Gambar, video, lagu, atau desain yang disebut dipinjam, ditiru, atau disalin dari akun, "
        "situs, atau terbitan orang lain, atau dipakai tanpa bertanya kepada pembuatnya."
    ),
    message=gettext_noop("Karya orang lain perlu izin pembuatnya, juga bila hanya dipinjam."),
    suggestion=gettext_noop("Minta izinnya dan sebut pembuatnya, atau pakai karya sendiri."),
    basis=("uu-28-2014",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    opened_by=(_BORROWED, _COPIED, _UNASKED, _NOBODYS),
    examples_match=examples(
        "Puisi di poster ini kami pakai tanpa tanya penulisnya.",
        "Kami unggah ulang video tetangga desa yang lucu itu.",
        "Lukisan di latar kami pakai ulang dari karya orang di pameran.",
        "Logonya pinjam dulu dari Persib.",
        "Peta ini hasil tangkapan layar dari Google Maps.",
        "Foto pengantin itu milik fotografer, lupa minta izin.",
        "Foto satelitnya entah punya siapa.",
    ),
    examples_miss=examples(
        "Jangan meniru desain orang lain. Buat sendiri, yuk.",
        "Buku cerita boleh dipinjam tujuh hari.",
        "Kirim tangkapan layar bukti bayar ke loket.",
        "Video ini kami pinjam dari akun BMKG dengan izin.",
        "Anak-anak meniru gaya berjalan bebek.",
        "Foto diambil di depan kantor kecamatan.",
        "Pinjam proyektor untuk memutar video? Hubungi perpustakaan.",
    ),
)
