"""Room on the disk: whoever runs the server is told while there is still time."""

from __future__ import annotations

from datetime import datetime

from kentongan.kernel import disk
from kentongan.kernel.say import gettext as _
from kentongan.media import files, limits
from kentongan.people.models import Unit
from kentongan.people.notices import notify
from kentongan.people.permissions import holders
from kentongan.people.roles import roles_with
from kentongan.web.formats import size

#: With fewer bytes than this free, people are told, once a day.
SCARCE = 5 * limits.RESERVE_BYTES


def warn_scarce(*, at: datetime) -> int:
    """Tell those who run the system that the disk fills up; returns how many were told."""
    free = disk.free(files.root().parent)
    if free >= SCARCE:
        return 0
    text = _(
        "Penyimpanan server tinggal %(free)s. Kosongkan atau perbesar disknya: di bawah %(least)s"
        " berkas ditolak, dan bila penuh tidak ada yang dapat disimpan."
    ) % {"free": size(free), "least": size(limits.RESERVE_BYTES)}
    roles, told = roles_with("system.manage"), 0
    for top in Unit.objects.filter(parent=None):
        told += notify(holders(roles, top, at), text, key=f"room:{at:%Y%m%d}", at=at, urgent=True)
    return told
