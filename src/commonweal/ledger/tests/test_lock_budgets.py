import pytest
from django.db import transaction

from commonweal.ledger.actions import lock_budgets
from commonweal.ledger.tests.books import invoice, write


@pytest.mark.django_db
def test_it_tells_the_budget_of_each_unit_also_of_a_new_one():
    write(invoice(1, unit=7))
    with transaction.atomic():
        assert lock_budgets(units=[8, 7]) == {7: 935_00, 8: 0}
