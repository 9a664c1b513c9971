"""One unit at the desk: how it stands, who acts for it, and what its adviser writes down."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.queries import Mandate, Note, Proposal, Unit
from commonweal.flows.portfolio import queries as flow
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.queries import Order
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import BudgetLine
from commonweal.sites.desk.ledger.words import told as discreet
from commonweal.sites.desk.portfolio.links import told
from commonweal.sites.desk.portfolio.views import READERS
from commonweal.sites.shell.books import entry_name
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import DayField
from commonweal.sites.shell.refusals import refusals_beside, refusals_on_top

OPEN = (Order.State.CHECKING, Order.State.SENT, Order.State.CONFIRMED)
ORDERS_SHOWN, LINES_SHOWN, NOTES_SHOWN, DECISIONS_SHOWN = 8, 8, 20, 8
BOOKS = {"finance_maker", "finance_checker", "auditor", "payroll"}


class NoteForm(forms.Form):
    """A note of the staff."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Only staff reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": activities.NothingWritten.message},
    )


class GoalForm(forms.Form):
    """A goal that is shared with the people of the unit."""

    text = forms.CharField(
        label=gettext_lazy("Goal"),
        help_text=gettext_lazy("The people of this unit read it too."),
        error_messages={"required": activities.NothingWritten.message},
    )
    due_on = DayField(label=gettext_lazy("To be reached by"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts for a unit, and how far this person decides alone, in cents."""

    mandate: Mandate
    limit: int
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class Move:
    """A line of the budget, in words that name no wage."""

    line: BudgetLine
    name: str
    text: str


@require_GET
@allow(*READERS)
def show(request: Visit, unit: int) -> HttpResponse:
    """Show one unit."""
    return _page(request, _unit(unit))


@require_POST
@allow("adviser")
def note(request: Visit, unit: int) -> HttpResponse:
    """Write a note."""
    found, form = _unit(unit), NoteForm(request.POST, prefix="note")
    if form.is_valid():
        text = form.cleaned_data["text"]
        activities.write_note(unit=found, text=text, by=request.actor, at=request.at)
        messages.success(request, _("The note is kept. Only staff reads it."))
        return redirect("desk:unit", unit)
    return _page(request, found, note=form)


@require_POST
@allow("adviser")
def goal(request: Visit, unit: int) -> HttpResponse:
    """Set a goal."""
    found, form = _unit(unit), GoalForm(request.POST, prefix="goal")
    if form.is_valid():
        with refusals_beside(form):
            activities.set_goal(unit=found, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("The goal is set. The people of this unit read it too."))
            return redirect("desk:unit", unit)
    return _page(request, found, goal=form)


@require_POST
@allow("adviser")
def reached(request: Visit, unit: int, number: int) -> HttpResponse:
    """Note that a goal is reached."""
    with refusals_on_top(request):
        activities.reach_goal(goal=_goal(unit, number), by=request.actor, at=request.at)
        messages.success(request, _("Reached. Well done."))
    return redirect("desk:unit", unit)


@require_POST
@allow("adviser")
def dropped(request: Visit, unit: int, number: int) -> HttpResponse:
    """Give a goal up, with the reason."""
    found, reason = _goal(unit, number), request.POST.get("reason", "")
    with refusals_on_top(request):
        activities.drop_goal(goal=found, reason=reason, by=request.actor, at=request.at)
        messages.success(request, _("The goal is dropped; it stays as a note of the staff."))
    return redirect("desk:unit", unit)


def _page(
    request: Visit, unit: Unit, *, note: NoteForm | None = None, goal: GoalForm | None = None
) -> HttpResponse:
    on = request.at.date()
    orders = invoicing.orders(units=[unit.pk]).filter(state__in=OPEN)[: ORDERS_SHOWN + 1]
    context: dict[str, Any] = {
        "unit": unit,
        "states": queries.states(unit=unit.pk, on=on),
        "signals": told(flow.signals(unit=unit, on=on), roles=request.roles, here=unit.ref),
        "people": _people(unit, on),
        "orders": list(orders[:ORDERS_SHOWN]),
        "moves": _moves(unit),
        "advance": queries.standing_advance(unit=unit.pk, on=on),
        "goals": list(queries.goals(unit=unit.pk)),
        "notes": list(queries.notes(unit=unit.pk)[:NOTES_SHOWN]),
        "note_form": note or NoteForm(prefix="note"),
        "goal_form": goal or GoalForm(prefix="goal"),
        "decisions": _decisions(unit),
        "may_act": "adviser" in request.roles,
        "may_open_books": not request.roles.isdisjoint(BOOKS),
        "today": on,
    }
    bad = (note and note.errors) or (goal and goal.errors)
    return render(request, "desk/activities/unit.html", context, status=422 if bad else 200)


def _people(unit: Unit, on: Any) -> list[Person]:
    mandates = list(queries.mandates(unit=unit.pk))
    ids = [mandate.member_id for mandate in mandates]
    limits = queries.limit_of(members=ids, on=on)
    proposed = queries.proposals(members=ids, on=on)
    return [
        Person(mandate, limits[mandate.member_id], proposed.get(mandate.member_id))
        for mandate in mandates
    ]


def _decisions(unit: Unit) -> list[queries.Validation]:
    """What is to be decided and looked at, then what was."""
    some = [unit.pk]
    open_ones = [*queries.waiting(units=some), *queries.sampled(units=some)]
    return [*open_ones, *queries.settled_validations(units=some)[:DECISIONS_SHOWN]]


def _moves(unit: Unit) -> list[Move]:
    """The last lines of the budget, however long it is."""
    rows = [row for row in ledger.unit_months(units=[unit.pk]) if row.in_budget]
    lines = ledger.budget_lines(
        unit=unit.pk,
        months=sorted({row.month for row in rows}, reverse=True)[:12],
        accounts={row.account for row in rows},
        limit=LINES_SHOWN,
    )
    return [
        Move(line, entry_name(line.journal, line.number), discreet(line.origin, line.text))
        for line in lines
    ]


def _unit(unit: int) -> Unit:
    try:
        return queries.get(id=unit)
    except ObjectDoesNotExist:
        raise Http404 from None


def _goal(unit: int, number: int) -> Note:
    try:
        found = queries.get_note(id=number)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.unit_id != unit or found.kind != Note.Kind.GOAL:
        raise Http404
    return found
