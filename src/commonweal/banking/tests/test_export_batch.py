"""The file for the bank: valid, equal to the books, and made once."""

import hashlib
from pathlib import Path

import pytest
from django.db import connection
from lxml import etree

from commonweal.banking import actions as banking
from commonweal.banking.models import Payment, PaymentBatch
from commonweal.banking.tests.conftest import (
    CHECKER,
    IBAN,
    MAKER,
    NOW,
    TODAY,
    bring,
    coda,
    day,
    debt,
)
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.banking.values import ReadMove
from commonweal.documents import queries as documents
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

XSD = Path(__file__).parents[5] / "shared/kits/sepa/pain.001.001.09.xsd"
N = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
pytestmark = pytest.mark.django_db


def approved(*payments):
    return banking.approve_batch(batch=build(*payments), by=CHECKER, at=NOW)


def export(batch):
    return banking.export_batch(batch=batch, by=MAKER, at=NOW)


def xml_of(batch):
    return etree.fromstring(documents.content(document=batch.document))


def texts(root, path):
    return root.xpath(f"//{'/'.join(f'p:{name}' for name in path.split('/'))}/text()", namespaces=N)


def paid(batch, cents, on):
    name = f"CW{batch.pk}-{on:%Y%m%d}"
    return ReadMove(-cents, on, on, "", "", "", name, "BANK", name)


def executed(batch, cents, name="", sequence=1, old_cents=0):
    order = ReadMove(-cents, TODAY, TODAY, order_reference=name or f"CW{batch.pk}-20260511")
    return bring(coda(order, sequence=sequence, old_cents=old_cents))


@pytest.mark.skipif(not XSD.exists(), reason="the shared kits are not beside this checkout")
def test_the_file_follows_the_standard(account):
    batch = export(approved(wage(1), wage(2, 5), wage(3, 12_345_678_901)))
    schema = etree.XMLSchema(etree.parse(XSD))
    assert schema.validate(xml_of(batch)), schema.error_log


def test_its_sum_is_the_sum_of_its_payments_and_the_move_in_the_books(account):
    batch = export(approved(wage(1, 150_000), wage(2, 1), wage(3, 99)))
    root = xml_of(batch)
    assert texts(root, "GrpHdr/CtrlSum") == ["1501.00"]
    assert texts(root, "GrpHdr/NbOfTxs") == ["3"]
    assert texts(root, "Amt/InstdAmt") == ["1500.00", "0.01", "0.99"]
    assert books.account_balance(account="5509") == -150_100
    assert books.open_amount(account="5509", item=batch.ref) == -150_100
    assert books.open_amount(account="455", item="payslip:1") == 0


def test_the_file_names_who_pays_whom_and_can_be_made_again_from_its_rows(account):
    batch = export(approved(wage(name="Zoë Müller & Söhne", reference="Loon mei 2026")))
    root = xml_of(batch)
    payment = Payment.objects.get()
    assert texts(root, "GrpHdr/MsgId") == [f"CW{batch.pk}-20260504090000"]
    assert texts(root, "GrpHdr/CreDtTm") == ["2026-05-04T09:00:00"]
    assert texts(root, "PmtInfId") == [f"CW{batch.pk}-20260511"]
    assert texts(root, "EndToEndId") == [payment.end_to_end_id]
    assert texts(root, "DbtrAcct/Id/IBAN") == [IBAN]
    assert texts(root, "Cdtr/Nm") == ["Zoe Muller + Sohne"]
    assert texts(root, "RmtInf/Ustrd") == ["Loon mei 2026"]
    content = documents.content(document=batch.document)
    assert hashlib.sha256(content).hexdigest() == batch.file_sha256 == batch.document.sha256


def test_a_structured_reference_has_its_own_field(account):
    ogm, rf = wage(1, reference="+++090/9337/55493+++"), wage(2, reference="RF18 5390 0754 7034")
    root = xml_of(export(approved(ogm, rf)))
    assert texts(root, "CdtrRefInf/Ref") == ["090933755493", "RF18539007547034"]
    assert texts(root, "CdtrRefInf/Tp/Issr") == ["BBA", "ISO"]
    assert texts(root, "RmtInf/Ustrd") == []


def test_each_day_of_execution_is_its_own_block_and_no_day_is_past(account):
    batch = export(approved(wage(1, due_on=day(11)), wage(2, due_on=day(1)), wage(3)))
    root = xml_of(batch)
    assert texts(root, "ReqdExctnDt/Dt") == ["2026-05-04", "2026-05-11"]
    assert texts(root, "PmtInf/NbOfTxs") == ["1", "2"]


