"""What is left of it? The simulator: three questions, answered while the member types."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from commonweal.members import queries as members
from commonweal.members.queries import Member, WorkerStatus
from commonweal.rules.errors import RuleError
from commonweal.sites.portal.payroll._answer import Shown, asked_of
from commonweal.sites.portal.payroll.forms import QuestionForm
from commonweal.sites.shell.doors import Visit, allow


@require_GET
@allow("member")
def simulator(request: Visit) -> HttpResponse:
    """
    Show the question and its answer; alone the answer, when the page itself asks for it.

    What the address does not say is filled in from the member's details.
    """
    if request.member_id is None:
        raise Http404
    member = members.get(id=request.member_id)
    form = QuestionForm(_known(request, member) | request.GET.dict())
    context = {"form": form, **_answer(request, form, member)}
    if request.headers.get("HX-Target") == "answer":
        return render(request, "portal/payroll/_answer.html", context)
    if not request.GET.get("amount"):
        form.hush()
    status = 422 if form.errors else 200
    return render(request, "portal/payroll/simulator.html", context, status=status)


def _known(request: Visit, member: Member) -> dict[str, str]:
    """One day of eight hours, tomorrow, as the member usually works."""
    staff = member.worker_status == WorkerStatus.STAFF
    return {
        "ask": "budget",
        "status": WorkerStatus.WHITE_COLLAR if staff else member.worker_status,
        "on": (request.at + timedelta(days=1)).date().isoformat(),
        "days": "1",
        "hours": "8",
        "contracts": "one",
    }


def _answer(request: Visit, form: QuestionForm, member: Member) -> dict[str, Any]:
    """The answer, or what keeps the house from giving one; nothing before an amount is typed."""
    if not request.GET.get("amount"):
        return {}
    if not form.is_valid():
        return {"faults": [(form[name].label, errors) for name, errors in form.errors.items()]}
    try:
        shown = Shown(asked_of(form.cleaned_data), member, at=request.at)
        return {"shown": shown, "advice": shown.advice, "monthly": member.extra_withholding_cents}
    except RuleError as refusal:
        return {"refusal": refusal.said(_)}
