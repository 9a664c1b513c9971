"""The columns of a CSV: a person says once which is which, sees what that reads, and keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.queries import CsvGuess, CsvMapping, ReadStatement, Statement
from commonweal.documents import queries as documents
from commonweal.sites.desk.banking.forms import MappingForm
from commonweal.sites.desk.banking.views import FINANCE, READERS
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_beside

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file says when it is read so."""

    statements: list[ReadStatement]

    @property
    def fault(self) -> str:
        """Why it cannot be read so, or nothing."""
        faults = [fault for one in self.statements for fault in one.faults]
        return queries.remark(faults[0]) if faults else ""

    @property
    def is_hopeless(self) -> bool:
        """Whether no choice of an account makes it readable."""
        return any(fault.code != "no_account" for one in self.statements for fault in one.faults)

    @property
    def notes(self) -> list[str]:
        """What else is to be said, once."""
        found = [queries.remark(note) for one in self.statements for note in one.warnings]
        return list(dict.fromkeys(found))

    @property
    def moves(self) -> Sequence[object]:
        """The first movements."""
        return [move for one in self.statements for move in one.moves][:SHOWN]

    @property
    def count(self) -> int:
        """How many movements there are."""
        return sum(len(one.moves) for one in self.statements)

    @property
    def balances(self) -> tuple[int, int] | None:
        """What the file opens and closes at, when it is of one account and tells balances."""
        first, last = self.statements[0], self.statements[-1]
        if first.old_cents is None or last.new_cents is None or first.account != last.account:
            return None
        return first.old_cents, last.new_cents


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show which CSV files are known."""
    context = {
        "mappings": queries.mappings(),
        "may_act": not request.roles.isdisjoint(FINANCE),
    }
    return render(request, "desk/banking/mappings.html", context)


@allow(*FINANCE)
def add(request: Visit, number: int) -> HttpResponse:
    """Map the columns of a file that was refused because nobody had; then take it in."""
    statement, content = _file(number)
    guess = queries.guess_csv(content=content)
    if guess is None:
        raise Http404(_("This file is no table."))
    form = MappingForm(
        request.POST or None, guess=guess, accounts=queries.accounts(), name=statement.file_name
    )
    preview = _preview(form, guess, content)
    may_keep = form.is_bound and form.is_valid() and not (preview and preview.is_hopeless)
    if may_keep and "keep" in request.POST:
        with refusals_beside(form):
            banking.add_mapping(mappings=[form.mapping(guess)], by=request.actor, at=request.at)
            return _take_in(request, statement, content)
    context = {"statement": statement, "guess": guess, "form": form, "preview": preview}
    status = 422 if form.is_bound and (form.errors or (preview and preview.fault)) else 200
    return render(request, "desk/banking/mapping.html", context, status=status)


def _preview(form: MappingForm, guess: CsvGuess, content: bytes) -> Preview | None:
    """Read the file as the form says, or as was guessed before anybody said anything."""
    layout = form.layout(guess)
    return Preview(queries.try_csv(content=content, layout=layout)) if layout else None


def _take_in(request: Visit, statement: Statement, content: bytes) -> HttpResponse:
    file = banking.BankFile(statement.file_name, content)
    verdicts = banking.import_statements(files=[file], by=request.actor, at=request.at)
    return render(request, "desk/banking/verdicts.html", {"verdicts": verdicts, "may_act": True})


@require_POST
@allow(*FINANCE)
def end(request: Visit, number: int) -> HttpResponse:
    """Read no more files so."""
    try:
        mapping = queries.get_mapping(id=number)
        banking.end_mapping(mapping=mapping, by=request.actor, at=request.at)
    except CsvMapping.DoesNotExist:
        raise Http404(_("There is no such mapping.")) from None
    except banking.MappingEnded:
        pass  # it is as asked
    return redirect("desk:bank_mappings")


def _file(number: int) -> tuple[Statement, bytes]:
    try:
        statement = queries.get_statement(id=number)
    except Statement.DoesNotExist:
        raise Http404(_("There is no such statement.")) from None
    if statement.document is None or statement.format not in ("", "csv"):
        raise Http404
    return statement, documents.content(document=statement.document)
