"""What the tests of refunds share: money that waits, is credited or is kept, and its way back."""

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW, TODAY
from commonweal.banking.values import ReadMove
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

PAYER = "BE71096123456769"
OTHER = "BE68539007547034"
INVOICE = "invoice:2026-000012"


def came_in(cents, reference="", name="Festival vzw"):
    return ReadMove(cents, TODAY, TODAY, name, PAYER, reference, reference, f"BANK{abs(cents)}")


def give_back(account, item, because="paid twice", **more):
    return banking.refund(account=account, item=item, because=because, by=MAKER, at=NOW, **more)


def not_given(refund, because="they want it kept", at=NOW):
    return banking.take_back_refund(refund=refund, because=because, by=MAKER, at=at)


def owed_back(refund):
    return -books.open_amount(account="460", item=refund.ref)


def credit(cents, item=INVOICE, unit=7):
    """What a credit note does with the claim, without its VAT."""
    lines = (ledger.Line("400", -cents, unit, item), ledger.Line("7000", cents, unit))
    entry = ledger.Entry("sales", TODAY, "Credit note", f"credit:{item}", "invoice:C1", lines)
    ledger.post(entries=[entry], by=MAKER, at=NOW)


def to_pay(refund):
    """The refund as a batch takes it."""
    return banking.NewPayment(
        refund.ref, "460", refund.name, refund.iban, refund.cents, f"Refund {refund.about}",
        refund.due_on, payee=refund.payee, kind="refund",
    )  # fmt: skip


def build(refund):
    return banking.build_batch(payments=[to_pay(refund)], by=MAKER, at=NOW)


def leave(refund):
    """Pay it: built by one, approved by another, file made, and given to the bank."""
    batch = banking.approve_batch(batch=build(refund), by=CHECKER, at=NOW)
    return banking.export_batch(batch=batch, by=MAKER, at=NOW)


def state(refund):
    return queries.refund_states(refunds=[refund])[refund.pk]
