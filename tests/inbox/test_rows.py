"""Rows of the queue are drawn once; what they show is nevertheless what is so now."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.template.loader import get_template

from kentongan.inbox.models import FAR, Case
from kentongan.kernel import clock as clocks
from kentongan.web.drawn import Drawn
from tests.cast import NOW, sign_in
from tests.inbox.test_screen import heard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]
LATER = NOW + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clocks, "now", lambda: LATER)
    forget()


def forget() -> None:
    for node in get_template("inbox/_rows.html").template.nodelist.get_nodes_by_type(Drawn):
        node.kept.clear()


def rows(client, query: str = "") -> str:
    page = client.get(f"/kotak-masuk/{query}").content.decode()
    nonces = re.findall(r'nonce="([^"]+)"', page)
    shown = page[page.index('class="km-daftar"') : page.index("</ul>", page.index("km-daftar"))]
    return shown.replace(nonces[0], "NONCE")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"kind": "complaint", "likely": ""}, "Pengaduan</span>"),
        ({"state": "waiting", "due_at": FAR}, "Menunggu warga"),
        ({"preview": "Jembatan putus & hanyut"}, "Jembatan putus &amp; hanyut"),
        ({"author_name": "<b>Ujang</b>"}, "&lt;b&gt;Ujang&lt;/b&gt;"),
        ({"alike": 7}, "+7 serupa"),
        ({"opened_at": NOW - timedelta(days=9), "due_at": NOW - timedelta(days=2)}, "Lewat 2 hari"),
        ({"last_at": NOW - timedelta(days=3)}, "Min 9 Agu"),
    ],
)
def test_a_row_that_changed_is_drawn_anew(client, cast, account, change, shown) -> None:
    case = heard(account, "Lampu jalan di RT 04 mati")
    sign_in(client, cast.admin)
    before = rows(client)
    Case.objects.filter(pk=case.pk).update(**change)
    seen = rows(client)
    assert shown in seen
    assert shown not in before
    forget()
    assert rows(client) == seen


def test_the_same_row_is_drawn_once_for_all_who_see_it(client, cast, account, monkeypatch) -> None:
    heard(account, "Lampu jalan di RT 04 mati")
    sign_in(client, cast.admin)
    first = rows(client)
    parts = get_template("inbox/_rows.html").template.nodelist.get_nodes_by_type(Drawn)
    assert parts
    for part in parts:
        monkeypatch.setattr(part, "nodelist", None)  # drawing it now is an error
    sign_in(client, cast.sekcam)
    assert rows(client) == first


def test_what_depends_on_the_person_and_the_page_is_not_kept(client, cast, account) -> None:
    case = heard(account, "Lampu jalan di RT 04 mati")
    sign_in(client, cast.admin)
    plain = rows(client)
    assert 'name="perkara"' in plain
    assert "aria-current" not in plain
    opened = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert 'aria-current="true"' in opened[opened.index('class="km-daftar"') :]
    assert f"{case.number}/?lingkup=bebas" in rows(client, "?lingkup=bebas")
    sign_in(client, cast.administrator)
    assert 'name="perkara"' not in rows(client)


def test_only_a_page_that_htmx_may_use_carries_its_permission(client, cast, account) -> None:
    heard(account, "Lampu jalan di RT 04 mati")
    sign_in(client, cast.admin)
    assert rows(client).count("NONCE") == rows(client).count("hx-get") == 1


def test_more_emergencies_than_stand_in_front_are_not_lost(client, cast, account) -> None:
    for place in "pasar sekolah balai puskesmas terminal masjid gudang kios rumah warung".split():
        heard(account, f"Kebakaran di {place} {place[::-1]} {place}!")
    for place in ("hutan", "lumbung"):
        heard(account, f"Api di {place}, rumah terbakar, tolong {place[::-1]}!")
    sign_in(client, cast.admin)
    assert rows(client).count("km-item-a") == Case.objects.count() == 12
