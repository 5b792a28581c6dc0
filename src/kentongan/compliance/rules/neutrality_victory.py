"""Victory claimed, hoped for and prayed for; defeat mocked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule
from kentongan.compliance.words.partisan import (
    ELECTION_TIMES,
    POLITICAL_TIMES,
    found,
    informs,
    refuses,
    sentence_hit,
    tells_of,
)
from kentongan.compliance.words.politics import parts
from kentongan.compliance.words.vocabulary import OTHER_CONTEST
from kentongan.kernel.say import gettext_noop

_WIN = r"(?:menang|unggul|kemenangan|memenangkan|kalah|tumbang|terpilih|kepilih|juara)"
_COUNTED = (
    r"(?:quick\s*count|hitung\s+cepat|real\s*count|survei|survey|elektabilitas|rekap\w*|pleno|tps"
    r"|pilkada"
    r"|pilbup|pilwalkot|pilgub|pileg|pilkades|pendopo|pelantikan|suara|paslon|satu\s+putaran"
    r"|telak|dapil"
    r"|kotak\s+suara|bupati|wali\s?kota|gubernur)"
)
_CLAIM = re.compile(
    rf"\b{_COUNTED}\b[^.!?\n]{{0,60}}\b{_WIN}\b|\b{_WIN}\b[^.!?\n]{{0,50}}\b{_COUNTED}\b"
    r"|\bmenang\W{1,3}menang\b|\b(?:untuk|siap|pasti|harus|kudu)\s+menang\b|\bdemi\s+kemenangan\b"
    r"|\b(?:satu|dua|tiga|[1-4])\W{1,3}(?:satu|dua|tiga|[1-4])\W{1,3}menang\b|\b(?:kita|kami"
    r"|tim\s+kami|jagoan\s+\w+|barisan\s+kita)\s+(?:pasti\s+)?"
    r"(?:menang|unggul)\b(?!\s+(?:lomba|melawan))|\bmenang\s+(?:telak|mutlak|satu\s+putaran"
    r"|itu\s+pasti)\b"
    r"|\bkemenangan\s+(?:sudah|tinggal|di\s+depan|kita|rakyat|nomor|0\d|pasangan|paslon"
    r"|sejati\s+rakyat)\b"
    r"|\b(?:kawal|jaga|amankan|rebut|jemput|songsong|menuju|rayakan)\s+(?:terus\s+)?kemenangan\b"
    r"(?!\s+(?:ramadan|idul|hari))"
    r"|\bkawal\s+(?:terus\s+)?(?:suara|tps|kotak)\b|\bsuara\s+(?:rakyat\s+)?kami\s+(?:jangan"
    r"|dicuri)\b"
)
_POLLED = re.compile(
    r"\bsurvei\b[^.!?\n]{0,50}\b(?:bupati|calon|paslon|pak|bu|kang|mas"
    r"|kandidat)\b[^.!?\n]{0,50}\b(?:teratas|tertinggi|unggul|puncak|memimpin|pertama)\b"
)
_NEXT = re.compile(
    r"\b(?:sampai\s+jumpa|siap\s+menuju|kita\s+menuju|jelang|(?:tinggal\s+)?tunggu|ketemu"
    r"|songsong)\s+(?:di\s+|hari\s+)?(?:pelantikan|pendopo"
    r"|istana|kursi)\b|\b(?:syukuran|tasyakuran|pesta"
    r"|sujud\s+syukur)\s[^.!?\n]{0,30}\b(?:kemenangan|menang"
    r"|terpilih\w*|unggul|bupati\s+baru|pasangan)\b|\bsujud\s+syukur\b"
    r"|\b(?:punya|dapat|lahir|sambut|wilujeng\s+sumping|sugeng\s+rawuh"
    r"|selamat\s+datang)[^.!?\n]{0,12}\s(?:bupati|wali\s?kota|gubernur|kades|kuwu"
    r"|pemimpin)\s+(?:baru|anyar|pilihan|terpilih)\b|\blangkah(?:nya|mu|e)?\s+(?:\w+\s+)?menuju\b"
    r"|\b(?:bupati|wali\s?kota|gubernur|kades)\s+(?:kita\s+)?(?:selanjutnya|berikutnya"
    r"|masa\s+depan|2\d{3})\b"
)
_HOPE = re.compile(
    r"\b(?:doakan|mohon\s+doa\w*|semoga)\b[^.!?\n]{0,40}\b(?:rekomendasi\s+(?:partai|dpp)"
    r"|lolos\s+verifikasi|nyaleg|maju\s+(?:lagi|pilkada))\b"
    r"|\b(?:doakan|do'akan|mohon\s+doa\w*|semoga|mugi|mugia|muga|mugo|amin|insya\s?allah|didoakan"
    r"|dungakeun|harapan\s+(?:kami|kita)|berharap|kami\s+ingin)"
    r"\b[^.!?\n]{0,90}\b(?:menang|unggul|terpilih|kepilih|tetap\s+di\s+atas|memimpin\s+(?:lagi"
    r"|kembali|kita"
    r"|kami|daerah|kabupaten|kota|desa)|(?:kembali|lagi)\s+(?:memimpin|diberi\s+amanah|dipercaya"
    r"|menjabat)"
    r"|diberi\s+amanah|dua\s+periode|2\s+periode|pendopo|jadi\s+(?:bupati|wali\s?kota|gubernur"
    r"|kades|dewan)"
    r"|menjadi\s+(?:bupati|wali\s?kota|gubernur|orang\s+nomor\s+satu|pemimpin\s+(?:kita|kami"
    r"|daerah))"
    r"|lolos\s+(?:ke\s+)?(?:dprd?|dewan|kursi|senayan)|suara\s+terbanyak|dapat\s+kursi"
    r"|lanjut\s+lagi)\b"
)
_MOCK = re.compile(
    r"\b(?:kalah\s+ya\s+kalah|selamat\s+(?:jalan|tinggal)\W{1,2}(?:petahana|rezim|bupati\s+lama)"
    r"|yang\s+kalah\s+(?:silakan|minggir|jangan|legowo|baper|menangis|move|pulang)|sing"
    r"\s+kalah|nu\s+eleh|bukan\s+kalah|salah\s+pilih|gigit\s+jari|(?:tidak|tak|ga|gak"
    r"|nggak)\s+usah\s+ke\s+mk"
    r"|(?:belum|gagal)\s+move\s+on|rasakan\s+(?:pilihan|sendiri)|lima\s+tahun\s+lagi\s+(?:kami"
    r"|kita)"
    r"|perjuangan\s+belum\s+selesai|makanya\s+(?:dulu|kemarin)\s+(?:pilih|milih|coblos))\b"
)
_THANKS = re.compile(
    r"\bterima\s*kasih\b[^.!?\n]{0,40}\b(?:pemilih|suara|kepercayaan(?:nya)?"
    r"|dukungannya)\b[^.!?\n]{0,30}"
    r"\b(?:nomor|0\d|kami|pasangan|paslon|memilih|perjuangan|menang)\b"
    r"|\bterima\s*kasih\s+(?:\d[\d.]*|\w+)\s+(?:ribu\s+)?pemilih\b"
)
_SPORT = re.compile(
    r"\b(?:gol|skor|tim(?:nas)?\s+(?:voli|bola|futsal|basket|bulu)|voli|futsal|sepak\s*bola|badminton"
    r"|bulu\s*tangkis|takraw|laga|pertandingan|turnamen"
    r"|liga|lomba|mtq"
    r"|porprov|popda|fc|atlet|medali|piala|final|semifinal|tarik\s+tambang|balap|cerdas\s+cermat"
    r"|juara"
    r"|idul\w*|lebaran|ramadan|puasa|syawal|perang|penjajah|kemerdekaan|pahlawan|tender|lelang"
    r"|pilah|adipura"
    r"|penghargaan|hadiah|undian|jurusan|sekolah|benih|bibit|pengadilan|gugatan|dbd|stunting"
    r"|wisuda|hujan|panen|cilik|karang\s+taruna|ketua\s+(?:baru|rt|rw|kelas|panitia)|hanyut|menu"
    r"|makan\s+siang|polling)\b"
)
_COUNT_NEWS = re.compile(
    r"\b(?:hasil\s+resmi|tunggu|menunggu|jangan\s+(?:menyebar|percaya)|tidak\s+menyebarkan"
    r"|belum\s+resmi"
    r"|rapat\s+pleno\s+terbuka|ditetapkan|menetapkan|dilantik|berlangsung|gedung|sertijab"
    r"|ditutup|dialihkan|meninjau|rumah\s+dinas)\b"
)

_PARTS: dict[re.Pattern[str], tuple[str, ...]] = {
    _CLAIM: parts(r"menang|unggul|kalah|tumbang|pilih|juara|kawal|suara"),
    _POLLED: ("survei",),
    _NEXT: parts(
        r"pelantikan|pendopo|istana|kursi|syuk|bupati|wali|gubernur|kades|kuwu|pemimpin|langkah"
    ),
    _HOPE: parts(r"doa|do'a|semoga|mugi|muga|mugo|amin|insya|dunga|harap|ingin"),
    _MOCK: parts(
        r"selamat|kalah|eleh|salah pilih|gigit|mk|move|rasakan|lima tahun|perjuangan|makanya"
    ),
    _THANKS: ("pemilih", "suara", "kepercayaan", "dukungannya"),
}


def _find(case: Case) -> Iterator[Hit]:
    if case.phase not in POLITICAL_TIMES:
        return
    near = case.phase in ELECTION_TIMES
    for text in case.texts:
        for pattern in (_CLAIM, _POLLED, _NEXT, _HOPE, _MOCK, _THANKS):
            if pattern is _MOCK and near and "kalah" not in text.letters.text:
                continue
            for match in found(text, pattern, _PARTS.get(pattern, ())):
                if not _is_other(text, match):
                    yield sentence_hit(text, *match.span())


def _is_other(text: Text, match: re.Match[str]) -> bool:
    sentence = text.sentence(*match.span())
    return (
        OTHER_CONTEST.search(sentence) is not None
        or _SPORT.search(sentence) is not None
        or refuses(sentence)
        or informs(text, *match.span())
        or tells_of(text, *match.span())
        or (match.re is not _MOCK and _COUNT_NEWS.search(sentence) is not None)
        or text.is_other_contest
    )


def _at(phase: Phase, *texts: str) -> tuple[Example, ...]:
    return tuple(Example(text, facts=Facts(phase=phase)) for text in texts)


RULE = Rule(
    id="neutrality.victory",
    family="neutrality",
    title=gettext_noop("Menang dan kalah"),
    looks_for=gettext_noop(
        "Pada masa pemilihan dan sesudahnya: kemenangan yang diaku, diharap, atau didoakan, hasil "
        "hitung cepat yang dirayakan, dan pihak kalah yang diejek."
    ),
    message=gettext_noop("Akun resmi tidak merayakan, mendoakan, atau mengejek hasil pemilihan."),
    own_message=gettext_noop(
        "Aparatur tidak merayakan, mendoakan, atau mengejek hasil pemilihan, "
        "juga dari akun pribadi."
    ),
    suggestion=gettext_noop("Hapus, dan tunggu pengumuman resmi KPU."),
    basis=("skb-netralitas-2022", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    passed_by="bagian_hukum",
    find=guided(_find, "neutrality"),
    passage=True,
    opened_by=(_CLAIM, _POLLED, _NEXT, _HOPE, _MOCK, _THANKS),
    examples_match=(
        *_at(
            Phase.CAMPAIGN,
            "Semoga Bapak kembali diberi amanah memimpin kita lima tahun lagi.",
            "Menang, menang, menang!",
            "Elektabilitas kita unggul di survei terbaru.",
            "Semoga langkahnya menuju pendopo dimudahkan.",
        ),
        *_at(
            Phase.POLLING,
            "Kawal terus kemenangan di pleno kecamatan!",
            "Sujud syukur di halaman kantor sore ini.",
            "Sampai jumpa di pelantikan, Pak!",
        ),
        *_at(
            Phase.AFTER,
            "Yang kalah silakan minggir.",
            "Bukan kalah, hanya tertunda.",
            "Terima kasih 120 ribu pemilih, perjuangan belum selesai.",
        ),
    ),
    examples_miss=(
        *_at(
            Phase.CAMPAIGN,
            "Semoga kemenangan setelah berpuasa membuat kita saling memaafkan.",
            "Tim voli kecamatan unggul di final bupati cup.",
            "Semoga Bapak dan Ibu selalu sehat.",
            "Kita menangkan perang melawan DBD.",
            "Sukamaju FC menang 3–1!",
            "Hasil voli: RW 02 menang telak atas RW 01.",
        ),
        *_at(
            Phase.AFTER,
            "KPU menetapkan pasangan calon terpilih hari Kamis.",
            "Pelantikan Bupati dan Wakil Bupati berlangsung di gedung negara.",
            "Hitung cepat bukan hasil resmi, tunggu pengumuman KPU.",
        ),
        Example("Semoga kembali memimpin kita", says="di luar masa pemilihan"),
    ),
)
