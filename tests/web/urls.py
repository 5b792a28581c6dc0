"""A few pages for the tests of the frame."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.http import require_POST

from kentongan.kernel.errors import Conflict
from kentongan.web import views
from kentongan.web.access import access, public, signed_in
from kentongan.web.errors import signed_out
from kentongan.web.http import toast
from tests.web.helpers import render

handler400 = "kentongan.web.errors.bad_request"
handler403 = "kentongan.web.errors.permission_denied"
handler404 = "kentongan.web.errors.page_not_found"
handler500 = "kentongan.web.errors.server_error"


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("polos")


def conflict(request: HttpRequest) -> HttpResponse:
    raise Conflict("Asep baru saja mengubahnya.")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def gone(request: HttpRequest) -> HttpResponse:
    raise Http404("Kiriman ini sudah ditarik.")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("rahasia dalam")


def full(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database or disk is full")


def moved(request: HttpRequest) -> HttpResponse:
    toast(request, "Tersimpan.", undo_url="/urungkan/")
    return redirect("/polos/")


class Sheet(forms.Form):
    title = forms.CharField(label="Judul")


FORM = """<c-form id="isi-form" action="/isi/" draft="uji" hx-post="/isi/" hx-swap="outerHTML">
{{ form }}<c-button>Simpan</c-button></c-form>"""
SHEET = (
    """{% extends "web/page.html" %}{% block heading %}Isi{% endblock %}{% block content %}"""
    + FORM
    + """<c-button id="bentrok" type="button" hx-get="/bentrok/">Bentrok</c-button>{% endblock %}"""
)
LETTER = """{% extends "web/page.html" %}{% block content %}<c-form action="/surat/" draft="surat">
{{ form }}<c-button>Kirim</c-button></c-form>{% endblock %}"""
BLANK = """{% extends "web/page.html" %}{% block heading %}Polos{% endblock %}"""


def sheet(request: HttpRequest) -> HttpResponse:
    form = Sheet(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return HttpResponse(render(SHEET, request, form=form))
    if form.is_valid():
        toast(request, "Tersimpan.")
        return redirect("/polos-halaman/")
    source = FORM if request.headers.get("HX-Request") else SHEET
    return HttpResponse(render(source, request, form=form), status=422)


def letter(request: HttpRequest) -> HttpResponseBase:
    """Taken, except a letter that says how it is to be refused."""
    typed = request.POST.get("title", "")
    if typed == "bentrok":
        raise Conflict("Asep baru saja mengubahnya.")
    if typed == "terkunci":
        toast(request, "Tidak bisa diubah lagi.", tone="warning")
    if typed == "lihat dulu" or request.method == "GET":
        return HttpResponse(render(LETTER, request, form=Sheet(request.POST or None)))
    if typed == "keluar":
        return signed_out(request, HttpResponseRedirect("/polos-halaman/"))
    return redirect("/surat/")


def blank(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render(BLANK, request))


@signed_in
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse("milik")


@access("planning.access.editable_post")
def fetched(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ambil")


@public("for everybody")
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("umum")


_web = (
    [
        path("preferensi/", views.set_prefs, name="prefs"),
        path("_komponen", views.gallery, name="gallery"),
    ],
    "web",
)

urlpatterns = [
    path("hanya-tombol/", require_POST(plain)),
    path("", include(_web)),
    path("polos/", plain, name="plain"),
    path("polos-halaman/", blank),
    path("isi/", sheet),
    path("surat/", letter),
    path("bentrok/", conflict),
    path("larang/", forbidden),
    path("ditarik/", gone),
    path("rusak/", broken),
    path("sesak/", full),
    path("pindah/", moved),
    path("milik/", own),
    path("ambil/", fetched),
    path("umum/", open_to_all),
]
