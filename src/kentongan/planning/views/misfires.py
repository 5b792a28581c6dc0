"""*Salah tangkap*: the writer says that a finding of this post is wrong."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kentongan.compliance import actions as rules
from kentongan.compliance.present import misfire_told
from kentongan.kernel import clock
from kentongan.kernel.errors import KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.people.models import User
from kentongan.planning import access, checking, composer, queries
from kentongan.planning.checking import Checked
from kentongan.planning.models import Post
from kentongan.web.access import access as declare
from kentongan.web.http import render_page, toast

#: With this field the whole composer comes along, and what is typed counts, saved or not.
TYPED = "text"


@require_http_methods(["GET", "HEAD", "POST"])
@declare("planning.access.editable_post")
def report(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Say that a finding is wrong. GET asks once more, for those without JavaScript.

    ``temuan`` is the key of the finding. The composer posts all its fields and is answered in
    JSON, 200 ``{message, label}`` or ``{message}`` with the status of the error.
    """
    user, at = request.user, clock.now()
    assert isinstance(user, User)
    post = queries.for_composer(access.editable_post(user, post_id))
    live = TYPED in request.POST
    key = (request.POST if request.method == "POST" else request.GET).get("temuan", "")
    found = (
        composer.check_typed(post, request.POST, at)
        if live
        else checking.findings(post, at, with_recent=True)
    )
    item = next((item for item in found if item.key == key), None)
    gone = _("Temuan ini sudah tidak ada.")
    if live:
        return _answer(post, item, user) if item else JsonResponse({"message": gone}, status=404)
    back = reverse("planning:compose", args=[post.pk]) + "#periksa"
    if item is None:
        toast(request, gone)
        return redirect(back)
    if request.method != "POST":
        context = {"post": post, "item": item, "back": back}
        return render_page(request, "planning/misfire.html", context)
    toast(request, _report(post, item, user), tone="success")
    return redirect(back)


def _answer(post: Post, item: Checked, user: User) -> JsonResponse:
    try:
        told = _report(post, item, user)
    except KentonganError as error:
        return JsonResponse({"message": str(error)}, status=error.status)
    return JsonResponse({"message": told, "label": _("Dilaporkan")})


def _report(post: Post, item: Checked, user: User) -> str:
    made, new = rules.report_misfire(
        unit=post.unit,
        rule=item.finding.rule,
        severity=item.finding.severity.value,
        quote=item.finding.text,
        text=item.text,
        network=item.network,
        by=user,
        at=clock.now(),
    )
    return misfire_told(made, new=new)
