"""A finding that must be mended passes only by the role of its rule, with reasons, never alone."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.present import evidence_view
from kentongan.approval.seed import seed as seed_chains
from kentongan.compliance.models import Passed
from kentongan.home.queries import desk
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks.models import Account
from kentongan.people.models import Notice, User
from kentongan.planning import access, actions, checking, queries
from kentongan.planning.models import Post, Waiver
from tests.cast import NOW, Cast, grant, make_user, sign_in
from tests.planning.conftest import make_post
from tests.planning.test_composer import fields_of, url

NIK = "3210011205850001"
TEXT = f"Pemilik berkas dengan NIK {NIK} diminta datang ke loket 2."
WHY = "Diminta pemilik berkas secara tertulis."
ANSWER = "Surat persetujuannya sudah saya baca."
INDEX = reverse("planning:waivers")


@pytest.fixture
def post(cast: Cast, kinds: None, accounts: dict[str, Account]) -> Post:
    """A draft with something that must be mended."""
    return make_post(cast.kecamatan, cast.admin, text=TEXT)


def nik(post: Post) -> checking.Checked:
    """The finding about the number, as it stands now."""
    found = checking.findings(Post.objects.get(pk=post.pk), NOW)
    return next(c for c in found if c.finding.rule == "personal_data.nik" and c.network == "")


def ask(post: Post, by: User, reason: str = WHY) -> Waiver:
    return actions.ask_waiver(post, nik(post), reason=reason, by=by, at=NOW)


def decide(waiver: Waiver, by: User, verdict: str = "granted", answer: str = ANSWER) -> Waiver:
    return actions.decide_waiver(waiver, verdict=verdict, answer=answer, by=by, at=NOW)


def address(waiver: Waiver) -> str:
    return reverse("planning:waiver", args=[waiver.pk])


# ------------------------------------------------------------------------------------ asking


def test_the_role_of_the_rule_is_asked_and_told(post: Post, cast: Cast, lawyer: User) -> None:
    waiver = ask(post, cast.admin)
    assert (waiver.role, waiver.rule, waiver.verdict) == ("bagian_hukum", "personal_data.nik", "")
    assert NIK in waiver.quote
    entry = Entry.objects.filter(action="post.waiver_ask").get()
    assert (entry.actor_name, entry.data["reason"]) == (cast.admin.name, WHY)
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (lawyer, address(waiver))
    before = post.version
    post.refresh_from_db()
    assert post.version == before, "asking changes no content"
    assert nik(post).blocks, "asking alone passes nothing"


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", "minimal 10"),
        ("karena", "minimal 10"),
        ("x" * 501, "500 huruf"),
        ("nol" * 5 + "\0", ""),
    ],
)
def test_a_reason_that_is_none_is_refused(
    post: Post, cast: Cast, lawyer: User, reason: str, says: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ask(post, cast.admin, reason)
    assert says in str(caught.value.fields["reason"])
    assert not Waiver.objects.exists()


def test_the_same_words_are_asked_about_once(post: Post, cast: Cast, lawyer: User) -> None:
    waiver = ask(post, cast.admin)
    with pytest.raises(Conflict):
        ask(post, cast.sekcam)
    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.create(
            post=post, fingerprint=waiver.fingerprint, rule=waiver.rule, role=waiver.role,
            asked_by=cast.sekcam, asked_at=NOW, reason=WHY,
        )  # fmt: skip
    decide(waiver, lawyer, "refused", "Tidak ada dasar hukumnya.")
    again = ask(post, cast.sekcam, "Sekarang ada surat kuasanya.")
    decide(again, lawyer)
    with pytest.raises(Conflict):
        ask(post, cast.admin)


def test_where_nobody_else_holds_the_role_it_says_so(post: Post, cast: Cast) -> None:
    grant(cast.admin, "bagian_hukum", cast.pemda)
    with pytest.raises(Invalid) as caught:
        ask(post, cast.admin)
    assert "Belum ada Bagian Hukum lain" in str(caught.value.fields["reason"])
    assert not Waiver.objects.exists()


def test_who_may_not_write_may_not_ask(post: Post, cast: Cast, lawyer: User) -> None:
    with pytest.raises(NotAllowed):
        ask(post, cast.camat)
    with pytest.raises(NotAllowed):
        ask(post, cast.admin_lain)


def test_what_is_only_to_be_weighed_and_limits_of_networks_need_no_leave(
    cast: Cast, kinds: None, accounts: dict[str, Account], lawyer: User
) -> None:
    long = "Surel warga: budi.santoso77@gmail.com. " + "Kalimat pendek saja. " * 20
    post = make_post(cast.kecamatan, cast.admin, text=long)
    found = checking.findings(post, NOW)
    others = [c for c in found if c.tone != "wajib" or c.finding.family == "network"]
    assert "network" in {c.finding.family for c in others}
    for item in others:
        assert (item.passer, item.may_ask) == ("", False)
        with pytest.raises(Invalid):
            actions.ask_waiver(post, item, reason=WHY, by=cast.admin, at=NOW)


# ---------------------------------------------------------------------------------- deciding


def test_leave_is_granted_with_reasons_by_another_person(
    post: Post, cast: Cast, lawyer: User
) -> None:
    waiver = decide(ask(post, cast.admin), lawyer)
    assert (waiver.verdict, waiver.decided_by, waiver.answer) == ("granted", lawyer, ANSWER)
    assert (nik(post).blocks, nik(post).stops, nik(post).waived) == (False, False, True)
    entry = Entry.objects.filter(action="post.waiver_grant").get()
    assert (entry.actor_name, entry.data["reason"]) == (lawyer.name, ANSWER)
    told = Notice.objects.get(user=cast.admin)
    assert "mengizinkan" in told.text
    noted = Passed.objects.get()
    assert (noted.rule, noted.severity, noted.person_name) == (
        "personal_data.nik", "must", lawyer.name,
    )  # fmt: skip


def test_a_refusal_is_told_and_keeps_the_post_back(post: Post, cast: Cast, lawyer: User) -> None:
    decide(ask(post, cast.admin), lawyer, "refused", "Tidak ada dasar hukumnya.")
    assert nik(post).blocks
    assert nik(post).may_ask
    assert Entry.objects.filter(action="post.waiver_refuse").exists()
    assert "menolak" in Notice.objects.get(user=cast.admin).text
    assert not Passed.objects.exists()


def test_nobody_decides_who_asked_helped_or_holds_another_role(
    post: Post, cast: Cast, lawyer: User
) -> None:
    other = make_user("Ujang Saepudin", cast.pemda, username="ujangs")
    grant(other, "bagian_hukum", cast.pemda)
    grant(other, "admin_pusat", cast.pemda)
    elsewhere = make_user("Mimin Aminah", cast.kecamatan_lain, "bagian_hukum", username="mimin")
    grant(cast.admin, "bagian_hukum", cast.pemda)
    waiver = ask(post, cast.admin)
    for person in (cast.admin, cast.pembina, cast.penyelia, cast.camat, elsewhere, cast.admin_lain):
        with pytest.raises(NotAllowed):
            decide(waiver, person)
    actions.save_draft(post_id=post.pk, version=post.version, by=other, at=NOW, source="Loket 2")
    with pytest.raises(NotAllowed):
        decide(waiver, other)
    assert [w.pk for w in queries.waiting_waivers(other, NOW)] == []
    assert [w.pk for w in queries.waiting_waivers(lawyer, NOW)] == [waiver.pk]
    decide(waiver, lawyer)


def test_a_role_that_ended_decides_nothing(post: Post, cast: Cast, lawyer: User) -> None:
    waiver = ask(post, cast.admin)
    role = lawyer.grants.get()
    role.valid_until = (NOW - timedelta(days=2)).date()
    role.save()
    fresh = User.objects.get(pk=lawyer.pk)
    with pytest.raises(NotAllowed):
        decide(waiver, fresh)
    assert queries.waiting_waivers(fresh, NOW) == []


def test_the_database_itself_refuses_to_let_one_person_do_both(
    post: Post, cast: Cast, lawyer: User
) -> None:
    waiver = ask(post, cast.admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.filter(pk=waiver.pk).update(decided_by=cast.admin, verdict="granted")


@pytest.mark.parametrize(
    ("verdict", "answer", "field"),
    [("", ANSWER, "verdict"), ("mungkin", ANSWER, "verdict"), ("granted", "", "answer"),
     ("refused", "tidak", "answer"), ("granted", "x" * 501, "answer")],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused(
    post: Post, cast: Cast, lawyer: User, verdict: str, answer: str, field: str
) -> None:
    waiver = ask(post, cast.admin)
    with pytest.raises(Invalid) as caught:
        decide(waiver, lawyer, verdict, answer)
    assert list(caught.value.fields) == [field]


def test_it_is_decided_once(post: Post, cast: Cast, lawyer: User) -> None:
    waiver = ask(post, cast.admin)
    decide(waiver, lawyer, "refused", "Tidak ada dasar hukumnya.")
    with pytest.raises(Conflict):
        decide(waiver, lawyer)


# ----------------------------------------------------------------------------- other words


def test_other_words_void_it_and_the_same_words_bring_it_back(
    post: Post, cast: Cast, lawyer: User
) -> None:
    decide(ask(post, cast.admin), lawyer)
    post.refresh_from_db()
    other = TEXT.replace(NIK, "3210011205850002")
    actions.save_draft(post_id=post.pk, version=post.version, by=cast.admin, at=NOW, text=other)
    assert nik(post).blocks, "another number is another matter"
    actions.save_draft(
        post_id=post.pk, version=post.version + 1, by=cast.admin, at=NOW, text=f"Segera. {TEXT}"
    )
    assert not nik(post).blocks, "the words in question are the same"


def test_what_is_moot_waits_for_nobody(post: Post, cast: Cast, lawyer: User) -> None:
    waiver = ask(post, cast.admin)
    post.refresh_from_db()
    actions.save_draft(post_id=post.pk, version=post.version, by=cast.admin, at=NOW, text="Bersih.")
    assert queries.waiting_waivers(lawyer, NOW) == []
    with pytest.raises(Conflict):
        decide(waiver, lawyer)
    waiver.refresh_from_db()
    assert waiver.is_open


def test_a_leave_without_words_hangs_on_the_whole_text(post: Post) -> None:
    from dataclasses import replace

    found = nik(post)
    bare = replace(found, finding=replace(found.finding, text=""))
    assert bare.seal != replace(bare, text=bare.text + " lagi").seal
    assert found.seal == replace(found, text=found.text + " lagi").seal == found.finding.fingerprint


def test_a_copy_has_no_leave(post: Post, cast: Cast, lawyer: User) -> None:
    decide(ask(post, cast.admin), lawyer)
    copy = actions.duplicate(post, by=cast.admin, at=NOW)
    assert nik(copy).blocks


# ---------------------------------------------------------------------------------- evidence


def test_those_who_approve_see_both_names(
    post: Post, cast: Cast, lawyer: User, client: Client
) -> None:
    seed_chains(at=NOW)
    waiver = ask(post, cast.admin)
    post.refresh_from_db()
    with pytest.raises(Invalid):
        approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    decide(waiver, lawyer)
    request = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    shown = evidence_view(request.evidence)
    assert shown.waived
    sign_in(client, cast.sekcam)
    html = unescape(client.get(reverse("approval:request", args=[request.pk])).text)
    for words in (f"Diizinkan {lawyer.name}", f"Diminta {cast.admin.name}", ANSWER, WHY):
        assert words in html
    assert "Temuan wajib lewat dengan izin" in html
    assert reverse("compliance:rule", args=[waiver.rule]) in html, "the basis is one press away"
    gone = {"findings": [{**request.evidence["findings"][0], "rule": "yang.tiada"}]}
    assert evidence_view(gone).must[0]["title"] == ""


# ------------------------------------------------------------------------------------- pages


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


def key_of(html: str) -> str:
    found = re.search(r'value="izin:([^"]+)"', html)
    assert found, "a button that asks for leave"
    return unescape(found.group(1))


def test_leave_is_asked_for_in_the_composer_without_javascript(
    admin: Client, post: Post, cast: Cast, lawyer: User
) -> None:
    html = admin.get(url(post)).content.decode()
    assert "Minta izin lewat" in html
    assert "Dijawab Bagian Hukum yang tidak ikut menyusun" in unescape(html)
    key = key_of(html)
    typed = fields_of(html) | {
        "source": "Baru diketik",
        f"alasan.{key}": "ya",
        "aksi": f"izin:{key}",
    }
    refused = admin.post(url(post), typed)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert re.search(r'id="alasan-\d+_error"', shown), "the error stands at its field"
    assert re.search(r'<textarea[^>]+ autofocus aria-invalid="true"', shown), "one goes on there"
    assert fields_of(shown)[f"alasan.{key}"] == "ya"
    assert fields_of(shown)["source"] == "Baru diketik"
    typed = fields_of(shown) | {f"alasan.{key}": WHY, "aksi": f"izin:{key}"}
    response = admin.post(url(post), typed)
    assert response.status_code == 302
    html = admin.get(url(post)).content.decode()
    assert "menunggu jawaban" in html
    assert "izin:" not in html, "it cannot be asked for twice"
    decide(Waiver.objects.get(), lawyer)
    html = unescape(admin.get(url(post)).content.decode())
    assert "Diizinkan lewat" in html
    assert ANSWER in html
    post.refresh_from_db()
    handed_in = admin.post(url(post), fields_of(admin.get(url(post)).text) | {"aksi": "ajukan"})
    assert handed_in.headers["Location"] == url(post, "hand_in")


def test_it_is_answered_on_its_page(client: Client, post: Post, cast: Cast, lawyer: User) -> None:
    waiver = ask(post, cast.admin)
    sign_in(client, lawyer)
    listed = client.get(INDEX).text
    assert "1 menunggu jawaban Anda" in listed
    assert address(waiver) in listed
    html = unescape(client.get(address(waiver)).text)
    for words in (WHY, NIK, "Izinkan lewat", "Tolak", "loket 2"):
        assert words in html
    refused = client.post(address(waiver), {"verdict": "granted", "answer": "ok"})
    assert refused.status_code == 422
    assert 'id="id_answer_error"' in refused.text
    assert re.search(r">\s*ok</textarea>", refused.text), "what was typed is kept"
    answer = client.post(address(waiver), {"verdict": "granted", "answer": ANSWER})
    assert answer.headers["Location"] == INDEX
    waiver.refresh_from_db()
    assert waiver.is_granted
    assert "Izinkan lewat" not in client.get(address(waiver)).text
    history = client.get(INDEX).text
    assert "Diizinkan" in history
    assert "menunggu jawaban Anda" not in history


def test_whoever_may_not_decide_sees_it_and_is_refused(
    client: Client, post: Post, cast: Cast, lawyer: User
) -> None:
    waiver = ask(post, cast.admin)
    sign_in(client, cast.sekcam)
    page = client.get(address(waiver))
    assert page.status_code == 200
    assert "Izinkan lewat" not in page.text
    body = {"verdict": "granted", "answer": ANSWER}
    assert client.post(address(waiver), body).status_code == 403
    sign_in(client, cast.admin_lain)
    assert client.get(address(waiver)).status_code == 404
    assert client.post(address(waiver), body).status_code == 404
    assert NIK not in client.get(INDEX).text
    with pytest.raises(Missing):
        access.visible_waiver(cast.admin_lain, waiver.pk)
    waiver.refresh_from_db()
    assert waiver.is_open


def test_what_became_moot_is_told_on_its_page(
    client: Client, post: Post, cast: Cast, lawyer: User
) -> None:
    waiver = ask(post, cast.admin)
    post.refresh_from_db()
    actions.save_draft(post_id=post.pk, version=post.version, by=cast.admin, at=NOW, text="Bersih.")
    sign_in(client, lawyer)
    assert "Kata-kata ini sudah diubah" in client.get(address(waiver)).text
    assert "Gugur" in client.get(INDEX).text
    late = client.post(address(waiver), {"verdict": "granted", "answer": ANSWER}, follow=True)
    assert "Kata-kata ini sudah diubah" in late.text


def test_it_waits_on_the_desk_of_whoever_decides(
    client: Client, post: Post, cast: Cast, lawyer: User
) -> None:
    waiver = ask(post, cast.admin)
    tasks = desk(lawyer, cast.pemda, waiting=[], at=NOW).tasks
    assert [task.url for task in tasks] == [address(waiver)]
    others = desk(cast.sekcam, cast.kecamatan, waiting=[], at=NOW).tasks
    assert address(waiver) not in [task.url for task in others]
    page = sign_in(client, lawyer).get(reverse("home:desk")).text
    assert address(waiver) in page
    assert INDEX in page, "the menu leads there"
    assert INDEX not in sign_in(client, cast.admin).get(reverse("home:desk")).text


def test_the_list_costs_the_same_for_many(
    client: Client, cast: Cast, kinds: None, accounts: dict[str, Account], lawyer: User
) -> None:
    def asked(count: int) -> None:
        for number in range(count):
            text = TEXT.replace("loket 2", f"loket {number}")
            ask(make_post(cast.kecamatan, cast.admin, text=text), cast.admin)

    def statements() -> int:
        client.get(INDEX)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(INDEX).status_code == 200
        return len(caught)

    sign_in(client, lawyer)
    asked(2)
    decide(Waiver.objects.all()[0], lawyer)
    few = statements()
    asked(5)
    for waiver in list(Waiver.objects.filter(verdict=""))[:3]:
        decide(waiver, lawyer)
    assert statements() == few
    assert few <= 15


@pytest.mark.parametrize("value", ["", "x" * 5000, "\x00", "izin:\x00", "izin:tak.ada", "izin:"])
def test_odd_keys_break_nothing(admin: Client, post: Post, value: str) -> None:
    data: dict[str, Any] = fields_of(admin.get(url(post)).content.decode())
    assert admin.post(url(post), data | {"aksi": f"izin:{value}"}).status_code == 302
    assert not Waiver.objects.exists()
