"""The papers of VAT that leave the house: who took which file is noted."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.reporting import queries
from commonweal.reporting.values import VatPeriod

__all__ = ["Declared", "declare_clients", "declare_intra", "declare_vat"]


class NothingToList(Refusal):
    message = _(
        "File nothing for %(period)s: nobody in another member state was invoiced, and an empty "
        "listing is not asked for."
    )


@dataclass(frozen=True, slots=True)
class Declared:
    """A file for the tax office, with the name of what it is about."""

    ref: str
    name: str
    content: bytes


@action
def declare_vat(
    *, period: VatPeriod, by: Actor, at: datetime, entity: int = 1, restitution: bool = False
) -> Declared:
    """
    Write the VAT return of a month or a quarter for Intervat, and note who took it.

    `restitution` asks a credit back; where something is owed it asks nothing.

    :raises Refusal: if the entity cannot file in Belgium
    """
    content = queries.return_file(period=period, entity=entity, restitution=restitution)
    return Declared(f"vat:{entity}:{period.name}", f"vat-{period.name}.xml", content)


@action
def declare_clients(*, year: int, by: Actor, at: datetime, entity: int = 1) -> Declared:
    """
    Write the listing of the Belgian VAT clients of a year for Intervat, and note who took it.

    :raises Refusal: if the entity cannot file in Belgium
    """
    content = queries.clients_file(year=year, entity=entity)
    return Declared(f"vat_clients:{entity}:{year}", f"vat-clients-{year}.xml", content)


@action
def declare_intra(*, period: VatPeriod, by: Actor, at: datetime, entity: int = 1) -> Declared:
    """
    Write the listing of supplies to other member states for Intervat, and note who took it.

    :raises NothingToList: if there was none in the period
    :raises Refusal: if the entity cannot file in Belgium
    """
    if not queries.intra_listing(period=period, entity=entity).clients:
        raise NothingToList(period=period.name)
    content = queries.intra_file(period=period, entity=entity)
    return Declared(f"vat_intra:{entity}:{period.name}", f"vat-intra-{period.name}.xml", content)
