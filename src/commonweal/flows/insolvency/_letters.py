"""Word to everyone concerned: what happens to their wage, which is nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from commonweal.activities import queries as units
from commonweal.flows.insolvency.values import Wage, WrittenOff
from commonweal.guarantee.queries import Bankruptcy, Loss
from commonweal.letters.actions import NewLetter
from commonweal.letters.queries import Letter
from commonweal.members.queries import Member

TO_WORKER, TO_MANAGER = "client_bankrupt_member", "client_bankrupt_unit"


def letters(found: WrittenOff, told: Iterable[Letter]) -> list[NewLetter]:
    """
    Return one letter to each who worked for the client; and to who manages a budget with a loss,
    where that letter does not say it all. Who was told already (`told`) that the wage comes all the
    same is not told twice.
    """
    wages: dict[int, list[Wage]] = defaultdict(list)
    for wage in found.wages:
        wages[wage.member.pk].append(wage)
    known = {letter.to for letter in told if letter.kind == TO_WORKER}
    return [
        *(_to_worker(found, some) for some in wages.values() if some[0].member.email not in known),
        *_to_managers(found, told=wages.keys()),
    ]


def of_mistake(bankruptcy: Bankruptcy, told: Iterable[Letter]) -> list[NewLetter]:
    """Return one letter to each who read that the client is bankrupt: it is not."""
    once = {letter.to: letter for letter in told if letter.kind in (TO_WORKER, TO_MANAGER)}
    return [
        NewLetter(
            to=letter.to,
            name=letter.name,
            language=letter.language,
            kind="client_not_bankrupt",
            context={
                "client": bankruptcy.client.name,
                "on": f"{bankruptcy.on}",
                "link": f"{settings.SITE_ADDRESS}/my/",
            },
            about=bankruptcy.ref,
        )
        for letter in once.values()
    ]


def _to_worker(found: WrittenOff, wages: Sequence[Wage]) -> NewLetter:
    rows = [
        {"title": one.title, "cents": one.cents, "day": f"{one.paid_on or one.due_on}",
         "paid": one.paid_on is not None}
        for one in wages
    ]  # fmt: skip
    return _letter(found, wages[0].member, TO_WORKER, "/my/payslips/", wages=rows)


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
                found, mandate.member, TO_MANAGER, "/my/invoices/",
                unit=mandate.unit.name,
                numbers=", ".join(dict.fromkeys(f"{loss.invoice.number}" for loss in losses)),
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
