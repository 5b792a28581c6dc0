"""Mails about one's password: an invitation, a link to set a new one, word that it was changed."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override

from kentongan.kernel.say import gettext as _
from kentongan.people import links
from kentongan.people.mail import address_of, compose
from kentongan.people.models import Letter


def message(letter: Letter, *, pemda: str, at: datetime, language: str) -> EmailMessage:
    """The mail for a letter that is not about notices, in ``language``.

    Its link is made here, for the person as they are now, and lives in the mail only.
    """
    told = {
        "name": letter.user.name,
        "username": letter.user.username,
        "pemda": pemda,
        "lost": address_of(reverse("people:forgot")),
    }
    with override(language):
        if letter.kind == Letter.Kind.INVITATION:
            subject, parts = _invitation()
            told["link"] = _link("people:invited", links.INVITATION, letter, at)
        elif letter.kind == Letter.Kind.RESET:
            subject, parts = _reset()
            told["link"] = _link("people:reset", links.RESET, letter, at)
        else:
            subject, parts = _changed()
        body = "\n\n".join(part % told for part in parts)
    return compose(subject, body, letter.address, pk=letter.pk, at=at)


def _link(page: str, kind: str, letter: Letter, at: datetime) -> str:
    return address_of(reverse(page, args=[links.make(kind, letter.user, at)]))


def _invitation() -> tuple[str, list[str]]:
    return _("Kentongan: atur sandi Anda"), [
        _("Halo %(name)s,"),
        _(
            "Anda terdaftar di Kentongan %(pemda)s, meja kerja media sosial resmi.\n"
            "Nama pengguna Anda: %(username)s"
        ),
        _("Atur sandi Anda sendiri lewat tautan ini:"),
        "%(link)s",
        _("Tautan ini berlaku satu kali, selama 7 hari. Sesudah itu, minta yang baru di %(lost)s"),
        _("Bila Anda tidak mengenal Kentongan, abaikan surel ini."),
    ]


def _reset() -> tuple[str, list[str]]:
    return _("Kentongan: atur sandi baru"), [
        _("Halo %(name)s,"),
        _("Ada yang meminta sandi baru di Kentongan %(pemda)s\nuntuk nama pengguna: %(username)s"),
        _("Atur sandi baru lewat tautan ini:"),
        "%(link)s",
        _("Tautan ini berlaku satu kali, selama 2 jam. Jangan teruskan surel ini."),
        _("Bila bukan Anda yang meminta, abaikan surel ini. Sandi Anda tidak berubah."),
    ]


def _changed() -> tuple[str, list[str]]:
    return _("Kentongan: sandi Anda diganti"), [
        _("Halo %(name)s,"),
        _(
            "Sandi Anda di Kentongan %(pemda)s baru saja diganti, dan perangkat lain dikeluarkan.\n"
            "Nama pengguna: %(username)s"
        ),
        _("Bila bukan Anda yang menggantinya, segera atur sandi baru di %(lost)s"),
        _("Lalu kabari administrator Kentongan di pemda Anda."),
    ]
