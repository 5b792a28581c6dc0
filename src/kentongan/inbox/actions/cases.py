"""What people do with a case: take, classify, note, wait, close, reopen, watch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kentongan.inbox import access, classify as triage, kinds, kinds_taught, search, topics_taught
from kentongan.inbox.actions import intake
from kentongan.inbox.actions.writing import (
    locked,
    move,
    needed,
    record,
    save,
    tell_watchers,
)
from kentongan.inbox.deadlines import rest_of
from kentongan.inbox.models import (
    Case,
    ClockStop,
    Correction,
    Disposition,
    Message,
    Note,
    Topic,
    Urgency,
    Watch,
)
from kentongan.inbox.states import DISPOSITION
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line, clean_text, within
from kentongan.language.triage.reading import Flag, Kind
from kentongan.people import permissions
from kentongan.people.models import User

MOST_NOTE = 5_000
#: What may turn out to be mere chatter: what nobody recognised, what asks, what needs no answer. A
#: complaint, a criticism, a wish is one until somebody says of that very message that it is none.
MAYBE_CHATTER = frozenset({"", Kind.QUESTION.value, Kind.APPRECIATION.value, *kinds.UNASKED})


def take(
    case: Case, *, by: User, at: datetime, version: int | None = None, held_by: str | None = None
) -> Case:
    """Make it one's own; taking over from a colleague is allowed and said in the ledger.

    ``held_by``: id of who had it when it was looked at, empty for nobody. ``Conflict`` where a
    colleague took it since: to take it from them is meant by nobody who did not know.
    """
    with transaction.atomic():
        case = locked(case, by=by, at=at, version=version)
        before = case.holder
        if before is not None and before.pk == by.pk:
            return case
        if before is not None and held_by is not None and held_by != str(before.pk):
            text = _("%(name)s baru saja mengambil perkara ini. Tekan Ambil alih bila tetap perlu.")
            raise Conflict(text % {"name": before.name})
        move(case, "take")
        case.holder = by
        save(case, at=at)
        record(case, "inbox.take", by=by.actor, at=at, data={"from": before.name if before else ""})
    return case


def release(case: Case, *, by: User, at: datetime) -> Case:
    """Give it back to the queue of the unit."""
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        move(case, "release")
        case.holder = None
        save(case, at=at)
        record(case, "inbox.release", by=by.actor, at=at)
    return case


def classify(
    case: Case,
    *,
    by: User,
    at: datetime,
    kind: str | None = None,
    flags: Iterable[str] | None = None,
    urgency: int | None = None,
    topic: str | None = None,
    place: str | None = None,
) -> Case:
    """Say what a case is. What differs from what the machine said is kept and teaches.

    Whoever calls it an integrity report makes it secret; only the Inspektorat makes it open again.
    """
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        before = case.urgency, case.secret, case.kind
        said: dict[str, str] = {}
        if kind is not None:
            _set_kind(case, kind, by=by, at=at, said=said)
        if flags is not None:
            _set_flags(case, flags, by=by, at=at, said=said)
        if urgency is not None:
            if urgency not in Urgency.values:
                raise Invalid.field("urgency", _("Pilih urgensi dari daftar."))
            said["urgency"] = str(Urgency(urgency).label)
            case.urgency = urgency
        if topic is not None:
            _set_topic(case, topic, by=by, at=at, said=said)
        if place is not None:
            case.place = triage.place_named(
                within(clean_line(place, field="place"), 120, field="place")
            )
            said["place"] = case.place
        save(case, at=at)
        record(case, "inbox.classify", by=by.actor, at=at, data=said)
        _raise_alarm(case, before, at=at)
    return case


def _raise_alarm(case: Case, before: tuple[int, bool, str], *, at: datetime) -> None:
    """What a person recognised wakes the same people as what the machine did."""
    urgency, secret, kind = before
    if case.secret:
        if not secret:
            intake.tell_inspectorate([case], case.unit, at=at)
    elif case.urgency == Urgency.EMERGENCY != urgency and case.is_open:
        intake.wake([case], case.unit, at=at)
    elif case.is_open and case.kind != kind:
        intake.tell_ppid([case], case.unit, at=at)


def _correct(case: Case, what: str, was: str, now: str, *, by: User, at: datetime) -> None:
    if was != now:
        Correction.objects.create(
            case=case, what=what, was=was[:200], now=now[:200], confidence=case.confidence, by=by,
            at=at,
        )  # fmt: skip


def _set_kind(case: Case, kind: str, *, by: User, at: datetime, said: dict[str, str]) -> None:
    if kind not in kinds.LABELS:
        raise Invalid.field("kind", _("Pilih jenis dari daftar."))
    secret = kind == Kind.INTEGRITY_REPORT
    if case.secret and not secret and not permissions.can(by, "inbox.secret", case.unit, at):
        raise NotAllowed(_("Hanya Inspektorat yang menyatakan ini bukan pengaduan integritas."))
    _correct(case, "kind", case.treated_as, kind, by=by, at=at)
    said["kind"] = kind
    if kind != case.kind or not case.kind_by:
        _teach(case, kind)
    if kind == Kind.EMERGENCY:
        case.flags = sorted({*case.flags, Flag.EMERGENCY.value})
    elif case.kind == Kind.EMERGENCY and case.kind_by:
        case.flags = [flag for flag in case.flags if flag != Flag.EMERGENCY]
    case.kind, case.kind_by = kind, by.name
    case.secret = secret
    if kind == Kind.EMERGENCY:
        case.urgency = Urgency.EMERGENCY
    elif case.urgency == Urgency.EMERGENCY and Flag.EMERGENCY not in case.flags:
        case.urgency = Urgency.NORMAL


def _teach(case: Case, kind: str) -> None:
    """Let the words with which the case began teach the next ones."""
    for text in _began_with(case):
        kinds_taught.teach(text, triage.read([text], ())[0], kind)


def _began_with(case: Case) -> Iterable[str]:
    texts = Message.objects.filter(case=case, ours=False).order_by("sent_at", "pk")
    return texts.values_list("text", flat=True)[:1]


def _set_flags(
    case: Case, flags: Iterable[str], *, by: User, at: datetime, said: dict[str, str]
) -> None:
    wanted = sorted(set(flags))
    if not set(wanted) <= set(kinds.FLAG_LABELS):
        raise Invalid.field("flags", _("Pilih penanda dari daftar."))
    _correct(case, "flags", " ".join(case.flags), " ".join(wanted), by=by, at=at)
    case.flags = wanted
    said["flags"] = " ".join(wanted)
    if Flag.EMERGENCY in wanted:
        case.urgency = Urgency.EMERGENCY
    elif case.urgency == Urgency.EMERGENCY and case.kind != Kind.EMERGENCY:
        case.urgency = Urgency.NORMAL


def _set_topic(case: Case, code: str, *, by: User, at: datetime, said: dict[str, str]) -> None:
    found = Topic.objects.filter(pk=code, active=True).first() if code else None
    if code and found is None:
        raise Invalid.field("topic", _("Pilih topik dari daftar."))
    _correct(case, "topic", case.topic_id or "", code, by=by, at=at)
    if found is not None and found.pk != case.topic_id and not case.secret:
        for text in _began_with(case):
            topics_taught.teach(text, found)
    case.topic = found
    said["topic"] = code


def note(case: Case, *, by: User, at: datetime, text: str) -> Note:
    """Write an internal note. It never leaves."""
    words = needed(clean_text(text, field="text"), "text", _("Tulis catatannya dulu."))
    if len(words) > MOST_NOTE:
        raise Invalid.field("text", _("Catatan paling panjang 5.000 huruf."))
    with transaction.atomic():
        case = locked(case, by=by, at=at, helping=True)
        made = Note.objects.create(case=case, by=by, text=words, at=at)
        search.add_ours("note", [(made.pk, words)])
        record(case, "inbox.note", by=by.actor, at=at)
        told = _("%(name)s menulis catatan di %(number)s.")
        values = {"name": by.name, "number": case.number}
        tell_watchers(case, told % values, by=by, at=at, key=f"inbox-note:{made.pk}")
    return made


def wait(case: Case, *, by: User, at: datetime, why: str) -> Case:
    """The citizen is asked something: the clock of resolution stands until they write again."""
    reason = needed(
        clean_line(why, field="why"), "why", _("Tulis apa yang ditunggu dari warga."), 300
    )
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        if case.first_replied_at is None:
            raise Conflict(_("Balas dulu dan tanyakan kepada warga; sesudah itu jam berhenti."))
        move(case, "wait")
        ClockStop.objects.create(case=case, started_at=at, why=reason)
        save(case, at=at)
        record(case, "inbox.wait", by=by.actor, at=at, data={"why": reason})
    return case


def resume(case: Case, *, by: User, at: datetime) -> Case:
    """Go on without waiting any longer."""
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        move(case, "resume")
        case.stops.filter(ended_at=None).update(ended_at=at)
        save(case, at=at)
        record(case, "inbox.resume", by=by.actor, at=at)
    return case


def close(case: Case, *, by: User, at: datetime, outcome: str) -> Case:
    """Close it: something was done (``outcome``), and the citizen has word of it.

    Raises ``Conflict`` while the citizen heard nothing, or another unit is still at work on it.
    """
    done = needed(clean_text(outcome, field="outcome"), "outcome", _("Tulis tindak lanjutnya."))
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        if case.first_replied_at is None:
            raise Conflict(_("Kabari warga dulu. Perkara ditutup setelah warga tahu hasilnya."))
        helping = case.dispositions.filter(state__in=access.ACTIVE, lead=False)
        if helping.exclude(to_unit=case.unit_id).exists():
            raise Conflict(_("Masih ada unit lain yang mengerjakan. Selesaikan disposisinya dulu."))
        move(case, "close")
        case.stops.filter(ended_at=None).update(ended_at=at)
        case.outcome, case.closed_at = done, at
        case.told_at = case.told_at or case.first_replied_at
        case.asked_again_at = None
        _finish_dispositions(case, by=by, at=at, result=done)
        save(case, at=at)
        record(case, "inbox.close", by=by.actor, at=at)
        told = _("%(number)s selesai: %(outcome)s")
        values = {"number": case.number, "outcome": done}
        tell_watchers(
            case, told % values, by=by, at=at, key=f"inbox-close:{case.pk}:{case.version}"
        )
    return case


def _finish_dispositions(case: Case, *, by: User, at: datetime, result: str) -> None:
    for row in Disposition.objects.filter(case=case, state__in=access.ACTIVE):
        row.state = DISPOSITION.next(row.state, "finish")
        row.finished_at, row.result = at, result[:500]
        row.answered_by = row.answered_by or by
        row.answered_at = row.answered_at or at
        row.save()


def dismiss(case: Case, *, by: User, at: datetime, why: str = "", as_chatter: bool = False) -> Case:
    """Nothing needs to be answered. A criticism or complaint is never put away like this.

    ``as_chatter``: it is chatter, whatever it was taken for, but spam stays spam; ``Conflict`` for
    what is not among :data:`MAYBE_CHATTER`, and for an emergency.
    """
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        said: dict[str, str] = {}
        if as_chatter:
            _call_chatter(case, by=by, at=at, said=said)
        if case.kind not in (*kinds.UNASKED, Kind.APPRECIATION):
            raise Conflict(
                _("Hanya obrolan, apresiasi, dan spam yang tak perlu dijawab. Ubah dulu jenisnya.")
            )
        move(case, "dismiss")
        case.closed_at, case.outcome = at, clean_line(why, field="why")
        _finish_dispositions(case, by=by, at=at, result=case.outcome)
        save(case, at=at)
        record(case, "inbox.dismiss", by=by.actor, at=at, data={"why": case.outcome, **said})
    return case


def _call_chatter(case: Case, *, by: User, at: datetime, said: dict[str, str]) -> None:
    kind = Kind.EMERGENCY.value if case.urgency == Urgency.EMERGENCY else case.kind
    if kind not in MAYBE_CHATTER:
        raise Conflict(
            _(
                "Ini terbaca sebagai %(kind)s, jadi tidak ditutup begitu saja."
                " Pastikan jenisnya dulu."
            )
            % {"kind": kinds.label_of(kind).lower()}
        )
    if case.kind != Kind.ABUSE_SPAM:
        _set_kind(case, Kind.CHATTER, by=by, at=at, said=said)


def reopen(case: Case, *, by: User, at: datetime, why: str) -> Case:
    """Take up again what was closed or put away."""
    reason = needed(clean_line(why, field="why"), "why", _("Tulis mengapa dibuka lagi."))
    with transaction.atomic():
        case = locked(case, by=by, at=at)
        if case.state == "closed":
            rest_of(case, at).save()
        move(case, "reopen")
        case.closed_at = None
        save(case, at=at)
        record(case, "inbox.reopen", by=by.actor, at=at, data={"why": reason})
    return case


def watch(case: Case, *, by: User, at: datetime, on: bool = True) -> None:
    """Follow a case one may see, or follow it no longer. Nobody else is concerned: no ledger."""
    access.visible_case(by, case.number)
    if on:
        Watch.objects.get_or_create(case=case, user=by, defaults={"at": at})
    else:
        Watch.objects.filter(case=case, user=by).delete()
