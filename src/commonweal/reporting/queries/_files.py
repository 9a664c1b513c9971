"""The papers of VAT as the files that Intervat takes."""

from commonweal.reporting import intervat
from commonweal.reporting.queries._listings import client_listing, intra_listing
from commonweal.reporting.queries._return import vat_return
from commonweal.reporting.values import VatPeriod


def return_file(*, period: VatPeriod, entity: int = 1, restitution: bool = False) -> bytes:
    """
    Return the VAT return of a period as Intervat takes it; `restitution` asks a credit back.

    The last return of a year says whether a client listing follows.

    :raises Refusal: if the entity cannot file in Belgium
    """
    found = vat_return(period=period, entity=entity)
    nobody = period.closes_year and not _listed(period.start.year, entity)
    return intervat.declaration(found, restitution=restitution, no_listing=nobody)


def clients_file(*, year: int, entity: int = 1) -> bytes:
    """
    Return the client listing of a year as Intervat takes it; a nil listing when nobody is on it.

    :raises Refusal: if the entity cannot file in Belgium
    """
    return intervat.clients(client_listing(year=year, entity=entity), year=year)


def intra_file(*, period: VatPeriod, entity: int = 1) -> bytes:
    """
    Return the intra-EU listing of a period as Intervat takes it.

    :raises Refusal: if the entity cannot file in Belgium
    """
    return intervat.intra(intra_listing(period=period, entity=entity), period=period)


def _listed(year: int, entity: int) -> bool:
    return bool(client_listing(year=year, entity=entity).clients)
