"""My details: how letters reach me, where wages go, what tax looks at."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.banking import queries as bank
from commonweal.members import actions as members
from commonweal.members import queries
from commonweal.members.queries import Member
from commonweal.rules.parameters import figure
from commonweal.sites.portal.members.forms import DetailsForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.looks import looks_at
from commonweal.sites.shell.refusals import refusals_beside
from commonweal.sites.shell.views import keep_language


@allow("member")
def details(request: Visit) -> HttpResponse:
    """Show what the house knows of a member, and take corrections."""
    member = own_member(request)
    form = DetailsForm.for_member(request.POST or None, member)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            changed = members.change_details(
                member=member, details=form.details(), by=request.actor, at=request.at
            )
            messages.success(request, _("Your details are saved."))
            response = redirect("portal:details")
            keep_language(response, changed.language)
            return response
    known = bank.histories(payees=[member.ref])[member.ref]
    number = queries.masked_national_number(member.national_number)
    context = {
        "form": form,
        "member": member,
        "national_number": number,
        "held": known.held(request.at, member.iban),
        "serving": known.serving(request.at),
        "free_services": figure("services.without_share", request.at.date()).value,
        "looks": looks_at(member),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/members/details.html", context, status=status)


def own_member(request: Visit) -> Member:
    """Return the member who is signed in."""
    if request.member_id is None:
        raise Http404
    return queries.get(id=request.member_id)
