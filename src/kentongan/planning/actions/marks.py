"""Whether, and how, links to the pemda's own sites are marked."""

from datetime import datetime

from django.db import transaction

from kentongan.compliance.words.hosts import host_of
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line
from kentongan.ledger.actions import record
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.planning.models import LinkMarks

MOST_HOSTS = 1000


def set_link_marks(
    *, enabled: bool, hosts: str, medium: str, campaign: str, by: User, at: datetime
) -> LinkMarks:
    """Change the setting; what is frozen already stays as it is.

    ``hosts``: names or addresses, parted by blanks or commas. Raises ``Invalid`` naming the field,
    ``NotAllowed`` for whoever does not run the system.
    """
    root = Unit.objects.get(parent=None)
    permissions.require(by, "system.manage", root, at)
    ours = sorted({host_of(name).removeprefix("www.") for name in hosts.replace(",", " ").split()})
    if any("." not in host for host in ours) or len(" ".join(ours)) > MOST_HOSTS:
        raise Invalid.field("hosts", _("Tulis nama situs seperti contoh.go.id, dipisah spasi."))
    if enabled and not ours:
        raise Invalid.field("hosts", _("Tulis paling sedikit satu situs."))
    values = {
        "enabled": enabled,
        "hosts": clean_line(" ".join(ours), field="hosts"),
        "medium": _word("medium", medium, 40),
        "campaign": _word("campaign", campaign, 80, required=False),
    }
    with transaction.atomic():
        row, _made = LinkMarks.objects.update_or_create(pk=1, defaults=values)
        target = ("link_marks", "1", row.hosts)
        record(
            by=by.actor, at=at, action="link_marks.set", target=target, unit=root.code, data=values
        )
    return row


def _word(name: str, given: str, most: int, *, required: bool = True) -> str:
    word = clean_line(given, field=name)
    if (required and not word) or len(word) > most or any(c in word for c in " &?#="):
        raise Invalid.field(name, _("Tulis satu kata tanpa spasi, misalnya medsos."))
    return word
