"""Clarifications: written by a unit, checked, agreed to by a second person, public, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from kentongan.inbox import access, checking, search
from kentongan.inbox.actions.intake import page_of as case_page
from kentongan.inbox.actions.writing import needed, note_weighed, tell_watchers
from kentongan.inbox.models import Case, Clarification
from kentongan.inbox.states import CLARIFICATION
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import stored
from kentongan.kernel.text import clean_line, clean_text, within
from kentongan.language.stems import stems
from kentongan.ledger import actions as ledger
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.notices import notify, outdate
from kentongan.people.roles import roles_with

#: Letters; together short enough that a page of ten is light on a slow phone.
MOST_SAID = 500
MOST_TRUTH = 2_000
_WORDING = ("title", "said", "truth", "source", "source_url", "stems")
#: People who are told that one waits for them: those nearest to the unit.
MOST_ASKED = 8


def write(
    unit: Unit,
    *,
    by: User,
    at: datetime,
    title: str,
    said: str,
    truth: str,
    source: str,
    source_url: str = "",
    case: Case | None = None,
    entry: Clarification | None = None,
    version: int | None = None,
) -> Clarification:
    """Begin a clarification of ``unit``, or change a draft of it. Without a source there is none.

    ``case``: the matter in which a citizen asked for it; kept from the beginning on.
    Raises ``Invalid`` naming the field, ``Conflict`` where it is no draft or was just changed.
    """
    permissions.require(by, "inbox.answer", unit, at)
    values = {
        "title": needed(clean_line(title, field="title"), "title", _("Beri judul."), 160),
        "said": _words(said, "said", MOST_SAID, _("Tulis apa yang beredar.")),
        "truth": _words(truth, "truth", MOST_TRUTH, _("Tulis apa yang benar.")),
        "source": needed(
            clean_line(source, field="source"), "source", _("Sebut sumber resminya."), 200
        ),
        "source_url": within(clean_line(source_url, field="source_url"), 500, field="source_url"),
        "stems": f" {' '.join(dict.fromkeys(stems(f'{title} {said} {truth}')))} ",
        "updated_at": at,
    }
    if values["source_url"] and not str(values["source_url"]).startswith("https://"):
        raise Invalid.field("source_url", _("Tautan sumber diawali https://."))
    with transaction.atomic():
        if entry is None:
            asked = _asked_in(case, by=by, at=at) if case is not None else None
            made = Clarification.objects.create(
                unit=unit, author=by, case=asked, created_at=at, **values
            )
        else:
            made = _locked(entry, version)
            if made.state != "draft":
                raise Conflict(_("Hanya draf yang dapat diubah. Ambil lagi atau tarik dulu."))
            permissions.require(by, "inbox.answer", made.unit, at)
            for name, value in {**values, "unit": unit}.items():
                setattr(made, name, value)
            _save(made, at=at)
        made.writers.add(by)
        _record(made, "inbox.clarify", by=by, at=at)
    return made


def _asked_in(case: Case, *, by: User, at: datetime) -> Case:
    """The case as it stands; after a merge the one that stands for it. Never a secret one."""
    held = Case.objects.select_related("unit").get(pk=case.pk).end_of_merges
    if held.secret:
        raise NotAllowed(_("Perkara rahasia tidak dijadikan klarifikasi."))
    access.require(by, held, "inbox.answer", at, helping=True)
    return held


def _words(given: str, field: str, most: int, message: str) -> str:
    text = needed(clean_text(given, field=field), field, message)
    if len(text) > most:
        raise Invalid.field(field, _("Paling panjang %(n)s huruf.") % {"n": most})
    return text


def ask(
    entry: Clarification,
    *,
    by: User,
    at: datetime,
    reasons: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Clarification:
    """Put a draft before a second person. Raises ``Invalid`` while the check finds something."""
    with transaction.atomic():
        made = _locked(entry, version)
        permissions.require(by, "inbox.answer", made.unit, at)
        _move(made, "ask")
        found = checking.of_clarification(made, at=at)
        made.findings = checking.passed(found, reasons or {}, field="truth")
        made.asked_by, made.asked_at, made.returned = by, at, ""
        made.writers.add(by)
        _save(made, at=at)
        _record(made, "inbox.clarify_ask", by=by, at=at)
        note_weighed(
            made.findings, made.unit, by=by, at=at, label=made.title, address=page_of(made)
        )
        _call(made, at=at)
    return made


def _call(made: Clarification, *, at: datetime) -> None:
    writers = set(made.writers.values_list("pk", flat=True))
    people = permissions.holders(roles_with("approval.decide"), made.unit, at)
    text = _("Klarifikasi “%(title)s” dari %(name)s menunggu persetujuan Anda.")
    assert made.asked_by is not None  # set by the caller
    notify(
        [user for user in people if user.pk not in writers][:MOST_ASKED],
        text % {"title": made.title, "name": made.asked_by.name},
        key=_asked(made),
        at=at,
        url=page_of(made),
    )


def _asked(made: Clarification) -> str:
    """What the notices are known by that ask for a decision on these words."""
    return f"inbox-clarify:{made.pk}:{made.version}"


def _asked_no_more(made: Clarification, *, at: datetime) -> None:
    text = _("Klarifikasi “%(title)s” tidak lagi menunggu persetujuan.")
    outdate([_asked(made)], text % {"title": made.title}, at=at)


def correct(entry: Clarification, *, by: User, at: datetime) -> Clarification:
    """Begin a corrected wording of one that is public: a draft of its own, agreed to anew.

    Until it is public the other stays; the draft that there is already is given again.
    """
    with transaction.atomic():
        old = _locked(entry)
        permissions.require(by, "inbox.answer", old.unit, at)
        if old.state != "published":
            raise Conflict(_("Yang diperbaiki hanya klarifikasi yang sedang tayang."))
        begun = old.corrections.filter(state__in=("draft", "asked")).first()
        if begun is not None:
            return begun
        made = Clarification.objects.create(
            unit=old.unit, author=by, case=old.case, corrects=old, created_at=at, updated_at=at,
            **{name: getattr(old, name) for name in _WORDING},
        )  # fmt: skip
        made.writers.add(by)
        _record(made, "inbox.clarify", by=by, at=at)
    return made


def recall(entry: Clarification, *, by: User, at: datetime) -> Clarification:
    """Take it back into the hands of the writers."""
    with transaction.atomic():
        made = _locked(entry)
        permissions.require(by, "inbox.answer", made.unit, at)
        _move(made, "recall")
        _asked_no_more(made, at=at)
        _save(made, at=at)
        _record(made, "inbox.clarify_recall", by=by, at=at)
    return made


def decide(
    entry: Clarification,
    *,
    by: User,
    at: datetime,
    agree: bool,
    why: str = "",
    version: int | None = None,
) -> Clarification:
    """The second person's word: exactly these words become public, or go back with a reason.

    Raises ``NotAllowed`` for whoever wrote in it, ``Invalid`` where the rules of this moment find
    something that was not there or not given a reason when it was asked.
    """
    reason = within(clean_line(why, field="why"), 300, field="why")
    if not agree:
        needed(reason, "why", _("Tulis apa yang perlu diubah."))
    with transaction.atomic():
        made = _locked(entry, version)
        _second(made, by=by, at=at)
        _move(made, "publish" if agree else "return")
        _asked_no_more(made, at=at)
        if agree:
            found = checking.of_clarification(made, at=at)
            kept = checking.reasons_of(made.findings, found)
            made.findings = checking.passed(found, kept, field="truth")
            made.decided_by, made.published_at = by, at
            search.add_ours("title", [(made.pk, made.title)])
            if made.corrects is not None and made.corrects.state == "published":
                withdraw(
                    made.corrects,
                    by=by,
                    at=at,
                    why=stored(_("Diperbaiki dengan klarifikasi baru.")),
                )
        else:
            made.returned = reason
        _save(made, at=at)
        action = "inbox.clarify_publish" if agree else "inbox.clarify_return"
        _record(made, action, by=by, at=at, why=reason)
        _tell(made, by=by, at=at, agree=agree)
    return made


def _second(made: Clarification, *, by: User, at: datetime) -> None:
    permissions.require(by, "approval.decide", made.unit, at)
    if not access.may_agree(by, made, at):
        raise NotAllowed(_("Klarifikasi yang Anda tulis disetujui orang lain."))


def _tell(made: Clarification, *, by: User, at: datetime, agree: bool) -> None:
    if agree:
        text = _("Klarifikasi “%(title)s” tayang di halaman warga.")
    else:
        text = _("Klarifikasi “%(title)s” dikembalikan: %(why)s")
    notify(
        [user for user in made.writers.all() if user.pk != by.pk],
        text % {"title": made.title, "why": made.returned},
        key=f"inbox-clarified:{made.pk}:{made.version}",
        at=at,
        url=page_of(made),
    )
    if agree and made.case is not None:
        _tell_asked(made.case, by=by, at=at, key=f"inbox-clarified-case:{made.pk}:{made.version}")


def _tell_asked(case: Case, *, by: User, at: datetime, key: str) -> None:
    """Whoever handles the case in which a citizen asked can answer now."""
    text = _("Klarifikasi untuk %(number)s tayang. Kabari warganya.") % {"number": case.number}
    if (
        case.is_open
        and case.holder is not None
        and case.holder != by
        and access.may(case.holder, case, "inbox.view", at)
    ):
        notify([case.holder], text, key=key, at=at, url=case_page(case))
    tell_watchers(case, text, by=by, at=at, key=key)


def withdraw(entry: Clarification, *, by: User, at: datetime, why: str) -> Clarification:
    """Take it off the public pages; its own address says that it was withdrawn, and why.

    One person is enough, of those who answer or decide for the unit: what is wrong goes at once.
    """
    reason = needed(clean_line(why, field="why"), "why", _("Tulis mengapa ditarik."), 300)
    with transaction.atomic():
        made = _locked(entry)
        if not permissions.can(by, "approval.decide", made.unit, at):
            permissions.require(by, "inbox.answer", made.unit, at)
        _move(made, "withdraw")
        made.withdrawn_by, made.withdrawn_at, made.withdrawn_why = by, at, reason
        _save(made, at=at)
        _record(made, "inbox.clarify_withdraw", by=by, at=at, why=reason)
    return made


def page_of(entry: Clarification) -> str:
    """Where officers read it."""
    return reverse("inbox:clarification", args=[entry.pk])


def _locked(entry: Clarification, version: int | None = None) -> Clarification:
    rows = Clarification.objects.select_for_update(of=("self",)).select_related("unit", "corrects")
    fresh = rows.get(pk=entry.pk)
    if version is not None and fresh.version != version:
        raise Conflict(
            _("Klarifikasi ini baru saja diubah orang lain. Muat ulang, lalu baca lagi.")
        )
    return fresh


def _move(made: Clarification, event: str) -> None:
    made.state = CLARIFICATION.next(made.state, event)


def _save(made: Clarification, *, at: datetime) -> None:
    made.version += 1
    made.updated_at = at
    made.save()


def _record(made: Clarification, action: str, *, by: User, at: datetime, why: str = "") -> None:
    data: dict[str, Any] = {"version": made.version}
    if made.case is not None:
        data["case"] = made.case.number
    if why:
        data["why"] = why
    ledger.record(
        by=by.actor,
        at=at,
        action=action,
        target=("clarification", str(made.pk), made.title),
        unit=made.unit.code,
        data=data,
    )
