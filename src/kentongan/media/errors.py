"""What can be wrong with an upload, said at its field."""

from kentongan.kernel.errors import Invalid, TooLarge

FIELD = "file"


class BadImage(Invalid):
    """The file is no picture that can be accepted; the sentence says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={FIELD: [message]})


class ImageTooLarge(BadImage, TooLarge):
    """More bytes or pixels than the limit."""

    code = TooLarge.code
    status = TooLarge.status


class NoRoom(BadImage):
    """The disk of the server is full; nothing was stored."""

    code = "no_room"
    status = 507


class CannotFit(Invalid, LookupError):
    """The picture cannot be brought within a network's limits. The engine refuses it."""
