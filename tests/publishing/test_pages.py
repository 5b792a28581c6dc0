"""The pages of the line, through plain form posts: approval, post, delivery, stop switch, desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.delivery.models import Delivery, Stop
from kentongan.kernel import clock as machine_clock
from kentongan.kernel.clock import FrozenClock
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Pending, Proof, Published, Refused, TryLater
from kentongan.networks.models import Account, Health
from kentongan.people.models import Absence, Notice, RoleGrant
from kentongan.people.notices import notify
from kentongan.planning import actions as planning
from kentongan.planning.models import Post, Variant
from kentongan.publishing import actions
from tests.cast import NOW, Cast, grant, make_user, sign_in
from tests.delivery.network import Uji, lost
from tests.publishing.conftest import TEXT, Approve, Write

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> None:
    """The pages live at the moment of the cast."""
    monkeypatch.setattr(machine_clock, "now", clock.now)


def put_forward(post: Post, cast: Cast) -> ApprovalRequest:
    post.refresh_from_db()
    return approval.submit(post, by=cast.admin, at=NOW, version=post.version)


def say(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data)


def test_the_whole_line_by_plain_forms(
    client: Client, write: Write, cast: Cast, work: Work, network: type[Uji]
) -> None:
    post = write()
    sign_in(client, cast.admin)
    answer = say(client, "approval:submit", post.pk, version=post.version)
    assert answer.status_code == 302
    request = ApprovalRequest.objects.get()
    sign_in(client, cast.sekcam)
    page = client.get(reverse("approval:queue"))
    assert "Jadwal posyandu" in page.text
    assert "Setujui" in page.text
    answer = say(
        client, "approval:decide", request.pk,
        verdict="approve", expected_hash=request.revision_hash,
    )  # fmt: skip
    assert answer.status_code == 302
    sign_in(client, cast.admin)
    page = client.get(reverse("publishing:post", args=[post.pk])).text
    assert 'href="#jadwal-judul"' in page  # a phone has the form far below
    assert 'id="jadwal-judul"' in page
    main = page.partition("<main")[2].partition("</main")[0]
    assert main.count("btn-primary") == 1, "the form, not the way to it"
    answer = say(client, "publishing:publish_now", post.pk)
    assert answer.status_code == 302
    assert "Lihat hasilnya" in client.get(reverse("publishing:post", args=[post.pk])).text
    work()
    page = client.get(reverse("publishing:post", args=[post.pk]))
    assert f"https://uji.example/{Delivery.objects.get().key}" in page.text
    assert "Lihat hasilnya" not in page.text
    assert len(network.wall) == 1


def test_the_page_of_a_post_names_deputies_and_says_where_nobody_decides(
    client: Client, write: Write, cast: Cast, approve: Approve
) -> None:
    deputy = make_user("Cecep Rukmana", cast.kecamatan)
    Absence.objects.create(
        user=cast.sekcam, deputy=deputy, from_date=NOW.date(), until_date=NOW.date()
    )
    grant(deputy, "pejabat_penghubung")
    post = write()
    put_forward(post, cast)
    address = reverse("publishing:post", args=[post.pk])
    sign_in(client, cast.admin)
    page = client.get(address).text
    assert "Cecep Rukmana (pengganti)" in page
    assert 'aria-current="step"' in page
    approval.recall(ApprovalRequest.objects.get(), by=cast.admin, at=NOW)
    approve(post, NOW + timedelta(minutes=1), deputy)
    assert f"pengganti {cast.sekcam.name}" in client.get(address).text

    nobody = write("Tanpa pemeriksa", text="Kantor kecamatan libur hari Jumat.")
    put_forward(nobody, cast)
    RoleGrant.objects.exclude(role="admin_unit").delete()
    page = client.get(reverse("publishing:post", args=[nobody.pk])).text
    assert "Belum ada orang yang berwenang" in page


def test_what_a_network_says_in_its_own_words_lies_open_before_whoever_decides(
    client: Client, write: Write, cast: Cast, account: Account
) -> None:
    post = write()
    Variant.objects.create(post=post, network=account.network, text="Kata khusus jejaring ini.")
    request = put_forward(post, cast)
    sign_in(client, cast.sekcam)
    page = client.get(reverse("approval:request", args=[request.pk])).text
    own = re.search(r"<details[^>]*setuju-naskah[^>]*>.*?</details>", page, re.DOTALL)
    assert own is not None
    assert "Kata khusus jejaring ini." in own.group()
    assert " open>" in own.group()
    assert "Pesan induk ini tidak tayang" in page  # the only account says something else
    sign_in(client, cast.admin)
    page = client.get(reverse("publishing:post", args=[post.pk])).text
    assert "Kata khusus jejaring ini." in page


def test_a_return_without_a_reason_keeps_the_page_and_says_so(
    client: Client, write: Write, cast: Cast
) -> None:
    request = put_forward(write(), cast)
    sign_in(client, cast.sekcam)
    data = {"verdict": "return", "expected_hash": request.revision_hash, "reason": ""}
    answer = say(client, "approval:decide", request.pk, **data)
    assert answer.status_code == 422
    assert "Tulis apa yang perlu diperbaiki." in answer.text


@pytest.mark.parametrize(
    "reason", ["x" * 1001, "a\x00b", "balik\u202earah"], ids=["too long", "nul", "bidi"]
)
def test_bad_reasons_get_a_sentence_at_the_field_and_stay_typed(
    client: Client, write: Write, cast: Cast, reason: str
) -> None:
    request = put_forward(write(), cast)
    sign_in(client, cast.sekcam)
    data = {"verdict": "return", "expected_hash": request.revision_hash, "reason": reason}
    answer = say(client, "approval:decide", request.pk, **data)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert reason.replace("\x00", "") in answer.text.replace("\x00", "")
    assert ApprovalRequest.objects.get().state == "open"


def test_no_link_leads_to_what_was_taken_down_after_an_edit(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, clock: FrozenClock
) -> None:
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    actions.revise(post, by=cast.admin, at=clock.now())
    post.refresh_from_db()
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(), text=f"{TEXT} Datang."
    )
    clock.advance(minutes=5)
    approve(post, clock.now())
    work()
    sign_in(client, cast.admin)
    address = reverse("publishing:post", args=[post.pk])
    edit = Delivery.objects.get(act="edit")
    assert client.get(address).text.count(f'href="{edit.url}"') == 2  # the post, and what edited it
    actions.withdraw(post, by=cast.admin, at=clock.now(), reason="Tanggal keliru")
    work()
    assert edit.url not in client.get(address).text
    assert "Lihat yang tayang" not in client.get(edit.get_absolute_url()).text


def test_too_many_words_about_what_somebody_decided_meanwhile_are_given_back(
    client: Client, write: Write, cast: Cast
) -> None:
    request = put_forward(write(), cast)
    given = {"verdict": "return", "expected_hash": request.revision_hash}
    approval.decide(request, by=cast.sekcam, at=NOW, reason="Tanggalnya keliru.", **given)
    sign_in(client, cast.sekcam)
    answer = say(client, "approval:decide", request.pk, reason="Panjang sekali. " * 90, **given)
    assert answer.status_code == 422
    assert "Catatan Anda tidak terkirim: “Panjang sekali." in answer.text


def test_a_decision_on_something_older_is_refused_on_the_page(
    client: Client, write: Write, cast: Cast
) -> None:
    request = put_forward(write(), cast)
    sign_in(client, cast.sekcam)
    answer = say(client, "approval:decide", request.pk, verdict="approve", expected_hash="0" * 64)
    assert answer.status_code == 409
    assert "Isi unggahan berubah" in answer.text


@pytest.mark.parametrize("name", ["approval:request", "publishing:post", "delivery:page"])
def test_the_wrong_units_people_see_nothing(
    client: Client, write: Write, approve: Approve, cast: Cast, name: str
) -> None:
    post = write(scheduled_for=NOW + timedelta(days=1))
    request = approve(post)
    key = {
        "approval:request": request.pk,
        "publishing:post": post.pk,
        "delivery:page": Delivery.objects.get().pk,
    }[name]
    sign_in(client, cast.admin_lain)
    assert client.get(reverse(name, args=[key])).status_code == 404
    client.logout()
    assert client.get(reverse(name, args=[key])).status_code == 302


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("publishing:schedule", {"when": "2026-08-13T07:00"}),
        ("publishing:publish_now", {}),
        ("publishing:unschedule", {}),
        ("publishing:withdraw", {"reason": "x"}),
        ("publishing:revise", {}),
    ],
)
def test_who_may_look_may_not_act(
    client: Client, write: Write, approve: Approve, cast: Cast, name: str, data: dict[str, str]
) -> None:
    post = write(scheduled_for=NOW + timedelta(days=1))
    approve(post)
    sign_in(client, cast.auditor)
    assert say(client, name, post.pk, **data).status_code == 403
    sign_in(client, cast.admin_lain)
    assert say(client, name, post.pk, **data).status_code == 404
    post.refresh_from_db()
    assert post.state == "scheduled"


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("kemarin", "misalnya 2026-08-13T07:00"),
        ("2020-01-01T07:00", "sudah lewat"),
        ("2090-01-01T07:00", "Paling jauh"),
        ("", ""),
    ],
)
def test_a_bad_time_gets_a_sentence_at_the_field(
    client: Client, write: Write, approve: Approve, cast: Cast, when: str, sentence: str
) -> None:
    post = write()
    approve(post)
    sign_in(client, cast.admin)
    answer = say(client, "publishing:schedule", post.pk, when=when)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Delivery.objects.exists()


def test_times_are_those_of_the_unit(
    client: Client, write: Write, approve: Approve, cast: Cast
) -> None:
    cast.kecamatan.timezone = "Asia/Jayapura"
    cast.kecamatan.save()
    post = write()
    approve(post)
    sign_in(client, cast.admin)
    say(client, "publishing:schedule", post.pk, when="2026-08-13T07:00")
    assert Delivery.objects.get().due_at.isoformat() == "2026-08-12T22:00:00+00:00"
    assert "07.00 WIT" in client.get(reverse("publishing:post", args=[post.pk])).text


def test_an_uncertain_delivery_asks_and_is_settled(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji],
    clock: FrozenClock,
) -> None:  # fmt: skip
    network.proof, network.script = Proof.NONE, [lost]
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    clock.advance(minutes=1)
    work()
    delivery = Delivery.objects.get()
    sign_in(client, cast.admin)
    assert "Belum pasti" in client.get(reverse("home:desk")).text
    assert "Apakah sudah tayang?" in client.get(delivery.get_absolute_url()).text
    bad = say(client, "delivery:confirm", delivery.pk, url="bukan tautan")
    assert bad.status_code == 422
    good = say(client, "delivery:confirm", delivery.pk, url="https://uji.example/p/9")
    assert good.status_code == 302
    post.refresh_from_db()
    assert post.state == "published"


def test_a_look_that_got_no_answer_does_not_say_that_nothing_was_taken(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji],
    clock: FrozenClock,
) -> None:  # fmt: skip
    network.script, network.looks = [lost], [TryLater("Tidak menjawab.")]
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    clock.advance(minutes=1)
    work()
    sign_in(client, cast.admin)
    for address in (Delivery.objects.get().get_absolute_url(), f"/unggahan/{post.pk}/"):
        page = client.get(address).text
        assert "Mencari di jejaring: tidak terjawab" in page
        assert "Mencari di jejaring: belum diterima" not in page


def test_by_hand_the_page_gives_the_text_and_takes_the_proof(
    client: Client, write: Write, approve: Approve, cast: Cast, account: Account
) -> None:
    Account.objects.update(health=Health.MANUAL)
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    delivery = Delivery.objects.get()
    sign_in(client, cast.admin)
    page = client.get(delivery.get_absolute_url())
    assert "Posyandu Melati" in page.text
    assert "Sudah terbit" in page.text
    address = "https://instagram.example/p/1"
    say(client, "delivery:confirm", delivery.pk, url=address, asked=address)
    post.refresh_from_db()
    assert post.state == "published"


def test_a_refused_delivery_can_be_sent_again_from_the_page(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji]
) -> None:
    network.script = [Refused("Akun ditangguhkan.")]
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    sign_in(client, cast.admin)
    page = client.get(reverse("publishing:post", args=[post.pk]))
    assert "Akun ditangguhkan." in page.text
    delivery = Delivery.objects.get()
    again = reverse("publishing:again", args=[delivery.pk])
    assert f'action="{again}"' in client.get(delivery.get_absolute_url()).text
    say(client, "publishing:again", delivery.pk)
    work()
    post.refresh_from_db()
    assert post.state == "published"


def test_what_failed_before_its_time_goes_out_at_its_time_and_not_at_once(
    client: Client, write: Write, approve: Approve, cast: Cast, network: type[Uji]
) -> None:
    """As when an account was closed by mistake: opening it again must not publish days early."""
    later = machine_clock.now() + timedelta(days=2)
    post = write(scheduled_for=later)
    approve(post)
    Delivery.objects.update(state="refused")
    sign_in(client, cast.admin)
    page = client.get(reverse("publishing:post", args=[post.pk])).text
    assert "Jadwalkan lagi" in page
    assert "Kirim lagi" not in page
    delivery = Delivery.objects.get()
    say(client, "publishing:again", delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at) == ("planned", later)


def test_the_page_asks_less_and_less_often_what_became_of_a_delivery(
    client: Client, write: Write, approve: Approve, cast: Cast
) -> None:
    post = write(scheduled_for=machine_clock.now() + timedelta(seconds=30))
    approve(post)
    sign_in(client, cast.admin)
    page = reverse("publishing:post", args=[post.pk])
    assert 'hx-trigger="every 3s"' in client.get(page).text
    asks = {"headers": {"HX-Request": "true"}}
    assert "every 3s" in client.get(f"{page}?tadi=scheduled&kali=1", **asks).text
    assert "every 10s" in client.get(f"{page}?tadi=scheduled&kali=12", **asks).text
    assert "every 60s" in client.get(f"{page}?tadi=scheduled&kali=9999", **asks).text
    assert "every 3s" in client.get(f"{page}?tadi=scheduled&kali=x", **asks).text
    Delivery.objects.update(state="sending", what_to_do="Sandinya salah.")
    assert "Sandinya salah." not in client.get(page).text, "of the try before: now it is under way"


def test_a_head_who_does_not_write_takes_the_emergency_path_from_a_phone(
    client: Client, write: Write, cast: Cast, work: Work, network: type[Uji]
) -> None:
    post = write("Banjir bandang", kind="darurat-keselamatan")
    sign_in(client, cast.camat)
    page = client.get(reverse("publishing:post", args=[post.pk])).text
    assert "Terbitkan darurat" in page
    assert Account.objects.get().handle in page  # where it will be live, before it is pressed
    stale = say(client, "publishing:emergency", post.pk, version=0, reason="Air naik cepat")
    assert stale.status_code == 409
    assert "Air naik cepat" in stale.text
    assert f'name="version" value="{post.version}"' in stale.text  # what the page now shows
    say(client, "publishing:emergency", post.pk, version=post.version, reason="Air naik cepat")
    work()
    assert len(network.wall) == 1
    sign_in(client, cast.penyelia)
    assert "Sudah terbit darurat oleh" in client.get(reverse("home:desk")).text
    review = client.get(reverse("approval:request", args=[ApprovalRequest.objects.get().pk]))
    assert "Menerbitkan darurat" in review.text
    assert "Begitu disetujui" not in review.text, "it is live already"
    assert "Diterbitkan darurat" in review.text
    assert "Minta ditarik" in review.text
    assert "Minta revisi" not in review.text
    request = ApprovalRequest.objects.get()
    given = {"verdict": "return", "expected_hash": request.revision_hash, "reason": "Salah jalan."}
    answer = say(client, "approval:decide", request.pk, **given)
    told = client.get(answer["Location"]).text
    assert "Penyusun diminta menarik “Banjir bandang”" in told
    assert "dikembalikan" not in told
    assert Notice.objects.filter(
        user=cast.camat, text__contains="meminta “Banjir bandang” ditarik: Salah jalan."
    ).exists()


def test_the_emergency_path_is_closed_to_those_who_write(
    client: Client, write: Write, cast: Cast
) -> None:
    post = write("Banjir bandang", kind="darurat-keselamatan")
    sign_in(client, cast.admin)
    assert "Terbitkan darurat" not in client.get(reverse("publishing:post", args=[post.pk])).text
    answer = say(client, "publishing:emergency", post.pk, version=post.version, reason="Banjir")
    assert answer.status_code == 403
    assert not Delivery.objects.exists()


def test_the_stop_switch_from_the_page(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work
) -> None:
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    sign_in(client, cast.camat)
    url = reverse("delivery:stops")
    asked = client.get(url).text
    assert "seluruh pemda</option>" not in asked
    assert '<option value="" selected>' in asked
    unchosen = client.post(url, {"scope": "", "reason": "Akun diretas"})
    assert unchosen.status_code == 422
    assert "Akun diretas</textarea>" in unchosen.text
    empty = client.post(url, {"scope": f"unit:{cast.kecamatan.pk}", "reason": ""})
    assert empty.status_code == 422
    unseen = client.post(url, {"scope": f"unit:{cast.kecamatan.pk}", "reason": "\u200b\u2060"})
    assert unseen.status_code == 422
    foreign = client.post(url, {"scope": f"unit:{cast.kecamatan_lain.pk}", "reason": "x"})
    assert foreign.status_code == 422
    client.post(url, {"scope": f"unit:{cast.kecamatan.pk}", "reason": "Akun diretas"})
    assert work() == 0
    assert "Tertahan" in client.get(reverse("publishing:post", args=[post.pk])).text
    assert "Akun diretas" in client.get(reverse("home:desk")).text
    switch = Stop.objects.get()
    sign_in(client, cast.admin)
    assert say(client, "delivery:lift", switch.pk).status_code == 403
    sign_in(client, cast.camat)
    say(client, "delivery:lift", switch.pk)
    assert work() == 1


def test_the_desk_says_what_waits_for_this_person(client: Client, write: Write, cast: Cast) -> None:
    request = put_forward(write("Jadwal vaksin"), cast)
    sign_in(client, cast.sekcam)
    desk = client.get(reverse("home:desk")).text
    assert "Jadwal vaksin" in desk
    assert reverse("approval:request", args=[request.pk]) in desk
    sign_in(client, cast.admin_lain)
    assert "Jadwal vaksin" not in client.get(reverse("home:desk")).text


def test_notices_are_read_once(client: Client, write: Write, cast: Cast) -> None:
    put_forward(write(), cast)
    sign_in(client, cast.sekcam)
    assert "Menunggu keputusan Anda" in client.get(reverse("home:notices")).text
    say(client, "home:read_notices")
    assert "Baru" not in client.get(reverse("home:notices")).text.split("<main")[1]


@pytest.mark.parametrize("name", ["home:desk", "approval:queue", "publishing:post"])
def test_pages_cost_at_most_fifteen_statements_however_many_rows(
    client: Client, write: Write, approve: Approve, cast: Cast, name: str, work: Work,
    django_assert_max_num_queries: Any, account: Account,
) -> None:  # fmt: skip
    first = write("Pertama", text="Pasar murah ada di alun-alun.")
    approve(first)
    actions.schedule(first, by=cast.admin, at=NOW, when=NOW)
    work()
    args = [first.pk] if name == "publishing:post" else []
    sign_in(client, cast.sekcam)

    def count() -> int:
        client.get(reverse(name, args=args))
        with django_assert_max_num_queries(15) as captured:
            client.get(reverse(name, args=args))
        return len(captured)

    put_forward(write("Menunggu 0"), cast)
    few = count()
    for number in range(6):
        put_forward(write(f"Menunggu {number + 1}", text=f"Loket {number} buka pagi."), cast)
        when = NOW + timedelta(minutes=number + 1)
        other = write(f"Terbit {number}", text=f"Jalan {number} dibuka.", scheduled_for=when)
        approve(other)
    assert count() == few


def put_out(write: Write, approve: Approve, cast: Cast, work: Work) -> tuple[Post, Delivery]:
    """A post that is public on its account."""
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    return post, Delivery.objects.get()


def test_what_is_live_although_it_was_cancelled_is_settled_by_a_person(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work
) -> None:
    post, delivery = put_out(write, approve, cast, work)
    rows = Delivery.objects.filter(pk=delivery.pk)
    rows.update(state="cancelled", asks_person=True, what_to_do="Kiriman ini ternyata tayang juga.")
    sign_in(client, cast.admin)
    page = client.get(reverse("publishing:post", args=[post.pk])).text
    assert "1 kiriman menunggu jawaban Anda." in page
    assert "Bereskan" in page
    assert "Tayang dua kali" in client.get("/").text
    page = client.get(delivery.get_absolute_url()).text
    assert "Sudah saya hapus" in page
    assert say(client, "delivery:settle", delivery.pk, lalu="dihapus").status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.asks_person, delivery.url) == ("cancelled", False, "")
    entry = Entry.objects.filter(action="delivery.settle").get()
    assert entry.actor_name == cast.admin.name
    assert entry.data["removed"] is True
    assert entry.data["url"].endswith(delivery.key)
    assert "Bereskan" not in client.get(reverse("publishing:post", args=[post.pk])).text
    assert say(client, "delivery:settle", delivery.pk, lalu="dihapus").status_code == 409


def test_what_may_stay_public_keeps_its_address(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work
) -> None:
    _post, delivery = put_out(write, approve, cast, work)
    assert say(sign_in(client, cast.admin), "delivery:settle", delivery.pk).status_code == 409
    Delivery.objects.update(state="refused", asks_person=True)
    assert say(sign_in(client, cast.admin_lain), "delivery:settle", delivery.pk).status_code == 404
    assert say(sign_in(client, cast.admin), "delivery:settle", delivery.pk).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.asks_person) == ("refused", False)
    assert delivery.url.endswith(delivery.key)


def test_a_correction_whose_time_has_passed_promises_to_go_out_at_once(
    client: Client, write: Write, cast: Cast, clock: FrozenClock
) -> None:
    post = write(scheduled_for=NOW + timedelta(hours=2))
    request = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    sign_in(client, cast.sekcam)
    address = reverse("approval:request", args=[request.pk])
    page = client.get(address).text
    assert "tayang otomatis pukul 11.00 WIB" in page
    clock.advance(hours=3)
    page = client.get(address).text
    assert "unggahan langsung tayang" in page
    assert "tayang otomatis" not in page


def test_what_was_refused_is_mended_and_goes_out_anew(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji],
    clock: FrozenClock,
) -> None:  # fmt: skip
    """To send the same again is no help where the content is what was refused."""
    network.script = [Refused("Ganti videonya.")]
    post, old = put_out(write, approve, cast, work)
    sign_in(client, cast.admin)
    address = reverse("publishing:post", args=[post.pk])
    page = client.get(address).text
    assert "Kirim lagi" in page
    assert "Perbaiki naskah" in page
    answer = say(client, "publishing:revise", post.pk)
    assert answer.url == reverse("planning:compose", args=[post.pk])
    assert "Perbaiki naskah" not in client.get(address).text
    clock.advance(minutes=5)
    post.refresh_from_db()
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(), text=f"{TEXT} Datang."
    )
    approve(post, clock.now())
    actions.schedule(post, by=cast.admin, at=clock.now(), when=clock.now())
    work()
    post.refresh_from_db()
    old.refresh_from_db()
    assert (post.state, old.state) == ("published", "cancelled")
    assert [text for _key, text in network.wall] == [f"{TEXT} Datang."]
    page = client.get(address).text
    assert "menunggu jawaban Anda" not in page
    assert "Kirim lagi" not in page


def test_what_is_not_to_be_sent_again_asks_nobody_any_more(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji],
) -> None:  # fmt: skip
    network.script = [Refused("Ganti videonya.")]
    post, delivery = put_out(write, approve, cast, work)
    sign_in(client, cast.admin)
    assert "Batalkan kiriman" in client.get(delivery.get_absolute_url()).text
    say(client, "delivery:cancel", delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "cancelled"
    page = client.get(reverse("publishing:post", args=[post.pk])).text
    assert "menunggu jawaban Anda" not in page
    assert "Perbaiki naskah" in page


def test_what_the_network_left_out_is_shown_until_an_edit_mends_it(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, clock: FrozenClock
) -> None:
    post, delivery = put_out(write, approve, cast, work)
    Delivery.objects.update(extra={"amiss": ["Sampul belum terpasang: terlalu besar."]})
    sign_in(client, cast.admin)
    address = reverse("publishing:post", args=[post.pk])
    for page in (address, delivery.get_absolute_url()):
        assert "Sampul belum terpasang: terlalu besar." in client.get(page).text
    actions.revise(post, by=cast.admin, at=clock.now())
    post.refresh_from_db()
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(), text=f"{TEXT} Datang."
    )
    clock.advance(minutes=5)
    approve(post, clock.now())
    work()
    assert Delivery.objects.get(act="edit").state == "sent"
    for page in (address, delivery.get_absolute_url()):
        assert "Sampul belum" not in client.get(page).text


def test_a_draft_that_waits_on_the_network_calls_people_and_gives_them_the_words(
    client: Client, write: Write, approve: Approve, cast: Cast, work: Work, network: type[Uji],
    clock: FrozenClock, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    turn = "Draf sudah di kotak masuk. Buka aplikasinya, lalu terbitkan."
    draft = Pending("draf-1", timedelta(minutes=5), step=turn, longest=timedelta(days=3))
    network.script = [lambda *_a: Pending("draf-1", timedelta(seconds=10))]
    monkeypatch.setattr(Uji, "resume", lambda *_a: draft)
    post = write()
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    sign_in(client, cast.admin)
    page = reverse("publishing:post", args=[post.pk])
    work()
    assert "Diolah jejaring" in client.get(page).text
    for hours in (1, 30):  # longer than a network is believed to be at work by itself
        clock.advance(hours=hours)
        work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.awaited_there) == ("pending", True)
    assert turn in client.get(page).text
    assert "Tinggal langkah Anda" in client.get(page).text
    assert turn in client.get("/").text
    own = client.get(delivery.get_absolute_url()).text
    assert f"readonly>{TEXT}</textarea>" in own
    told = cast.admin.notices.filter(key__startswith="pending:")
    assert [turn in notice.text for notice in told] == [True]
    monkeypatch.setattr(Uji, "resume", lambda *_a: Published("1", "https://uji.example/tayang"))
    clock.advance(minutes=6)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.asks_person, delivery.what_to_do) == ("sent", False, "")


def test_the_desk_does_not_call_all_well_while_urgent_news_wait(client: Client, cast: Cast) -> None:
    sign_in(client, cast.auditor)
    assert "Semua sudah beres." in client.get(reverse("home:desk")).text
    notify([cast.auditor], "1 pengaduan integritas menunggu Anda.", at=NOW, key="x", urgent=True)
    desk = client.get(reverse("home:desk")).text
    assert "Semua sudah beres." not in desk
    assert "Ada kabar penting untuk Anda" in desk


def test_what_still_waits_is_published_now_although_another_account_refused(
    client: Client, write: Write, approve: Approve, cast: Cast, account: Account, work: Work,
    network: type[Uji],
) -> None:  # fmt: skip
    second = Account.objects.create(
        unit=cast.kecamatan, network="uji", handle="kec.kedua", server="https://uji.example",
        health=Health.MANUAL, created_at=NOW,
    )  # fmt: skip
    network.script = [Refused("Akun ditangguhkan.")]
    post = write(targets=[account.pk, second.pk])
    approve(post)
    actions.schedule(post, by=cast.admin, at=NOW, when=NOW)
    work()
    post.refresh_from_db()
    assert post.state == "attention"
    sign_in(client, cast.admin)
    assert "Terbitkan sekarang" in client.get(reverse("publishing:post", args=[post.pk])).text
    assert say(client, "publishing:publish_now", post.pk).status_code == 302
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["manual", "refused"]


def test_stopping_what_somebody_stopped_already_keeps_what_was_typed(
    client: Client, cast: Cast, account: Account
) -> None:
    sign_in(client, cast.camat)
    url = reverse("delivery:stops")
    scope = f"unit:{cast.kecamatan.pk}"
    client.post(url, {"scope": scope, "reason": "Akun diretas"})
    answer = client.post(url, {"scope": scope, "reason": "Sandi bocor tadi malam"})
    assert answer.status_code == 409
    assert "sudah menyala" in answer.text
    assert "Sandi bocor tadi malam" in answer.text
    assert Stop.objects.count() == 1
