"""The statement of a month on paper, in the language of the unit's manager."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import MandateRole, Promise, States, Unit
from commonweal.documents import queries as documents
from commonweal.flows.statements._book import Book, Span, Waterfall, books
from commonweal.flows.statements._words import aside_word, word
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import BudgetLine
from commonweal.members.queries import Member

TEMPLATE = Path(__file__).parent / "typst" / "statement.typ"
ASIDE_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Source:
    """What the paper of one unit and month is made from."""

    unit: Unit
    month: date
    manager: Member | None
    book: Book
    lines: list[BudgetLine]
    states: States
    aside: list[Promise]

    @property
    def language(self) -> str:
        return self.manager.language if self.manager else "nl"


def gather(*, units: Collection[int], month: date, at: datetime) -> Iterator[Source]:
    """Yield what the papers of units are made from: a constant number of questions for all."""
    found = activities.many(ids=list(units))
    managing = activities.standing_mandates().filter(unit__in=units, role=MandateRole.MANAGER)
    people = {
        each.unit_id: each.member for each in managing.select_related("member").order_by("-id")
    }
    months = books(units=units)
    lines = ledger.lines_of_month(units=units, month=month)
    standings = activities.standings(
        on=at.astimezone(ZONE).date(),
        books={unit: (book.budget, book.collected) for unit, book in months.items()},
        shown=ASIDE_SHOWN,
    )
    for unit in units:
        if lines[unit]:
            standing = standings[unit]
            yield Source(
                found[unit], month, people.get(unit), months[unit], lines[unit],
                standing.states, standing.aside,
            )  # fmt: skip


def pdf(source: Source, entity: LegalEntity, at: datetime) -> bytes:
    """Return the tagged PDF of a month."""
    with translation.override(source.language):
        data = _words(source, at) | _facts(source, entity)
    return documents.typeset(template=TEMPLATE, data=data, at=at)


def _facts(source: Source, entity: LegalEntity) -> dict[str, Any]:
    span = Span.month(source.month)
    fall = source.book.waterfall(span)
    return {
        "lang": source.language,
        "house": [entity.name, entity.street, f"{entity.postcode} {entity.city}"],
        "enterprise_number": entity.enterprise_number,
        "unit": source.unit.name,
        "kind": source.unit.get_kind_display(),
        "manager": source.manager.full_name if source.manager else "",
        "month": date_format(source.month, "F Y"),
        "opening": fall.opening,
        "change": fall.change,
        "closing": fall.closing,
        "steps": _steps(fall),
        "states": _states(source, span),
        "aside": [
            [aside_word(one.origin), _day(one.expires_on), one.cents] for one in source.aside
        ],
        "contribution": -fall.fee,
        "lines": list(_lines(source.lines, fall.opening)),
    }


def _steps(fall: Waterfall) -> list[list[Any]]:
    """Each step as label, cents, and whether it states what is left."""
    steps = [
        [_("Invoiced, VAT included"), fall.invoiced, True],
        [_("VAT"), fall.vat, False],
        [_("Price without VAT"), fall.net, True],
        [_("Work done, not invoiced yet"), fall.progress, False],
        [_("Other income"), fall.other, False],
        [_("Contribution to the shared services"), fall.fee, False],
        [_("Expenses and purchases"), fall.cost, False],
        [_("Employer's contributions"), fall.employer, False],
        [_("Gross pay"), fall.gross, False],
        [_("Transfers"), fall.transfer, False],
        [_("Change of the budget"), fall.change, True],
    ]
    return [step for step in steps if step[1] or step[2]]


def _states(source: Source, span: Span) -> list[list[Any]]:
    """The two states of the books at the end of the month, and what is promised on this day."""
    states = source.states
    return [
        [_("Planned"), states.planned, False],
        [_("Confirmed"), states.confirmed, False],
        [_("Available"), source.book.before(span.end), True],
        [_("Collected"), source.book.collected_before(span.end), True],
        [_("Kept aside"), states.reserved, False],
    ]


def _lines(lines: list[BudgetLine], budget_cents: int) -> Iterator[list[Any]]:
    for line in lines:
        budget_cents += line.cents
        place = ledger.entry_name(line.journal, line.number)
        day = date_format(line.on, "d/m")
        yield [day, f"{word(line)}", line.text, place, line.cents, budget_cents]


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _words(source: Source, at: datetime) -> dict[str, Any]:
    month, made = date_format(source.month, "F Y"), _day(at.astimezone(ZONE).date())
    return {
        "title": _("Budget statement %(month)s, %(unit)s")
        % {"month": month, "unit": source.unit.name},
        "words": {
            "statement": _("Budget statement"),
            "budget": _("Budget"),
            "manager": _("Manager"),
            "opening": _("Budget before"),
            "change": _("Change of the budget"),
            "closing": _("Budget after"),
            "steps": _("From what is invoiced to the budget"),
            "step": _("Step"),
            "amount": _("Amount"),
            "states": _("Four states, never mixed"),
            "state": _("State"),
            "at_end": _("at the end of the month"),
            "today": _("as known on %(day)s") % {"day": made},
            "aside": _("Kept aside"),
            "until": _("Until"),
            "what": _("What"),
            "nothing_aside": _("Nothing is kept aside."),
            "contribution": _("Of this, the contribution to the shared services of the house is"),
            "lines": _("Every line of the month"),
            "date": _("Date"),
            "entry": _("Entry"),
            "after": _("Budget after it"),
            "proof": _(
                "Each line is an entry in the books under its number; nobody can change it, and a "
                "mistake is corrected by a new one."
            ),
            "made": _("Made on %(day)s") % {"day": made},
        },
    }
