"""The demonstration's subsidy is half paid, and an advance stands beside it."""

from datetime import date

from tests.cast import TODAY

from commonweal.activities import queries
from commonweal.ledger import queries as ledger


def test_the_first_tranche_is_paid_and_the_second_expected(told):
    (unit,) = [
        each for each in queries.open_units(on=TODAY) if queries.fundings(unit=each.pk, on=TODAY)
    ]
    (funding,) = queries.fundings(unit=unit.pk, on=TODAY)
    assert [each.state for each in funding.tranches] == ["received", "expected"]
    assert (funding.received_cents, funding.expected_cents) == (3_000_00, 1_800_00)
    standing = queries.standing_advance(unit=unit.pk, on=TODAY)
    assert (standing.advance.cents, standing.advance.until) == (750_00, date(2026, 7, 31))
    assert set(ledger.proofs().values()) == {0}
