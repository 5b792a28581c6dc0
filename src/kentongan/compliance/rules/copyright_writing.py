"""Whole texts of others, copied out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.rights import hits
from kentongan.kernel.say import gettext_noop

_BOOK = (
    r"(?:novel|komik|majalah|koran|cerpen|puisi|artikel|berita|tulisan|esai|kolom|e-?book|ebuku"
    r"|lirik"
    r"|antologi|skripsi|jurnal|ensiklopedia|kamus|buku (?:\w+ )?(?:bajakan|terlaris|best ?seller"
    r"|cerita"
    r"|pelajaran|dongeng|paket|resep|anak|karya|terbaru)|bab)(?:nya)?"
)
_COPIED = (
    r"(?:pdf|scan(?:an)?|pindaian|fotokopian|salinan|unduhan|versi digital|soft ?(?:file|copy)"
    r"|bajakan"
    r"|hasil (?:scan|pindai|fotokopi))(?:nya)?"
)
_PATTERN = re.compile(
    r"\b(?:"
    r"(?:di)?(?:ketik|tik|tulis) ulang (?:\w+ ){0,2}?(?:dari|saka|tina) (?:buku|novel|koran|majalah"
    r"|artikel|berita|media|laman|web|situs|blog)\w*"
    r"|(?:kami |kita |di|men|)(?:salin|nyalin|copas|kopas|kopi|kutip)(?:kan)? (?:\w+ ){0,3}?"
    r"(?:utuh|lengkap|penuh|seluruhnya|semuanya|mentah-mentah|plek|persis|apa adanya)\b"
    r"|(?:di|kami |kita |hasil |)(?:salin|nyalin|copas|kopas|jiplak)(?:an)? (?:\w+ ){0,2}?(?:dari"
    r"|ti"
    r"|tina|saka|seko) (?:\w+ )?(?:buku|novel|koran|majalah|media|portal|blog|artikel|berita|web"
    r"|website|situs|laman|wikipedia|tulisan|skripsi|jurnal|kompas|detik|tempo|tribun)\w*"
    rf"|{_COPIED} (?:\w+ ){{0,2}}?{_BOOK}\b|{_BOOK} (?:[\w'-]+ ){{0,3}}?(?:versi pdf|pdf|bajakan"
    r"|hasil scan|format pdf|unduhan)(?:nya)?\b"
    rf"|{_BOOK} (?:\w+ ){{0,5}}?(?:kami|kita) (?:salin|muat utuh|muat lengkap|unggah utuh|ketik"
    r"|tulis ulang|scan|pindai|fotokopi)\w*"
    rf"|{_BOOK} (?:\w+ ){{0,6}}?(?:unggah|muat|tayangkan|salin|foto) utuh\b"
    r"|(?:puisi|cerpen|lirik|novel|artikel|berita|tulisan) lengkap(?:nya)? (?:\w+ ){0,6}?(?:kami"
    r"|kita)"
    r" (?:salin|muat|unggah|sajikan|tempel|bagikan)\w*"
    r"|(?:buku|novel|komik|majalah|modul|kamus)(?:nya)? (?:[\w'-]+ ){0,4}?(?:di|kami "
    r"|kita )?(?:fotokopi"
    r"|pindai|scan|gandakan|perbanyak)(?:kan)? (?:utuh|penuh|lengkap|seluruhnya|semuanya)\b"
    r"|(?:fotokopi|scan|pindai|cetak|gandakan|perbanyak)(?:an|kan)? (?:\w+ )?(?:seluruh|semua"
    r"|satu) "
    r"(?:isi )?(?:buku|novel|komik)\b"
    r"|(?:unduh|download|bagi-bagi|bagikan|share) (?:\w+ ){0,2}?(?:gratis )?(?:e-?book"
    r"|pdf) (?:\w+ )"
    r"{0,2}?(?:novel|komik|buku (?:terlaris|best ?seller|karya|cerita))\w*"
    r")"
)


def _find(case: Case) -> Iterator[Hit]:
    yield from hits(case, _PATTERN)


RULE = Rule(
    id="copyright.writing",
    family="copyright",
    title=gettext_noop("Tulisan orang lain disalin"),
    looks_for=gettext_noop("Puisi, buku, atau berita yang disalin utuh atau dibagikan salinannya."),
    message=gettext_noop("Menyalin tulisan secara utuh perlu izin penulisnya."),
    suggestion=gettext_noop("Kutip sedikit dengan nama penulisnya, dan tautkan sumbernya."),
    basis=("uu-28-2014",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    opened_by=(_PATTERN,),
    examples_match=examples(
        "Puisi lengkapnya kami salin di sini, diketik ulang dari bukunya.",
        "Unduh gratis ebook novel terlaris di tautan ini.",
        "PDF komik favorit sudah kami bagikan.",
        "Beritanya kami copas dari portal berita tadi pagi.",
        "Artikel ini disalin dari majalah kesehatan.",
        "Kami kutip utuh tulisan dokter itu.",
        "Novel bajakan tersedia di pojok baca.",
    ),
    examples_miss=examples(
        "Bawa fotokopi buku nikah dan KTP.",
        "Salinan dokumen ada di kantor BPBD.",
        "Puisi karya murid kami muat di sini dengan izin mereka.",
        "Buku ini dapat dipinjam di perpustakaan.",
        "Unduh PDF formulir di situs kami.",
        "Tulis ulang nomor antrean Anda.",
        "Baca berita lengkap di laman dinas.",
    ),
)  # fmt: skip
