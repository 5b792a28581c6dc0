"""``{% drawn %}``: a part of a page that is drawn once shows nobody what belongs to another."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe

from kentongan.web.drawn import MOST
from kentongan.web.templatetags import kentongan
from tests.web.helpers import render


def drawn_again(source: str, *contexts: dict[str, object]) -> list[str]:
    template = Template(source)
    return [template.render(Context(context)) for context in contexts]


def test_equal_values_are_drawn_once(monkeypatch):
    asked = []
    monkeypatch.setitem(kentongan.register.filters, "initials", lambda name: asked.append(name))
    source = "{% drawn who=name %}{{ who|initials }}{% enddrawn %}"
    drawn_again(source, {"name": "Rina"}, {"name": "Rina"}, {"name": "Ujang"})
    assert asked == ["Rina", "Ujang"]


def test_each_sees_the_part_with_their_own_values():
    source = "{% drawn who=name %}<b>{{ who }}</b>{% enddrawn %}"
    shown = drawn_again(source, {"name": "Rina"}, {"name": "Ujang"}, {"name": "Rina"})
    assert shown == ["<b>Rina</b>", "<b>Ujang</b>", "<b>Rina</b>"]


def test_what_was_not_given_is_not_seen():
    source = "{% drawn %}[{{ name }}]{% enddrawn %}"
    assert drawn_again(source, {"name": "Rina"}, {"name": "Ujang"}) == ["[]", "[]"]


def test_a_part_is_drawn_in_the_language_of_the_page():
    template = Template("{% drawn %}{% get_current_language as l %}{{ l }}{% enddrawn %}")
    shown = []
    for language in ("id", "en", "id"):
        with translation.override(language):
            shown.append(template.render(Context()))
    assert shown == ["id", "en", "id"]


def test_what_must_be_escaped_is_not_taken_for_what_is_safe():
    source = "{% drawn what=x %}{{ what }}{% enddrawn %}"
    assert drawn_again(source, {"x": mark_safe("<b>")}, {"x": "<b>"}) == ["<b>", "&lt;b&gt;"]
    assert drawn_again(source, {"x": True}, {"x": 1}) == ["True", "1"]


@pytest.mark.parametrize(
    "inner",
    [
        "{% csrf_token %}",
        "{{ request.path }}",
        "{{ shell.nonce }}",
        "{% if user %}…{% endif %}",
        "<a {% hx %}>",
        '<c-form action="/">…</c-form>',
    ],
)
def test_what_belongs_to_one_person_or_request_is_refused(inner):
    with pytest.raises(TemplateSyntaxError):
        render(f"{{% drawn %}}{inner}{{% enddrawn %}}")


def test_a_block_is_refused_since_pages_fill_it_differently():
    with pytest.raises(TemplateSyntaxError):
        Template("{% drawn %}{% block isi %}{% endblock %}{% enddrawn %}")


def test_no_more_than_some_drawings_are_kept():
    template = Template("{% drawn n=n %}{{ n }}{% enddrawn %}")
    for n in range(3 * MOST):
        assert template.render(Context({"n": n})) == str(n)
    assert len(template.nodelist[0].kept) <= MOST


def test_a_place_may_say_how_many_it_keeps():
    template = Template("{% drawn most=200 n=n %}{{ n }}{% enddrawn %}")
    for n in range(3 * MOST):
        assert template.render(Context({"n": n})) == str(n)
    assert len(template.nodelist[0].kept) == 3 * MOST
