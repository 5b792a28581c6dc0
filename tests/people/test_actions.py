"""Writes keep the tree a tree, the pemda governed, and nobody climbs by resetting passwords."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.ledger.verify import verify
from kentongan.people import actions, queries
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.people.permissions import can
from kentongan.people.tree import line_of
from tests.cast import NOW, PASSWORD, Cast, grant, make_user


def test_a_unit_never_hangs_below_itself(cast: Cast) -> None:
    for below in (cast.kecamatan, cast.desa):
        with pytest.raises(Invalid):
            actions.move_unit(cast.kecamatan, parent=below, by=cast.administrator, at=NOW)
    with pytest.raises(Invalid):
        actions.move_unit(cast.pemda, parent=cast.desa, by=cast.administrator, at=NOW)


def test_inherited_roles_follow_a_move(cast: Cast) -> None:
    actions.move_unit(cast.desa, parent=cast.kecamatan_lain, by=cast.administrator, at=NOW)
    assert not can(
        User.objects.get(pk=cast.camat.pk), "post.view", Unit.objects.get(pk=cast.desa.pk)
    )
    assert can(cast.camat_lain, "post.view", Unit.objects.get(pk=cast.desa.pk))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_any_series_of_moves_leaves_a_tree(moves: list[tuple[int, int]], cast: Cast) -> None:
    units = list(Unit.objects.order_by("code"))
    for what, where in moves:
        try:
            with transaction.atomic():
                actions.move_unit(units[what], parent=units[where], by=cast.administrator, at=NOW)
        except Invalid:
            continue
    assert all(line_of(unit.pk)[-1] == cast.pemda.pk for unit in units)


def test_a_unit_with_life_in_it_is_not_put_to_rest(cast: Cast) -> None:
    with pytest.raises(Conflict, match="2 unit"):
        actions.deactivate_unit(cast.kecamatan, by=cast.administrator, at=NOW)
    with pytest.raises(Conflict, match="1 orang"):
        actions.deactivate_unit(cast.kelurahan, by=cast.administrator, at=NOW)
    actions.deactivate_unit(cast.desa, by=cast.administrator, at=NOW)
    with pytest.raises(Invalid):
        actions.create_unit(
            by=cast.administrator, at=NOW, name="Dusun", code="dusun", type="desa",
            parent=Unit.objects.get(pk=cast.desa.pk),
        )  # fmt: skip
    actions.activate_unit(cast.desa, by=cast.administrator, at=NOW)
    assert Unit.objects.get(pk=cast.desa.pk).active


def test_only_those_who_manage_may_write(cast: Cast) -> None:
    attempts: list[Any] = [
        lambda: actions.edit_unit(cast.desa, by=cast.camat, at=NOW, name="X"),
        lambda: actions.move_unit(cast.desa, parent=cast.kelurahan, by=cast.camat, at=NOW),
        lambda: actions.set_office_hours(cast.desa, hours=None, by=cast.camat, at=NOW),
        lambda: actions.reset_password(cast.admin, by=cast.camat, at=NOW),
        lambda: actions.deactivate_person(cast.admin, by=cast.camat, at=NOW),
        lambda: actions.grant_role(cast.admin, role="piket", unit=cast.kecamatan, by=cast.camat,
                                   at=NOW),
        lambda: actions.sign_out_everywhere(cast.admin, by=cast.camat, at=NOW),
        lambda: actions.create_token(by=cast.camat, at=NOW, user=cast.camat, unit=cast.kecamatan,
                                     name="x"),
    ]  # fmt: skip
    before = Entry.objects.count()
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert Entry.objects.count() == before


def test_a_manager_of_people_cannot_climb_over_an_administrator(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.reset_password(cast.administrator, by=cast.pembina, at=NOW)
    with pytest.raises(NotAllowed):
        actions.grant_role(
            cast.pembina, role="administrator", unit=cast.pemda, by=cast.pembina, at=NOW
        )
    local = make_user("Kelola Lokal", cast.diskominfo, "pembina")
    with pytest.raises(NotAllowed):  # the person serves the whole pemda, the manager one dinas
        actions.reset_password(cast.penyelia, by=local, at=NOW)
    assert actions.reset_password(cast.penyelia, by=cast.pembina, at=NOW)


def test_the_last_administrator_stays(cast: Cast) -> None:
    row = RoleGrant.objects.get(role="administrator")
    with pytest.raises(Conflict):
        actions.revoke_role(row, by=cast.administrator, at=NOW)
    with pytest.raises(Conflict):
        actions.grant_role(
            cast.administrator, role="administrator", unit=cast.pemda,
            valid_until=date(2020, 1, 1), by=cast.administrator, at=NOW,
        )  # fmt: skip
    with pytest.raises(Conflict):
        actions.deactivate_person(cast.administrator, by=Actor.system("cli"), at=NOW)
    with pytest.raises(NotAllowed):
        actions.deactivate_person(cast.administrator, by=cast.administrator, at=NOW)
    grant(cast.pembina, "administrator", cast.pemda)
    actions.revoke_role(row, by=cast.pembina, at=NOW)
    assert not can(User.objects.get(pk=cast.administrator.pk), "system.manage", cast.pemda)


def test_granting_twice_changes_the_dates(cast: Cast) -> None:
    for until in (date(2026, 12, 31), date(2027, 6, 30)):
        actions.grant_role(
            cast.admin, role="piket", unit=cast.kecamatan, valid_until=until,
            by=cast.administrator, at=NOW,
        )  # fmt: skip
    assert RoleGrant.objects.get(user=cast.admin, role="piket").valid_until == date(2027, 6, 30)


def test_user_names_are_unique_whatever_their_case(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.create_person(
            by=cast.administrator, at=NOW, username="ASEP", name="Asep Dua", unit=cast.desa
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ASEP", name="x", unit=cast.desa, password="x", created_at=NOW)


def test_deactivation_revokes_tokens(cast: Cast) -> None:
    token, _secret = actions.create_token(
        by=cast.administrator, at=NOW, user=cast.admin, unit=cast.kecamatan, name="uji"
    )
    actions.deactivate_person(cast.admin, by=cast.administrator, at=NOW)
    token.refresh_from_db()
    assert token.revoked_at == NOW


def test_passwords_from_the_server(cast: Cast) -> None:
    epoch = cast.admin.session_epoch
    actions.set_password(cast.admin, password="sandi dari server", by=Actor.system("cli"), at=NOW)
    fresh = User.objects.get(pk=cast.admin.pk)
    assert fresh.check_password("sandi dari server")
    assert fresh.session_epoch == epoch + 1
    with pytest.raises(Invalid):
        actions.set_password(cast.admin, password="pendek", by=Actor.system("cli"), at=NOW)
    with pytest.raises(Invalid):
        actions.change_password(fresh, current=PASSWORD, new="sandi yang baru", at=NOW)


def test_office_hours_and_days_off_are_inherited(cast: Cast) -> None:
    from_root = queries.office_hours(cast.desa)
    assert from_root.as_json()["fri"] == ["07:30", "16:30"]
    hours = type(from_root).from_json({"mon": ["09:00", "12:00"]})
    actions.set_office_hours(cast.kecamatan, hours=hours, by=cast.administrator, at=NOW)
    desa = Unit.objects.get(pk=cast.desa.pk)
    assert queries.office_hours(desa) == hours
    day = NOW.date() + timedelta(days=20)
    actions.add_day_off(cast.kecamatan, day=day, name="Hari jadi", by=cast.administrator, at=NOW)
    assert queries.holidays(desa, day, day) == {day: "Hari jadi"}
    assert queries.holidays(cast.pemda, day, day) == {}
    christmas = date(2026, 12, 25)
    assert christmas in queries.holidays(desa, christmas, christmas)
    actions.add_day_off(
        desa, day=christmas, name="Piket", works=True, by=cast.administrator, at=NOW
    )
    assert queries.holidays(desa, christmas, christmas) == {}


TEXT = st.text(max_size=80)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=TEXT, code=TEXT, phone=TEXT, email=TEXT)
def test_any_input_is_taken_whole_or_refused_with_fields(
    cast: Cast, name: str, code: str, phone: str, email: str
) -> None:
    count = Unit.objects.count()
    problem = None
    try:
        with transaction.atomic():
            unit = actions.create_unit(
                by=cast.administrator, at=NOW, name=name, code=code, type="desa",
                parent=cast.kecamatan, contact_phones=[phone], contact_emails=[email],
            )  # fmt: skip
            unit.delete()
    except Invalid as refused:
        problem = refused
    assert problem is None or problem.fields
    assert Unit.objects.count() == count


def test_the_ledger_of_all_this_holds(cast: Cast) -> None:
    actions.edit_unit(cast.desa, by=cast.administrator, at=NOW, name="Desa Karang Sari")
    actions.reset_password(cast.admin, by=cast.administrator, at=NOW)
    entry = Entry.objects.get(action="unit.edit")
    assert entry.data == {"name": {"dari": "Desa Karangsari", "ke": "Desa Karang Sari"}}
    assert verify().ok
