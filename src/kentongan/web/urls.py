"""Addresses of the frame. The gallery exists only while ``DEBUG`` is on."""

from django.conf import settings
from django.urls import URLPattern, path

from kentongan.web import views

app_name = "web"

urlpatterns: list[URLPattern] = [
    path("preferensi/", views.set_prefs, name="prefs"),
]

if settings.DEBUG:
    urlpatterns.append(path("_komponen", views.gallery, name="gallery"))
