"""A rule that is wrong ends, with a reason."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import CHECKER, NOW
from commonweal.banking.tests.test_accept_rule import rule as rule

pytestmark = pytest.mark.django_db


def end(rule, because="pays for many"):
    return banking.end_rule(rule=rule, because=because, by=CHECKER, at=NOW)


def test_it_counts_no_more_and_says_why(rule):
    assert end(rule).ended_because == "pays for many"
    assert not queries.rules().exists()
    with pytest.raises(banking.RuleEnded):
        end(rule)
    with pytest.raises(banking.RuleDecided):
        banking.accept_rule(rule=rule, by=CHECKER, at=NOW)


def test_it_wants_a_reason(rule):
    with pytest.raises(banking.WhyRuleEnds):
        end(rule, " ")
