"""The demonstration tells of money in and out, and of a loss that no member bears."""

import pytest
from tests.cast import NOW, TODAY

from commonweal.banking import queries as bank
from commonweal.flows.dispatch import jobs as dispatch
from commonweal.flows.payday import queries as payday
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one import queries as jobs
from commonweal.guarantee import queries as guarantee
from commonweal.invoicing import queries as invoices
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.letters.models import Letter
from commonweal.sites.shell.stories import steps

pytestmark = pytest.mark.usefixtures("told")


def test_what_waits_at_the_bank_is_explained_proposed_and_owned():
    waiting = {row.move.counterparty: row for row in bank.waits(on=TODAY)}
    kinds = {name: row.best.kind for name, row in waiting.items() if row.best}
    assert kinds == {
        "Stad aan de Leie": "claim",
        "Uitgeverij Kaai": "claim",
        "Theater aan de Stroom": "claims",
        "Atelier du Nord SAS": "double",
        "Gemeentelijke Kas Gent": "claim",
        "": "charge",
    }
    assert waiting["Uitgeverij Kaai"].best.score >= bank.SURE
    stranger = waiting["M. Somers"]
    assert (stranger.days, stranger.owned.owner_name) == (18, "Sofie Claes")
    (rule,) = bank.rules()
    assert (rule.party_name, rule.accepted_at) == ("Festival de la Senne", None)
    (proof,) = bank.proofs()
    assert proof.books_cents == proof.bank_cents > 0


def test_no_wage_is_late_though_one_was_refused_one_file_is_lost_and_one_number_waits():
    wages = {each.name: each for each in guarantee.clock(on=TODAY, until=TODAY, at=NOW)}
    assert guarantee.late(on=TODAY) == 0
    assert {each.stage for each in wages.values()} == {"executed"}
    batches = list(bank.batches().order_by("id"))
    refused = [row for row in bank.statuses(batch=batches[1]) if row.payment_id]
    # One person brought the report, another saw it at the bank.
    assert [(row.code, row.reason) for row in refused] == [("RJCT?", "MS03"), ("RJCT", "MS03")]
    assert wages[refused[0].payment.name].batch == batches[2].pk
    dues = {due.name: bool(due.held) for due in payday.due(until=TODAY.replace(day=10), at=NOW)}
    assert dues == {"Hanne Goossens": False, "Koen Mertens": True}
    assert [batch.state for batch in batches] == ["executed"] * 6 + ["unknown", "draft"]
    assert [each.kind for each in bank.payments(batch=batches[-1])] == ["tax"]


def test_money_that_was_not_ours_went_back_to_who_paid_it():
    (refund,) = bank.refunds()
    assert (refund.name, refund.cents) == ("L. Wouters", 60_00)
    assert bank.refund_states(refunds=[refund]) == {refund.pk: "paid"}


def test_the_fund_bears_the_loss_of_a_gallery_and_one_client_is_near_its_cap():
    fund = guarantee.fund(on=TODAY)
    assert fund.lost_cents == 1_240_00
    assert fund.fed_cents > 25_000_00
    (failed,) = guarantee.bankruptcies()
    assert failed.claim is not None
    to = set(Letter.objects.filter(about=failed.ref).values_list("to", flat=True))
    assert to == {"noor@commonweal.example"}
    near = [
        each.name
        for each in guarantee.coverage(exposures=guarantee.exposures(), on=TODAY)
        if each.warns
    ]
    assert near == ["Uitgeverij Kaai"]
    assert set(ledger.proofs().values()) == {0}


def test_the_gallery_had_its_invoice_before_it_failed_and_gets_no_other():
    (failed,) = guarantee.bankruptcies()
    dispatch.run(at=NOW)
    mailed = Letter.objects.filter(kind="invoice", to=failed.client.email)
    assert [(f"{each.posted_at:%d/%m}", f"{each.sent_at:%d/%m}") for each in mailed] == [
        ("18/04", "18/04")
    ]


def test_the_job_for_the_gallery_ends_in_a_loss_and_not_in_a_payment():
    order = invoices.orders().get(client__name="Galerie Nachtlicht")
    found = steps(jobs.stations(order=order, at=NOW))
    assert [step.state for step in found] == ["done"] * 6 + ["now"]
    assert f"{found[-1].label}" == "Written off"


def test_no_wage_is_announced_that_came_already():
    announced = three_in_one.announce_wages(by=SYSTEM, at=NOW)
    assert {letter.name for letter in announced} == {
        "Mehdi Kaya", "Hanne Goossens", "Koen Mertens",
    }  # fmt: skip


def test_the_figures_of_the_guarantee_the_cash_and_the_bank_are_those_of_the_books():
    assert guarantee.fund(on=TODAY).balance_cents == -ledger.account_balance(account="1641")
    covered = guarantee.coverage(exposures=guarantee.exposures(), on=TODAY)
    promised = sum(each.engaged_cents for each in guarantee.exposures())
    assert promised == sum(each.engaged_cents for each in covered) > 0
    (proof,) = bank.proofs()
    assert guarantee.cash(on=TODAY).book.opening_cents == proof.bank_cents
