"""Every widget carries its label, its help and its error, and the first error takes the focus."""

import re

from django import forms

from kentongan.web.gallery import SampleForm
from tests.web.helpers import render


class Small(forms.Form):
    title = forms.CharField(label="Judul", max_length=5, help_text="Pendek saja.")
    note = forms.CharField(label="Catatan", required=False)


def test_a_field_is_tied_to_label_help_and_error():
    html = render('<c-field :field="form.title" />', form=Small({"title": "terlalu panjang"}))
    assert '<label class="lbl" for="id_title">Judul' in html
    assert 'aria-describedby="id_title_error id_title_helptext"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html
    assert "Pendek saja." in html
    assert 'value="terlalu panjang"' in html


def test_only_the_first_wrong_field_takes_the_focus():
    html = render("{{ form }}", form=SampleForm({}))
    assert len(re.findall(r"\bautofocus\b", html)) == 1


def test_optional_fields_say_so():
    html = render('<c-field :field="form.note" />', form=Small())
    assert "boleh kosong" in html


def test_the_summary_leads_to_each_wrong_field():
    html = render('<c-form-errors :form="form" />', form=SampleForm({}))
    assert 'href="#id_title"' in html
    assert 'role="alert"' in html


def test_a_form_without_errors_has_no_summary():
    assert render('<c-form-errors :form="form" />', form=Small()) == ""


def test_choices_are_a_group_with_a_legend_and_one_label_each():
    html = render('<c-field :field="form.kind" />', form=SampleForm())
    assert html.startswith("<fieldset")
    assert "<legend>Jenis pesan" in html
    assert html.count("<label") == 3
    assert html.count('class="radio') == 3


def test_a_list_of_boxes_is_not_drawn_as_radio_buttons():
    html = render('<c-field :field="form.places" />', form=SampleForm())
    assert html.count('class="checkbox') == 3


def test_a_limited_text_area_counts_its_letters():
    html = render('<c-field :field="form.body" />', form=SampleForm())
    assert 'data-hitung="id_body" data-maks="280"' in html


def test_a_form_brings_its_own_csrf_token_and_draft_key():
    html = render('<c-form action="/x" draft="post-1" guard>a</c-form>')
    assert "csrfmiddlewaretoken" in html
    assert 'data-draft-key="post-1"' in html
    assert "data-jaga" in html


def test_what_people_typed_is_escaped():
    html = render("{{ form }}", form=Small({"title": '"><script>x</script>'}))
    assert "<script>x" not in html
