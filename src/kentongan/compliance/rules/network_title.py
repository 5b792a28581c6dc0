"""The title, or the text, is not as the network takes it."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity, TextLimits
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop

_SHORT = Facts(limits=TextLimits(label="Jejaring contoh", max_title=10))
_PLAIN = Facts(limits=TextLimits(label="Jejaring contoh", max_title=100, never="<>"))


def _find(case: Case) -> Iterator[Hit]:
    draft, limits = case.draft, case.facts.limits
    if draft.kind != "post":
        return
    label = limits.label or gettext("Jejaring ini")
    over = len(draft.title) - limits.max_title
    if limits.max_title and over > 0:
        said = gettext("{label} menerima judul paling banyak {most} huruf; ini lebih {over}.")
        message = said.format(label=label, most=limits.max_title, over=over)
        yield Hit(limits.max_title, len(draft.title), where="title", message=message)
    for where, words in (("title", draft.title if limits.max_title else ""), ("text", draft.text)):
        at = next((n for n, sign in enumerate(words) if sign in limits.never), None)
        if at is not None:
            said = gettext("{label} tidak menerima tanda {sign}. Ganti dengan kata.")
            message = said.format(label=label, sign=words[at])
            yield Hit(at, at + 1, where=where, message=message)


def _example(text: str, title: str, facts: Facts, says: str) -> Example:
    return Example(text, says=says, title=title, facts=facts)


RULE = Rule(
    id="network.title",
    family="network",
    title=gettext_noop("Judul atau tanda tidak diterima"),
    looks_for=gettext_noop(
        "Panjang judul di jejaring yang menampilkannya, dan tanda yang tidak diterima jejaring."
    ),
    message=gettext_noop("Judul atau naskah ini tidak diterima jejaringnya."),
    basis=("batas-jejaring",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    given=Given.TITLED,
    examples_match=examples(
        _example("Posyandu.", "Jadwal posyandu", _SHORT, "15 huruf, batas 10"),
        _example("Posyandu.", "Posyandu 11", _SHORT, "11 huruf, batas 10"),
        _example("Usia < 5 tahun.", "Posyandu", _PLAIN, "tanda lebih kecil di naskah"),
        _example("Berat > 10 kg.", "Posyandu", _PLAIN, "tanda lebih besar di naskah"),
        _example("Posyandu.", "Balita < 5", _PLAIN, "tanda lebih kecil di judul"),
        _example("a > b", "c > d", _PLAIN, "di judul dan naskah"),
    ),
    examples_miss=examples(
        _example("Posyandu.", "Posyandu 1", _SHORT, "10 huruf, batas 10"),
        _example("Usia < 5 tahun.", "Posyandu", _SHORT, "tanda yang diterima jejaring ini"),
        _example("Usia di bawah 5 tahun.", "Balita", _PLAIN, "tanpa tanda itu"),
        _example("Posyandu.", "Jadwal posyandu", Facts(), "jejaring tanpa judul"),
        _example("a > b", "c > d", Facts(), "pesan induk, tanpa jejaring tertentu"),
        _example("Posyandu.", "", _SHORT, "tanpa judul"),
    ),
)
