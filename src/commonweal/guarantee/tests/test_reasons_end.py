"""What stands between a member and a guaranteed wage, what is said of it, and when it ends."""

import pytest
from tests.cast import NOW, TODAY, make_client

from commonweal.clients import actions as clients
from commonweal.clients.queries import get as client_of
from commonweal.flows.insolvency import actions as insolvency
from commonweal.flows.tests.jobs_of_amina import confirm
from commonweal.guarantee import queries
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment
from commonweal.guarantee.tests.scene import DIRK, cap, decision, placed
from commonweal.guarantee.tests.test_said_and_stored import lacks_its_street
from commonweal.invoicing import actions as invoicing
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def said(client, price=1000_00):
    stand = queries.explain_client(client=client_of(id=client.pk), price_cents=price, on=TODAY)
    return stand.because or " ".join(map(str, stand.reasons))


def blocked(client, _unit):
    clients.block(clients=[client], reason="does not pay", by=DIRK, at=NOW)
    return lambda: clients.unblock(clients=[client], by=DIRK, at=NOW)


def bankrupt(client, _unit):
    found = insolvency.mark_bankrupt(failure=judgment(client), by=DIRK, at=NOW)
    return lambda: insolvency.withdraw(
        bankruptcy=found.bankruptcy, because="Other", by=DIRK, at=NOW
    )


def incomplete(client, _unit):
    lacks_its_street(client)
    street = {"street": "Quai 30", "postcode": "1080", "city": "Bruxelles"}
    return lambda: type(client).objects.filter(pk=client.pk).update(**street)


def over_its_cap(client, unit):
    """What it owes fills the cap; it pays."""
    cap(client, 1000_00)
    claim = invoice(unit, client)
    return lambda: bank_brings(claim.total_cents, claim.ref, unit=unit.pk)


def not_trusted_yet(client, _unit):
    cap(client, 999_99)
    return lambda: cap(client, 1000_00, reason="It has paid for a year")


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        (blocked, "takes no work from Festival"),
        (bankrupt, "is bankrupt"),
        (incomplete, "Complete the details of Festival de la Senne before it confirms"),
        (over_its_cap, "promised as much as it can"),
        (not_trusted_yet, "promised as much as it can"),
    ],
)
def test_each_reason_is_said_at_entry_and_ends_with_its_remedy(
    amina, amina_unit, festival, begins, words
):
    order = placed(amina, amina_unit, festival)
    assert said(festival).startswith("Guaranteed as soon as")
    ends = begins(festival, amina_unit)
    assert words in said(festival)
    assert words in " ".join(map(str, queries.obstacles(orders=[order], on=TODAY)[order.pk]))
    ends()
    assert said(festival).startswith("Guaranteed as soon as")
    assert decision(confirm(order)).eligible


# The warning, whatever makes a client owe more or less.


def warned():
    covered = queries.coverage(exposures=queries.exposures(), on=TODAY)
    near = [each.name for each in covered if each.warns]
    assert len(near) == queries.near_caps(on=TODAY)
    return near


def test_it_warns_at_seventy_percent_to_the_cent_and_at_all_of_it_nothing_more_is_promised(
    amina_unit, festival
):
    cap(festival, 1000_00)
    invoice(amina_unit, festival, net=699_99)
    assert warned() == []
    invoice(amina_unit, festival, net=1)
    assert warned() == [festival.name]
    assert said(festival, 300_00).startswith("Guaranteed as soon as")
    invoice(amina_unit, festival, net=300_00)
    (covered,) = queries.coverage(exposures=queries.exposures(), on=TODAY)
    assert (covered.percent, covered.is_full) == (100, True)
    assert "promised as much as it can" in said(festival, 1)


def test_the_warning_follows_credit_notes_payments_and_those_that_bounce(
    amina_unit, festival, by, at
):
    cap(festival, 1000_00)
    lines = [
        invoicing.NewLine("Ride", 400_00, invoicing.Vat.STANDARD, 2100),
        invoicing.NewLine("Course", 400_00, invoicing.Vat.EXEMPT, 0),
    ]
    new = invoicing.NewInvoice(
        amina_unit.pk, client_of(id=festival.pk), "Ride", lines, contribution_cents=52_00,
        guaranteed=True,
    )  # fmt: skip
    drafts = invoicing.draft(invoices=[new], by=by, at=at)
    (claim,) = invoicing.issue(drafts=drafts, by=by, at=at)
    assert warned() == [festival.name]
    credit = invoicing.NewCredit(claim.pk, [invoicing.CreditLine(1, 250)])  # 100.00 at 21 %
    invoicing.credit_parts(credits=[credit], reason="Shorter", by=by, at=at)
    assert promised(festival) == 700_00
    assert warned() == [festival.name]
    bank_brings(1_00, claim.ref, unit=amina_unit.pk)
    assert warned() == []
    bank_brings(-1_00, claim.ref, unit=amina_unit.pk, name="move:2")
    assert (promised(festival), warned()) == (700_00, [festival.name])
    assert set(books.proofs().values()) == {0}


def test_two_names_of_one_client_fill_one_cap_and_are_warned_of_once(amina_unit, festival, by, at):
    other = make_client(name="Senne", enterprise_number=None, vat_number="", kind="person")
    cap(other, 1000_00)
    invoice(amina_unit, festival, net=400_00)
    invoice(amina_unit, other, net=300_00)
    assert warned() == []
    clients.merge(keep=festival, others=[other], reason="One company", by=by, at=at)
    assert (promised(festival), warned()) == (700_00, [festival.name])
    assert "promised as much as it can" in said(festival, 300_01)
    other.refresh_from_db()
    clients.unmerge(client=other, reason="Two after all", by=by, at=at)
    assert (promised(festival), promised(other), warned()) == (400_00, 300_00, [])


def promised(client):
    return queries.promised(clients=[client.pk], on=TODAY)[client.pk].engaged_cents
