"""A calendar month settled: what all its pay comes to, posted as a difference."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from commonweal.banking import actions as banking
from commonweal.kernel import clock
from commonweal.kernel import queries as kernel
from commonweal.kernel.actions import set_pay_terms
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.ledger.models import Entry
from commonweal.payroll import actions, jobs, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.tests import pay
from commonweal.payroll.values import asked_again
from commonweal.rules import month

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 4)


@pytest.fixture
def contracts(amina, amina_unit, by):
    """Two jobs of Amina in May: alone the first keeps a work bonus, together they are too much."""
    (low,) = pay.plan(amina_unit, amina, by=by, gross_cents=12_500)
    (high,) = pay.plan(amina_unit, amina, by=by, gross_cents=60_000, days=2, month=6)
    high.starts_on, high.ends_on = date(2026, 5, 18), date(2026, 5, 19)
    return [low, high]


@pytest.fixture
def slips(contracts, by, at):
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


@pytest.fixture
def later(at):
    """When the month is over."""
    return at.replace(month=6)


def settle(by, at, on=MAY, **options):
    return actions.regularise(month=on, by=by, at=at, **options)


def wanted(slips):
    """The month of these payslips in one go."""
    return month.settle([asked_again(slip).case for slip in slips])


def given(slips, rows):
    """What payslips and regularisations come to together."""
    return sum(each.net_cents for each in (*slips, *rows))


def test_payslips_and_regularisation_come_to_the_month_in_one_go(slips, by, later):
    (row,) = settle(by, later)
    one_shot = wanted(Payslip.objects.all())
    assert given(slips, [row]) == one_shot.whole.net
    assert sum(slip.work_bonus_cents for slip in slips) > 0
    assert -row.bonus_a_cents - row.bonus_b_cents == sum(slip.work_bonus_cents for slip in slips)
    assert (row.month, row.name, row.due_on) == (MAY, "Amina Benali", date(2026, 6, 11))


def test_every_line_says_what_was_and_what_is_and_which_figures_decide(slips, by, later):
    (row,) = settle(by, later)
    lines = {(line["code"], line["status"]): line for line in row.lines}
    bonus = lines["work_bonus_b", "white_collar"]
    assert (bonus["after"], bonus["difference"]) == (0, -bonus["before"])
    assert bonus["figures"][0] == "work_bonus"
    assert row.figures.sources["work_bonus"]["from"] == "2026-04-01"
    assert lines["worker_contribution", "white_collar"]["after"] == 9_476  # 13.07 % of 725.00
    assert "employer.due.white_collar" in row.marks


def test_it_posts_the_difference(slips, by, later):
    (row,) = settle(by, later)
    entry = pay.entry_of(row)
    assert entry["454"] == (-row.social_cents, None, None)
    assert entry["455"] == (-row.net_cents, None, row.item)
    assert sum(cents for cents, _unit, _item in entry.values()) == 0


def test_a_second_time_changes_nothing(slips, by, later):
    settle(by, later)
    assert settle(by, later) == []
    assert Regularisation.objects.count() == 1


def test_one_contract_of_a_month_is_right_already(contracts, by, at, later):
    actions.run(contracts=pay.inputs(contracts[:1]), by=by, at=at)
    assert settle(by, later) == []


def test_another_month_is_left_alone(slips, by, later):
    assert settle(by, later, on=JUNE) == []


def test_a_contract_that_comes_later_is_settled_with_the_others(contracts, by, at, later):
    first, second = pay.inputs(contracts)
    actions.run(contracts=[first], by=by, at=at)
    settle(by, later)
    actions.run(contracts=[second], by=by, at=later)
    (row,) = settle(by, later)
    slips = Payslip.objects.all()
    assert given(slips, [row]) == wanted(slips).whole.net


def test_a_correction_is_settled_again(slips, contracts, by, later):
    rows = settle(by, later)
    less = replace(pay.inputs(contracts)[1], gross_cents=30_000)
    actions.correct(corrections=[Correction(slips[1].pk, less)], by=by, at=later)
    rows += settle(by, later)
    standing = list(queries.standing())
    assert given(standing, rows) == wanted(standing).whole.net


def test_a_month_whose_pay_moved_away_is_taken_back(slips, contracts, by, later):
    rows = settle(by, later)
    moved = [
        Correction(slip.pk, replace(each, starts_on=JUNE, ends_on=JUNE))
        for slip, each in zip(slips, pay.inputs(contracts), strict=True)
    ]
    actions.correct(corrections=moved, by=by, at=later)
    rows += settle(by, later)
    assert len(rows) == 2
    assert given([], rows) == 0


def test_the_order_of_running_does_not_matter(contracts, amina, bram, amina_unit, by, at, later):
    (extra,) = pay.plan(amina_unit, bram, by=by, gross_cents=90_000, days=3)
    everything = pay.inputs([*contracts, extra, *pay.copies(contracts[0], 3)])
    random.Random(5).shuffle(everything)
    totals = set()
    for chunk in (1, 2, 6):
        with transaction.atomic():
            for start in range(0, len(everything), chunk):
                part = everything[start : start + chunk]
                actions.run(contracts=part, by=by, at=at)
                settle(by, later)
            slips, rows = Payslip.objects.all(), Regularisation.objects.all()
            totals.add((given(slips, rows), books.account_balance(account="454")))
            transaction.set_rollback(True)
        everything.reverse()
    assert len(totals) == 1


def test_only_the_members_asked_for_are_settled(slips, bram, by, later):
    assert settle(by, later, members=[bram.pk]) == []
    assert len(settle(by, later, members=[slips[0].member_id])) == 1


def test_what_was_paid_too_much_is_set_off_against_the_wage_that_falls_due_first(slips, by, later):
    (row,) = settle(by, later)
    assert row.net_cents < 0
    assert books.open_amount(account="455", item=row.item) == 0
    still = -books.open_amount(account="455", item=slips[0].item)
    assert still == slips[0].net_cents + row.net_cents
    assert -books.open_amount(account="455", item=slips[1].item) == slips[1].net_cents


def test_a_wage_that_is_being_paid_is_left_alone(slips, by, at, later, amina):
    banking.open_accounts(
        accounts=[banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")], by=by, at=at
    )
    pay_all(queries.payable(due_by=slips[1].due_on), by, at)
    (row,) = settle(by, later)
    assert books.open_amount(account="455", item=row.item) == -row.net_cents


def pay_all(due, by, at):
    return banking.build_batch(
        payments=[
            banking.NewPayment(
                each.item, each.account, each.name, each.iban, each.cents, each.item, each.due_on
            )
            for each in due
        ],
        by=by,
        at=at,
    )


def test_the_rest_is_set_off_against_the_next_wage(slips, contracts, by, at, later, amina_unit):
    banking.open_accounts(
        accounts=[banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")], by=by, at=at
    )
    pay_all(queries.payable(due_by=slips[1].due_on), by, at)
    (row,) = settle(by, later)
    new = replace(pay.inputs(pay.copies(contracts[0], 1))[0], starts_on=JUNE, ends_on=JUNE)
    (slip,) = actions.run(contracts=[new], by=by, at=later)
    assert books.open_amount(account="455", item=row.item) == 0
    assert -books.open_amount(account="455", item=slip.item) == slip.net_cents + row.net_cents


def test_it_is_set_off_once_a_payment_on_its_way_is_cancelled(slips, by, at, later):
    banking.open_accounts(
        accounts=[banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")], by=by, at=at
    )
    batch = pay_all(queries.payable(due_by=slips[1].due_on), by, at)
    (row,) = settle(by, later)
    banking.cancel_batch(batch=batch, because="A wrong day", by=by, at=later)
    assert settle(by, later + timedelta(days=1)) == []
    assert books.open_amount(account="455", item=row.item) == 0


def test_what_was_taken_back_of_a_set_off_is_set_off_again(slips, by, later):
    (row,) = settle(by, later)
    entry = Entry.objects.get(key__startswith="set_off").pk
    ledger.reverse(ids=[entry], on=JUNE, text="Not yet", origin="test", by=by, at=later)
    assert books.open_amount(account="455", item=row.item) == -row.net_cents
    settle(by, later + timedelta(days=1))
    assert books.open_amount(account="455", item=row.item) == 0


def test_what_is_added_is_payable_like_a_wage(contracts, by, at, later):
    """Two low wages in one month of full time: the payslips took no bonus for the hours."""
    high, low = pay.inputs(contracts)
    high = replace(high, gross_cents=55_000, minutes=480)
    low = replace(low, gross_cents=60_000, minutes=7_000)
    slips = actions.run(contracts=[high, low], by=by, at=at)
    (row,) = settle(by, later)
    assert row.net_cents > 0
    assert given(slips, [row]) == wanted(slips).whole.net
    before = queries.payable(due_by=row.due_on - timedelta(days=1))
    assert row.item not in {each.item for each in before}
    payable = {each.item: each for each in queries.payable(due_by=row.due_on)}
    assert (payable[row.item].cents, payable[row.item].name) == (row.net_cents, "Amina Benali")


def test_it_writes_one_event(slips, by, later):
    (row,) = settle(by, later)
    (event,) = kernel.events(of=[row.ref])
    assert event.verb == "payroll.regularise"


def test_the_worker_reads_the_own_and_nobody_elses(slips, by, later, amina, bram):
    (row,) = settle(by, later)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', '', true)")
    assert queries.own_regularisations(member_id=amina.pk) == [row]
    assert queries.own_regularisations(member_id=bram.pk) == []
    assert not Regularisation.objects.exists()


def test_the_number_of_statements_does_not_grow(contracts, bram, amina_unit, by, at, later):
    actions.run(contracts=pay.inputs(contracts), by=by, at=at)
    with CaptureQueriesContext(connection) as single:
        assert len(settle(by, later)) == 1
    more = pay.inputs([*pay.copies(contracts[0], 4), *pay.plan(amina_unit, bram, by=by)])
    more += [
        replace(each, worker_status="artist") for each in pay.inputs(pay.copies(contracts[1], 3))
    ]
    more += [replace(each, member_id=bram.pk) for each in pay.inputs(pay.copies(contracts[0], 3))]
    actions.run(contracts=more, by=by, at=at)
    with CaptureQueriesContext(connection) as batch:
        assert len(settle(by, later)) == 2
    assert len(batch) <= len(single) + 1  # the second row's debts find open wages


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_postgresql_refuses_to_change_a_regularisation(slips, by, later, deed):
    (row,) = settle(by, later)
    found = Regularisation.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        found.update(net_cents=1) if deed == "update" else found._raw_delete(found.db)


def test_the_job_settles_last_month(slips, at):
    clock.move(to=at.replace(month=6))
    jobs.regularise()
    assert Regularisation.objects.get().month == MAY


def test_the_job_leaves_a_month_alone_that_goes_on(slips, at):
    clock.move(to=at.replace(day=28))
    jobs.regularise()
    assert not Regularisation.objects.exists()


def test_what_a_month_adds_is_due_on_the_terms_of_the_house(slips, entity, by, later):
    set_pay_terms(entity=entity, terms="day_of_next_month")
    (row, *_) = settle(by, later)
    assert row.due_on == date(2026, 7, 10)
