"""Attachments of wages at the desk: what they still claim, and the forms of both ends."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.payroll import actions
from commonweal.payroll import queries as payroll
from commonweal.payroll.actions import NewAttachment
from commonweal.payroll.queries import Held
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import DayField, EuroField
from commonweal.sites.shell.refusals import refusals_beside

FOUND = 20  # people a search shows
MOST_CHILDREN = 20


class AttachmentForm(forms.Form):
    """What the bailiff, the court or the creditor served on the house."""

    creditor = forms.CharField(label=gettext_lazy("Who is paid"))
    iban = forms.CharField(label=gettext_lazy("Account number"))
    reference = forms.CharField(
        label=gettext_lazy("Their reference"),
        required=False,
        help_text=gettext_lazy("It goes with every payment."),
    )
    claim = EuroField(
        label=gettext_lazy("Claim"),
        help_text=gettext_lazy("All that may be taken, costs and interest included."),
    )
    served_on = DayField(
        label=gettext_lazy("Served on"),
        help_text=gettext_lazy("The oldest claim is paid first, alimony before all others."),
    )
    children = forms.IntegerField(
        label=gettext_lazy("Dependent children"),
        min_value=0,
        max_value=MOST_CHILDREN,
        initial=0,
        help_text=gettext_lazy("Only those the worker declared to us: less is taken for each."),
    )
    for_alimony = forms.BooleanField(
        label=gettext_lazy("For alimony"),
        required=False,
        help_text=gettext_lazy("The whole pay may be taken then."),
    )

    def new(self, member: Member) -> NewAttachment:
        """Return the attachment as it was filled in."""
        facts: dict[str, Any] = dict(self.cleaned_data)
        return NewAttachment(member_id=member.pk, claim_cents=facts.pop("claim"), **facts)


class LiftForm(forms.Form):
    """Why an attachment ends before its claim is paid."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it lifted?"),
        help_text=gettext_lazy("For example the letter of the bailiff and its day."),
        error_messages={"required": actions.ReasonToLiftMissing.message},
    )


@allow("payroll")
def index(request: Visit) -> HttpResponse:
    """List the attachments, first those that run."""
    found = payroll.attachments()
    context = {"found": found, "active": sum(held.is_active for held in found)}
    return render(request, "desk/payroll/attachments.html", context)


@allow("payroll")
def new(request: Visit) -> HttpResponse:
    """Find the member whose pay is attached."""
    text = request.GET.get("q", "").strip()
    found = list(members.search(text=text)[:FOUND]) if text else []
    return render(request, "desk/payroll/attachment_for.html", {"text": text, "found": found})


@allow("payroll")
def make(request: Visit, member: int) -> HttpResponse:
    """Keep an attachment of a member's pay."""
    who = _member(member)
    form = AttachmentForm(request.POST or None, initial={"served_on": request.at.date()})
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            (row,) = actions.attach(attachments=[form.new(who)], by=request.actor, at=request.at)
            messages.success(
                request, _("The pay of %(name)s is attached.") % {"name": who.full_name}
            )
            return redirect("desk:attachment", row.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "member": who}
    return render(request, "desk/payroll/attachment_new.html", context, status=status)


@allow("payroll")
def show(request: Visit, number: int) -> HttpResponse:
    """Show an attachment, and the form that lifts it."""
    return _page(request, _held(number), LiftForm())


@require_POST
@allow("payroll")
def lift(request: Visit, number: int) -> HttpResponse:
    """Lift an attachment."""
    held, form = _held(number), LiftForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_beside(form):
            actions.lift(attachment=number, reason=reason, by=request.actor, at=request.at)
            messages.success(request, _("The attachment is lifted."))
            return redirect("desk:attachment", number)
    return _page(request, held, form)


def _page(request: Visit, held: Held, form: LiftForm) -> HttpResponse:
    context = {"held": held, "each": held.attachment, "form": form}
    status = 422 if form.errors else 200
    return render(request, "desk/payroll/attachment.html", context, status=status)


def _held(number: int) -> Held:
    try:
        return payroll.get_held(id=number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _member(id: int) -> Member:
    try:
        return members.get(id=id)
    except ObjectDoesNotExist:
        raise Http404 from None
