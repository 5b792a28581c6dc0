"""Hashtags of several words in which no capital tells where a word begins."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.hashtag_words import LARGE, is_all_known, parts_of
from kentongan.kernel.say import gettext, gettext_noop

_MOST = 30


def _find(case: Case) -> Iterator[Hit]:
    if "#" not in case.draft.text:
        return
    own: frozenset[str] | None = None
    for tag in case.text.hashtags[:_MOST]:
        body = tag.text[1:].rstrip("0123456789")
        if not body.isascii() or not (body[1:].islower() or body.isupper()):
            continue
        if own is None:
            own = frozenset(case.text.lower_words) | case.facts.known_words
        parts = parts_of(body.lower(), own)
        if not parts or (not body.islower() and not is_all_known(parts)):
            continue
        better = "#" + "".join(map(_cased, parts)) + tag.text[1 + len(body) :]
        label = gettext("Tulis {tag}.").format(tag=better)
        yield Hit(tag.start, tag.end, suggestion=Suggestion(label, better))


def _cased(part: str) -> str:
    return LARGE.get(part) or part.capitalize()


RULE = Rule(
    id="accessibility.hashtag_case",
    family="accessibility",
    title=gettext_noop("Tagar tanpa huruf besar"),
    looks_for=gettext_noop("Tagar dari beberapa kata tanpa huruf besar di awal tiap kata."),
    message=gettext_noop("Pembaca layar membaca tagar ini sebagai satu kata yang tidak dikenal."),
    suggestion=gettext_noop("Awali tiap kata dengan huruf besar."),
    basis=("pedoman-akses",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    needs=("#",),
    find=_find,
    examples_match=examples(
        "Bersih desa Lebakwaru meriah! #bersihdesalebakwaru",
        "Terima kasih, warga. #gotongroyongkita",
        "Pajak tepat waktu #samsatkeliling",
        "Ayo ke posyandu #cegahstunting",
        "Lomba dimulai #harijadi79",
        "Pasar dibuka #Pasarmurah",
        "Warga bergerak #INDONESIAMAJU",
        "Trotoar bebas lapak #satpolppgemareka",
    ),
    examples_miss=examples(
        "#GotongRoyong dan #BersihDesa",
        "#kebersamaan #pemerintahan #kesehatan",
        "#Sukamaju #Karangsantri #Mekarwening",
        "#informasi #infografis #pembangunan",
        "#gotong_royong",
        "#umkm #ASN #RSUD",
        "#sukabumi #majalengka #tasikmalaya",
        "Tanpa tagar.",
    ),
)
