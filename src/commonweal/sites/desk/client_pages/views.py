"""What clients say is wrong with their invoices: a list, and an answer for each."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.documents import queries as documents
from commonweal.flows.client_pages import actions
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.actions import MissingAnswer
from commonweal.invoicing.queries import Dispute
from commonweal.sites.shell import invoices as drawing
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.refusals import refusals_beside

READERS = (
    "adviser", "finance_maker", "finance_checker", "customer_service", "legal", "administrator",
    "auditor",
)  # fmt: skip
ANSWERERS = ("customer_service", "finance_maker", "legal", "administrator")


class AnswerForm(forms.Form):
    """How it was settled."""

    answer = forms.CharField(
        label=gettext_lazy("How is it settled?"),
        help_text=gettext_lazy("The client and the member read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": MissingAnswer.message},
    )


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List what is open, the oldest first; or everything, the newest first."""
    waiting = invoicing.open_disputes()
    show_all = request.GET.get("show") == "all"
    page = (
        keyset.page(request, invoicing.disputes()) if show_all else keyset.Page(list(waiting[:200]))
    )
    context = {
        "page": page,
        "tabs": [
            Tab(_("To be looked at"), "?", not show_all, waiting.count()),
            Tab(_("All"), "?show=all", show_all),
        ],
    }
    return render(request, "desk/client_pages/index.html", context)


@allow(*READERS)
def show(request: Visit, number: int) -> HttpResponse:
    """Show what was said beside the invoice, and take the answer."""
    dispute = _dispute(number)
    may_answer = not request.roles.isdisjoint(ANSWERERS)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and may_answer and form.is_valid():
        answer = form.cleaned_data["answer"]
        with refusals_beside(form):
            actions.settle(dispute=dispute, answer=answer, by=request.actor, at=request.at)
            messages.success(request, _("Settled. The client and the member are told."))
            return redirect("desk:disputes")
    context = {
        "dispute": dispute,
        "form": form,
        "may_answer": may_answer and dispute.state == Dispute.State.OPEN,
        "may_credit": "finance_maker" in request.roles,
        "invoice_url": "desk:invoice",
        **drawing.sheet(dispute.invoice, on=request.at.date()),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/client_pages/show.html", context, status=status)


@allow(*READERS)
def paper(request: Visit, number: int) -> HttpResponse:
    """Give the file that came with it."""
    document = _dispute(number).document
    if document is None:
        raise Http404
    return HttpResponse(
        documents.content(document=document),
        content_type=document.media_type,
        headers={"Content-Disposition": f'attachment; filename="{document.name}"'},
    )


def _dispute(number: int) -> Dispute:
    try:
        return invoicing.get_dispute(id=number)
    except ObjectDoesNotExist:
        raise Http404 from None
