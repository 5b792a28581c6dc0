"""For citizens: write to the pemda, follow a number, say how it was.

None of these forms needs a cookie: nobody is signed in here whose name another site could use, the
key in the address proves the citizen, and browsers inside apps often keep none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.inbox import enclosed, following, kinds, numbers, tokens
from kentongan.inbox.actions import citizens as actions, contacts, duties
from kentongan.inbox.models import Case
from kentongan.inbox.views.posted import at_page, posted
from kentongan.kernel import clock
from kentongan.kernel.errors import Conflict, Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit
from kentongan.people.queries import unit_timezone
from kentongan.web import prefs
from kentongan.web.access import public
from kentongan.web.citizens import TOO_OFTEN, Bucket, held_back

WRITING = Bucket(burst=10, per_second=1 / 60)
LOOKING = Bucket(burst=30, per_second=1 / 5)
PLACES = ("kecamatan", "kelurahan", "desa")


class LetterForm(forms.Form):
    """What a citizen fills in. ``situs`` is for machines only: people do not see it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis pesan"),
        choices=[(kind.value, kinds.LABELS[kind]) for kind in actions.CHOOSABLE],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Ceritakan"), max_length=actions.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Desa atau kelurahan"), required=False, max_length=120
    )
    name = forms.CharField(label=gettext_lazy("Nama"), required=False, max_length=120)
    contact = forms.CharField(
        label=gettext_lazy("Nomor HP atau surel"), required=False, max_length=120
    )
    attachments = forms.FileField(label=gettext_lazy("Foto atau berkas"), required=False)
    token = forms.CharField(widget=forms.HiddenInput)
    situs = forms.CharField(required=False)


@public("everybody may write to the government; the form asks for no name")
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest) -> HttpResponseBase:
    """The form *Sampaikan aspirasi*; a letter that is accepted leads to its receipt."""
    unit, at = _unit(request), clock.now()
    if request.method != "POST":
        initial: dict[str, Any] = {"kind": request.GET.get("jenis", "complaint")}
        reported = " ".join(request.GET.get("akun", "").split())[:200]
        if reported:
            initial["text"] = _("Akun ini mengaku milik pemerintah: %(name)s\n") % {
                "name": reported
            }
        return _page(request, unit, LetterForm(initial=initial))
    if prefs.LANGUAGE_FIELD in request.POST:
        typed = LetterForm(initial=request.POST.dict())
        return prefs.in_language(request, lambda: _page(request, unit, typed))
    form = LetterForm(request.POST)
    refused = held_back(request, WRITING)
    if refused is not None:  # a whole village may share the address: nobody's words are lost
        form.add_error(None, TOO_OFTEN)
        return _waiting(refused, _page(request, unit, form, status=429))
    problem = _machine(request)
    if problem:
        form.add_error(None, problem)
    elif form.is_valid():
        try:
            case = actions.submit(
                unit,
                actions.Letter(
                    key=tokens.redeem(form.cleaned_data["token"], at),
                    attachments=request.FILES.getlist("attachments"),
                    **{
                        n: form.cleaned_data[n]
                        for n in ("text", "kind", "name", "contact", "place")
                    },
                ),
                at=at,
            )
        except Invalid as error:
            for name, sentences in (error.fields or {"": [str(error)]}).items():
                form.add_error(name if name in form.fields else None, sentences[0])
        else:
            return redirect(_address(case))
    return _page(request, unit, form, status=422)


def _waiting(refused: HttpResponse, page: HttpResponse) -> HttpResponse:
    """The page with its words for whoever was held back, and how long they wait."""
    page.headers["Retry-After"] = refused.headers["Retry-After"]
    return page


def _machine(request: HttpRequest) -> str:
    """Why it cannot be a person who sends this; empty where it may be one."""
    if request.POST.get("situs"):
        return _("Pesan ini tidak dapat diterima. Kosongkan isian situs, lalu kirim lagi.")
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return _("Pesan ini dikirim dari situs lain. Baca sekali lagi, lalu tekan Kirim.")
    try:
        tokens.redeem(request.POST.get("token", ""), clock.now())
    except tokens.Stale as error:
        return _stale(error)
    return ""


