"""The composer: one form that holds all of a post, so that no button loses what was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kentongan.compliance.marks import mended
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, TooLarge
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.people.models import User
from kentongan.people.queries import unit_timezone
from kentongan.planning import access, actions, checking, composer
from kentongan.planning.checking import Checked
from kentongan.planning.composer import Draw
from kentongan.planning.forms import (
    Posted,
    form_name,
    read_composer,
    sent,
    ticks_shown,
    working_name,
)
from kentongan.planning.links import post_url
from kentongan.planning.models import Post
from kentongan.planning.working import PARTS, digest, flat
from kentongan.web.access import access as declare
from kentongan.web.http import render_page, toast

TEMPLATE = "planning/composer.html"
#: Buttons that mean "save this as a version"; all others save quietly first.
EXPLICIT = frozenset({"", "simpan", "ajukan"})
#: How often a picture is put to a post that somebody else writes at the same moment.
ADD_TRIES = 3


@declare("planning.access.visible_post", "planning.access.editable_post")
def compose(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Write a post. GET shows it, POST saves everything and then does what the button says.

    Lists lead here; whoever may only read gets to the page of the post.
    """
    user, at = _user(request), clock.now()
    if request.method == "POST":
        post = access.editable_post(user, post_id)
    elif not access.may_write(user, post := access.visible_post(user, post_id)):
        return redirect(post_url(post.pk))
    if post.archived_at is not None or not actions.editable(post):
        closed = _("Isi unggahan ini tidak bisa diubah lagi.")
        if request.method == "POST":  # somebody was still writing: that page gives the words back
            raise Conflict(closed)
        toast(request, closed, tone="warning")
        return redirect(post_url(post.pk))
    if request.method == "POST":
        return Sitting(request, post, user, at).handle()
    return draw_page(request, post, user, at, Draw(), 200)


def draw_page(
    request: HttpRequest, post: Post, user: User, at: datetime, draw: Draw, status: int
) -> HttpResponse:
    """The page in the zone of the unit."""
    with timezone.override(unit_timezone(post.unit)):
        return render_page(
            request, TEMPLATE, composer.context(post, user, at=at, draw=draw), status=status
        )


