"""The English texts: ``tools/messages.py`` must see every way in which a text is written.

That the catalogues are in step is its own check; what it overlooks, no check would miss.
"""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tools import messages
from tools.messages import Message

TEMPLATE = """\
{% comment %}{% translate "tidak" %}{% endcomment %}
<c-empty title="{% translate 'judul' %}" label="{% translate 'Tarik' context 'kiriman' %}">
{% kd "info" "bell" _("Baru") %}{{ x|default:_("kosong") }} gettext("bukan")
{% blocktranslate with a=b|lower asvar c %}Milik “{{ a }}”, 5%{% endblocktranslate %}
{% blocktranslate trimmed count n=1 context "hari" %}
  {{ n }} hari {% plural %} {{ n }} hari
{% endblocktranslate %}
"""
MODULE = """\
from django.utils.translation import gettext_noop as mark, pgettext, ngettext_lazy, gettext as _
LABEL = mark("satu" " dua"); OTHER = mark(LABEL)
def f(n):
    for _ in n: pass
    return f"{_('di dalam')}" + ngettext_lazy("%(n)s kata", "%(n)s kata", n) % {"n": n}
TAB = translation.pgettext("tampilan", "Minggu"), _("akhir")
"""


def test_every_way_of_writing_a_text_in_a_template_is_seen() -> None:
    assert list(messages.from_template(TEMPLATE)) == [
        Message("judul"),
        Message("Tarik", context="kiriman"),
        Message("Baru"),
        Message("kosong"),
        Message("Milik “%(a)s”, 5%%"),
        Message("%(n)s hari", "%(n)s hari", "hari"),
    ]


def test_every_way_of_writing_a_text_in_python_is_seen() -> None:
    assert list(messages.from_python(MODULE)) == [
        Message("satu dua"),
        Message("di dalam"),
        Message("%(n)s kata", "%(n)s kata"),
        Message("Minggu", context="tampilan"),
        Message("akhir"),
    ]


def test_what_people_read_of_data_that_ships_is_seen_once() -> None:
    data = '[{"label": "Desa", "order": 1, "steps": [{"label": "Kota"}]}, {"label": "Desa"}]'
    assert set(messages.from_data(data, {"label"})) == {Message("Desa"), Message("Kota")}


@pytest.mark.parametrize("call", ['_(f"{n} kata")', '_("kata " + n)', '_("%s kata" % n)'])
def test_a_text_put_together_while_running_is_refused(call: str) -> None:
    with pytest.raises(messages.Unreadable, match="baris 1"):
        list(messages.from_python(call))


def test_a_text_with_two_plurals_is_refused_because_gettext_looks_it_up_without(
    tmp_path: Path,
) -> None:
    (tmp_path / "views.py").write_text('ngettext("satu", "%(n)s", n), ngettext("satu", "%(m)s", m)')
    with pytest.raises(messages.Unreadable, match="dua bentuk jamak"):
        messages.messages_of(tmp_path)


def test_a_text_told_differently_by_two_features_is_named() -> None:
    catalogues = {name: polib.POFile() for name in ("hari", "kalender")}
    for name, said in (("hari", "Sunday"), ("kalender", "Week")):
        catalogues[name].append(polib.POEntry(msgid="Minggu", msgstr=said))
        catalogues[name].append(polib.POEntry(msgid="Minggu", msgctxt=name, msgstr=said))
    assert list(messages.contradictions(catalogues)) == [
        "“Minggu” punya dua terjemahan: “Sunday” (hari); “Week” (kalender)"
    ]


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ({"msgid": "Akun"}, "belum diterjemahkan"),
        ({"msgid": "Akun", "msgstr": "Account", "flags": ["fuzzy"]}, "fuzzy"),
        ({"msgid": "%(n)s kata", "msgstr": "%(number)s words"}, "tempat isian"),
        ({"msgid": "%(n)s%% kata", "msgstr": "%(n)s% of words"}, "tempat isian"),
        ({"msgid": "{n} kata", "msgstr": "words"}, "tempat isian"),
        ({"msgid": "%(n)s kata", "msgid_plural": "%(n)s kata",
          "msgstr_plural": {0: "%(n)s word", 1: "words"}}, "tempat isian"),
    ],
)  # fmt: skip
def test_a_translation_that_would_fail_on_the_page_is_named(
    entry: dict[str, object], wrong: str
) -> None:
    assert [what for what in messages.amiss(polib.POEntry(**entry)) if wrong in what]


def test_translations_survive_when_the_code_around_them_changes(tmp_path: Path) -> None:
    feature = tmp_path / "fitur"
    feature.mkdir()
    messages.write(feature, messages.renewed(feature, [Message("lama"), Message("tetap")]))
    catalogue = messages.read(feature)
    catalogue[1].msgstr = "stays"
    messages.write(feature, catalogue)

    wanted = messages.renewed(feature, [Message("baru"), Message("tetap")])
    assert [(e.msgid, e.msgstr) for e in wanted] == [("baru", ""), ("tetap", "stays")]
    assert list(messages.complaints(feature, wanted)) == [
        "belum masuk: “baru”",
        "tidak dipakai lagi: “lama”",
    ]
    messages.write(feature, messages.renewed(feature, []))
    assert list(feature.iterdir()) == []
