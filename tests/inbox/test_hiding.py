"""What is hidden by a rule is hidden on the network too: told once, and undone the same way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.delivery.models import Act, Delivery
from kentongan.inbox.actions import hiding, intake
from kentongan.inbox.models import Case, Channel, Hiding, Message
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.networks.contract import OutcomeUnknown, Refused, Way, taken_away
from kentongan.networks.models import Account, Health
from kentongan.people.models import Notice
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji
from tests.inbox.conftest import comment

CaseOf = Callable[..., Case]
Work = Callable[[], int]
SPAM = "gacor parah klik bio"


def covered(case: Case, cast: Cast) -> Hiding:
    """The message of the case, hidden by the rule against gambling."""
    message = case.messages.get()
    return hiding.ask(message, by=cast.admin, at=NOW, rule="gambling", reason="Situs judi")


def test_what_a_rule_hides_is_hidden_on_the_network_once(
    case_of: CaseOf, cast: Cast, network: type[Uji], work: Work
) -> None:
    case = case_of(SPAM)
    row = covered(case, cast)
    work()
    work()
    assert network.calls == ["hide"]
    assert network.hidden == {case.messages.get().external_id}
    assert row.delivery is not None
    assert Delivery.objects.get().state == "sent"


def test_nothing_leaves_before_the_second_person_agreed(
    case_of: CaseOf, cast: Cast, network: type[Uji], work: Work
) -> None:
    message = case_of("Jalan rusak, awas kalian").messages.get()
    row = hiding.ask(message, by=cast.sekcam, at=NOW, rule="threat", reason="Ancaman")
    work()
    assert network.calls == []
    hiding.decide(row, by=cast.camat, at=NOW, agree=True)
    work()
    assert network.hidden == {message.external_id}


def test_what_is_shown_again_is_shown_on_the_network(
    case_of: CaseOf, cast: Cast, network: type[Uji], work: Work
) -> None:
    row = covered(case_of(SPAM), cast)
    work()
    hiding.show(row, by=cast.camat, at=NOW, reason="Tentang burung.")
    work()
    assert network.calls == ["hide", "unhide"]
    assert network.hidden == set()


def test_thought_better_of_at_once_nothing_leaves(
    case_of: CaseOf, cast: Cast, network: type[Uji], work: Work
) -> None:
    row = covered(case_of(SPAM), cast)
    hiding.show(row, by=cast.camat, at=NOW, reason="Salah pilih.")
    work()
    assert network.calls == []
    assert Delivery.objects.get().state == "cancelled"


def test_a_lost_answer_is_asked_again_and_not_undone_meanwhile(
    case_of: CaseOf, cast: Cast, network: type[Uji], work: Work, clock: FrozenClock
) -> None:
    row = covered(case_of(SPAM), cast)
    network.script = [OutcomeUnknown("jawaban hilang")]
    work()
    with pytest.raises(Conflict):
        hiding.show(row, by=cast.camat, at=NOW, reason="Tentang burung.")
    for _ in range(3):
        clock.advance(minutes=1)
        work()
    assert len(network.hidden) == 1
    hiding.show(row, by=cast.camat, at=clock.now(), reason="Tentang burung.")
    work()
    assert network.hidden == set()


def test_what_the_network_refuses_is_told_to_whoever_decided(
    case_of: CaseOf, cast: Cast, network: type[Uji], work: Work, client: Client
) -> None:
    case = case_of(SPAM)
    network.script = [Refused("Komentarnya sudah tidak ada.")]
    covered(case, cast)
    work()
    assert Notice.objects.filter(user=cast.admin, text__contains="sudah tidak ada").exists()
    sign_in(client, cast.admin)
    page = client.get(f"/kotak-masuk/{case.number}/").content.decode()
    assert "Belum tersembunyi di Jejaring Uji" in page


def test_what_is_refused_about_hiding_comes_back_with_what_was_typed(
    case_of: CaseOf, cast: Cast, client: Client
) -> None:
    message = case_of(SPAM).messages.get()
    sign_in(client, cast.admin)
    form = {"rule": "threat", "reason": "Mengancam \u202epetugas"}
    answer = client.post(reverse("inbox:hide", args=[message.pk]), form)
    assert answer.status_code == 422
    assert "pembalik arah tulisan" in answer.text
    assert f'value="{form["reason"]}"' in answer.text
    assert '<option value="threat" selected>' in answer.text
    assert not Hiding.objects.exists()


def test_whoever_asked_is_told_why_it_stays_and_the_page_keeps_both_reasons(
    case_of: CaseOf, cast: Cast, client: Client
) -> None:
    case = case_of("Jalan rusak, awas kalian")
    message = case.messages.get()
    row = hiding.ask(message, by=cast.sekcam, at=NOW, rule="threat", reason="Mengancam petugas")
    hiding.decide(row, by=cast.camat, at=NOW, agree=False, answer="Ini kiasan orang kesal.")
    notice = Notice.objects.get(user=cast.sekcam)
    assert "Ini kiasan orang kesal." in notice.text
    sign_in(client, cast.admin)
    address = f"/kotak-masuk/{case.number}/"
    assert f"{cast.camat.name}: Ini kiasan orang kesal." in client.get(address).text
    row = hiding.ask(message, by=cast.sekcam, at=NOW, rule="threat", reason="Mengancam lagi")
    hiding.decide(row, by=cast.camat, at=NOW, agree=True)
    page = client.get(address).text
    assert f"Ancaman kekerasan. {cast.sekcam.name}: Mengancam lagi" in page
    assert f"Disetujui {cast.camat.name}." in page


def test_a_message_we_hid_is_not_called_deleted_where_it_is_listed_no_longer(
    case_of: CaseOf, cast: Cast, account: Account
) -> None:
    case = case_of(SPAM)
    covered(case, cast)
    message = case.messages.get()
    later = NOW + timedelta(minutes=5)
    intake.take_in(account, [taken_away(message.external_id, at=later)], at=later)
    message.refresh_from_db()
    assert (message.gone_at, message.text) == (None, SPAM)


@pytest.mark.parametrize("way", ["private", "by hand", "form"])
def test_where_no_network_hides_it_nothing_is_planned(
    case_of: CaseOf, cast: Cast, account: Account, times: None, way: str
) -> None:
    if way == "form":
        case = intake.take_in_own(cast.kecamatan, Channel.FORM, comment(SPAM), at=NOW)
    else:
        case = case_of(SPAM, way=Way.DIRECT if way == "private" else Way.COMMENT, post="")
    if way == "by hand":
        Account.objects.update(health=Health.MANUAL)
    assert covered(Case.objects.get(pk=case.pk), cast).delivery is None
    assert Message.objects.get().hidden_at == NOW
    assert not Delivery.objects.filter(act=Act.HIDE).exists()
