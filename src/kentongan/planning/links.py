"""Addresses of pages that lie above planning; soft, so that planning works without them."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse


def post_url(post_id: UUID) -> str:
    """The page of a post with its deliveries; its history where there is no such page."""
    return soft("publishing:post", post_id) or reverse("planning:history", args=[post_id])


def soft(name: str, *args: object) -> str:
    """The address of a view that may not be there; empty then."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def open_url(state: str, post_id: UUID) -> str:
    """Where a click on a post leads: to writing while it is in the writer's hands."""
    if state in ("draft", "returned"):
        return reverse("planning:compose", args=[post_id])
    return post_url(post_id)
