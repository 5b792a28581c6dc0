"""What the law adds: secrecy of reports, requests for information, SP4N-LAPOR!, the rating."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from kentongan.inbox import access, following
from kentongan.inbox.actions import answering
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.actions.writing import locked, move, needed, record, save
from kentongan.inbox.deadlines import Deadlines
from kentongan.inbox.models import Case, LaporLink, Named, Rating
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, within
from kentongan.language.triage.reading import Kind
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify

CITIZEN = Actor("warga", "Warga", "citizen")
#: How a matter stands in SP4N-LAPOR!, in its own words.
LAPOR_STATES = ("terdaftar", "diteruskan", "diproses", "selesai", "ditutup")


def name(case: Case, user: User, *, by: User, at: datetime) -> None:
    """Let somebody into a secret case; only the Inspektorat does.

    Raises ``Conflict`` where the person can open it already, ``Invalid`` for one who has left.
    """
    if not user.is_active:
        raise Invalid.field("user", _("Akun orang itu sudah tidak aktif. Pilih orang lain."))
    with transaction.atomic():
        case = _secret(case, by=by, at=at)
        if access.may(user, case, "inbox.view", at):
            raise Conflict(_("%(name)s sudah dapat membuka perkara ini.") % {"name": user.name})
        Named.objects.create(case=case, user=user, by=by.name, at=at)
        record(case, "inbox.name", by=by.actor, at=at, data={"user": str(user.pk)})
        text = _("Anda diberi akses ke perkara rahasia %(number)s.") % {"number": case.number}
        key = f"inbox-named:{case.pk}:{at.timestamp():.0f}"
        notify([user], text, key=key, at=at, url=page_of(case))


def unname(case: Case, user: User, *, by: User, at: datetime) -> None:
    """Take that access away; a case they were handling goes back to the queue.

    Raises ``Conflict`` where the person was not named.
    """
    with transaction.atomic():
        case = _secret(case, by=by, at=at)
        gone, _rows = Named.objects.filter(case=case, user=user).delete()
        if not gone:
            raise Conflict(_("Akses orang itu sudah dicabut."))
        if case.holder_id == user.pk:
            case.holder = None
            if case.is_open:
                move(case, "release")
            save(case, at=at)
        answering.leave(case, by=user)
        record(case, "inbox.unname", by=by.actor, at=at, data={"user": str(user.pk)})


def _secret(case: Case, *, by: User, at: datetime) -> Case:
    case = locked(case, at=at)
    if not case.secret:
        raise Conflict(_("Perkara ini tidak rahasia; yang berwenang sudah dapat membukanya."))
    if not permissions.can(by, "inbox.secret", case.unit, at):
        raise NotAllowed(_("Hanya Inspektorat yang memberi akses ke perkara rahasia."))
    return case


def complete(case: Case, *, by: User, at: datetime, when: datetime) -> Case:
    """A request for information is complete: from then on the law counts its ten working days."""
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        if case.kind != Kind.INFORMATION_REQUEST:
            raise Conflict(_("Ini bukan permintaan informasi publik. Ubah dulu jenisnya."))
        if when > at:
            raise Invalid.field("when", _("Isi waktu permohonan lengkap, tidak di masa depan."))
        if when < case.opened_at.replace(second=0, microsecond=0):  # people type minutes
            raise Invalid.field("when", _("Permohonan ini datang sesudah waktu itu. Periksa lagi."))
        case.complete_at = when
        save(case, at=at)
        record(case, "inbox.complete", by=by.actor, at=at, data={"when": when.isoformat()})
    return case


def extend(case: Case, *, by: User, at: datetime, reason: str) -> Case:
    """Prolong the time once, where the rule allows it, with a reason that the answer repeats.

    Raises ``Conflict`` once the time is over: that it was late is not to be undone afterwards. A
    rule of ours; what we know of UU 14/2008 names the 10 and 7 working days and no more.
    """
    why = needed(clean_line(reason, field="reason"), "reason", _("Tulis alasan perpanjangan."))
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        allowed = Deadlines(at).resolve_rule(case)
        if allowed is None or not allowed.extension:
            raise Conflict(_("Waktu jenis ini tidak dapat diperpanjang."))
        if case.extended:
            raise Conflict(_("Waktunya sudah pernah diperpanjang; hanya boleh sekali."))
        if case.resolve_due_at is not None and case.resolve_due_at < at:
            raise Conflict(
                _("Waktunya sudah lewat. Perpanjangan diberitahukan selama waktunya berjalan.")
            )
        case.extended = True
        save(case, at=at)
        record(case, "inbox.extend", by=by.actor, at=at, data={"reason": why})
    return case


def lapor(
    case: Case,
    *,
    by: User,
    at: datetime,
    reference: str,
    status: str,
    supervised: bool = False,
    registered_at: datetime | None = None,
) -> LaporLink:
    """Keep the tracking id and status of SP4N-LAPOR!; by hand, for no public interface is known.

    A case that was merged keeps the number it has: over there it is a report of its own.
    """
    number = needed(
        clean_line(reference, field="reference").lstrip("#"),
        "reference",
        _("Isi nomor pelacakan SP4N-LAPOR!."),
        40,
    )
    if status not in LAPOR_STATES:
        raise Invalid.field("status", _("Pilih status dari daftar."))
    with transaction.atomic():
        known = LaporLink.objects.filter(case=case).first()
        case = locked(case, by=by, at=at, merged=known is not None)
        values = {
            "reference": number,
            "status": status,
            "supervised": supervised,
            "registered_at": registered_at or (known.registered_at if known else at),
            "changed_at": at,
            "changed_by": by.name,
        }
        try:
            with transaction.atomic():
                made, _fresh = LaporLink.objects.update_or_create(case=case, defaults=values)
        except IntegrityError:
            raise Conflict(_("Nomor pelacakan itu sudah dipakai perkara lain.")) from None
        record(case, "inbox.lapor", by=by.actor, at=at, data={"ref": number, "status": status})
    return made


def rate(number: str, key: str, *, at: datetime, stars: int, words: str = "") -> Rating:
    """What the citizen of a number thinks of it, after closing; ``key`` is theirs alone.

    Said anew within the same time, it takes the place of what was said before; the same again is
    one act until the matter is closed anew. A number that was merged rates the case that stands
    for it: each citizen for themselves.
    """
    if not 1 <= stars <= 5:
        raise Invalid.field("stars", _("Pilih nilai 1 sampai 5."))
    said = within(clean_line(words, field="words"), 500, field="words")
    with transaction.atomic():
        case = Case.objects.filter(number=number.upper(), follow_key=key).first()
        if case is None or not key:
            raise Missing(_("Nomor atau kuncinya tidak cocok."))
        matter = locked(following.standing_for(case), at=at)
        if matter.state != "closed":
            raise Conflict(_("Penilaian dibuka setelah laporan Anda selesai ditangani."))
        since = matter.closed_at or at
        if at > since + following.RATED:
            raise Conflict(_("Penilaian diterima sampai 30 hari sesudah laporan selesai."))
        before = Rating.objects.filter(case=case).first()
        same = before is not None and (before.stars, before.words) == (stars, said)
        if before is not None and same and before.at >= since:
            return before
        made, _new = Rating.objects.update_or_create(
            case=case, defaults={"matter": matter, "stars": stars, "words": said, "at": at}
        )
        data = {"stars": stars, "number": case.number}
        if before is not None:
            data["was"] = before.stars
        record(matter, "inbox.rate", by=CITIZEN, at=at, data=data)
    return made
