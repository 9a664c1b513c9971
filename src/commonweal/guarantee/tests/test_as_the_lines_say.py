"""How clients pay and what is engaged of them are what their lines say, added up one by one."""

from collections import defaultdict
from datetime import timedelta
from math import ceil

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, make_client

from commonweal.clients.models import Client
from commonweal.guarantee import queries
from commonweal.guarantee.cash import Behaviour
from commonweal.guarantee.queries import cash
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Invoice
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger
from commonweal.ledger.models import Line, LostItem
from commonweal.rules import guarantee as rules
from commonweal.rules.parameters import figure

pytestmark = pytest.mark.django_db
A_MONTH = 31
INVOICES = st.lists(
    st.tuples(
        st.integers(0, 3),  # whose
        st.integers(1, 280),  # how many days ago it was issued
        st.integers(10_000, 4_000_000),
        st.sampled_from([2100, 600]),
        st.sampled_from(["open", "paid", "part", "credited", "lost", "bounced"]),
        st.integers(-20, 60),  # how late
        st.booleans(),
    ),
    min_size=3,
    max_size=14,
)


@pytest.fixture
def four(entity):
    """Four clients, of which the last is merged into the first in the end."""
    numbers = ["0403170701", "0403019261", "0404616494", "0401574852"]
    names = ["Kobalt", "Senne", "Dyle", "Kobalt oud"]
    return [
        make_client(name=name, enterprise_number=number, vat_number=f"BE{number}")
        for name, number in zip(names, numbers, strict=True)
    ]


@given(told=INVOICES)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_was_invoiced_paid_credited_and_lost(amina_unit, four, told):
    with transaction.atomic():
        for nth, one in enumerate(told):
            _happens(amina_unit, four, nth, *one)
        Client.objects.filter(pk=four[3].pk).update(merged_into=four[0])
        _compare()
        transaction.set_rollback(True)


def _happens(unit, clients, nth, whose, ago, net, rate, what, late, guaranteed):
    lines = [invoicing.NewLine("Ride", net, invoicing.Vat.STANDARD, rate)]
    lines.append(invoicing.NewLine("Course", 10_000, invoicing.Vat.STANDARD, 600))
    invoice = _issued(unit, clients[whose], lines, guaranteed, ago)
    day = invoice.due_on + timedelta(days=late)
    if what in ("paid", "bounced"):
        _bank(invoice, invoice.total_cents, day, nth)
    if what == "part":
        _bank(invoice, invoice.total_cents // 3, day, nth)
    if what == "bounced":
        _bank(invoice, -invoice.total_cents, day + timedelta(days=1), f"{nth}-")
    if what == "credited":
        part = invoicing.NewCredit(invoice.pk, [invoicing.CreditLine(1, price_cents=net // 2)])
        invoicing.credit_parts(credits=[part], reason="Less", by=SYSTEM, at=NOW)
    if what == "lost":
        _bank(invoice, invoice.total_cents // 2, day, nth)
        rest = invoice.total_cents - invoice.total_cents // 2
        _bank(invoice, rest, day, f"{nth}.", journal="misc")
        mark = {invoice.ref: ("bankruptcy:1", rest)}
        ledger.mark_lost(marks=mark, by=SYSTEM, at=NOW)


def _issued(unit, client, lines, guaranteed, ago):
    new = invoicing.NewInvoice(
        unit.pk, Client.objects.get(pk=client.pk), "Ride", lines, contribution_cents=0,
        guaranteed=guaranteed,
    )  # fmt: skip
    then = NOW - timedelta(days=ago)
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=then)
    return invoicing.issue(drafts=drafts, by=SYSTEM, at=then)[0]


def _bank(invoice, cents, day, name, journal="bank"):
    lines = (
        ledger.Line("550" if journal == "bank" else "657", cents),
        ledger.Line("400", -cents, invoice.unit_id, invoice.ref),
    )
    entry = ledger.Entry(journal, day, "", f"bank:{name}", f"bank:{name}", lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)


class Naive:
    """One invoice, read from its lines."""

    def __init__(self, invoice, lost):
        of_it = Line.objects.filter(account="400", item=invoice.ref)
        lines = list(of_it.select_related("entry__journal"))
        banked = [each for each in lines if each.entry.journal.code == "bank"]
        notes = list(Invoice.objects.filter(corrects=invoice, number__isnull=False))
        client = Client.objects.get(pk=invoice.client_id)
        self.invoice, self.lost = invoice, invoice.ref in lost
        self.root = client.merged_into_id or client.pk
        self.open_cents = sum(each.cents for each in lines)
        self.paid_on = max((each.on for each in banked if each.cents < 0), default=None)
        net = invoice.net_cents - sum(note.net_cents for note in notes)
        gross = invoice.total_cents - sum(note.total_cents for note in notes)
        self.engaged_cents = 0
        if invoice.guaranteed and self.open_cents > 0:
            self.engaged_cents = (2 * self.open_cents * net + gross) // (2 * gross)


def _compare():
    lost = set(LostItem.objects.values_list("item", flat=True))
    found = [Naive(each, lost) for each in Invoice.objects.filter(corrects=None).order_by("pk")]
    engaged = defaultdict(int)
    for one in found:
        engaged[one.root] += one.engaged_cents
    of = defaultdict(int)
    for each in queries.exposures():
        of[each.client] += each.engaged_cents
    assert {k: v for k, v in of.items() if v} == {k: v for k, v in engaged.items() if v}
    share, cap_cents = rules.warning(TODAY), rules.figures(TODAY).cap_cents
    near = sum(0 < cents >= share * cap_cents for cents in engaged.values())
    assert queries.near_caps(on=TODAY) == near
    promised = queries.promised(clients=list(engaged), on=TODAY)
    assert {root: one.engaged_cents for root, one in promised.items()} == dict(engaged)
    money = cash(on=TODAY)
    assert dict(money.behaviours) == {None: Behaviour(0, 0, 0)} | _behaviours(found)
    moves = [*money.book.moves, *money.book.doubtful]
    assert sum(m.cents for m in moves if m.kind == "invoice") == sum(
        one.open_cents for one in found if one.open_cents > 0
    )


def _behaviours(found):
    terms = figure("cash.forecast", TODAY).value
    since = TODAY - timedelta(days=terms["history"] * A_MONTH)
    asked = {one.invoice.client_id for one in found if one.open_cents > 0}
    of = defaultdict(list)
    for one in sorted(found, key=lambda o: (o.invoice.issued_on, o.invoice.pk), reverse=True):
        settled = one.open_cents == 0 and one.paid_on and not one.lost
        if one.invoice.client_id in asked and settled and one.invoice.issued_on >= since:
            of[one.invoice.client_id, one.root].append((one.paid_on - one.invoice.due_on).days)
    days = defaultdict(list)
    for (_client, root), late in of.items():
        days[root] += late[: terms["invoices"]]
        days[None] += late[: terms["invoices"]]
    return {
        root: Behaviour(_at(late, 1, 2), _at(late, 3, 4) - _at(late, 1, 4), len(late))
        for root, late in days.items()
        if root is None or len(late) >= terms["invoices_least"]
    }


def _at(days, part, of):
    """The first of these, in order, up to which so great a part of them lies."""
    return sorted(days)[max(ceil(len(days) * part / of) - 1, 0)]
