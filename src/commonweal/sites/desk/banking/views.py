"""The bank at the desk: what it says, what waits, and the proof that the books say the same."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.queries import Move, Statement
from commonweal.documents import queries as documents
from commonweal.ledger import queries as books
from commonweal.sites.desk.banking.forms import ImportForm
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow

FINANCE = ("finance_maker", "finance_checker")
READERS = (*FINANCE, "auditor")


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show the balance of the bank beside the books, what waits, and the last statements."""
    return _index(request, ImportForm())


@require_POST
@allow(*FINANCE)
def take_in(request: Visit) -> HttpResponse:
    """Take files in and show the verdict of every statement in them."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, form)
    verdicts = banking.import_statements(
        files=form.cleaned_data["statements"], by=request.actor, at=request.at
    )
    context = {"verdicts": verdicts, "may_act": True}
    return render(request, "desk/banking/verdicts.html", context)


def _index(request: Visit, form: ImportForm) -> HttpResponse:
    waiting = queries.suspense()
    context = {
        "form": form,
        "proofs": queries.proofs(),
        "gaps": queries.gaps(),
        "dismissed": queries.dismissed_gaps(),
        "folder": queries.drop_folder(),
        "waiting": waiting,
        "waiting_cents": sum(row.cents for row in waiting),
        "page": keyset.page(request, queries.statements()),
        "may_act": not request.roles.isdisjoint(FINANCE),
    }
    return render(request, "desk/banking/index.html", context, status=422 if form.errors else 200)


@allow(*READERS)
def statement(request: Visit, number: int) -> HttpResponse:
    """Show a statement, or a refused file and its reason."""
    found = _statement(number)
    before, after = queries.neighbours(statement=found)
    moves = list(queries.moves(statement=found))
    placed = list(queries.placings(statement=found))
    open_cents = books.open_amounts(account=queries.SUSPENSE, items=[move.ref for move in moves])
    context = {
        "statement": found,
        "before": before,
        "after": after,
        "moves": moves,
        "waiting": {move.pk for move in moves if open_cents.get(move.ref)},
        "placed": placed,
        "placed_moves": {one.move_id for one in placed},
        "may_act": not request.roles.isdisjoint(FINANCE),
    }
    return render(request, "desk/banking/statement.html", context)


@allow(*READERS)
def file(request: Visit, number: int) -> HttpResponse:
    """Give the file back as it came, byte for byte; a browser never shows it."""
    document = _statement(number).document
    if document is None:
        raise Http404
    return HttpResponse(
        documents.content(document=document),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="statement-{number}.bank"'},
    )


@require_GET
@allow(*READERS)
def move(request: Visit, number: int) -> HttpResponse:
    """Lead to where a movement is: among what waits, or on its statement once it has its place."""
    found = _move(number)
    if queries.waiting_cents(move=found):
        return redirect(f"{reverse('desk:matching')}?move={found.pk}")
    return redirect("desk:bank_statement", found.statement_id)


def _statement(number: int) -> Statement:
    try:
        return queries.get_statement(id=number)
    except Statement.DoesNotExist:
        raise Http404(_("There is no such statement.")) from None


def _move(number: int) -> Move:
    try:
        return queries.get_move(id=number)
    except Move.DoesNotExist:
        raise Http404(_("There is no such movement.")) from None
