"""The composer through the browser's eyes, without JavaScript: plain form posts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.compliance import actions as rules
from kentongan.kernel import clock
from kentongan.networks.models import Account
from kentongan.planning import actions, cleaning
from kentongan.planning.models import Post
from tests.cast import NOW, Cast, sign_in
from tests.planning.conftest import make_account, make_post, picture

FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>(?:(.*?)</\1>)?", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w:.-]+)(?:="([^"]*)")?')
OPTION = re.compile(r'<option value="([^"]*)"([^>]*)>')


def fields_of(html: str, form: str = "tulis") -> dict[str, Any]:
    """What a browser would send from the composer: every field of the form with its value."""
    found: dict[str, Any] = {}
    for match in FIELD.finditer(html):
        kind, raw, inner = match.group(1), match.group(2), match.group(3) or ""
        attributes = dict(ATTRIBUTE.findall(raw))
        name = unescape(attributes.get("name", ""))
        inside = html.rfind("<form", 0, match.start()) == html.find(f'<form id="{form}"')
        if not name or not (inside or attributes.get("form") == form):
            continue
        if attributes.get("type") in ("checkbox", "radio"):
            if "checked" in attributes:
                found.setdefault(name, []).append(unescape(attributes.get("value", "on")))
        elif attributes.get("type") == "file":
            continue
        elif kind == "select":
            chosen = [v for v, rest in OPTION.findall(inner) if "selected" in rest]
            found[name] = unescape(chosen[0]) if chosen else ""
        elif kind == "textarea":
            found[name] = unescape(inner).removeprefix("\n").removeprefix("\r\n")
        else:
            found[name] = unescape(attributes.get("value", ""))
    return found


def url(post: Post, name: str = "compose") -> str:
    return reverse(f"planning:{name}", args=[post.pk])


def open_page(client: Client, post: Post) -> dict[str, Any]:
    response = client.get(url(post))
    assert response.status_code == 200, response.content[:500]
    return fields_of(response.content.decode())


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


def test_saving_without_javascript_keeps_every_field(admin: Client, post: Post) -> None:
    data = open_page(admin, post)
    data |= {
        "title": "Judul baru",
        "text": "Isi baru.",
        "variant-x": "Pendek untuk X.",
        "link": "https://contoh.go.id/info",
        "source": "Dinas Kesehatan",
        "pillar": "edukasi",
        "shows_official": "on",
        "day": "2099-12-31",
        "hour": "07:30",
        "aksi": "simpan",
    }
    response = admin.post(url(post), data)
    assert (response.status_code, response.headers["Location"]) == (302, url(post))
    post.refresh_from_db()
    assert (post.title, post.text, post.pillar) == ("Judul baru", "Isi baru.", "edukasi")
    assert post.shows_official
    assert not post.shows_vulnerable
    assert post.scheduled_for is not None
    assert post.scheduled_for.isoformat() == "2099-12-31T00:30:00+00:00", "07.30 WIB"
    assert [v.text for v in post.variants.all()] == ["Pendek untuk X."]
    assert post.targets.count() == 2
    again = open_page(admin, post)
    assert {k: v for k, v in again.items() if k in data and k not in ("aksi", "version")
            and not k.startswith("dasar") and k != "csrfmiddlewaretoken"} == {
        k: v if k != "shows_official" else ["on"] for k, v in data.items()
        if k not in ("aksi", "version") and not k.startswith("dasar")
        and k != "csrfmiddlewaretoken"
    }  # fmt: skip


def test_opening_and_saving_unchanged_changes_nothing(admin: Client, post: Post) -> None:
    admin.post(url(post), open_page(admin, post) | {"aksi": "simpan"})
    post.refresh_from_db()
    assert post.version == 1


BAD = [
    ("title", "", "Tulis judul"),
    ("title", "x" * 161, "Terlalu panjang: kurangi 1 huruf"),
    ("title", "balik\u202eini", "pembalik arah"),
    ("text", "x" * 20_001, "Terlalu panjang"),
    ("text", "nol\x00nol", "karakter kendali"),
    ("link", "bukan tautan", "alamat lengkap"),
    ("source", "s" * 501, "Terlalu panjang"),
    ("kind", "tak-ada", "jenis konten yang ada"),
    ("pillar", "tak-ada", "pilar yang ada"),
    ("variant-x", "nol\x00", "karakter kendali"),
    ("day", "besok", "Isi tanggal"),
    ("day", "2020-01-01", "sudah lewat"),
]


@pytest.mark.parametrize(("name", "value", "message"), BAD)
def test_bad_input_answers_422_at_the_field_and_keeps_what_was_typed(
    admin: Client, post: Post, name: str, value: str, message: str
) -> None:
    data = open_page(admin, post) | {"source": "Sumber saya", "hour": "07:30"}
    if name != "day":
        data |= {"day": "2099-01-01"}
    response = admin.post(url(post), data | {name: value, "aksi": "simpan"})
    html = unescape(response.content.decode())
    assert response.status_code == 422
    assert message in html
    kept = fields_of(response.content.decode())
    if name not in ("kind", "pillar"):
        assert kept[name] == value.replace("\x00", "\x00")
    if name != "source":
        assert kept["source"] == "Sumber saya"
    post.refresh_from_db()
    assert post.version == 1


def test_broken_utf8_is_told_at_the_field(admin: Client, post: Post) -> None:
    data = open_page(admin, post)
    body = "&".join(
        f"{k}={v}" for k, v in data.items() if isinstance(v, str) and k not in ("text", "targets")
    ).encode()
    response = admin.post(
        url(post), body + b"&text=rusak%ff%fe&aksi=simpan",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert response.status_code == 422
    assert "huruf yang rusak" in response.content.decode()


def test_two_editors_see_both_texts_and_nothing_is_lost(
    admin: Client, post: Post, cast: Cast
) -> None:
    mine = open_page(admin, post) | {"text": "Isi admin yang panjang", "source": "Sumber admin"}
    other = sign_in(Client(), cast.sekcam)
    theirs = open_page(other, post) | {"text": "Isi sekcam", "title": "Judul sekcam"}
    other.post(url(post), theirs | {"aksi": "simpan"})

    clash = admin.post(url(post), mine | {"aksi": "simpan"})
    html = clash.content.decode()
    assert clash.status_code == 409
    assert "Isi sekcam" in html
    assert cast.sekcam.name in html
    drawn = fields_of(html)
    assert drawn["text"] == "Isi admin yang panjang"
    assert drawn["title"] == "Judul sekcam", "what only the other changed is shown"
    post.refresh_from_db()
    assert (post.text, post.source) == ("Isi sekcam", "Sumber admin")

    undecided = admin.post(url(post), drawn | {"aksi": "simpan"})
    assert undecided.status_code == 409, "without a choice nobody is overwritten"

    drawn = fields_of(undecided.content.decode())
    chosen = admin.post(url(post), drawn | {"aksi": "simpan", "pilih.text": "saya"})
    assert chosen.status_code == 302
    post.refresh_from_db()
    assert (post.text, post.title) == ("Isi admin yang panjang", "Judul sekcam")


def test_choosing_the_other_text_drops_mine(admin: Client, post: Post, cast: Cast) -> None:
    mine = open_page(admin, post) | {"text": "Isi admin"}
    actions.save_draft(post_id=post.pk, version=1, by=cast.sekcam, at=NOW, text="Isi sekcam")
    drawn = fields_of(admin.post(url(post), mine | {"aksi": "simpan"}).content.decode())
    response = admin.post(url(post), drawn | {"aksi": "simpan", "pilih.text": "mereka"})
    assert response.status_code == 302
    post.refresh_from_db()
    assert post.text == "Isi sekcam"


def test_a_choice_on_a_text_that_moved_on_is_asked_again(
    admin: Client, post: Post, cast: Cast
) -> None:
    mine = open_page(admin, post) | {"text": "Isi admin"}
    actions.save_draft(post_id=post.pk, version=1, by=cast.sekcam, at=NOW, text="Isi sekcam")
    drawn = fields_of(admin.post(url(post), mine | {"aksi": "simpan"}).content.decode())
    actions.save_draft(post_id=post.pk, version=2, by=cast.sekcam, at=NOW, text="Isi ketiga")
    response = admin.post(url(post), drawn | {"aksi": "simpan", "pilih.text": "saya"})
    assert response.status_code == 409
    assert "Isi ketiga" in response.content.decode()


def test_a_fix_is_applied_by_its_button(
    admin: Client, cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    post = make_post(cast.kecamatan, cast.admin, text="Tanya ke 0812-3344-5566 saja.")
    html = admin.get(url(post)).content.decode()
    key = re.search(r'value="(terapkan:[^"]+)"', html)
    assert key, "a proposal with words to put in place"
    typed = fields_of(html) | {"source": "Baru diketik", "aksi": unescape(key.group(1))}
    response = admin.post(url(post), typed)
    assert response.status_code == 302
    post.refresh_from_db()
    assert "0812" not in post.text
    assert post.source == "Baru diketik"


def weigh_key(html: str) -> str:
    found = re.search(r'value="timbang:([^"]+)"', html)
    assert found, "a finding to be weighed"
    return unescape(found.group(1))


def test_weighing_needs_a_reason_and_keeps_what_was_typed(
    admin: Client, cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    text = (
        "Warga membawa berkas, " + "lalu berkas diperiksa petugas di loket, " * 6 + "lalu selesai."
    )
    post = make_post(cast.kecamatan, cast.admin, text=text)
    html = admin.get(url(post)).content.decode()
    key = weigh_key(html)
    short = fields_of(html) | {f"alasan.{key}": "ya", "aksi": f"timbang:{key}"}
    refused = admin.post(url(post), short)
    assert refused.status_code == 422
    assert "minimal 10 huruf" in refused.content.decode()
    data = fields_of(refused.content.decode())
    assert data[f"alasan.{key}"] == "ya"
    data |= {f"alasan.{key}": "Sudah ada persetujuan tertulis.", "aksi": f"timbang:{key}"}
    assert admin.post(url(post), data).status_code == 302
    assert "Sudah ditimbang" in admin.get(url(post)).content.decode()


def test_a_reason_passes_nothing_once_the_rule_has_become_sterner(
    admin: Client, cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    post = make_post(cast.kecamatan, cast.admin, text="Calon bupati hadir di pasar.")
    html = admin.get(url(post)).content.decode()
    key = weigh_key(html)
    typed = {f"alasan.{key}": "Kutipan jadwal resmi KPU.", "aksi": f"timbang:{key}"}
    assert admin.post(url(post), fields_of(html) | typed).status_code == 302
    assert "Sudah ditimbang" in admin.get(url(post)).content.decode()
    rules.set_rule(
        unit=cast.pemda, rule="neutrality.candidate", setting="must",
        reason="Menjelang pemilihan.", by=cast.pembina, at=clock.now(),
    )  # fmt: skip
    html = admin.get(url(post)).content.decode()
    assert "Sudah ditimbang" not in html
    assert "Wajib diperbaiki" in html
    assert "izin:" in html, "the way that is left"


def test_handing_in_is_refused_while_something_must_be_mended(
    admin: Client, cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    post = make_post(cast.kecamatan, cast.admin, text="NIK 3210011205850001 milik warga.")
    response = admin.post(url(post), open_page(admin, post) | {"aksi": "ajukan"})
    assert response.status_code == 422
    assert "Belum bisa diajukan: 1 temuan wajib" in response.content.decode()
    assert 'href="#temuan-1"' in response.content.decode()


def test_the_count_of_findings_is_red_only_while_one_must_be_mended(
    admin: Client, cast: Cast, kinds: None
) -> None:
    def page(text: str) -> str:
        return admin.get(url(make_post(cast.kecamatan, cast.admin, text=text))).content.decode()

    assert 'class="langkah-n t-wajib"' in page("NIK 3210011205850001 milik warga.")
    hint = page("Posyandu  buka hari ini.")
    assert 'class="langkah-n t-saran"' in hint
    assert "i-checklist" in hint.partition("data-ringkas-baru")[2].partition("</template>")[0]


def test_handing_in_without_an_account_says_so(admin: Client, cast: Cast, kinds: None) -> None:
    post = make_post(cast.kecamatan, cast.admin)
    response = admin.post(url(post), open_page(admin, post) | {"aksi": "ajukan"})
    assert response.status_code == 422
    assert "Pilih paling sedikit satu akun tujuan" in response.content.decode()


def test_a_clean_post_goes_to_the_last_look(admin: Client, post: Post) -> None:
    response = admin.post(url(post), open_page(admin, post) | {"aksi": "ajukan"})
    assert response.headers["Location"] == url(post, "hand_in")
    page = admin.get(url(post, "hand_in")).content.decode()
    assert "Ajukan untuk disetujui" in page
    assert f'name="version" value="{post.version}"' in page


def test_pictures_without_javascript(
    admin: Client, post: Post, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = open_page(admin, post) | {"text": "Sambil mengetik", "aksi": "unggah"}
    admin.post(url(post), data | {"file": [picture(), picture(colour="red")]})
    one, two = post.media.all()
    post.refresh_from_db()
    assert post.text == "Sambil mengetik"
    data = open_page(admin, post) | {
        f"alt-{one.pk}": "Poster biru",
        "aksi": f"gambar-turun:{one.pk}",
    }
    admin.post(url(post), data)
    assert [item.pk for item in post.media.all()] == [two.pk, one.pk]
    one.refresh_from_db()
    assert one.alt == "Poster biru"
    admin.post(url(post), open_page(admin, post) | {"aksi": f"gambar-hapus:{two.pk}"})
    assert post.media.count() == 1


def test_a_file_that_is_no_picture_is_told_and_the_text_is_kept(admin: Client, post: Post) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    svg = SimpleUploadedFile("a.png", b"<svg onload=alert(1)/>", content_type="image/png")
    data = open_page(admin, post) | {"text": "Sambil mengetik", "aksi": "unggah", "file": svg}
    response = admin.post(url(post), data)
    assert response.status_code == 422
    assert fields_of(response.content.decode())["text"] == "Sambil mengetik"
    empty = admin.post(url(post), open_page(admin, post) | {"aksi": "unggah"})
    assert "Pilih gambar dulu" in empty.content.decode()


def test_a_network_gets_its_own_wording_and_follows_again(admin: Client, post: Post) -> None:
    admin.post(url(post), open_page(admin, post) | {"aksi": "khusus:x"})
    assert [v.text for v in post.variants.all()] == [post.text]
    admin.post(url(post), open_page(admin, post) | {"aksi": "ikuti:x"})
    assert post.variants.count() == 0


def test_what_is_in_review_asks_before_the_approval_falls(admin: Client, post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(state="approved")
    data = open_page(admin, post) | {"text": "Isi lain", "aksi": "simpan"}
    asked = admin.post(url(post), data)
    assert asked.status_code == 409
    assert "Simpan, batalkan persetujuan" in asked.content.decode()
    data = fields_of(asked.content.decode()) | {"aksi": "simpan"}
    assert data["text"] == "Isi lain"
    assert admin.post(url(post), data).status_code == 302
    post.refresh_from_db()
    assert (post.state, post.text) == ("draft", "Isi lain")


def test_what_is_published_is_not_written_here(admin: Client, post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(state="published")
    assert admin.get(url(post)).status_code == 302


@pytest.mark.parametrize("change", [{"state": "published"}, {"archived_at": NOW}], ids=str)
def test_whoever_writes_on_while_it_goes_out_or_is_put_away_gets_the_words_back(
    admin: Client, post: Post, change: dict[str, Any]
) -> None:
    mine = open_page(admin, post) | {"text": "Kalimat yang baru saja selesai"}
    Post.objects.filter(pk=post.pk).update(**change)
    for button in ("simpan", "ajukan"):
        answer = admin.post(
            url(post), mine | {"aksi": button}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 409
        assert "tidak bisa diubah lagi" in answer.content.decode()
        assert "Kalimat yang baru saja selesai</textarea>" in answer.content.decode()


PAGES = ["compose", "hand_in", "history", "schedule", "autosave", "check", "duplicate", "archive"]


@pytest.mark.parametrize("name", PAGES)
def test_the_neighbours_find_nothing(client: Client, post: Post, cast: Cast, name: str) -> None:
    sign_in(client, cast.admin_lain)
    method = client.post if name in PAGES[4:] else client.get
    assert method(url(post, name)).status_code == 404


def test_readers_may_not_write(client: Client, post: Post, cast: Cast) -> None:
    sign_in(client, cast.camat)
    opened = client.get(url(post))
    assert opened.headers["Location"] == reverse("publishing:post", args=[post.pk])
    assert "Naskahnya masih ditulis." in client.get(opened.headers["Location"]).text
    assert client.post(url(post), {"aksi": "simpan"}).status_code == 403
    assert client.get(url(post, "history")).status_code == 200


def test_strangers_are_sent_to_sign_in(client: Client, post: Post) -> None:
    assert client.get(url(post)).status_code == 302


# ------------------------------------------------------------------------------------- live


def test_autosave_answers_with_the_new_version_and_digests(admin: Client, post: Post) -> None:
    data = open_page(admin, post) | {"text": "Selagi mengetik"}
    answer = admin.post(url(post, "autosave"), data).json()
    assert answer["version"] == 2
    assert answer["saved_at"].startswith("Tersimpan ")
    assert post.revisions.count() == 0
    again = data | {"version": answer["version"], "text": "Selagi mengetik terus"}
    again |= {f"dasar.{name}": value for name, value in answer["bases"].items()}
    assert admin.post(url(post, "autosave"), again).json()["version"] == 3


def test_autosave_keeps_good_fields_when_one_is_bad(admin: Client, post: Post) -> None:
    data = open_page(admin, post) | {"text": "Isi bagus", "title": "", "link": "bukan"}
    answer = admin.post(url(post, "autosave"), data)
    assert answer.status_code == 200
    assert set(answer.json()["errors"]) == {"title", "link"}
    post.refresh_from_db()
    assert (post.text, post.title) == ("Isi bagus", "Jadwal posyandu")


def test_autosave_brings_what_others_wrote(admin: Client, post: Post, cast: Cast) -> None:
    data = open_page(admin, post) | {"source": "Sumber admin"}
    actions.save_draft(post_id=post.pk, version=1, by=cast.sekcam, at=NOW, text="Isi sekcam")
    answer = admin.post(url(post, "autosave"), data).json()
    assert answer["refreshed"] == {"text": "Isi sekcam"}
    data = open_page(admin, post) | {"text": "Isi admin"}
    actions.save_draft(post_id=post.pk, version=3, by=cast.sekcam, at=NOW, text="Isi lain")
    clash = admin.post(url(post, "autosave"), data)
    assert clash.status_code == 409
    assert clash.json()["fields"] == ["Pesan induk"]


def test_the_live_check_answers_the_panel_and_stores_nothing(admin: Client, post: Post) -> None:
    data = open_page(admin, post) | {"text": "NIK 3210011205850001 milik warga"}
    response = admin.post(url(post, "check"), data)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Wajib diperbaiki" in html
    assert "<html" not in html
    post.refresh_from_db()
    assert "NIK" not in post.text


def test_the_panel_names_the_day_whose_rules_it_asks(admin: Client, post: Post) -> None:
    """The day just typed, not the one saved before; today, where that day has gone by."""
    data = open_page(admin, post) | {"day": "2099-12-31", "hour": "09:00"}
    assert "Aturan Kam 31 Des 2099" in admin.post(url(post, "check"), data).content.decode()
    data |= {"day": "2020-01-01"}
    assert "Aturan hari ini" in admin.post(url(post, "check"), data).content.decode()


def test_networks_that_only_answer_are_not_offered_for_posts(cast: Cast) -> None:
    answers = make_account(cast.kecamatan, "whatsapp_cloud", "628112223344")
    channel = make_account(cast.kecamatan, "telegram", "kecsumberjati")
    offered = cleaning.possible_accounts(cast.kecamatan, cast.admin)
    assert channel in offered
    assert answers not in offered
