"""The letter of claim: every invoice with what is paid and open, and sums that are the books'."""

from dataclasses import replace

import pytest
from tests.cast import make_unit

from commonweal.flows.entities import actions as entities
from commonweal.flows.tests.test_entities import SCHOOL
from commonweal.guarantee import _claim_paper, actions, queries
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.queries import entities as every_entity

WAGES = queries.ClaimWages(2, 1200_00, 1, 400_50)


@pytest.fixture
def letter(monkeypatch, at):
    """What stands on the letter of a legal entity."""
    pages = []

    def typeset(*, data, **_how):
        pages.append(data)
        return b"%PDF"

    def letter(bankruptcy, entity=1, wages=WAGES):
        monkeypatch.setattr(_claim_paper.documents, "typeset", typeset)
        of = every_entity().get(pk=entity)
        queries.claim_pdf(bankruptcy=bankruptcy, entity=of, wages=wages, at=at)
        return pages[-1]

    return letter


def test_each_invoice_tells_what_is_paid_and_open(letter, amina_unit, festival, by, at):
    """Of 1,210.00 credited to 726.00 a part of 226.00 is paid; of 605.00 nothing."""
    first = invoice(amina_unit, festival)
    credit = invoicing.NewCredit(first.pk, [invoicing.CreditLine(1, 400)])
    invoicing.credit_parts(credits=[credit], reason="Shorter", by=by, at=at)
    bank_brings(226_00, first.ref, unit=amina_unit.pk)
    second = invoice(amina_unit, festival, net=500_00)
    page = letter(actions.mark_bankrupt(failure=judgment(festival), by=by, at=at))
    assert [(row[0], *row[4:]) for row in page["rows"]] == [
        (first.number, 600_00, 126_00, 226_00, 500_00),
        (second.number, 500_00, 105_00, 0, 605_00),
    ]
    assert (page["net"], page["vat"], page["paid"], page["total"]) == (
        1100_00, 231_00, 226_00, 1105_00,
    )  # fmt: skip
    lost = queries.losses(year=2026)
    assert page["total"] == lost.cents + lost.vat_cents


def test_an_invoice_that_is_lost_twice_stands_there_once(letter, amina_unit, festival, by, at):
    claim = invoice(amina_unit, festival)
    bank_brings(605_00, claim.ref, unit=amina_unit.pk)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(-605_00, claim.ref, unit=amina_unit.pk, name="move:2")
    actions.write_off(bankruptcy=marked, by=by, at=at)
    (row,) = letter(marked)["rows"]
    assert row[4:] == [1000_00, 210_00, 0, 1210_00]


def test_what_somebody_else_paid_is_claimed_no_more_and_a_dividend_is(
    letter, amina_unit, festival, by, at
):
    claim = invoice(amina_unit, festival)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    for move, of in (("move:7", claim.ref), ("move:8", "")):
        bank_brings(121_00, move, account="499", name=move)
        actions.recover(bankruptcy=marked, move=move, cents=121_00, of=of, by=by, at=at)
    page = letter(marked)
    assert (page["paid"], page["total"]) == (121_00, 1089_00)


def test_each_legal_entity_claims_its_own(letter, bram, amina_unit, festival, by, at):
    school = entities.found(new=replace(SCHOOL, vat_regime="standard"), by=by, at=at)
    unit = make_unit(bram, "activity", "School")
    entities.assign(unit=unit, entity=school, by=by, at=at)
    own, other = invoice(amina_unit, festival), invoice(unit, festival, net=500_00)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    for entity, claim, total in ((1, own, 1210_00), (school.pk, other, 605_00)):
        page = letter(marked, entity)
        assert [row[0] for row in page["rows"]] == [claim.number]
        assert page["total"] == total
    assert page["seller"][0] == "School cv"
    assert page["closing"][1].endswith("van School cv.")  # the trustee reads Dutch


def test_it_tells_what_the_work_costs_and_names_nobody(letter, amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    marked = actions.mark_bankrupt(failure=judgment(festival, language="en"), by=by, at=at)
    assert letter(marked)["paragraphs"][-1] == (
        "For this work 2 net wages are paid, € 1,200.00 in all. "
        "1 net wage of € 400.50 is still due: we pay it on its day."
    )
    nothing = letter(marked, wages=queries.ClaimWages(0, 0, 0, 0))
    assert len(nothing["paragraphs"]) == 3
