"""Where the state is paid: the offices as the house wrote them down."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import Authority
from commonweal.sites.desk.banking.views import FINANCE, READERS
from commonweal.sites.desk.payday.office_forms import OfficeForm
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show what is known of each office, and ask for what is not."""
    return _page(request, {})


@require_POST
@allow(*FINANCE)
def note(request: Visit, kind: str) -> HttpResponse:
    """Write down where an office is paid; a changed number waits for a colleague."""
    if kind not in Authority.Kind.values:
        raise Http404(_("There is no such office."))
    form = OfficeForm(request.POST, auto_id=f"{kind}_%s")
    if form.is_valid():
        with refusals_beside(form):
            row = banking.note_authority(
                kind=kind, **form.cleaned_data, by=request.actor, at=request.at
            )
            if bank.held(payees=[row.payee], at=request.at):
                messages.warning(request, _("Saved. Payments wait until the number is confirmed."))
            else:
                messages.success(request, _("Saved."))
            return redirect("desk:state_offices")
    return _page(request, {kind: form})


def _page(request: Visit, forms: Mapping[str, OfficeForm]) -> HttpResponse:
    known = bank.authorities()
    held = bank.held(payees=[row.payee for row in known.values()], at=request.at)
    context = {
        "offices": [
            (kind, kind.label, row := known.get(kind), held.get(row.payee) if row else None,
             forms.get(kind) or _form(kind, row))
            for kind in Authority.Kind
        ],
        "may_act": not request.roles.isdisjoint(FINANCE),
    }  # fmt: skip
    return render(request, "desk/payday/offices.html", context, status=422 if forms else 200)


def _form(kind: str, row: Authority | None) -> OfficeForm:
    known = ("name", "iban", "reference")
    initial = {name: getattr(row, name) for name in known} if row else {}
    return OfficeForm(initial=initial, auto_id=f"{kind}_%s")
