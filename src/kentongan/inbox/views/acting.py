"""What the forms on the page of a case do to it, by the last part of their address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kentongan.inbox import access as rights
from kentongan.inbox.actions import cases, contacts, dispositions, duties
from kentongan.inbox.models import Case
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.queries import unit_timezone


@dataclass(frozen=True, slots=True)
class Undoable:
    """A sentence said of an act that the address takes back."""

    said: str
    undo_url: str


Act = Callable[[HttpRequest, Case, User, datetime], str | Undoable]


def _posted(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _take(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.take(case, by=user, at=at, held_by=request.POST.get("dulu_pemegang"))
    return _("%(number)s Anda tangani.")


def _release(_request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.release(case, by=user, at=at)
    return _("%(number)s kembali ke antrean unit.")


def _classify(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    posted = request.POST
    kind, urgency = posted.get("jenis") or None, _changed(request, "urgensi")
    if kind == posted.get("dulu_jenis") != case.treated_as:
        kind = None  # not touched here; what a colleague said meanwhile holds
    flags = posted.getlist("tanda") if "ada_tanda" in posted else None
    if flags is not None and set(flags) == set(posted.get("ada_tanda", "").split()):
        flags = None
    cases.classify(
        case,
        by=user,
        at=at,
        kind=kind,
        flags=flags,
        urgency=int(urgency) if urgency in {"0", "1", "2"} else None,
        topic=_changed(request, "topik"),
        place=_changed(request, "wilayah"),
    )
    return _("Klasifikasi %(number)s tersimpan.")


def _changed(request: HttpRequest, name: str) -> str | None:
    """What was chosen; None where the page showed that already, for it may be old."""
    value = request.POST.get(name)
    return None if value == request.POST.get(f"dulu_{name}") else value


def _note(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.note(case, by=user, at=at, text=_posted(request, "text"))
    return _("Catatan internal tersimpan. Warga tidak melihatnya.")


def _wait(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.wait(case, by=user, at=at, why=_posted(request, "why"))
    return _("Jam %(number)s berhenti sampai warga menulis lagi.")


def _resume(_request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.resume(case, by=user, at=at)
    return _("Jam %(number)s berjalan lagi.")


def _close(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.close(case, by=user, at=at, outcome=_posted(request, "outcome"))
    return _("%(number)s selesai.")


def _dismiss(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.dismiss(case, by=user, at=at, why=_posted(request, "why"))
    return _("%(number)s ditandai tak perlu dijawab.")


def _reopen(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    cases.reopen(case, by=user, at=at, why=_posted(request, "why"))
    return _("%(number)s dibuka lagi.")


def follow(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    """Follow a case, or follow it no longer, as ``pantau`` says."""
    on = _posted(request, "pantau") == "1"
    cases.watch(case, by=user, at=at, on=on)
    return _("%(number)s Anda pantau.") if on else _("%(number)s tidak lagi Anda pantau.")


def _dispose(request: HttpRequest, case: Case, user: User, at: datetime) -> Undoable:
    code = _posted(request, "to")
    unit: Unit | None = rights.receiving_units().filter(code=code).first() if code else None
    if unit is None:
        raise Invalid.field("to", _("Pilih unit yang dituju dari daftar."))
    made = dispositions.dispose(
        case, by=user, at=at, to=unit, instruction=_posted(request, "instruction"),
        due_at=_limit(request, case), lead=_posted(request, "peran") != "bantu",
    )  # fmt: skip
    return Undoable(
        _("%(number)s diteruskan."), reverse("inbox:disposition", args=[made.pk, "tarik"])
    )


def _limit(request: HttpRequest, case: Case) -> datetime | None:
    """Until when the unit answers; what was typed and is no time is refused, not dropped."""
    due_at = moment_of(request, "due_at", case)
    if due_at is None and _posted(request, "due_at").strip():
        raise Invalid.field("due_at", _("Isi tanggal dan jam batas waktunya, atau kosongkan."))
    return due_at


def moment_of(request: HttpRequest, name: str, case: Case) -> datetime | None:
    """A date and time as typed, in the zone of the unit; None where there is none."""
    try:
        typed = parse_datetime(_posted(request, name) or "x")
    except ValueError:  # of the right shape, but no day of any month
        return None
    if typed is not None and timezone.is_naive(typed):
        return typed.replace(tzinfo=unit_timezone(case.unit))
    return typed


def _lapor(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    duties.lapor(
        case, by=user, at=at, reference=_posted(request, "reference"),
        status=_posted(request, "status"), supervised=_posted(request, "supervised") == "1",
    )  # fmt: skip
    return _("Nomor SP4N-LAPOR! untuk %(number)s tercatat.")


def _complete(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    when = moment_of(request, "when", case)
    if when is None:
        raise Invalid.field("when", _("Isi waktu permohonan lengkap diterima."))
    duties.complete(case, by=user, at=at, when=when)
    return _("Jam hukum %(number)s berjalan sejak permohonan lengkap.")


def _extend(request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    duties.extend(case, by=user, at=at, reason=_posted(request, "reason"))
    return _("Waktu %(number)s diperpanjang.")


def _forget(_request: HttpRequest, case: Case, user: User, at: datetime) -> str:
    contacts.forget(case, by=user, at=at)
    return _("Nama dan kontak warga di %(number)s dihapus.")


#: Last part of the address → what it does to the case.
ACTS: dict[str, Act] = {
    "ambil": _take, "lepas": _release, "klasifikasi": _classify, "catatan": _note, "tunggu": _wait,
    "lanjut": _resume, "selesai": _close, "abaikan": _dismiss, "buka": _reopen,
    "disposisi": _dispose, "lapor": _lapor, "lengkap": _complete, "perpanjang": _extend,
    "kontak": _forget,
}  # fmt: skip
