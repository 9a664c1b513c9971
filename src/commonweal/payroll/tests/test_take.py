"""
What creditors take at the end of a run. Of 3,000.00 net in May 2026: nothing of 1,416.00, 20 % up
to 1,522.00 (21.20), 30 % up to 1,679.00 (47.10), 40 % up to 1,836.00 (62.80), all above
(1,164.00): 1,295.10 together. A child protects 88.00.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from commonweal.banking import actions as banking
from commonweal.kernel import clock
from commonweal.kernel.actor import Actor
from commonweal.ledger import queries as books
from commonweal.payroll import actions, jobs, queries
from commonweal.payroll.actions import Correction, _take
from commonweal.payroll.models import AttachmentTaken, Payslip, Regularisation
from commonweal.payroll.tests import attached, pay
from commonweal.payroll.tests.law import law  # noqa: F401

MAY = date(2026, 5, 1)


def run(contracts, by, at):
    return actions.run(contracts=contracts, by=by, at=at)


@pytest.fixture
def energy(amina, by, at):
    (row,) = attached.attach(attached.claim(amina), by=by, at=at)
    return row


def taken():
    return list(AttachmentTaken.objects.order_by("id").values_list("cents", flat=True))


def test_it_takes_what_the_law_allows_and_leaves_the_rest(amina, amina_unit, energy, by, at):
    (slip,) = run(attached.work(amina_unit, amina, by=by), by, at)
    row = AttachmentTaken.objects.get()
    assert (slip.net_cents, row.cents, row.month, row.pay) == (300_000, 129_510, MAY, slip.ref)
    assert attached.owed(slip) == 170_490
    assert attached.owed_to(energy) == 129_510


def test_it_posts_from_the_worker_to_the_creditor(amina, amina_unit, energy, by, at):
    (slip,) = run(attached.work(amina_unit, amina, by=by), by, at)
    key = f"{energy.ref}:{slip.ref}"
    ((_id, lines),) = books.entries_by_key(keys=[key]).values()
    assert [(line.account, line.cents, line.item) for line in lines] == [
        ("455", 129_510, slip.item), ("4551", -129_510, energy.item),
    ]  # fmt: skip
    assert not any(books.proofs().values())


def test_a_child_protects(amina, amina_unit, by, at):
    attached.attach(attached.claim(amina, children=2), by=by, at=at)
    run(attached.work(amina_unit, amina, by=by), by, at)
    assert taken() == [129_510 - 2 * 8_800]


def test_low_pay_is_left_whole(amina, amina_unit, energy, by, at):
    (slip,) = run(attached.work(amina_unit, amina, by=by, net_cents=141_600), by, at)
    assert taken() == []
    assert attached.owed(slip) == 141_600


def test_the_oldest_claim_is_paid_first_and_never_more_than_it(amina, amina_unit, by, at):
    old = attached.hospital(amina, claim_cents=100_000)
    new, first = attached.attach(attached.claim(amina), old, by=by, at=at)
    run(attached.work(amina_unit, amina, by=by), by, at)
    assert attached.owed_to(first) == 100_000
    assert attached.owed_to(new) == 29_510


def test_alimony_comes_first_and_knows_no_protection(amina, amina_unit, energy, by, at):
    alimony = attached.hospital(
        amina, creditor="Claire", for_alimony=True, claim_cents=140_000, served_on=date(2026, 5, 4)
    )
    (row,) = attached.attach(alimony, by=by, at=at)
    (slip,) = run(attached.work(amina_unit, amina, by=by), by, at)
    assert attached.owed_to(row) == 140_000
    assert attached.owed_to(energy) == 0  # more than 1,295.10 is gone already
    assert attached.owed(slip) == 160_000


def test_several_pays_of_a_month_end_as_one(amina, amina_unit, energy, by, at):
    pays = attached.again(amina_unit, amina, [100_000, 100_000, 100_000], by=by)
    for each in pays:
        run([each], by, at)
    assert taken() == [29_510, 100_000]  # of 2,000.00 it is 295.10; of the third all
    assert attached.owed_to(energy) == 129_510


def test_a_claim_that_is_paid_takes_no_more(amina, amina_unit, by, at):
    (row,) = attached.attach(attached.claim(amina, claim_cents=50_000), by=by, at=at)
    slips = run(attached.again(amina_unit, amina, [200_000, 200_000], by=by), by, at)
    assert attached.owed_to(row) == 50_000
    assert sum(map(attached.owed, slips)) == 350_000
    assert not queries.get_held(id=row.pk).is_active


def test_twice_is_once(amina, amina_unit, energy, by, at):
    contracts = attached.work(amina_unit, amina, by=by)
    run(contracts, by, at)
    run(contracts, by, at + timedelta(days=1))
    with transaction.atomic():
        assert _take.take(members=None, by=by, at=at + timedelta(days=2)) == []
    assert taken() == [129_510]


def test_another_members_pay_is_left_alone(amina, bram, amina_unit, energy, by, at):
    slips = run(attached.work(amina_unit, amina, bram, by=by), by, at)
    assert list(map(attached.owed, slips)) == [170_490, 300_000]


def test_a_wage_that_is_being_paid_is_left_to_the_worker(amina, amina_unit, by, at):
    (slip,) = run(attached.work(amina_unit, amina, by=by), by, at)
    build(queries.payable(due_by=slip.due_on), by, at)
    (row,) = attached.attach(attached.claim(amina), by=by, at=at)
    assert attached.owed_to(row) == 0


def build(due, by, at):
    account = banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")
    banking.open_accounts(accounts=[account], by=by, at=at)
    payments = [
        banking.NewPayment(
            each.item, each.account, each.name, each.iban, each.cents, each.reference or "Wage",
            each.due_on,
        )
        for each in due
    ]  # fmt: skip
    return banking.build_batch(payments=payments, by=by, at=at)


def test_a_correction_that_adds_takes_the_difference(amina, amina_unit, energy, by, at):
    contracts = attached.work(amina_unit, amina, by=by)
    (slip,) = run(contracts, by, at)
    more = replace(
        contracts[0], extra_withholding_cents=contracts[0].extra_withholding_cents - 10_000
    )
    (new,) = actions.correct(corrections=[Correction(slip.pk, more)], by=by, at=at)
    assert new.net_cents == 310_000
    assert taken() == [129_510, 10_000]  # above 1,836.00 everything
    assert attached.owed(slip) == 170_490


def test_a_correction_that_lowers_gives_back_what_the_creditor_has_not_got(
    amina, amina_unit, energy, by, at
):
    contracts = attached.work(amina_unit, amina, by=by)
    (slip,) = run(contracts, by, at)
    less = replace(
        contracts[0], extra_withholding_cents=contracts[0].extra_withholding_cents + 100_000
    )
    actions.correct(corrections=[Correction(slip.pk, less)], by=by, at=at)
    assert taken() == [129_510, -100_000]  # of 2,000.00 it is 295.10
    assert attached.owed_to(energy) == 29_510
    assert attached.owed(slip) == 170_490


def test_a_correction_that_moves_the_pay_to_another_month_takes_nothing_twice(
    amina, amina_unit, energy, by, at
):
    contracts = attached.work(amina_unit, amina, by=by)
    (slip,) = run(contracts, by, at)
    moved = replace(contracts[0], starts_on=date(2026, 6, 4), ends_on=date(2026, 6, 4))
    (new,) = actions.correct(corrections=[Correction(slip.pk, moved)], by=by, at=at)
    assert new.net_cents == 300_000
    assert attached.owed_to(energy) == 129_510


def test_what_the_creditor_has_got_is_not_given_back(amina, amina_unit, energy, by, at):
    contracts = attached.work(amina_unit, amina, by=by)
    (slip,) = run(contracts, by, at)
    build(queries.payable(due_by=slip.due_on)[1:], by, at)
    less = replace(
        contracts[0], extra_withholding_cents=contracts[0].extra_withholding_cents + 100_000
    )
    actions.correct(corrections=[Correction(slip.pk, less)], by=by, at=at)
    assert taken() == [129_510]


def test_settling_the_month_counts_in_it(amina, amina_unit, energy, by, at):
    """A low wage beside a high one: the bonus it kept is taken back, and less may be taken."""
    (low,) = pay.inputs(pay.plan(amina_unit, amina, by=by, gross_cents=12_500, month=6))
    low = replace(low, starts_on=date(2026, 5, 18), ends_on=date(2026, 5, 18))
    run([low, *attached.work(amina_unit, amina, by=by)], by, at)
    before = attached.owed_to(energy)
    (row,) = actions.regularise(month=MAY, by=by, at=at.replace(month=6))
    assert row.net_cents < 0
    assert attached.owed_to(energy) == before + row.net_cents


def test_payable_pays_worker_and_creditor(amina, amina_unit, energy, by, at):
    (slip,) = run(attached.work(amina_unit, amina, by=by), by, at)
    assert queries.payable(due_by=slip.due_on - timedelta(days=1)) == []
    wage, creditor = queries.payable(due_by=slip.due_on)
    assert (wage.item, wage.cents, wage.iban) == (slip.item, 170_490, amina.iban)
    assert creditor == queries.Payable(
        item=energy.item,
        account="4551",
        unit_id=None,
        member_id=amina.pk,
        name="Energie nv",
        iban="BE71096123456769",
        cents=129_510,
        due_on=slip.due_on,
        guaranteed=True,
        reference="2026/118",
    )
    batch = build([wage, creditor], by, at)
    assert batch.total_cents == 300_000
    checker = Actor("user:2", "Youssef Amrani")
    banking.approve_batch(batch=batch, by=checker, at=at)
    banking.export_batch(batch=batch, by=by, at=at)
    assert (attached.owed(slip), attached.owed_to(energy)) == (0, 0)
    assert queries.payable(due_by=slip.due_on) == []
    assert not any(books.proofs().values())


def test_what_is_taken_from_pay_that_falls_due_later_waits(amina, amina_unit, energy, by, at):
    first, second = attached.again(amina_unit, amina, [200_000, 100_000], by=by)
    second = replace(second, ends_on=second.ends_on + timedelta(days=5))
    early, late = run([first, second], by, at)
    creditor = queries.payable(due_by=early.due_on)[-1]
    assert (creditor.cents, creditor.due_on) == (29_510, early.due_on)
    creditor = queries.payable(due_by=late.due_on)[-1]
    assert (creditor.cents, creditor.due_on) == (129_510, late.due_on)


def test_the_lines_say_why(amina, amina_unit, energy, by, at):
    run(attached.work(amina_unit, amina, by=by), by, at)
    row = AttachmentTaken.objects.get()
    lines = [(line.label, line.cents) for line in queries.taken_lines(taken=row)]
    slice = "Part of a slice that may be taken"
    assert lines == [
        ("Net pay of this month", 300_000),
        (slice, 2_120), (slice, 4_710), (slice, 6_280), (slice, 116_400),
        ("May be taken in this month", 129_510),
        ("Paid to your creditor", -129_510),
        ("Net pay after the attachment", 170_490),
    ]  # fmt: skip
    assert row.marks == ["garnishment.protected"]


def test_a_month_without_protected_amounts_is_refused_by_name(
    amina,
    amina_unit,
    energy,
    by,
    at,
    law,  # noqa: F811
):
    contracts = attached.work(amina_unit, amina, by=by)
    law.change("garnishment.protected", "until: 2027-01-01", "until: 2026-05-01")
    with pytest.raises(actions.NoProtectionKnown, match="of 2026-05 first.*Amina Benali"):
        run(contracts, by, at)
    assert not Payslip.objects.exists()


def test_the_job_settles_the_others_when_the_protected_amounts_are_not_known(
    amina,
    bram,
    amina_unit,
    by,
    at,
    law,  # noqa: F811
    caplog,
):
    contracts = pay.plan(amina_unit, amina, bram, by=by, gross_cents=12_500)
    both = [*contracts, *pay.copies(contracts[0], 1), *pay.copies(contracts[1], 1)]
    run(pay.inputs(both), by, at)
    attached.attach(attached.claim(amina), by=by, at=at)
    law.change("garnishment.protected", "until: 2027-01-01", "until: 2026-05-01")
    clock.move(to=at.replace(month=6))
    jobs.regularise()
    assert [row.member_id for row in Regularisation.objects.all()] == [bram.pk]
    assert f"member:{amina.pk}: Load the protected amounts of 2026-05" in caplog.text


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_postgresql_refuses_to_change_what_was_taken(amina, amina_unit, energy, by, at, deed):
    run(attached.work(amina_unit, amina, by=by), by, at)
    found = AttachmentTaken.objects.all()
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        found.update(cents=1) if deed == "update" else found._raw_delete(found.db)


def test_a_run_without_attachments_asks_one_question(amina, amina_unit, by, at):
    with CaptureQueriesContext(connection) as asked:
        assert _take.take(members=range(10_000), by=by, at=at) == []
    assert len(asked) == 1


def test_the_number_of_statements_does_not_grow(amina, bram, amina_unit, energy, by, at):
    nets = [200_000, 20_000, 30_000, 40_000, 50_000]
    first, second, *more = attached.again(amina_unit, amina, nets, by=by)
    theirs = attached.work(amina_unit, bram, by=by)
    run([first], by, at)  # from now on the creditor is owed something
    with CaptureQueriesContext(connection) as single:
        run([second], by, at)
    attached.attach(attached.hospital(amina), attached.claim(bram), by=by, at=at)
    with CaptureQueriesContext(connection) as batch:
        run([*more, *theirs], by, at)
    assert len(taken()) > 3
    assert len(batch) <= len(single)
