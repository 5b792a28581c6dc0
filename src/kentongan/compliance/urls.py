"""Addresses of the rules."""

from django.urls import path

from kentongan.compliance.views import adjustments, catalogue, elections, feedback, selfcheck

app_name = "compliance"

urlpatterns = [
    path("cek-mandiri/", selfcheck.page, name="selfcheck"),
    path("aturan/", catalogue.catalogue, name="catalogue"),
    path("aturan/pemilihan/", elections.elections, name="elections"),
    path("aturan/pemilihan/baru/", elections.new_election, name="election_new"),
    path("aturan/pemilihan/<uuid:election_id>/", elections.edit_election, name="election"),
    path(
        "aturan/pemilihan/<uuid:election_id>/hapus/",
        elections.delete_election,
        name="election_delete",
    ),
    path("aturan/penyesuaian/", adjustments.adjustments, name="adjustments"),
    path("aturan/penyesuaian/unduh/", adjustments.export, name="adjustments_export"),
    path("aturan/penyesuaian/tambah/", adjustments.choose, name="adjustment_kinds"),
    path("aturan/penyesuaian/tambah/<slug:kind>/", adjustments.add, name="adjustment_add"),
    path("aturan/penyesuaian/<uuid:adjustment_id>/", adjustments.remove, name="adjustment"),
    path(
        "aturan/penyesuaian/<uuid:adjustment_id>/ubah/",
        adjustments.edit,
        name="adjustment_edit",
    ),
    path("aturan/umpan-balik/", feedback.passed, name="feedback"),
    path("aturan/umpan-balik/unduh/", feedback.passed_export, name="feedback_export"),
    path("aturan/umpan-balik/salah-tangkap/", feedback.misfires, name="misfires"),
    path(
        "aturan/umpan-balik/salah-tangkap/unduh/",
        feedback.misfires_export,
        name="misfires_export",
    ),
    path("aturan/umpan-balik/salah-tangkap/<uuid:misfire_id>/", feedback.misfire, name="misfire"),
    path("aturan/salah-tangkap/", feedback.report, name="misfire_report"),
    path("aturan/<str:rule_id>/", catalogue.rule, name="rule"),
]
