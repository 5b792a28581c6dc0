"""Letters that answer letters: the citizen's own words, and beside them what they repeat."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kentongan.inbox import mail
from kentongan.inbox.actions import letters
from kentongan.inbox.models import Case, Message
from kentongan.inbox.quotes import own_words
from tests.cast import NOW, Cast, sign_in
from tests.inbox.test_letters import box, letter

__all__ = ["box"]
pytestmark = pytest.mark.usefixtures("times")

OURS = "Pada Sel, 11 Agu 2026 pukul 08.00 Kecamatan Sumberjati <kec@sumberjati.example>"
EARLIER = "Jalan Cikuray ditambal pekan depan.\nTerima kasih."


def marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


@pytest.mark.parametrize(
    "tail",
    [
        f"{OURS} menulis:\n\n{marked(EARLIER)}",
        f"{OURS.replace('Kecamatan', 'Kecamatan' + chr(10))}\nmenulis:\n{marked(EARLIER)}",
        f"On 8/11/26 08:00, Kecamatan wrote:\n{marked(EARLIER)}",
        f"On Tue, Aug 11, 2026 at 8:00 AM Kec <kec@sumberjati.example> wrote:\n\n{EARLIER}",
        f"{OURS.replace(' pukul 08.00', ' 08.00.00 WIB,')} menulis: \n \n {EARLIER}",
        f"-----Original Message-----\nFrom: Kecamatan\n{EARLIER}",
        f"-------- Pesan asli --------\nDari: Kecamatan\n{EARLIER}",
        (
            f"{'_' * 32}\nDari: Kec <kec@sumberjati.example>\nDikirim: 11 Agustus 2026 08:00\n"
            f"Kepada: Enok\nSubjek: Jalan\n\n{EARLIER}"
        ),
        (
            f"*From:* Kec <kec@sumberjati.example>\n*Sent:* Tuesday, 11 August 2026\n*To:* Enok\n\n"
            f"{EARLIER}"
        ),
        marked(EARLIER),
    ],
)
def test_what_a_program_puts_below_an_answer_is_taken_off_and_kept(tail: str) -> None:
    assert own_words(f"Belum juga.\nSudah dua pekan.\n\n{tail}\n") == (
        "Belum juga.\nSudah dua pekan.",
        tail.strip(),
    )


def test_what_a_program_puts_above_an_answer_is_taken_off_and_kept() -> None:
    above = f"{OURS} menulis:\n{marked(EARLIER)}"
    assert own_words(f"{above}\n\nBelum juga.") == ("Belum juga.", above)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Belum juga.",
        # Only the earlier letter: perhaps that is what somebody wants us to see.
        f"{OURS} menulis:\n{marked(EARLIER)}",
        # Answers point by point make no sense without what they answer.
        f"{marked('Di RT berapa?')}\nRT 03.\n{marked('Sejak kapan?')}\nSejak Mei.",
        f"Selamat pagi.\n{OURS} menulis:\n{marked('Di RT berapa?')}\nRT 03.",
        # A formal letter has a head of its own.
        "Dari: Warga RT 03\nKepada: Bapak Camat\nPerihal: Jalan rusak\n\nMohon ditambal.",
        "Kepada: Camat\n\nDari: Ketua RT 03\nTanggal: 11 Agustus 2026\nPerihal: Jalan\n\nMohon.",
        "Pada 11 Agustus 2026 pak lurah menulis:\njalan ditambal bulan ini. Mana buktinya?",
        "Lebar jalan > 3 meter, tetapi hanya separuhnya yang ditambal.",
    ],
)
def test_what_may_be_somebodys_own_words_stays(text: str) -> None:
    assert own_words(text) == (text, "")


@pytest.mark.parametrize("text", ["On 1 a@b wrote:\n" * 4_000, ">\n" * 30_000, "Pada 1\n" * 9_000])
def test_a_letter_made_of_nothing_but_quotations_is_kept_whole(text: str) -> None:
    assert own_words(text) == (text, "")


def test_only_an_answer_repeats_and_what_is_forwarded_is_the_matter_itself() -> None:
    body = f"Tolong dibaca.\n\n{OURS} menulis:\n{marked(EARLIER)}"
    answer = {"In_Reply_To": "<satu@kec.example>"}
    for headers, whole in (
        ({"Subject": "Jalan"}, True), ({"Subject": "Re: Jalan"}, False),
        ({"Subject": "Jalan", **answer}, False), ({"Subject": "Fwd: Jalan", **answer}, True),
    ):  # fmt: skip
        item = mail.parse(letter(body, **headers), uid=1, key="7.1", at=NOW).item
        assert item is not None
        assert ("Cikuray" in item.text) == whole, headers
        assert ("Cikuray" in item.quoted) != whole


def test_quotations_in_html_are_known_by_their_tag() -> None:
    body = (
        "<div>Belum juga.</div><div>Pada Sel, 11 Agu 2026 Kecamatan menulis:<br></div>"
        "<blockquote class=x><p>Jalan Cikuray</p><blockquote>ditambal</blockquote></blockquote>"
    )
    raw = letter(body, Content_Type="text/html", Subject="Re: Jalan")
    item = mail.parse(raw, uid=1, key="7.1", at=NOW).item
    assert item is not None
    assert item.text == "Re: Jalan\n\nBelum juga."
    assert "> Jalan Cikuray" in item.quoted
    assert "> ditambal" in item.quoted


def test_the_officer_reads_the_answer_and_opens_what_it_repeats(
    box: Any, client: Client, cast: Cast
) -> None:
    box.put(letter())
    tail = f"{OURS} menulis:\n{marked('Nomor Anda 081200000031 kami catat. Ada kebakaran?')}"
    again = {"Message_ID": "<dua@warga.example>", "In_Reply_To": "<satu@warga.example>"}
    box.put(letter(f"Belum juga.\n\n{tail}", **again))
    letters.read(at=NOW)
    case = Case.objects.get()
    said = case.messages.get(external_id="dua@warga.example")
    assert said.text == "Jalan\n\nBelum juga."
    assert said.kind != "emergency", "what we wrote ourselves is not theirs"
    sign_in(client, cast.penyelia)
    page = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "Surat sebelumnya yang ikut dikutip" in page
    assert "kami catat" in page
    assert "081200000031" not in page


def test_other_words_under_the_same_message_id_replace_nothing_and_are_not_lost(box: Any) -> None:
    box.put(letter())
    box.put(letter("Semua sudah beres, tutup saja."))
    box.put(letter())
    letters.read(at=NOW)
    said = sorted(Message.objects.values_list("text", flat=True))
    assert said == [
        "Jalan\n\nJalan rusak di depan pasar.",
        "Jalan\n\nSemua sudah beres, tutup saja.",
    ]
    assert not Message.objects.exclude(edited_at=None).exists()
    box.validity = 8
    letters.read(at=NOW)
    assert Message.objects.count() == 2


def test_letters_from_before_are_not_called_changed_when_the_mailbox_is_numbered_anew(
    box: Any,
) -> None:
    tail = f"{OURS} menulis:\n{marked(EARLIER)}"
    box.put(letter(f"Belum juga.\n\n{tail}", Subject="Re: Jalan"))
    letters.read(at=NOW)
    whole = f"Re: Jalan\n\nBelum juga.\n\n{tail}"
    Message.objects.update(text=whole, quoted="")  # as it was read until now
    box.validity = 8
    letters.read(at=NOW)
    kept = Message.objects.get()
    assert (kept.text, kept.edited_at) == (whole, None)
