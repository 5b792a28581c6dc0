"""Addresses of publishing: the page of a post and what is done there."""

from django.urls import path

from kentongan.publishing import views

app_name = "publishing"
_post = "unggahan/<uuid:post_id>/"
urlpatterns = [
    path(_post, views.post_page, name="post"),
    path(_post + "tayang/", views.schedule, name="schedule"),
    path(_post + "terbitkan/", views.publish_now, name="publish_now"),
    path(_post + "batal-jadwal/", views.unschedule, name="unschedule"),
    path(_post + "darurat/", views.emergency, name="emergency"),
    path(_post + "tarik/", views.withdraw, name="withdraw"),
    path(_post + "ubah-tayangan/", views.revise, name="revise"),
    path("kiriman/<uuid:delivery_id>/ulangi/", views.again, name="again"),
]
