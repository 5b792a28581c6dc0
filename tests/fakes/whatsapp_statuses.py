"""What Meta's webhook says of messages that were accepted, in the vendor's own shape.

Transcribed from developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/
reference/messages/status, and the codes with their titles from .../support/error-codes.
"""

from typing import Any

from tests.fakes.whatsapp_cloud import Number, Sent

#: What is said of a message whose picture or video turned out to be something else.
SPOILT = 131053
TITLES = {
    4: "API Too Many Calls",
    131000: "Something went wrong",
    131005: "Access denied",
    131026: "Message undeliverable",
    131031: "Business Account locked",
    131042: "Business eligibility payment issue",
    131047: "Re-engagement message",
    131049: "This message was not delivered to maintain healthy ecosystem engagement.",
    131053: "Media upload error",
    131050: "User has stopped marketing messages from your business",
    130429: "Rate limit hit",
    130472: "User's number is part of an experiment",
    132015: "Template is paused",
}


def status(identifier: str, key: str, state: str, *, to: str = "6285711112222") -> dict[str, Any]:
    """One status of a template message: ``sent``, ``delivered`` or ``read``."""
    told: dict[str, Any] = {
        "id": identifier, "status": state, "timestamp": "1786500000", "recipient_id": to,
        "biz_opaque_callback_data": key,
    }  # fmt: skip
    if state in {"sent", "delivered"}:
        told["conversation"] = {"id": "1be7a4b2c3", "origin": {"type": "marketing"}}
        told["pricing"] = {
            "billable": True, "pricing_model": "PMP", "type": "regular", "category": "marketing",
        }  # fmt: skip
    return told


def failed_status(
    identifier: str, key: str, code: int, *, details: str = "", **more: str
) -> dict[str, Any]:
    """A message that Meta took and did not deliver."""
    title = TITLES[code]
    error = {
        "code": code, "title": title, "message": title,
        "error_data": {"details": details or title},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }  # fmt: skip
    return {**status(identifier, key, "failed", **more), "errors": [error]}


def call(number: Number, *statuses: dict[str, Any]) -> dict[str, Any]:
    """The body of a call with these statuses."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": number.digits, "phone_number_id": number.id},
        "statuses": list(statuses),
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def of(sent: Sent, state: str, code: int = 0) -> dict[str, Any]:
    """The status of a message that the fake accepted; ``failed`` with this code."""
    if state == "failed" and code == SPOILT:
        return failed_status(sent.id, sent.opaque, code, to=sent.to, details=sent.spoilt)
    if state == "failed":
        return failed_status(sent.id, sent.opaque, code, to=sent.to)
    return status(sent.id, sent.opaque, state, to=sent.to)


def told(number: Number) -> dict[str, Any]:
    """The call that tells how all messages of a number ended, by what was in their files."""
    ended = [
        of(one, "failed", SPOILT) if one.spoilt else of(one, "delivered") for one in number.sent
    ]
    return call(number, *ended)
