"""Import from CSV or XLSX: upload, preview, confirm."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.kernel import clock, tables
from kentongan.kernel.errors import Conflict, Invalid, Missing, TooLarge
from kentongan.kernel.say import gettext as _
from kentongan.people.access import batch_for
from kentongan.people.actions import apply_import, discard_import, prepare_import
from kentongan.people.actions.imports import rows_of
from kentongan.people.forms import ImportForm, InviteForm
from kentongan.people.imports import KINDS, Checked, ImportKind, kind_for, kinds_for
from kentongan.people.models import ImportBatch
from kentongan.people.views.base import person_of
from kentongan.web.access import access
from kentongan.web.http import render_page, toast

SHOWN_ROWS = 200


@access(kinds_for)
@require_http_methods(["GET"])
def import_list(request: HttpRequest) -> HttpResponse:
    """What can be imported."""
    kinds = kinds_for(person_of(request))
    if not kinds:
        raise Missing(_("Anda tidak berwenang mengimpor data."))
    return render_page(request, "people/imports.html", {"kinds": kinds})


@access(kind_for)
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """Upload a file; nothing is imported yet."""
    user = person_of(request)
    kind = kind_for(user, code)
    form = ImportForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > tables.MAX_BYTES:
                    raise TooLarge(_("Berkas lebih besar dari 5 MB. Bagi menjadi beberapa berkas."))
                batch = prepare_import(
                    kind, content=file.read(), file_name=file.name, by=user, at=clock.now()
                )
            except TooLarge as error:
                form.add_error("file", str(error))
                status = 413
            except Invalid as error:
                form.add_error("file", str(error))
            else:
                return redirect("people:import_preview", batch.pk)
    return render_page(request, "people/import_new.html", {"form": form, "kind": kind},
                       status=status)  # fmt: skip


@access(kind_for)
@require_GET
def import_template(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """An empty table (``templat``) or today's data (``data``) as CSV or XLSX."""
    user = person_of(request)
    kind = kind_for(user, code)
    what, _dot, suffix = form.partition(".")
    if what == "data" and kind.export_rows is None:
        raise Missing(_("Data ini tidak bisa diunduh."))
    rows = kind.export_rows(user) if what == "data" and kind.export_rows else ()
    if suffix == "csv":
        content, mime = tables.to_csv(kind.names, rows), "text/csv; charset=utf-8"
    else:
        content, mime = tables.to_xlsx(kind.names, rows, str(kind.label)), tables.XLSX
    name = f"kentongan-{kind.code}-{what}.{suffix}"
    return HttpResponse(
        content,
        content_type=mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@access(batch_for)
@require_GET
def import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every bad row with its line and reason, and what the good ones would do."""
    return _preview(request, batch_for(person_of(request), pk))


def _preview(request: HttpRequest, batch: ImportBatch, status: int = 200) -> HttpResponse:
    rows = rows_of(batch)
    bad = [row for row in rows if row.errors]
    good = [row for row in rows if not row.errors]
    kind = KINDS[batch.kind]
    reached = _reached(kind, good)

    def cells(row: Checked) -> list[str]:
        return [row.values.get(name, "") for name in kind.names]

    context = {
        "batch": batch,
        "kind": kind,
        "bad": [
            (row.line, map(kind.told, row.errors), [cell for cell in cells(row) if cell])
            for row in bad
        ],
        "bad_total": len(bad),
        "good": [
            (row, [(row.values.get(name, ""), row.was.get(name, "")) for name in kind.names])
            for row in good
            if row.act != "same"
        ][:SHOWN_ROWS],
        "moved": status == 409 and not bad,
        "good_total": len(good),
        "creates": sum(row.act == "create" for row in good),
        "updates": sum(row.act == "update" for row in good),
        "same": sum(row.act == "same" for row in good),
        "shown": SHOWN_ROWS,
        "reached": reached,
        "form": InviteForm() if reached else None,
    }
    return render_page(request, "people/import_preview.html", context, status=status)


def _reached(kind: ImportKind, rows: list[Checked]) -> int:
    """How many new people a mail would reach."""
    if not (settings.MAIL_ON and kind.by_mail):
        return 0
    return sum(row.act == "create" and bool(row.values.get(kind.by_mail[0])) for row in rows)


@access(batch_for)
@require_POST
@never_cache
def import_confirm(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Write the batch, whole or not at all; new people are invited by mail where that was chosen
    and they have an address, of the others one-time passwords are shown once."""
    user = person_of(request)
    batch = batch_for(user, pk)
    kind = kind_for(user, batch.kind)
    if any(row.errors for row in rows_of(batch)):
        raise Conflict(_("Masih ada baris yang salah. Betulkan berkasnya, lalu unggah lagi."))
    form = InviteForm(request.POST)
    by_mail = form.is_valid() and form.by_mail
    outcome = apply_import(batch, kind, by=user, at=clock.now(), by_mail=by_mail)
    if outcome is None:
        return _preview(request, batch, 409)
    context = {"outcome": outcome, "kind": kind, "batch": batch}
    return render_page(request, "people/import_done.html", context)


@access(batch_for)
@require_POST
def import_discard(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Throw the batch away."""
    batch = batch_for(person_of(request), pk)
    discard_import(batch)
    toast(request, _("Impor dibatalkan. Tidak ada yang disimpan."))
    return redirect("people:imports")
