"""Running pay: computed, kept, posted once."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from commonweal.kernel import actions as kernel_verbs
from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.actions import _store
from commonweal.payroll.models import Payslip
from commonweal.payroll.tests import pay


@pytest.fixture
def contracts(amina, bram, amina_unit, by):
    return pay.plan(amina_unit, amina, bram, by=by)


@pytest.fixture
def small_chunks(monkeypatch):
    """What is done thousands at a time is done five at a time."""
    monkeypatch.setattr(_store, "RENDER_CHUNK", 5)
    monkeypatch.setattr(_store, "SLICE", 5)


def run(contracts, by, at):
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


def test_it_keeps_a_payslip_for_each_contract(contracts, amina, by, at):
    first, second = run(contracts, by, at)
    assert (first.contract_id, first.member_id) == (contracts[0].pk, amina.pk)
    assert (first.gross_cents, first.contribution_cents) == (20_000, 2_614)
    assert first.net_cents == 20_000 - 2_614 - first.withholding_cents - first.special_cents
    assert second.worker_status == "artist"
    assert second.contribution_cents == 2_823


def test_the_wage_is_due_seven_days_after_the_last_work_day(amina, amina_unit, by, at):
    (slip,) = run(pay.plan(amina_unit, amina, by=by, days=3, gross_cents=60_000), by, at)
    assert (slip.ends_on, slip.due_on) == (date(2026, 5, 13), date(2026, 5, 20))


def test_where_wages_are_paid_by_the_month_they_are_due_on_its_tenth(
    amina, bram, amina_unit, entity, by, at
):
    kernel_verbs.set_pay_terms(entity=entity, terms="day_of_next_month")
    slips = run(pay.plan(amina_unit, amina, bram, by=by), by, at)
    assert [slip.due_on for slip in slips] == [date(2026, 6, 10)] * 2
    assert Payslip.objects.get(pk=slips[1].pk).due_on == date(2026, 6, 10)
    assert Payslip.objects.get(pk=slips[1].pk).name == bram.full_name  # every cell in its column


def test_it_posts_the_entry_of_a_white_collar_worker(contracts, amina_unit, by, at):
    slip, _ = run(contracts, by, at)
    owed = slip.social_security_cents + slip.special_cents + 5_462
    assert pay.entry_of(slip) == {
        "6203": (20_000, amina_unit.pk, None),
        "6211": (12_342, amina_unit.pk, None),
        "454": (-owed, None, None),
        "455": (-slip.net_cents, None, slip.item),
        "456": (-3_640, None, None),
        "7041": (-(12_342 - 5_462 - 3_640), None, None),
    }


def test_it_posts_the_entry_of_an_artist_without_provision(contracts, by, at):
    _, slip = run(contracts, by, at)
    entry = pay.entry_of(slip)
    assert "456" not in entry
    assert slip.employer_cents == 5_400 + 3_421
    assert entry["7041"][0] == -(12_030 - 8_821)


def test_the_withholding_of_a_higher_pay_goes_to_the_tax_office(amina, amina_unit, by, at):
    (slip,) = run(pay.plan(amina_unit, amina, by=by, gross_cents=250_000), by, at)
    assert pay.entry_of(slip)["453"] == (-slip.withholding_cents, None, None)
    assert slip.withholding_cents > 0


def test_the_unit_bears_its_work_budget(contracts, amina_unit, by, at):
    slips = run(contracts, by, at)
    assert books.budget(unit=amina_unit.pk) == -sum(slip.work_budget_cents for slip in slips)


def test_what_is_owed_to_the_worker_is_open(contracts, by, at):
    slip, _ = run(contracts, by, at)
    assert books.open_amount(account="455", item=slip.item) == -slip.net_cents


def test_the_members_own_higher_rate_is_withheld(amina, amina_unit, by, at):
    amina.extra_withholding_bp = 2_500
    amina.save()
    (slip,) = run(pay.plan(amina_unit, amina, by=by), by, at)
    assert slip.withholding_cents == 4_347  # 25 % of 173.86
    assert "withholding.voluntary_increase_allowed" in slip.marks


def test_a_second_run_answers_and_changes_nothing(contracts, by, at):
    first = run(contracts, by, at)
    again = run(contracts, by, at)
    assert [slip.pk for slip in again] == [slip.pk for slip in first]
    assert Payslip.objects.count() == 2
    assert pay.queued() == [[slip.pk for slip in first]]


def test_a_batch_with_an_old_and_a_new_contract_keeps_their_order(contracts, by, at):
    (old,) = run(contracts[1:], by, at)
    new, same = run(contracts, by, at)
    assert same.pk == old.pk
    assert new.contract_id == contracts[0].pk


def test_a_contract_on_a_day_without_figures_refuses_the_whole_batch(contracts, by, at):
    good, bad = pay.inputs(contracts)
    bad = replace(bad, starts_on=date(2024, 4, 15), ends_on=date(2024, 4, 15))
    with pytest.raises(actions.NotComputable, match="cannot be paid yet.*2024-05-01") as refused:
        actions.run(contracts=[good, bad], by=by, at=at)
    assert refused.value.values["contract"] == contracts[1].pk
    assert not Payslip.objects.exists()


def test_the_payslip_keeps_every_line_and_the_marks(contracts, by, at):
    slip, _ = run(contracts, by, at)
    rows = queries.rows(payslip=slip)
    assert sum(row.cents for row in rows if row.part == "pay") == slip.net_cents
    assert slip.lines[0] == ["gross", "", None, 20_000]
    assert "employer.due.white_collar" in slip.marks
    assert slip.figures.sources["nsso.worker.rate"]["from"] == "2023-01-01"


def test_it_writes_one_event_for_the_batch(contracts, by, at):
    slips = run(contracts, by, at)
    (event,) = kernel.events(of=[slips[0].ref])
    assert (event.verb, event.subjects) == ("payroll.run", [slip.ref for slip in slips])


def test_the_number_of_statements_does_not_grow_with_the_batch(
    amina, bram, amina_unit, by, at, small_chunks
):
    one = pay.inputs(pay.plan(amina_unit, amina, by=by))
    with CaptureQueriesContext(connection) as single:
        actions.run(contracts=one, by=by, at=at)
    (contract,) = pay.plan(amina_unit, bram, by=by)
    many = pay.inputs([contract, *pay.copies(contract, 12)])
    with CaptureQueriesContext(connection) as batch:
        actions.run(contracts=many, by=by, at=at)
    assert len(batch) == len(single)


def test_the_papers_of_a_large_batch_are_set_in_chunks(bram, amina_unit, by, at, small_chunks):
    (contract,) = pay.plan(amina_unit, bram, by=by)
    slips = run([contract, *pay.copies(contract, 12)], by, at)
    assert [len(chunk) for chunk in pay.queued()] == [5, 5, 3]
    assert sum(pay.queued(), []) == [slip.pk for slip in slips]


def test_names_with_marks_of_copy_are_kept_as_they_are(contracts, by, at):
    first, second = pay.inputs(contracts)
    odd = replace(first, name="A\tB\\N\n{C}", title='"x", \\.')
    slip, other = actions.run(contracts=[odd, second], by=by, at=at)
    kept = queries.get(id=slip.pk)
    assert (kept.name, kept.title) == ("A\tB\\N\n{C}", '"x", \\.')
    assert queries.get(id=other.pk).name == second.name


def test_what_it_answers_is_what_is_kept(contracts, by, at):
    for slip in run(contracts, by, at):
        kept = queries.get(id=slip.pk)
        for field in Payslip._meta.concrete_fields:
            said, stored = getattr(slip, field.attname), getattr(kept, field.attname)
            assert (list(said) if field.name == "marks" else said) == stored


def test_it_names_unconfirmed_figures_once_in_the_log(contracts, by, at, caplog):
    run(contracts, by, at)
    (record,) = [each for each in caplog.records if each.name.startswith("commonweal.payroll")]
    assert record.levelname == "WARNING"
    assert record.getMessage() == (
        "2 of 2 payslips rest on figures that are not confirmed yet: "
        "employer.due.white_collar, employer.tariff"
    )
    caplog.clear()
    run(contracts, by, at)
    assert not [each for each in caplog.records if each.name.startswith("commonweal.payroll")]


def test_every_contract_that_cannot_be_paid_is_named(contracts, by, at):
    gap = date(2024, 4, 15)
    wrong = [replace(each, starts_on=gap, ends_on=gap) for each in pay.inputs(contracts)]
    with pytest.raises(Refusal) as refused:
        actions.run(contracts=wrong, by=by, at=at)
    assert "Amina Benali" in str(refused.value) and "Bram De Smet" in str(refused.value)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_postgresql_refuses_to_change_a_payslip(contracts, by, at, deed):
    slip, _ = run(contracts, by, at)
    row = Payslip.objects.filter(pk=slip.pk)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        row.update(net_cents=1) if deed == "update" else row._raw_delete(row.db)


def test_postgresql_refuses_a_net_that_does_not_add_up(contracts, by, at):
    slip, _ = run(contracts, by, at)
    slip = queries.get(id=slip.pk)
    slip.pk, slip.corrects, slip.original = None, Payslip.objects.first(), Payslip.objects.first()
    slip.net_cents += 1
    with pytest.raises(IntegrityError, match="payslip_net_adds_up"):
        slip.save(force_insert=True)
