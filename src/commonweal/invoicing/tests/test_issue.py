from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from stdnum.be import ogm_vcs

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Instalment, Invoice, InvoiceLine
from commonweal.kernel import queries as kernel
from commonweal.ledger import queries as ledger

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
Vat = invoicing.Vat


def booked(key: str) -> dict[str, tuple[int, int | None, str | None]]:
    ((_, lines),) = ledger.entries_by_key(keys=[key]).values()
    return {line.account: (line.cents, line.unit, line.item) for line in lines}


def test_it_numbers_without_a_gap(draft, by, at):
    first = invoicing.issue(drafts=[draft(), draft()], by=by, at=at)
    second = invoicing.issue(drafts=[draft()], by=by, at=at)
    assert [one.number for one in first + second] == ["2026-000001", "2026-000002", "2026-000003"]


def test_it_numbers_in_the_order_given(draft, by, at):
    a, b = draft(), draft()
    assert [one.pk for one in invoicing.issue(drafts=[b, a], by=by, at=at)] == [b.pk, a.pk]
    assert (b.number, a.number) == ("2026-000001", "2026-000002")


def test_every_year_starts_anew(draft, by, at):
    invoicing.issue(drafts=[draft()], by=by, at=at)
    (next_year,) = invoicing.issue(drafts=[draft()], by=by, at=at + timedelta(days=300))
    assert next_year.number == "2027-000001"
    assert next_year.reference.startswith("2700000001")


def test_it_fills_in_the_draft(draft, by, at):
    (issued,) = invoicing.issue(drafts=[draft(payment_days=15)], by=by, at=at)
    assert ogm_vcs.is_valid(issued.reference)
    assert (issued.issued_on, issued.due_on) == (date(2026, 5, 4), date(2026, 5, 19))
    stored = Invoice.objects.get(pk=issued.pk)
    for field in ("number", "reference", "issued_on", "due_on", "issued_by", "issued_at"):
        assert getattr(stored, field) == getattr(issued, field)


