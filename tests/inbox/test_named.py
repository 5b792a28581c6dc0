"""Who may see an integrity report: named and taken off again by the Inspektorat alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kentongan.inbox.actions import cases, duties, intake
from kentongan.inbox.models import Case, Named
from kentongan.kernel import clock as clocks
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.ledger.models import Entry
from kentongan.people.models import Notice, User
from tests.cast import NOW, sign_in
from tests.inbox.conftest import comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "now", lambda: NOW)


@pytest.fixture
def report(account) -> Case:
    intake.take_in(account, [comment("Ada pungli di loket")], at=NOW)
    return Case.objects.select_related("unit").get()


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_inspektorat_lets_somebody_in_and_takes_it_back(client, cast, report):
    page, own = f"/kotak-masuk/{report.number}/akses/", f"/kotak-masuk/{report.number}/"
    sign_in(client, cast.auditor)
    assert f'href="{page}"' in client.get(own).content.decode()
    assert "Belum ada" in words_of(client.get(page))
    assert cast.camat.name in words_of(client.get(page, {"cari": cast.camat.name.split()[0]}))
    given = client.post(f"{page}beri/", {"orang": str(cast.camat.pk)}, follow=True)
    assert f"{cast.camat.name} sekarang dapat membuka" in words_of(given)
    assert Notice.objects.filter(user=cast.camat, text__contains=report.number).exists()
    sign_in(client, cast.camat)
    assert client.get(own).status_code == 200
    assert "Atur akses" not in words_of(client.get(own))
    sign_in(client, cast.auditor)
    client.post(f"{page}cabut/", {"orang": str(cast.camat.pk)})
    sign_in(client, cast.camat)
    assert client.get(own).status_code == 404
    lines = Entry.objects.filter(target_label=report.number, action__endswith="name")
    assert list(lines.order_by("seq").values_list("action", "actor_name")) == [
        ("inbox.name", cast.auditor.name),
        ("inbox.unname", cast.auditor.name),
    ]


def test_only_the_inspektorat_is_offered_to_say_that_it_is_no_report(client, cast, report):
    duties.name(report, cast.camat, by=cast.auditor, at=NOW)

    def offered(user: User) -> set[str]:
        page = sign_in(client, user).get(f"/kotak-masuk/{report.number}/").content.decode()
        side = page[page.index('id="r-klas"') :]
        chosen = re.search(r'id="k-jenis".*?</select>', side, re.DOTALL)
        assert chosen is not None
        one_tap = re.findall(r'name="jenis" value="(\w+)"', side)
        return {*one_tap, *re.findall(r'<option value="(\w+)"', chosen[0])}

    assert len(offered(cast.auditor)) > 5
    assert offered(cast.camat) == {"integrity_report"}


def test_who_lets_somebody_in_comes_back_to_the_queue_as_it_was_filtered(client, cast, report):
    page, queue = f"/kotak-masuk/{report.number}/akses/", "?lingkup=bebas&q=pungli"
    sign_in(client, cast.auditor)
    sent = client.post(f"{page}beri/{queue}", {"orang": str(cast.camat.pk)})
    assert sent.headers["Location"] == page + queue
    shown = client.get(page + queue).text
    kept = queue.replace("&", "&amp;")
    for address in (f"/kotak-masuk/{report.number}/", f"{page}cabut/"):
        assert f'"{address}{kept}"' in shown
    assert '<input type="hidden" name="q" value="pungli">' in shown, "a search keeps it"


def test_nobody_else_sees_or_changes_who_is_named(client, cast, report):
    duties.name(report, cast.camat, by=cast.auditor, at=NOW)
    page = f"/kotak-masuk/{report.number}/akses/"
    for who, status in ((cast.admin, 404), (cast.administrator, 404), (cast.camat, 403)):
        sign_in(client, who)
        assert client.get(page).status_code == status
        assert client.post(f"{page}beri/", {"orang": str(cast.admin.pk)}).status_code == status
        assert client.post(f"{page}cabut/", {"orang": str(cast.camat.pk)}).status_code == status
    assert list(Named.objects.values_list("user", flat=True)) == [cast.camat.pk]


def test_an_ordinary_case_has_no_such_page(client, cast, account):
    intake.take_in(account, [comment("Jalan rusak")], at=NOW)
    sign_in(client, cast.auditor)
    assert client.get(f"/kotak-masuk/{Case.objects.get().number}/akses/").status_code == 404


def test_only_people_who_gain_by_it_are_found_and_named(client, cast, report):
    User.objects.filter(pk=cast.lurah.pk).update(is_active=False)
    duties.name(report, cast.camat, by=cast.auditor, at=NOW)
    page = f"/kotak-masuk/{report.number}/akses/"
    sign_in(client, cast.auditor)
    for who in (cast.lurah, cast.auditor, cast.camat):
        found = client.get(page, {"cari": who.name}).content.decode()
        assert f'value="{who.pk}"' not in found.split('id="a-tambah"')[1]
    assert "paling sedikit dua huruf" in words_of(client.get(page, {"cari": "a"}))
    for who, error in ((cast.camat, Conflict), (cast.auditor, Conflict)):
        with pytest.raises(error):
            duties.name(report, who, by=cast.auditor, at=NOW)
    with pytest.raises(Invalid):
        duties.name(report, User.objects.get(pk=cast.lurah.pk), by=cast.auditor, at=NOW)
    with pytest.raises(Conflict):
        duties.unname(report, cast.admin, by=cast.auditor, at=NOW)
    assert client.post(f"{page}beri/", {"orang": "x"}).status_code == 404
    assert Entry.objects.filter(action__endswith="name").count() == 1


def test_who_loses_access_no_longer_handles_the_case(cast, report):
    duties.name(report, cast.camat, by=cast.auditor, at=NOW)
    cases.take(report, by=cast.camat, at=NOW)
    duties.unname(report, cast.camat, by=cast.auditor, at=NOW)
    report.refresh_from_db()
    assert (report.holder, report.state) == (None, "new")


@pytest.fixture(params=[True, False], ids=["made sure of", "as the machine read it"])
def inside(request, account, cast) -> Case:
    """A complaint within which somebody reported an official."""
    intake.take_in(account, [comment("Jalan rusak di depan pasar", thread="t")], at=NOW)
    if request.param:
        cases.classify(Case.objects.get(), by=cast.admin, at=NOW, kind="complaint")
    later = comment("Ada pungli di loket", thread="t", created_at=NOW + timedelta(minutes=1))
    intake.take_in(account, [later], at=NOW + timedelta(minutes=1))
    found = Case.objects.select_related("unit").get()
    assert (found.secret, found.kind) == (True, "complaint")
    duties.name(found, cast.camat, by=cast.auditor, at=NOW)
    return found


def kind_form(client, case) -> tuple[str, dict[str, str]]:
    """The part of the page that says what a case is, and its large form as it was drawn."""
    html = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    side = html[html.index('id="r-klas"') : html.index('id="r-disp"')]
    chosen = re.search(r'id="k-jenis".*?</select>', side, re.DOTALL)
    assert chosen is not None
    kind = re.search(r'<option value="(\w*)" selected', chosen[0])
    was = re.search(r'name="dulu_jenis" value="(\w*)"', side)
    assert kind is not None
    assert was is not None
    return side, {"jenis": kind[1], "dulu_jenis": was[1]}


@pytest.mark.parametrize("who", ["auditor", "camat"])
def test_to_say_something_else_of_a_report_opens_it_to_nobody(client, cast, inside, who):
    _side, drawn = kind_form(sign_in(client, getattr(cast, who)), inside)
    act = f"/kotak-masuk/{inside.number}/klasifikasi/"
    for kinds in (
        drawn,
        {"jenis": "complaint", "dulu_jenis": "complaint"},
    ):  # and a page from before
        answer = client.post(act, {**kinds, "wilayah": "Pasar Ciranji", "dulu_wilayah": ""})
        assert answer.status_code == 302
        inside.refresh_from_db()
        assert (inside.secret, inside.place) == (True, "Pasar Ciranji")
        Case.objects.update(place="")


def test_who_was_let_in_is_not_asked_what_only_the_inspektorat_says(client, cast, inside):
    side, _drawn = kind_form(sign_in(client, cast.camat), inside)
    assert not re.findall(r'<button[^>]*name="jenis"', side)


def test_the_inspektorat_opens_a_matter_by_its_kind_and_it_stays_open(
    client, cast, account, inside
):
    _side, drawn = kind_form(sign_in(client, cast.auditor), inside)
    act = f"/kotak-masuk/{inside.number}/klasifikasi/"
    assert client.post(act, {**drawn, "jenis": "complaint"}).status_code == 302
    inside.refresh_from_db()
    assert (inside.secret, inside.kind) == (False, "complaint")
    at = NOW + timedelta(minutes=2)
    again = comment("Bukan pungli, tarif resmi", thread="t", created_at=at)
    intake.take_in(account, [again], at=at)
    inside.refresh_from_db()
    assert not inside.secret
