"""
A month of a whole cooperative: 200 members, 1,700 contracts of every status and family, several
a day. What is regularised makes each person's month what it is in one go, whatever the order;
the declaration is what the books owe; the books prove themselves.
"""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from commonweal.ledger import queries as books
from commonweal.members import actions as people
from commonweal.members.actions import NewMember
from commonweal.payroll import actions, queries
from commonweal.payroll.declarations import dmfa
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.tests import pay
from commonweal.payroll.values import asked_again
from commonweal.rules import month
from commonweal.rules.cases import FAMILIES

MEMBERS, CONTRACTS = 200, 1_700
MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)
STATUSES = ("white_collar", "white_collar", "artist", "artist", "artist_1bis", "blue_collar",
            "student", "staff")  # fmt: skip
DAYS = [MAY + timedelta(day) for day in range(31)]


def number(place):
    """A national number that fits, another one for each place."""
    first = 850101000 + place
    return f"{first:09d}{97 - first % 97:02d}"


@pytest.fixture
def members(entity, by, at):
    new = [
        NewMember(
            first_name="Lid",
            last_name=f"Nummer {place}",
            email=f"lid{place}@example.org",
            national_number=number(place),
            birth_date=date(1985, 1, 1),
            iban="BE48001123456727",
            street="Vlaamsesteenweg 9",
            postcode="1000",
            city="Brussel",
        )
        for place in range(MEMBERS)
    ]
    return people.register(members=new, by=by, at=at)


@pytest.fixture
def inputs(members, amina, amina_unit, by):
    """Contracts of people with one status, of some with two; up to four on a day."""
    luck = random.Random(2026)
    (first,) = pay.plan(amina_unit, amina, by=by)
    known = pay.inputs([first, *pay.copies(first, CONTRACTS - 1)])
    return [_contract(each, luck, members) for each in known]


def _contract(given, luck, members):
    member = luck.choice(members)
    own = random.Random(member.pk)  # what a person is, is the same on every contract
    family, children = own.choice(FAMILIES), own.randrange(4)
    statuses = own.choices(STATUSES, k=own.choice((1, 1, 1, 2)))
    day = luck.choice(DAYS)
    minutes = luck.choice((120, 180, 240, 456, 480, 600))
    status = luck.choice(statuses)
    return replace(
        given,
        member_id=member.pk,
        name=member.full_name,
        worker_status=status,
        family=family,
        children=children,
        withholding_bp=own.choice((0, 0, 0, 2_000)),
        gross_cents=minutes * luck.randint(25, 60),
        minutes=minutes,
        starts_on=day,
        ends_on=day,
        student_minutes_left=luck.choice((0, 300, 9_000)) if status == "student" else None,
    )


def in_one_go():
    """What each person's month comes to, computed at once from all standing payslips."""
    slips = {}
    for slip in queries.standing():
        slips.setdefault(slip.member_id, []).append(asked_again(slip).case)
    return {member: _amounts(month.settle(cases)) for member, cases in slips.items()}


def _amounts(found):
    parts = found.parts.values()
    return (
        found.whole.net,
        found.withholding,
        found.whole.special,
        sum(part.social.kept for part in parts),
        sum(part.employer.due for part in parts),
    )


def given():
    """What each person's payslips and regularisations come to together, the same amounts."""
    found = {}
    for slip in queries.standing():
        _add(found, slip, slip.social_security_cents)
    for row in Regularisation.objects.all():
        _add(found, row, row.contribution_cents - row.bonus_a_cents - row.bonus_b_cents)
    return found


def _add(found, each, kept):
    amounts = (each.net_cents, each.withholding_cents, each.special_cents, kept)
    before = found.get(each.member_id, (0,) * 5)
    pairs = zip(before, (*amounts, each.employer_cents), strict=True)
    found[each.member_id] = tuple(a + b for a, b in pairs)


def totals():
    """Every account of the books, and what each person got."""
    return given(), {row.account.code: row.balance_cents for row in books.trial_balance()}


def test_a_month_of_the_whole_house(inputs, by, at):
    after, quarter_over = at.replace(month=6), at.replace(month=7)
    ends = []
    for seed in (1, 2):
        with transaction.atomic():
            order = list(inputs)
            random.Random(seed).shuffle(order)
            for start in range(0, len(order), 850):
                actions.run(contracts=order[start : start + 850], by=by, at=at)
                actions.regularise(month=MAY, by=by, at=after)
            assert actions.regularise(month=MAY, by=by, at=after) == []
            assert actions.run(contracts=order, by=by, at=at)[0].contract_id == order[0].contract_id
            ends.append(totals())
            if seed == 1:
                transaction.set_rollback(True)
    assert Payslip.objects.count() == CONTRACTS
    assert ends[0] == ends[1]
    assert given() == in_one_go()

    actions.close_quarter(quarter_start=APRIL, by=by, at=quarter_over)
    assert actions.close_quarter(quarter_start=APRIL, by=by, at=quarter_over) == []
    declared = queries.dmfa_of(quarter=APRIL, local_unit="2000000042")
    assert declared.check.agrees
    assert -books.account_balance(account="454") == declared.check.declared_cents
    xml = queries.dmfa_file(
        quarter=APRIL, noss_number="123456789", local_unit="2000000042", at=quarter_over
    )
    assert dmfa.faults(xml) == ()
    assert dmfa.control(xml).net_cents == declared.declared_cents
    assert queries.tax_year(year=2026).agrees
    assert set(books.proofs().values()) == {0}
