import pytest

from commonweal.banking import queries
from commonweal.banking.actions import AccountExists, NewAccount, open_accounts
from commonweal.banking.tests.conftest import IBAN, MAKER, NOW
from commonweal.kernel.refusals import Refusal

pytestmark = pytest.mark.django_db


def enter(iban=IBAN, ledger_account="550"):
    new = NewAccount(iban, "gkcc bebb", " Commonweal cv ", ledger_account)
    return open_accounts(accounts=[new], by=MAKER, at=NOW)


def test_it_enters_an_account_and_its_account_in_the_books():
    (account,) = enter("BE48 0011 2345 6727")
    assert (account.iban, account.bic, account.holder) == (IBAN, "GKCCBEBB", "Commonweal cv")
    assert queries.find_main_account() == account


def test_it_refuses_an_account_that_is_ours_already():
    enter()
    with pytest.raises(AccountExists, match=IBAN):
        enter(ledger_account="551")


def test_it_refuses_a_second_bank_account_behind_one_account_of_the_books():
    enter()
    with pytest.raises(AccountExists, match="550"):
        enter("BE87363194568094")


def test_it_refuses_a_wrong_check_digit():
    with pytest.raises(Refusal, match="Compare the account number"):
        enter("BE48001123456728")
