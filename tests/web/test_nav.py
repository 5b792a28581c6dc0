"""Navigation: features register, the frame draws what this person may see."""

import pytest
from django.urls import resolve

from kentongan.web import nav
from kentongan.web.context import Shell
from kentongan.web.nav import NavItem
from tests.web.helpers import a_request

pytestmark = pytest.mark.urls("tests.web.urls")


def at(path):
    request = a_request(path)
    request.resolver_match = resolve(path)
    return request


def test_items_come_in_order_and_the_page_knows_itself():
    nav.register(NavItem("b", "Kedua", "eye", "web:gallery", order=2))
    nav.register(NavItem("a", "Pertama", "eye", "plain", order=1))
    entries = nav.entries(at("/polos/"))
    assert [e.id for e in entries] == ["a", "b"]
    assert [e.current for e in entries] == [True, False]


def test_pages_of_the_same_namespace_belong_to_the_item():
    nav.register(NavItem("gallery", "Galeri", "eye", "web:prefs"))
    assert nav.entries(at("/_komponen"))[0].current


def test_the_closest_item_wins():
    nav.register(NavItem("wide", "Luas", "eye", "web:prefs"))
    nav.register(NavItem("near", "Dekat", "eye", "web:gallery"))
    current = [e.id for e in nav.entries(at("/_komponen")) if e.current]
    assert current == ["near"]


def test_what_is_not_visible_is_neither_drawn_nor_counted():
    def explode(request):
        raise AssertionError("the badge of a hidden item was asked")

    nav.register(NavItem("x", "X", "eye", "plain", visible=lambda request: False, badge=explode))
    assert nav.entries(at("/polos/")) == ()


def test_an_item_whose_page_is_not_installed_stays_away():
    nav.register(NavItem("x", "X", "eye", "nowhere:at_all"))
    assert nav.entries(at("/polos/")) == ()


def test_the_dock_has_the_primary_item_in_the_middle_and_leaves_the_rest_for_more():
    for index in range(5):
        nav.register(NavItem(f"n{index}", "N", "eye", "plain", order=index, dock=True))
    nav.register(NavItem("write", "Tulis", "pencil", "plain", primary=True))
    shell = Shell(at("/polos/"))
    assert [e.id for e in shell.dock] == ["n0", "n1", "write", "n2"]
    assert [e.id for e in shell.more] == ["n3", "n4"]
    assert [e.id for e in shell.nav] == ["n0", "n1", "n2", "n3", "n4"]


def test_badges_are_asked_once_a_page():
    asked = []
    nav.register(NavItem("x", "X", "eye", "plain", badge=lambda request: asked.append(1) or 3))
    shell = Shell(at("/polos/"))
    assert shell.nav[0].count == 3
    assert shell.dock == ()
    assert shell.more[0].count == 3
    assert asked == [1]