def _stale(error: tokens.Stale) -> str:
    if error.args[0] == "early":
        return _("Formulirnya terkirim terlalu cepat. Baca sekali lagi, lalu tekan Kirim.")
    return _("Formulir ini sudah terlalu lama terbuka. Tulisan Anda masih ada; tekan Kirim.")


def _page(request: HttpRequest, unit: Unit, form: LetterForm, *, status: int = 200) -> HttpResponse:
    """The form with a fresh token where the old one cannot be used any more."""
    context = {
        "form": form,
        "unit": unit,
        "token": _token(request, clock.now()),
        "root": unit.parent_id is None,
        "accept": enclosed.ACCEPT,
        "places": Unit.objects.filter(type__in=PLACES, active=True).order_by("name"),
        "chosen": form["kind"].value(),
        "files_gone": _files_gone(request),
        "typing": ("surat", request.get_full_path()),
    }
    return render(request, "inbox/public/voice.html", context, status=status)


def _files_gone(request: HttpRequest) -> bool:
    """Whether files were chosen that the browser does not put into the form again; where only the
    language was changed, their names came without them."""
    return bool(request.FILES or request.POST.get("attachments"))


def _token(request: HttpRequest, at: datetime) -> str:
    """The token that was sent, as long as it can be used, else a fresh one; who only let the form
    lie too long has read it and need not wait again."""
    token = request.POST.get("token", "")
    try:
        tokens.redeem(token, at)
    except tokens.Stale as error:
        if error.args[0] == "late":
            return tokens.issue(at - tokens.SOONEST)
        if error.args[0] == "forged":
            return tokens.issue(at)
    return token


def _unit(request: HttpRequest) -> Unit:
    """The unit the letter is for: the one of the link, else the pemda as a whole."""
    code = request.GET.get("unit", "")
    found = Unit.objects.filter(code=code, active=True).first() if code.isascii() else None
    found = found or Unit.objects.filter(parent=None).first()
    if found is None:
        raise Missing(_("Unit itu tidak ada."))
    return found


def _address(case: Case) -> str:
    return reverse("inbox:followed", args=[case.number, case.follow_key])


@public("whoever has a number may see how far it is; words only with the key of the receipt")
@never_cache
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """*Lacak*: type a number, see its steps."""
    refused = held_back(request, LOOKING)
    if refused is not None:
        return refused
    number = " ".join(request.GET.get("nomor", "").replace("\x00", "").split())[:20]
    context: dict[str, Any] = {"number": number, "followed": None, "problem": ""}
    if number:
        try:
            context["followed"] = following.follow(number, at=clock.now())
        except Missing as error:
            context["problem"] = str(error)
    return _followed(request, context, 404 if context["problem"] else 200)


