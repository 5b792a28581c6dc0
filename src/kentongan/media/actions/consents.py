"""Who can be recognised in a file, whether they agreed, and when that ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import Said, gettext as _, ngettext
from kentongan.kernel.text import clean_line
from kentongan.media import papers, uses
from kentongan.media.actions.rows import locked_asset, log_asset, log_infected
from kentongan.media.errors import Infected
from kentongan.media.models import Asset, Consent
from kentongan.media.rights import WARNING, Shown, standing
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.people.permissions import holders
from kentongan.people.queries import unit_timezone
from kentongan.people.roles import roles_with
from kentongan.web.formats import long_date

MAX_WHO = 80
MAX_CONSENTS = 50
#: How many people of a unit are told.
_TELL_AT_MOST = 5
BATCH = 5000


class Paper(Protocol):
    """An uploaded file."""

    def read(self, size: int = ..., /) -> bytes:
        """At most ``size`` bytes."""
        ...


def say_shown(*, asset_id: UUID, shown: str, by: User, at: datetime) -> Asset:
    """Say whether people can be recognised; ``""`` takes it back. Raises ``Invalid``.

    Nobody can be recognised where consents are noted: take those away first.
    """
    if shown not in ("", *Shown.values):
        raise Invalid.field("shown", _("Pilih salah satu yang ada di daftar."))
    with transaction.atomic():
        asset = locked_asset(asset_id)
        if shown != Shown.PEOPLE and asset.consents.exists():
            raise Invalid.field(
                "shown", _("Masih ada orang yang dicatat. Hapus dulu catatan orangnya.")
            )
        if asset.shown == shown:
            return asset
        asset.shown = shown
        _sum_up(asset)
        log_asset(asset, "media.shown", by=by, at=at, data={"shown": shown})
    return asset


def add_consent(
    *,
    asset_id: UUID,
    who: str,
    by: User,
    at: datetime,
    child: bool = False,
    agreed: bool = False,
    since: date | None = None,
    until: date | None = None,
    paper: Paper | None = None,
) -> Consent:
    """Note somebody who can be recognised; ``who`` by role, never by name. Raises ``Invalid``.

    ``since`` and ``until`` are days of the unit's calendar, both included. ``paper`` is the written
    consent; it is read here, at most 5 MB.
    """
    said = _checked(who, since, until)
    name, mime = _keep(paper, asset_id, by=by, at=at)
    with transaction.atomic():
        asset = locked_asset(asset_id)
        if asset.consents.count() >= MAX_CONSENTS:
            raise Invalid.field("who", _("Sudah terlalu banyak orang dicatat pada berkas ini."))
        consent = Consent.objects.create(
            asset=asset,
            who=said,
            child=child,
            agreed=agreed,
            since=since,
            until=until,
            paper=name,
            paper_mime=mime,
            added_by=by.actor.name[:200],
            added_at=at,
        )
        asset.shown = Shown.PEOPLE.value
        _sum_up(asset)
        log_asset(asset, "media.consent", by=by, at=at, data=_told(consent))
    return consent


def change_consent(
    *,
    asset_id: UUID,
    consent_id: UUID,
    who: str,
    by: User,
    at: datetime,
    child: bool = False,
    agreed: bool = False,
    since: date | None = None,
    until: date | None = None,
    paper: Paper | None = None,
) -> Consent:
    """Mend what was noted of somebody, or renew their consent.

    A new ``paper`` takes the place of the one there is; without one it stays. Raises ``Invalid``
    as :func:`add_consent`, and ``Missing`` when the note is gone.
    """
    said = _checked(who, since, until)
    name, mime = _keep(paper, asset_id, by=by, at=at)
    with transaction.atomic():
        asset = locked_asset(asset_id)
        consent = Consent.objects.filter(pk=consent_id, asset=asset).first()
        if consent is None:
            raise Missing(_("Catatan persetujuan itu tidak ada."))
        was = _told(consent) | {"who": consent.who}
        consent.who, consent.child, consent.agreed = said, child, agreed
        consent.since, consent.until = since, until
        if name:
            consent.paper, consent.paper_mime = name, mime
        consent.save()
        now = _told(consent) | {"who": consent.who}
        changed = {key: {"was": was[key], "now": now[key]} for key in now if was[key] != now[key]}
        if name or changed:
            _sum_up(asset)
            data = {"consent": str(consent_id), "changed": changed, "new_paper": bool(name)}
            _tell_planned(asset, by=by, at=at)
            log_asset(asset, "media.consent_change", by=by, at=at, data=data)
    return consent


def withdraw_consent(*, asset_id: UUID, consent_id: UUID, by: User, at: datetime) -> None:
    """Somebody takes their consent back: it held until yesterday, and is over for the check.

    Who answers for posts that are to go out with the file is told now, not when they are held
    back. What was never agreed, or is over already, stays as it is.
    """
    with transaction.atomic():
        asset = locked_asset(asset_id)
        consent = Consent.objects.filter(pk=consent_id, asset=asset).first()
        if consent is None:
            raise Missing(_("Catatan persetujuan itu tidak ada."))
        last = at.astimezone(unit_timezone(asset.unit)).date() - timedelta(days=1)
        if not consent.agreed or (consent.until is not None and consent.until <= last):
            return
        data = {"consent": str(consent_id), "was": _told(consent)}
        consent.until = last
        if consent.since is not None:
            consent.since = min(consent.since, last)
        consent.save(update_fields=["since", "until"])
        _sum_up(asset)
        _tell_planned(asset, by=by, at=at)
        log_asset(asset, "media.consent_withdraw", by=by, at=at, data=data)


def _checked(who: str, since: date | None, until: date | None) -> str:
    """The role as a clean line; ``Invalid`` names every field that does not hold."""
    said = clean_line(who, field="who")
    errors: dict[str, list[str]] = {}
    if not said or len(said) > MAX_WHO:
        errors["who"] = [_("Tulis siapa yang tampak, paling banyak 80 huruf. Jangan tulis nama.")]
    if since and until and until < since:
        errors["until"] = [_("Hari terakhir harus sesudah hari pertama.")]
    if errors:
        raise Invalid(fields=errors)
    return said


def _keep(paper: Paper | None, asset_id: UUID, *, by: User, at: datetime) -> tuple[str, str]:
    """Name and type of a paper as kept; empty without one."""
    if paper is None:
        return "", ""
    data = paper.read(papers.MAX_BYTES + 1)
    try:
        return papers.keep(data)
    except Infected as problem:
        with transaction.atomic():
            asset = locked_asset(asset_id)
            target = ("asset", str(asset.pk), asset.name)
            log_infected(problem, target, by=by, at=at, unit=asset.unit, size=len(data))
        raise


def _told(consent: Consent) -> dict[str, str | bool]:
    """What the ledger keeps of a consent."""
    return {
        "child": consent.child,
        "agreed": consent.agreed,
        "since": consent.since.isoformat() if consent.since else "",
        "until": consent.until.isoformat() if consent.until else "",
        "paper": bool(consent.paper),
    }


def remove_consent(*, asset_id: UUID, consent_id: UUID, by: User, at: datetime) -> None:
    """Forget a person with their paper; gone already is fine."""
    with transaction.atomic():
        asset = locked_asset(asset_id)
        if not Consent.objects.filter(pk=consent_id, asset=asset).delete()[0]:
            return
        _sum_up(asset)
        log_asset(asset, "media.consent_remove", by=by, at=at, data={"consent": str(consent_id)})


def _sum_up(asset: Asset) -> None:
    """Write what all consents together say; ``rights.standing`` reads it."""
    rows = list(Consent.objects.filter(asset=asset))
    asset.all_agreed = bool(rows) and all(row.agreed for row in rows)
    asset.children = any(row.child for row in rows)
    asset.consent_from = max((row.since for row in rows if row.since), default=None)
    asset.consent_until = min((row.until for row in rows if row.until), default=None)
    fields = ["shown", "all_agreed", "children", "consent_from", "consent_until"]
    asset.save(update_fields=fields)


def _tell_planned(asset: Asset, *, by: User, at: datetime) -> None:
    """The check will hold back what is planned with it: said while another file can be found."""
    zone = unit_timezone(asset.unit)
    for item in uses.planned(asset.pk, at):
        when = item.when.astimezone(zone)
        if standing(asset, when.date()).holds:
            continue
        text = _(
            "“%(title)s”, dijadwalkan %(day)s, memakai “%(file)s”, padahal orang di dalamnya tidak"
            " setuju lagi. Ganti berkasnya sebelum tayang."
        ) % {
            "title": item.title,
            "day": Said(partial(long_date, when.date())),
            "file": str(asset)[:120],
        }
        notify(
            [person for person in item.people if person.pk != by.pk],
            text,
            key=f"consent-planned:{asset.pk}:{item.key}:{at:%Y%m%d%H%M%S}",
            at=at,
            url=item.url,
            urgent=True,
        )


def warn_ending(*, at: datetime, limit: int = BATCH) -> int:
    """Tell units of consents that end within 14 days, and again when they are over.

    Once each: the key of a notice holds file and day. Returns how many files were told of.
    """
    latest = (at + WARNING).date()
    earliest = (at - WARNING).date()
    soon = Asset.objects.filter(
        binned_at__isnull=True, consent_until__gte=earliest, consent_until__lte=latest
    )
    told = 0
    for asset in soon.select_related("unit").order_by("consent_until", "pk")[:limit]:
        until = asset.consent_until
        assert until is not None
        left = (until - at.astimezone(unit_timezone(asset.unit)).date()).days
        _tell(asset, left, until, at)
        told += 1
    return told


def _tell(asset: Asset, left: int, until: date, at: datetime) -> None:
    named = {"file": str(asset)[:120], "n": left}
    if left < 0:
        text = _("Persetujuan orang di “%(file)s” sudah berakhir. Perbarui atau ganti berkasnya.")
    elif left == 0:
        text = _("Persetujuan orang di “%(file)s” berakhir hari ini.")
    else:
        text = ngettext(
            "Persetujuan orang di “%(file)s” berakhir %(n)s hari lagi.",
            "Persetujuan orang di “%(file)s” berakhir %(n)s hari lagi.",
            left,
        )
    people = holders(roles_with("media.upload"), asset.unit, at)[:_TELL_AT_MOST]
    over = "over" if left < 0 else "ending"
    key = f"consent-{over}:{asset.pk}:{until:%Y%m%d}"
    url = reverse("media:asset", args=[asset.pk])
    notify(people, text % named, key=key, at=at, url=url, urgent=left < 0)
