"""More emoji than a listener can bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import Token

MOST = 5


def _find(case: Case) -> Iterator[Hit]:
    found = case.text.emoji
    if len(found) <= MOST:
        return
    run = _longest_run(case.draft.text, found)
    message = gettext("Ada {count} emoji; pembaca layar menyebut namanya satu per satu.")
    yield Hit(start=run[0].start, end=run[-1].end, message=message.format(count=len(found)))


def _longest_run(text: str, found: Sequence[Token]) -> list[Token]:
    """The longest row of emoji that touch; where all stand alone, the first too many."""
    best, first = (0, 1), 0
    for index in range(1, len(found) + 1):
        ends = index == len(found) or text[found[index - 1].end : found[index].start].strip()
        if ends:
            best = max(best, (first, index), key=lambda span: span[1] - span[0])
            first = index
    return list(found[slice(*best)]) if best[1] - best[0] > 1 else [found[MOST]]


RULE = Rule(
    id="accessibility.emoji_load",
    family="accessibility",
    title=gettext_noop("Emoji terlalu banyak"),
    looks_for=gettext_noop("Lebih dari lima emoji dalam satu naskah."),
    message=gettext_noop("Emojinya lebih dari lima."),
    suggestion=gettext_noop("Sisakan paling banyak tiga, di akhir kalimat."),
    basis=("pedoman-akses",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.EMOJI,
    examples_match=examples(
        "Selamat hari jadi! 🎉🎉🎉🎈🎈🎈",
        "✅ KTP ✅ KK ✅ ijazah ✅ pasfoto ✅ materai ✅ map",
        "🌧️ Hujan ⛈️ petir 🌪️ angin 🌊 banjir 🏠 rumah 🚒 damkar",
        "Terima kasih 🙏🙏🙏🙏🙏🙏🙏",
        "Panen 🌶️🌶️🌶️ dan 🍅🍅🍅 melimpah",
        "1️⃣ satu 2️⃣ dua 3️⃣ tiga 4️⃣ empat 5️⃣ lima 6️⃣ enam",
    ),
    examples_miss=examples(
        "Selamat pagi! 🌞",
        "Keluarga 👨‍👩‍👧‍👦 bayar pajak bareng 🍜",
        "Lima saja: 🎉🎉🎉🎉🎉",
        "Loket 1 → ruang 3 → kasir → obat → pulang → tidur → bangun",
        "• satu • dua • tiga • empat • lima • enam • tujuh",
        "",
    ),
)
