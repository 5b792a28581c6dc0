"""Every write on the network. Both the API and the public pages come through here."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from PIL import Image

from kentongan.kernel import clock
from kentongan.kernel.ids import uuid7
from kentongan.sandbox import notices, rules
from kentongan.sandbox.errors import SandboxError
from kentongan.sandbox.models import SandboxAccount, SandboxMedia, SandboxPost

#: A visitor may answer this often within this time.
VISITOR_LIMIT = (6, timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture uploaded before, with the alt text it gets in this post (None: as uploaded)."""

    id: UUID
    alt: str | None = None


def token_hash(token: str) -> str:
    """What is stored of a token. It is 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_account(handle: str, name: str, *, at: datetime | None = None) -> str:
    """A new account of an office; returns its token, which is shown only here."""
    _check_account(handle, name)
    token = f"jl_{secrets.token_urlsafe(32)}"
    try:
        with transaction.atomic():
            SandboxAccount.objects.create(
                handle=handle,
                display_name=name,
                token_hash=token_hash(token),
                created_at=at or clock.now(),
            )
    except IntegrityError:
        raise SandboxError(409, "handle_taken", f"@{handle} sudah ada.") from None
    return token


def renew_token(handle: str) -> str:
    """A new token for an account; the old one stops working at once."""
    token = f"jl_{secrets.token_urlsafe(32)}"
    if not SandboxAccount.objects.filter(handle=handle, persona=False).update(
        token_hash=token_hash(token)
    ):
        raise SandboxError(404, "missing", f"@{handle} tidak ada.")
    return token


def persona(handle: str, name: str, *, at: datetime) -> SandboxAccount:
    """The citizen of that handle, made when new. An office's handle cannot be played."""
    _check_account(handle, name)
    account, _ = SandboxAccount.objects.get_or_create(
        handle=handle, defaults={"display_name": name, "persona": True, "created_at": at}
    )
    if not account.persona:
        raise SandboxError(403, "not_a_persona", f"@{handle} milik instansi.")
    return account


def _check_account(handle: str, name: str) -> None:
    if not isinstance(handle, str) or not rules.HANDLE.match(handle):
        raise SandboxError(422, "bad_handle", "Nama akun: huruf kecil, angka, titik, garis.")
    rules.clean(name, "Nama tampil", limit=120, required=True)


def upload(account: SandboxAccount, data: bytes, *, alt: str, at: datetime) -> SandboxMedia:
    """Store a picture. Raises 413 when too big and 422 when it is no picture we know."""
    if len(data) > rules.MAX_IMAGE_BYTES:
        raise SandboxError(413, "too_large", f"Gambar paling besar {rules.MAX_IMAGE_BYTES} bita.")
    rules.clean(alt, "Teks alternatif", limit=rules.MAX_ALT)
    try:
        with Image.open(io.BytesIO(data), formats=tuple(rules.MIMES)) as picture:
            width, height = picture.size
            kind = picture.format or ""
            if width * height > rules.MAX_IMAGE_PIXELS:
                raise SandboxError(422, "too_large", "Gambar terlalu luas.")
            picture.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise SandboxError(422, "not_an_image", "Berkas bukan JPEG, PNG, atau WebP.") from None
    media = SandboxMedia(
        id=uuid7(),
        account=account,
        mime=rules.MIMES[kind],
        alt=alt,
        width=width,
        height=height,
        size=len(data),
        created_at=at,
    )
    media.file.save(f"{media.id}.{kind.lower()}", ContentFile(data), save=False)
    media.save(force_insert=True)
    return media


def create_post(
    account: SandboxAccount,
    *,
    text: str,
    at: datetime,
    language: str = "",
    images: Sequence[Attachment] = (),
    reply_to: UUID | None = None,
    client_key: str = "",
    visitor: str = "",
    direct_to: SandboxAccount | None = None,
) -> tuple[SandboxPost, bool]:
    """Publish. With a ``client_key`` that was used before, the first post is given back.

    With ``direct_to`` only that account sees it; what answers a direct message is direct too.
    Returns the post and whether it is new. Raises :class:`SandboxError` 404, 409 or 422.
    """
    _check_text(text, images)
    rules.clean(client_key, "client_key", limit=rules.MAX_KEY)
    try:
        with transaction.atomic():
            parent = _parent(reply_to, account)
            post = SandboxPost.objects.create(
                account=account,
                text=text,
                language=language,
                reply_to=parent,
                client_key=client_key,
                visitor=visitor,
                direct_to=direct_to if parent is None else _other_side(parent, account),
                created_at=at,
            )
            _attach(post, images)
            notices.tell(post, at=at)
    except IntegrityError:
        return _known(account, client_key), False
    return post, True


