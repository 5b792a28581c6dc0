"""Nobody's words are cut: what is too long is said, and the words are still there."""

import pytest

from kentongan.inbox.models import Case
from tests.cast import sign_in
from tests.inbox.test_screen import address, heard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("times")]

#: What is asked of a case, the field, and how many letters it takes.
ACTS = [
    ("tunggu/", "why", 300),
    ("klasifikasi/", "wilayah", 120),
    ("disposisi/", "instruction", 500),
    ("lapor/", "reference", 40),
]


@pytest.mark.parametrize(("what", "field", "most"), ACTS)
def test_an_officers_words_are_not_cut(client, cast, account, what, field, most):
    case = heard(account, "Jalan rusak di depan pasar")
    words = ("panjang " * most)[:most] + "ujung"
    given = {"to": cast.kelurahan.code, "status": "disposisi", field: words}
    sign_in(client, cast.admin)
    before = Case.objects.get(pk=case.pk).version
    answer = client.post(address(case, what), given)
    assert answer.status_code == 422
    assert "Terlalu panjang: kurangi 5 huruf" in answer.text
    assert words in answer.text
    assert Case.objects.get(pk=case.pk).version == before
