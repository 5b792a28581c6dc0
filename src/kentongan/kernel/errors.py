"""Errors that people can act on. Each carries a sentence in plain Indonesian.

The edge turns them into answers: ``Invalid`` 422, ``Conflict`` 409, ``NotAllowed`` 403,
``Missing`` 404, ``TooLarge`` 413.
"""

from collections.abc import Mapping, Sequence


class KentonganError(Exception):
    """Base of every error meant for a person. ``str(error)`` is the sentence shown."""

    code = "error"
    status = 400


class Invalid(KentonganError):
    """The input cannot be accepted; ``fields`` names each field and what to do.

    Shapes: ``fields`` maps a field name to sentences; the empty name is the form as a whole.
    """

    code = "invalid"
    status = 422

    def __init__(self, message: str = "", *, fields: Mapping[str, Sequence[str]] | None = None):
        self.fields: dict[str, list[str]] = {k: list(v) for k, v in (fields or {}).items()}
        first = next((v[0] for v in self.fields.values() if v), "")
        super().__init__(message or first)

    @classmethod
    def field(cls, name: str, message: str) -> "Invalid":
        """One error at one field."""
        return cls(message, fields={name: [message]})


class Conflict(KentonganError):
    """Somebody else was faster: the version given is not the current one."""

    code = "conflict"
    status = 409


class NotAllowed(KentonganError):
    """The person may see the thing but not do this to it."""

    code = "not_allowed"
    status = 403


class Missing(KentonganError):
    """No such thing, or none that this person may see."""

    code = "missing"
    status = 404


class TooLarge(KentonganError):
    """The upload is over the limit."""

    code = "too_large"
    status = 413
