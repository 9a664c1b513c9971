"""
The next statement of our own bank, for demo and tests: clients pay, our files are executed.

It can also behave as people do: pay a part, copy a wrong digit, forget the reference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from commonweal.banking import pain002
from commonweal.banking.models import Account, Payment, PaymentBatch, Statement
from commonweal.banking.queries._reads import CLAIMS, ORDERS, booked_cents, last_statement
from commonweal.banking.simulator import Sketch, write_coda
from commonweal.banking.values import ReadMove
from commonweal.kernel import identifiers
from commonweal.ledger import queries as books

PARTIAL, WRONG_REFERENCE, UNKNOWN_PAYER = "partial", "wrong-reference", "unknown-payer"
MISTAKES = (PARTIAL, WRONG_REFERENCE, UNKNOWN_PAYER)
CLIENT_IBAN = "BE71096123456769"
STRAY_CENTS = 12_345


def next_statement(
    *,
    account: Account,
    on: date,
    references: Sequence[str] | None = None,
    mistakes: Sequence[str] = (),
    others: Sequence[ReadMove] = (),
) -> bytes:
    """
    Return a CODA file that follows the last statement of `account`.

    Clients pay the open invoices with these structured references, or all there are; every
    payment file that was given to the bank and not executed is executed, block by block.
    `mistakes` are made with the first payment (partial, wrong-reference), or added to them
    (unknown-payer). `others` came in or went out besides.
    """
    last = last_statement(account=account)
    opening = booked_cents(account=account)
    sketch = Sketch(
        iban=account.iban,
        bic=account.bic,
        holder=account.holder,
        sequence=_next_sequence(last, on),
        on=on,
        old_cents=opening if last is None or last.new_cents is None else last.new_cents,
        moves=[
            *_mistaken(_payments(references, on), mistakes, on),
            *others,
            *_executions(account, on),
        ],
    )
    return write_coda(sketch)


def next_report(*, batch: PaymentBatch, rejected: Mapping[int, str], on: date) -> bytes:
    """
    Return what our own bank says of a file it was given (pain.002): that it will execute all but
    `rejected`, payments by id with the code of the reason, such as MS03.
    """
    payments = Payment.objects.filter(batch=batch, pk__in=rejected)
    names = {each.end_to_end_id: (pain002.REJECTED, rejected[each.pk]) for each in payments}
    code = "PART" if names else "ACSP"
    return pain002.write(batch.message_id or "", code, names, on)


def _next_sequence(last: Statement | None, on: date) -> int:
    """Banks number the statements of a year from 1."""
    if last is None or last.on is None or last.on.year != on.year:
        return 1
    number = last.sequence.split("/")[0]
    return int(number) + 1 if number.isdigit() else 1


def _payments(references: Sequence[str] | None, on: date) -> list[ReadMove]:
    claims = [claim for claim in books.open_list(account=CLAIMS) if claim.reference]
    return [
        ReadMove(
            cents=claim.cents,
            booked_on=on,
            value_on=on,
            counterparty=f"Client of {claim.item.partition(':')[2]}",
            counterparty_account=CLIENT_IBAN,
            reference=claim.reference,
            communication=claim.reference,
        )
        for claim in claims
        if claim.cents > 0 and (references is None or claim.reference in references)
    ]


def _mistaken(moves: list[ReadMove], mistakes: Sequence[str], on: date) -> list[ReadMove]:
    if moves and PARTIAL in mistakes:
        moves[0] = replace(moves[0], cents=moves[0].cents // 2)
    if moves and WRONG_REFERENCE in mistakes:
        wrong = identifiers.make_ogm(9_999_999_999 - int(moves[0].reference[:10] or 0))
        moves[0] = replace(moves[0], reference=wrong, communication=wrong)
    if UNKNOWN_PAYER in mistakes:
        moves.append(ReadMove(STRAY_CENTS, on, on, "Somebody", CLIENT_IBAN, "", "Thank you"))
    return moves


def _executions(account: Account, on: date) -> list[ReadMove]:
    """One debit for each day of execution of a file, as a bank books a batch."""
    batches = PaymentBatch.objects.filter(account=account, state="handed").order_by("id")
    open_amounts = books.open_amounts(account=ORDERS, items=[batch.ref for batch in batches])
    return [
        ReadMove(
            cents=open_amounts[batch.ref],
            booked_on=on,
            value_on=on,
            communication=f"Payment file {batch.message_id}",
            order_reference=f"CW{batch.pk}-{on:%Y%m%d}",
        )
        for batch in batches
        if batch.ref in open_amounts
    ]
