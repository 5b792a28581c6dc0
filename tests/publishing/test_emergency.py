"""What became of an emergency between its going out and its review."""

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.approval import actions as approval
from kentongan.approval.models import ApprovalRequest
from kentongan.delivery.models import Delivery
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.people.models import Notice
from kentongan.planning import actions as planning
from kentongan.planning.models import Post
from kentongan.publishing import actions
from tests.cast import NOW, Cast, sign_in
from tests.publishing.conftest import TEXT, Approve, Write
from tests.publishing.test_pages import Work, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]


@pytest.fixture
def live(write: Write, cast: Cast, work: Work) -> Post:
    """Live by the emergency path, not reviewed yet."""
    post = write("Banjir bandang", kind="darurat-keselamatan")
    actions.emergency(post, by=cast.camat, at=NOW, version=post.version, reason="Air naik cepat")
    work()
    post.refresh_from_db()
    assert post.state == "published"
    return post


def correct(post: Post, cast: Cast, clock: FrozenClock) -> None:
    actions.revise(post, by=cast.admin, at=clock.now())
    post.refresh_from_db()
    planning.save_draft(
        post_id=post.pk, version=post.version, by=cast.admin, at=clock.now(), text=f"{TEXT} Datang."
    )
    post.refresh_from_db()


def answer(client: Client, verdict: str, reason: str = "") -> tuple[int, str]:
    request = ApprovalRequest.objects.get(review_after=True)
    given = {"verdict": verdict, "expected_hash": request.revision_hash, "reason": reason}
    said = say(client, "approval:decide", request.pk, **given)
    return said.status_code, client.get(said["Location"], follow=True).text if said.has_header(
        "Location"
    ) else said.text


def test_what_is_corrected_before_its_review_is_reviewed_as_it_went_out(
    client: Client, live: Post, cast: Cast, clock: FrozenClock, approve: Approve, work: Work
) -> None:
    correct(live, cast, clock)
    with pytest.raises(Conflict, match="ditinjau"):  # one at a time, and it says which
        approval.submit(live, by=cast.admin, at=clock.now(), version=live.version)
    sign_in(client, cast.penyelia)
    assert answer(client, "approve")[0] == 302
    assert ApprovalRequest.objects.get().state == "approved"
    clock.advance(minutes=5)
    approve(live, clock.now(), cast.penyelia)
    work()
    assert Delivery.objects.get(act="edit").state == "sent"


def test_what_was_taken_down_before_its_review_is_not_said_to_be_live(
    client: Client, live: Post, cast: Cast, clock: FrozenClock, work: Work
) -> None:
    actions.withdraw(live, by=cast.admin, at=clock.now(), reason="Jalannya keliru")
    work()
    sign_in(client, cast.penyelia)
    page = client.get(reverse("approval:request", args=[ApprovalRequest.objects.get().pk])).text
    assert "Minta ditarik" not in page
    assert "Sudah ditarik" in page
    status, told = answer(client, "return", "Jalannya salah.")
    assert status == 409
    assert "Jalannya salah." in told
    assert not Notice.objects.filter(text__contains="ditarik:").exists()
    assert answer(client, "approve")[0] == 302


def test_a_review_that_asks_for_withdrawal_returned_nothing(
    client: Client, live: Post, cast: Cast
) -> None:
    sign_in(client, cast.penyelia)
    assert answer(client, "return", "Jalannya salah.")[0] == 302
    request = ApprovalRequest.objects.get()
    for page in (
        reverse("approval:request", args=[request.pk]),
        reverse("publishing:post", args=[live.pk]),
        reverse("approval:done"),
    ):
        said = client.get(page).text
        assert "Meminta ditarik" in said or "Diminta ditarik" in said, page
        assert "engembalikan" not in said, page
        assert "Dikembalikan" not in said, page
