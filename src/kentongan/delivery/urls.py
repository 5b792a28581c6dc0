"""Addresses of deliveries and of the stop switch."""

from django.urls import path

from kentongan.delivery import views

app_name = "delivery"
urlpatterns = [
    path("kiriman/<uuid:delivery_id>/", views.page, name="page"),
    path("kiriman/<uuid:delivery_id>/tayang/", views.confirm, name="confirm"),
    path("kiriman/<uuid:delivery_id>/belum-tayang/", views.deny, name="deny"),
    path("kiriman/<uuid:delivery_id>/selesai/", views.settle, name="settle"),
    path("kiriman/<uuid:delivery_id>/hentikan-sisanya/", views.stop_rest, name="stop_rest"),
    path("kiriman/<uuid:delivery_id>/lanjutkan/", views.go_on, name="go_on"),
    path("kiriman/<uuid:delivery_id>/pastikan/", views.settle_rest, name="settle_rest"),
    path("kiriman/<uuid:delivery_id>/batal/", views.cancel, name="cancel"),
    path("antrean/", views.queue_page, name="queue"),
    path("henti/", views.stops, name="stops"),
    path("henti/<uuid:stop_id>/lanjut/", views.lift, name="lift"),
]
