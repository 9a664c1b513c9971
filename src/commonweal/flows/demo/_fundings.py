"""A subsidy for the collective, its first half paid, and an advance until the second."""

from collections.abc import Mapping
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import NewFunding, NewReport, NewTranche, Unit
from commonweal.flows.shareholders import actions as shareholders
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

UNIT, KEY = "collective", "demo:funding"
SIGNED_ON, CALLED_ON, PAID_ON = date(2026, 4, 7), date(2026, 4, 8), date(2026, 4, 24)
GRANTED_ON = date(2026, 4, 27)
ADVISER = Actor("staff:Dirk Maes", "Dirk Maes")


def live(day: date, members: Mapping[str, Member], units: Mapping[str, Unit], at: datetime) -> None:
    """What happened on a day to the money that others give."""
    lucie = members["lucie"]
    by = Actor(f"user:{lucie.user_id}", lucie.full_name)
    if day == SIGNED_ON:
        new = _agreement(units[UNIT])
        drafted = activities.draft_funding(new=new, by=by, at=at)
        shareholders.sign_funding(agreement=drafted, signed_on=day, member=lucie, by=by, at=at)
    if day == CALLED_ON:
        first = _standing(units[UNIT], day).tranches[0].tranche
        activities.call_tranches(tranches=[first], by=by, at=at)
    if day == GRANTED_ON:
        activities.grant_advance(
            unit=units[UNIT], cents=750_00, until=date(2026, 7, 31),
            reason="Le deuxième versement de la Fédération suit le rapport de juin",
            by=ADVISER, at=at,
        )  # fmt: skip


def references(day: date, units: Mapping[str, Unit]) -> list[str]:
    """Return under which references funders pay on a day."""
    if day != PAID_ON:
        return []
    return [_standing(units[UNIT], day).tranches[0].tranche.reference or ""]


def _standing(unit: Unit, on: date) -> queries.FundingStanding:
    return queries.fundings(unit=unit.pk, on=on)[0]


def _agreement(unit: Unit) -> NewFunding:
    return NewFunding(
        unit_id=unit.pk,
        kind="subsidy",
        funder="Fédération des arts de la rue",
        title="Résidence de printemps",
        reference="FAR 2026/031",
        cents=4_800_00,
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 9, 30),
        tranches=[
            NewTranche("À la signature", 3_000_00, CALLED_ON),
            NewTranche("Après le rapport", 1_800_00, date(2026, 7, 15)),
        ],
        reports=[NewReport(date(2026, 6, 30), "Rapport de la résidence")],
        conditions="Deux répétitions ouvertes au public.\nLe logo de la Fédération sur l’affiche.",
        key=KEY,
    )
