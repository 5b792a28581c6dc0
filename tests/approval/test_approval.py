"""Who decides what: chains, separation of duties, deputies, deadlines."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kentongan.approval import actions, jobs, queries
from kentongan.approval.models import ApprovalRequest
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.networks.models import Account
from kentongan.people.models import Absence, Notice, User
from kentongan.people.notices import outdate
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from tests.cast import NOW, Cast, grant, make_user, sign_in
from tests.publishing.conftest import Write

pytestmark = pytest.mark.django_db


def submit(post: Post, by: User) -> ApprovalRequest:
    post.refresh_from_db()
    return actions.submit(post, by=by, at=NOW, version=post.version)


def decide(request: ApprovalRequest, by: User, verdict: str = "approve", reason: str = "") -> str:
    return actions.decide(
        request, by=by, at=NOW, verdict=verdict, reason=reason,
        expected_hash=request.revision_hash,
    ).state  # fmt: skip


def test_routine_needs_one_answer_from_the_units_own_examiner(write: Write, cast: Cast) -> None:
    request = submit(write(), cast.admin)
    assert [w.request.pk for w in queries.waiting_for(cast.sekcam, at=NOW)] == [request.pk]
    assert queries.waiting_for(cast.camat_lain, at=NOW) == []
    assert decide(request, cast.sekcam) == "approved"
    assert queries.waiting_for(cast.sekcam, at=NOW) == []


def test_a_queue_that_never_held_anything_does_not_say_that_all_is_decided(
    client: Client, cast: Cast
) -> None:
    page = sign_in(client, cast.camat).get(reverse("approval:queue")).text
    assert "Belum ada yang diajukan kepada Anda" in page
    assert "Semua sudah diputuskan" not in page


def test_a_village_without_an_examiner_is_decided_by_its_own_head(
    write: Write, cast: Cast, account: Account
) -> None:
    """Villages are autonomous: the kecamatan above has an examiner, who is not asked."""
    kades = make_user("Jajang Karangsari", cast.desa, "pimpinan_unit")
    writer = make_user("Yuli Karangsari", cast.desa, "admin_unit")
    Account.objects.filter(pk=account.pk).update(unit=cast.desa)
    request = submit(write(by=writer, unit=cast.desa), writer)
    assert [w.request.pk for w in queries.waiting_for(kades, at=NOW)] == [request.pk]
    assert queries.waiting_for(cast.sekcam, at=NOW) == []
    assert decide(request, kades) == "approved"


def test_high_risk_goes_to_the_head_and_then_to_the_supervisor(
    write: Write, cast: Cast, client: Client
) -> None:
    post = write(kind="kebijakan-tarif-bansos")
    page = sign_in(client, cast.admin).get(reverse("planning:hand_in", args=[post.pk])).text
    deciders = page.partition("Yang memutuskan")[2]
    assert deciders.index(cast.camat.name) < deciders.index(cast.penyelia.name)
    request = submit(post, cast.admin)
    page = sign_in(client, cast.camat).get(reverse("approval:request", args=[request.pk])).text
    assert f"Berikutnya: {cast.penyelia.name}" in page
    with pytest.raises(NotAllowed):
        decide(request, cast.sekcam)
    assert decide(request, cast.camat) == "open"
    request.refresh_from_db()
    with pytest.raises(NotAllowed):
        decide(request, cast.camat)
    assert decide(request, cast.penyelia) == "approved"


def test_what_is_shown_raises_the_risk(write: Write, cast: Cast) -> None:
    post = write()
    Post.objects.filter(pk=post.pk).update(shows_vulnerable=True)
    request = submit(post, cast.admin)
    assert request.risk == "tinggi"
    assert len(request.steps) == 2


def test_nobody_decides_on_their_own_work(write: Write, cast: Cast) -> None:
    """The Sekcam wrote it: the Camat, second in the list of roles, is asked instead."""
    request = submit(write(by=cast.sekcam), cast.sekcam)
    with pytest.raises(NotAllowed):
        decide(request, cast.sekcam)
    assert decide(request, cast.camat) == "approved"


def test_whoever_touched_the_text_cannot_approve_it(write: Write, cast: Cast) -> None:
    post = write()
    planning.save_draft(post_id=post.pk, version=post.version, by=cast.sekcam, at=NOW, text="Baru.")
    request = submit(post, cast.admin)
    with pytest.raises(NotAllowed):
        decide(request, cast.sekcam)


def test_when_nobody_of_the_unit_is_left_the_supervisor_steps_in(write: Write, cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.camat.pk, cast.sekcam.pk]).update(is_active=False)
    request = submit(write(), cast.admin)
    assert decide(request, cast.penyelia) == "approved"


@pytest.mark.parametrize(("verdict", "state"), [("approve", "approved"), ("return", "returned")])
def test_what_was_decided_asks_nobody_any_more(
    write: Write, cast: Cast, verdict: str, state: str
) -> None:
    request = submit(write(), cast.admin)
    asked = Notice.objects.filter(key=f"ask:{request.pk}:0")
    assert asked.filter(text__startswith="Menunggu keputusan Anda", read_at=None).exists()
    assert decide(request, cast.sekcam, verdict, "Jamnya keliru.") == state
    assert not asked.filter(read_at=None).exists()  # neither the bell nor a mail tells of it
    (text,) = set(asked.values_list("text", flat=True))
    assert text.startswith("Tidak lagi menunggu keputusan: “")


def test_to_end_notices_reads_none_of_all_the_others(cast: Cast) -> None:
    rows = [
        Notice(user=user, text="-", key=f"ask:{number}:0", at=NOW)
        for user in (cast.camat, cast.sekcam) for number in range(1_000)
    ]  # fmt: skip
    Notice.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_notice")
    with CaptureQueriesContext(connection) as seen:
        outdate(["ask:7:0", "remind:7:0", "escalate:7:0"], "-", at=NOW)
    (update,) = (query["sql"] for query in seen if query["sql"].startswith("UPDATE"))
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {update}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "people_notice_by_key" in plan
    assert Notice.objects.filter(read_at=None).count() == len(rows) - 2


def test_a_return_needs_a_reason_and_reaches_the_writer(write: Write, cast: Cast) -> None:
    post = write()
    request = submit(post, cast.admin)
    with pytest.raises(Invalid):
        decide(request, cast.sekcam, "return", "  ")
    assert decide(request, cast.sekcam, "return", "Jamnya keliru.") == "returned"
    post.refresh_from_db()
    assert post.state == "returned"
    assert Notice.objects.filter(user=cast.admin, text__contains="Jamnya keliru.").exists()
    assert submit(post, cast.admin).state == "open"


def test_what_was_shown_is_what_is_decided(write: Write, cast: Cast) -> None:
    request = submit(write(), cast.admin)
    with pytest.raises(Conflict):
        actions.decide(request, by=cast.sekcam, at=NOW, verdict="approve", expected_hash="0" * 64)


def test_the_second_decision_on_one_step_loses(write: Write, cast: Cast) -> None:
    request = submit(write(), cast.admin)
    stale = ApprovalRequest.objects.get(pk=request.pk)
    decide(request, cast.sekcam)
    other = make_user("Iis Sumiati", cast.kecamatan, "pemeriksa_unit")
    with pytest.raises(Conflict):
        decide(stale, other)


@pytest.mark.parametrize("verdict", ["approve", "return"])
def test_whoever_comes_second_is_told_and_keeps_their_words(
    write: Write, cast: Cast, client: Client, verdict: str
) -> None:
    request = submit(write(), cast.admin)
    other = make_user("Iis Sumiati", cast.kecamatan, "pemeriksa_unit")
    decide(request, cast.sekcam)
    answer = sign_in(client, other).post(
        reverse("approval:decide", args=[request.pk]),
        {"verdict": verdict, "expected_hash": request.revision_hash, "reason": "Jamnya keliru."},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "sudah diputuskan. Keputusan Anda tidak dicatat." in page
    assert "Catatan Anda tidak terkirim: “Jamnya keliru.”" in page


def test_the_same_post_is_put_forward_once(write: Write, cast: Cast) -> None:
    post = write()
    submit(post, cast.admin)
    with pytest.raises(Conflict):
        submit(post, cast.admin)


def test_a_stale_version_is_not_put_forward(write: Write, cast: Cast) -> None:
    post = write()
    with pytest.raises(Conflict):
        actions.submit(post, by=cast.admin, at=NOW, version=post.version - 1)


def test_findings_keep_a_post_from_being_put_forward(write: Write, cast: Cast) -> None:
    with pytest.raises(Invalid, match="Belum bisa diajukan"):
        submit(write(text="Hubungi Bu Ai, NIK 3210124505900001."), cast.admin)


def test_taken_back_it_is_a_draft_again(write: Write, cast: Cast) -> None:
    post = write()
    request = submit(post, cast.admin)
    actions.recall(request, by=cast.admin, at=NOW)
    post.refresh_from_db()
    assert (post.state, ApprovalRequest.objects.get().state) == ("draft", "recalled")


def test_a_deputy_decides_while_somebody_is_on_leave(write: Write, cast: Cast) -> None:
    deputy = make_user("Cecep Rukmana", cast.kecamatan)
    Absence.objects.create(
        user=cast.sekcam, deputy=deputy, from_date=date(2026, 8, 10), until_date=date(2026, 8, 14)
    )
    grant(deputy, "pejabat_penghubung")
    request = submit(write(), cast.admin)
    [waiting] = queries.waiting_for(deputy, at=NOW)
    assert waiting.decider.instead_of == cast.sekcam
    assert decide(request, deputy) == "approved"
    assert request.decisions.get().for_user == cast.sekcam


def test_a_deputy_reads_on_a_phone_too_for_whom_they_decide(
    write: Write, cast: Cast, client: Client
) -> None:
    deputy = make_user("Cecep Rukmana", cast.kecamatan)
    today, day = clock.now().date(), timedelta(days=1)
    Absence.objects.create(
        user=cast.sekcam, deputy=deputy, from_date=today - day, until_date=today + day
    )
    grant(deputy, "pejabat_penghubung")
    request = submit(write(), cast.admin)
    address = reverse("approval:request", args=[request.pk])
    page = sign_in(client, deputy).get(address).content.decode()
    paper = page.partition('class="setuju-kertas"')[2].partition("<h2")[0]
    assert f"Anda memutuskan sebagai pengganti {cast.sekcam.name}." in paper
    assert "Cecep Rukmana (pengganti)" in page
    theirs = sign_in(client, cast.sekcam).get(address).content.decode()
    assert "Anda memutuskan sebagai pengganti" not in theirs


def test_the_deadline_counts_office_hours(write: Write, cast: Cast) -> None:
    """Two working hours from Friday 16.00 end on Monday: half an hour is left on Friday."""
    post = write()
    friday = NOW + timedelta(days=2, hours=7)  # 14 August 2026, 16.00 WIB
    request = actions.submit(post, by=cast.admin, at=friday, version=post.version)
    local = request.deadline_at + timedelta(hours=7)
    assert local.weekday() in {0, 1}  # Monday is Independence Day: Tuesday
    assert local.date() == date(2026, 8, 18)


def test_reminder_and_escalation_come_once(write: Write, cast: Cast) -> None:
    request = submit(write(), cast.admin)
    late = request.deadline_at + timedelta(minutes=1)
    for _ in range(2):
        jobs.deadlines(at=request.deadline_at - timedelta(minutes=10))
        jobs.deadlines(at=late)
    assert Notice.objects.filter(user=cast.sekcam, text__contains="Segera").count() == 1
    assert Notice.objects.filter(user=cast.penyelia, text__contains="Lewat batas").count() == 1


def test_the_queue_costs_the_same_for_many(
    write: Write, cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        submit(write(f"Pesan {number}", text=f"Loket {number} buka pagi."), cast.admin)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert len(queries.waiting_for(cast.sekcam, at=NOW)) == 6


def test_the_composer_says_beside_the_button_who_decides_and_follows_what_is_typed(
    write: Write, cast: Cast, client: Client
) -> None:
    post = write(kind="layanan-rutin")
    sign_in(client, cast.admin)

    def chain(html: str) -> str:
        found = re.search(r"data-alur(?:-baru)?>(.*?)</(?:p|template)>", html, re.DOTALL)
        assert found is not None
        return " ".join(re.sub("<[^>]+>", "", found[1]).split())

    page = client.get(reverse("planning:compose", args=[post.pk])).text
    assert chain(page) == f"Perlu persetujuan {cast.sekcam.name}"
    check = reverse("planning:check", args=[post.pk])
    stricter = client.post(check, {"text": post.text, "kind": "capaian-angka"}).text
    assert chain(stricter) == f"Perlu persetujuan {cast.sekcam.name} →, lalu {cast.camat.name}"
    shows = client.post(check, {"text": post.text, "rinci": "1", "shows_vulnerable": "on"}).text
    assert chain(shows).startswith(f"Perlu persetujuan {cast.camat.name}")
    submit(post, cast.admin)
    assert "data-alur>" not in client.get(reverse("planning:compose", args=[post.pk])).text


def test_the_list_tells_deadlines_by_the_readers_clock(
    write: Write, cast: Cast, client: Client
) -> None:
    cast.kecamatan.timezone = "Asia/Makassar"
    cast.kecamatan.save()
    request = submit(write(), cast.admin)
    hour = request.deadline_at.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%H.%M")
    with time_machine.travel(NOW, tick=False):
        sign_in(client, cast.sekcam, cast.kelurahan)
        shown = client.get(reverse("approval:request", args=[request.pk])).text
    assert re.findall(r"Sebelum ([\d.]+)", shown) == [hour]
