"""The preview tells what marking would do, to the cent."""

from commonweal.flows.insolvency import actions, queries
from commonweal.flows.insolvency.tests.test_mark_bankrupt import failure
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.tests.failing import bank_brings, invoice, put_in_fund
from commonweal.ledger import queries as books


def test_the_preview_is_what_happens_and_leaves_no_trace(amina_unit, festival, by, at):
    put_in_fund(300_00)
    invoice(amina_unit, festival)
    told = failure(festival, on=at.date())
    found = queries.preview(failure=told, by=by, at=at)
    assert (found.open_cents, found.vat_cents, found.topped_up_cents) == (1210_00, 210_00, 700_00)
    assert (found.fund_before.balance_cents, found.fund_after.balance_cents) == (300_00, 0)
    assert not guarantee.bankruptcies().exists()
    done = actions.write_off(failure=told, by=by, at=at)
    assert (done.open_cents, done.fund_after) == (found.open_cents, found.fund_after)


def test_what_was_paid_of_a_held_budget_is_the_units_before_the_rest_is_lost(
    amina_unit, festival, by, at
):
    claim = invoice(amina_unit, festival, guaranteed=False)
    bank_brings(605_00, claim.ref, unit=amina_unit.pk)
    actions.write_off(failure=failure(festival, on=at.date()), by=by, at=at)
    assert books.budget(unit=amina_unit.pk) == 467_50
    assert books.account_balance(account="7040") == -32_50
    assert books.account_balance(account="4894") == 0
