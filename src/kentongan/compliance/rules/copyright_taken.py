"""A picture or film taken from somewhere: "foto dari Google", "nyomot ti grup tatangga"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.compliance.words.rights import has_leave, hits, names_nobody, teaches
from kentongan.kernel.say import gettext_noop

_WORK = (
    r"(?:foto|poto|potret|jepretan|gambar|gbr|ilustrasi|video|vidio|klip|footage|rekaman|poster|flyer|desain"
    r"|template|background|latar|meme|stiker|infografi[sk]|peta|ikon|icon|grafis|animasi|vektor"
    r"|cuplikan|potongan|visual|banner|wallpaper|thumbnail|sampul|denah|logo|materi|konten)"
    r"(?:nya|ne|na|e)?"
)
_OFFICE = (
    r"(?:rumah sakit|rs|rsud|dinas|desa|kecamatan|kelurahan|kota|kabupaten|sekolah|puskesmas"
    r"|instansi|kantor|toko|kampus|provinsi|pemda|pemkab|pemkot|paguyuban|komunitas|perusahaan)"
)
_CHANNEL = (
    r"(?:akun|web|website|situs|laman|blog|media|channel|kanal|page|fanspage|portal|admin"
    r"|fotografer|pelukis|desainer|ilustrator|seniman|kreator|orang)"
)
_NEXT_DOOR = r"(?:sebelah|tetangga|tatangga|tonggo)"
_GOOGLE = (
    r"(?:(?:mbah |om |kang )?(?:google|gugel|gogle)(?! (?:maps?|earth|form|drive|meet|play|doc"
    r"|sheet"
    r"|site|class|bisnis|business))\w*(?: images?)?|pinterest|yandex|shutter ?stock|getty\w*"
    r"|freepik"
    r"|istock\w*|stok foto|timeline|time line|linimasa|beranda|fyp)"
)
#: Where all is found and nobody is asked.
_ANYWHERE = (
    rf"(?:{_GOOGLE}|internet|inet|medsos|media sosial|sosmed|netizen|warganet|dunia maya"
    rf"|mesin pencari"
    r"|(?:grup|group|gc) (?:wa|whatsapp|fb|facebook|telegram|sebelah|tetangga|tatangga|keluarga"
    r"|alumni"
    rf"|tonggo)|{_CHANNEL} (?:{_NEXT_DOOR}|lain|orang|gosip|fans|fanbase|meme|luar(?: negeri)?"
    rf"|kondang"
    rf"|luar daerah)|{_OFFICE} {_NEXT_DOOR}|{_NEXT_DOOR}|orang lain|batur|wong liya|liyan"
    r"|status (?:orang|teman|wa))"
)
#: Where people also have things of their own.
_PLATFORM = (
    r"(?:ig|instagram|insta|fb|facebook|tiktok|tik tok|yt|youtube|twitter|threads|wa|whatsapp"
    r"|telegram|website|situs|web|laman|blog|portal|koran|majalah|tv|televisi|sinetron|berita"
    r"|media (?:online|daring|nasional|cetak)|artis|selebgram|youtuber|film|stock photo)"
)
#: Taking without asking, by the word itself.
_SNATCHED = (
    r"(?:(?:di|me)?n?comot(?:an)?|nyomot|dicomot|nyolong|(?:di)?colong(?:an)?|(?:di"
    r"|ng)?copas(?:an)?"
    r"|kopas(?:an)?|(?:di|men)?jiplak(?:an)?|skrinsut(?:an)?|(?:di|nge)?screen ?shoo?t(?:an)?"
    r"|(?:di|nge)?ss"
    r"|(?:di|nge)?repost|(?:di|nge)?re-?upload|(?:di)?(?:unggah|posting) ulang|nyuplik|nyontek"
    r"|googling"
    r"|njupuk|dijupuk|jupuk|njukuk|nyokot|dicokot|nyolok|nyandak)"
)
_TOOK = (
    rf"(?:{_SNATCHED}|(?:di|ng|meng|hasil )?ambil(?:an)?|(?:di|ng)?copy(?:an)?|(?:di"
    rf"|hasil )?salin(?:an)?"
    r"|nyalin|(?:di|meng|hasil )?unduh(?:an)?|(?:di|nge|hasil )?download(?:an)?|(?:di|nge"
    r"|hasil )?donlot"
    r"(?:an)?|(?:di|nge)?save|tangkapan layar|rekam layar|dapat|dapet|nemu(?:in)?|ketemu|cuplikan"
    r"|minjem|pinjam|meunang|kenging|oleh|olih|entuk|(?:di)?petik|potongan)"
)
_FROM = r"(?:dari|dr|ti|tina|saking|saka|seko|sko|soko|teko|from)"
_GAP = r"\W{1,3}(?:[\w'-]+\W{1,3}){0,3}?"
_WORDS = r"(?:\W{1,3}[\w'-]+){0,2}?"
_PATTERN = re.compile(
    r"\b(?:"
    # foto dari Google; foto hasil unduhan dari YouTube; infografis ini buatan dinas sebelah
    rf"{_WORK}\b(?: {_OFFICE} {_NEXT_DOOR}\b|{_GAP}(?:{_FROM} (?:\w+ )?{_ANYWHERE}\b"
    r"|(?:hasil )?(?:googling|comotan|colongan|copasan|jiplakan|bajakan)\b"
    r"|(?:buatan|bikinan|karya|punya|milik|damelan|gaweane|gawean) (?:\w+ )?"
    rf"(?:{_OFFICE}|{_CHANNEL}) (?:{_NEXT_DOOR}|lain|kondang|terkenal)\b"
    rf"|{_TOOK}\b{_WORDS} {_FROM} (?:\w+ )?{_PLATFORM}\b))"
    # sumber gambar: internet
    r"|(?:sumber|source|src|kredit|credits?|cr|courtesy|dok|foto|gambar|ilustrasi|video)"
    r"(?: (?:foto|gambar|video|ilustrasi|poster|lagu|musik|materi|tulisan))?\s?"
    rf"(?:\.?:|/|=|\.| by| dari)\s?(?:(?:{_ANYWHERE}|istimewa|ist|berbagai sumber|unknown|entah)\b"
    r"|(?:ig|fb|tiktok|instagram) ?/?@)"
    # comot dari timeline; nyomot ti grup tatangga; kami ambil dari Pinterest
    rf"|{_TOOK}{_WORDS} {_FROM} {_GOOGLE}\b|{_SNATCHED}{_WORDS} {_FROM} (?:\w+ )?{_ANYWHERE}\b"
    # always without asking
    r"|(?:nyomot|dicomot|comotan|(?:cuma|asal|hasil|main) comot|nyolong foto|hasil googling)\b"
    r"|re-?upload\b|repost(?:an)?(?::| by| from| dari)? ?(?:@(?!\w*(?:bmkg|kemen|bnpb|polri|pemprov"
    r"|pemkab|pemkot|kominfo|komdigi|kpu|bps))|akun|tiktok|orang|video|foto)\w*"
    r"|cr(?:edit)?s?(?: to| untuk| buat)?:? ?(?:the )?(?:owner|pemilik\w*|yang punya|on pict?)\b"
    r"|no copyright (?:infringement|intended)\b"
    r"|hak cipta (?:milik|punya) (?:pemilik|pembuat|masing)\w*"
    r"|(?:lupa|tidak tahu|gak tahu|nggak tahu|ga tau|gatau|entah) (?:siapa |apa )?"
    r"(?:sumber(?:nya)?\b|(?:pemilik|pembuat) (?:foto|gambar|video)|fotografer|pemotret"
    r"|yang (?:motret|gambar)\b)"
    # found on a network; cut out of somebody's picture; a pirated typeface
    rf"|{_WORK}\b (?:[\w'-]+ )?(?:nemu(?:in)?|ketemu|dapat|dapet|nyolong|colong|minjam|pinjam|comot"
    rf"|crop(?:an)?|potong(?:an)?) (?:\w+ )?di (?:{_ANYWHERE}|{_PLATFORM})\b"
    rf"|(?:hasil )?(?:crop|potong|edit|remix|editan|cropan|rekam) (?:dari )?{_WORK} "
    rf"(?:punya |milik )?(?:orang|akun|sebelah|tetangga|media|artis|kreator)\b(?: di {_PLATFORM})?"
    r"|(?:font|fon|huruf|aplikasi|software|perangkat lunak|template|preset|plugin|musik|gambar)"
    r"(?:nya)? (?:\w+ ){0,2}(?:bajakan|crack(?:an|ed)?|retas(?:an)?|ilegal)\b"
    rf"|(?:meniru|niru|tiru|nyontek|contek|jiplak|mirip(?:in)?) (?:\w+ )?(?:desain|poster|logo"
    rf"|konten|template|video)\w* (?:punya |milik |dari )?(?:{_OFFICE}|{_CHANNEL}|{_NEXT_DOOR})\b"
    rf"|{_WORK}\b (?:\w+ )?(?:tangkapan layar|screenshot|skrinsut|rekam layar) (?:dari )?"
    r"(?:story|status|postingan|unggahan|reels?|live) (?:orang|artis|teman|akun|selebgram"
    r"|\w+ lain)\b"
    rf"|{_WORK}\b (?:kami |kita )?(?:ambil|salin|scan|pindai|potret|foto|jiplak) (?:ulang )?dari "
    r"(?:buku|komik|majalah|koran|novel|kalender|poster|katalog) (?:\w+ )?(?:orang|luar|terbitan"
    r"|penerbit|lama|lain|anak|toko)\b"
    # leave is missing in so many words
    r"|(?:maaf|punten|hapunten|sorry|nuwun sewu) (?:\w+ )?(?:belum|tanpa|teu acan|durung"
    r"|tidak sempat|gak sempat) (?:\w+ )?(?:i[jz]in|wawarta)\b"
    r"|(?:tanpa|belum|blm|gak|nggak|lupa|can|durung) (?:\w+ )?(?:se)?i[jz]in(?:nya)? "
    r"(?:ke |dari |sama |kepada )?(?:pemotret|pembuat|penulis|pencipta|fotografer|pelukis"
    r"|yang (?:motret|bikin|nulis|gambar)|pemilik (?:foto|gambar|video|lagu|karya|hak))\w*"
    r"|(?:maaf|punten|hapunten|sorry|nuwun sewu) (?:\w+ ){0,2}(?:yang punya|nu gaduh|nu boga"
    r"|pemilik|sing duwe) (?:foto|gambar|video|poto|karya|desain)\w*"
    rf"|{_WORK}\b(?: [\w'-]+){{0,5}} (?:tanpa|belum ada|belum punya|gak pakai|nggak pakai"
    rf"|tidak punya) "
    r"(?:i[jz]in|lisensi|hak pakai)\b"
    rf"|(?:ambil|comot|pakai|pake|memakai|pinjam|pasang"
    rf"|unggah) {_WORK}(?: \w+){{0,2}} (?:{_FROM} |punya |"
    r"milik )(?:akun )?(?:\w+ )?(?:orang|artis|selebgram|vlogger|youtuber|kreator|fotografer lain"
    r"|media lain)\b"
    # made ours
    r"|(?:watermark|tanda air|logonya|logo (?:asli|mereka|sebelah|pembuat)"
    r"|nama (?:pembuat|pemotret|fotografer))-?(?:nya)? (?:\w+ ){0,2}(?:di)?"
    r"(?:tutup|hapus|hilangkan|hilangin|crop|potong|timpa|buang|sensor|blur|gunting)\w*"
    r"|logonya (?:\w+ ){0,2}(?:di)?ganti (?:\w+ )?logo \w+"
    r"|(?:meng|nge|di)?(?:tutup|hapus|hilangkan|hilangin|crop|potong|timpa|buang|gunting)"
    r"(?:i|in|kan)? (?:\w+ )?(?:watermark|tanda air|logo (?:asli|mereka|sebelah))\w*"
    r")"
)


def _find(case: Case) -> Iterator[Hit]:
    found = False
    for hit in hits(case, _PATTERN):
        found = True
        yield hit
    nobody = [i for i, media in enumerate(case.draft.media) if names_nobody(media)]
    if nobody and not found and not teaches(case) and not has_leave(case):
        yield from (Hit(0, 0, f"media:{index}") for index in nobody)


def _example(text: str, credit: str, licence: str = "") -> Example:
    media = (MediaFact(alt="Danau berkabut", credit=credit, licence=licence),)
    return Example(text, says=f"asal: {credit or '-'}, izin: {licence or '-'}", media=media)


RULE = Rule(
    id="copyright.taken",
    family="copyright",
    title=gettext_noop("Diambil dari karya orang lain"),
    looks_for=gettext_noop(
        "Gambar atau video dari Google, media sosial, atau instansi lain tanpa izin; tanda air "
        "yang ditutup; asal gambar yang hanya menyebut “internet”."
    ),
    message=gettext_noop("Karya orang lain perlu izin pembuatnya; “dari internet” bukan izin."),
    suggestion=gettext_noop("Pakai gambar sendiri, atau catat pembuat dan izinnya."),
    basis=("uu-28-2014",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    opened_by=(_PATTERN,),
    also=Given.MEDIA,
    examples_match=examples(
        "Indah sekali, kan? (foto dari Google)",
        "Simak resepnya. Sumber gambar: internet.",
        "Latarnya kami ambil dari Pinterest biar cantik.",
        "Meme pagi, cuma comot dari timeline.",
        "Gambar nyamukna nyomot ti grup tatangga, hapunten ka nu gaduh.",
        "Infografis ini buatan dinas sebelah, logonya kami tutup.",
        "Video lucu hasil unduhan dari TikTok.",
        "Foto: istimewa",
        "Fotone njupuk seko grup tonggo.",
        "Credit to owner.",
        _example("Situ pagi hari.", "internet"),
    ),
    examples_miss=examples(
        "Jangan asal ambil gambar dari Google. Cek lisensinya.",
        "Bukan foto dari Google, ini dipotret staf sendiri.",
        "Foto dari warga, dimuat seizin pemotretnya.",
        "Unduh formulir dari situs kami.",
        "Bolehkah kami memuat ulang foto ini?",
        "Ambil nomor antrean dari mesin di pintu masuk.",
        "Sumber: BPS, 1 Juli 2026.",
        "Video lengkap ada di YouTube kecamatan.",
        _example("Situ pagi hari.", "Dinas Pariwisata", "milik sendiri"),
        _example("Peta lama.", "Koleksi museum", "domain publik"),
    ),
)
