"""Addresses of approval."""

from django.urls import path

from kentongan.approval import chain_views, views

app_name = "approval"
#: A chain of any kind at a risk, and that of one kind.
_ANY = "persetujuan/jenjang/umum/<slug:risk>"
_KIND = "persetujuan/jenjang/jenis/<slug:kind>/<slug:risk>"

urlpatterns = [
    path("persetujuan/", views.queue, name="queue"),
    path("persetujuan/selesai/", views.done, name="done"),
    path("persetujuan/jenjang/", chain_views.chains, name="chains"),
    path(f"{_ANY}/", chain_views.chain, name="chain"),
    path(f"{_KIND}/", chain_views.chain, name="chain"),
    path(f"{_ANY}/bawaan/", chain_views.back, {"shipped_one": True}, name="chain_restore"),
    path(f"{_KIND}/bawaan/", chain_views.back, {"shipped_one": True}, name="chain_restore"),
    path(f"{_KIND}/lepas/", chain_views.back, {"shipped_one": False}, name="chain_release"),
    path("persetujuan/<uuid:request_id>/", views.request_page, name="request"),
    path("persetujuan/<uuid:request_id>/putuskan/", views.decide, name="decide"),
    path("persetujuan/<uuid:request_id>/tarik/", views.recall, name="recall"),
    path("unggahan/<uuid:post_id>/persetujuan/", views.submit, name="submit"),
]
