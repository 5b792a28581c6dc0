"""Roles are inherited downwards, end with their dates, and cost next to nothing to ask."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from kentongan.kernel.errors import Missing, NotAllowed
from kentongan.people import access
from kentongan.people.models import Absence, RoleGrant, Unit, User
from kentongan.people.permissions import (
    acting_as,
    can,
    forget,
    holders,
    require,
    units_for,
)
from tests.cast import NOW, Cast, grant, make_unit, make_user


def test_a_role_holds_for_everything_below_its_unit(cast: Cast) -> None:
    assert can(cast.camat, "approval.decide", cast.kecamatan)
    assert can(cast.camat, "approval.decide", cast.desa)
    assert not can(cast.camat, "approval.decide", cast.pemda)
    assert not can(cast.camat, "approval.decide", cast.kecamatan_lain)


def test_nobody_and_the_deactivated_may_nothing(cast: Cast) -> None:
    assert not can(AnonymousUser(), "unit.view", cast.pemda)
    cast.camat.is_active = False
    assert not can(cast.camat, "unit.view", cast.kecamatan)
    assert not units_for(cast.camat, "unit.view").exists()


def test_an_unknown_permission_is_a_bug(cast: Cast) -> None:
    with pytest.raises(ValueError, match=r"post\.fly"):
        can(cast.camat, "post.fly", cast.kecamatan)


def test_units_for_includes_the_branch_and_works_as_a_subquery(cast: Cast) -> None:
    units = units_for(cast.camat, "post.view")
    assert {u.code for u in units} == {"kec-sumberjati", "kel-tegalwangi", "desa-karangsari"}
    assert set(User.objects.filter(unit__in=units)) == {
        cast.camat,
        cast.sekcam,
        cast.admin,
        cast.lurah,
    }
    assert units.filter(type="desa").get() == cast.desa


def test_a_dated_grant_holds_on_its_days_only(cast: Cast) -> None:
    row = RoleGrant.objects.get(user=cast.camat)
    row.valid_from, row.valid_until = date(2026, 8, 12), date(2026, 8, 13)
    row.save()
    forget(cast.camat)
    local_midnight = NOW.replace(hour=17, day=11)
    assert can(cast.camat, "unit.view", cast.kecamatan, local_midnight)
    assert not can(cast.camat, "unit.view", cast.kecamatan, local_midnight - timedelta(seconds=1))
    assert can(cast.camat, "unit.view", cast.kecamatan, local_midnight + timedelta(hours=47))
    assert not can(cast.camat, "unit.view", cast.kecamatan, local_midnight + timedelta(hours=48))


def test_questions_cost_two_statements_a_request(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    user = User.objects.get(pk=cast.camat.pk)
    with django_assert_max_num_queries(2):
        for permission in ("unit.view", "post.view", "approval.decide", "ledger.view"):
            assert can(user, permission, cast.desa)
        assert not can(user, "system.manage", cast.desa)


def test_holders_come_nearest_first_and_once(cast: Cast, django_assert_num_queries: Any) -> None:
    grant(cast.penyelia, "pimpinan_unit", cast.pemda)
    with django_assert_num_queries(2):
        found = holders(["pimpinan_unit", "penyelia"], cast.kelurahan, NOW)
    assert found == [cast.lurah, cast.camat, cast.penyelia]


def test_holders_leave_out_the_deactivated_and_the_expired(cast: Cast) -> None:
    User.objects.filter(pk=cast.lurah.pk).update(is_active=False)
    RoleGrant.objects.filter(user=cast.camat).update(valid_until=date(2026, 1, 1))
    assert holders(["pimpinan_unit"], cast.kelurahan, NOW) == []


def test_holders_prefer_the_first_role_at_the_same_unit(cast: Cast) -> None:
    assert holders(["pemeriksa_unit", "pimpinan_unit"], cast.kecamatan, NOW) == [
        cast.sekcam,
        cast.camat,
    ]


def test_a_deputy_stands_in_on_the_days_of_absence(cast: Cast) -> None:
    Absence.objects.create(
        user=cast.camat,
        deputy=cast.sekcam,
        from_date=date(2026, 8, 12),
        until_date=date(2026, 8, 14),
    )
    assert acting_as(cast.sekcam, date(2026, 8, 12)) == [cast.camat]
    assert acting_as(cast.sekcam, date(2026, 8, 15)) == []
    assert acting_as(cast.admin, date(2026, 8, 12)) == []


def test_require_names_the_unit(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Kecamatan Ciranji"):
        require(cast.camat, "approval.decide", cast.kecamatan_lain)


def test_what_is_out_of_sight_does_not_exist(cast: Cast) -> None:
    assert access.unit_for(cast.camat, "desa-karangsari") == cast.desa
    with pytest.raises(Missing):
        access.unit_for(cast.camat, "kec-ciranji")
    with pytest.raises(Missing):
        access.unit_for(cast.camat, "kec-ciranji", "unit.manage")
    with pytest.raises(NotAllowed):
        access.unit_for(cast.camat, "kec-sumberjati", "unit.manage")
    with pytest.raises(Missing):
        access.person_for(cast.camat, cast.admin_lain.pk)
    assert access.person_for(cast.camat, cast.admin.pk) == cast.admin
    assert access.person_for(cast.admin, cast.admin.pk) == cast.admin


def test_the_number_of_statements_does_not_grow_with_the_tree(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    parent: Unit = cast.kelurahan
    for level in range(12):
        parent = make_unit(f"RW {level}", parent, "uptd")
    deep = make_user("Cecep Deep", parent)
    user = User.objects.get(pk=cast.camat.pk)
    with django_assert_num_queries(2):
        assert can(user, "post.view", deep.unit)
    with django_assert_num_queries(1):
        assert len(units_for(user, "post.view")) == 15
