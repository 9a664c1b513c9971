"""Word to everyone concerned: what happens to their wage, which is nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings

from commonweal.activities import queries as units
from commonweal.flows.insolvency.values import Wage, WrittenOff
from commonweal.guarantee.queries import Loss
from commonweal.letters.actions import NewLetter
from commonweal.members.queries import Member


def letters(found: WrittenOff) -> list[NewLetter]:
    """
    Return one letter to each who worked for the client; and to who manages a budget with a loss,
    where that letter does not say it all.
    """
    wages: dict[int, list[Wage]] = defaultdict(list)
    for wage in found.wages:
        wages[wage.member.pk].append(wage)
    return [
        *(_to_worker(found, some) for some in wages.values()),
        *_to_managers(found, told=wages.keys()),
    ]


def _to_worker(found: WrittenOff, wages: Sequence[Wage]) -> NewLetter:
    rows = [
        {"title": one.title, "cents": one.cents, "day": f"{one.paid_on or one.due_on}",
         "paid": one.paid_on is not None}
        for one in wages
    ]  # fmt: skip
    return _letter(found, wages[0].member, "client_bankrupt_member", "/my/payslips/", wages=rows)


def _to_managers(found: WrittenOff, told: Any) -> Iterator[NewLetter]:
    of_unit: dict[int, list[Loss]] = defaultdict(list)
    for loss in found.losses:
        of_unit[loss.unit_id].append(loss)
    managing = units.standing_mandates().filter(
        unit__in=list(of_unit), role=units.MandateRole.MANAGER
    )
    for mandate in managing.select_related("member", "unit").order_by("id"):
        losses = of_unit[mandate.unit_id]
        others = sum(loss.net_cents for loss in losses if not loss.guaranteed)
        if others or mandate.member_id not in told:
            yield _letter(
                found, mandate.member, "client_bankrupt_unit", "/my/invoices/",
                unit=mandate.unit.name,
                numbers=", ".join(f"{loss.invoice.number}" for loss in losses),
                guaranteed_cents=sum(loss.fund_cents for loss in losses),
                others_cents=others,
            )  # fmt: skip


def _letter(found: WrittenOff, member: Member, kind: str, place: str, **words: object) -> NewLetter:
    return NewLetter(
        to=member.email,
        name=member.full_name,
        language=member.language,
        kind=kind,
        context={
            "client": found.bankruptcy.client.name,
            "on": f"{found.bankruptcy.on}",
            "link": f"{settings.SITE_ADDRESS}{place}",
            **words,
        },
        about=found.ref,
    )
