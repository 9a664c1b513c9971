"""Who sells, buys, is paid and gets the goods, and how it is paid."""

from collections.abc import Iterator

from commonweal.einvoice._nodes import Node
from commonweal.einvoice.document import (
    Address,
    Contact,
    Delivery,
    Identifier,
    Party,
    Payee,
    PaymentMeans,
    Period,
    TaxRepresentative,
)

CREDITOR = "SEPA"
"""The scheme that marks the creditor identifier (BT-90) among the numbers of a party."""


def seller_or_buyer(party: Node) -> Party:
    """Return a party of the deal; without a registered name its trading name stands in."""
    legal = party.one("cac:PartyLegalEntity")
    trading = party.text("cac:PartyName/cbc:Name")
    numbers = list(_numbers(party))
    taxes = {
        scheme.text("cac:TaxScheme/cbc:ID").upper(): scheme.text("cbc:CompanyID")
        for scheme in party.all("cac:PartyTaxScheme")
    }
    return Party(
        name=legal.text("cbc:RegistrationName") or trading,
        trading_name=trading,
        identifiers=tuple(number for number in numbers if number.scheme != CREDITOR),
        creditor_id=_creditor(numbers),
        legal_id=legal.one("cbc:CompanyID").identifier,
        vat_number=taxes.pop("VAT", ""),
        tax_number=next(iter(taxes.values()), ""),
        legal_form=legal.text("cbc:CompanyLegalForm"),
        endpoint=party.one("cbc:EndpointID").identifier,
        address=_address(party.one("cac:PostalAddress")),
        contact=_contact(party.one("cac:Contact")),
    )


def _numbers(party: Node) -> Iterator[Identifier]:
    for number in party.all("cac:PartyIdentification/cbc:ID"):
        if identifier := number.identifier:
            yield identifier


def _creditor(numbers: list[Identifier]) -> str:
    return next((number.value for number in numbers if number.scheme == CREDITOR), "")


def _address(node: Node) -> Address:
    return Address(
        street=node.text("cbc:StreetName"),
        more=node.text("cbc:AdditionalStreetName"),
        third=node.text("cac:AddressLine/cbc:Line"),
        city=node.text("cbc:CityName"),
        postcode=node.text("cbc:PostalZone"),
        subdivision=node.text("cbc:CountrySubentity"),
        country=node.text("cac:Country/cbc:IdentificationCode"),
    )


def _contact(node: Node) -> Contact:
    return Contact(
        name=node.text("cbc:Name"),
        phone=node.text("cbc:Telephone"),
        email=node.text("cbc:ElectronicMail"),
    )


def payee(node: Node) -> Payee | None:
    """Return who is paid, if another than the seller."""
    if not node:
        return None
    numbers = list(_numbers(node))
    return Payee(
        name=node.text("cac:PartyName/cbc:Name"),
        identifier=next((number for number in numbers if number.scheme != CREDITOR), None),
        legal_id=node.one("cac:PartyLegalEntity/cbc:CompanyID").identifier,
        creditor_id=_creditor(numbers),
    )


def tax_representative(node: Node) -> TaxRepresentative | None:
    """Return who declares the VAT of the seller, if there is one."""
    if not node:
        return None
    return TaxRepresentative(
        name=node.text("cac:PartyName/cbc:Name"),
        vat_number=node.text("cac:PartyTaxScheme/cbc:CompanyID"),
        address=_address(node.one("cac:PostalAddress")),
    )


def delivery(node: Node) -> Delivery | None:
    """Return where and when it went, if that is said."""
    if not node:
        return None
    place = node.one("cac:DeliveryLocation/cac:Address")
    return Delivery(
        name=node.text("cac:DeliveryParty/cac:PartyName/cbc:Name"),
        location=node.one("cac:DeliveryLocation/cbc:ID").identifier,
        on=node.day("cbc:ActualDeliveryDate"),
        address=_address(place) if place else None,
    )


def period(node: Node) -> Period | None:
    """Return the days it is about, if they are said."""
    start, end = node.day("cbc:StartDate"), node.day("cbc:EndDate")
    return Period(start, end) if start or end else None


def payment(top: Node) -> tuple[PaymentMeans, ...]:
    """Return the ways to pay."""
    return tuple(_means(means) for means in top.all("cac:PaymentMeans"))


def _means(node: Node) -> PaymentMeans:
    account, card = node.one("cac:PayeeFinancialAccount"), node.one("cac:CardAccount")
    return PaymentMeans(
        code=node.text("cbc:PaymentMeansCode"),
        text=node.one("cbc:PaymentMeansCode").mark("name"),
        reference=node.text("cbc:PaymentID"),
        account=account.text("cbc:ID"),
        account_name=account.text("cbc:Name"),
        bic=account.text("cac:FinancialInstitutionBranch/cbc:ID"),
        card_number=card.text("cbc:PrimaryAccountNumberID"),
        card_holder=card.text("cbc:HolderName"),
        mandate=node.text("cac:PaymentMandate/cbc:ID"),
        debited_account=node.text("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
    )
