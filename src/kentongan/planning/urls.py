"""Addresses of planning."""

from django.urls import path

from kentongan.planning.views import (
    calendar,
    composer,
    history,
    lifecycle,
    live,
    marks,
    misfires,
    pick,
    posts,
    waivers,
)

app_name = "planning"

urlpatterns = [
    path("unggahan/", posts.index, name="posts"),
    path("unggahan/unduh/", posts.export, name="export"),
    path("unggahan/baru/", posts.new, name="new"),
    path("unggahan/<uuid:post_id>/tulis/", composer.compose, name="compose"),
    path("unggahan/<uuid:post_id>/simpan/", live.autosave, name="autosave"),
    path("unggahan/<uuid:post_id>/periksa/", live.check, name="check"),
    path("unggahan/<uuid:post_id>/salah-tangkap/", misfires.report, name="misfire"),
    path("unggahan/<uuid:post_id>/pustaka/", pick.pick, name="pick"),
    path("unggahan/<uuid:post_id>/ajukan/", lifecycle.hand_in, name="hand_in"),
    path("unggahan/<uuid:post_id>/riwayat/", history.history, name="history"),
    path("unggahan/<uuid:post_id>/jadwal/", lifecycle.schedule, name="schedule"),
    path("unggahan/<uuid:post_id>/salin/", lifecycle.duplicate, name="duplicate"),
    path("unggahan/<uuid:post_id>/arsip/", lifecycle.archive, name="archive"),
    path("unggahan/<uuid:post_id>/keluar-arsip/", lifecycle.unarchive, name="unarchive"),
    path("unggahan/<uuid:post_id>/batal/", lifecycle.cancel, name="cancel"),
    path("unggahan/<uuid:post_id>/buka-lagi/", lifecycle.reopen, name="reopen"),
    path("izin/", waivers.index, name="waivers"),
    path("izin/<uuid:waiver_id>/", waivers.show, name="waiver"),
    path("penanda-tautan/", marks.link_marks, name="link_marks"),
    path("kalender/", calendar.show, name="calendar"),
    path("kalender/pindah/", calendar.move, name="move"),
]
