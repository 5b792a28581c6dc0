"""Addresses of the network below ``/sandbox/``."""

from django.urls import path, re_path

from kentongan.sandbox import views
from kentongan.sandbox.api import views as api

app_name = "sandbox"
urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("p/<uuid:pk>/", views.post, name="post"),
    path("p/<uuid:pk>/balas/", views.reply, name="reply"),
    path("m/<uuid:pk>", views.media, name="media"),
    path("api/verify", api.verify_view, name="api_verify"),
    path("api/media", api.media_view, name="api_media"),
    path("api/posts", api.posts_view, name="api_posts"),
    path("api/posts/<uuid:pk>", api.post_view, name="api_post"),
    path("api/posts/<uuid:pk>/replies", api.replies_view, name="api_replies"),
    path("api/people/posts", api.people_view, name="api_people"),
    path("api/people/posts/<uuid:pk>", api.person_view, name="api_person"),
    path("api/inbox", api.inbox_view, name="api_inbox"),
    path("api/faults", api.faults_view, name="api_faults"),
    re_path(r"^api/.*\Z", api.unknown_view, name="api_unknown"),
    path("@<str:handle>/", views.account, name="account"),
]
