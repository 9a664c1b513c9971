from datetime import timedelta

from tests.cast import NOW, TODAY

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import draft, sent
from commonweal.kernel.actor import SYSTEM


def test_a_client_is_reminded_once_and_of_what_it_has(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina)
    drafted = draft(amina_unit, festival, amina)
    until = TODAY + timedelta(days=30)
    assert list(queries.quotes_to_remind(on=TODAY, until=until)) == [offered]
    marked = invoicing.mark_reminded(quotes=[offered, drafted], by=SYSTEM, at=NOW)
    assert marked == [offered]
    assert not invoicing.mark_reminded(quotes=[offered], by=SYSTEM, at=NOW)
    assert not queries.quotes_to_remind(on=TODAY, until=until)
