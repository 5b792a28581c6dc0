"""Addresses of the rules."""

from django.urls import path

from kentongan.compliance import views

app_name = "compliance"

urlpatterns = [
    path("aturan/", views.catalogue, name="catalogue"),
    path("aturan/pemilihan/", views.elections, name="elections"),
    path("aturan/pemilihan/baru/", views.new_election, name="election_new"),
    path("aturan/pemilihan/<uuid:election_id>/", views.edit_election, name="election"),
    path(
        "aturan/pemilihan/<uuid:election_id>/hapus/", views.delete_election, name="election_delete"
    ),
    path("aturan/kecualian/", views.exceptions, name="exceptions"),
    path("aturan/kecualian/<uuid:allowed_id>/", views.remove_exception, name="exception"),
    path("aturan/<str:rule_id>/", views.rule, name="rule"),
]
