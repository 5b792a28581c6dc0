"""Songs that trend, used as if they were free."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.rights import hits
from kentongan.kernel.say import gettext_noop

_SONG = (
    r"(?:lagu|musik|music|audio|sound|backsound|back sound|bgm|soundtrack|ost|jingle|single|remix"
    r"|nada"
    r"|instrumental|tembang|mp3|beat)(?:nya|ne|na|e)?"
)
_FREE = (
    r"(?! (?:indonesia raya|daerah|nasional|wajib|kebangsaan|mars|hymne|himne|tradisional|rakyat"
    r"|dolanan|anak[- ]anak|ciptaan|karya|sendiri|kami|kita|perjuangan|religi|kosidah|gamelan"
    r"|angklung|calung|degung|keroncong|bebas|berlisensi|gratis|dari pustaka))"
)
_TREND = (
    r"(?:viral|trending|trend|tren|ngetren|fyp|hits|hit|ngehits|nge-hits|populer|terpopuler"
    r"|kekinian"
    r"|ngetop|terbaru|top 40|hype|tiktok|spotify|joox|k-?pop|barat|korea|artis|penyanyi|band)"
)
_USE = (
    r"(?:pakai|pake|pakek|memakai|dipakaikan|dengan|diiringi|iringan(?:nya)?|nganggo|ngangge|make"
    r"|ditempeli|dikasih|kasih|dikasi|tempel|latar(?:nya)?|diputar(?:kan)?|putar|muter|puter"
    r"|menggunakan|gunakan|menyetel|setel)"
)
_PATTERN = re.compile(
    r"\b(?:"
    rf"(?:{_USE} )?{_SONG}{_FREE} (?:[\"“][^\"”\n]{{1,60}}[\"”] )?"
    rf"(?:[\w'-]+ ){{0,3}}?(?:yang )?(?:lagi |sedang |paling |masih )?"
    rf"{_TREND}\b(?: [\"“][^\"”\n]{{1,60}}[\"”])?"
    rf"|{_USE} {_SONG}{_FREE} (?:\w+ )?[\"“'][^\"”'\n]{{2,60}}[\"”']"
    rf"|{_USE} {_SONG}{_FREE} (?:\w+ ){{0,2}}?(?:milik|punya|dari|karya|by|oleh) "
    r"(?!(?:warga|siswa|murid|guru|kami|kita|pustaka|kader|sanggar|paguyuban|komunitas|dinas"
    r"|desa)\b)\w+"
    r"|(?:backsound|back sound|bgm)(?:nya)? (?!(?:bebas|sendiri|rekaman|pustaka|gamelan"
    r"|ciptaan|karya|kami|kita|alam|ombak|hujan|dari|yang|ini|itu|dan|untuk)\b)\w+ \w+"
    r"|(?:backsound|back sound|bgm|soundtrack|musik latar|lagu latar|sound)(?:nya)?(?: ini)?"
    r" ?(?::|=|pakai|pake|dari|diambil|comot|download|unduh|dipotong)\W{0,3}"
    r"(?!(?:bebas|sendiri|rekaman sendiri|pustaka|gamelan|ciptaan|karya|kami)\b)\w+"
    rf"|{_SONG} (?:[\w'-]+ ){{0,2}}?(?:lagi|yang lagi|sedang|yang sedang) (?:naik daun|rame"
    r"|ramai|booming|heboh|dipakai semua orang|banyak dipakai)\b"
    rf"|{_SONG}{_FREE} (?:dangdut|pop|rock|koplo|campursari|barat|korea|india) (?:\w+ )?(?:hits"
    r"|milik|punya|terkenal|populer|baru)\b(?: \w+)?"
    r"|lagunya (?!(?:kami|kita|sendiri|daerah|indonesia|ciptaan|warga)\b)(?:[\w-]+ ){1,4}(?:biar"
    r"|supaya|sebagai latar|jadi latar|buat latar)\b"
    r"|jedag[- ]?jedug\b|jj viral\b|dj (?:remix|viral|tiktok|terbaru)\b|lip ?sync\b"
    r"|(?:parodi|plesetan) lagu\b|lirik(?:nya)? (?:\w+ )?(?:kami|kita|diganti|diubah|diplesetkan"
    r"|lengkap)\b|(?:download|unduh|unduhan|donlot)(?:an)? (?:dari )?(?:mp3|lagu|musik)\b"
    r"|lagu(?:nya)? (?:\w+ ){0,2}(?:di|hasil )?(?:unduh|download|donlot"
    r"|bajakan|comot|ambil dari|potong dari)\w*"
    r")"
)


def _find(case: Case) -> Iterator[Hit]:
    yield from hits(case, _PATTERN)


RULE = Rule(
    id="copyright.music",
    family="copyright",
    title=gettext_noop("Lagu atau suara orang lain"),
    looks_for=gettext_noop("Lagu viral, sound, atau remix tanpa kata tentang lisensinya."),
    message=gettext_noop("Lagu yang sedang tren belum tentu bebas dipakai akun resmi."),
    suggestion=gettext_noop("Pakai pustaka berlisensi, dan simpan buktinya."),
    basis=("uu-28-2014",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    opened_by=(_PATTERN,),
    examples_match=examples(
        "Joget bareng pegawai pakai lagu viral \"Goyang Pinggir Kali\".",
        "Sound TikTok yang lagi hits ini cocok buat senam.",
        "Videonya pakai lagu \"Rindu di Ujung Dermaga\" dari band terkenal.",
        "Backsound: hits terbaru penyanyi idola kita.",
        "Versi jedag jedug peresmian jembatan.",
        "Liriknya kami ganti jadi ajakan bayar pajak.",
        "Diiringi musik k-pop yang sedang trending.",
    ),
    examples_miss=examples(
        "Nyanyikan lagu Indonesia Raya dengan sikap sempurna.",
        "Paduan suara membawakan lagu daerah.",
        "Latar musik gamelan direkam murid sendiri.",
        "Pakai lagu viral berlisensi dari pustaka audio kami.",
        "Latihan musik tiap Jumat di sanggar.",
        "Video viral itu tidak benar.",
        "Pentas musik malam Minggu di alun-alun.",
    ),
)  # fmt: skip
