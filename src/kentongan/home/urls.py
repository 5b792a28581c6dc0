"""Addresses of the desk, its notices and the guides."""

from django.urls import path

from kentongan.home import views

app_name = "home"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("pemberitahuan/", views.notices, name="notices"),
    path("bantuan/", views.help_page, name="help"),
    path("bantuan/<slug:name>/", views.help_page, name="guide"),
    path("pemberitahuan/dibaca/", views.read_notices, name="read_notices"),
]
