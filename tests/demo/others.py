"""What other units of the example pemda have, for whoever tries their addresses."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from kentongan.people.models import RoleGrant, Unit, User

#: Everybody may read these; and a page of questions asks nothing of a unit.
PUBLIC = ("/resmi/", "/jawaban/", "/lacak/", "/bantuan/", "/hook/", "/berkas/umum/", "/sandbox/")
#: For pages, and for the API.
METHODS = (("GET", "POST"), ("GET", "POST", "PUT", "PATCH", "DELETE"))
#: No such thing, not yours, no such method. A button's address that is only opened leads to the
#: page it stood on, which says the same; the API reads what it is given before it looks.
REFUSALS = ({404, 403, 405, 302}, {404, 403, 405, 422})
#: By name of the part of an address: what has an owner, and the way to the owning unit.
_KINDS = {
    "post_id": ("planning.Post", "unit"),
    "delivery_id": ("delivery.Delivery", "unit"),
    "request_id": ("approval.ApprovalRequest", "post__unit"),
    "message_id": ("inbox.Message", "case__unit"),
    "disposition_id": ("inbox.Disposition", "to_unit"),
    "clarification_id": ("inbox.Clarification", "unit"),
    "answer_id": ("inbox.Answer", "unit"),
    "template_id": ("inbox.Template", "unit"),
    "folder_id": ("media.Folder", "unit"),
    "adjustment_id": ("compliance.Adjustment", "unit"),
    "misfire_id": ("compliance.Misfire", "unit"),
    "election_id": ("compliance.Election", "unit"),
}
OWNED = {*_KINDS, "account_id", "custody_id", "asset_id", "consent_id", "number", "code", "pk"}
#: Parts that belong to nobody.
_SHARED = {
    "network": "facebook", "kind": "complaint", "stage": "reply", "what": "ambil", "size": "kecil",
    "language": "id", "extension": "srt", "shape": "1x1", "code": "dinkes",
}  # fmt: skip


def of_others(village: Unit) -> dict[str, str]:
    """Parts of addresses: of each kind one that is neither ``village``'s nor of a unit below it."""
    known = {part: str(_one(village, *kind).pk) for part, kind in _KINDS.items()}
    custody = _one(village, "networks.Custody", "account__unit")
    consent = _one(village, "media.Consent", "asset__unit")
    grant = RoleGrant.objects.exclude(unit=village).select_related("user").earliest("pk")
    assert isinstance(grant.user, User)
    return known | _SHARED | {
        "account_id": str(custody.account_id),
        "custody_id": str(custody.pk),
        "asset_id": str(consent.asset_id),
        "consent_id": str(consent.pk),
        "number": _one(village, "inbox.Case", "unit").number,
        "pk": str(grant.user_id),
        "grant": str(grant.pk),
    }  # fmt: skip


def _one(village: Unit, model: str, unit: str) -> Any:
    """The first of that kind that is not the village's, nor nobody's."""
    rows = apps.get_model(model)._default_manager.exclude(**{unit: village})
    return rows.filter(**{f"{unit}__isnull": False}).earliest("pk")
