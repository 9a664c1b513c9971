"""The same days by daily statements and by one of the week: nothing is booked twice."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import IBAN, bring, came_in, coda, day
from commonweal.banking.tests.test_read_camt import balance, entry, file, statement
from commonweal.documents import queries as documents
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def daily(number, cents, old_cents):
    """CODA of one day of May; its movements are booked on the day of the others."""
    content = coda(came_in(cents), old_cents=old_cents, sequence=number, on=day(number))
    return content.replace(b"040526" + b"%03d" % number, b"%02d0526" % number + b"%03d" % number)


def days(*pairs):
    """CODA for each (day, cents), one after the other."""
    found, held = [], 0
    for number, cents in pairs:
        found.append(daily(number, cents, held))
        held += cents
    return found


def week(*pairs, number="week", old=0):
    """One camt of all these (day, cents)."""
    entries = [
        entry(f"{cents / 100:.2f}").replace("2026-05-04", f"2026-05-{on:02d}")
        for on, cents in pairs
    ]
    opened = balance("OPBD", f"{old / 100:.2f}")
    whole = old + sum(cents for _on, cents in pairs)
    closed = _on(balance("CLBD", f"{whole / 100:.2f}"), pairs[-1][0])
    account = f"<IBAN>{IBAN}</IBAN>"
    return file(statement(opened, *entries, closed, number=number, account=account))


def _on(text, number):
    return text.replace("2026-05-04", f"2026-05-{number:02d}")


def verdicts(*contents):
    return [verdict.verdict for verdict in bring(*contents)]


PAIRS = (4, 500), (5, 300), (6, 200)


def test_the_days_tell_what_they_moved():
    from commonweal.banking import readers

    found = [readers.read(content)[0] for content in days(*PAIRS)]
    assert [(one.moves[0].booked_on, one.moves[0].cents) for one in found] == [
        (day(on), cents) for on, cents in PAIRS
    ]


@pytest.mark.parametrize("days_first", [True, False])
def test_a_week_and_its_days_are_booked_once_in_whatever_order(account, days_first):
    first, second = (days(*PAIRS), [week(*PAIRS)]) if days_first else ([week(*PAIRS)], days(*PAIRS))
    assert set(verdicts(*first)) == {banking.BOOKED}
    assert set(verdicts(*second)) == {banking.DUPLICATE}
    assert books.account_balance(account="550") == 1_000
    assert queries.gaps() == []


def test_both_in_one_import_are_booked_once(account):
    assert set(verdicts(week(*PAIRS), *days(*PAIRS))) == {banking.BOOKED, banking.DUPLICATE}
    assert books.account_balance(account="550") == 1_000


def test_a_day_after_the_week_goes_on(account):
    bring(week(*PAIRS))
    assert verdicts(*days(*PAIRS, (7, 50))) == [banking.DUPLICATE] * 3 + [banking.BOOKED]
    assert books.account_balance(account="550") == 1_050


def test_a_week_of_which_some_days_are_booked_is_refused_and_says_which(account):
    bring(*days(*PAIRS[:2]))
    (verdict,) = bring(week(*PAIRS))
    assert (verdict.verdict, verdict.faults[-1].code) == (banking.REFUSED, "days_booked")
    assert "from 2026-05-04 to 2026-05-05" in verdict.why
    assert books.account_balance(account="550") == 800
    assert verdicts(week(*PAIRS[2:], number="rest", old=800)) == [banking.BOOKED]


def test_a_month_of_the_same_format_counts_the_days_once(account):
    bring(*[week((on, cents), number=f"day{on}", old=old) for (on, cents), old in
            zip(PAIRS, (0, 500, 800), strict=True)])  # fmt: skip
    assert verdicts(week(*PAIRS)) == [banking.DUPLICATE]
    assert books.account_balance(account="550") == 1_000


def test_two_statements_of_one_day_are_two(account):
    one = coda(came_in(500), sequence=1, on=day(4))
    two = coda(came_in(500), sequence=2, old_cents=500, on=day(4))
    assert verdicts(one, two) == [banking.BOOKED] * 2
    assert verdicts(week((4, 500), (4, 500))) == [banking.DUPLICATE]


# --- a camt.053 that the bank names anew each time it is asked for --------------------------------


def asked(name, opened, *cents, number=""):
    """A camt.053 of the fourth of May under this name."""
    told = [entry(f"{abs(one) / 100:.2f}", "CRDT" if one > 0 else "DBIT") for one in cents]
    closed = balance("CLBD", f"{(opened + sum(cents)) / 100:.2f}")
    account = f"<IBAN>{IBAN}</IBAN>"
    opening = balance("OPBD", f"{opened / 100:.2f}")
    content = file(statement(opening, *told, closed, number=name, account=account)).decode()
    count = f"<ElctrncSeqNb>{number}</ElctrncSeqNb>" if number else ""
    return content.replace("</Id><CreDtTm>", f"</Id>{count}<CreDtTm>", 1).encode()


@pytest.mark.parametrize("numbers", [("", ""), ("7", "7"), ("7", "8")])
def test_a_day_that_is_asked_for_twice_is_booked_once(account, numbers):
    first, second = numbers
    assert verdicts(asked("A", 0, 500, number=first)) == [banking.BOOKED]
    assert verdicts(asked("B", 0, 500, number=second)) == [banking.DUPLICATE]
    assert books.account_balance(account="550") == 500


def test_the_whole_day_after_its_morning_is_refused_and_kept(account):
    assert verdicts(asked("noon", 0, 500)) == [banking.BOOKED]
    (found,) = bring(asked("evening", 0, 500, 300))
    assert [fault.code for fault in found.faults] == ["other_content"]
    kept = documents.content(document=found.statement.document)
    assert kept == asked("evening", 0, 500, 300)
    assert books.account_balance(account="550") == 500


def test_statements_of_one_day_that_follow_each_other_are_all_booked(account):
    follow = [asked("A", 0, 500), asked("B", 500, 300), asked("C", 800, -800), asked("D", 0, 200)]
    assert set(verdicts(*follow)) == {banking.BOOKED}
    assert verdicts(asked("E", 500, 400)) == [banking.REFUSED]
    assert books.account_balance(account="550") == 200


def test_a_day_without_movements_may_be_counted_twice(account):
    assert verdicts(asked("A", 0, number="1"), asked("B", 0, number="2")) == [banking.BOOKED] * 2
    assert verdicts(asked("C", 0, number="2")) == [banking.DUPLICATE]
