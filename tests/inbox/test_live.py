"""An open case tells whoever reads or writes on its page what happens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kentongan.delivery.models import Delivery
from kentongan.inbox import queries
from kentongan.inbox.actions import (
    answering,
    cases,
    dispositions,
    elsewhere,
    intake,
    joining,
    ladder,
    replies,
)
from kentongan.inbox.models import Case, Message
from kentongan.kernel import clock as clocks
from kentongan.networks.models import Account
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji, lost
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
LATER = NOW + timedelta(minutes=5)
PULSE = "/kotak-masuk/denyut/"


@pytest.fixture(autouse=True)
def moved(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    def move(at: Any) -> None:
        monkeypatch.setattr(clocks, "now", lambda: at)

    move(NOW + timedelta(minutes=1))
    return move


@pytest.fixture
def case(account: Account) -> Case:
    item = comment("Jalan rusak di pasar", thread="t")
    intake.take_in(account, [item], at=NOW)
    return Case.objects.get()


def opened(client: Client, case: Case) -> dict[str, str]:
    """What the page of a case would ask with."""
    html = client.get(f"/kotak-masuk/{case.number}/").text
    shown = re.search(r'name="terbuka" value="([^"]+)"', html)
    since = re.search(r"sejak=([\w-]+)", html)
    assert shown is not None
    assert since is not None
    return {"terbuka": shown[1], "sejak": since[1]}


def parts(html: str) -> list[str]:
    """The parts of the page that are put in the place of others."""
    return re.findall(r'id="([a-z]+)-[A-Z]+-\d+"[^>]*hx-swap-oob', html)


def told(html: str) -> str:
    found = re.search(r'<p id="kabar-[^>]+>(.*?)</p>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def test_nothing_new_costs_next_to_nothing(case: Case, cast: Cast, client: Client) -> None:
    asked = opened(sign_in(client, cast.admin), case)
    client.get(PULSE, asked)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(PULSE, asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items()) < 1000
    assert len(seen) <= 7, "of which five are what the counts cost before"


def test_a_citizen_who_writes_again_is_read_at_once(
    account: Account, case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    asked = opened(sign_in(client, cast.admin), case)
    intake.take_in(account, [comment("Makin dalam lubangnya", thread="t")], at=LATER)
    moved(LATER)
    answer = client.get(PULSE, asked)
    assert "Makin dalam lubangnya" in answer.text
    assert told(answer.text) == "Ada pesan baru. Lihat Muat ulang"
    assert f'href="#u-{Message.objects.latest("received_at").pk}"' in answer.text
    assert set(parts(answer.text)) >= {
        "utas", "terbuka", "keadaan", "riwayat", "fakta", "batas",
    }  # fmt: skip
    newest = Message.objects.latest("received_at")
    assert f'name="pesan" value="{newest.pk}"' in answer.text, "what is written now answers it"
    shown = re.search(r'name="terbuka" value="([^"]+)"', answer.text)
    assert shown is not None
    since = queries.counts(cast.admin, at=LATER).pulse
    assert client.get(PULSE, {"terbuka": shown[1], "sejak": since}).status_code == 204


def test_what_is_being_written_stays_with_its_message(
    account: Account, case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    asked = opened(sign_in(client, cast.admin), case)
    intake.take_in(account, [comment("Makin dalam lubangnya", thread="t")], at=LATER)
    moved(LATER)
    answer = client.get(PULSE, asked | {"menulis": "balas"})
    assert told(answer.text) == (
        "Ada pesan baru. Balasan yang sedang Anda tulis tetap untuk pesan sebelumnya."
        " Lihat Muat ulang"
    )
    assert "utas" in parts(answer.text)
    assert 'name="pesan"' not in answer.text
    assert "<textarea" not in answer.text
    inside = client.get(PULSE, asked | {"menulis": "utas"})
    left = {"utas", "terbuka"} & set(parts(inside.text))
    assert left == set(), "a form is open in the conversation; it catches up later"
    assert told(inside.text).startswith("Ada pesan baru.")


def test_a_message_is_new_although_the_look_that_brought_it_began_before_the_page(
    account: Account, case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    asked = opened(sign_in(client, cast.admin), case)
    began = NOW + timedelta(seconds=50)  # a slow network; the page was drawn a moment later
    intake.take_in(account, [comment("Makin dalam lubangnya", thread="t")], at=began)
    moved(LATER)
    answer = client.get(PULSE, asked | {"menulis": "balas"})
    assert told(answer.text).startswith("Ada pesan baru. Balasan yang sedang Anda tulis tetap")
    asked = opened(client, case)
    cases.note(case, by=cast.sekcam, at=LATER + timedelta(seconds=1), text="Ditelepon.")
    assert told(client.get(PULSE, asked).text).startswith("Menulis catatan"), "and new once only"


def test_an_edit_and_a_deletion_of_the_author_are_told(
    account: Account, case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    known = Message.objects.get().external_id
    asked = opened(sign_in(client, cast.admin), case)
    edited = comment("Jalan rusak parah", version="2", external_id=known, thread="t")
    intake.take_in(account, [edited], at=LATER)
    moved(LATER)
    answer = client.get(PULSE, asked)
    assert told(answer.text) == "Warga mengubah pesannya. Muat ulang"
    assert "Jalan rusak parah" in answer.text
    asked = opened(client, case)
    gone = comment("", external_id=known, thread="t", gone=True)
    intake.take_in(account, [gone], at=LATER + timedelta(minutes=1))
    moved(LATER + timedelta(minutes=1))
    answer = client.get(PULSE, asked)
    assert told(answer.text) == "Warga menghapus pesannya. Muat ulang"


def test_acts_of_colleagues_are_told_with_their_names_and_own_ones_are_not(
    case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    admin = sign_in(client, cast.admin)
    asked = opened(admin, case)
    acts: list[tuple[Callable[[Any], object], str]] = [
        (lambda at: cases.take(case, by=cast.sekcam, at=at), "Mengambil perkara"),
        (lambda at: cases.note(case, by=cast.sekcam, at=at, text="Ditelepon."), "Menulis catatan"),
        (
            lambda at: replies.reply(
                Message.objects.get(), by=cast.sekcam, at=at, text="Besok ditambal, Kang."
            ),
            "Membalas warga",
        ),
        (
            lambda at: dispositions.dispose(
                case, by=cast.sekcam, at=at, to=cast.desa, instruction="Mohon dicek", lead=False
            ),
            "Mendisposisikan",
        ),
    ]
    for minutes, (act, words) in enumerate(acts, start=2):
        act(NOW + timedelta(minutes=minutes))
        moved(NOW + timedelta(minutes=minutes, seconds=15))
        answer = admin.get(PULSE, asked)
        assert told(answer.text).startswith(words), (words, told(answer.text))
        assert cast.sekcam.name in told(answer.text)
        asked = opened(admin, case)
    own = opened(admin, case)
    cases.note(case, by=cast.admin, at=NOW + timedelta(hours=1), text="Dari tab lain.")
    moved(NOW + timedelta(hours=1, seconds=1))
    assert told(admin.get(PULSE, own).text) == "Keadaan perkara ini berubah. Muat ulang"


def test_a_case_that_a_colleague_took_meanwhile_is_taken_from_them_only_knowingly(
    case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    page, take = f"/kotak-masuk/{case.number}/", f"/kotak-masuk/{case.number}/ambil/"
    sign_in(client, cast.admin)

    def on_page(html: str) -> dict[str, str]:
        found = re.search(r'name="dulu_pemegang" value="([^"]*)"', html)
        assert found is not None
        return {"dulu_pemegang": found[1]}

    old = on_page(client.get(page).text)
    cases.take(case, by=cast.sekcam, at=LATER)
    moved(LATER)
    refused = client.post(take, old)
    assert refused.status_code == 409
    assert f"{cast.sekcam.name} baru saja mengambil perkara ini." in refused.text
    assert Case.objects.get().holder == cast.sekcam
    assert "Ambil alih" in refused.text
    assert client.post(take, on_page(refused.text)).status_code == 302
    assert Case.objects.get().holder == cast.admin


def test_a_colleague_who_begins_to_answer_is_named_until_they_stop(
    case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    asked = opened(sign_in(client, cast.admin), case)
    answering.begin(case, by=cast.sekcam, at=NOW + timedelta(minutes=1))
    answer = client.get(PULSE, asked)
    assert f"Sedang dibalas oleh {cast.sekcam.name}" in answer.text
    asked = opened(client, case)
    assert client.get(PULSE, asked).status_code == 204
    moved(NOW + timedelta(minutes=10))
    answer = client.get(PULSE, asked)
    assert answer.status_code == 200
    assert "Sedang dibalas" not in answer.text


def test_what_becomes_of_an_answer_is_seen(
    case: Case, cast: Cast, client: Client, clock: Any, work: Callable[[], int]
) -> None:
    replies.reply(Message.objects.get(), by=cast.admin, at=NOW, text="Besok ditambal, Kang.")
    asked = opened(sign_in(client, cast.admin), case)
    assert client.get(PULSE, asked).status_code == 204
    clock.advance(seconds=30)
    work()
    answer = client.get(PULSE, asked)
    assert answer.status_code == 200
    thread = answer.text[answer.text.index('id="utas-') :]
    assert thread.count("Besok ditambal, Kang.") == 1, "an answer that left stands there once"


def test_what_the_machine_does_is_told_without_a_name(
    case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    late = case.due_at + timedelta(minutes=1)
    moved(case.due_at - timedelta(minutes=1))
    asked = opened(sign_in(client, cast.admin), case)
    ladder.escalate(case, at=late)
    moved(late)
    answer = client.get(PULSE, asked)
    assert told(answer.text) == "Lewat batas, diteruskan ke atasan. Muat ulang"


def test_an_answer_that_may_be_lost_says_so_in_the_open_page(
    case: Case, cast: Cast, client: Client, network: type[Uji], clock: Any,
    work: Callable[[], int],
) -> None:  # fmt: skip
    network.script = [lost]
    replies.reply(Message.objects.get(), by=cast.admin, at=NOW, text="Besok ditambal, Kang.")
    asked = opened(sign_in(client, cast.admin), case)
    clock.advance(seconds=30)
    work()
    assert Delivery.objects.get().state == "unknown"
    answer = client.get(PULSE, asked)
    assert "Belum pasti" in answer.text[answer.text.index('id="utas-') :]


def test_an_answer_beside_the_networks_is_told(
    case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    asked = opened(sign_in(client, cast.admin), case)
    elsewhere.answer_elsewhere(
        Message.objects.get(), by=cast.sekcam, at=LATER, way="phone", summary="Sudah ditelepon."
    )
    moved(LATER)
    assert "Sudah ditelepon." in client.get(PULSE, asked).text


def test_a_case_that_is_kept_from_somebody_now_is_like_one_that_never_was(
    case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    asked = opened(sign_in(client, cast.admin), case)
    cases.classify(case, by=cast.admin, at=LATER, kind="integrity_report")
    moved(LATER)
    asked["sejak"] = queries.counts(cast.admin, at=LATER).pulse
    answer = client.get(PULSE, asked)
    assert told(answer.text) == "Perkara ini sudah tidak ada di unit Anda. Kembali ke antrean"
    assert parts(answer.text) == ["kabar", "terbuka"]
    assert "pasar" not in answer.text
    never = asked | {"terbuka": asked["terbuka"].replace(case.number, "XX-999")}
    page = client.get(PULSE, never).text.replace("XX-999", case.number)
    assert re.sub(r'nonce="[^"]*"', "", page) == re.sub(r'nonce="[^"]*"', "", answer.text)


def test_a_case_that_was_merged_says_so_and_what_is_written_goes_where_its_message_is(
    account: Account, case: Case, cast: Cast, client: Client, moved: Any
) -> None:
    intake.take_in(account, [comment("Lampu mati di pasar", thread="z")], at=NOW)
    other = Case.objects.exclude(pk=case.pk).get()
    asked = opened(sign_in(client, cast.admin), case)
    joining.merge(other, [case], by=cast.sekcam, at=LATER)
    moved(LATER)
    answer = client.get(PULSE, asked)
    assert told(answer.text) == (
        f"Perkara ini sudah digabung. Lanjutkan di {other.number} Muat ulang"
    )
    assert f'href="/kotak-masuk/{other.number}/' in answer.text
    assert "dijawab" not in parts(answer.text), "the answer box keeps the message it had"


@pytest.mark.parametrize(
    "words", ["", "x", "JTW-1 0 0", "JTW-4817 0123456789abcdef - 9" + "9" * 40]
)
def test_what_makes_no_sense_is_no_open_case(cast: Cast, client: Client, words: str) -> None:
    sign_in(client, cast.admin)
    since = queries.counts(cast.admin, at=NOW).pulse
    assert client.get(PULSE, {"sejak": since, "terbuka": words}).status_code == 204


def test_without_javascript_a_link_loads_the_conversation_anew(
    case: Case, cast: Cast, client: Client
) -> None:
    html = sign_in(client, cast.admin).get(f"/kotak-masuk/{case.number}/?jenis=complaint").text
    link = re.search(r'tanpa-js[^>]*><a [^>]*href="([^"]+)"[^>]*>Muat ulang percakapan', html)
    assert link is not None
    assert link[1] == f"/kotak-masuk/{case.number}/?jenis=complaint"


@pytest.mark.parametrize("act", ["balas", "catatan"])
def test_what_was_typed_in_a_case_that_was_merged_meanwhile_is_not_lost(
    account: Account, case: Case, cast: Cast, client: Client, act: str
) -> None:
    intake.take_in(account, [comment("Lampu mati di pasar", thread="z")], at=NOW)
    joining.merge(Case.objects.exclude(pk=case.pk).get(), [case], by=cast.sekcam, at=NOW)
    sign_in(client, cast.admin)
    answer = client.post(f"/kotak-masuk/{case.number}/{act}/", {"text": "Sudah <b>ditelepon</b>."})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "Sudah &lt;b&gt;ditelepon&lt;/b&gt;." in answer.text
