"""Work that a budget pays: who is hired, a new contract, one contract and its story."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from commonweal.activities import queries as activities
from commonweal.activities.queries import Deed, Mandate
from commonweal.flows.from_budget import actions
from commonweal.flows.from_budget import queries as from_budget
from commonweal.flows.from_budget.queries import Contract
from commonweal.kernel.refusals import Refusal
from commonweal.rules.errors import RuleError
from commonweal.sites.portal.activities.doors import acting
from commonweal.sites.portal.activities.sections import sections
from commonweal.sites.portal.from_budget._preview import Preview
from commonweal.sites.portal.from_budget.forms import ContractForms
from commonweal.sites.shell import keyset, kit, rows
from commonweal.sites.shell.declarations import CONTRACT_NEXT, CONTRACT_TONES
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top
from commonweal.sites.shell.stories import timeline, told_to

STATIONS = [
    gettext_lazy("Planned"), gettext_lazy("Declared"), gettext_lazy("Worked"),
    gettext_lazy("Wage paid"),
]  # fmt: skip
TONES = {**CONTRACT_TONES, "paid": "good"}
NEXT = {state: CONTRACT_NEXT[state] for state in ("cleared", "refused")}


@require_GET
@allow("member")
def contracts(request: Visit, unit: int) -> HttpResponse:
    """List the contracts that the budget of a unit pays, the newest first."""
    own = acting(request, unit)
    page = keyset.page(request, from_budget.contracts(unit=unit))
    found = from_budget.hired(contracts=page.rows, on=request.at.date())
    context = {
        "unit": own.unit,
        "sections": sections(own, "activity_work"),
        "page": page,
        "rows": [(each, TONES[each.state], NEXT.get(each.state, "")) for each in found],
        "states": activities.states(unit=unit, on=request.at.date()),
        "aside_cents": from_budget.kept_aside(unit=unit, on=request.at.date()),
        "may_hire": activities.may(mandate=own, deed=Deed.SPEND),
    }
    return render(request, "portal/from_budget/contracts.html", context)


@allow("member")
def new_contract(request: Visit, unit: int) -> HttpResponse:
    """Show the form of a contract; hire when it is complete and nothing stands in the way."""
    own = acting(request, unit, Deed.SPEND)
    if request.method != "POST":
        return _show(request, own, _blank(request, own), hushed=True)
    data = request.POST.copy()
    if rows.changed(data, "day", like_before=lambda *_row: ("starts_at", "ends_at")):
        return _show(request, own, data, hushed=True)
    forms = ContractForms(request.POST, mandate=own)
    if not forms.is_valid():
        return _show(request, own, request.POST, forms=forms, status=422)
    try:
        work, key = forms.work(), _key(request)
        (made,) = actions.hire(work=work, key=key, by=request.actor, at=request.at)
    except (Refusal, RuleError) as refusal:
        forms.refuse(refusal)
        return _show(request, own, request.POST, forms=forms, status=422)
    words = {"name": made.member.full_name}
    messages.success(
        request,
        _("%(name)s is hired. The cost is kept aside, and the work is being declared.") % words,
    )
    return redirect("portal:activity_contract", unit, made.pk)


def _key(request: HttpRequest) -> str:
    """One form is one contract, however often it is sent."""
    return f"{request.user.pk}:{request.POST.get('key', '')[:64]}"


def _blank(request: Visit, own: Mandate) -> QueryDict:
    """A new form: the member works, tomorrow, from nine to five."""
    data = QueryDict(mutable=True)
    data.update(
        {
            "key": uuid4().hex,
            "who": f"{own.member_id}",
            "measure": "gross",
            "day-0-on": (request.at + timedelta(days=1)).date().isoformat(),
            "day-0-starts_at": "09:00",
            "day-0-ends_at": "17:00",
        }
    )
    rows.manage(data, "day", 1)
    return data


def _show(
    request: Visit,
    own: Mandate,
    data: QueryDict,
    *,
    forms: ContractForms | None = None,
    hushed: bool = False,
    status: int = 200,
) -> HttpResponse:
    forms = forms or ContractForms(data, mandate=own)
    if hushed:
        forms.hush()
    context = {
        "unit": own.unit,
        "sections": sections(own, "activity_work"),
        "forms": forms,
        "key": data.get("key", ""),
        **_preview(request, ContractForms(data, mandate=own)),
    }
    return render(request, "portal/from_budget/new.html", context, status=status)


@require_POST
@allow("member")
def estimate(request: Visit, unit: int) -> HttpResponse:
    """Answer while the member types: what it costs, and what is left of the budget."""
    own = acting(request, unit, Deed.SPEND)
    context = _preview(request, ContractForms(request.POST, mandate=own))
    return render(request, "portal/from_budget/_estimate.html", context)


def _preview(request: Visit, forms: ContractForms) -> dict[str, Any]:
    """Whatever is complete enough is computed; what cannot be is said."""
    if not forms.is_computable:
        return {"preview": None}
    work = forms.work()
    try:
        found = from_budget.estimate(work=work, at=request.at)
        return {"preview": Preview(work, found, at=request.at)}
    except RuleError as refusal:
        return {"preview": None, "refusal": refusal.said(_)}
    except Refusal as refusal:
        return {"preview": None, "refusal": str(refusal)}


@require_GET
@allow("member")
def contract(request: Visit, unit: int, contract: int) -> HttpResponse:
    """Tell the story of one contract. Of a colleague only what it costs, never what is left."""
    own = acting(request, unit)
    found = _find(unit, contract)
    (hired,) = from_budget.hired(contracts=[found], on=request.at.date())
    story = from_budget.story(contract=found, at=request.at)
    context = {
        "unit": own.unit,
        "sections": sections(own, "activity_work"),
        "contract": found,
        "hired": hired,
        "tone": TONES[hired.state],
        "next": NEXT.get(hired.state, ""),
        "is_own": found.member_id == request.member_id,
        "entries": timeline(told_to(own.member_id, story)),
        "steps": kit.steps(STATIONS, now=from_budget.station(hired.state) + 1),
        "may_cancel": _may_cancel(own, found)
        and found.state not in ("worked", "cancelled")
        and found.starts_at > request.at,
    }
    return render(request, "portal/from_budget/contract.html", context)


@require_POST
@allow("member")
def cancel(request: Visit, unit: int, contract: int) -> HttpResponse:
    """Take work back before it begins, with the reason."""
    own, found = acting(request, unit), _find(unit, contract)
    if not _may_cancel(own, found):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    with refusals_on_top(request):
        actions.cancel(contract=found, reason=reason, by=request.actor, at=request.at)
        messages.success(request, _("The contract is cancelled, and its cost can be spent again."))
    return redirect("portal:activity_contract", unit, contract)


def _may_cancel(own: Mandate, contract: Contract) -> bool:
    """Who may hire may take it back, and who works may take the own contract back."""
    is_own = contract.member_id == own.member_id
    return activities.may(mandate=own, deed=Deed.WORK if is_own else Deed.SPEND)


def _find(unit: int, contract: int) -> Contract:
    try:
        return from_budget.get_contract(unit=unit, contract=contract)
    except Contract.DoesNotExist:
        raise Http404 from None
