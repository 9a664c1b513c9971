"""A client fails: what it owes is written off, the fund first, and nobody's wage is touched."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from commonweal.banking import actions as banking
from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.documents.actions import Document
from commonweal.guarantee._shares import Share, share_of
from commonweal.guarantee.actions._fund import charge, hold_fund
from commonweal.guarantee.actions._marks import note_lost
from commonweal.guarantee.models import Bankruptcy, Claim, Loss
from commonweal.guarantee.queries._fund import FUND
from commonweal.guarantee.queries._losses import find_bankruptcy
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as issued
from commonweal.invoicing.queries import Invoice
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

CLIENTS, OUTPUT_VAT = "400", "4510"
HELD, BUDGETS_OWED = "4894", "4890"
CONTRIBUTION_PAID, CONTRIBUTION_EARNED = "6199", "7040"


class AlreadyBankrupt(Refusal):
    message = _("Open the bankruptcy of %(name)s that is there already: it is not closed.")
    field = "client"


class TrusteeNeeded(Refusal):
    message = _("Name the trustee: the judgment says who settles the bankruptcy.")
    field = "trustee_name"


class WrongTrusteeEmail(Refusal):
    message = _("Correct the e-mail address of the trustee: “%(address)s” cannot receive mail.")
    field = "trustee_email"


class JudgmentToCome(Refusal):
    message = _("Wait for the judgment: %(on)s is still to come.")
    field = "on"


class AlreadyClosed(Refusal):
    message = _("Nothing more to do: this bankruptcy was closed on %(on)s.")


class ClosedTooEarly(Refusal):
    message = _("Choose a day from %(on)s on, the day of the judgment, up to today.")
    field = "on"


class NotClosed(Refusal):
    message = _("Nothing to take up: this bankruptcy is open, or was a mistake.")


@dataclass(frozen=True, slots=True)
class NewBankruptcy:
    """What a judgment says: since when, which court, who settles it, in which language to write."""

    client: Client
    on: date
    trustee_name: str
    trustee_email: str = ""
    trustee_address: str = ""
    court: str = ""
    file_number: str = ""
    language: str = "nl"


class Lost(NamedTuple):
    """One invoice that will not be paid, in cents: what is open of it, and what of that is held."""

    invoice: Invoice
    open_cents: int
    share: Share
    held_cents: int
    nth: int


@action
def mark_bankrupt(*, failure: NewBankruptcy, by: Actor, at: datetime) -> Bankruptcy:
    """
    Record that a client failed, and write off all it owes under any name it had.

    What was guaranteed is borne by the fund, which is topped up first if it is short; of what was
    not, only the budget that is still held is taken back. VAT is claimed back. Who blocks the
    client, bills what is still to be billed and writes to people is the flow `insolvency`.

    :raises TrusteeNeeded, WrongTrusteeEmail, JudgmentToCome: if the judgment is not told whole
    :raises AlreadyBankrupt: if a bankruptcy of this client is still open
    """
    client = clients.get(id=failure.client.pk)
    banking.hold_bank()  # what the client pays at this moment is not lost too
    hold_fund()  # two who mark the same client wait here
    check_all(_refusals(failure, client, at.astimezone(ZONE).date()))
    bankruptcy = Bankruptcy.objects.create(
        client=client,
        on=failure.on,
        court=failure.court.strip(),
        file_number=failure.file_number.strip(),
        trustee_name=failure.trustee_name.strip(),
        trustee_email=failure.trustee_email.strip(),
        trustee_address=failure.trustee_address.strip(),
        language=failure.language,
        marked_by=by.id,
        marked_by_name=by.name,
        marked_at=at,
    )
    write_off(bankruptcy=bankruptcy, by=by, at=at)
    return bankruptcy


@action
def write_off(*, bankruptcy: Bankruptcy, by: Actor, at: datetime) -> list[Loss]:
    """
    Write off what the client of a bankruptcy owes now: also what was invoiced after the judgment,
    and what is owed again because a payment bounced. Nothing open leaves no trace.

    :raises AlreadyClosed: if the bankruptcy is closed
    """
    banking.hold_bank()
    hold_fund()
    if closed_on := Bankruptcy.objects.get(pk=bankruptcy.pk).closed_on:
        raise AlreadyClosed(on=closed_on)
    lost = _lost(clients.family(client=bankruptcy.client))
    if not lost:
        return []
    on = at.astimezone(ZONE).date()
    entries = [*_top_ups(lost, on, f"fund:{bankruptcy.ref}:{_once(lost[0])}")]
    ups = len(entries)
    entries += [_entry(each, bankruptcy, on) for each in lost]
    posted = ledger.post(entries=entries, by=by, at=at)[ups:]
    note_lost({each.invoice.ref: each.open_cents for each in lost}, bankruptcy.ref, by, at)
    return Loss.objects.bulk_create(
        _loss(each, bankruptcy, place.id) for each, place in zip(lost, posted, strict=True)
    )


@action
def keep_claim(
    *, bankruptcy: Bankruptcy, document: Document, entity: int = 1, by: Actor, at: datetime
) -> Claim:
    """Keep the letter in which a legal entity claims; a later one of it takes its place."""
    return Claim.objects.create(bankruptcy=bankruptcy, document=document, entity_id=entity, at=at)


@action
def close_bankruptcy(*, bankruptcy: Bankruptcy, on: date, by: Actor, at: datetime) -> Bankruptcy:
    """
    Record that the court closed a bankruptcy: nothing more will come of it.

    :raises AlreadyClosed: if it is closed
    :raises ClosedTooEarly: if the day is before the judgment, or still to come
    """
    held = Bankruptcy.objects.select_for_update().get(pk=bankruptcy.pk)
    if held.closed_on:
        raise AlreadyClosed(on=held.closed_on)
    if not held.on <= on <= at.astimezone(ZONE).date():
        raise ClosedTooEarly(on=held.on)
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    return held


@action
def reopen_bankruptcy(*, bankruptcy: Bankruptcy, by: Actor, at: datetime) -> Bankruptcy:
    """
    Take up a bankruptcy again that was closed: something is owed anew, or it was closed too soon.

    :raises NotClosed: if it is open, or was withdrawn
    :raises AlreadyBankrupt: if the client failed again since
    """
    held = Bankruptcy.objects.select_for_update(of=["self"]).get(pk=bankruptcy.pk)
    if not held.closed_on or held.withdrawn_at:
        raise NotClosed
    if find_bankruptcy(client=held.client):
        raise AlreadyBankrupt(name=held.client.name)
    held.closed_on = None
    held.save(update_fields=["closed_on"])
    return held


def _refusals(failure: NewBankruptcy, client: Client, today: date) -> Iterator[Refusal]:
    if not failure.trustee_name.strip():
        yield TrusteeNeeded()
    if failure.on > today:
        yield JudgmentToCome(on=failure.on)
    if find_bankruptcy(client=client):
        yield AlreadyBankrupt(name=client.name)
    try:
        if address := failure.trustee_email.strip():
            validate_email(address)
    except ValidationError:
        yield WrongTrusteeEmail(address=address)


def _lost(family: Sequence[int]) -> list[Lost]:
    """What is open of each invoice of a client, held so that nobody credits it meanwhile."""
    every = list(issued.invoices_of_clients(clients=family))
    taken: Mapping[int, list[Invoice]] = defaultdict(list)
    for note in every:
        if note.corrects_id:
            taken[note.corrects_id].append(note)
    refs = [invoice.ref for invoice in every if not invoice.corrects_id]
    owed = books.open_amounts(account=CLIENTS, items=refs)
    invoices = invoicing.hold_issued(refs=[ref for ref in refs if owed.get(ref, 0) > 0])
    refs = [invoice.ref for invoice in invoices]
    owed = books.open_amounts(account=CLIENTS, items=refs)
    held = books.open_amounts(account=HELD, items=refs)
    before: Mapping[int, list[Loss]] = defaultdict(list)
    for loss in Loss.objects.filter(invoice__in=invoices).select_related("bankruptcy"):
        before[loss.invoice_id].append(loss)
    return [
        Lost(
            each,
            cents,
            _share(each, cents, taken[each.pk], before[each.pk]),
            -held.get(each.ref, 0),
            len(before[each.pk]) + 1,
        )
        for each in invoices
        if (cents := owed.get(each.ref, 0)) > 0
    ]


def _share(
    invoice: Invoice, open_cents: int, notes: Sequence[Invoice], before: Sequence[Loss]
) -> Share:
    """Of an invoice that is lost again: what makes all its losses together right to the cent."""
    rows = [row for note in notes for row in note.vat_table]
    standing = [loss for loss in before if loss.bankruptcy.withdrawn_at is None]
    lost = sum(loss.open_cents for loss in standing)
    vat = share_of(lost + open_cents, invoice.vat_table, rows).vat_cents
    vat = min(max(vat - sum(loss.vat_cents for loss in standing), 0), open_cents)
    return Share(open_cents - vat, vat)


def _top_ups(lost: Sequence[Lost], on: date, key: str) -> Iterator[ledger.Entry]:
    """What the fund of each entity lacks to bear what was guaranteed."""
    needed: dict[int, int] = defaultdict(int)
    for each in lost:
        if each.invoice.guaranteed:
            needed[each.invoice.entity_id or 1] += each.share.net_cents
    for entity, cents in needed.items():
        short = cents + books.account_balance(account=FUND, entity=entity)
        if short > 0:
            yield charge(short, on=on, key=f"{key}:{entity}", entity=entity)


def _entry(lost: Lost, bankruptcy: Bankruptcy, on: date) -> ledger.Entry:
    invoice = lost.invoice
    lines = [ledger.Line(CLIENTS, -lost.open_cents, invoice.unit_id, invoice.ref)]
    if lost.share.vat_cents:
        lines.append(ledger.Line(OUTPUT_VAT, lost.share.vat_cents))
    lines += _borne_by_fund(lost) if invoice.guaranteed else _borne_by_nobody(lost)
    return ledger.Entry(
        "misc",
        on,
        f"{invoice.number} {invoice.buyer['name']}",
        f"loss:invoice:{_once(lost)}",
        bankruptcy.ref,
        lines,
        entity=invoice.entity_id or 1,
    )


def top_up_keys(bankruptcy: Bankruptcy, losses: Sequence[Loss]) -> list[str]:
    """Return every key under which the fund may have been fed for these losses."""
    entities = sorted({loss.invoice.entity_id or 1 for loss in losses})
    return [
        f"fund:{bankruptcy.ref}:{_nth(loss.invoice, loss.nth)}:{entity}"
        for loss in losses
        for entity in entities
    ]


def _once(lost: Lost) -> str:
    return _nth(lost.invoice, lost.nth)


def _nth(invoice: Invoice, nth: int) -> str:
    """The number of an invoice, and which loss of it: each is written into the books once."""
    return f"{invoice.number}" if nth == 1 else f"{invoice.number}:{nth}"


def _borne_by_fund(lost: Lost) -> list[ledger.Line]:
    return [ledger.Line(FUND, lost.share.net_cents)] if lost.share.net_cents else []


def _borne_by_nobody(lost: Lost) -> list[ledger.Line]:
    """No wage was promised: the budget that is held falls away, and so does the contribution."""
    unit, item = lost.invoice.unit_id, lost.invoice.ref
    contribution = lost.share.net_cents - lost.held_cents
    lines = [
        ledger.Line(HELD, lost.held_cents, unit, item),
        ledger.Line(CONTRIBUTION_EARNED, contribution),
        ledger.Line(CONTRIBUTION_PAID, -contribution, unit),
        ledger.Line(BUDGETS_OWED, contribution, unit),
    ]
    return [line for line in lines if line.cents]


def _loss(lost: Lost, bankruptcy: Bankruptcy, entry: int) -> Loss:
    return Loss(
        bankruptcy=bankruptcy,
        invoice=lost.invoice,
        unit_id=lost.invoice.unit_id,
        guaranteed=lost.invoice.guaranteed,
        open_cents=lost.open_cents,
        net_cents=lost.share.net_cents,
        vat_cents=lost.share.vat_cents,
        fund_cents=lost.share.net_cents if lost.invoice.guaranteed else 0,
        entry=entry,
        nth=lost.nth,
    )
