"""The yearly client listing and the intra-EU listing: turnover by client, from the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from commonweal.clients import queries as clients
from commonweal.kernel.models import LegalEntity
from commonweal.reporting.queries._books import SALES_BY_CLIENT, Kept, Scope, ask, of_losses
from commonweal.reporting.queries._places import SALES_VAT, places
from commonweal.reporting.queries._return import vat_return
from commonweal.reporting.values import Check, Listed, Listing, Unlisted, VatPeriod
from commonweal.rules.parameters import Figure, figure

LISTINGS, THRESHOLD = "vat.listings", "vat.client_listing.threshold"
HOME = "BE"


class Sold(NamedTuple):
    """What a client was invoiced on an account, less what was credited; None: no such invoice."""

    client_id: int | None
    account: str
    cents: int


class Named(NamedTuple):
    """A client as a listing names it: the VAT number in its country and its digits."""

    id: int
    name: str
    country: str
    number: str
    is_business: bool


def client_listing(*, year: int, entity: int = 1) -> Listing:
    """
    Return the Belgian VAT clients of a year whose turnover is above the threshold.

    What article 44 exempts does not count. Clients with one VAT number stand together.

    :raises LegalEntity.DoesNotExist: if there is no such entity
    :raises NoFigure: if the law of that year is not known
    """
    of, last = Scope(entity, date(year, 1, 1), date(year + 1, 1, 1)), date(year, 12, 31)
    rules, limit = figure(LISTINGS, last), figure(THRESHOLD, last)
    accounts: Sequence[str] = rules.value["clients"]
    sold, named = _sold(of, (*accounts, *SALES_VAT))
    turnover = _by_client(sold, accounts)
    vat = _by_client(sold, SALES_VAT)
    home = [client for client in named.values() if client.country == HOME]
    every = _together(home, turnover, vat)
    listed = [client for client in every if abs(client.turnover_cents) > limit.value]
    below = [client for client in every if abs(client.turnover_cents) <= limit.value]
    numbered = sum(client.turnover_cents for client in every)
    kept = Kept(of, places(last))
    return Listing(
        LegalEntity.objects.get(id=entity),
        listed,
        _without_number(named, turnover, least=limit.value),
        [
            Check(
                "turnover",
                _("Turnover of all clients, listed or not, beside the accounts of turnover"),
                _of_clients(turnover),
                -kept.of(accounts),
            ),
            Check(
                "vat",
                _("VAT of all clients, listed or not, beside account 4510"),
                _of_clients(vat),
                of_losses(of).net_cents - kept.of(SALES_VAT),
            ),
        ],
        threshold_cents=limit.value,
        below=len(below),
        below_cents=sum(client.turnover_cents for client in below),
        others_cents=_of_clients(turnover) - numbered,
        marks=_marks(every, rules, limit),
    )


def intra_listing(*, period: VatPeriod, entity: int = 1) -> Listing:
    """
    Return what was supplied to VAT numbers of other member states: goods (L), services (S).

    A client appears once for each code; what was credited is subtracted, and a client at zero is
    left out.

    :raises LegalEntity.DoesNotExist: if there is no such entity
    """
    of = Scope(entity, period.start, period.end)
    rules = figure(LISTINGS, period.start)
    codes: Mapping[str, str] = rules.value["intra"]
    sold, named = _sold(of, tuple(codes))
    abroad = [
        client
        for client in named.values()
        if client.country not in ("", HOME) and _in_eu(client.country, period.start)
    ]
    listed = [
        client
        for code in sorted(set(codes.values()))
        for client in _together(abroad, _by_client(sold, _accounts(codes, code)), {}, code)
        if client.turnover_cents
    ]
    turnover = _by_client(sold, tuple(codes))
    known = {client.id for client in abroad}
    grids = vat_return(period=period, entity=entity).grids
    return Listing(
        LegalEntity.objects.get(id=entity),
        sorted(listed, key=lambda client: (client.country, client.number, client.code)),
        [
            Unlisted(id or 0, named[id].name if id in named else "", cents)
            for id, cents in turnover.items()
            if cents and id not in known
        ],
        [
            Check(
                "grids",
                _("The listing, beside grids 44 and 46 less 48"),
                sum(client.turnover_cents for client in listed),
                grids["44"].cents + grids["46"].cents - grids["48"].cents,
            )
        ],
        marks=_marks(listed, rules),
    )


def _sold(of: Scope, accounts: Sequence[str]) -> tuple[list[Sold], dict[int, Named]]:
    """What was sold, and to whom as they are known today: who was merged counts as the other."""
    rows = ask(SALES_BY_CLIENT, **of._asdict(), accounts=list(accounts))
    ids = sorted({client for client, _account, _cents in rows if client is not None})
    known = clients.many(ids=ids)
    sold = [
        Sold(None if client is None else known[client].pk, account, -cents)
        for client, account, cents in rows
    ]
    return sold, {client.pk: _named(client) for client in known.values()}


def _named(client: clients.Client) -> Named:
    return Named(
        client.pk,
        client.name,
        client.vat_number[:2],
        client.vat_number[2:],
        client.country == HOME and bool(client.enterprise_number),
    )


def _by_client(sold: Iterable[Sold], accounts: Sequence[str]) -> dict[int | None, int]:
    sums: defaultdict[int | None, int] = defaultdict(int)
    for row in sold:
        if row.account in accounts:
            sums[row.client_id] += row.cents
    return sums


def _together(
    named: Iterable[Named],
    turnover: Mapping[int | None, int],
    vat: Mapping[int | None, int],
    code: str = "",
) -> list[Listed]:
    """Add up clients that share a VAT number, in the order of their numbers."""
    groups: defaultdict[tuple[str, str], list[Named]] = defaultdict(list)
    for client in named:
        if client.id in turnover:
            groups[client.country, client.number].append(client)
    return [
        Listed(
            *number,
            some[0].name,
            sum(turnover[client.id] for client in some),
            sum(vat.get(client.id, 0) for client in some),
            code,
        )
        for number, some in sorted(groups.items())
    ]


def _without_number(
    named: Mapping[int, Named], turnover: Mapping[int | None, int], *, least: int
) -> list[Unlisted]:
    """Belgian enterprises without VAT number, above the threshold: the largest first."""
    found = [
        Unlisted(client.id, client.name, turnover[client.id])
        for client in named.values()
        if client.is_business and not client.number and abs(turnover.get(client.id, 0)) > least
    ]
    return sorted(found, key=lambda each: -each.turnover_cents)


def _of_clients(sums: Mapping[int | None, int]) -> int:
    """What stands on invoices; entries without one are left out, and so found by the check."""
    return sum(cents for client, cents in sums.items() if client is not None)


def _marks(clients: Sequence[Listed], *rules: Figure) -> list[str]:
    """The unconfirmed rules that a listing rests on; one of nobody rests on none."""
    return [rule.parameter for rule in rules if clients and rule.confidence != "confirmed"]


def _accounts(codes: Mapping[str, str], code: str) -> list[str]:
    return [account for account, each in codes.items() if each == code]


def _in_eu(prefix: str, on: date) -> bool:
    """VAT numbers write Greece as EL; those of Northern Ireland (XI) are of the Union for goods."""
    return prefix == "XI" or clients.in_eu(country={"EL": "GR"}.get(prefix, prefix), on=on)
