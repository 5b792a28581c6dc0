"""Adjusting the check: what is stored, what is refused, who may soften what, nearest wins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.compliance import actions
from kentongan.compliance.draft import Severity
from kentongan.compliance.facts import facts_for
from kentongan.compliance.levels import can_be_must, softens
from kentongan.compliance.models import Adjustment
from kentongan.compliance.rules import rules_by_id
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.ledger.models import Entry
from kentongan.people.models import User
from tests.cast import NOW, Cast, grant, make_user

REASON = "Nomor layanan, SK 12"
LONG = "readability.long_sentence"
PARTY = "neutrality.party"
NIK = "personal_data.nik"


def last_act() -> Entry:
    return Entry.objects.order_by("-seq")[0]


def adjust(cast: Cast, kind: str = "phone", *values: str, **changes: object) -> list[Adjustment]:
    given = {
        "unit": cast.kecamatan,
        "reason": REASON,
        "by": cast.pembina,
        "values": values or ("0812-3344-5566",),
        **({"setting": "weigh"} if kind == "watch" else {}),
        **changes,
    }
    return actions.adjust(kind=kind, at=NOW, **given)  # type: ignore[arg-type]


def set_rule(cast: Cast, rule: str, setting: str, **changes: object) -> Adjustment | None:
    given = {"unit": cast.kecamatan, "reason": "Kebutuhan layanan", "by": cast.pembina, **changes}
    return actions.set_rule(rule=rule, setting=setting, at=NOW, **given)  # type: ignore[arg-type]


@pytest.fixture
def local(cast: Cast) -> User:
    """Somebody who manages the rules of the kecamatan, and of it alone."""
    person = make_user("Tatang Sutisna", cast.kecamatan)
    grant(person, "pembina", cast.kecamatan)
    return person


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("phone", "+62 812-3344-5566", "081233445566"),
        ("phone", "(0233) 281234", "0233281234"),
        ("email", "Layanan@Gmail.com", "layanan@gmail.com"),
        ("email", "@bumdes.co.id", "@bumdes.co.id"),
        ("term", "  Jalan   Golkar Lama ", "Jalan Golkar Lama"),
        ("address", " Jl. Merdeka  No. 12", "Jl. Merdeka No. 12"),
        ("domain", "https://www.RawaJati.go.id/berita", "rawajati.go.id"),
        ("word", "Ngabuburit", "ngabuburit"),
        ("word", "alun-alun", "alun-alun"),
        ("watch", "Bansos Bupati", "Bansos Bupati"),
    ],
)
def test_an_adjustment_is_stored_as_it_is_compared(
    cast: Cast, kind: str, value: str, stored: str
) -> None:
    (made,) = adjust(cast, kind, value)
    assert (made.value, made.added_by) == (stored, cast.pembina.name)
    entry = last_act()
    assert (entry.action, entry.unit_code, entry.target_label) == (
        "rules.adjust", cast.kecamatan.code, stored,
    )  # fmt: skip
    assert (entry.data["kind"], entry.data["reason"]) == (kind, REASON)


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("phone", "", "value"), ("phone", "12", "value"), ("phone", "0812 atau 0813", "value"),
        ("email", "asep", "value"), ("email", "a@b", "value"), ("term", "ab", "value"),
        ("term", "x" * 200, "value"), ("term", "...", "value"), ("term", "a\u202eb c", "value"),
        ("term", "a\x00bc", "value"), ("term", "nol\u200blebar", "value"), ("nik",
        "3210011203850001", "kind"), ("rule", PARTY, "kind"), ("address", "12", "value"),
        ("domain", "rawajati", "value"), ("domain", "rawa jati.go.id", "value"),
        ("domain", "rаwajati.go.id", "value"), ("domain", "go.id", "value"),
        ("domain", "https://www.desa.id/", "value"), ("domain", "bit.ly", "value"),
        ("email", "@gmail.com", "value"), ("email", "@co.id", "value"),
        ("word", "dua kata", "value"),
        ("word", "abc123", "value"), ("watch", "..", "value"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_at_its_field(cast: Cast, kind: str, value: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        adjust(cast, kind, value)
    assert list(caught.value.fields) == [field]
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize("reason", ["", "ok", "x" * 301, "a\x00bcdef"])
def test_an_adjustment_needs_a_reason(cast: Cast, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        adjust(cast, reason=reason)
    assert "reason" in caught.value.fields


def test_a_watched_word_says_how_sternly_it_is_reported(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        adjust(cast, "watch", "bansos bupati", setting="off", message="x" * 301)
    assert set(caught.value.fields) == {"setting", "message"}
    (made,) = adjust(cast, "watch", "bansos bupati", setting="must", message=" Dari  negara. ")
    assert (made.setting, made.message) == ("must", "Dari negara.")
    assert last_act().data["setting"] == "must"


def test_the_same_value_twice_is_refused(cast: Cast) -> None:
    adjust(cast)
    with pytest.raises(Invalid, match="sudah ada"):
        adjust(cast, "phone", "62 812 3344 5566")
    adjust(cast, "phone", "62 812 3344 5566", unit=cast.pemda)


def test_a_batch_is_written_as_a_whole_with_one_line_in_the_ledger(cast: Cast) -> None:
    before = Entry.objects.count()
    made = adjust(cast, "word", "ngabuburit", "", "botram", "  ", "hatur")
    assert [row.value for row in made] == ["ngabuburit", "botram", "hatur"]
    assert Entry.objects.count() == before + 1
    assert last_act().data["values"] == ["ngabuburit", "botram", "hatur"]


def test_a_batch_with_a_bad_line_writes_nothing_and_names_every_bad_line(cast: Cast) -> None:
    adjust(cast, "word", "botram")
    with pytest.raises(Invalid) as caught:
        adjust(cast, "word", "hatur", "", "dua kata", "Hatur", "a1")
    assert [line.split(",")[0] for line in caught.value.fields["value"]] == [
        "Baris 3", "Baris 4", "Baris 5",
    ]  # fmt: skip
    with pytest.raises(Invalid) as caught:
        adjust(cast, "word", "hatur", "Botram")
    assert caught.value.fields["value"] == ["Baris 2, “Botram”: sudah ada di daftar unit ini."]
    assert Adjustment.objects.count() == 1


def test_a_batch_has_an_end(cast: Cast) -> None:
    with pytest.raises(Invalid, match="500"):
        adjust(cast, "phone", *(f"08120000{n:04}" for n in range(501)))


def test_a_batch_costs_few_statements(cast: Cast, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(25):
        adjust(cast, "phone", *(f"08120000{n:04}" for n in range(300)))


def test_who_may_not_manage_rules_changes_nothing(cast: Cast, local: User) -> None:
    for person in (cast.admin, cast.camat, cast.penyelia, cast.admin_pusat, cast.camat_lain):
        with pytest.raises(NotAllowed):
            adjust(cast, by=person)
        with pytest.raises(NotAllowed):
            set_rule(cast, LONG, "off", by=person)
    for unit in (cast.pemda, cast.kecamatan_lain):
        with pytest.raises(NotAllowed):
            adjust(cast, by=local, unit=unit)
        with pytest.raises(NotAllowed):
            set_rule(cast, LONG, "off", by=local, unit=unit)


def test_an_adjustment_is_put_right_and_the_ledger_tells_what_it_was(cast: Cast) -> None:
    (made,) = adjust(cast, "watch", "bansos bupati", message="Dari negara.")
    given = {"reason": REASON, "by": cast.pembina, "at": NOW + timedelta(minutes=5)}
    changed = actions.amend(
        made, value="bansos pak bupati", setting="must", message="Dari negara.", **given
    )
    assert (changed.value, changed.setting) == ("bansos pak bupati", "must")
    assert [(w.text, w.severity) for w in facts_for(cast.desa, NOW).watched] == [
        ("bansos pak bupati", Severity.MUST)
    ]
    entry = last_act()
    assert entry.action == "rules.amend"
    assert entry.data["before"] == {"value": "bansos bupati", "setting": "weigh"}
    before = Entry.objects.count()
    actions.amend(
        changed, value="bansos pak bupati", setting="must", message="Dari negara.", **given
    )
    assert Entry.objects.count() == before, "nothing changed, nothing to tell"


def test_an_adjustment_put_right_keeps_to_what_one_added_must_keep_to(
    cast: Cast, local: User
) -> None:
    adjust(cast, "word", "botram")
    (made,) = adjust(cast, "word", "hatur")
    given = {"reason": REASON, "by": cast.pembina, "at": NOW}
    for value in ("dua kata", "", "BOTRAM"):
        with pytest.raises(Invalid) as caught:
            actions.amend(made, value=value, **given)
        assert list(caught.value.fields) == ["value"]
        assert "Baris" not in caught.value.fields["value"][0]
    with pytest.raises(Invalid):
        actions.amend(made, value="hatur", **{**given, "reason": ""})
    with pytest.raises(NotAllowed):
        actions.amend(made, value="haturan", **{**given, "by": cast.camat_lain})
    assert actions.amend(made, value="Haturan", **given).value == "haturan"
    (stale,) = adjust(cast, "word", "punten")
    actions.withdraw(stale, reason="Tidak perlu lagi", by=cast.pembina, at=NOW)
    with pytest.raises(Conflict):
        actions.amend(stale, value="hapunten", **given)


def test_an_adjustment_is_taken_back_with_a_reason(cast: Cast) -> None:
    (made,) = adjust(cast)
    with pytest.raises(Invalid):
        actions.withdraw(made, reason="", by=cast.pembina, at=NOW)
    with pytest.raises(NotAllowed):
        actions.withdraw(made, reason="Nomor sudah mati", by=cast.camat_lain, at=NOW)
    actions.withdraw(made, reason="Nomor sudah mati", by=cast.pembina, at=NOW)
    assert not Adjustment.objects.exists()
    assert (last_act().action, last_act().data["reason"]) == ("rules.unadjust", "Nomor sudah mati")
    with pytest.raises(Conflict):
        actions.withdraw(made, reason="Sekali lagi", by=cast.pembina, at=NOW)


def test_a_rule_is_set_for_a_unit_and_given_back(cast: Cast) -> None:
    made = set_rule(cast, LONG, "off")
    assert made is not None
    assert facts_for(cast.desa, NOW).overrides == {LONG: "off"}
    entry = last_act()
    assert (entry.action, entry.target_id) == ("rules.set", LONG)
    assert entry.data == {"before": "inherit", "setting": "off", "reason": "Kebutuhan layanan"}
    set_rule(cast, LONG, "must")
    assert Adjustment.objects.get().setting == "must"
    assert last_act().data["before"] == "off"
    assert set_rule(cast, LONG, "standard") is None
    assert not Adjustment.objects.exists()
    assert last_act().data["setting"] == "standard"


def test_the_standard_is_given_back_below_a_unit_that_set_it_otherwise(cast: Cast) -> None:
    set_rule(cast, LONG, "off", unit=cast.pemda)
    made = set_rule(cast, LONG, "standard")
    assert made is not None
    assert facts_for(cast.pemda, NOW).overrides == {LONG: "off"}
    assert facts_for(cast.desa, NOW).overrides == {}
    actions.withdraw(made, reason="Ikut kabupaten lagi", by=cast.pembina, at=NOW)
    assert facts_for(cast.desa, NOW).overrides == {LONG: "off"}
    assert (last_act().action, last_act().data["setting"]) == ("rules.set", "inherit")


@pytest.mark.parametrize(
    ("rule", "setting", "reason", "error"),
    [
        (LONG, "loud", "Kebutuhan layanan", Invalid), (LONG, "off", "", Invalid),
        (LONG, "standard", "Kebutuhan layanan", Invalid),
        ("tidak.ada", "off", "Kebutuhan layanan", Missing),
    ],
)  # fmt: skip
def test_a_setting_that_is_none_is_refused(
    cast: Cast, rule: str, setting: str, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        set_rule(cast, rule, setting, reason=reason)
    assert not Adjustment.objects.exists()


def test_the_same_setting_twice_is_no_change(cast: Cast) -> None:
    set_rule(cast, LONG, "hint")
    with pytest.raises(Invalid, match="memang sudah begitu"):
        set_rule(cast, LONG, "hint")


@pytest.mark.parametrize("rule", [PARTY, NIK])
@pytest.mark.parametrize("setting", ["off", "hint", "weigh"])
def test_only_the_top_softens_what_protects_people_and_the_pemda(
    cast: Cast, local: User, rule: str, setting: str
) -> None:
    with pytest.raises(Invalid, match="puncak") as caught:
        set_rule(cast, rule, setting, by=local)
    assert list(caught.value.fields) == ["setting"]
    assert set_rule(cast, rule, setting) is not None, "the pembina of the whole pemda may"


def test_below_the_top_a_guarded_rule_may_be_sharpened_and_others_set_freely(
    cast: Cast, local: User
) -> None:
    assert set_rule(cast, PARTY, "must", by=local)
    assert set_rule(cast, PARTY, "standard", by=local) is None
    assert set_rule(cast, LONG, "off", by=local)


def test_below_the_top_nobody_undoes_what_the_top_has_sharpened(cast: Cast, local: User) -> None:
    set_rule(cast, PARTY, "must", unit=cast.pemda)
    for setting in ("standard", "weigh", "off"):
        with pytest.raises(Invalid, match="puncak"):
            set_rule(cast, PARTY, setting, by=local)


def test_what_softening_means() -> None:
    party, sentence = rules_by_id()[PARTY], rules_by_id()[LONG]
    assert can_be_must(party)
    assert softens(party, "weigh")
    assert not softens(party, "must")
    assert not softens(party, "standard")
    assert softens(party, "standard", inherited="must")
    assert not softens(sentence, "off", inherited="must")
    assert sentence.severity is not Severity.MUST