@dataclass
class Sitting:
    """One POST to the composer."""

    request: HttpRequest
    post: Post
    user: User
    at: datetime
    notes: dict[str, str] = field(default_factory=dict)

    def handle(self) -> HttpResponse:
        """Save, then do; whatever goes wrong draws the page again with all that was typed."""
        data = self.request.POST
        action, _colon, subject = data.get("aksi", "simpan").partition(":")
        self.posted = read_composer(data, unit_timezone(self.post.unit))
        self.void = data.get("batalkan_persetujuan") == "1"
        try:
            if self.posted.errors:
                raise Invalid(fields=self.posted.errors)
            saved = self._save(explicit=action in EXPLICIT)
        except actions.NeedsConfirmation:
            return self._again(action=data.get("aksi", "simpan"), confirm=True, status=409)
        except actions.DraftConflict as conflict:
            return self._conflict(conflict)
        except Invalid as error:
            return self._again(errors=error, status=422)
        self.post = saved.post
        return self._then(action, subject, saved)

    def _save(self, *, explicit: bool) -> actions.Saved:
        return actions.save_draft(
            post_id=self.post.pk,
            version=self.posted.version,
            by=self.user,
            at=self.at,
            bases=self.posted.bases,
            explicit=explicit,
            void_approval=self.void,
            **self.posted.fields,
        )

    def _then(self, action: str, subject: str, saved: actions.Saved) -> HttpResponse:
        steps: dict[str, Callable[[str], str]] = {
            "terapkan": self._apply,
            "timbang": self._weigh,
            "izin": self._ask,
            "unggah": self._upload,
            "gambar-hapus": self._remove,
            "gambar-naik": lambda pk: self._move(pk, -1),
            "gambar-turun": lambda pk: self._move(pk, 1),
            "khusus": self._own,
            "ikuti": self._follow,
            "periksa": lambda _s: "#periksa",
        }
        try:
            if action != "unggah" and self.request.FILES:
                self._upload("")  # without scripts a picture is chosen, then any button pressed
            if action == "ajukan":
                return self._hand_in()
            if action == "salah":
                query = urlencode({"temuan": subject})
                return redirect(reverse("planning:misfire", args=[self.post.pk]) + f"?{query}")
            anchor = steps[action](subject) if action in steps else self._told(saved)
        except Invalid as error:
            status = 413 if isinstance(error, TooLarge) else 422
            draw = Draw(errors=error, reasons=reasons(self.request.POST), notes=self.notes)
            return draw_page(self.request, self.post, self.user, self.at, draw, status)
        return redirect(reverse("planning:compose", args=[self.post.pk]) + anchor)

    def _told(self, saved: actions.Saved) -> str:
        if saved.refreshed:
            names = ", ".join(composer.field_label(self.post, name) for name in saved.refreshed)
            toast(
                self.request,
                _("Tersimpan. %(who)s juga mengubah: %(fields)s.")
                % {"who": self.post.updated_by, "fields": names},
            )
        elif saved.revision is not None and saved.changed:
            toast(
                self.request,
                _("Draf tersimpan sebagai versi %(n)s.") % {"n": saved.revision.number},
                tone="success",
            )
        else:
            toast(self.request, _("Draf tersimpan."), tone="success")
        return ""

    def _hand_in(self) -> HttpResponse:
        blocking = checking.blocking(self.post, self.at)
        no_target = not self.post.targets.exists()
        if not blocking and not no_target:
            return redirect("planning:hand_in", self.post.pk)
        draw = Draw(blocked=True)
        if no_target:
            draw.errors = Invalid.field("targets", _("Pilih paling sedikit satu akun tujuan."))
        return draw_page(self.request, self.post, self.user, self.at, draw, 422)

    def _apply(self, key: str) -> str:
        """Put the proposed words of a finding in place."""
        found = self._finding(key)
        replacement = found.replacement if found else None
        if found is None or replacement is None:
            toast(self.request, _("Saran ini sudah tidak berlaku; naskahnya berubah."))
            return "#periksa"
        self._change(found.field, mended(found.text, found.finding, replacement))
        toast(self.request, _("Saran diterapkan pada naskah."), tone="success")
        return f"#id_{form_name(found.field)}"

    def _weigh(self, key: str) -> str:
        found = self._finding(key)
        if found is None or found.tone != "timbang":
            toast(self.request, _("Temuan ini sudah tidak ada."))
            return "#periksa"
        name = f"alasan.{found.key}"
        try:
            self.post = actions.weigh(
                post_id=self.post.pk,
                fingerprint=found.finding.fingerprint,
                finding=found.finding,
                reason=self.request.POST.get(name, ""),
                by=self.user,
                at=self.at,
            )
        except Invalid as error:
            raise self._at_finding(found, error) from error
        toast(self.request, _("Pertimbangan Anda dicatat."), tone="success")
        return "#periksa"

    def _ask(self, key: str) -> str:
        """Ask somebody else for leave to pass what must be mended."""
        found = self._finding(key)
        if found is None or not found.passer:
            toast(self.request, _("Temuan ini sudah tidak ada."))
            return "#periksa"
        reason = sent(self.request.POST, f"alasan.{found.key}")
        try:
            waiver = actions.ask_waiver(self.post, found, reason=reason, by=self.user, at=self.at)
        except Invalid as error:
            raise self._at_finding(found, error) from error
        except Conflict as error:
            toast(self.request, str(error))
            return "#periksa"
        role = found.passer_label
        toast(self.request, _("Permintaan izin dikirim kepada %(role)s.") % {"role": role},
              tone="success")  # fmt: skip
        return f"#temuan-{found.number}" if waiver.is_open else "#periksa"

    def _at_finding(self, found: Checked, error: Invalid) -> Invalid:
        """The error of a reason, shown at its finding as well as above the page."""
        sentences = error.fields["reason"]
        self.notes[found.key] = " ".join(sentences)
        return Invalid(fields={"": sentences})

    def _finding(self, key: str) -> Checked | None:
        found = checking.findings(self.post, self.at, with_recent=True)
        return next((item for item in found if item.key == key), None)

    def _change(self, name: str, value: str | None) -> None:
        head, colon, key = name.partition(":")
        fields: dict[str, Any] = {PARTS[head]: {key: value}} if colon else {name: value}
        self.post = actions.save_draft(
            post_id=self.post.pk,
            version=self.post.version,
            by=self.user,
            at=self.at,
            explicit=False,
            void_approval=self.void,
            **fields,
        ).post

    def _own(self, network: str) -> str:
        self._change(f"variant:{network}", self.post.text or None)
        return f"#v-{network}"

    def _follow(self, network: str) -> str:
        self._change(f"variant:{network}", None)
        return f"#v-{network}"

    def _upload(self, _subject: str) -> str:
        files = self.request.FILES.getlist("file")
        if not files:
            raise Invalid.field("file", _("Pilih gambar dulu."))
        refused: list[tuple[str, Invalid]] = []
        for file in files:
            try:
                self._add(file)
            except Invalid as error:
                refused.append((file.name or "", error))
        if added := len(files) - len(refused):
            message = ngettext("%(n)s gambar ditambahkan.", "%(n)s gambar ditambahkan.", added)
            toast(self.request, message % {"n": added}, tone="success")
        if len(files) == 1 and refused:
            raise refused[0][1]
        if refused:
            said = [f"{name}: {error}" for name, error in refused]
            raise Invalid(fields={"file": said})
        return "#gambar"

    def _add(self, file: UploadedFile) -> None:
        """Put a picture last. It clashes with nothing that others wrote while it was read."""
        for left in reversed(range(ADD_TRIES)):
            try:
                actions.add_media(file=file, name=file.name or "", **self._write())
                break
            except actions.DraftConflict:
                if not left:
                    raise
                file.seek(0)
            finally:
                self.post.refresh_from_db(fields=["version", "state"])

    def _remove(self, media_id: str) -> str:
        actions.remove_media(media_id=_uuid(media_id), **self._write())
        toast(self.request, _("Gambar dikeluarkan dari unggahan."))
        return "#gambar"

    def _move(self, media_id: str, step: int) -> str:
        actions.move_media(media_id=_uuid(media_id), step=step, **self._write())
        return "#gambar"

    def _write(self) -> dict[str, Any]:
        return {
            "post_id": self.post.pk,
            "version": self.post.version,
            "by": self.user,
            "at": self.at,
            "void_approval": self.void,
        }

    def _again(
        self,
        *,
        status: int,
        errors: Invalid | None = None,
        confirm: bool = False,
        action: str = "simpan",
    ) -> HttpResponse:
        """The page as it was posted, with the version and digests it came with."""
        draw = Draw(
            version=self.posted.version,
            typed=typed(self.request.POST),
            bases=self.posted.bases,
            errors=errors,
            confirm=confirm,
            action=action,
            reasons=reasons(self.request.POST),
        )
        return draw_page(self.request, self.post, self.user, self.at, draw, status)

    def _conflict(self, conflict: actions.DraftConflict) -> HttpResponse:
        """Both texts of what two people changed; everything else as it is stored now."""
        draw = conflict_draw(conflict, self.request.POST, self.posted)
        return draw_page(self.request, conflict.post, self.user, self.at, draw, 409)


