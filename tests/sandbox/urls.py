"""The network and the frame of its pages, nothing else."""

from django.urls import include, path

urlpatterns = [
    path("sandbox/", include("kentongan.sandbox.urls")),
    path("", include("kentongan.web.urls")),
]