def _known(account: SandboxAccount, client_key: str) -> SandboxPost:
    post = SandboxPost.objects.filter(account=account, client_key=client_key).first()
    if not client_key or post is None:
        raise SandboxError(409, "conflict", "Unggahan tidak dapat disimpan.")
    if post.deleted_at is not None:
        raise SandboxError(409, "deleted", "Unggahan dengan client_key ini sudah dihapus.")
    return post


def _other_side(parent: SandboxPost, account: SandboxAccount) -> SandboxAccount | None:
    """For whom an answer to a direct message is; None where the conversation is open."""
    if parent.direct_to is None:
        return None
    return parent.direct_to if parent.account_id == account.pk else parent.account


def _parent(reply_to: UUID | None, account: SandboxAccount) -> SandboxPost | None:
    if reply_to is None:
        return None
    mine = Q(direct_to__isnull=True) | Q(direct_to=account) | Q(account=account)
    found = SandboxPost.objects.live().select_related("account", "direct_to")
    parent = found.filter(mine, pk=reply_to).first()
    if parent is None:
        raise SandboxError(404, "missing", "Unggahan yang dibalas tidak ada.")
    return parent


def _check_text(text: str, images: Sequence[Attachment]) -> None:
    rules.clean(text, "Teks", limit=rules.MAX_GRAPHEMES, required=not images)
    if len(images) > rules.MAX_IMAGES:
        raise SandboxError(422, "too_many_images", f"Paling banyak {rules.MAX_IMAGES} gambar.")


def _attach(post: SandboxPost, images: Sequence[Attachment]) -> None:
    """Tie uploads of the same account, in order; each belongs to one post only."""
    for position, image in enumerate(images):
        change: dict[str, object] = {"post": post, "position": position}
        if image.alt is not None:
            change["alt"] = rules.clean(image.alt, "Teks alternatif", limit=rules.MAX_ALT)
        own = SandboxMedia.objects.filter(pk=image.id, account=post.account_id)
        if not own.filter(post__isnull=True).update(**change) and not own.filter(post=post).update(
            **change
        ):
            raise SandboxError(422, "missing_media", f"Gambar {image.id} tidak ada.")


def edit_post(
    account: SandboxAccount,
    post: SandboxPost,
    *,
    text: str,
    at: datetime,
    images: Sequence[Attachment] | None = None,
) -> SandboxPost:
    """Change the text, and the pictures where ``images`` is given. Repeating is harmless."""
    _own(account, post)
    kept = [Attachment(m.pk) for m in post.media.all()] if images is None else images
    _check_text(text, kept)
    with transaction.atomic():
        if images is not None:
            post.media.exclude(pk__in=[i.id for i in images]).update(post=None)
            _attach(post, images)
        SandboxPost.objects.filter(pk=post.pk).update(text=text, edited_at=at)
        notices.touch(post, at=at)
    return SandboxPost.objects.shown().get(pk=post.pk)


def delete_post(account: SandboxAccount, post: SandboxPost, *, at: datetime) -> None:
    """Take it down. What was taken down before stays so."""
    _own(account, post)
    with transaction.atomic():
        if SandboxPost.objects.filter(pk=post.pk, deleted_at__isnull=True).update(deleted_at=at):
            notices.touch(post, at=at)


def _own(account: SandboxAccount, post: SandboxPost) -> None:
    if post.account_id != account.pk:
        raise SandboxError(403, "not_yours", "Unggahan ini milik akun lain.")


def reply_as_visitor(
    post: SandboxPost, *, handle: str, name: str, text: str, visitor: str, at: datetime
) -> SandboxPost:
    """A person plays a citizen and answers a post; ``visitor`` is who they are, for the limit."""
    count, span = VISITOR_LIMIT
    since = at - span
    if SandboxPost.objects.filter(visitor=visitor, created_at__gte=since).count() >= count:
        raise SandboxError(
            429,
            "rate_limited",
            "Terlalu banyak balasan. Coba lagi beberapa menit lagi.",
            retry_after=int(span.total_seconds()),
        )
    citizen = persona(handle, name, at=at)
    answer, _ = create_post(citizen, text=text, reply_to=post.pk, visitor=visitor, at=at)
    return answer
