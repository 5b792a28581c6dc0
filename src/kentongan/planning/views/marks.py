"""The setting of marks on links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.people.session import person
from kentongan.planning import access, actions
from kentongan.planning.forms import LinkMarksForm
from kentongan.web.access import access as declare
from kentongan.web.http import render_page, toast

FIELDS = ("enabled", "hosts", "medium", "campaign")


@require_http_methods(["GET", "POST"])
@declare(access.link_marks)
def link_marks(request: HttpRequest) -> HttpResponse:
    """Whether and how links to the pemda's own sites are marked."""
    user = person(request)
    row = access.link_marks(user)
    form = LinkMarksForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in FIELDS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_link_marks(**form.cleaned_data, by=user, at=clock.now())
        except Invalid as error:
            for name, sentences in error.fields.items():
                form.add_error(name, sentences)
        else:
            toast(request, _("Tersimpan. Berlaku untuk unggahan yang disimpan sesudah ini."))
            return redirect("planning:link_marks")
    status = 422 if form.is_bound else 200
    return render_page(request, "planning/link_marks.html", {"form": form}, status=status)
