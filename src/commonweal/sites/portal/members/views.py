"""My details: how letters reach me, where wages go, what tax looks at."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.kernel.refusals import Refusal
from commonweal.members import actions as members
from commonweal.members import queries
from commonweal.members.queries import Member
from commonweal.rules.parameters import figure
from commonweal.sites.portal.members.forms import AccountForm, DetailsForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.looks import looks_at
from commonweal.sites.shell.refusals import show_refusals
from commonweal.sites.shell.views import keep_language


@allow("member")
def details(request: Visit) -> HttpResponse:
    """Show what the house knows of a member, and take corrections."""
    member = _self(request)
    form = DetailsForm.for_member(request.POST or None, member)
    if request.method == "POST" and form.is_valid():
        try:
            changed = members.change_details(
                member=member, details=form.details(), by=request.actor, at=request.at
            )
        except Refusal as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("Your details are saved."))
            response = redirect("portal:details")
            keep_language(response, changed.language)
            return response
    number = queries.masked_national_number(member.national_number)
    context = {
        "form": form,
        "member": member,
        "national_number": number,
        "free_services": figure("services.without_share", request.at.date()).value,
        "looks": looks_at(member),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/members/details.html", context, status=status)


@reauthentication_required
@allow("member")
def account(request: Visit) -> HttpResponse:
    """Change the account wages go to, after signing in afresh."""
    member = _self(request)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            members.change_details(
                member=member,
                details={"iban": form.cleaned_data["iban"]},
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("From the next wage on, this account is used."))
            return redirect("portal:details")
    status = 422 if form.errors else 200
    return render(
        request, "portal/members/account.html", {"form": form, "member": member}, status=status
    )


def _self(request: Visit) -> Member:
    if request.member_id is None:
        raise Http404
    return queries.get(id=request.member_id)
