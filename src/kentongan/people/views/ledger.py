"""The ledger, read: filters, proof, export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from kentongan.kernel import tables
from kentongan.kernel.say import gettext as _
from kentongan.ledger import labels, queries as ledger
from kentongan.ledger.models import Entry
from kentongan.ledger.verify import verify
from kentongan.people.access import sees_whole_ledger, top_unit, visible_entries
from kentongan.people.models import Unit
from kentongan.people.permissions import can_somewhere, require, units_for
from kentongan.people.views.base import person_of
from kentongan.web.access import access
from kentongan.web.formats import zone_name
from kentongan.web.http import paginate, render_page

PER_PAGE = 50
EXPORT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; anything unreadable is ignored."""

    unit: str
    actor: str
    action: str
    since: date | None
    until: date | None

    @classmethod
    def of(cls, request: HttpRequest) -> Filters:
        """From the query string."""

        def text(name: str, limit: int) -> str:
            return request.GET.get(name, "").replace("\x00", "").strip()[:limit]

        return cls(
            unit=text("unit", 64),
            actor=text("pelaku", 100),
            action=text("tindakan", 64),
            since=_date(text("dari", 10)),
            until=_date(text("sampai", 10)),
        )


def _date(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and 1970 <= found.year <= 2200 else None


def _found(request: HttpRequest, filters: Filters) -> QuerySet[Entry]:
    user = person_of(request)
    if not can_somewhere(user, "ledger.view"):
        require(user, "ledger.view", user.unit)
    zone = timezone.get_current_timezone()
    since = datetime.combine(filters.since, time(), zone) if filters.since else None
    until = (
        datetime.combine(filters.until + timedelta(days=1), time(), zone) if filters.until else None
    )
    return ledger.found(
        entries=visible_entries(user),
        unit=filters.unit,
        actor=filters.actor,
        action=filters.action,
        since=since,
        until=until,
    )


@access(visible_entries)
@require_GET
def ledger_page(request: HttpRequest) -> HttpResponse:
    """Acts in sight, newest first."""
    user = person_of(request)
    filters = Filters.of(request)
    page = paginate(_found(request, filters), request, PER_PAGE, keyset=("-seq",), named_by="hash")
    names = dict(
        Unit.objects.filter(code__in={entry.unit_code for entry in page}).values_list(
            "code", "name"
        )
    )
    context = {
        "page": page,
        "rows": [(e, labels.label_of(e.action), names.get(e.unit_code, "")) for e in page],
        "zone": zone_name(timezone.localtime()),
        "filters": filters,
        "actions": labels.known(),
        "units": units_for(user, "ledger.view").order_by("name")[:1000],
        "query": request.GET.urlencode(),
        "may_verify": can_somewhere(user, "ledger.view"),
        "numbered": sees_whole_ledger(user),
    }
    return render_page(request, "people/ledger.html", context, partial="list")


@access(top_unit)
@require_POST
def ledger_verify(request: HttpRequest) -> HttpResponse:
    """Prove the whole chain now. How long it is, and how it ends, is for those who see all of it:
    to others a chain that grew would tell of what they are not shown."""
    user = person_of(request)
    top_unit(user, "ledger.view")
    context = {"report": verify(), "numbered": sees_whole_ledger(user)}
    return render_page(request, "people/ledger_verify.html", context, partial="report")


def _header() -> list[str]:
    return [
        _("waktu"), _("pelaku"), _("unit"), _("tindakan"), _("nama_tindakan"),
        _("sasaran"), _("jenis_sasaran"), _("id_sasaran"), _("revisi"), _("rincian"), _("sidik"),
    ]  # fmt: skip


def _cells(entry: Entry) -> list[tables.Cell]:
    return [
        timezone.localtime(entry.at).isoformat(timespec="seconds"),
        entry.actor_name, entry.unit_code, entry.action, entry.label, entry.target_label,
        entry.target_type, entry.target_id, entry.revision, str(entry.data or ""), entry.hash,
    ]  # fmt: skip


@access(visible_entries)
@require_GET
def ledger_export(request: HttpRequest) -> HttpResponse:
    """The filtered acts as CSV, at most twenty thousand: their codes, and what they are called.

    In front their numbers, for those who see the whole ledger."""
    numbered = sees_whole_ledger(person_of(request))
    entries = _found(request, Filters.of(request))[:EXPORT_LIMIT]
    rows = [[*([entry.seq] if numbered else []), *_cells(entry)] for entry in entries]
    return HttpResponse(
        tables.to_csv([*([_("nomor")] if numbered else []), *_header()], rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kentongan-jejak.csv"'},
    )
