"""Every address of the product but the API's (``api_urls.py``): each feature lists its own."""

from __future__ import annotations

from django.urls import include, path

from kentongan.config.health import healthz, readyz
from kentongan.config.metrics import metrics

handler400 = "kentongan.web.errors.bad_request"
handler403 = "kentongan.web.errors.permission_denied"
handler404 = "kentongan.web.errors.page_not_found"
handler500 = "kentongan.web.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", include("kentongan.home.urls")),
    path("", include("kentongan.inbox.urls")),
    path("", include("kentongan.networks.urls")),
    path("", include("kentongan.people.urls")),
    path("", include("kentongan.media.urls")),
    path("", include("kentongan.compliance.urls")),
    path("", include("kentongan.planning.urls")),
    path("", include("kentongan.approval.urls")),
    path("", include("kentongan.publishing.urls")),
    path("", include("kentongan.delivery.urls")),
    path("", include("kentongan.subscribers.urls")),
    path("sandbox/", include("kentongan.sandbox.urls")),
    path("", include("kentongan.web.urls")),
]
