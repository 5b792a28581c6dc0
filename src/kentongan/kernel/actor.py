"""Who acts. Kept as an id and a name, so that the ledger needs no table of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API client or the system itself.

    ``id`` is stable text (a user's UUID, ``system:<part>``); ``name`` is what people read.
    """

    id: str
    name: str
    kind: str = "user"

    @classmethod
    def system(cls, part: str) -> "Actor":
        """The machine acting on its own, for example ``Actor.system("delivery")``."""
        return cls(id=f"system:{part}", name="Sistem", kind="system")