@public("the address of a receipt without its key: what a number alone shows, whatever it is")
@never_cache
@require_safe
def numbered(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """Leads to *Lacak* with the number filled in."""
    return redirect(f"{reverse('inbox:follow')}?{urlencode({'nomor': number})}")


@public("the key of the receipt opens one citizen's own case")
@never_cache
@require_safe
def followed(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The receipt: number, steps, one's own words, answers, and how it was."""
    refused = held_back(request, LOOKING)
    if refused is not None:
        return refused
    try:
        found = following.follow(number, key, at=clock.now())
    except Missing:  # the same words for every number, so that none is told to exist
        problem = _(
            "Alamat ini tidak lengkap atau salah. Salin lagi dari tanda terima, atau tekan Lihat"
            " untuk melihat tahapnya saja."
        )
        context = {"number": number[:20], "followed": None, "problem": problem}
        return _followed(request, context, 404)
    return _followed(request, {"number": found.case.number, "followed": found, "key": key})


def _followed(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    found = context["followed"]
    if found is None:
        context["example"] = f"{numbers.prefix_of(_unit(request))}-0871"
        return render(request, "inbox/public/follow.html", context, status=status)
    at, rated_until = clock.now(), found.rated_until
    context |= {
        "stars": str(found.rating.stars) if found.rating else "",
        "words": found.rating.words if found.rating else "",
        **context,
        "may_rate": rated_until is not None and at <= rated_until,
        "too_late_to_rate": rated_until is not None and at > rated_until,
        "may_write": actions.may_write_again(found, at),
        "token": _token(request, at),
        "accept": enclosed.ACCEPT,
    }
    if context["may_write"]:
        address = reverse("inbox:again", args=[found.case.number, context["key"]])
        context["typing"] = ("tulis-lagi", f"{address}#tulis-lagi")
    with timezone.override(unit_timezone(found.case.unit)):
        return render(request, "inbox/public/follow.html", context, status=status)


@public("the citizen whose case it is writes again; the key proves it")
@csrf_exempt
@posted(at_page("followed", "number", "key"))
def again(request: HttpRequest, number: str, key: str) -> HttpResponseBase:
    """More about the same matter, or the answer to what we asked."""
    at = clock.now()
    found = following.follow(number, key, at=at)
    text, problem, status = request.POST.get("text", ""), "", 422
    context: dict[str, Any] = {
        "number": number, "followed": found, "key": key, "text": text,
        "files_gone": _files_gone(request),
    }  # fmt: skip
    if prefs.LANGUAGE_FIELD in request.POST:
        return prefs.in_language(request, lambda: _followed(request, context))
    refused = held_back(request, WRITING)
    if refused is not None:
        page = _followed(request, context | {"again_problem": TOO_OFTEN}, 429)
        return _waiting(refused, page)
    try:
        letter = actions.Letter(
            key=tokens.redeem(request.POST.get("token", ""), at), text=text, kind="",
            attachments=request.FILES.getlist("attachments"),
        )  # fmt: skip
        actions.write_again(number, key, letter, at=at)
    except tokens.Stale as error:
        problem = _stale(error)
    except (Invalid, Conflict) as error:
        problem, status = str(error), error.status
    else:
        return redirect(f"{_address(found.case)}#tulis-lagi")
    return _followed(request, context | {"again_problem": problem}, status)


@public("the citizen whose case it was says how it was; the key proves it")
@csrf_exempt
@posted(at_page("followed", "number", "key"))
def rate(request: HttpRequest, number: str, key: str) -> HttpResponseBase:
    """Stars and a sentence, after it was closed; anew while there is time."""
    refused = held_back(request, LOOKING)
    if refused is not None:
        return refused
    found = following.follow(number, key, at=clock.now())
    stars, words = request.POST.get("stars", ""), request.POST.get("words", "")
    try:
        duties.rate(
            number, key, at=clock.now(), stars=int(stars) if stars in set("12345") else 0,
            words=words,
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        context = {
            "number": number, "followed": found, "key": key, "rating_problem": str(error),
            "stars": stars, "words": words,
        }  # fmt: skip
        return _followed(request, context, error.status)
    return redirect(f"{_address(found.case)}#penilaian")


@public("the citizen whose case it is changes or takes back their contact; the key proves it")
@csrf_exempt
@posted(at_page("followed", "number", "key"))
def contact(request: HttpRequest, number: str, key: str) -> HttpResponseBase:
    """Another contact, or none: then the name goes too."""
    refused = held_back(request, LOOKING)
    if refused is not None:
        return refused
    found = following.follow(number, key, at=clock.now())
    at = clock.now()
    try:
        if request.POST.get("what") == "hapus":
            contacts.withdraw(number, key, at=at)
        else:
            contacts.change(number, key, at=at, contact=request.POST.get("contact", ""))
    except (Invalid, Conflict) as error:
        context = {"number": number, "followed": found, "key": key, "contact_problem": str(error)}
        return _followed(request, context, error.status)
    return redirect(_address(found.case))
