"""Ending a mapping: the next file is unknown again, what was taken in stays."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import MAKER, NOW, bring
from commonweal.banking.tests.test_add_mapping import ROWS, add, codes, new, table
from commonweal.banking.tests.test_add_mapping import mapped as mapped
from commonweal.ledger import queries as books


def test_the_next_file_is_unknown_again_and_another_mapping_may_come(account, mapped):
    bring(table(ROWS[0]))
    banking.end_mapping(mapping=mapped, by=MAKER, at=NOW)
    assert list(queries.mappings()) == []
    assert codes(bring(table(*ROWS))) == [("refused", ["unknown_columns"])]
    assert books.account_balance(account="550") == 500
    add(new(account, name="Better"))
    bring(table(*ROWS))
    assert books.account_balance(account="550") == 1_000


def test_it_refuses_to_end_what_has_ended(mapped):
    banking.end_mapping(mapping=mapped, by=MAKER, at=NOW)
    with pytest.raises(banking.MappingEnded, match="Bank"):
        banking.end_mapping(mapping=mapped, by=MAKER, at=NOW)