def conflict_draw(conflict: actions.DraftConflict, data: QueryDict, posted: Posted) -> Draw:
    """How to draw a conflict: the clashing fields keep what was typed and where it started."""
    clashing = {clash.name for clash in conflict.clashes}
    present = flat(conflict.post)
    shown = {form_name(name) for name in clashing}
    if "scheduled_for" in clashing:
        shown |= {"day", "hour"}
    keep = {name: value for name, value in typed(data).items() if name in shown}
    bases = {name: digest(present.get(name)) for name in posted.bases}
    bases |= {name: posted.bases[name] for name in clashing & set(posted.bases)}
    return Draw(version=conflict.version, typed=keep, bases=bases, clashes=conflict.clashes)


def typed(data: QueryDict) -> dict[str, Any]:
    """What was typed, by the names of the form; nothing of it is judged here."""
    values: dict[str, Any] = {
        name: sent(data, name).replace("\r\n", "\n")
        for name in data
        if working_name(name) != name
        or name in {"title", "text", "link", "source", "kind", "pillar", "day", "hour"}
    }
    if "rinci" in data:
        values |= {n: n in data for n in ("shows_vulnerable", "shows_official")}
    if "tujuan" in data:
        values["targets"] = data.getlist("targets")
    values |= {f"{head}-{network}": ticked for head, network, ticked in ticks_shown(data)}
    return values


def reasons(data: QueryDict) -> dict[str, str]:
    """Reasons typed for findings, by the key of the finding."""
    return {
        key.removeprefix("alasan."): sent(data, key)
        for key in data
        if key.startswith("alasan.") and sent(data, key)
    }


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise Invalid.field("file", _("Gambar itu sudah tidak ada di unggahan ini.")) from None
