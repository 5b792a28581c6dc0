"""Every address below ``/api/``, and those of the pages, to which answers of the API link.

Found through ``api_door.py``.
"""

from __future__ import annotations

from django.urls import path

from kentongan.config import urls
from kentongan.config.api import api
from kentongan.people.problems import not_found, wrong_method

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/<path:rest>", not_found),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler405 = wrong_method  # Django has no such handler: see api_door.py
handler500 = urls.handler500