def test_it_pays_notes_royalties_and_suppliers_too(account):
    payments = [
        banking.NewPayment(
            debt(n, 100, code, "note"), code, "Bram De Smet", "BE02363098765440", 100, "", day(6)
        )
        for n, code in enumerate(["4891", "4401", "440"])
    ]
    export(approved(*payments))
    assert [books.account_balance(account=code) for code in ("4891", "4401", "440")] == [0, 0, 0]


def test_it_refuses_what_is_not_approved(account):
    with pytest.raises(banking.NotApproved):
        export(build(wage()))


def test_it_refuses_a_second_file(account):
    batch = export(approved(wage()))
    with pytest.raises(banking.AlreadyExported):
        export(batch)
    assert books.account_balance(account="5509") == -150_000


def test_it_refuses_a_batch_changed_behind_its_back(account):
    batch = approved(wage())
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table banking_payment disable trigger payment_immutable")
        cursor.execute("update banking_payment set iban = 'BE68539007547034'")
        cursor.execute("alter table banking_payment enable trigger payment_immutable")
    with pytest.raises(banking.ChangedAfterApproval):
        export(batch)
    assert PaymentBatch.objects.get().state == "approved"


def test_it_refuses_when_less_is_owed_by_now(account):
    batch = approved(wage())
    entry = ledger.Entry(
        "misc", TODAY, "Paid by hand", "hand", "x",
        (ledger.Line("455", 150_000, 7, "payslip:1"), ledger.Line("499", -150_000)),
    )  # fmt: skip
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    with pytest.raises(banking.MoreThanOwed):
        export(batch)


def test_the_statement_that_executes_it_closes_it(account):
    batch = export(approved(wage(1), wage(2, 50_000)))
    executed(batch, 200_000)
    batch.refresh_from_db()
    assert (batch.state, batch.executed_on) == ("executed", TODAY)
    assert books.account_balance(account="5509") == 0
    assert books.account_balance(account="550") == -200_000
    assert not Payment.objects.filter(live=True).exists()


def test_a_batch_executed_in_parts_closes_with_the_last(account):
    batch = export(approved(wage(1), wage(2, 50_000)))
    first, second = Payment.objects.order_by("id")
    executed(batch, 150_000, first.end_to_end_id)
    batch.refresh_from_db()
    assert batch.state == "handed"
    executed(batch, 50_000, second.end_to_end_id, sequence=2, old_cents=-150_000)
    batch.refresh_from_db()
    assert batch.state == "executed"


def test_each_batch_is_executed_on_its_own_day_when_days_come_together(account):
    first, second = export(approved(wage(1))), export(approved(wage(2, 50_000)))
    bring(
        coda(paid(first, 150_000, day(6)), on=day(6)),
        coda(paid(second, 50_000, day(8)), old_cents=-150_000, sequence=2, on=day(8)),
    )
    days = PaymentBatch.objects.order_by("id").values_list("executed_on", flat=True)
    assert list(days) == [day(6), day(8)]


def test_a_debit_of_the_same_amount_without_the_name_stays_in_suspense(account):
    batch = export(approved(wage()))
    executed(batch, 150_000, name="SALARIES")
    batch.refresh_from_db()
    assert batch.state == "exported"
    assert books.account_balance(account="499") == 150_000
    assert books.account_balance(account="5509") == -150_000


def test_a_large_batch_makes_one_file_and_entries_of_bounded_size(account, monkeypatch):
    monkeypatch.setattr("commonweal.banking.actions._leaving.LINES_AN_ENTRY", 2)
    batch = export(approved(*[wage(n, n * 100) for n in range(1, 6)]))
    assert books.open_amount(account="5509", item=batch.ref) == -1_500
    assert books.account_balance(account="455") == 0


def test_a_payment_file_of_two_thousand_wages_takes_few_statements(
    account, django_assert_max_num_queries
):
    entries = [
        ledger.Entry(
            "pay", TODAY, "x", f"455:{n}", "x",
            (ledger.Line("6203", n, 7), ledger.Line("455", -n, 7, f"payslip:{n}")),
        )
        for n in range(1, 2001)
    ]  # fmt: skip
    ledger.post(entries=entries, by=MAKER, at=NOW)
    payments = [
        banking.NewPayment(f"payslip:{n}", "455", "A", "BE02363098765440", n, "Loon", day(11))
        for n in range(1, 2001)
    ]
    with django_assert_max_num_queries(45):
        batch = export(approved(*payments))
    assert texts(xml_of(batch), "GrpHdr/CtrlSum") == ["20010.00"]
