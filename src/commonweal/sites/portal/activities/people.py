"""Who acts for a unit: the people and their roles, invitations, who leaves."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.activities import actions
from commonweal.activities import queries as activities
from commonweal.activities.actions import NewInvitation
from commonweal.activities.queries import (
    Deed,
    Mandate,
    MandateInvitation,
    MandateRole,
    Unit,
    UnitKind,
)
from commonweal.kernel.refusals import Refusal
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.portal.activities.split import AmountForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top

HEAVIEST = 1000


class RoleForm(forms.Form):
    """What somebody may do, and which part of a split is theirs."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    weight = forms.IntegerField(
        label=gettext_lazy("Part in the split key"),
        min_value=0,
        max_value=HEAVIEST,
        initial=0,
        help_text=gettext_lazy(
            "When the budget is divided: who has 2 gets twice as much as who has 1, 0 is no part."
        ),
    )

    def __init__(self, *args: Any, unit: Unit, holds: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = unit.kind == UnitKind.THREE_IN_ONE
        role: Any = self.fields["role"]
        role.choices = [
            (one.value, f"{one.label}: {activities.meaning(role=one)}")
            for one in MandateRole
            if not (alone and one == MandateRole.MANAGER != holds)
        ]
        if alone:
            del self.fields["weight"]

    @property
    def wish(self) -> dict[str, Any]:
        """What was chosen; the account of one person is not divided."""
        return {"weight": 0, **self.cleaned_data}


class InvitationForm(RoleForm):
    """Whom to ask, and for what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The address they sign in with, if they are a member already."),
    )
    field_order = ("email", "role", "weight")


@allow("member")
def people(request: Visit, unit: int) -> HttpResponse:
    """Show who acts for a unit; on POST invite somebody."""
    own = acting(request, unit, Deed.RULE if request.method == "POST" else Deed.LOOK)
    form = InvitationForm(request.POST or None, unit=own.unit, initial={"role": "co_manager"})
    if request.method == "POST" and form.is_valid():
        new = NewInvitation(unit=own.unit, **form.wish)
        with refusals_beside(form):
            actions.invite(invitations=[new], by=request.actor, at=request.at)
            words = {"email": form.cleaned_data["email"]}
            messages.success(request, _("An invitation is on its way to %(email)s.") % words)
            return redirect("portal:people", unit)
    status = 422 if form.errors else 200
    return render(request, "portal/activities/people.html", _page(own, form), status=status)


def _page(own: Mandate, form: InvitationForm) -> dict[str, Any]:
    unit = own.unit_id
    mandates = list(activities.mandates(unit=unit))
    rules = activities.may(mandate=own, deed=Deed.RULE)
    asked = [(each, _address(each, rules)) for each in activities.invitations(unit=unit)]
    return {
        "own": own,
        "unit": own.unit,
        "sections": sections(own, "people"),
        "rules": rules,
        "form": form,
        "mandates": mandates,
        "goals": activities.goals(unit=unit),
        "meanings": [(role.label, activities.meaning(role=role)) for role in MandateRole],
        "total_weight": sum(mandate.weight for mandate in mandates),
        "open": [row for row in asked if row[0].state == MandateInvitation.State.OPEN],
        "answered": [row for row in asked if row[0].state != MandateInvitation.State.OPEN],
        "ended": list(activities.ended_mandates(unit=unit)),
        "is_collective": own.unit.kind == UnitKind.ACTIVITY,
        "amount_form": AmountForm(),
    }


def _address(invitation: MandateInvitation, rules: bool) -> str:
    """Whole for who invites; for the others it is somebody's address and no business of theirs."""
    return invitation.email if rules else activities.masked_email(invitation.email)


@require_POST
@allow("member")
def invite_again(request: Visit, unit: int, invitation: int) -> HttpResponse:
    """Send a fresh link to the same address."""
    acting(request, unit, Deed.RULE)
    found = _invitation(unit, invitation)
    with refusals_on_top(request):
        actions.invite_again(invitation=found, by=request.actor, at=request.at)
        words = {"email": found.email}
        messages.success(request, _("A fresh link is on its way to %(email)s.") % words)
    return redirect("portal:people", unit)


@require_POST
@allow("member")
def withdraw_invitation(request: Visit, unit: int, invitation: int) -> HttpResponse:
    """Take an open invitation back."""
    acting(request, unit, Deed.RULE)
    found = _invitation(unit, invitation)
    with refusals_on_top(request):
        actions.withdraw_invitation(invitation=found, by=request.actor, at=request.at)
        words = {"email": found.email}
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % words)
    return redirect("portal:people", unit)


@allow("member")
def mandate(request: Visit, unit: int, mandate: int) -> HttpResponse:
    """Change what somebody may do here."""
    own, found = acting(request, unit, Deed.RULE), _mandate(unit, mandate)
    now = {"role": found.role, "weight": found.weight}
    form = RoleForm(request.POST or None, unit=found.unit, holds=found.role, initial=now)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            actions.change_mandate(mandate=found, by=request.actor, at=request.at, **form.wish)
            words = {"name": found.member.full_name}
            messages.success(request, _("Changed what %(name)s may do here.") % words)
            return redirect("portal:people", unit)
    context = {"own": own, "unit": own.unit, "mandate": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "portal/activities/mandate.html", context, status=status)


@require_POST
@allow("member")
def end_mandate(request: Visit, unit: int, mandate: int) -> HttpResponse:
    """Let somebody act here no more; everybody may leave by themself."""
    own, found = acting(request, unit), _mandate(unit, mandate)
    leaves = own.pk == found.pk
    if not leaves:
        acting(request, unit, Deed.RULE)
    try:
        actions.end_mandate(mandate=found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:people", unit)
    words = {"name": found.member.full_name, "unit": found.unit.name}
    if leaves:
        messages.success(request, _("You no longer act for “%(unit)s”.") % words)
        return redirect("portal:budgets")
    messages.success(request, _("%(name)s no longer acts for “%(unit)s”.") % words)
    return redirect("portal:people", unit)


def _mandate(unit: int, id: int) -> Mandate:
    found = activities.find_mandate(unit=unit, id=id)
    if found is None:
        raise Http404
    return found


def _invitation(unit: int, id: int) -> MandateInvitation:
    found = activities.find_invitation(unit=unit, id=id)
    if found is None:
        raise Http404
    return found
