"""The small tags draw without style attributes and speak where a picture carries meaning."""

import pytest
from django.utils.safestring import mark_safe

from kentongan.web.drawing import step
from kentongan.web.templatetags.kentongan import icon, initials
from tests.web.helpers import render


def test_an_icon_points_into_the_sprite_and_is_hidden_without_a_label():
    html = render('{% icon "check" %}')
    assert "web/ikon" in html
    assert "#i-check" in html
    assert "aria-hidden" in html


def test_an_icon_with_a_label_speaks():
    assert 'aria-label="Situs web"' in render('{% icon "world" label="Situs web" %}')


def test_a_state_is_a_word_beside_its_icon():
    html = render('{% kd "awas" "arrow-back-up" "Revisi" %}')
    assert "kd-awas" in html
    assert html.endswith("Revisi</span>")


def test_what_people_wrote_is_escaped_in_every_tag():
    evil = '"><script>alert(1)</script>'
    source = (
        '{% kd "info" "eye" x %}{% sla x %}{% jej "world" x %}{% ava x %}{% pilar "warga" x %}'
        '{% irama "1" x %}{% spark v x %}{% icon "eye" label=x %}{% celah 0.5 x %}'
    )
    assert "<script" not in render(source, x=evil, v=[1, 2])


def test_a_rhythm_has_one_beat_a_day():
    html = render('{% irama "12.tn" "lima hari" %}')
    assert html.count("<b ") == 5
    assert "ketuk-2" in html
    assert "kosong" in html


@pytest.mark.parametrize(("share", "expected"), [(0, 0), (0.001, 1), (0.5, 10), (1, 20), (7, 20)])
def test_a_slit_that_holds_something_is_never_drawn_empty(share, expected):
    assert step(share) == expected


def test_a_line_needs_two_points():
    assert render("{% spark v %}", v=[3]) == ""
    assert "<path" in render("{% spark v %}", v=[3, 4])
    assert "<path" in render("{% spark v %}", v=[0, 0, 0])


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Rina Marlina", "RM"), ("Kec. Titirwangi", "KT"), ("ujang", "UJ"), ("", "?"), ("X", "X")],
)
def test_initials_of_a_name(name, letters):
    assert initials(name) == letters


def test_filters_stay_silent_on_nothing():
    assert (
        render("{{ x|tanggal }}{{ x|pukul }}{{ x|angka }}{{ x|ukuran }}{{ x|relatif }}", x=None)
        == ""
    )


def test_an_icon_drawn_before_is_still_escaped_by_what_it_is_given():
    assert "&lt;b&gt;" in icon("check", label="<b>")
    assert "<b>" in icon("check", label=mark_safe("<b>"))
    assert "&lt;b&gt;" in icon("check", label="<b>")
