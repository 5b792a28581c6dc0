"""Cek mandiri: a civil servant's own draft or account, looked at in private and kept nowhere."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kentongan.compliance import archives
from kentongan.compliance.archives import Item, NotAnArchive
from kentongan.compliance.forms import SelfCheckForm
from kentongan.compliance.marks import Mark, segments
from kentongan.compliance.present import finding_views
from kentongan.compliance.queries import selfcheck
from kentongan.compliance.views.common import csv_answer
from kentongan.compliance.wording import kind_of_act, severity_label
from kentongan.kernel import clock
from kentongan.kernel.errors import TooLarge
from kentongan.kernel.say import gettext as _
from kentongan.people.session import person
from kentongan.web.access import signed_in
from kentongan.web.http import render_page

MAX_UPLOAD = 40_000_000


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size, so that it never becomes a file."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Refuse what is too large before reading it."""
        if content_length > MAX_UPLOAD:
            # Not StopUpload: before anything is read, Django takes that for an error of ours.
            raise TooLarge(_("Arsip ini terlalu besar. Unggah berkas JSON-nya satu per satu."))
        self.activated = True


@csrf_exempt  # the upload handler must be set before the form is read; see _page
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The page, and what was found in what was sent; nothing outlives the answer."""
    if request.method == "POST":
        request.upload_handlers = [InMemory(request)]
    return _page(request)


@csrf_protect
@sensitive_post_parameters("text")
def _page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render_page(request, "compliance/selfcheck.html", {"form": SelfCheckForm()})
    form = SelfCheckForm(request.POST, request.FILES)
    items = _items(form) if form.is_valid() else None
    if items is None:
        return render_page(request, "compliance/selfcheck.html", {"form": form}, status=422)
    looked = selfcheck.look(items, unit=person(request).unit, at=clock.now())
    if "unduh" in request.POST:
        return _csv(looked)
    context = {
        "form": form,
        "looked": looked,
        "one": None if form.cleaned_data["file"] else _one(items, looked),
        "rows": [(kind_of_act(row.item.kind), row) for row in looked.flagged],
    }
    return render_page(request, "compliance/selfcheck.html", context)


def _items(form: SelfCheckForm) -> list[Item] | None:
    """What was pasted and what is in the file; None with a sentence at the field."""
    text = form.cleaned_data["text"]
    pasted = [Item("", form.cleaned_data["kind"], text)] if text else []
    file: UploadedFile | None = form.cleaned_data["file"]
    if file is None:
        return pasted
    try:
        return [*pasted, *archives.read(file.name or "", file.read())]
    except NotAnArchive as error:
        form.add_error("file", str(error))
        return None


def _one(items: list[Item], looked: selfcheck.Looked) -> dict[str, Any]:
    """A single draft is shown whole, with its marks."""
    found = looked.flagged[0].findings if looked.flagged else ()
    marks = [Mark(number, finding) for number, finding in enumerate(found, start=1)]
    return {"segments": segments(items[0].text, marks), "findings": finding_views(marks)}


def _csv(looked: selfcheck.Looked) -> HttpResponse:
    header = [_("Tingkat"), _("Aturan"), _("Kata"), _("Tindakan"), _("Jejaring"), _("Waktu"),
              _("Tautan"), _("Teks")]  # fmt: skip
    rows = [
        [severity_label(finding.severity), finding.title, finding.text, kind_of_act(row.item.kind),
         row.item.network, row.item.at, row.item.link, row.item.text]
        for row in looked.flagged
        for finding in row.findings
    ]  # fmt: skip
    return csv_answer("cek-mandiri", header, rows)
