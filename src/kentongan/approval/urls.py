"""Addresses of approval."""

from django.urls import path

from kentongan.approval import chain_views, views

app_name = "approval"

urlpatterns = [
    path("persetujuan/", views.queue, name="queue"),
    path("persetujuan/selesai/", views.done, name="done"),
    path("persetujuan/jenjang/", chain_views.chains, name="chains"),
    path("persetujuan/<uuid:request_id>/", views.request_page, name="request"),
    path("persetujuan/<uuid:request_id>/putuskan/", views.decide, name="decide"),
    path("persetujuan/<uuid:request_id>/tarik/", views.recall, name="recall"),
    path("unggahan/<uuid:post_id>/persetujuan/", views.submit, name="submit"),
]
