"""The verbs of billing: show drafts ahead, bill parts, invoice without an order, repeat."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.clients import queries as clients
from commonweal.flows.billing import _letters
from commonweal.flows.shareholders import queries as shareholders
from commonweal.flows.three_in_one._invoices import invoices_of, invoices_of_parts
from commonweal.guarantee import actions as guarantee
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.invoicing.actions import Invoice, NewInvoice, Order, Recurrence
from commonweal.invoicing.queries import Instalment
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.rules import budget
from commonweal.rules.parameters import figure

__all__ = [
    "bill_parts",
    "change_free",
    "draft_free",
    "issue_free",
    "prepare",
    "prepare_parts",
    "repeat",
    "start_recurrence",
    "terms_of_free",
]


@action
def prepare(*, orders: Sequence[Order], by: Actor, at: datetime) -> list[Invoice]:
    """
    Draft the invoices of confirmed orders some days before they are issued, in the same order,
    and ask their members to look.

    :raises Refusal: what an invoice still lacks
    """
    held = invoicing.hold_confirmed(orders=orders)
    drafts = invoicing.draft(invoices=invoices_of(held, at), by=by, at=at)
    _letters.to_check(drafts, by, at)
    return drafts


@action
def prepare_parts(*, parts: Sequence[Instalment], by: Actor, at: datetime) -> list[Invoice]:
    """
    Draft the invoices of parts of confirmed orders, in the same order, and ask their members to
    look.

    :raises Refusal: what an invoice still lacks
    """
    invoicing.hold_confirmed(orders=list({part.order_id: part.order for part in parts}.values()))
    drafts = invoicing.draft(invoices=invoices_of_parts(parts, at), by=by, at=at)
    invoicing.note_parts(parts=parts, drafts=drafts)
    _letters.to_check(drafts, by, at)
    return drafts


@action
def bill_parts(*, parts: Sequence[Instalment], by: Actor, at: datetime) -> list[Invoice]:
    """
    Issue the drafts of parts of orders, in the same order: the promise of each part makes way for
    the books, those of the others stand.

    :raises DraftHeld: if somebody holds one
    :raises Refusal: what an invoice still lacks
    """
    activities.hold(units={part.unit_id for part in parts})
    invoicing.hold_confirmed(orders=list({part.order_id: part.order for part in parts}.values()))
    drafts = [part.invoice for part in parts if part.invoice]
    invoicing.refresh(drafts=drafts, by=by, at=at)
    issued = invoicing.issue(drafts=drafts, by=by, at=at)
    guarantee.bind(invoices=issued, by=by, at=at)
    activities.release(origins=[part.ref for part in parts], by=by, at=at)
    return issued


def terms_of_free(*, new: NewInvoice, at: datetime) -> NewInvoice:
    """
    Return an invoice without an order with what the house makes of it: the contribution on its
    price, and nothing guaranteed, because no client confirmed it (it is held until it is paid).
    """
    worth = invoicing.worth_of(new, at=at)
    day = new.work_ends_on or new.work_starts_on or at.astimezone(ZONE).date()
    contribution = budget.contribution_on_turnover(max(worth, 0), day)
    return replace(new, contribution_cents=contribution, guaranteed=False)


@action
def draft_free(*, invoice: NewInvoice, by: Actor, at: datetime) -> Invoice:
    """
    Draft an invoice from an activity for what no order says.

    :raises ShareNeeded: if nobody who manages the activity owns a share
    :raises UnitClosed: if it was closed
    :raises Refusal: as `invoicing.draft`
    """
    if invoice.key and (earlier := found.find_by_key(key=invoice.key)):
        return earlier
    check_all(_not_to_invoice(invoice.unit_id, at))
    (drafted,) = invoicing.draft(invoices=[terms_of_free(new=invoice, at=at)], by=by, at=at)
    return drafted


@action
def change_free(*, draft: Invoice, invoice: NewInvoice, by: Actor, at: datetime) -> Invoice:
    """
    Say a draft without an order anew.

    :raises Refusal: as `invoicing.change_draft`
    """
    new = terms_of_free(new=invoice, at=at)
    return invoicing.change_draft(draft=draft, invoice=new, by=by, at=at)


def _not_to_invoice(unit_id: int, at: datetime) -> Iterator[Refusal]:
    unit = units.get(id=unit_id)
    if unit.closed_on and unit.closed_on <= at.astimezone(ZONE).date():
        yield activities.UnitClosed(name=unit.name, day=f"{unit.closed_on:%d/%m/%Y}")
    yield from shareholders.to_invoice(unit=unit_id)


@action
def issue_free(
    *, drafts: Sequence[Invoice], by: Actor, at: datetime, due_by: date | None = None
) -> list[Invoice]:
    """
    Issue drafts that stand alone, with what was corrected of their clients since. With `due_by`
    those stay that are not due until this day any more: moved, held, or issued meanwhile.

    :raises AlreadyIssued, DraftHeld: if one is not to be issued
    :raises Refusal: what an invoice still lacks
    """
    activities.hold(units={draft.unit_id for draft in drafts})
    if due_by is not None:
        drafts = invoicing.hold_due(drafts=drafts, on=due_by)
    invoicing.refresh(drafts=drafts, by=by, at=at)
    issued = invoicing.issue(drafts=drafts, by=by, at=at)
    guarantee.bind(invoices=issued, by=by, at=at)
    return issued


@action
def start_recurrence(*, recurrence: invoicing.NewRecurrence, by: Actor, at: datetime) -> Recurrence:
    """
    Let an invoice come back by itself, for who may invoice today.

    :raises ShareNeeded, UnitClosed: as `draft_free`
    :raises Refusal: as `invoicing.start_recurrence`
    """
    check_all(_not_to_invoice(recurrence.unit_id, at))
    return invoicing.start_recurrence(recurrence=recurrence, by=by, at=at)


@action
def repeat(*, recurrence: Recurrence, by: Actor, at: datetime) -> list[Invoice]:
    """
    Draft what comes back in the next days, and what was missed, each day once; its member looks.

    :raises ShareNeeded, UnitClosed: as `draft_free`
    :raises Refusal: as `invoicing.draft`: then nothing moved on, and the next run tries again
    """
    check_all(_not_to_invoice(recurrence.unit_id, at))
    today = at.astimezone(ZONE).date()
    ahead = figure("invoice.draft_days", today).value
    due = invoicing.take_due(recurrence=recurrence, today=today, ahead=ahead)
    new = [invoicing.one_of(held, day, clients.get(id=held.client_id), today) for held, day in due]
    drafts = invoicing.draft(
        invoices=[terms_of_free(new=each, at=at) for each in new], by=by, at=at
    )
    _letters.to_check(drafts, by, at)
    return drafts
