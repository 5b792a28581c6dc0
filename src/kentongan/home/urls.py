"""Addresses of the desk."""

from django.urls import path

from kentongan.home import views

app_name = "home"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("pemberitahuan/", views.notices, name="notices"),
    path("pemberitahuan/dibaca/", views.read_notices, name="read_notices"),
]
