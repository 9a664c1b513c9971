"""The proofs of the books: the questions whose answer must be nought."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonweal.ledger import actions
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import Proven
from commonweal.sites.desk.ledger.words import READERS, sections
from commonweal.sites.shell.books import PROOFS
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.export import csv_file
from commonweal.sites.shell.kit import Text

PROVERS = ("finance_maker", "finance_checker", "auditor")


class Row(NamedTuple):
    """One proof with its figure, and what it means."""

    figure: int
    holds: Text
    fault: Text


@allow(*READERS)
def show(request: Visit) -> HttpResponse:
    """Show what the proofs found last, in words."""
    proof = ledger.last_proof()
    context = {
        "sections": sections("books_proofs"),
        "proof": proof,
        "rows": _rows(proof),
        "may_prove": not request.roles.isdisjoint(PROVERS),
    }
    return render(request, "desk/ledger/proofs.html", context)


@allow(*READERS)
def file(request: Visit) -> HttpResponse:
    """Give what the proofs found last as a file."""
    rows = [
        (f"{row.holds}", _("Fault") if row.figure else _("Proven"), row.figure)
        for row in _rows(ledger.last_proof())
    ]
    return csv_file(name="proofs", head=[_("What is proven"), _("Answer"), _("Figure")], rows=rows)


@require_POST
@allow(*PROVERS)
def make(request: Visit) -> HttpResponse:
    """Ask the books every proof now."""
    faults = len(actions.prove(by=request.actor, at=request.at).faults)
    if faults:
        text = ngettext("%(count)s proof fails.", "%(count)s proofs fail.", faults)
        messages.error(request, text % {"count": faults})
    else:
        messages.success(request, _("The books prove themselves: every answer is 0."))
    return redirect("desk:books_proofs")


def _rows(proof: Proven | None) -> list[Row]:
    found = proof.found if proof else {}
    return [Row(found[name], *words) for name, words in PROOFS.items() if name in found]
