"""For which posts a chain may stand, and what no pemda may leave out of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.approval.chains import OFFICIAL_KIND, ORDER, REPLY_KIND, VULNERABLE_KIND
from kentongan.kernel.say import gettext as _
from kentongan.people.roles import roles_with
from kentongan.planning.models import ContentKind, Risk

#: Nobody decides twice: more steps than this are more people than a unit has.
MOST_STEPS = 6
#: Minutes. Days off are known for a month ahead (``chains.deadline``).
SHORTEST, LONGEST = 5, 99 * 60
#: What went out in an emergency is looked at within so many minutes, day and night.
REVIEW_WITHIN = 30
#: Roles that may decide, and roles that may be told: they must see what it is about.
DECIDING: tuple[str, ...] = roles_with("approval.decide")
TOLD: tuple[str, ...] = roles_with("post.view")


@dataclass(frozen=True, slots=True)
class Scope:
    """Posts of a kind (None: of any that has no chain of its own) at a risk."""

    kind: ContentKind | None
    risk: str

    @property
    def code(self) -> str | None:
        """The code of the kind."""
        return self.kind.code if self.kind else None

    @property
    def emergency(self) -> bool:
        """Whether such a post goes out first and is reviewed afterwards."""
        return self.kind is not None and self.kind.emergency

    @property
    def replies(self) -> bool:
        """Whether it is about answers to citizens."""
        return self.code == REPLY_KIND

    @property
    def removable(self) -> bool:
        """Whether something holds when its chain is taken away."""
        return self.kind is not None and not self.emergency

    @property
    def title(self) -> str:
        """What is decided there."""
        return self.kind.called if self.kind else _("Semua jenis")

    @property
    def risk_label(self) -> str:
        """The risk in words."""
        return str(Risk(self.risk).label)

    @property
    def anchor(self) -> str:
        """Its place on the page of all."""
        return f"j-{self.code or 'umum'}-{self.risk}"

    @property
    def occurs(self) -> bool:
        """Whether anything is put forward so: a post has the risk of its kind, or is raised."""
        if self.kind is None:
            return True
        if self.replies:
            return self.risk != Risk.CRITICAL
        raised = self.code in (VULNERABLE_KIND, OFFICIAL_KIND) and self.risk == Risk.HIGH
        return raised or self.risk == self.kind.risk


def all_scopes(kinds: Iterable[ContentKind]) -> list[Scope]:
    """Every kind at every risk, kinds in their order, then any kind."""
    return [Scope(kind, risk.value) for kind in [*kinds, None] for risk in ORDER]
