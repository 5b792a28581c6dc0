"""Every write of chains: set one, take one away, put back what shipped.

Requests copy their steps, so whatever is open goes on as it was put forward.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db import IntegrityError, transaction

from kentongan.approval.access import GOVERN
from kentongan.approval.models import Chain, ChainStep
from kentongan.approval.scopes import (
    DECIDING,
    LONGEST,
    MOST_STEPS,
    REVIEW_WITHIN,
    SHORTEST,
    TOLD,
    Scope,
)
from kentongan.approval.shipped import shipped
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, within
from kentongan.ledger import actions as ledger
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.stale import fingerprint, still

Steps = Sequence[dict[str, Any]]
SHORTEST_REASON = 5


def fingerprint_of(chain: Chain | None) -> str:
    """How a chain stands, for a form to carry; the same for none wherever there is none."""
    return fingerprint(chain or Chain(), _COMPARED)


_COMPARED = ("note", "written")


def set_chain(
    scope: Scope, *, steps: Steps, note: str, reason: str, seen: str, by: User, at: datetime
) -> Chain:
    """Let posts of ``scope`` pass these steps from now on: a chain of their own, or a changed one.

    Raises ``Invalid`` naming fields (``note``, ``reason``, ``0.roles`` …), ``Conflict`` where
    somebody else changed it since ``seen``, ``NotAllowed``.
    """
    root = _governed(by, at)
    kept = [_checked(number, step) for number, step in enumerate(steps)]
    _check_all(scope, kept)
    words = within(clean_line(note, field="note"), 300, field="note")
    why = _reason(reason)
    with transaction.atomic():
        chain = _held(scope)
        _still(chain, seen)
        before = _stand(chain)
        if before == {"note": words, "steps": kept}:
            raise Invalid(_("Belum ada yang diubah."))
        made = _write(scope, chain, kept, words)
        act = "set" if before else "add"
        _record(root, act, made, scope, before, why, by=by, at=at)
    return made


def release(scope: Scope, *, reason: str, seen: str, by: User, at: datetime) -> None:
    """Take a chain away: what holds without it holds again. The row stays, not in use, so that a
    later start does not bring it back."""
    root = _governed(by, at)
    if not scope.removable:
        raise Invalid(_("Jenjang ini tidak bisa dilepas."))
    why = _reason(reason)
    with transaction.atomic():
        chain = _held(scope)
        if chain is None or not chain.active:
            raise Missing(_("Jenjang itu sudah dilepas."))
        _still(chain, seen)
        before = _stand(chain)
        chain.active = False
        chain.save(update_fields=["active"])
        _record(root, "release", chain, scope, before, why, by=by, at=at)


def restore(scope: Scope, *, reason: str, seen: str, by: User, at: datetime) -> Chain:
    """Put back the chain that ships."""
    found = shipped().get((scope.code, scope.risk))
    if found is None:
        raise Missing(_("Untuk ini tidak ada jenjang bawaan."))
    root = _governed(by, at)
    why = _reason(reason)
    with transaction.atomic():
        chain = _held(scope)
        _still(chain, seen)
        before = _stand(chain)
        if before == {"note": found.note, "steps": list(found.steps)}:
            raise Invalid(_("Jenjang ini sudah seperti bawaan."))
        made = _write(scope, chain, found.steps, found.note)
        _record(root, "restore", made, scope, before, why, by=by, at=at)
    return made


def _governed(by: User, at: datetime) -> Unit:
    root = Unit.objects.get(parent=None)
    permissions.require(by, GOVERN, root, at)
    return root


def _held(scope: Scope) -> Chain | None:
    """The row of the scope, locked; the one in use where there are several."""
    rows = Chain.objects.select_for_update().filter(kind=scope.kind, risk=scope.risk)
    return rows.order_by("-active", "pk").first()


def _still(chain: Chain | None, seen: str) -> None:
    still(chain if chain and chain.active else Chain(), _COMPARED, seen)


def _stand(chain: Chain | None) -> dict[str, Any] | None:
    if chain is None or not chain.active:
        return None
    return {"note": chain.note, "steps": chain.written}


def _write(scope: Scope, chain: Chain | None, steps: Steps, note: str) -> Chain:
    chain = chain or Chain(kind=scope.kind, risk=scope.risk)
    chain.note, chain.active, chain.review_after = note, True, scope.emergency
    try:
        with transaction.atomic():
            chain.save()
    except IntegrityError:
        raise Conflict(_("Orang lain baru saja membuat jenjang ini. Muat ulang dulu.")) from None
    chain.steps.all().delete()
    rows = [ChainStep(chain=chain, order=order, **step) for order, step in enumerate(steps)]
    ChainStep.objects.bulk_create(rows)
    return chain


def _reason(given: str) -> str:
    why = within(clean_line(given, field="reason"), 300, field="reason")
    if len(why) < SHORTEST_REASON:
        raise Invalid.field("reason", _("Tulis alasannya, minimal 5 huruf; tercatat di jejak."))
    return why


def _checked(number: int, step: dict[str, Any]) -> dict[str, Any]:
    """One step as it is stored; raises ``Invalid`` naming its field."""
    label = clean_line(step["label"], field=f"{number}.label")
    roles, told = list(dict.fromkeys(step["roles"])), list(dict.fromkeys(step["copy_roles"]))
    if not label:
        raise Invalid.field(f"{number}.label", _("Beri nama langkahnya."))
    if not roles or not set(roles) <= set(DECIDING):
        raise Invalid.field(
            f"{number}.roles", _("Pilih paling sedikit satu peran yang memutuskan.")
        )
    if not set(told) <= set(TOLD):
        raise Invalid.field(f"{number}.told", _("Pilih dari daftar."))
    if not SHORTEST <= step["minutes"] <= LONGEST:
        text = _("Beri waktu 5 menit sampai 99 jam.")
        raise Invalid.field(f"{number}.minutes", text)
    return {
        "label": within(label, 80, field=f"{number}.label"),
        "roles": roles,
        "minutes": int(step["minutes"]),
        "working_time": bool(step["working_time"]),
        "copy_roles": told,
    }


def _check_all(scope: Scope, steps: Steps) -> None:
    if not steps:
        raise Invalid(_("Sisakan paling sedikit satu langkah."))
    if len(steps) > MOST_STEPS:
        raise Invalid(_("Paling banyak %(n)s langkah.") % {"n": MOST_STEPS})
    if not scope.emergency:
        return
    if any(step["working_time"] for step in steps):
        raise Invalid(_("Tinjauan darurat dihitung siang malam."))
    if sum(step["minutes"] for step in steps) > REVIEW_WITHIN:
        last = f"{len(steps) - 1}.minutes"
        text = _("Tinjauan darurat selesai dalam %(n)s menit, semua langkah dijumlahkan.")
        raise Invalid.field(last, text % {"n": REVIEW_WITHIN})


def _record(
    root: Unit,
    act: str,
    chain: Chain,
    scope: Scope,
    before: dict[str, Any] | None,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> None:
    """Which rows changed, old and new, free of the language of whoever did it."""
    now = _stand(Chain.objects.get(pk=chain.pk))
    was_rows, now_rows = ([*side["steps"]] if side else [] for side in (before, now))
    data: dict[str, Any] = {
        "reason": reason,
        "steps": [
            {"step": number, "was": was, "now": new}
            for number, (was, new) in enumerate(zip_longest(was_rows, now_rows), start=1)
            if was != new
        ],
    }
    notes = [side["note"] if side else "" for side in (before, now)]
    if notes[0] != notes[1]:
        data["note"] = {"was": notes[0], "now": notes[1]}
    kind = scope.kind.label if scope.kind else "Semua jenis"
    ledger.record(
        by=by.actor,
        at=at,
        action=f"approval.chain_{act}",
        target=("chain", str(chain.pk), f"{kind}, risiko {scope.risk}"),
        unit=root.code,
        data=data,
    )