def test_the_books_show_what_the_client_owes(draft, by, at):
    (issued,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    unit = issued.unit_id
    assert booked(issued.ref) == {
        "400": (121_000, unit, issued.ref),
        "7000": (-100_000, unit, None),
        "4510": (-21_000, None, None),
        "6199": (6_500, unit, None),
        "7040": (-6_500, None, None),
    }
    assert ledger.budget(unit=unit) == 93_500
    found = ledger.open_items(account="400", references=[issued.reference])
    assert found[issued.reference].item == issued.ref
    assert set(ledger.proofs().values()) == {0}


def test_what_is_not_guaranteed_is_held_until_collected(draft, by, at):
    (issued,) = invoicing.issue(drafts=[draft(guaranteed=False)], by=by, at=at)
    lines = booked(issued.ref)
    assert lines["4890"] == (93_500, issued.unit_id, None)
    assert lines["4894"] == (-93_500, issued.unit_id, issued.ref)
    assert ledger.budget(unit=issued.unit_id) == 0


@pytest.mark.parametrize(
    ("vat", "rate", "account"),
    [
        (Vat.STANDARD, 2100, "7000"),
        (Vat.STANDARD, 1200, "7006"),
        (Vat.STANDARD, 600, "7001"),
        (Vat.ZERO, 0, "7007"),
        (Vat.EXEMPT, 0, "7002"),
        (Vat.REVERSE_CHARGE, 0, "7008"),
        (Vat.EU_SERVICE, 0, "7003"),
        (Vat.EU_GOODS, 0, "7009"),
        (Vat.EXPORT, 0, "7004"),
        (Vat.OUTSIDE_SCOPE, 0, "7004"),
    ],
)
def test_turnover_goes_to_the_account_of_its_vat(draft, client_of, by, at, vat, rate, account):
    line = invoicing.NewLine("Work", 100_000, vat, rate)
    invoice = draft(line, client=client_of(vat), work_starts_on=at.date())
    (issued,) = invoicing.issue(drafts=[invoice], by=by, at=at)
    assert booked(issued.ref)[account] == (-100_000, issued.unit_id, None)


def test_it_refuses_a_second_number(draft, by, at):
    invoice = draft()
    invoicing.issue(drafts=[invoice], by=by, at=at)
    with pytest.raises(invoicing.AlreadyIssued):
        invoicing.issue(drafts=[invoice, draft()], by=by, at=at)
    with pytest.raises(invoicing.AlreadyIssued):
        twice = draft()
        invoicing.issue(drafts=[twice, twice], by=by, at=at)
    assert invoicing.issue(drafts=[draft()], by=by, at=at)[0].number == "2026-000002"


def test_what_somebody_holds_takes_no_number(draft, by, at):
    invoice = draft()
    invoicing.hold_draft(draft=invoice, reason="Wrong hours", by=by, at=at)
    with pytest.raises(invoicing.DraftHeld, match="Wrong hours"):
        invoicing.issue(drafts=[invoice, draft()], by=by, at=at)
    invoicing.free_draft(draft=invoice, by=by, at=at)
    assert invoicing.issue(drafts=[invoice], by=by, at=at)[0].number == "2026-000001"


def test_an_order_in_parts_is_invoiced_with_the_last_of_them(order, draft, by, at):
    parts = [
        Instalment.objects.create(
            order=order, unit_id=order.unit_id, position=place, kind="date", label=f"Part {place}",
            cents=50_000, due_on=at.date(), invoice=draft(order_id=order.pk),
        )
        for place in (1, 2)
    ]  # fmt: skip
    invoicing.issue(drafts=[parts[0].invoice], by=by, at=at)
    order.refresh_from_db()
    assert order.state == "sent"
    invoicing.issue(drafts=[parts[1].invoice], by=by, at=at)
    order.refresh_from_db()
    assert order.state == "invoiced"


def test_it_marks_the_order_invoiced(order, draft, by, at):
    invoicing.issue(drafts=[draft(order_id=order.pk)], by=by, at=at)
    order.refresh_from_db()
    assert order.state == "invoiced"


def test_one_event_and_one_job_for_a_batch(draft, by, at):
    issued = invoicing.issue(drafts=[draft(), draft()], by=by, at=at)
    (event,) = kernel.events(of=[issued[0].ref])
    assert event.subjects == [one.ref for one in issued]
    (job,) = ProcrastinateJob.objects.filter(task_name="invoicing.render")
    assert job.args == {"invoices": [one.pk for one in issued]}


@pytest.mark.parametrize("count", [1, 5])
def test_it_takes_at_most_six_statements(draft, by, at, count):
    drafts = [draft() for _ in range(count)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        invoicing.issue(drafts=drafts, by=by, at=at)
    sent = [q["sql"] for q in queries if not q["sql"].lstrip().startswith(NOT_COUNTED)]
    assert len(sent) <= 6, sent


def test_nothing_to_issue_is_nothing_done(by, at, db):
    assert invoicing.issue(drafts=[], by=by, at=at) == []


def test_a_rehearsal_leaves_no_number(draft, by, at):
    invoice = draft()
    invoicing.issue.dry_run(drafts=[invoice], by=by, at=at)
    assert Invoice.objects.get(pk=invoice.pk).number is None


def change(invoice):
    Invoice.objects.filter(pk=invoice.pk).update(title="Other")


def remove(invoice):
    Invoice.objects.filter(pk=invoice.pk)._raw_delete("default")


def change_line(invoice):
    InvoiceLine.objects.filter(invoice=invoice).update(description="Other")


def remove_line(invoice):
    InvoiceLine.objects.filter(invoice=invoice).delete()


def add_line(invoice):
    line = InvoiceLine.objects.get(invoice=invoice)
    line.position = 2
    InvoiceLine.objects.bulk_create([line])


@pytest.mark.parametrize("deed", [change, remove, change_line, remove_line, add_line])
def test_what_is_issued_never_changes(draft, by, at, deed):
    (issued,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        deed(issued)


def test_a_stranger_sees_nothing(draft, by, at, carla_unit):
    invoicing.issue(drafts=[draft()], by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        if cursor.fetchone()[0]:
            pytest.skip("a superuser sees past row-level security")
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(carla_unit.pk)])
    assert not Invoice.objects.exists()
    assert not InvoiceLine.objects.exists()
