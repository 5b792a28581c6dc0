"""Pictures over the API: upload one, then name it in a post."""

from __future__ import annotations

from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from kentongan.kernel import clock
from kentongan.media import actions
from kentongan.media.models import Asset
from kentongan.people.api_scope import scoped_unit
from kentongan.people.models import User

router = Router(tags=["Gambar"])


class AssetOut(Schema):
    """A picture as kept: upright, without metadata. ``size`` in bytes, sides in pixels."""

    id: UUID
    unit: str
    name: str
    mime: str
    size: int
    width: int
    height: int
    sha256: str

    @classmethod
    def of(cls, asset: Asset) -> AssetOut:
        """From an asset with its unit loaded."""
        names = ("id", "name", "mime", "size", "width", "height", "sha256")
        return cls(unit=asset.unit.code, **{name: getattr(asset, name) for name in names})


@router.post("/media", response={201: AssetOut}, summary="Unggah gambar", url_name="media")
def upload(
    request: HttpRequest,
    unit: Form[Annotated[str, Field(max_length=64)]],
    file: File[UploadedFile],
) -> Status[AssetOut]:
    """Upload a picture for a unit: JPEG, PNG, WebP or a still GIF of up to 15 MB.

    Needs no idempotency key: the same picture sent again gives the same id.
    """
    owner = scoped_unit(request, unit.replace("\x00", ""), "media.upload")
    asset = actions.upload(
        by=cast(User, request.user),
        at=clock.now(),
        unit=owner,
        file=file,
        name=file.name or "",
    )
    return Status(201, AssetOut.of(asset))
