"""A member's own contracts, whoever's unit the work was for."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from commonweal.employment import queries as work
from commonweal.employment.queries import Contract
from commonweal.sites.shell.declarations import shown, shown_contract
from commonweal.sites.shell.doors import Visit, allow


@allow("member")
def contracts(request: Visit) -> HttpResponse:
    """List the member's own contracts, the latest work first."""
    rows = [shown_contract(each) for each in _own(request)]
    return render(request, "portal/employment/contracts.html", {"rows": rows})


@allow("member")
def contract(request: Visit, contract: int) -> HttpResponse:
    """Show one own contract: hours, pay, and the proof that it was declared."""
    try:
        found = work.get_own(member=request.member_id or 0, contract=contract)
    except Contract.DoesNotExist:
        raise Http404 from None
    context = {
        "row": shown_contract(found),
        "contract": found,
        "rows": [shown(each) for each in found.declarations.all()][::-1],
    }
    return render(request, "portal/employment/contract.html", context)


def _own(request: Visit) -> list[Contract]:
    return work.contracts_of(member=request.member_id) if request.member_id else []
