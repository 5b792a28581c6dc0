"""The form of a chain: steps put in, taken out and moved without a script, and bad input."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.approval import chain_actions as actions
from kentongan.approval.chain_queries import chain_at
from kentongan.approval.models import Chain
from kentongan.approval.scopes import Scope
from kentongan.ledger.models import Entry
from kentongan.planning.models import ContentKind
from tests.cast import NOW, Cast, make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules", "clock")]
MOST_STATEMENTS = 15
KIND, RISK = "kebijakan-tarif-bansos", "tinggi"
PAGE = reverse("approval:chain", args=[KIND, RISK])
GENERAL = reverse("approval:chain", args=["rendah"])
Data = dict[str, Any]


def address(view: str, kind: str = KIND, risk: str = RISK) -> str:
    return reverse(f"approval:{view}", args=[kind, risk])


def filled(client: Client, page: str = PAGE, **changes: Any) -> Data:
    """The form as it stands on the page, with changes, a reason, and what is empty left out."""
    form = client.get(page).context["form"]
    values = {name: form[name].value() for name in form.fields} | {"reason": "SE Sekda 5/2026"}
    return {
        name: value if isinstance(value, list) else str(value)
        for name, value in (values | changes).items()
        if value not in (None, "")
    }


def labels(answer: Any) -> list[str]:
    return [part.name.field.value() for part in answer.context["form"].parts]


def stored(kind: str | None = KIND, risk: str = RISK) -> Chain | None:
    return chain_at(Scope(ContentKind.objects.get(code=kind) if kind else None, risk))


def test_a_chain_is_changed_and_shown_changed(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    changes = {"0_hours": "1", "0_minutes": "30", "0_time": "siang-malam", "0_told": ["pengarah"]}
    answer = client.post(PAGE, filled(client, **changes, note="Sertakan dasar hukum"))
    assert (answer.status_code, answer.url) == (
        302,
        f"{reverse('approval:chains')}#j-{KIND}-{RISK}",
    )
    now = stored()
    assert now is not None
    assert now.note == "Sertakan dasar hukum"
    assert now.written[0] == {
        "label": "Pemeriksaan pimpinan unit",
        "roles": ["pimpinan_unit"],
        "minutes": 90,
        "working_time": False,
        "copy_roles": ["pengarah"],
    }
    page = client.get(reverse("approval:chains")).text
    assert "1 jam 30 menit, siang malam" in page
    assert "Diatur pemda" in page
    assert "Sertakan dasar hukum" in page


def test_roles_are_kept_in_the_order_in_which_they_are_chosen(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    changes = {"0_role1": "pembina", "0_role2": "pimpinan_unit", "0_role3": "bagian_hukum"}
    client.post(PAGE, filled(client, **changes))
    now = stored()
    assert now is not None
    assert now.written[0]["roles"] == ["pembina", "pimpinan_unit", "bagian_hukum"]


def test_a_chain_that_names_many_roles_loses_none_on_its_page(cast: Cast, client: Client) -> None:
    many = ["pemeriksa_unit", "pimpinan_unit", "penyelia", "pembina", "pengarah"]
    now = stored()
    assert now is not None
    now.steps.filter(order=0).update(roles=many)
    sign_in(client, cast.pembina)
    client.post(PAGE, filled(client, **{"0_minutes": "50"}))
    now = stored()
    assert now is not None
    assert now.written[0]["roles"] == many


def test_steps_are_moved_taken_out_and_put_in_and_nothing_is_saved_meanwhile(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.pembina)
    typed = filled(client, **{"0_minutes": "abc", "1_label": "Kata penyelia", "note": "x" * 400})
    down = client.post(PAGE, typed | {"aksi": "turun:0"})
    assert labels(down) == ["Kata penyelia", "Pemeriksaan pimpinan unit"]
    assert down.context["form"].parts[1].times[1].field.value() == "abc"
    assert down.context["form"]["note"].value() == "x" * 400
    assert down.context["form"]["reason"].value() == "SE Sekda 5/2026"
    assert "belum disimpan" in down.text
    assert "autofocus" in down.text
    assert "Ada 1 hal" not in down.text
    up = client.post(PAGE, typed | {"aksi": "naik:1"})
    assert labels(up) == labels(down)
    assert labels(client.post(PAGE, typed | {"aksi": "hapus:0"})) == ["Kata penyelia"]
    more = client.post(PAGE, typed | {"aksi": "tambah"})
    assert labels(more) == ["Pemeriksaan pimpinan unit", "Kata penyelia", None]
    assert not Entry.objects.filter(action__startswith="approval.chain").exists()
    now = stored()
    assert now is not None
    assert now.written[1]["label"] == "Persetujuan penyelia"


@pytest.mark.parametrize(
    "act", ["naik:0", "turun:9", "hapus:x", "hapus:-1", "naik:", "?", "turun:²"]
)
def test_a_button_that_is_not_there_moves_nothing(cast: Cast, client: Client, act: str) -> None:
    sign_in(client, cast.pembina)
    answer = client.post(PAGE, filled(client) | {"aksi": act})
    assert labels(answer) == ["Pemeriksaan pimpinan unit", "Persetujuan penyelia"]


def test_the_last_step_stays_and_there_is_a_most_of_them(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    one = filled(client, GENERAL)
    answer = client.post(GENERAL, one | {"aksi": "hapus:0"})
    assert labels(answer) == ["Persetujuan pemeriksa"]
    assert "hapus:0" not in answer.text
    many = client.post(GENERAL, one | {"count": "6", "aksi": "tambah"})
    assert len(labels(many)) == 6
    assert 'value="tambah"' not in many.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"0_label": ""}, "Beri nama langkahnya."),
        ({"0_label": "x" * 81}, "80"),
        ({"0_label": "Cek\u200bdulu"}, "tidak terlihat"),
        ({"0_label": "Cek\ufffd"}, "huruf yang rusak"),
        ({"0_label": "Cek\u202edulu"}, "pembalik arah"),
        ({"0_role1": ""}, "Pilih paling sedikit satu peran yang memutuskan."),
        ({"0_role1": "admin_unit"}, "Pilih dari daftar."),
        ({"0_role2": "raja\x00"}, "Pilih dari daftar."),
        ({"0_hours": "satu"}, "bilangan"),
        ({"0_hours": "9" * 5000}, ""),
        ({"0_minutes": "-5"}, "0"),
        ({"0_hours": "0", "0_minutes": "2"}, "5 menit sampai 99 jam"),
        ({"0_hours": "100", "0_minutes": ""}, "5 menit sampai 99 jam"),
        ({"0_time": "kadang"}, "Pilih dari daftar."),
        ({"0_time": ""}, ""),
        ({"0_told": ["mitra"]}, "Pilih dari daftar."),
        ({"note": "x" * 301}, "300"),
        ({"note": "dua\nbaris"}, "satu baris"),
        ({"reason": ""}, "Tulis alasannya; tercatat di jejak."),
        ({"reason": "oke"}, "minimal 5 huruf"),
        ({"reason": "\u200b"}, "tidak terlihat"),
        ({"count": "1", "0_label": ""}, "Beri nama langkahnya."),
        ({"count": "-3", "0_label": ""}, "Beri nama langkahnya."),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, changes: Data, said: str
) -> None:
    sign_in(client, cast.pembina)
    typed = filled(client, **{"1_label": "Kata penyelia"}) | changes
    answer = client.post(PAGE, typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "perlu dibetulkan" in answer.text
    form = answer.context["form"]
    for name, value in typed.items():
        if name in form.fields:
            assert form[name].value() == value, name
    assert not Entry.objects.filter(action__startswith="approval.chain").exists()


def test_a_count_that_is_no_number_is_read_as_one_step(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    assert client.post(PAGE, filled(client) | {"count": "²"}).status_code == 302
    now = stored()
    assert now is not None
    assert len(now.written) == 1


def test_bytes_that_are_no_text_are_refused(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    body = b"count=1&0_label=Cek%FF%FE&0_role1=penyelia&0_hours=1&0_time=kerja&reason=Uji+coba"
    answer = client.post(PAGE, body, "application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "huruf yang rusak" in answer.text


def test_the_second_administrator_sees_what_is_stored_and_may_save_over_it(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.pembina)
    late = filled(client, **{"0_label": "Punya saya"})
    client.post(PAGE, filled(client, **{"0_label": "Punya rekan"}))
    answer = client.post(PAGE, late)
    assert answer.status_code == 409
    assert "Orang lain baru saja mengubah" in answer.text
    assert "Punya rekan" in answer.text.partition("Yang tersimpan sekarang")[2]
    assert labels(answer)[0] == "Punya saya"
    again = late | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(PAGE, again).status_code == 302
    now = stored()
    assert now is not None
    assert now.written[0]["label"] == "Punya saya"


def test_a_kind_is_given_a_chain_of_its_own_and_loses_it_again(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    page = address("chain", "balasan", "rendah")
    assert page in client.get(reverse("approval:chains")).text
    shown = client.get(page)
    assert "Terkirim langsung, tanpa persetujuan." in shown.text
    step = {"0_label": "Baca dulu", "0_role1": "pemeriksa_unit", "0_hours": "1", "0_time": "kerja"}
    assert client.post(page, filled(client, page, **step)).status_code == 302
    assert stored("balasan", "rendah") is not None
    release = address("chain_release", "balasan", "rendah")
    assert release in client.get(page).text
    asked = client.get(release)
    assert "Terkirim langsung, tanpa persetujuan." in asked.text
    assert client.post(release, {"reason": ""}).status_code == 422
    assert stored("balasan", "rendah") is not None
    assert client.post(release, {"reason": "Terlalu lambat"}).status_code == 302
    assert stored("balasan", "rendah") is None
    assert client.get(release).status_code == 404


def test_a_kind_without_a_chain_begins_with_what_shipped(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    assert client.post(address("chain_release"), {"reason": "Uji coba"}).status_code == 302
    shown = client.get(PAGE)
    assert labels(shown) == ["Pemeriksaan pimpinan unit", "Persetujuan penyelia"]
    assert "Simpan untuk memberinya jenjang sendiri." in shown.text


def test_what_shipped_is_put_back_after_it_was_shown(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    restore = address("chain_restore")
    assert restore not in client.get(PAGE).text
    assert client.get(restore).status_code == 404
    client.post(PAGE, filled(client, **{"0_label": "Punya kami"}))
    assert restore in client.get(PAGE).text
    asked = client.get(restore)
    assert asked.text.index("Punya kami") < asked.text.index("Pemeriksaan pimpinan unit")
    stale = {"reason": "Kembali", "seen": asked.context["form"]["seen"].value()}
    client.post(PAGE, filled(client, **{"0_label": "Punya rekan"}))
    answer = client.post(restore, stale)
    assert answer.status_code == 409
    assert "Punya rekan" in answer.text
    assert client.post(restore, {"reason": "Kembali"}).status_code == 302
    now = stored()
    assert now is not None
    assert now.written[0]["label"] == "Pemeriksaan pimpinan unit"


def test_an_emergency_offers_no_way_to_let_it_wait(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    page = address("chain", "darurat-keselamatan", "kritis")
    shown = client.get(page)
    assert "bisa terlambat menyelamatkan orang" in shown.text
    assert "0_time" not in shown.context["form"].fields
    assert "/lepas/" not in shown.text
    assert client.get(address("chain_release", "darurat-keselamatan", "kritis")).status_code == 404
    answer = client.post(page, filled(client, page, **{"0_minutes": "31", "0_time": "kerja"}))
    assert answer.status_code == 422
    assert "selesai dalam 30 menit" in answer.text
    assert client.post(page, filled(client, page, **{"0_minutes": "15"})).status_code == 302
    now = stored("darurat-keselamatan", "kritis")
    assert now is not None
    assert (now.review_after, now.written[0]["working_time"]) == (True, False)


def test_the_chain_of_all_kinds_is_changed_but_never_taken_away(cast: Cast, client: Client) -> None:
    sign_in(client, cast.pembina)
    assert "tidak bisa dilepas" in client.get(GENERAL).text
    assert client.get(GENERAL + "lepas/").status_code == 404
    client.post(GENERAL, filled(client, GENERAL, **{"0_label": "Satu pintu"}))
    assert stored(None, "rendah").written[0]["label"] == "Satu pintu"  # type: ignore[union-attr]
    assert client.get(reverse("approval:chain_restore", args=["rendah"])).status_code == 200


ADDRESSES = [PAGE, GENERAL, address("chain_restore"), address("chain_release")]


def test_outsiders_reach_none_of_the_addresses(cast: Cast, client: Client) -> None:
    actions.set_chain(
        Scope(ContentKind.objects.get(code=KIND), RISK),
        steps=[{"label": "A", "roles": ["pembina"], "minutes": 9, "working_time": True,
                "copy_roles": []}],
        note="", reason="Uji coba", seen="", by=cast.pembina, at=NOW,
    )  # fmt: skip
    partner = make_user("Mitra Karangsari", cast.desa, "mitra")
    for page in ADDRESSES:
        for method in (client.get, client.post):
            assert method(page).status_code in (302, 403)
    for user in (cast.admin, cast.camat, cast.penyelia, partner):
        sign_in(client, user)
        for page in ADDRESSES:
            assert client.get(page).status_code == 403, (user, page)
            assert client.post(page, {"reason": "Uji coba"}).status_code == 403, (user, page)
    now = stored()
    assert now is not None
    assert [step["label"] for step in now.written] == ["A"]


@pytest.mark.parametrize(
    "place",
    ["jenis/tidak-ada/rendah/", "jenis/krisis/rendah/", "umum/gawat/", "jenis/balasan/kritis/"],
)
def test_what_does_not_occur_has_no_page(cast: Cast, client: Client, place: str) -> None:
    sign_in(client, cast.pembina)
    assert client.get(reverse("approval:chains") + place).status_code == 404


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, cast.pembina)
    for page in ADDRESSES:
        assert client.post(page, {"reason": "Uji coba"}).status_code == 403


def test_the_pages_cost_few_statements_however_many_steps(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, cast.pembina)
    client.get(PAGE)
    with django_assert_max_num_queries(MOST_STATEMENTS) as before:
        assert client.get(PAGE).status_code == 200
    step = {
        "label": "A",
        "roles": ["pembina"],
        "minutes": 9,
        "working_time": True,
        "copy_roles": [],
    }
    actions.set_chain(
        Scope(ContentKind.objects.get(code=KIND), RISK),
        steps=[step] * 6, note="", reason="Uji coba", seen="", by=cast.pembina, at=NOW,
    )  # fmt: skip
    with django_assert_max_num_queries(len(before)):
        assert client.get(PAGE).status_code == 200
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get(address("chain_restore")).status_code == 200
