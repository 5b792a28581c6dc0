"""The library: found again by what is known of a file; moved, tagged, thrown away, brought back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageEnhance

from kentongan.kernel.errors import Invalid
from kentongan.ledger.models import Entry
from kentongan.media import actions, alike, files, library
from kentongan.media.library import Shelf
from kentongan.media.models import Asset, Folder, Incoming
from kentongan.people.models import Unit
from kentongan.planning import actions as planning, revisions
from kentongan.planning.models import Post
from tests.cast import NOW, Cast, sign_in
from tests.media import pictures
from tests.media.test_assets import put
from tests.planning.conftest import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.admin)


def shot(cast: Cast, name: str, *, unit: Unit | None = None, seed: int = 0, **said: Any) -> Asset:
    """A picture with what is known of it."""
    asset = put(cast, pictures.as_bytes(pictures.photo(seed=seed)), name, unit)
    return told(cast, asset, **said) if said else asset


def told(cast: Cast, asset: Asset, **said: Any) -> Asset:
    blank: dict[str, Any] = dict.fromkeys(
        ("title", "alt", "credit", "licence", "licence_note", "tags"), ""
    )
    values = blank | {"folder": None} | said
    return actions.describe(asset_id=asset.pk, by=cast.admin, at=NOW, **values)


def names(desk: Client, **query: str) -> list[str]:
    """The files on the page."""
    html = desk.get(reverse("media:library"), query).content.decode()
    return re.findall(r'class="pustaka-k"><a href="[^"]+">([^<]*)</a>', html)


def ticked(desk: Client, act: str, *assets: Asset, **more: str) -> Any:
    """Tick files, press a button; the page that follows."""
    data = {"berkas": [str(asset.pk) for asset in assets], "aksi": act, **more}
    answer = desk.post(reverse("media:bulk"), data)
    assert answer.status_code == 303
    return desk.get(answer["Location"])


def test_files_are_found_by_title_alt_credit_tag_and_name(cast: Cast, desk: Client) -> None:
    shot(cast, "IMG_0001.jpg", title="Posyandu Melati", tags="balita, Kesehatan")
    shot(cast, "rapat desa.jpg", alt="Warga duduk melingkar di balai", credit="Dok. Kecamatan")
    assert names(desk, q="posyandu") == ["Posyandu Melati"]
    assert names(desk, q="balita") == ["Posyandu Melati"]
    assert names(desk, q="melingkar kecamatan") == ["rapat desa.jpg"]
    assert names(desk, q="img_0001") == ["Posyandu Melati"]
    assert names(desk, label="kesehatan") == ["Posyandu Melati"]
    assert names(desk, q="posyandu melingkar") == []


def test_files_are_narrowed_by_kind_licence_and_use(cast: Cast, desk: Client) -> None:
    shot(cast, "a.jpg", licence="cc_by", credit="Pemotret desa")
    shot(cast, "b.jpg")
    assert names(desk, izin="cc_by") == ["a.jpg"]
    assert names(desk, izin="belum") == ["b.jpg"]
    assert names(desk, jenis="video") == []
    assert len(names(desk, jenis="image", izin="ngawur")) == 2


def test_the_rarer_filters_are_folded_until_one_of_them_narrows(cast: Cast, desk: Client) -> None:
    shot(cast, "pasar.png", title="Pasar murah")
    folded = desk.get(reverse("media:library"), {"jenis": "gambar"}).content.decode()
    assert '<details class="saring-lain"><summary' in folded
    for rarer in ({"pakai": "tidak"}, {"izin": "own"}, {"orang": "missing"}):
        opened = desk.get(reverse("media:library"), rarer).content.decode()
        assert '<details class="saring-lain" open>' in opened, rarer


def test_only_the_units_in_sight_are_shown_and_the_working_one_first(
    cast: Cast, desk: Client
) -> None:
    shot(cast, "kita.jpg")
    shot(cast, "kelurahan.jpg", unit=cast.kelurahan)
    shot(cast, "tetangga.jpg", unit=cast.kecamatan_lain)
    assert names(desk) == ["kita.jpg"]
    assert names(desk, unit=cast.kelurahan.code) == ["kelurahan.jpg"]
    assert sorted(names(desk, unit="semua")) == ["kelurahan.jpg", "kita.jpg"]
    assert sorted(names(desk, unit=cast.kecamatan_lain.code)) == ["kelurahan.jpg", "kita.jpg"]


def test_the_next_page_begins_where_the_first_one_ends(cast: Cast, desk: Client) -> None:
    for number in range(26):
        asset = shot(cast, f"{number:02}.jpg")
        Asset.objects.filter(pk=asset.pk).update(created_at=NOW - timedelta(minutes=number))
    first = names(desk)
    html = desk.get(reverse("media:library")).content.decode()
    [cursor] = set(re.findall(r"setelah=([\w-]+)", html))
    assert first == [f"{n:02}.jpg" for n in range(24)]
    assert names(desk, setelah=cursor) == ["24.jpg", "25.jpg"]


def test_the_number_of_statements_does_not_grow_with_the_files(
    cast: Cast, desk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        shot(cast, f"{number}.jpg", tags=f"a{number}, b")
    with django_assert_max_num_queries(18):
        desk.get(reverse("media:library"))


# ------------------------------------------------------------------------------ describing


def test_a_licence_that_names_the_maker_wants_the_maker_and_leave_wants_a_note(cast: Cast) -> None:
    asset = shot(cast, "a.jpg")
    with pytest.raises(Invalid) as caught:
        told(cast, asset, licence="cc_by_sa")
    assert "credit" in caught.value.fields
    with pytest.raises(Invalid) as caught:
        told(cast, asset, licence="permission")
    assert "licence_note" in caught.value.fields
    assert told(cast, asset, licence="permission", licence_note="Bu Kades, 3 Mei").licence


def test_describing_is_one_line_in_the_ledger_and_saying_the_same_again_none(cast: Cast) -> None:
    asset = shot(cast, "a.jpg")
    for _again in range(2):
        told(cast, asset, title="Kerja bakti", tags="#Gotong royong, gotong  royong,")
    [line] = Entry.objects.filter(action="media.describe")
    assert line.data["fields"] == ["tags", "title"]
    assert [tag.name for tag in asset.tags.all()] == ["gotong royong"]


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast, desk: Client) -> None:
    asset = shot(cast, "a.jpg")
    address = reverse("media:describe", args=[asset.pk])
    answer = desk.post(address, {"title": "Pawai obor", "licence": "permission"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Catat siapa yang mengizinkan" in html
    assert 'value="Pawai obor"' in html
    Asset.objects.filter(pk=asset.pk).update(unit=cast.kecamatan_lain)
    assert desk.post(address, {"title": "x"}).status_code == 404


def test_who_may_only_look_reads_what_is_known_and_changes_nothing(
    cast: Cast, client: Client
) -> None:
    asset = shot(cast, "a.jpg", alt="Gotong royong di jalan desa")
    sign_in(client, cast.auditor)
    html = client.get(reverse("media:asset", args=[asset.pk])).content.decode()
    assert "Gotong royong di jalan desa" in html
    assert "Simpan keterangan" not in html
    assert client.post(reverse("media:describe", args=[asset.pk])).status_code == 403
    client.post(reverse("media:bulk"), {"berkas": str(asset.pk), "aksi": "buang"})
    assert not Asset.objects.get().is_binned


# ------------------------------------------------------------------------------ folders


def test_a_folder_is_made_filled_renamed_and_taken_away_without_its_files(
    cast: Cast, desk: Client
) -> None:
    asset = shot(cast, "a.jpg")
    shot(cast, "b.jpg")
    made = desk.post(
        reverse("media:folder_new"), {"unit": cast.kecamatan.code, "name": " Posyandu  2026 "}
    )
    folder = Folder.objects.get()
    assert folder.name == "Posyandu 2026"
    assert str(folder.pk) in made["Location"]
    ticked(desk, "pindah", asset, folder=str(folder.pk))
    assert names(desk, folder=str(folder.pk)) == ["a.jpg"]
    assert names(desk, folder="lepas") == ["b.jpg"]
    desk.post(reverse("media:folder_rename", args=[folder.pk]), {"name": "Posyandu"})
    assert "Posyandu <" in desk.get(reverse("media:library")).content.decode()
    desk.post(reverse("media:folder_remove", args=[folder.pk]))
    assert sorted(names(desk)) == ["a.jpg", "b.jpg"]
    acts = Entry.objects.filter(action__startswith="media.folder").order_by("pk")
    assert {entry.action for entry in acts} == {
        "media.folder", "media.folder_rename", "media.folder_remove",
    }  # fmt: skip


def test_an_empty_folder_says_that_it_is_empty_not_that_nothing_matches(
    cast: Cast, desk: Client
) -> None:
    shot(cast, "a.jpg")
    desk.post(reverse("media:folder_new"), {"unit": cast.kecamatan.code, "name": "Posyandu"})
    library, folder = reverse("media:library"), str(Folder.objects.get().pk)
    assert "Folder ini masih kosong" in desk.get(library, {"folder": folder}).text
    assert "Tempat sampah kosong" in desk.get(library, {"folder": "sampah"}).text
    searched = desk.get(library, {"folder": folder, "q": "posyandu"}).text
    assert "Tidak ada yang cocok" in searched


def test_a_folder_name_that_is_refused_stays_in_its_field_with_the_reason(
    cast: Cast, desk: Client
) -> None:
    kept = actions.make_folder(unit=cast.kecamatan, name="Arsip", by=cast.admin, at=NOW)
    other = actions.make_folder(unit=cast.kecamatan, name="Posyandu", by=cast.admin, at=NOW)
    new = desk.post(reverse("media:folder_new"), {"unit": cast.kecamatan.code, "name": "ARSIP"})
    renamed = desk.post(reverse("media:folder_rename", args=[other.pk]), {"name": "ARSIP"})
    for refused in (new, renamed):
        page = refused.content.decode()
        assert refused.status_code == 422
        assert 'value="ARSIP"' in page
        assert 'aria-invalid="true"' in page
        assert "Folder dengan nama itu sudah ada." in page
    assert {folder.name for folder in Folder.objects.all()} == {kept.name, "Posyandu"}
    empty = desk.post(reverse("media:folder_rename", args=[other.pk]), {"name": " "})
    assert "Tulis nama foldernya." in empty.content.decode()
    assert desk.get(reverse("media:folder_new"), {"unit": cast.kecamatan.code}).status_code == 200
    assert desk.get(reverse("media:folder_rename", args=[kept.pk])).status_code == 200


def test_two_folders_of_a_unit_do_not_share_a_name_and_others_are_out_of_reach(
    cast: Cast, desk: Client
) -> None:
    folder = actions.make_folder(unit=cast.kecamatan, name="Arsip", by=cast.admin, at=NOW)
    with pytest.raises(Invalid):
        actions.make_folder(unit=cast.kecamatan, name="arsip", by=cast.admin, at=NOW)
    other = actions.make_folder(unit=cast.kecamatan_lain, name="Arsip", by=cast.admin_lain, at=NOW)
    assert desk.post(reverse("media:folder_remove", args=[other.pk])).status_code == 404
    with pytest.raises(Invalid):
        told(cast, shot(cast, "a.jpg"), folder=other.pk)
    assert told(cast, shot(cast, "b.jpg"), folder=folder.pk).folder == folder


# ------------------------------------------------------------------------------ the bin


def test_what_is_thrown_away_comes_back_with_one_press(cast: Cast, desk: Client) -> None:
    asset = shot(cast, "a.jpg")
    answer = ticked(desk, "buang", asset)
    assert names(desk) == []
    assert names(desk, folder="sampah") == ["a.jpg"]
    [undo] = re.findall(r'action="([^"]*pulihkan[^"]*)"', answer.content.decode())
    desk.post(undo.replace("&amp;", "&"))
    assert names(desk) == ["a.jpg"]
    acts = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["media.upload", "media.discard", "media.restore"]


def test_sending_the_same_file_again_takes_it_out_of_the_bin(cast: Cast) -> None:
    data = pictures.jpeg()
    asset = put(cast, data)
    actions.discard(unit=cast.kecamatan, asset_ids=[asset.pk], by=cast.admin, at=NOW)
    assert put(cast, data) == asset
    assert not Asset.objects.get().is_binned


@pytest.fixture
def post(cast: Cast) -> Post:
    from kentongan.planning.seed import seed

    seed(at=NOW)
    return make_post(cast.kecamatan, cast.admin)


def attached(post: Post, asset: Asset, cast: Cast) -> Any:
    post.refresh_from_db()
    return planning.attach(
        post_id=post.pk, version=post.version, asset=asset, by=cast.admin, at=NOW
    )


def test_what_a_post_uses_is_not_thrown_away_and_says_where_it_is_used(
    cast: Cast, post: Post, desk: Client
) -> None:
    used, free = shot(cast, "a.jpg"), shot(cast, "b.jpg")
    attached(post, used, cast)
    assert names(desk, pakai="tidak") == ["b.jpg"]
    answer = ticked(desk, "buang", used, free)
    assert "1 berkas tetap ada, karena dipakai unggahan." in answer.content.decode()
    assert names(desk) == ["a.jpg"]
    html = desk.get(reverse("media:asset", args=[used.pk])).content.decode()
    assert "Unggahan yang memakainya" in html
    assert reverse("planning:compose", args=[post.pk]) in html


def test_what_is_in_the_bin_cannot_be_put_to_a_post_but_an_old_version_brings_it_back(
    cast: Cast, post: Post
) -> None:
    asset = shot(cast, "a.jpg")
    item = attached(post, asset, cast)
    post.refresh_from_db()
    before = revisions_of(post, cast)
    post.refresh_from_db()
    planning.remove_media(
        post_id=post.pk, version=post.version, media_id=item.pk, by=cast.admin, at=NOW
    )
    actions.discard(unit=cast.kecamatan, asset_ids=[asset.pk], by=cast.admin, at=NOW)
    with pytest.raises(Invalid, match="tempat sampah"):
        attached(post, asset, cast)
    post.refresh_from_db()
    planning.restore(before, version=post.version, by=cast.admin, at=NOW)
    assert post.media.count() == 1
    assert not Asset.objects.get().is_binned


def revisions_of(post: Post, cast: Cast) -> Any:
    frozen = planning.freeze(post, by=cast.admin, at=NOW)
    assert revisions.content(Post.objects.get(pk=post.pk))["media"]
    return frozen


def test_many_files_get_tags_at_once_and_nothing_ticked_is_said(cast: Cast, desk: Client) -> None:
    one, two = shot(cast, "a.jpg", tags="lama"), shot(cast, "b.jpg")
    ticked(desk, "label", one, two, tags="Pawai, lama")
    assert sorted(names(desk, label="pawai")) == ["a.jpg", "b.jpg"]
    assert [tag.name for tag in one.tags.all()] == ["lama", "pawai"]
    assert "Pilih berkasnya dulu." in ticked(desk, "label", tags="x").content.decode()
    assert "Tulis labelnya dulu." in ticked(desk, "label", one, tags=" , ").content.decode()
    assert Entry.objects.filter(action="media.tag").count() == 1


def test_the_bin_is_emptied_after_thirty_days_with_the_files(cast: Cast) -> None:
    asset = shot(cast, "a.jpg")
    actions.discard(unit=cast.kecamatan, asset_ids=[asset.pk], by=cast.admin, at=NOW)
    assert actions.empty_bin(at=NOW + timedelta(days=29)) == 0
    assert actions.empty_bin(at=NOW + timedelta(days=31)) == 1
    assert not Asset.objects.exists()
    assert Entry.objects.filter(action="media.purge").count() == 1
    name = str(asset.file)
    assert files.exists(name)
    actions.clear_orphans(at=NOW + timedelta(days=3650))
    assert not files.exists(name)


# ------------------------------------------------------------------------------ looking alike


def test_a_smaller_lighter_copy_looks_alike_and_another_picture_does_not(
    cast: Cast, desk: Client
) -> None:
    picture = scene()
    first = put(cast, pictures.as_bytes(picture, quality=95), "asli.jpg")
    small = ImageEnhance.Brightness(picture.resize((400, 300))).enhance(1.05)
    second = put(cast, pictures.as_bytes(small, quality=60), "kiriman WA.jpg")
    other = put(cast, pictures.as_bytes(picture.transpose(Image.Transpose.ROTATE_90)), "lain.jpg")
    assert library.look_alike(first) == [second]
    assert library.look_alike(other) == []
    html = desk.get(reverse("media:asset", args=[first.pk])).content.decode()
    assert "Mirip dengan" in html
    assert reverse("media:asset", args=[second.pk]) in html


def scene() -> Image.Image:
    """Something with light and shade, as a photograph has."""
    picture = Image.linear_gradient("L").resize((800, 600)).convert("RGB")
    for place, colour in enumerate(("teal", "gold", "navy", "white", "brown")):
        left, top = 60 + place * 140, 40 + (place * 170) % 400
        picture.paste(colour, (left, top, left + 120, top + 150))
    return picture


def test_plain_sheets_look_like_nothing(cast: Cast) -> None:
    one = put(cast, pictures.as_bytes(Image.new("RGB", (300, 200), "navy"), "PNG"))
    two = put(cast, pictures.as_bytes(Image.new("RGB", (300, 200), "white"), "PNG"))
    assert one.likeness == two.likeness == alike.PLAIN
    assert library.look_alike(one) == []


def test_files_from_before_are_compared_too(cast: Cast) -> None:
    asset = put(cast, pictures.as_bytes(scene(), quality=95))
    taken = asset.likeness
    Asset.objects.update(likeness="")
    lost = shot(cast, "hilang.jpg")
    Asset.objects.filter(pk=lost.pk).update(likeness="")
    files.remove(str(lost.thumbnail))
    assert actions.take_likenesses(at=NOW) == 2
    assert alike.near(Asset.objects.get(pk=asset.pk).likeness, taken)
    assert Asset.objects.get(pk=lost.pk).likeness == alike.PLAIN
    assert actions.take_likenesses(at=NOW) == 0


def test_what_is_not_understood_in_the_address_narrows_nothing() -> None:
    given = {"folder": "x", "jenis": "x", "izin": "x", "orang": "x", "pakai": "x", "q": "\x00"}
    assert Shelf.read(given) == Shelf()


def test_a_file_that_is_there_already_is_offered_where_it_was_sent(cast: Cast) -> None:
    data = pictures.as_bytes(scene(), quality=95)
    first = put(cast, data, "asli.jpg")
    later = NOW + timedelta(hours=1)

    def sent(content: bytes) -> Incoming:
        held = actions.receive(
            by=cast.admin, at=later, unit=cast.kecamatan,
            file=SimpleUploadedFile("x.jpg", content), name="x.jpg",
        )  # fmt: skip
        actions.take_in(incoming_id=held.pk, at=later)
        held.refresh_from_db()
        return held

    same = sent(data)
    assert same.asset == first
    assert "sudah ada di pustaka" in same.note
    alike_ = sent(pictures.as_bytes(scene().resize((400, 300)), quality=80))
    assert alike_.asset != first
    assert "Mirip dengan “asli.jpg”" in alike_.note
