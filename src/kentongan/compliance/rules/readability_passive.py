"""A heap of passive verbs: everything is done, nobody does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import Token

IN_A_SENTENCE = 4
#: Over sentences that follow one another, each with at least one.
IN_A_ROW, SENTENCES_IN_A_ROW = 5, 3
_PASSIVE = re.compile(r"di(?:per|ber|ke)?[a-z]{3,}")
#: Words that only begin like one, and "di" written together with a place.
_NO_VERB = re.compile(
    r"dia(?:log|gnos|gram|meter|re|betes|spora|lek|nten|konia)[a-z]*|dibya|didaktik[a-z]*|diet"
    r"|diesel|difabel[a-z]*|difteri|difusi|digdaya|digita?l?[a-z]*|dikit|diklat[a-z]*|dikotomi"
    r"|dilema[a-z]*|dimensi[a-z]*|din(?:as|ding|gin|kes|sos|am|asti)[a-z]*|dini(?:hari)?|dinten"
    r"|dioksida|diorama|diploma[a-z]*|dipati|dipun[a-z]*|direk(?:tur|tor|si)[a-z]*|dirham"
    r"|dirga[a-z]+|diri(?:nya|ku|mu)"
    r"|dis(?:abilitas|ain|dik|dukcapil|ertasi|iplin|kon|ko|krimin|kursus|kusi|leksia|kominfo|naker"
    r"|par|penser|pora|perin|tribusi|tri|torsi|perkim|hub|bun|tan|perta)[a-z]{0,6}"
    r"|dis(?:ini|ana|itu|amping|ekitar|aat|ela)|divisi|diyat|diurnal"
    r"|di(?:atas|bawah|depan|belakang|tengah|dalam|luar|rumah|jalan|antara[a-z]*|kala|karenakan"
    r"|mohon|tempat|mana|samping|pojok|ujung|lokasi|kota|desa|daerah|wilayah)"
)


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    if sum(word.startswith("di") for word in text.lower_words) < IN_A_SENTENCE:
        return
    at = 0
    row: list[Token] = []
    sentences = 0
    for sentence, words in text.sentence_words:
        lower = text.lower_words[at : at + len(words)]
        at += len(words)
        verbs = [
            word
            for word, small in zip(words, lower, strict=True)
            if small.startswith("di") and _is_passive(text, word, small)
        ]
        if len(verbs) >= IN_A_SENTENCE:
            yield _hit(verbs)
            row, sentences = [], 0
        elif verbs and sentence.text[-1:] in ".!":
            row.extend(verbs)
            sentences += 1
            if sentences >= SENTENCES_IN_A_ROW and len(row) >= IN_A_ROW:
                yield _hit(row)
                row, sentences = [], 0
        else:
            row, sentences = [], 0


def _is_passive(text: Text, word: Token, small: str) -> bool:
    if not _PASSIVE.fullmatch(small) or _NO_VERB.fullmatch(small):
        return False
    return not text.is_quoted(word.start, word.end)


def _hit(verbs: list[Token]) -> Hit:
    message = gettext("{count} kata kerja pasif berturut-turut: {verbs}.")
    shown = ", ".join(verb.text for verb in verbs[:4])
    return Hit(
        start=verbs[0].start,
        end=verbs[-1].end,
        message=message.format(count=len(verbs), verbs=shown),
    )


RULE = Rule(
    id="readability.passive",
    family="readability",
    title=gettext_noop("Banyak kata kerja pasif"),
    looks_for=gettext_noop(
        "Empat kata kerja berawalan di- dalam satu kalimat, atau lima dalam tiga kalimat "
        "berturut-turut."
    ),
    message=gettext_noop("Kalimat ini penuh kata kerja pasif."),
    suggestion=gettext_noop("Sebut pelakunya: “Camat membuka acara”, bukan “acara dibuka”."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    needs=("di",),
    find=_find,
    examples_match=examples(
        "Kegiatan diselenggarakan di aula, dihadiri warga, dipimpin Camat, dan ditutup sore hari.",
        "Berkas diperiksa lalu disahkan sebelum dicatat dan diserahkan kepada pemohon.",
        "Acara dibuka oleh Camat, dilanjutkan sambutan, diisi hiburan, dan ditutup dengan doa.",
        "Jalan yang dibangun dan diresmikan kemarin telah dipakai warga dan dirawat bersama.",
        "Rapat dibuka pukul 09.00. Usulan dibacakan lalu dibahas. Hasilnya disepakati dan dicatat.",
        "Data dihimpun, diolah, diperiksa, dan dilaporkan setiap bulan.",
    ),
    examples_miss=examples(
        "Camat membuka acara. Warga bertanya, petugas menjawab.",
        "Sampah dipilah di rumah, dijemput di jalan, lalu diolah menjadi pupuk.",
        "Jalan ditutup dan lubang ditambal malam ini.",
        "Direktur dinas di Disdukcapil berdiskusi tentang disiplin digital.",
        "Loket dibuka pukul 08.00. Bawa KTP. Kartu dicetak sore hari.",
        "Ia berkata, “Saya dipanggil, ditanya, lalu diminta pulang.”",
        "Diare, difteri, dan diabetes dapat dicegah.",
    ),
)
