"""The register of accounts: entering, changing, closing, custody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.networks import access, actions, queries, sessions
from kentongan.networks.actions.custody import Decree
from kentongan.networks.connectors.bluesky.connector import BlueskyConnector
from kentongan.networks.models import Account, Credential, Custody, Health
from kentongan.people.models import Notice
from tests.cast import NOW, grant, make_user
from tests.networks.fakes import FakeConnector

DECREE = Decree("800/12/Kec-2026", date(2026, 1, 5))


def last_act() -> Entry:
    """The newest line of the ledger."""
    return Entry.objects.order_by("-seq")[0]


def test_an_account_is_registered_with_its_first_custodian(cast, make_account):
    account = make_account(
        "@Kec.Sumberjati", network="instagram", holder=cast.admin, decree=DECREE,
        from_date=date(2026, 2, 1),
    )  # fmt: skip
    assert account.handle == "kec.sumberjati"
    assert account.url == "https://www.instagram.com/kec.sumberjati/"
    assert account.health == Health.MANUAL
    custody = account.custodies.get()
    assert (custody.holder, custody.decree_number, custody.until_date) == (
        cast.admin, "800/12/Kec-2026", None,
    )  # fmt: skip
    entry = last_act()
    assert (entry.action, entry.unit_code, entry.actor_name) == (
        "account.register", cast.kecamatan.code, cast.sekcam.name,
    )  # fmt: skip
    assert entry.target_label == "@kec.sumberjati (Instagram)"


def test_an_account_on_a_network_with_a_connector_waits_to_be_connected(make_account):
    account = make_account(server="UJI.test/")
    assert (account.health, account.server) == (Health.UNCONNECTED, "https://uji.test")


@pytest.mark.parametrize(
    ("typed", "kept", "asked"),
    [
        ("", "", "https://bsky.social"),
        ("bsky.social/", "", "https://bsky.social"),
        ("pds.gemareka.example", "https://pds.gemareka.example", "https://pds.gemareka.example"),
    ],
)
def test_a_server_of_ones_own_is_asked_and_else_the_usual_one(make_account, typed, kept, asked):
    account = make_account("kec.gemareka.example", network="bluesky", server=typed)
    assert (account.server, sessions.server_of(account, BlueskyConnector)) == (kept, asked)


def test_an_account_can_be_in_the_register_only_once(cast, make_account):
    make_account("kec.sumberjati", network="instagram")
    with pytest.raises(Invalid) as caught:
        make_account("https://instagram.com/KEC.Sumberjati", network="instagram",
                     unit=cast.kecamatan_lain)  # fmt: skip
    assert "sudah terdaftar atas nama Kecamatan Sumberjati" in caught.value.fields["handle"][0]


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        ({"handle": ""}, "handle", "Isi nama akunnya"),
        ({"handle": "dua kata"}, "handle", "Contoh: @kec.titirwangi"),
        ({"handle": "x" * 301}, "handle", "Paling panjang 300"),
        ({"handle": "kec\u202ejati"}, "handle", "pembalik arah"),
        ({"handle": "kec\u200bjati"}, "handle", "tidak terlihat"),
        ({"handle": "kec\ud800"}, "handle", "rusak"),
        ({"display_name": "A\x00B"}, "display_name", "kendali"),
        ({"display_name": "x" * 201}, "display_name", "Paling panjang 200"),
        ({"url": "javascript:alert(1)"}, "url", "bukan tautan"),
        ({"url": "https://palsu.test/kec.titirwangi"}, "url", "bukan tautan Instagram"),
        ({"url": "https://" + "x" * 500}, "url", "Paling panjang 500"),
        ({"network": "friendster"}, "network", "dari daftar"),
        ({"network": "jejaring-uji", "server": ""}, "server", "alamat servernya"),
        ({"network": "jejaring-uji", "server": "http://uji.test"}, "server", "https://"),
        ({"network": "jejaring-uji", "server": "https://a:b@uji.test"}, "server", "nama pengguna"),
    ],
)
def test_bad_input_is_named_at_its_field(make_account, fields, where, words):
    given = {"network": "instagram", "handle": "kec.titirwangi", **fields}
    with pytest.raises(Invalid) as caught:
        make_account(given.pop("handle"), **given)
    assert words in caught.value.fields[where][0]
    assert not Account.objects.exists()


def test_all_wrong_fields_are_named_at_once(make_account):
    with pytest.raises(Invalid) as caught:
        make_account("dua kata", server="ftp://x", url="bukan tautan")
    assert set(caught.value.fields) == {"handle", "server", "url"}


def test_a_change_is_recorded_before_and_after(cast, make_account):
    account = make_account("kec.sumberjati", network="instagram")
    actions.edit(
        account, by=cast.sekcam, at=NOW, version=1, unit=cast.kelurahan, handle="kel.tegalwangi",
        display_name="Kelurahan Tegalwangi", url="https://instagram.com/kel.tegalwangi",
    )  # fmt: skip
    account.refresh_from_db()
    assert (account.unit, account.version) == (cast.kelurahan, 2)
    assert last_act().data["changes"]["handle"] == ["kec.sumberjati", "kel.tegalwangi"]


def test_a_stale_version_is_a_conflict_and_nothing_changes(cast, make_account):
    account = make_account("kec.sumberjati", network="instagram")
    same = {"by": cast.sekcam, "at": NOW, "unit": cast.kecamatan, "handle": "kec.sumberjati"}
    actions.edit(account, version=1, display_name="Pertama", **same)
    with pytest.raises(Conflict):
        actions.edit(account, version=1, display_name="Kedua", **same)
    account.refresh_from_db()
    assert account.display_name == "Pertama"


def test_saving_nothing_new_writes_nothing(cast, make_account):
    account = make_account("kec.sumberjati", network="instagram")
    count = Entry.objects.count()
    actions.edit(
        account, by=cast.sekcam, at=NOW, version=1, unit=cast.kecamatan, handle="@kec.sumberjati"
    )
    account.refresh_from_db()
    assert account.version == 1
    assert Entry.objects.count() == count


def test_another_name_or_server_needs_a_new_connection(cast, make_account):
    account = make_account(connected=True)
    actions.edit(
        account, by=cast.sekcam, at=NOW, version=1, unit=cast.kecamatan, handle="kec.baru",
        server=account.server,
    )  # fmt: skip
    account.refresh_from_db()
    assert (account.health, account.external_id) == (Health.UNCONNECTED, "")
    assert not Credential.objects.exists()


def test_closing_destroys_the_credential_and_ends_custody(cast, make_account):
    account = make_account(connected=True, holder=cast.admin)
    actions.close(account, by=cast.sekcam, at=NOW, reason="Digabung dengan akun kecamatan")
    assert not account.active
    assert not Credential.objects.exists()
    assert not account.custodies.filter(until_date=None).exists()
    assert last_act().data["reason"] == "Digabung dengan akun kecamatan"
    with pytest.raises(Conflict):
        actions.close(account, by=cast.sekcam, at=NOW, reason="lagi")
    actions.reopen(account, by=cast.sekcam, at=NOW)
    assert account.active
    assert account.health == Health.UNCONNECTED
    with pytest.raises(Conflict):
        actions.reopen(account, by=cast.sekcam, at=NOW)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "a\u202eb", "a\x00b"])
def test_closing_needs_a_readable_reason(cast, make_account, reason):
    with pytest.raises(Invalid) as caught:
        actions.close(make_account(), by=cast.sekcam, at=NOW, reason=reason)
    assert "reason" in caught.value.fields


def hand_over(account, cast, **changes):
    """A handover from whoever holds it to the sekcam."""
    given = {
        "by": cast.sekcam, "at": NOW, "holder": cast.sekcam, "decree": DECREE,
        "from_date": date(2026, 8, 1), **changes,
    }  # fmt: skip
    return actions.hand_over(account, **given)


def test_a_handover_ends_one_custody_and_begins_the_next(cast, make_account):
    account = make_account(holder=cast.admin, from_date=date(2026, 1, 1))
    first = account.custodies.get()
    hand_over(account, cast, replaces=first, note="Kata sandi sudah diganti.")
    first.refresh_from_db()
    assert first.until_date == date(2026, 8, 1)
    now = account.custodies.get(until_date=None)
    assert (now.holder, now.handed_over_by) == (cast.sekcam, cast.sekcam.name)
    assert [c.holder for c in queries.timeline(account)] == [cast.sekcam, cast.admin]
    data = last_act().data
    assert (data["from"], data["to"], data["decree"]) == (
        cast.admin.name, cast.sekcam.name, DECREE.number,
    )  # fmt: skip


def test_both_sides_of_a_handover_are_told_and_whoever_wrote_it_down_is_not(cast, make_account):
    account = make_account(holder=cast.admin, from_date=date(2026, 1, 1))
    hand_over(account, cast, replaces=account.custodies.get())
    former = Notice.objects.get()  # sekcam wrote it down for themselves
    assert former.user == cast.admin
    assert f"dipegang {cast.sekcam.name} mulai Sabtu, 1 Agustus 2026" in former.text
    hand_over(account, cast, holder=cast.camat)
    told = Notice.objects.get(user=cast.camat)
    assert "mulai Sabtu, 1 Agustus 2026" in told.text
    assert told.url == f"/akun/{account.pk}/"


def test_an_account_may_have_two_custodians(cast, make_account):
    account = make_account(holder=cast.admin)
    hand_over(account, cast)
    assert account.custodies.filter(until_date=None).count() == 2


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"decree": Decree("", date(2026, 1, 5))}, "decree_number"),
        ({"decree": Decree("800/1", None)}, "decree_date"),
        ({"decree": Decree("800/1", date(26, 1, 5))}, "decree_date"),
        ({"decree": Decree("8" * 121, date(2026, 1, 5))}, "decree_number"),
        ({"decree": Decree("800\u202e1", date(2026, 1, 5))}, "decree_number"),
        ({"from_date": date(226, 8, 1)}, "from_date"),
        ({"note": "x" * 501}, "note"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_a_handover_names_what_is_missing(cast, make_account, changes, where):
    account = make_account(holder=cast.admin)
    with pytest.raises(Invalid) as caught:
        hand_over(account, cast, **changes)
    assert where in caught.value.fields
    assert Custody.objects.count() == 1


def test_a_stranger_to_the_unit_cannot_hold_its_account(cast, make_account):
    with pytest.raises(Invalid) as caught:
        hand_over(make_account(), cast, holder=cast.admin_lain)
    assert "holder" in caught.value.fields
    helper = make_user("Tuti Alawiyah", cast.diskominfo)
    grant(helper, "admin_unit", cast.kecamatan)
    assert helper in access.possible_holders(cast.kecamatan)
    partner = make_user("Ketua KIM", cast.kecamatan, "mitra")
    assert partner not in access.possible_holders(cast.kecamatan)
    grant(partner, "admin_unit", cast.kecamatan)
    assert partner in access.possible_holders(cast.kecamatan)


def test_a_handover_before_the_old_custody_or_to_the_same_person_is_refused(cast, make_account):
    account = make_account(holder=cast.admin, from_date=date(2026, 8, 10))
    held = account.custodies.get()
    with pytest.raises(Invalid) as caught:
        hand_over(account, cast, replaces=held, from_date=date(2026, 8, 1))
    assert "from_date" in caught.value.fields
    with pytest.raises(Invalid) as caught:
        hand_over(account, cast, replaces=held, holder=cast.admin, from_date=date(2026, 8, 11))
    assert "holder" in caught.value.fields
    with pytest.raises(Invalid) as caught:
        hand_over(account, cast, holder=cast.admin, from_date=date(2026, 8, 11))
    assert "sudah memegang" in caught.value.fields["holder"][0]


def test_two_handovers_of_the_same_custody_are_a_conflict(cast, make_account):
    account = make_account(holder=cast.admin, from_date=date(2026, 1, 1))
    held = account.custodies.get()
    hand_over(account, cast, replaces=held)
    with pytest.raises(Conflict):
        hand_over(account, cast, replaces=held, holder=cast.camat)


def test_a_custody_may_end_without_a_successor(cast, make_account):
    account = make_account(holder=cast.admin, from_date=date(2026, 1, 1))
    held = account.custodies.get()
    with pytest.raises(Invalid):
        actions.end_custody(held, by=cast.sekcam, at=NOW, until_date=date(2025, 1, 1))
    actions.end_custody(held, by=cast.sekcam, at=NOW, until_date=NOW.date())
    assert held.until_date == NOW.date()
    assert last_act().action == "account.custody_end"


def test_access_is_a_fetch(cast, make_account):
    account = make_account()
    assert access.visible_account(cast.admin, account.pk) == account
    assert access.visible_account(cast.penyelia, account.pk) == account
    with pytest.raises(Missing):
        access.visible_account(cast.admin_lain, account.pk)
    with pytest.raises(NotAllowed):
        access.managed_account(cast.admin, account.pk)
    with pytest.raises(NotAllowed):
        access.connectable_account(cast.camat, account.pk)
    assert access.connectable_account(cast.admin, account.pk) == account
    assert list(access.visible_accounts(cast.camat_lain)) == []


def test_the_register_filters_and_counts(cast, make_account):
    make_account(connected=True)
    make_account("kel.tegalwangi", network="instagram", unit=cast.kelurahan,
                 display_name="Kelurahan Tegalwangi")  # fmt: skip
    shut = make_account("lama", network="tiktok")
    actions.close(shut, by=cast.sekcam, at=NOW, reason="tidak dipakai")

    def handles(**wanted: object) -> list[str]:
        return [a.handle for a in queries.register(cast.admin, queries.Wanted(**wanted))]

    assert handles() == ["kec.sumberjati", "kel.tegalwangi"]
    assert handles(unit=cast.kelurahan.code) == ["kel.tegalwangi"]
    assert handles(unit=cast.kecamatan.code) == ["kec.sumberjati", "kel.tegalwangi"]
    assert handles(unit=cast.kecamatan_lain.code) == []
    assert handles(network="instagram") == ["kel.tegalwangi"]
    assert handles(health="healthy") == ["kec.sumberjati"]
    assert handles(text="@KEL.teg") == ["kel.tegalwangi"]
    assert handles(closed=True) == ["lama"]
    assert queries.counts(cast.admin) == {"healthy": 1, "manual": 1, "all": 2}


def test_the_desk_names_trouble_and_sums_up_the_rest(cast, make_account):
    broken = make_account("rusak", connected=True)
    make_account("baik.satu", connected=True)
    make_account("baik.dua", connected=True)
    make_account("kec.sumberjati", network="tiktok")
    actions.mark_broken(broken, note="Izin dicabut", at=NOW)
    soon = make_account("habis", connected=True)
    Credential.objects.filter(account=soon).update(expires_at=NOW + timedelta(days=6, hours=1))
    actions.mark_expiring(soon, at=NOW)
    desk = queries.for_desk(cast.admin, cast.kecamatan, NOW)
    assert [(line.name, line.state, line.tone) for line in desk.lines] == [
        ("@rusak", "Terputus", "error"),
        ("@habis", "Habis 6 hari lagi", "warning"),
        ("@kec.sumberjati", "Unggah lewat HP", ""),
        ("2 akun lain", "Tersambung", ""),
    ]
    assert desk.broken == [broken]
    for hours, words in (
        (23, "Habis 1 hari lagi"),
        (14, "Habis hari ini"),
        (0, "Masa berlaku habis"),
    ):
        ends = NOW + timedelta(hours=hours)
        assert queries.health_words(soon, NOW, ends) == words, hours
    assert queries.for_desk(cast.admin_lain, cast.kecamatan, NOW).broken == []
    assert queries.for_desk(cast.camat, cast.kecamatan, NOW).broken == []


def test_the_limits_speak_the_words_of_the_check(network: type[FakeConnector]):
    from dataclasses import asdict

    from kentongan.compliance.draft import TextLimits
    from kentongan.networks.limits import text_limits

    told = TextLimits(**asdict(text_limits(network.code)))
    assert (told.label, told.max_text) == ("Jejaring Uji", 300)
    assert text_limits("x").link_length == 23
    assert text_limits("entah").max_text == 0
