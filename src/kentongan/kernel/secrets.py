"""Encryption at rest with rotating keys (Fernet: AES-128-CBC and HMAC-SHA256)."""

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from kentongan.kernel.hush import never_say


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("KENTONGAN_ENCRYPTION_KEYS is empty")
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """The key ring of the settings: the first key encrypts, all keys decrypt."""
    return _box(tuple(settings.ENCRYPTION_KEYS))


if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField


class EncryptedJSONField(_Text):
    """A JSON value stored as an encrypted token. Not searchable, by intent."""

    def get_prep_value(self, value: Any) -> str | None:
        """Encrypt."""
        if value is None:
            return None
        return box().encrypt(json.dumps(value, separators=(",", ":")).encode()).decode()

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Decrypt; a key that is gone is a broken installation, said plainly."""
        if value is None:
            return None
        try:
            plain = json.loads(box().decrypt(value.encode()))
        except InvalidToken:
            raise ImproperlyConfigured(
                "A stored credential cannot be decrypted: its key is missing from the key ring."
            ) from None
        never_say(plain)
        return plain

    def to_python(self, value: Any) -> Any:
        """Values are plain JSON already."""
        return value
