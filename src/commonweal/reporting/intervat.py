"""
The files that Intervat takes: VATConsignment, ClientListingConsignment, IntraConsignment.

Elements and their order as in the schemas of version 0.9 (NewTVA-in, NewLK-in, NewICO-in): the
consignment has its own namespace, the children of the declarant that of InputCommon. Amounts have
a point and two decimals; those of a return are never negative.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from lxml import etree

from commonweal.kernel import identifiers
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.reporting.grids import GRIDS
from commonweal.reporting.values import Listing, VatPeriod, VatReturn

COMMON = "http://www.minfin.fgov.be/InputCommon"
RETURN = "http://www.minfin.fgov.be/VATConsignment"
CLIENTS = "http://www.minfin.fgov.be/ClientListingConsignment"
INTRA = "http://www.minfin.fgov.be/IntraConsignment"
# The advance of December is no grid of the schema: it is paid, not filed.
NOT_IN_FILE = ("71", "72", "91")
LONGEST_PHONE, LONGEST_NUMBER = 20, 12
YES_NO: Mapping[bool, str] = {True: "YES", False: "NO"}


class NotBelgian(Refusal):
    message = _(
        "File the VAT of %(name)s in its own country: Intervat takes Belgian enterprises and "
        "amounts in euro."
    )
    field = "entity"


class DeclarantWithoutNumber(Refusal):
    message = _(
        "Enter the enterprise number of %(name)s, ten digits as in the Crossroads Bank: "
        "“%(number)s” does not fit."
    )
    field = "entity"


def declaration(found: VatReturn, *, restitution: bool = False, no_listing: bool = False) -> bytes:
    """
    Write the return of a month or a quarter.

    `restitution` asks a credit back; `no_listing` says, on the last return of a year, that no
    client stands on the yearly listing.

    :raises NotBelgian, DeclarantWithoutNumber: if the entity cannot file here
    """
    root, one = _consignment(RETURN, "VAT", found.entity, _reference(found.period))
    _period(one, RETURN, found.period)
    data = _add(one, RETURN, "Data")
    for code, cents in sorted(_amounts(found).items(), key=lambda item: int(item[0])):
        _add(data, RETURN, "Amount", _euro(cents), GridNumber=f"{int(code)}")
    _add(one, RETURN, "ClientListingNihil", YES_NO[no_listing and found.period.closes_year])
    asked = restitution and found.balance_cents < 0
    _add(one, RETURN, "Ask", Restitution=YES_NO[asked], Payment=YES_NO[False])
    return _written(root)


def clients(listing: Listing, *, year: int) -> bytes:
    """
    Write the client listing of a year; without clients it is a nil listing.

    :raises NotBelgian, DeclarantWithoutNumber: if the entity cannot file here
    """
    root, one = _consignment(CLIENTS, "ClientListing", listing.entity, f"{year}")
    one.set("ClientsNbr", f"{len(listing.clients)}")
    one.set("TurnOverSum", _euro(listing.turnover_cents))
    one.set("VATAmountSum", _euro(listing.vat_cents))
    _add(one, CLIENTS, "Period", f"{year}")
    for place, client in enumerate(listing.clients, 1):
        row = _add(one, CLIENTS, "Client", SequenceNumber=f"{place}")
        _add(row, CLIENTS, "CompanyVATNumber", client.number, issuedBy=client.country)
        _add(row, CLIENTS, "TurnOver", _euro(client.turnover_cents))
        _add(row, CLIENTS, "VATAmount", _euro(client.vat_cents))
    return _written(root)


def intra(listing: Listing, *, period: VatPeriod) -> bytes:
    """
    Write the listing of supplies to other member states.

    :raises NotBelgian, DeclarantWithoutNumber: if the entity cannot file here
    """
    root, one = _consignment(INTRA, "IntraListing", listing.entity, _reference(period))
    one.set("ClientsNbr", f"{len(listing.clients)}")
    one.set("AmountSum", _euro(listing.turnover_cents))
    _period(one, INTRA, period)
    for place, client in enumerate(listing.clients, 1):
        row = _add(one, INTRA, "IntraClient", SequenceNumber=f"{place}")
        _add(row, INTRA, "CompanyVATNumber", client.number, issuedBy=client.country)
        _add(row, INTRA, "Code", client.code)
        _add(row, INTRA, "Amount", _euro(client.turnover_cents))
    return _written(root)


def _consignment(
    space: str, kind: str, entity: LegalEntity, reference: str
) -> tuple["etree._Element", "etree._Element"]:
    """The root and the one declaration in it, with its declarant."""
    check_all(_cannot_file(entity))
    names = {
        "VAT": ("VATConsignment", "VATDeclarationsNbr", "VATDeclaration"),
        "ClientListing": ("ClientListingConsignment", "ClientListingsNbr", "ClientListing"),
        "IntraListing": ("IntraConsignment", "IntraListingsNbr", "IntraListing"),
    }
    root_name, count, each = names[kind]
    spaces: dict[str | None, str] = {None: COMMON, "ns2": space}
    # The stubs do not know that None names the default namespace.
    root = etree.Element(f"{{{space}}}{root_name}", nsmap=spaces)  # type: ignore[arg-type]
    root.set(count, "1")
    one = _add(root, space, each, SequenceNumber="1", DeclarantReference=reference)
    _declarant(_add(one, space, "Declarant"), entity)
    return root, one


def _cannot_file(entity: LegalEntity) -> Iterable[Refusal]:
    if entity.country != "BE" or entity.currency != "EUR":
        yield NotBelgian(name=entity.name)
        return
    try:
        identifiers.enterprise_number(entity.enterprise_number)
    except identifiers.WrongEnterpriseNumber:
        yield DeclarantWithoutNumber(name=entity.name, number=entity.enterprise_number)


def _declarant(parent: "etree._Element", entity: LegalEntity) -> None:
    digits = "".join(char for char in entity.phone if char.isascii() and char.isdigit())
    facts = {
        "VATNumber": identifiers.enterprise_number(entity.enterprise_number),
        "Name": entity.name,
        "Street": entity.street,
        "PostCode": entity.postcode,
        "City": entity.city,
        "CountryCode": entity.country,
        "EmailAddress": entity.email,
        "Phone": digits[:LONGEST_PHONE],
    }
    for name, text in facts.items():
        if text:
            _add(parent, COMMON, name, text)


def _amounts(found: VatReturn) -> dict[str, int]:
    """The grids with a figure, and 71 or 72: the schema demands one of them."""
    amounts = {
        code: grid.declared_cents
        for code, grid in found.grids.items()
        if code in GRIDS and code not in NOT_IN_FILE and grid.declared_cents
    }
    owed = found.balance_cents
    return amounts | ({"72": -owed} if owed < 0 else {"71": owed})


def _period(parent: "etree._Element", space: str, period: VatPeriod) -> None:
    inside = _add(parent, space, "Period")
    if period.quarter:
        _add(inside, space, "Quarter", f"{period.quarter}")
    else:
        _add(inside, space, "Month", f"{period.start.month}")
    _add(inside, space, "Year", f"{period.start.year}")


def _reference(period: VatPeriod) -> str:
    """At most fourteen characters, the same for the same period."""
    return period.name


def _add(
    parent: "etree._Element", space: str, name: str, text: str = "", **attributes: str
) -> "etree._Element":
    element = etree.SubElement(parent, f"{{{space}}}{name}", dict(attributes))
    element.text = text or None
    return element


def _euro(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _written(root: "etree._Element") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
