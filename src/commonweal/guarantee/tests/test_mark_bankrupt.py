"""A client fails: the fund first, VAT back, nobody's budget touched."""

from datetime import timedelta

import pytest
from tests.cast import make_client

from commonweal.clients.models import Client
from commonweal.guarantee import actions, queries
from commonweal.guarantee.tests.failing import (
    JUDGMENT,
    bank_brings,
    invoice,
    invoice_of,
    judgment,
    put_in_fund,
)
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as issued
from commonweal.ledger import queries as books


def balance(*accounts):
    return tuple(books.account_balance(account=each) for each in accounts)


def mark(client, by, at, **details):
    return actions.mark_bankrupt(failure=judgment(client, **details), by=by, at=at)


def test_the_fund_bears_what_was_guaranteed_and_the_vat_comes_back(amina_unit, festival, by, at):
    put_in_fund(500_000)
    claim = invoice(amina_unit, festival)
    before = books.budget(unit=amina_unit.pk)
    bankruptcy = mark(festival, by, at)
    (loss,) = queries.losses_of(bankruptcy=bankruptcy)
    assert (loss.open_cents, loss.net_cents, loss.vat_cents) == (121_000, 100_000, 21_000)
    assert balance("400", "4510", "1641", "6370") == (0, 0, -400_000, 500_000)
    assert books.budget(unit=amina_unit.pk) == before
    assert books.lost(items=[claim.ref]) == {claim.ref: 121_000}
    assert set(books.proofs().values()) == {0}


def test_a_short_fund_is_topped_up_first(amina_unit, festival, by, at):
    put_in_fund(30_000)
    invoice(amina_unit, festival)
    mark(festival, by, at)
    assert balance("1641", "6370") == (0, 100_000)
    fund = queries.fund(on=at.date())
    assert (fund.fed_cents, fund.lost_cents, fund.balance_cents) == (100_000, 100_000, 0)
    assert queries.losses(year=2026).cents == 100_000


def test_what_was_not_guaranteed_takes_back_only_what_is_held(amina_unit, festival, by, at):
    invoice(amina_unit, festival, guaranteed=False)
    mark(festival, by, at)
    assert balance("400", "4510", "4894", "1641", "6199", "7040") == (0, 0, 0, 0, 0, 0)
    assert books.budget(unit=amina_unit.pk) == 0
    assert queries.losses(year=2026).others_cents == 100_000
    assert set(books.proofs().values()) == {0}


def test_only_what_is_open_is_lost(amina_unit, festival, by, at):
    claim = invoice(amina_unit, festival)
    bank_brings(60_500, claim.ref, unit=amina_unit.pk)
    (loss,) = queries.losses_of(bankruptcy=mark(festival, by, at))
    assert (loss.open_cents, loss.net_cents, loss.vat_cents) == (60_500, 50_000, 10_500)


def test_each_rate_has_its_own_vat(amina_unit, festival, by, at):
    lines = [
        invoicing.NewLine("Ride", 10_000, invoicing.Vat.STANDARD, 2100),
        invoicing.NewLine("Book", 10_000, invoicing.Vat.STANDARD, 600),
    ]
    invoice_of(amina_unit, festival, lines, contribution_cents=1_300)
    (loss,) = queries.losses_of(bankruptcy=mark(festival, by, at))
    assert (loss.net_cents, loss.vat_cents) == (20_000, 2_700)


def test_what_was_credited_is_not_lost(amina_unit, festival, by, at):
    claim = invoice(amina_unit, festival)
    line = invoicing.CreditLine(1, 400)
    credit = invoicing.NewCredit(claim.pk, [line])
    invoicing.credit_parts(credits=[credit], reason="Shorter", by=by, at=at)
    (loss,) = queries.losses_of(bankruptcy=mark(festival, by, at))
    assert (loss.net_cents, loss.vat_cents) == (60_000, 12_600)


def test_also_what_was_invoiced_under_a_name_it_had_before(amina_unit, festival, by, at):
    kept = make_client(name="Kobalt", enterprise_number="0403170701", vat_number="BE0403170701")
    invoice(amina_unit, festival)
    Client.objects.filter(pk=festival.pk).update(merged_into=kept)
    bankruptcy = mark(festival, by, at)
    assert bankruptcy.client == kept
    assert queries.losses_of(bankruptcy=bankruptcy).count() == 1


def test_an_invoice_that_is_lost_says_so_and_never_paid(amina_unit, festival, by, at):
    claim = invoice(amina_unit, festival)
    mark(festival, by, at)
    (standing,) = issued.standings(invoices=[claim], on=at.date())
    assert (standing.state, standing.lost_cents) == ("lost", 121_000)


def test_a_client_is_bankrupt_once(festival, by, at):
    mark(festival, by, at)
    with pytest.raises(actions.AlreadyBankrupt, match="Festival"):
        mark(festival, by, at)


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"trustee_name": " "}, actions.TrusteeNeeded),
        ({"on": JUDGMENT + timedelta(days=1)}, actions.JudgmentToCome),
        ({"trustee_email": "lievens@"}, actions.WrongTrusteeEmail),
    ],
)
def test_the_judgment_is_told_whole(festival, by, at, details, refusal):
    with pytest.raises(refusal):
        mark(festival, by, at, **details)


def test_a_rehearsal_leaves_no_trace(amina_unit, festival, by, at):
    claim = invoice(amina_unit, festival)
    actions.mark_bankrupt.dry_run(failure=judgment(festival), by=by, at=at)
    assert books.open_amount(account="400", item=claim.ref) == 121_000
    assert not queries.bankruptcies().exists()


def test_a_hundred_invoices_cost_as_many_statements_as_two(
    amina_unit, festival, by, at, django_assert_max_num_queries
):
    for _ in range(6):
        invoice(amina_unit, festival)
    with django_assert_max_num_queries(45):
        mark(festival, by, at)


def test_a_client_that_is_merged_after_it_failed_is_bankrupt_still(festival, by, at):
    mark(festival, by, at)
    kept = make_client(name="Kobalt", enterprise_number="0403170701", vat_number="BE0403170701")
    Client.objects.filter(pk=festival.pk).update(merged_into=kept)
    assert queries.promised(clients=[kept.pk], on=at.date())[kept.pk].is_bankrupt
