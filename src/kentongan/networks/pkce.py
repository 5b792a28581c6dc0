"""The code of an agreement is worth nothing to whoever intercepts it (RFC 7636, S256)."""

from __future__ import annotations

import base64
import hashlib
import secrets


def pair() -> tuple[str, str]:
    """A fresh verifier, which is kept, and its challenge, which goes along to the network."""
    verifier = secrets.token_urlsafe(64)
    digest = hashlib.sha256(verifier.encode()).digest()
    return verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
