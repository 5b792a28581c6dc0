"""Where somebody lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Facts, MediaFact, Severity
from kentongan.compliance.reading.signs import tried
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.persons import Kind
from kentongan.kernel.say import gettext_noop
from kentongan.language.normalise import Strength, normalise

_STREET = (
    r"(?:jalan|jln|jl|gang|gg|lorong|lrg|kampung|kp|dusun|dsn|ds|dukuh|dk|padukuhan|lingkungan"
    r"|link|blok|blk"
    r"|perumahan|perumnas|perum|komplek|kompleks|komp|griya|cluster|klaster|residence|kavling|asrama|rusun|rusunawa|apartemen"
    r"|kontrakan|kos|desa|lembur|puri|taman)"
)
_NAME = r"(?:[ .]{0,2}(?!(?:no|nomor|rt|rw|blok)\b)[\w’'-]{1,20}\.?){1,4}?"
_RT = (
    r"(?:rt\s?[./]?\s?rw\s?[.:]{0,2}\s?\d{1,3}\s?[/\-.]\s?\d{1,3}"
    r"|rt\s?[.:]{0,2}\s?\d{1,3}\s?[,/\\\-]?\s?(?:rw\s?[.:]{0,2}\s?\d{1,3}|/?\s?\d{1,3})"
    r"|rt\s?[.:]{0,2}\s?\d{1,3}\s?(?:/|,|\s)\s?rw\s?[.:]{0,2}\s?\d{1,3}|rt\s?[.:]{0,2}\s?\d{1,3})"
)
_NUMBER = (
    r"(?:,?\s?(?:no(?:mor|mer|\.)?|nomor rumah)[ .:]{0,3}[a-z]?-?\d{1,3}[a-z]?"
    r"|,?\s?(?:blok|blk)\s?[a-z]{1,2}[ /-]?\d{1,3}(?:\s?(?:/|no\.?|nomor)\s?\d{1,3})?"
    r"|\s\d{1,3}[a-z]?|\s[a-z]{1,2}[-/]?\d{1,2}(?:\s?/\s?\d{1,3})?)"
)
#: A street, hamlet or block with a house number or RT.
_ADDRESS = re.compile(
    rf"\b{_STREET}\b{_NAME}(?:,?\s?(?:gang|gg)\.?\s?\w{{1,12}})?"
    rf"(?:{_NUMBER}(?:[,\s]{{1,2}}{_RT})?|[,\s]{{1,3}}(?:di "
    rf")?{_RT}(?:{_NUMBER})?)(?!\s?[:.]\d)(?![\w%])",
    re.IGNORECASE,
)
_BEGINS = re.compile(rf"\b(?:{_STREET}\b|rt(?=[\s./:\d]))", re.IGNORECASE)
_PAIR = re.compile(
    r"\b(?:rt\s?[./]?\s?rw\s?[.:]{0,2}\s?\d{1,3}\s?[/\-.]\s?\d{1,3}"
    r"|rt\s?[.:]{0,2}\s?\d{1,3}\s?[,/\\\-]?\s?(?:rw\s?[.:]{0,2}\s?\d{1,3}|/\s?\d{1,3}))\b",
    re.IGNORECASE,
)
#: An office, a place for all, an event.
_PUBLIC = re.compile(
    r"\b(?:kantor|balai|puskesmas|pustu|posyandu|posko|sekolah|sdn?|smpn?|sman?|smkn?|paud|tk"
    r"|gedung|masjid|mushala|musala"
    r"|mushola|gor|stadion|lapangan|pasar|aula|alun-alun|rsud|rs|klinik|apotek|loket|samsat|bank"
    r"|koperasi|toko"
    r"|kedai|kafe|hotel|terminal|stasiun|taman|perpustakaan|museum|gereja|pura|pos ronda"
    r"|poskamling|pendopo|mpp"
    r"|disdukcapil|dinas|kecamatan|kelurahan|polsek|koramil|kua|pondok|pesantren|panti|tpa|tps"
    r"|bumdes|rute|jalur"
    r"|arus|lalu lintas|perbaikan|ditutup|penutupan|pengaspalan|macet|drainase|kerja bakti"
    r"|jumat bersih|ronda|fogging"
    r"|pemadaman|listrik padam|giliran|acara|digelar|bertempat|berlokasi|titik kumpul|pengungsian"
    r"|sosialisasi"
    r"|musyawarah|rapat|pengajian|ketua|warga rt|warga rw|sekretariat|bengkel|salon|warung|kios"
    r"|lapak|stan|galeri)\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:rumah(?:nya|na|e| duka)?|kediaman(?:nya|e)?|tinggal(?:nya)? (?:di|sendiri)"
    r"|bertempat tinggal|berdomisili|domisili(?:nya)?|beralamat"
    r"|alamat(?:nya|na|e|ipun)? ?(?:rumah|pemohon|penerima|pelapor|korban|pasien|wajib pajak"
    r"|lengkap|:)|alamat|ngontrak|ngekos|kos di|kontrakan(?:nya)?"
    r"|imah(?:na)?|bumi(?:na)?|omah(?:e)?|griya(?:ne|nipun)|dalem(?:e|ipun)|linggih|lenggah"
    r"|cicing(?:na)?|manggon|mukim"
    r"|nik|ktp|nama|penerima|paket|antar(?:kan)?|diantar|kirim ke|dikirim ke|atas nama|a\.n"
    r"|pelapor|pemohon|pasien|almarhum(?:ah)?"
    r"|warga bernama|milik|jenguk|takziah|melayat|tahlil\w*|isoman)\b",
    re.IGNORECASE,
)
#: Words of living and of bringing something home, which no office has.
_LIVES = re.compile(
    r"\b(?:tinggal(?:nya)? di|bertempat tinggal|berdomisili|kediaman(?:nya)?|rumah duka"
    r"|rumah(?:nya|mu) (?:di|ada)|(?:rumah|kos|kontrakan)(?:ku| saya)|alamat(?:ku| saya)"
    r"|rumah (?:beliau|dia|pelapor|pemohon|korban|penerima|pasien|bapak|ibu|pak|bu|mbah)|kurir"
    r"|dompet"
    r"|paket (?:untuk|atas nama)|alamat (?:rumah|kirim|pelapor|kakak|ibu|bapak|anda))\b",
    re.IGNORECASE,
)
#: "…, Kelurahan Sukamaju": the rest of the address, no office.
_GOES_ON = re.compile(r"(?:[Kk]el(?:urahan)?|[Kk]ec(?:amatan)?|[Dd]esa)\b\.?\s[A-Z]")
#: "27 tahun" behind a street is no house number.
_COUNTS = re.compile(
    r"\s?(?:tahun|taun|bulan|hari|minggu|jam|menit|orang|km|kilometer|meter|persen|unit|titik|buah"
    r"|kali|rumah|kk)\b",
    re.IGNORECASE,
)
#: "…, rumah pagar hijau itu": pointed out.
_HOUSE = re.compile(
    r"(?:(?:itu|ini|adalah) )?rumah(?:nya|e| (?:yang|yg|pagar\w*|cat\w*|warna|tingkat|hijau"
    r"|ijo|biru|merah|putih|kuning|pelaku|terduga|tersangka|korban|orang|si|pak|bu|bapak|ibu)\b)",
    re.IGNORECASE,
)
#: Between an address and the name of who lives there.
_BELONGS = re.compile(
    r"[\s,()–:.-]{0,4}(?:(?:atas nama|a\.?n\.?|rumah(?:nya)?|milik|kediaman|keluarga|yaitu"
    r"|penerima(?:nya)?|pemilik(?:nya)?|adalah|itu|ini|eta|kuwi"
    r"|dihuni|ditempati|imah|imahna|omah\w*|untuk|tempat tinggal|bumi|dalem"
    r"|nama)[\s:]{1,3}){0,2}[\s(“\"]{0,2}"
)
_HINTS = frozenset(
    "rt jalan jln jl gang gg lorong lrg kampung kp dusun dsn ds dukuh dk "
    "padukuhan lingkungan link blok blk"
    " cluster klaster residence kavling perumahan perumnas perum komplek kompleks komp griya"
    " asrama rusun rusunawa "
    "apartemen kontrakan kos"
    " desa lembur puri taman".split()
)
_BEFORE, _AFTER, _CLOSE, _MOST = 90, 50, 45, 400
_TELLING = 10
_STOP = re.compile(r"[.!?]\s+(?=[A-Z“\"])|\n\s*\n")


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        if not _HINTS & text.openers and "rt0" not in text.letters.text:
            continue
        taken: list[tuple[int, int]] = []
        begins = list(islice(_begins(text), _MOST))
        for pattern in (_ADDRESS, _PAIR):
            for match in tried(pattern, text.light.text, begins):
                start, end = text.light.span(*match.span())
                if any(left < end and start < right for left, right in taken):
                    continue
                if _is_home(text, start, end, pair=pattern is _PAIR) and not _is_allowed(
                    case.facts, match.group()
                ):
                    taken.append((start, end))
                    yield hit_typed(text, start, end)


def _begins(text: Text) -> Iterator[int]:
    """Where an address can begin in ``light.text``."""
    light = text.light.text
    if text.is_plain and len(light) == len(text.original):
        # Its words are known.
        for word, start in zip(text.words, text.word_starts, strict=True):
            if word in _HINTS or word[:2] == "rt":
                yield from (start,) if _BEGINS.match(light, start) else ()
        return
    yield from (match.start() for match in _BEGINS.finditer(light))


def _is_allowed(facts: Facts, written: str) -> bool:
    """Whether it is one of the addresses that the pemda has entered, spaces and dots aside."""
    if not facts.allowed_addresses:
        return False
    plain = _bare(normalise(written, Strength.FOLDED).text)
    known = [_bare(address) for address in facts.allowed_addresses]
    return any(one in plain or (plain in one and len(plain) >= _TELLING) for one in known)


def _bare(address: str) -> str:
    return re.sub(r"[\s.,/-]+", "", address)


def _is_home(text: Text, start: int, end: int, *, pair: bool) -> bool:
    """Whether the words around say that a person lives there."""
    before = _sentence_before(text, start)
    after = text.original[end : end + _AFTER]
    after = after[: stop.start()] if (stop := _STOP.search(after)) else after
    if _COUNTS.match(after):
        return False
    follows = after.lstrip(" ,(")
    if _HOUSE.match(follows):
        return True
    if _PUBLIC.search(before) or (_PUBLIC.match(follows) and not _GOES_ON.match(follows)):
        return _is_card(text, start)
    if not pair and _LIVES.search(before):
        return True
    near = [
        person
        for person in text.persons
        if person.kind in (Kind.NAMED, Kind.OFFICE)
        and (
            0 <= start - person.end <= (_CLOSE if pair else len(before))
            or (
                person.kind is Kind.NAMED
                and 0 <= person.start - end <= len(after)
                and _BELONGS.fullmatch(text.original[end : person.start].lower())
            )
        )
    ]
    if near:
        return not pair or _is_near_home(before, near[0].end, start, text)
    return _is_card(text, start)


def _is_near_home(before: str, person_end: int, start: int, text: Text) -> bool:
    """RT and RW alone: right after the name, or after words of living."""
    between = text.original[person_end:start]
    return (
        _HOME.search(before) is not None
        or re.fullmatch(
            r"[\s,(–-]{0,3}(?:(?:warga|urang|wong|dari|asal|di|ti|saking|sareng|beralamat)\s)?"
            r"(?:(?:kampung|kp|dusun|dsn|desa|lingkungan|dukuh)\.?\s\w+,?\s)?",
            between.lower(),
        )
        is not None
    )


def _is_card(text: Text, start: int) -> bool:
    """An identity card or a form in a picture: ``NIK … Alamat: …``."""
    before = text.original[max(0, start - 200) : start].lower()
    return "alamat" in before[-60:] and ("nik" in before or "nama" in before)


def _sentence_before(text: Text, start: int) -> str:
    before = text.original[max(0, start - _BEFORE) : start]
    stops = [match.end() for match in _STOP.finditer(before)]
    return before[stops[-1] :] if stops else before


_OFFICE = Facts(allowed_addresses=frozenset({"jl. merdeka no. 12"}))

RULE = Rule(
    id="personal_data.address",
    family="personal_data",
    title=gettext_noop("Alamat rumah seseorang"),
    looks_for=gettext_noop(
        "Nama orang bersama jalan, gang, kampung, atau blok yang bernomor atau ber-RT/RW. Tidak "
        "dilaporkan: alamat kantor, tempat acara, dan alamat yang dicatat pemda."
    ),
    message=gettext_noop("Alamat rumah seseorang tidak untuk umum tanpa persetujuan."),
    suggestion=gettext_noop("Cukup sebut desa atau kelurahannya, atau hapus alamatnya."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    needs=tuple("0123456789"),
    examples_match=examples(
        "Pelapor berinisial K tinggal di Gang Sawo Kecil No. 9 RT 06.",
        "Ada paket untuk Tegar, Jalan Nakula 45 RT 03 RW 06.",
        "Alamat kirim: Perum Taman Asri Blok F/12 RT 08 RW 03, Kelurahan Sukamaju",
        "Bu Siti, Jl. Mawar No. 12, belum mengambil KTP.",
        "Rumah Pak Joko di Gang Sawo nomor 7, catnya hijau.",
        "Paket atas nama Lisna, Cluster Asri B7/14, menunggu di pos.",
        "Alamat pemohon: Kp. Cibeureum RT 03/RW 05 atas nama Dadang",
        "Penerima: Ibu Rohaya, Dusun Krajan RT 2 RW 3",
        Example("Bumina Ceu Eti di Kampung Lebak RT 01/02", says="bahasa Sunda"),
        Example("Griyane Pak Wiryo ing Jalan Melati 5A", says="bahasa Jawa"),
        "Rumah duka Bapak Harun, Perum Griya Asri Blok C3 No. 9",
        "jl melati raya no 22 rt 5 rw 1, rumah pagar ijo itu yang nyebar",
        "Bpk Rohman, Cluster Anggrek B-12, ambil paketnya.",
        "Rumahnya di Jl. Kenanga No. 14, pagar biru.",
        "Pak Warja (RT 02 RW 01) sudah menerima bantuan.",
        Example(
            "Kartu ditemukan.",
            media=(
                MediaFact(
                    alt="Kartu",
                    seen_text="NIK : 3210 Nama : YULIA Alamat : KP. CIBATU RT/RW 002/009",
                ),
            ),
            says="terbaca di gambar",
        ),
    ),
    examples_miss=examples(
        "Mang Karsa, penyapu jalan selama 27 tahun.",
        "Kantor kami di Jl. Merdeka No. 12, buka Senin sampai Jumat.",
        "Puskesmas Banyulor, Jl. Pahlawan No. 8. Temui Bu Ani di loket.",
        "Kerja bakti RT 03 RW 05 dipimpin Pak Suryana.",
        "Jalan Ahmad Yani No. 5 ditutup sementara.",
        "Listrik padam di RT 01 sampai RT 09 RW 02 Dusun Krajan.",
        "Ketua RT 03 RW 05, Pak Dadang, mengajak ronda.",
        Example("Temui Pak Karna di Jl Merdeka no.12.", facts=_OFFICE, says="alamat yang dicatat"),
        "Warga Gang Duku memasang empat ember warna, kata Pak RT Hotma.",
    ),
)
