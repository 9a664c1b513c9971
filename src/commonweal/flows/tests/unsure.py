"""What the tests of held budgets share: an invoice that nothing guarantees, and a bank."""

from datetime import timedelta

from tests.cast import NOW, make_client, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.clients import queries as clients
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM


def concert():
    """1,000.00 without VAT to a client in Geneva: 935.00 of budget, held."""
    open_house()
    geneva = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    line = invoicing.NewLine("Concert", 1000_00, invoicing.Vat.OUTSIDE_SCOPE, 0)
    return bill(make_unit(make_member()), clients.get(id=geneva.pk), line, 65_00)


def bill(unit, client, line, contribution):
    """An invoice of one line that is not guaranteed, and its contribution in cents."""
    new = invoicing.NewInvoice(
        unit.pk, client, "Concert", [line], contribution_cents=contribution,
        guaranteed=False,
    )  # fmt: skip
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=NOW)
    (issued,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=NOW)
    return issued


def bank_brings(days, *mistakes, **more):
    """A statement of so many days from now: what is open is paid, unless `more` says otherwise."""
    account = bank.find_main_account()
    on = NOW.date() + timedelta(days=days)
    content = bank.next_statement(account=account, on=on, mistakes=mistakes, **more)
    file = banking.BankFile(f"{days}.cod", content)
    banking.import_statements(files=[file], by=SYSTEM, at=NOW)
