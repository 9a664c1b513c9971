"""A client fails: everything that follows, in one verb."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.activities import actions as activities
from commonweal.banking import actions as banking
from commonweal.clients import actions as clients
from commonweal.clients import queries as known
from commonweal.documents import actions as documents
from commonweal.employment import queries as work
from commonweal.flows.insolvency import _concerned
from commonweal.flows.insolvency._letters import letters as letters_of
from commonweal.flows.insolvency._letters import of_mistake as letters_of_mistake
from commonweal.flows.insolvency.values import WrittenOff
from commonweal.flows.steps import in_batches_or_alone
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee import queries as guaranteed
from commonweal.guarantee.actions import Bankruptcy, NewBankruptcy
from commonweal.guarantee.queries import Fund, Loss
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as invoices
from commonweal.invoicing.queries import Invoice
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.letters import actions as letters
from commonweal.letters import queries as known_letters

__all__ = [
    "NewBankruptcy",
    "NothingOpen",
    "mark_bankrupt",
    "withdraw",
    "write_off",
    "write_off_since",
]


class NothingOpen(Refusal):
    message = _("Nothing more to do: this client owes nothing that is not written off already.")


@action
def mark_bankrupt(*, failure: NewBankruptcy, by: Actor, at: datetime) -> WrittenOff:
    """
    Mark a client bankrupt, and do all that follows: write off (see `write_off`), claim it of the
    trustee in a letter that is kept, and write to every member concerned that nothing changes.

    :raises Refusal: as `write_off`
    """
    found = write_off(failure=failure, by=by, at=at)
    return _follow(found, by, at)


@action
def write_off(*, failure: NewBankruptcy, by: Actor, at: datetime) -> WrittenOff:
    """
    Bill what is worked, take no new work for the client, and write off all it owes: the fund bears
    what was guaranteed, and no wage or budget is touched. Its `dry_run` is the preview.

    Orders that are confirmed and not over are never cancelled here: an adviser talks about them.

    :raises Refusal: what the judgment lacks, or that the client is bankrupt already
    """
    client = known.get(id=failure.client.pk)
    _settle_before(by, at)
    billed = _bill(client, by, at)
    before = _fund(at)
    bankruptcy = guarantee.mark_bankrupt(failure=failure, by=by, at=at)
    words = {"day": date_format(failure.on, "DATE_FORMAT"), "name": bankruptcy.trustee_name}
    reason = gettext("Bankrupt since %(day)s, trustee %(name)s") % words
    if not client.blocked_on:  # who blocked it before had a reason that stays
        clients.block(clients=[client], reason=reason, by=by, at=at)
    losses = list(guaranteed.losses_of(bankruptcy=bankruptcy))
    return _found(bankruptcy, losses, billed, before, at)


@action
def write_off_since(*, bankruptcy: Bankruptcy, by: Actor, at: datetime) -> WrittenOff:
    """
    Write off what a bankrupt client was invoiced since: work that ended after the judgment, or
    what is owed again because a payment bounced. The claim is made anew for all of it, and who is
    concerned is told.

    :raises NothingOpen: if there is nothing
    :raises AlreadyClosed: if the bankruptcy is closed
    """
    _settle_before(by, at)
    billed = _bill(bankruptcy.client, by, at)
    before = _fund(at)
    new = {loss.pk for loss in guarantee.write_off(bankruptcy=bankruptcy, by=by, at=at)}
    if not new:
        raise NothingOpen
    losses = [each for each in guaranteed.losses_of(bankruptcy=bankruptcy) if each.pk in new]
    return _follow(_found(bankruptcy, losses, billed, before, at), by, at)


def _settle_before(by: Actor, at: datetime) -> None:
    """
    Let nobody settle a claim meanwhile, in the order in which others take these locks, and give
    budgets what was paid of what is held: only the rest is lost.
    """
    banking.hold_bank()
    guarantee.hold_fund()
    three_in_one.release_paid(by=by, at=at)


def _bill(client: clients.Client, by: Actor, at: datetime) -> list[Invoice]:
    """Invoice what the client confirmed and was worked; what is refused stays as it is."""
    tomorrow = at.astimezone(ZONE).date() + timedelta(days=1)
    family = known.family(client=client)
    due = list(invoices.to_bill(before=tomorrow).filter(client__in=family))
    assignments = [order.assignment_id or 0 for order in due]
    declared = work.all_declared(assignments=assignments)
    last = work.last_days(assignments=assignments)
    over = [
        order
        for order in due
        if order.assignment_id is None
        or (order.assignment_id in declared and last[order.assignment_id] < tomorrow)
    ]
    in_batches_or_alone(lambda some: three_in_one.bill(orders=some, by=by, at=at), over)
    made = invoices.invoices_of_orders(orders=[order.pk for order in over])
    return [*made.values(), *_issue_due(family, by, at)]


def _issue_due(family: Sequence[int], by: Actor, at: datetime) -> list[Invoice]:
    """
    Issue the drafts without an order whose day has come: they would leave tonight, and the client
    that is blocked takes none any more. What is not issued is never claimed.
    """
    today = at.astimezone(ZONE).date()
    due = list(invoices.to_issue(on=today).filter(client__in=family))
    in_batches_or_alone(lambda some: _issue(some, by, at), due)
    return list(invoices.invoices().filter(pk__in=[each.pk for each in due]))


def _issue(drafts: Sequence[Invoice], by: Actor, at: datetime) -> list[Invoice]:
    activities.hold(units={draft.unit_id for draft in drafts})
    held = invoicing.hold_due(drafts=drafts, on=at.astimezone(ZONE).date())
    issued = invoicing.issue(drafts=held, by=by, at=at)
    guarantee.bind(invoices=issued, by=by, at=at)
    return issued


def _fund(at: datetime) -> Fund:
    """What is put aside in the books of all legal entities: each bears its own losses."""
    return guaranteed.fund(on=at.astimezone(ZONE).date(), entity=None)


def _found(
    bankruptcy: Bankruptcy,
    losses: Sequence[Loss],
    billed: Sequence[Invoice],
    before: Fund,
    at: datetime,
) -> WrittenOff:
    running = _concerned.running(bankruptcy.client)
    wages = _concerned.wages(losses, running)
    after = _fund(at)
    return WrittenOff(bankruptcy, losses, billed, wages, running, before, after)


def _follow(found: WrittenOff, by: Actor, at: datetime) -> WrittenOff:
    """Make the claims, keep them, and write to everyone concerned."""
    if found.losses:
        _claim(found.bankruptcy, by, at)
    told = known_letters.about(refs=[found.ref])
    letters.post(letters=letters_of(found, told), by=by, at=at)
    return found


def _claim(bankruptcy: Bankruptcy, by: Actor, at: datetime) -> None:
    """Each legal entity claims what it is owed itself, in a letter of its own."""
    of: dict[int, list[Loss]] = defaultdict(list)
    for loss in guaranteed.losses_of(bankruptcy=bankruptcy):
        of[loss.invoice.entity_id or 1].append(loss)
    for entity, losses in sorted(of.items()):
        content = guaranteed.claim_pdf(
            bankruptcy=bankruptcy,
            entity=losses[0].invoice.entity,
            wages=_concerned.claimed(_concerned.wages(losses, [])),
            at=at,
        )
        name = (
            f"claim-{bankruptcy.pk}-{entity}.pdf" if len(of) > 1 else f"claim-{bankruptcy.pk}.pdf"
        )
        file = documents.NewFile(name, "application/pdf", content, "claim", bankruptcy.ref)
        (document,) = documents.store(files=[file], by=by, at=at)
        guarantee.keep_claim(bankruptcy=bankruptcy, document=document, entity=entity, by=by, at=at)


@action
def withdraw(*, bankruptcy: Bankruptcy, because: str, by: Actor, at: datetime) -> Bankruptcy:
    """
    Undo a bankruptcy that was a mistake: what was lost is owed again, the client takes work again
    (unless it was blocked for another reason, or failed since), and who was told is told that it
    is not so.

    Invoices that were made when it was marked stay: the work was done.

    :raises Refusal: as `guarantee.withdraw_bankruptcy`
    """
    withdrawn = guarantee.withdraw_bankruptcy(bankruptcy=bankruptcy, because=because, by=by, at=at)
    client = known.get(id=withdrawn.client_id)
    failed_since = guaranteed.find_bankruptcy(client=client)
    if client.blocked_on and _blocked_by(withdrawn, client) and not failed_since:
        clients.unblock(clients=[client], by=by, at=at)
    told = known_letters.about(refs=[withdrawn.ref])
    letters.post(letters=letters_of_mistake(withdrawn, told), by=by, at=at)
    return withdrawn


def _blocked_by(bankruptcy: Bankruptcy, client: clients.Client) -> bool:
    on = bankruptcy.marked_at.astimezone(ZONE).date()
    named = bankruptcy.trustee_name in client.blocked_because
    return named and client.blocked_on in (on, bankruptcy.marked_at.date())
