"""What can be wrong with an upload, said at its field."""

from kentongan.kernel.errors import Conflict, Invalid, KentonganError, TooLarge

FIELD = "file"


class BadUpload(Invalid):
    """The file cannot be accepted; the sentence says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={FIELD: [message]})


class BadImage(BadUpload):
    """The file is no picture that can be accepted."""


class ImageTooLarge(BadImage, TooLarge):
    """More bytes or pixels than the limit."""

    code = TooLarge.code
    status = TooLarge.status


class BadVideo(BadUpload):
    """The file is no video that can be accepted."""


class VideoTooLarge(BadVideo, TooLarge):
    """More bytes, pixels or seconds than the limit."""

    code = TooLarge.code
    status = TooLarge.status


class Infected(BadUpload):
    """The scanner found something in the file; ``signature`` is what it calls it."""

    def __init__(self, message: str, signature: str) -> None:
        super().__init__(message)
        self.signature = signature


class NotScanned(BadUpload):
    """The scanner could not look at the file now, and files must be scanned here."""

    code = "not_scanned"
    status = 503


class NoRoom(BadUpload):
    """The disk of the server is full; nothing was lost that had been stored before."""

    code = "no_room"
    status = 507


class StorageAway(BadUpload, OSError):
    """The bucket in which files lie does not answer now; nothing was lost that was stored."""

    code = "storage_away"
    status = 503


class Busy(Conflict):
    """Somebody else is writing or working on the same file at this moment."""

    code = "locked"
    status = 423


class WrongOffset(Conflict):
    """The sender goes on at another place than where the file ends."""


class CannotProcess(KentonganError):
    """No program for videos is installed on this machine; the file waits."""

    code = "cannot_process"
    status = 503


class Interrupted(KentonganError):
    """A program was ended in the middle of its work; the file is as good as before."""

    code = "interrupted"
    status = 503


class CannotFit(Invalid, LookupError):
    """The asset cannot be brought within a network's limits. The engine refuses it."""


class NotYet(KentonganError):
    """A rendition is not ready; ``progress`` is per cent, ``asked`` whether it was put in line.

    Where nobody asked for it, ``actions.prepare_video`` does.
    """

    code = "not_yet"
    status = 503

    def __init__(self, message: str, *, progress: int = 0, asked: bool = True) -> None:
        super().__init__(message)
        self.progress = progress
        self.asked = asked


class BadSubtitles(Invalid):
    """Subtitles that cannot be read; ``line`` counts from 1, 0 where it is the whole file."""

    def __init__(self, message: str, *, line: int = 0, field: str = FIELD) -> None:
        super().__init__(message, fields={field: [message]})
        self.line = line
