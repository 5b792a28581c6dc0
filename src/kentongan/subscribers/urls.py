"""Addresses of the subscribers of an account."""

from django.urls import path

from kentongan.subscribers import views

app_name = "subscribers"

urlpatterns = [
    path("akun/<uuid:account_id>/pelanggan/", views.subscribers, name="list"),
    path("akun/<uuid:account_id>/pelanggan/catat/", views.enter, name="enter"),
    path("akun/<uuid:account_id>/pelanggan/templat/", views.templates, name="templates"),
    path("akun/<uuid:account_id>/pelanggan/unduh/", views.export, name="export"),
    path("akun/<uuid:account_id>/pelanggan/cari/", views.find, name="find"),
    path("akun/<uuid:account_id>/pelanggan/<uuid:subscriber_id>/berhenti/", views.end, name="end"),
    path("akun/<uuid:account_id>/pelanggan/<uuid:subscriber_id>/hapus/", views.erase, name="erase"),
]
