"""Connecting through Facebook Login: a person agrees once, and says which Page is meant.

developers.facebook.com/docs/facebook-login: guides/advanced/manual-flow,
guides/access-tokens/get-long-lived. The code gives a token of an hour, that one a token of some
sixty days; Page tokens taken from it do not run out by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import (
    Agreement,
    CredentialField,
    Refused,
    Scope,
    harmless,
)
from kentongan.networks.meta.graph import Graph, fault_of, host

LABEL = "Facebook"
MOST_PAGES = 10
#: What the person must be allowed to do there. Pages of the newer kind name it with a prefix.
ENOUGH = ("CREATE_CONTENT", "MANAGE", "FULL_CONTROL")
#: “Error validating application”: there is none of this id.
WRONG_ID = 101

#: The vendor's name of the feature by which people answer later than a day.
HUMAN_AGENT = "human_agent"

#: Networks of one vendor, of which one application may serve all.
APP_VENDOR = "meta"

APP_FIELDS = (
    CredentialField(
        name="client_id",
        label=gettext_noop("ID aplikasi Meta"),
        help=gettext_noop("Di developers.facebook.com: aplikasi Anda, Setelan, Dasar."),
    ),
    CredentialField(
        name="client_secret",
        label=gettext_noop("Kunci rahasia aplikasi Meta"),
        help=gettext_noop("Di halaman yang sama, di bawah ID aplikasi."),
        secret=True,
    ),
    CredentialField(
        name=HUMAN_AGENT,
        label=gettext_noop("Meta sudah menyetujui Human Agent untuk aplikasi ini"),
        help=gettext_noop(
            "Petugas lalu boleh membalas pesan pribadi sampai 7 hari, bukan 24 jam. Ajukan lewat"
            " Peninjauan Aplikasi; tanpa persetujuan itu balasannya ditolak."
        ),
        tick=True,
    ),
)


def authorise_url(agreement: Agreement, scopes: tuple[Scope, ...]) -> tuple[str, Mapping[str, Any]]:
    """Where the person agrees. Nothing has to be remembered: ``state`` is the caller's."""
    query = {
        "client_id": _key(agreement.app, "client_id"),
        "redirect_uri": agreement.redirect_uri,
        "state": agreement.state,
        "response_type": "code",
        "scope": ",".join(scope.code for scope in scopes),
    }
    return f"{host(agreement.server, 'www')}/dialog/oauth?{urlencode(query)}", {}


def exchange(agreement: Agreement, code: str) -> Mapping[str, Any]:
    """The long-lived token of the person for the code; from it the Pages are asked.

    Raises ``Refused`` for a code that is wrong, used or too old.
    """
    keys = {name: _key(agreement.app, name) for name in ("client_id", "client_secret")}
    asked = {**keys, "redirect_uri": agreement.redirect_uri, "code": code}
    with harmless(_("Menukar kode")):
        short = _token(agreement, asked)
        extended = {"grant_type": "fb_exchange_token", "fb_exchange_token": short}
        long = _token(agreement, {**keys, **extended})
    return {"access_token": long, "app_id": keys["client_id"]}


def pages(
    agreement: Agreement, secret: Mapping[str, Any], *, fields: str
) -> Iterator[dict[str, Any]]:
    """The Pages the person agreed to, each with its token, and ``fields`` beside."""
    graph = Graph(
        server=agreement.server,
        token=str(secret.get("access_token") or ""),
        http=agreement.http,
        label=LABEL,
        app_secret=str(agreement.app.get("client_secret") or ""),
    )
    with harmless(_("Membaca daftar Halaman")):
        yield from graph.pages("me/accounts", most=MOST_PAGES, fields=fields)


def page_secret(page: Mapping[str, Any], app: Mapping[str, Any]) -> dict[str, Any]:
    """What an account is connected with: the token of its Page."""
    return {
        "access_token": answers.text_at(dict(page), "access_token"),
        "app_id": str(app.get("client_id") or ""),
    }


def barred(page: Mapping[str, Any]) -> str:
    """Why nothing could be published with this Page's token; empty where all is well."""
    tasks = page.get("tasks")
    if not isinstance(tasks, list) or any(str(task).endswith(ENOUGH) for task in tasks):
        return ""
    return gettext_noop(
        "Anda belum diberi izin membuat konten di Halaman ini. Minta pengelola Halaman"
        " memberikannya di setelan Akses Halaman, lalu sambungkan lagi."
    )


def _token(agreement: Agreement, form: Mapping[str, str]) -> str:
    """POST keeps keys and codes out of addresses."""
    server, http = agreement.server, agreement.http
    response = http.request("POST", f"{server.rstrip('/')}/oauth/access_token", data=dict(form))
    fault = fault_of(response)
    if fault is not None and (fault.code == WRONG_ID or "client secret" in fault.message.lower()):
        raise Refused(
            _(
                "ID atau kunci rahasia aplikasi Meta salah. Minta pengelola menyalinnya"
                " sekali lagi dari developers.facebook.com."
            )
        )
    graph = Graph(server=server, token="", http=http, label=LABEL)
    return answers.text_at(graph.read(response), "access_token")


def _key(app: Mapping[str, Any], name: str) -> str:
    value = str(app.get(name) or "").strip()
    if not value:
        raise Refused(
            _(
                "Aplikasi Meta belum didaftarkan di instalasi ini. Minta pengelola"
                " mengisi ID dan kunci rahasianya dulu."
            )
        )
    return value
