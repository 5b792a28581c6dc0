"""Somebody named as a victim of violence, an accident or a disaster."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.plight import plights, told_by
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for plight in plights(text, "harm"):
            yield hit_typed(text, plight.start, plight.end)


RULE = Rule(
    id="vulnerable_persons.victim",
    family="vulnerable_persons",
    title=gettext_noop("Korban disebut namanya"),
    looks_for=gettext_noop(
        "Nama korban kekerasan, perdagangan orang, kecelakaan, kebakaran, atau bencana, juga dalam "
        "bahasa Sunda dan Jawa."
    ),
    message=gettext_noop(
        "Identitas korban dilindungi, dan keluarganya membaca unggahan ini. Jangan sebut namanya."
    ),
    suggestion=gettext_noop("Ganti namanya, misalnya “seorang warga” atau “satu keluarga”."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=guided(_find, "vulnerable_persons"),
    opened_by=told_by("harm"),
    examples_match=examples(
        "Bu Nining yang dipukuli suaminya akhirnya berani melapor.",
        "Update longsor: Ceu Enah dan Abah Sarkim masih tertimbun.",
        "Pekerja migran yang disekap majikan, Tuti Alawiyah, sudah tiba di rumah.",
        "Turut berduka atas kepergian adik Fahri Ramdani, 9 tahun, yang tenggelam kemarin.",
        "Korban kebakaran semalam, keluarga Bapak Suparman, mengungsi.",
        "Pengendara yang tergilas truk adalah Yanto Suherman.",
        Example(
            "K e i l a, 14 tahun, ditemukan selamat setelah dibawa lari.", says="nama renggang"
        ),
        Example("Bocah sing digebuki bapakne wis diamanke. Jenenge Tegar.", says="bahasa Jawa"),
    ),
    examples_miss=examples(
        "Hubungi Mbak Nur, tetangga korban, di posko.",
        "Seorang anak perempuan berinisial S menjadi korban kekerasan.",
        "Hewan korban penyakit mulut dan kuku sudah dikubur.",
        "Simulasi gempa: korban bernama Budi, diperankan boneka.",
        "Pak Camat menengok korban longsor dan membawa tenda.",
        "Satu keluarga kehilangan rumah akibat puting beliung.",
        "Laporkan kekerasan terhadap perempuan dan anak ke SAPA 129.",
        "Petugas damkar Aris menyelamatkan kucing yang terjebak di atap.",
    ),
)
