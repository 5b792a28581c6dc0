"""The same text was published only lately, or waits to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kentongan.compliance.draft import Facts, Severity, Suggestion
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.distance import distance
from kentongan.language.normalise import Strength, normalise

_WORD = re.compile(r"[a-z]+|\d+")
#: Words; links, tags and mentions go with the network, not with the text.
_TYPED = re.compile(r"(?:https?://|www\.|(?<!\w)[#@]\w)\S*|[^\W_]+")
_SHORT = {
    "jl": "jalan", "jln": "jalan", "ds": "desa", "kel": "kelurahan", "kec": "kecamatan",
    "kab": "kabupaten", "yg": "yang", "dgn": "dengan", "utk": "untuk", "tgl": "tanggal",
    "pkl": "pukul", "jam": "pukul", "dg": "dengan", "pd": "pada", "krn": "karena", "tdk": "tidak",
    "bpk": "bapak", "pak": "bapak", "bu": "ibu", "kp": "kampung", "dsn": "dusun", "no": "nomor",
}  # fmt: skip
#: Words that come and go without making another text of it.
_LOOSE = frozenset(
    "info infoo pengumuman halo hai ayo yuk mari ya yah dong nih loh lho kok sih deh kak min gaes"
    " sobat wargi lur dulur sahabat mohon silakan dan atau yang lalu kemudian serta juga ini itu"
    " assalamualaikum reminder pengingat ulang repost up update kembali mengingatkan".split()
)
#: Words that make it news although all the rest is the same.
_TELLING = frozenset(
    "senin selasa rabu kamis jumat sabtu minggu ahad januari februari maret april mei juni juli"
    " agustus september oktober november desember jan feb mar apr jun jul agt sep okt nov des"
    " satu dua tiga empat lima enam tujuh delapan sembilan sepuluh pertama kedua ketiga keempat"
    " kelima terakhir besok lusa kemarin semalam pagi siang sore malam normal waspada siaga awas"
    " aman batal ditunda diundur dibatalkan selesai tuntas mulai dibuka ditutup buka tutup penuh"
    " pulih padam surut naik turun libur sekarang senen slasa rebo kemis jemuah setu salasa"
    " jumaah saptu dinten isuk enjing sonten wengi peuting esuk awan sesuk isukan".split()
)
_LEAST = 3
_LEAST_INSIDE = 10
_ALIKE = 0.84
_INSIDE = 0.95
_SHARE = 0.6
#: So many differences are looked at; more of them are no near miss anyway.
_FEW = 40
#: The beginning of a text is enough to know it again.
_READ = 8000
_STOPS = frozenset(".!?\n:;")


@dataclass(frozen=True, slots=True)
class _Print:
    """A text as its words: all in order, counted, and the names among them."""

    words: tuple[str, ...]
    counted: Counter[str]
    names: frozenset[str]

    @property
    def glued(self) -> str:
        """Without blanks and words that tell nothing: ``di tutup`` is ``ditutup``."""
        return "".join(word for word in self.words if word not in _LOOSE)


@lru_cache(maxsize=2048)
def _print(text: str) -> _Print:
    names = set()
    words: list[str] = []
    typed = [
        match
        for match in _TYPED.finditer(text[:_READ])
        if match.group()[0] not in "#@" and not match.group().startswith(("http", "www."))
    ]
    folded = normalise("\n".join(match.group() for match in typed), Strength.FOLDED).text
    at = 0
    for match, plain in zip(typed, folded.split("\n"), strict=False):
        begins = at == 0 or not _STOPS.isdisjoint(text[at : match.start()])
        at = match.end()
        for word in _WORD.findall(plain):
            words.append(_SHORT.get(word, word))
            if words[-2:] == ["hari", "ini"]:
                words[-2:] = ["sekarang"]
            elif match.group()[0].isupper() and not begins:
                names.add(words[-1])
    return _Print(tuple(words), Counter(words), frozenset(names))


def _is_same(one: _Print, other: _Print) -> bool:
    if one.glued == other.glued:
        return len(one.words) >= _LEAST
    left = one.counted - other.counted
    right = other.counted - one.counted
    return _is_alike(one, other, left, right) and not _tells_other(left, right, one, other)


def _is_alike(one: _Print, other: _Print, left: Counter[str], right: Counter[str]) -> bool:
    """Whether nearly all words are shared, or one text stands within the other."""
    common = len(one.words) - left.total()
    if common < _LEAST:
        return False
    rest, against = _weighty(left), _weighty(right)
    if 2 * common / (2 * common + rest + against) >= _ALIKE:
        return True
    shorter, longer = sorted((len(one.words), len(other.words)))
    return (
        common >= _LEAST_INSIDE
        and min(rest, against) <= (1 - _INSIDE) * shorter
        and shorter >= _SHARE * longer
    )


def _weighty(words: Counter[str]) -> int:
    return sum(count for word, count in words.items() if word not in _LOOSE)


def _tells_other(left: Counter[str], right: Counter[str], one: _Print, other: _Print) -> bool:
    """Whether what differs are numbers, days, states or names: another event, not a twin."""
    told = [word for word in left if _tells(word, one)][:_FEW]
    against = [word for word in right if _tells(word, other)][:_FEW]
    if not told or not against:
        return False
    if any(word in _TELLING for word in (*told, *against)):
        return True
    twins, others = list(right)[:_FEW], list(left)[:_FEW]
    return any(not any(_slip(word, twin) for twin in twins) for word in told) and any(
        not any(_slip(word, twin) for twin in others) for word in against
    )


def _tells(word: str, text: _Print) -> bool:
    return word.isdigit() or word in _TELLING or word in text.names


def _slip(word: str, twin: str) -> bool:
    """Whether two words are one, mistyped; numbers never are."""
    if word.isdigit() or twin.isdigit():
        return False
    return distance(word, twin, 1) <= 1 and len(word) > _LEAST


def _find(case: Case) -> Iterator[Hit]:
    facts = case.facts
    if not (facts.recent or facts.upcoming) or case.draft.kind not in ("post", "release", "repost"):
        return
    mine = _print(case.draft.text)
    if len(mine.words) < _LEAST:
        return
    if (text := _twin(mine, facts.recent)) is not None:
        yield Hit(0, 0, message=gettext("Yang baru terbit: “%s”.") % _beginning(text))
    elif (text := _twin(mine, facts.upcoming)) is not None:
        yield Hit(
            0,
            0,
            message=gettext("Yang menunggu tayang: “%s”.") % _beginning(text),
            suggestion=Suggestion(
                gettext("Cukup terbitkan salah satunya, atau sebutkan bahwa ini pengingat.")
            ),
        )


def _twin(mine: _Print, texts: Iterable[str]) -> str | None:
    """The first of ``texts`` that says the same."""
    return next((t for t in texts if _could_be(mine, t) and _is_same(mine, _print(t))), None)


def _could_be(mine: _Print, text: str) -> bool:
    """A cheap look by length before reading a recent text."""
    size = sum(map(len, mine.words))
    return size <= 2 * len(text) and len(text) <= 4 * size + 80


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57].rstrip() + "…"


def _after(*recent: str) -> Facts:
    return Facts(recent=recent)


_MARKET = "Pasar murah hari Sabtu, 6 Juni 2026, pukul 08.00 WIB di lapangan Desa Sukamaju."

RULE = Rule(
    id="duplicate.recent",
    family="duplicate",
    title=gettext_noop("Teks yang sama"),
    looks_for=gettext_noop(
        "Teks yang sama atau hampir sama dengan yang diterbitkan unit ini belakangan, atau yang "
        "menunggu tayang. Jadwal dengan tanggal, tempat, atau angka lain bukan ulangan."
    ),
    message=gettext_noop("Teks yang sama sudah terbit atau menunggu tayang."),
    suggestion=gettext_noop("Tambahkan kabar baru, atau sebutkan bahwa ini pengingat."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.WEIGH,
    spares_terms=False,
    find=_find,
    given=Given.RECENT,
    examples_match=(
        Example(_MARKET, facts=_after(_MARKET), says="sama persis"),
        Example(f"[INFO] {_MARKET} 📢", facts=_after("Lainnya.", _MARKET), says="awalan, emoji"),
        Example(_MARKET.upper(), facts=_after(_MARKET), says="huruf besar"),
        Example(
            "Di lapangan Desa Sukamaju, pasar murah hari Sabtu 6 Juni 2026 pukul 08.00 WIB!",
            facts=_after(_MARKET),
            says="urutan dibalik",
        ),
        Example(
            "Wilujeng enjing wargi, kerja bakti di walungan tabuh 7 enjing, candak parabot",
            facts=_after(
                "Wilujeng énjing, Wargi! Kerja bakti di walungan tabuh 7 énjing. Candak parabot."
            ),
            says="aksen dan tanda baca",
        ),
        Example(
            f"{_MARKET} #PasarMurah #SukamajuMelayani https://contohkab.go.id/pasar",
            facts=_after(_MARKET),
            says="hanya tagar dan tautan bertambah",
        ),
        Example(
            "Pohon tumbang menutup Jln. Cempaka, gunakan Jalan Lingkar untuk sementara.",
            facts=_after("Pohon tumbang menutup Jalan Cempaka. Gunakan Jl Lingkar untuk sementara"),
            says="singkatan",
        ),
        Example(_MARKET, facts=Facts(upcoming=("Lainnya.", _MARKET)), says="menunggu tayang"),
    ),
    examples_miss=examples(
        _MARKET,
        Example(
            "Pasar murah hari Sabtu, 13 Juni 2026, pukul 08.00 WIB di lapangan Desa Sukamaju.",
            facts=_after(_MARKET),
            says="tanggal lain",
        ),
        Example(
            "Pasar murah hari Sabtu, 6 Juni 2026, pukul 08.00 WIB di lapangan Desa Cibodas.",
            facts=_after(_MARKET),
            says="tempat lain",
        ),
        Example(
            "Tinggi air di pintu Kalimas normal, warga boleh pulang.",
            facts=_after("Tinggi air di pintu Kalimas waspada, warga boleh pulang."),
            says="keadaan berubah",
        ),
        Example("Selamat pagi!", facts=_after("Selamat pagi!"), says="terlalu pendek"),
        Example(
            "Pasar murah kemarin ramai. Terima kasih, warga Sukamaju!",
            facts=_after(_MARKET),
            says="laporan sesudahnya",
        ),
        Example("", facts=_after("", _MARKET)),
        Example(
            "Pasar murah hari Sabtu, 13 Juni 2026, pukul 08.00 WIB di lapangan Desa Sukamaju.",
            facts=Facts(upcoming=(_MARKET,)),
            says="menunggu tayang, tanggal lain",
        ),
    ),
)
