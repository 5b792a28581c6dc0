"""Rotation of the encryption keys: every credential under the newest one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.kernel.actor import Actor
from kentongan.ledger import actions as ledger
from kentongan.networks.actions.recording import SYSTEM, actor_of
from kentongan.networks.models import Credential
from kentongan.people.models import User


@dataclass(frozen=True, slots=True)
class Recrypted:
    """How many credentials were encrypted anew, and accounts whose key is gone."""

    done: int
    unreadable: tuple[str, ...] = ()


def reencrypt_all(*, by: Actor | User = SYSTEM, at: datetime) -> Recrypted:
    """Encrypt every credential with the first key of the ring, so that older keys can go.

    Row by row under a lock, so that a credential renewed meanwhile is not overwritten. Those
    whose key is missing are left as they are and named.
    """
    done, unreadable = 0, []
    for pk, handle in Credential.objects.values_list("pk", "account__handle").order_by("pk"):
        try:
            with transaction.atomic():
                held = Credential.objects.select_for_update().filter(pk=pk).first()
                if held is not None:
                    held.save(update_fields=["secret"])
                    done += 1
        except ImproperlyConfigured:
            unreadable.append(handle)
    with transaction.atomic():
        ledger.record(
            by=actor_of(by),
            at=at,
            action="credential.reencrypt",
            target=("credential", "", _("semua akun")),
            data={"done": done, "unreadable": unreadable},
        )
    return Recrypted(done, tuple(unreadable))
