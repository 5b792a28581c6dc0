"""What people say of the rules: a finding was passed, a finding is wrong, and the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kentongan.compliance.access import MANAGE, may_report
from kentongan.compliance.levels import SEVERITIES
from kentongan.compliance.models import MAX_QUOTE, MAX_TEXT, Misfire, Passed, as_kept
from kentongan.compliance.rules import rules_by_id
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, KentonganError, Missing, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import problem_of_text, shorten
from kentongan.ledger import actions as ledger
from kentongan.people.models import Unit, User
from kentongan.people.permissions import require

#: Reports of one person within an hour; more is a machine, or a mistake.
MOST_IN_AN_HOUR = 30
_HOUR = timedelta(hours=1)
MAX_ANSWER = 500
_SYSTEM = Actor.system("compliance")


class TooMany(KentonganError):
    """The person reports faster than people read."""

    code = "too_many"
    status = 429


def report_misfire(
    *,
    unit: Unit,
    rule: str,
    quote: str,
    text: str,
    severity: str,
    by: User,
    at: datetime,
    network: str = "",
) -> tuple[Misfire, bool]:
    """Say that a finding is wrong; gives the report, and whether it is a new one.

    The same person, rule and quote is one report. One that was mended and comes back is open
    again; one that was answered otherwise stays answered. Nobody is notified. Raises
    ``NotAllowed`` for a stranger to ``unit``, ``Missing`` for an unknown rule, ``TooMany``.
    """
    if not may_report(by, unit):
        raise NotAllowed(_("Anda tidak bekerja untuk unit itu."))
    if rule not in rules_by_id():
        raise Missing(_("Aturan itu tidak ada."))
    if severity not in SEVERITIES:
        raise Invalid.field("severity", _("Pilih tingkatnya."))
    words, whole = _typed(quote, "quote", MAX_QUOTE), _typed(text, "text", MAX_TEXT)
    key = Misfire.key_of(rule, words, whole)
    with transaction.atomic():
        known = Misfire.objects.filter(reporter_id=str(by.pk), key=key).first()
        if known is not None and known.state != Misfire.State.MENDED:
            return known, False
        _refuse_haste(by, at)
        values = {
            "unit": unit,
            "rule": rule,
            "severity": severity,
            "network": network[:24],
            "quote": words,
            "text": whole,
            "reporter_name": by.name,
            "at": at,
            "state": Misfire.State.OPEN.value,
            "answer": "",
            "answered_by": "",
            "answered_at": None,
        }
        made, _created = Misfire.objects.update_or_create(
            reporter_id=str(by.pk), key=key, defaults=values
        )
        ledger.record(
            by=by,
            at=at,
            action="misfire.report",
            target=("misfire", str(made.pk), rules_by_id()[rule].title),
            unit=unit.code,
            data={"rule": rule, "again": known is not None},
        )
    return made, True


def answer_misfire(misfire: Misfire, *, state: str, answer: str, by: User, at: datetime) -> Misfire:
    """Say why the rule is kept, or how it was mended; an answer may be replaced by another.

    Raises ``NotAllowed``, ``Invalid``, and ``Conflict`` when somebody else answered since
    ``misfire`` was read.
    """
    require(by, MANAGE, misfire.unit)
    errors: dict[str, list[str]] = {}
    if state not in (Misfire.State.KEPT, Misfire.State.MENDED):
        errors["state"] = [_("Pilih salah satu.")]
    words = " ".join(answer.split())
    problem = problem_of_text(words)
    if problem:
        errors["answer"] = [problem]
    elif len(words) < 5:
        errors["answer"] = [_("Tulis jawaban yang dapat dipahami pelapornya.")]
    elif len(words) > MAX_ANSWER:
        errors["answer"] = [_("Paling panjang %(limit)s huruf.") % {"limit": MAX_ANSWER}]
    if errors:
        raise Invalid(fields=errors)
    with transaction.atomic():
        changed = Misfire.objects.filter(
            pk=misfire.pk, state=misfire.state, answered_at=misfire.answered_at
        ).update(state=state, answer=words, answered_by=by.name, answered_at=at)
        if not changed:
            raise Conflict(_("Orang lain baru saja menjawab laporan ini. Muat ulang dulu."))
        misfire.refresh_from_db()
        ledger.record(
            by=by,
            at=at,
            action="misfire.answer",
            target=("misfire", str(misfire.pk), misfire.rule),
            unit=misfire.unit.code,
            data={"rule": misfire.rule, "state": state, "answer": words},
        )
    return misfire


def note_passed(
    *,
    unit: Unit,
    rule: str,
    severity: str,
    quote: str,
    reason: str,
    by: User,
    at: datetime,
    label: str = "",
    address: str = "",
) -> Passed:
    """Remember that a finding was passed with a reason, for those who look after the rules.

    ``label`` names the thing it was found in, ``address`` is its page in the product (a path).
    The same words passed by the same person at the same time, in an answer to many, are one.
    Part of an act that the caller has judged and writes into the ledger: none is written here.
    """
    same = {
        "rule": rule,
        "quote": shorten(" ".join(quote.split()), MAX_QUOTE),
        "reason": shorten(" ".join(reason.split()), 500),
        "person_id": str(by.pk),
        "at": at,
    }
    return Passed.objects.filter(**same).first() or Passed.objects.create(
        **same,
        unit=unit,
        severity=severity,
        person_name=by.name,
        label=shorten(label, 200),
        address=address if address.startswith("/") and len(address) <= 200 else "",
    )


def forget_misfires(*, at: datetime) -> int:
    """Empty the texts of reports older than ``MISFIRE_DAYS``; gives how many. 0 days: keep all.

    What people wrote was only kept to improve the rules. Rule, answer and numbers stay; of rules
    about people the quote goes too, since it is the very thing that must not be kept.
    """
    if not settings.MISFIRE_DAYS:
        return 0
    old = Misfire.objects.filter(at__lt=at - timedelta(days=settings.MISFIRE_DAYS))
    with transaction.atomic():
        people = Q(rule__startswith="personal_data.") | Q(rule__startswith="vulnerable_persons.")
        quotes = old.filter(people).exclude(quote="").update(quote="", text="")
        count = quotes + old.exclude(text="").update(text="")
        if count:
            ledger.record(
                by=_SYSTEM,
                at=at,
                action="misfire.forget",
                target=("misfires", "", str(_("%(n)s naskah") % {"n": count})),
                data={"count": count, "days": settings.MISFIRE_DAYS},
            )
    return count


def _typed(value: str, field: str, limit: int) -> str:
    """Words of a draft as far as they are kept; what a database cannot hold is refused."""
    problem = problem_of_text(value) if "\x00" in value or not _encodes(value) else ""
    if problem:
        raise Invalid.field(field, problem)
    return as_kept(value, limit)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_haste(by: User, at: datetime) -> None:
    recent = Misfire.objects.filter(reporter_id=str(by.pk), at__gt=at - _HOUR).count()
    if recent >= MOST_IN_AN_HOUR:
        raise TooMany(
            _("Anda sudah melaporkan %(n)s temuan dalam satu jam. Lanjutkan nanti.") % {"n": recent}
        )
