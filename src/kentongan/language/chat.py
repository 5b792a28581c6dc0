"""Forms of chat: short ones, which not every reader can decode, and affixes of speech."""

from __future__ import annotations

from kentongan.language.words import is_known

#: In small letters, with what they stand for.
SHORT = {
    "yg": "yang", "dgn": "dengan", "dg": "dengan", "utk": "untuk", "u/": "untuk", "dlm": "dalam",
    "krn": "karena", "karna": "karena", "krna": "karena", "sdh": "sudah", "sdah": "sudah",
    "udh": "sudah", "blm": "belum", "blum": "belum", "jgn": "jangan", "jngn": "jangan",
    "tdk": "tidak", "tdak": "tidak", "dr": "dari", "dri": "dari", "pd": "pada", "pda": "pada",
    "kpd": "kepada", "kpda": "kepada", "org": "orang", "orng": "orang", "hrs": "harus",
    "hrus": "harus", "mhn": "mohon", "bs": "bisa", "bsa": "bisa", "jg": "juga", "jga": "juga",
    "sm": "sama", "sma2": "sama-sama", "spt": "seperti", "sprti": "seperti", "sbg": "sebagai",
    "sbgai": "sebagai", "trs": "terus", "trus": "terus", "klo": "kalau", "klu": "kalau",
    "kl": "kalau", "kalo": "kalau", "skrg": "sekarang", "skr": "sekarang", "bpk2": "bapak-bapak",
    "bgmn": "bagaimana", "gmn": "bagaimana", "knp": "mengapa", "lbh": "lebih", "byk": "banyak",
    "bnyk": "banyak", "dpt": "dapat", "dpat": "dapat", "tsb": "tersebut", "thd": "terhadap",
    "thdp": "terhadap", "stlh": "setelah", "sblm": "sebelum", "smp": "sampai", "smpai": "sampai",
    "slm": "selama", "slma": "selama", "slalu": "selalu", "mdh2an": "mudah-mudahan",
    "mksh": "terima kasih", "trims": "terima kasih",
    "trmksh": "terima kasih", "trimks": "terima kasih", "tks": "terima kasih",
    "thx": "terima kasih", "jd": "jadi", "jdi": "jadi", "jml": "jumlah", "msh": "masih",
    "msih": "masih", "hny": "hanya", "sgt": "sangat", "bbrp": "beberapa", "ttg": "tentang",
    "mrk": "mereka", "kmrn": "kemarin", "bln": "bulan", "thn": "tahun", "mgg": "minggu",
    "hr": "hari", "jln": "jalan", "dkt": "dekat", "dtg": "datang", "lgsg": "langsung",
    "lgsng": "langsung", "bkn": "bukan", "adl": "adalah", "mjd": "menjadi", "dst2": "dan lain-lain",
    "info2": "informasi", "wkt": "waktu", "sy": "saya", "sya": "saya",
    "qt": "kita", "kt": "kita", "ank": "anak", "masy": "masyarakat", "pndftrn": "pendaftaran",
    "pndaftaran": "pendaftaran", "jgn2": "jangan-jangan", "dsni": "di sini",
    "dmn": "di mana", "dimn": "di mana", "sblmnya": "sebelumnya", "slmt": "selamat",
    "sgra": "segera", "sgr": "segera", "bnr": "benar", "trsbt": "tersebut", "brsama": "bersama",
    "dri2": "dari", "dngn": "dengan", "dngan": "dengan", "untk": "untuk", "utk2": "untuk",
    "mngkn": "mungkin", "prlu": "perlu", "plg": "paling", "pling": "paling", "ssuai": "sesuai",
    "stiap": "setiap", "tiap2": "tiap-tiap", "ktmu": "bertemu", "srta": "serta", "srt": "serta",
    "ats": "atas", "bwh": "bawah", "wrga": "warga", "wrg": "warga", "tmpt": "tempat",
}  # fmt: skip
#: Right in other senses: kilometre, Dr., SMP, Badan Kepegawaian, lap.
TWO_SENSES = frozenset("dr sm kl smp bkn hr tsb bs pd kt skr dpt jml ttg".split())


def is_colloquial(word: str) -> bool:
    """``bawain``, ``besoknye``, ``ngurus``: affixes of speech, which are no typing errors."""
    if word[0] in "nm" and is_known("me" + word):
        return True
    return any(
        word.endswith(suffix) and is_known(word[: -len(suffix)])
        for suffix in ("in", "nye", "ne", "e")
    )
