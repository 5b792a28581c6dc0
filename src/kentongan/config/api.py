"""The REST API: one NinjaAPI that gathers the routers of the features.

OpenAPI at ``/api/v1/openapi.json``. No documentation page: the usual ones load scripts from
other hosts, which the Content-Security-Policy forbids.
"""

from __future__ import annotations

from ninja import NinjaAPI

from kentongan import __version__
from kentongan.approval.api import router as approval
from kentongan.compliance.api import router as compliance
from kentongan.media.api import router as media
from kentongan.networks.api import router as networks
from kentongan.people import problems
from kentongan.people.api import router as people
from kentongan.people.api_auth import ApiAuth
from kentongan.planning.api import router as planning
from kentongan.planning.api_waivers import router as waivers
from kentongan.publishing.api import router as publishing

api = NinjaAPI(
    title="Kentongan",
    version=__version__,
    description="Unit, akun, unggahan, pemeriksaan, persetujuan, dan kiriman.",
    auth=ApiAuth(),
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,
)
problems.install(api)
for router in (people, networks, media, compliance, planning, waivers, approval, publishing):
    api.add_router("", router)
