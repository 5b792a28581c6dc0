"""Receipts for forms whose words a browser keeps (`js/drafts.js`): it lets go of them on our word.

A form says under which key its words are kept. When it was taken, the redirect carries the key
back in a short-lived cookie. No page, a refusal, a sign-in in between or a warning: no receipt.
"""

import re

from django.http import HttpRequest, HttpResponse

#: Field of the form; the page adds it while it sends.
FIELD = "draf"
COOKIE = "draf-diterima"
SECONDS = 60
_KEY = re.compile(r"[\w.:-]{1,100}", re.ASCII)


def withhold(request: HttpRequest) -> None:
    """What was typed was not taken, wherever the answer leads."""
    request.receipt_withheld = True  # type: ignore[attr-defined]


def give(request: HttpRequest, response: HttpResponse) -> None:
    """Put the receipt on a redirect that follows a form."""
    if request.method != "POST" or response.status_code not in (302, 303):
        return
    if getattr(request, "receipt_withheld", False):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return  # preferences are taken without a token: another site could send the key there
    key = request.POST.get(FIELD, "")
    if _KEY.fullmatch(key):
        response.set_cookie(
            COOKIE, key, max_age=SECONDS, secure=request.is_secure(), samesite="Lax"
        )
