"""What is known of a post's pictures: the words in them, where they come from, who is in them."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.seed import seed as seed_chains
from kentongan.jobs.models import Job
from kentongan.kernel import clock
from kentongan.media.actions import upload
from kentongan.media.models import Asset
from kentongan.networks.models import Account
from kentongan.people.actions import create_token
from kentongan.planning import actions, checking, revisions
from kentongan.planning.actions import DraftConflict
from kentongan.planning.models import Post, PostMedia
from kentongan.planning.picture_facts import media_fact
from kentongan.planning.working import digest, flat
from tests.cast import NOW, Cast, make_user, sign_in
from tests.planning.conftest import make_account, make_post, picture
from tests.planning.test_composer import fields_of, url

NIK = "3210011205850001"
ALT = "Poster jadwal posyandu bulan Agustus di balai desa"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


def with_picture(post: Post, cast: Cast, **said: str) -> PostMedia:
    """The post with one picture, described."""
    item = actions.add_media(
        post_id=post.pk, version=post.version, file=picture(640 + post.media.count()), name="a.png",
        by=cast.admin, at=clock.now(), alt=ALT,
    )  # fmt: skip
    PostMedia.objects.filter(pk=item.pk).update(**said)
    post.refresh_from_db()
    item.refresh_from_db()
    return item


def read(item: PostMedia, text: str | None, state: str = "read") -> None:
    """What a machine read in the picture."""
    Asset.objects.filter(pk=item.asset_id).update(seen_text=text, seen_state=state, seen_at=NOW)


def findings(post: Post) -> list[checking.Checked]:
    return checking.findings(Post.objects.get(pk=post.pk), NOW)


# ------------------------------------------------------------------------ words in pictures


def test_words_in_a_picture_are_checked_and_told_where_they_stand(post: Post, cast: Cast) -> None:
    item = with_picture(post, cast)
    assert not [c for c in findings(post) if c.finding.where.startswith("picture:")]
    read(item, f"Posyandu Melati\nNIK {NIK}")
    found = next(c for c in findings(post) if c.finding.where == "picture:0")
    assert NIK in found.finding.text
    assert (found.tone, found.picture, found.field) == ("wajib", 1, f"alt:{item.pk}")
    assert found.blocks


def test_a_picture_that_nothing_has_read_is_told_of_without_blocking(
    post: Post, cast: Cast
) -> None:
    item = with_picture(post, cast)

    def unread() -> list[checking.Checked]:
        return [c for c in findings(post) if c.finding.rule == "accessibility.picture_unread"]

    [found] = unread()
    assert (found.tone, found.blocks, found.picture) == ("saran", False, 1)
    read(item, None, "unavailable")
    assert unread()
    read(item, "")
    assert not unread(), "a picture without words was looked at too"


def test_the_picture_of_a_post_is_read_before_those_of_the_library(post: Post, cast: Cast) -> None:
    on_shelves = [
        upload(by=cast.admin, at=NOW, unit=post.unit, file=picture(width), name=f"{width}.png")
        for width in (50, 60)
    ]
    item = with_picture(post, cast)

    def line() -> list[str]:
        reads = Job.objects.filter(kind="media.read", state="due").order_by("priority", "run_at")
        return [job.args["asset"] for job in reads]

    assert line()[0] == str(item.asset_id)
    post.refresh_from_db()
    chosen = on_shelves[1]
    actions.attach(post_id=post.pk, version=post.version, asset=chosen, by=cast.admin, at=NOW)
    assert set(line()[:2]) == {str(item.asset_id), str(chosen.pk)}


def test_the_composer_shows_how_far_each_picture_is_read(
    admin: Client, post: Post, cast: Cast
) -> None:
    item = with_picture(post, cast)
    html = admin.get(url(post)).content.decode()
    assert "Gambar sedang dibaca" in html
    assert "data-membaca" in html, "the page asks again by itself"
    later = clock.now() - timedelta(minutes=30)
    Asset.objects.update(created_at=later)
    html = admin.get(url(post)).content.decode()
    assert "Gambar belum diperiksa: periksa sendiri tulisan di dalamnya" in html
    assert "data-membaca" not in html, "nobody waits for what does not come"
    for state in ("unavailable", "failed"):
        read(item, None, state)
        assert "Gambar belum diperiksa" in admin.get(url(post)).content.decode()
    read(item, f"NIK {NIK}")
    html = admin.get(url(post)).content.decode()
    assert "Tulisan di gambar sudah diperiksa" in html
    assert "di gambar 1" in html
    assert NIK in html


def test_the_live_check_brings_what_was_read_meanwhile(
    admin: Client, post: Post, cast: Cast
) -> None:
    item = with_picture(post, cast)
    typed = fields_of(admin.get(url(post)).content.decode())
    panel = admin.post(url(post, "check"), typed).content.decode()
    assert f'<template data-tulisan-baru="{item.pk}">' in panel
    assert "data-membaca" in panel
    read(item, f"NIK {NIK}")
    panel = admin.post(url(post, "check"), typed).content.decode()
    assert "Tulisan di gambar sudah diperiksa" in panel
    assert "di gambar 1" in panel
    assert "data-membaca" not in panel


def test_words_in_a_picture_keep_a_post_from_being_handed_in(
    admin: Client, post: Post, cast: Cast
) -> None:
    read(with_picture(post, cast), f"NIK {NIK}")
    data = fields_of(admin.get(url(post)).content.decode()) | {"aksi": "ajukan"}
    response = admin.post(url(post), data)
    assert response.status_code == 422
    assert "temuan wajib" in response.content.decode()


def test_those_who_decide_read_in_which_picture_a_finding_stands(
    client: Client, post: Post, cast: Cast
) -> None:
    seed_chains(at=NOW)
    item = with_picture(post, cast, credit="Dinas Kesehatan", licence="own", people="consent")
    read(item, "Buku tamu. Surel: budi.santoso77@gmail.com")
    with_picture(post, cast, credit="Dinas Kesehatan", licence="own", people="consent")
    reason = "Alamat ini milik petugas."
    for found in findings(post):
        if found.passer:
            holder = make_user("Teti", cast.pemda, found.passer, username=f"teti-{found.number}")
            asked = actions.ask_waiver(post, found, reason=reason, by=cast.admin, at=NOW)
            actions.decide_waiver(asked, verdict="granted", answer=reason, by=holder, at=NOW)
        elif found.blocks:
            fingerprint = found.finding.fingerprint
            actions.weigh(
                post_id=post.pk, fingerprint=fingerprint, reason=reason, by=cast.admin, at=NOW
            )
    post.refresh_from_db()
    request = approval.submit(post, by=cast.admin, at=NOW, version=post.version)
    assert any(f["where"] == "picture:0" for f in request.evidence["findings"])
    html = sign_in(client, cast.sekcam).get(
        reverse("approval:request", args=[request.pk])
    ).content.decode()  # fmt: skip
    assert "di gambar 1" in html
    assert "Tulisan di gambar 2 belum diperiksa" in html, "nobody has read it, nor its alt text"
    assert "di teks alternatif gambar 2" not in html
    for found in request.evidence["findings"]:
        assert reverse("compliance:rule", args=[found["rule"]]) in html, "what it rests on"
    for words in ("Dinas Kesehatan", "Karya unit sendiri", "Ada, semuanya setuju"):
        assert words in html


# ------------------------------------------------------------------------------ declarations


def test_origin_and_permission_are_saved_without_javascript(
    admin: Client, post: Post, cast: Cast
) -> None:
    item = with_picture(post, cast)
    html = admin.get(url(post)).content.decode()
    assert "Asal dan izin" in html
    assert "belum disebutkan" in html
    data = fields_of(html) | {
        f"credit-{item.pk}": "  Dokumentasi   Kecamatan ",
        f"licence-{item.pk}": "own",
        f"people-{item.pk}": "consent",
        "aksi": "simpan",
    }
    assert admin.post(url(post), data).status_code == 302
    item.refresh_from_db()
    assert (item.credit, item.licence, item.people) == (
        "Dokumentasi Kecamatan", "own", "consent",
    )  # fmt: skip
    html = admin.get(url(post)).content.decode()
    assert "belum disebutkan" not in html
    assert fields_of(html)[f"licence-{item.pk}"] == "own"
    admin.post(url(post), fields_of(html) | {"aksi": "simpan"})
    version = Post.objects.get(pk=post.pk).version
    admin.post(url(post), fields_of(admin.get(url(post)).content.decode()) | {"aksi": "simpan"})
    assert Post.objects.get(pk=post.pk).version == version, "unchanged fields change nothing"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("credit", "x" * 201, "Terlalu panjang: kurangi 1 huruf"),
        ("credit", "nol\x00", "karakter kendali"),
        ("licence", "curian", "Pilih salah satu"),
        ("people", "mungkin", "Pilih salah satu"),
    ],
)
def test_a_bad_declaration_answers_422_at_the_field(
    admin: Client, post: Post, cast: Cast, field: str, value: str, message: str
) -> None:
    item = with_picture(post, cast)
    data = fields_of(admin.get(url(post)).content.decode())
    data |= {f"{field}-{item.pk}": value, "source": "Sumber saya", "aksi": "simpan"}
    response = admin.post(url(post), data)
    html = unescape(response.content.decode())
    assert response.status_code == 422
    assert message in html
    assert f'id="id_{field}-{item.pk}_error"' in html
    assert fields_of(response.content.decode())["source"] == "Sumber saya"
    item.refresh_from_db()
    assert getattr(item, field) == ""


def test_a_bad_declaration_does_not_keep_the_rest_from_being_autosaved(
    admin: Client, post: Post, cast: Cast
) -> None:
    item = with_picture(post, cast)
    data = fields_of(admin.get(url(post)).content.decode())
    data |= {f"credit-{item.pk}": "x" * 300, f"licence-{item.pk}": "free", "source": "Dinas"}
    answer = admin.post(url(post, "autosave"), data).json()
    assert list(answer["errors"]) == [f"credit-{item.pk}"]
    item.refresh_from_db()
    assert (item.credit, item.licence) == ("", "free")
    assert Post.objects.get(pk=post.pk).source == "Dinas"
    assert f"licence:{item.pk}" in answer["bases"]


def test_two_people_declare_at_once_and_nothing_is_overwritten(post: Post, cast: Cast) -> None:
    item = with_picture(post, cast)
    started = {name: digest(value) for name, value in flat(post).items()}
    version, pk = post.version, str(item.pk)
    actions.save_draft(
        post_id=post.pk, version=version, by=cast.sekcam, at=NOW, bases=started,
        credits={pk: "Dinas Kesehatan"}, licences={pk: "permission"},
    )  # fmt: skip
    with pytest.raises(DraftConflict) as caught:
        actions.save_draft(
            post_id=post.pk, version=version, by=cast.admin, at=NOW, bases=started,
            credits={pk: "Kecamatan"}, people={pk: "none"}, alts={pk: ALT},
        )  # fmt: skip
    assert [clash.name for clash in caught.value.clashes] == [f"credit:{pk}"]
    item.refresh_from_db()
    assert (item.credit, item.licence, item.people) == ("Dinas Kesehatan", "permission", "none")


def test_a_clash_of_declarations_is_shown_in_words(admin: Client, post: Post, cast: Cast) -> None:
    item = with_picture(post, cast)
    mine = fields_of(admin.get(url(post)).content.decode()) | {f"licence-{item.pk}": "own"}
    actions.save_draft(
        post_id=post.pk, version=post.version, by=cast.sekcam, at=NOW,
        licences={str(item.pk): "bought"},
    )  # fmt: skip
    response = admin.post(url(post), mine | {"aksi": "simpan"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Izin (gambar 1)" in html
    assert "Karya unit sendiri" in html
    assert "Dibeli atau dari stok foto" in html
    chosen = fields_of(html) | {f"pilih.licence:{item.pk}": "saya", "aksi": "simpan"}
    assert admin.post(url(post), chosen).status_code == 302
    item.refresh_from_db()
    assert item.licence == "own"


def test_hashes_of_before_stay_true_and_new_ones_cover_the_declaration(
    post: Post, cast: Cast
) -> None:
    item = with_picture(post, cast)
    frozen = revisions.content(Post.objects.get(pk=post.pk))
    assert set(frozen["media"][0]) == {
        "id", "asset", "sha256", "alt", "mime", "width", "height", "size",
    }  # fmt: skip
    PostMedia.objects.filter(pk=item.pk).update(licence="free")
    after = revisions.content(Post.objects.get(pk=post.pk))
    assert after["media"][0] == frozen["media"][0] | {"licence": "free"}
    assert revisions.hash_of(after) != revisions.hash_of(frozen)
    shown = revisions.differences(frozen, after)
    assert "Lisensi bebas lain" in "".join(text for _kind, text in shown[0].parts)


def test_a_declaration_goes_along_in_copies_and_comes_back_with_a_version(
    post: Post, cast: Cast
) -> None:
    said = {"credit": "Dinas Kesehatan", "licence": "permission", "people": "no_consent"}
    item = with_picture(post, cast, **said)
    copied = actions.duplicate(post, by=cast.admin, at=NOW).media.get()
    assert {name: getattr(copied, name) for name in said} == said
    revision = actions.freeze(post, by=cast.admin, at=NOW)
    PostMedia.objects.filter(pk=item.pk).update(credit="", licence="", people="")
    actions.restore(revision, version=post.version, by=cast.admin, at=NOW)
    back = Post.objects.get(pk=post.pk).media.get()
    assert {name: getattr(back, name) for name in said} == said


@pytest.mark.parametrize(
    ("people", "told"), [("", ""), ("none", ""), ("consent", "consent"), ("no_consent",) * 2]
)
def test_the_check_is_told_what_was_declared(
    post: Post, cast: Cast, people: str, told: str
) -> None:
    item = with_picture(post, cast, credit="Dinas", licence="own", people=people)
    fact = media_fact(item, NOW.date())
    assert (fact.credit, fact.licence, fact.people) == ("Dinas", "own", told)
    typed = media_fact(item, NOW.date(), {"licence": "free", "people": "consent"})
    assert (typed.credit, typed.licence, typed.people) == ("Dinas", "free", "consent")


def test_the_api_takes_and_gives_declarations(client: Client, post: Post, cast: Cast) -> None:
    item = with_picture(post, cast)
    _token, secret = create_token(
        by=cast.administrator, at=NOW, user=cast.admin, unit=cast.kecamatan, name="uji"
    )
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k1"}
    address = f"/api/v1/posts/{post.pk}"
    body: dict[str, Any] = {
        "version": post.version,
        "credits": {str(item.pk): "Dinas"}, "licences": {str(item.pk): "own"},
        "people": {str(item.pk): "consent"},
    }  # fmt: skip
    answer = client.patch(address, body, "application/json", headers=headers)
    assert answer.status_code == 200, answer.content
    media = answer.json()["media"][0]
    assert (media["credit"], media["licence"], media["people"]) == ("Dinas", "own", "consent")
    body = {"version": answer.json()["version"], "licences": {str(item.pk): "curian"}}
    headers["Idempotency-Key"] = "k2"
    refused = client.patch(address, body, "application/json", headers=headers)
    assert refused.status_code == 422
    assert f"licence:{item.pk}" in str(refused.json())


# ----------------------------------------------------------------------- what is published


def published(cast: Cast, text: str, *, days_ago: float = 1, **values: Any) -> Post:
    """A post that went out so many days ago."""
    post = make_post(values.pop("unit", cast.kecamatan), cast.admin, text=text, title="Terbit")
    given = {"state": "published", "scheduled_for": NOW - timedelta(days=days_ago)} | values
    Post.objects.filter(pk=post.pk).update(**given)
    return post


def duplicates(post: Post, *, with_recent: bool = True) -> list[checking.Checked]:
    found = checking.findings(Post.objects.get(pk=post.pk), NOW, with_recent=with_recent)
    return [item for item in found if item.finding.family == "duplicate"]


def test_what_the_unit_published_lately_is_found_again_once(
    cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    text = "Jembatan Cikondang ditutup mulai Senin karena diperbaiki. Lewat jalur Tegalwangi."
    post = make_post(cast.kecamatan, cast.admin, text=text)
    assert not duplicates(post)
    published(cast, text)
    assert [(d.network, d.field) for d in duplicates(post)] == [("", "text")], "told once"
    assert not duplicates(post, with_recent=False)


def test_what_is_old_not_public_or_of_others_is_no_duplicate(
    cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    text = "Jembatan Cikondang ditutup mulai Senin karena diperbaiki. Lewat jalur Tegalwangi."
    post = published(cast, text)
    published(cast, text, days_ago=15)
    published(cast, text, state="draft")
    published(cast, text, state="withdrawn")
    published(cast, text, unit=cast.desa)
    assert not duplicates(post), "not even of itself"


def test_what_waits_to_go_out_with_the_same_words_about_then_is_asked_about(
    cast: Cast, kinds: None, accounts: dict[str, Account]
) -> None:
    text = "Jembatan Cikondang ditutup mulai Senin karena diperbaiki. Lewat jalur Tegalwangi."
    post = make_post(cast.kecamatan, cast.admin, text=text, scheduled_for=NOW + timedelta(days=2))
    published(cast, text, days_ago=-17, state="scheduled")
    published(cast, text, days_ago=-2, state="scheduled", unit=cast.desa)
    published(cast, text, state="in_review", scheduled_for=None, updated_at=NOW - timedelta(15))
    assert not duplicates(post), "another time, another unit, or forgotten"
    twin = published(cast, text, days_ago=-2, state="scheduled")
    [found] = duplicates(post)
    assert found.finding.severity == "weigh", "a question, no prohibition"
    assert found.finding.message.startswith("Yang menunggu tayang: “Jembatan Cikondang")
    Post.objects.filter(pk=twin.pk).update(state="in_review", scheduled_for=None, updated_at=NOW)
    assert len(duplicates(post)) == 1, "it goes out as soon as it is approved"


def test_at_most_fifty_texts_are_read_in_one_statement(
    cast: Cast, kinds: None, django_assert_num_queries: Any
) -> None:
    from kentongan.planning import queries

    post = make_post(cast.kecamatan, cast.admin)
    for number in range(52):
        published(cast, f"Kabar nomor {number}", days_ago=number / 10)
    with django_assert_num_queries(1):
        texts, _waiting = queries.texts_around(post, NOW, NOW)
    assert len(texts) == 50
    assert texts[0] == "Kabar nomor 0"


@pytest.mark.parametrize("button", ["simpan", "ajukan", "periksa"])
def test_a_chosen_picture_goes_along_whatever_button_is_pressed(
    admin: Client, post: Post, button: str
) -> None:
    file = picture()
    form = fields_of(admin.get(url(post)).content.decode())
    answer = admin.post(url(post), form | {"aksi": button, "text": "Ditulis juga.", "file": file})
    assert answer.status_code in {302, 422}
    assert post.media.count() == 1
    assert Post.objects.get(pk=post.pk).text == "Ditulis juga."


def test_a_file_that_lies_is_told_at_its_field_whatever_button_is_pressed(
    admin: Client, post: Post
) -> None:
    file = picture()
    file.truncate(40)
    form = fields_of(admin.get(url(post)).content.decode())
    answer = admin.post(url(post), form | {"aksi": "ajukan", "text": "Tetap ada.", "file": file})
    assert answer.status_code == 422
    assert "isian-galat" in answer.text
    assert "Tetap ada." in answer.text
    assert not post.media.exists()


def test_of_several_pictures_the_good_ones_are_added_and_each_bad_one_is_named(
    admin: Client, post: Post
) -> None:
    good, bad, worse = picture(), picture(), picture()
    good.name, bad.name, worse.name = "kader.png", "rusak.png", "putus.png"
    bad.truncate(40)
    worse.truncate(90)
    form = fields_of(admin.get(url(post)).content.decode())
    answer = admin.post(url(post), form | {"aksi": "unggah", "file": [bad, good, worse]})
    assert answer.status_code == 422
    assert [item.asset.name for item in post.media.all()] == ["kader.png"]
    assert {"rusak.png:", "putus.png:"} <= set(answer.text.split())
    assert "1 gambar ditambahkan" in answer.text


def test_a_picture_is_added_though_somebody_wrote_while_it_was_read(
    admin: Client, post: Post, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def slow(**given: Any) -> Asset:
        if not written:
            now = Post.objects.get(pk=post.pk)
            written.append("Kata orang lain.")
            actions.save_draft(
                post_id=now.pk, version=now.version, by=cast.sekcam, at=NOW, link="https://desa.id"
            )
        return upload(**given)

    form = fields_of(admin.get(url(post)).content.decode())
    monkeypatch.setattr("kentongan.planning.actions.media.upload", slow)
    answer = admin.post(url(post), form | {"aksi": "unggah", "file": picture()})
    assert answer.status_code == 302
    assert written
    assert post.media.count() == 1
    assert Post.objects.get(pk=post.pk).link == "https://desa.id"


# ------------------------------------------------------------------------ as networks show them


def test_the_preview_shows_what_a_network_cuts_off_and_follows_the_focus(
    admin: Client, post: Post, cast: Cast
) -> None:
    made = make_account(cast.kecamatan, "instagram", "kec.sumberjati")
    targets = [str(pk) for pk in post.targets.values_list("account", flat=True)]
    item = actions.add_media(
        post_id=post.pk, version=post.version, file=picture(1200, 400), name="spanduk.png",
        by=cast.admin, at=clock.now(), alt=ALT,
    )  # fmt: skip
    post.refresh_from_db()
    actions.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(), explicit=False,
        targets=[*targets, str(made.pk)],
    )  # fmt: skip
    page = admin.get(url(post)).content.decode()
    instagram = page.partition('data-pra="instagram"')[2].partition("</c-panel>")[0]
    shown = instagram.partition("data-pra-kaki")[0]
    assert '<svg viewBox="218 0 764 400"' in shown, "1.91 : 1 around the middle"
    assert f'aria-label="{ALT}"' in shown
    assert f"{reverse('media:asset', args=[item.asset_id])}#fokus" in shown
    other = page.partition('data-pra="bluesky"')[2].partition("data-pra-kaki")[0]
    assert "<svg viewBox" not in other
    assert "pra-potong" not in other
    Asset.objects.filter(pk=item.asset_id).update(focus_x=1.0)
    moved = admin.get(url(post)).content.decode()
    assert '<svg viewBox="436 0 764 400"' in moved


def test_the_last_look_shows_every_picture_with_its_alt_text(
    client: Client, post: Post, cast: Cast
) -> None:
    item = with_picture(post, cast, alt="Dua kader menimbang balita")
    page = sign_in(client, cast.admin).get(reverse("planning:hand_in", args=[post.pk])).text
    assert reverse("media:show", args=[item.asset_id, "kecil"]) in page
    assert "Dua kader menimbang balita" in page


def test_what_changed_in_a_picture_is_told_in_words_and_another_file_by_its_mark(
    post: Post, cast: Cast
) -> None:
    bare = revisions.content(post)
    item = with_picture(post, cast)
    PostMedia.objects.filter(pk=item.pk).update(alt="")
    added = revisions.content(Post.objects.get(pk=post.pk))
    assert told(bare, added) == ["Teks alternatif belum ada"]
    described = added | {"media": [added["media"][0] | {"alt": "Balai desa"}]}
    assert "Balai desa" in " ".join(told(added, described))
    assert added["media"][0]["sha256"][:8] not in " ".join(told(added, described))
    other = described | {"media": [described["media"][0] | {"sha256": "f" * 64}]}
    assert "ffffffff" in " ".join(told(described, other))


def told(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The words of what differs."""
    return [text for change in revisions.differences(old, new) for _kind, text in change.parts]
