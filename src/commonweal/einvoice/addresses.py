"""Where an electronic invoice is delivered: the scheme and the number of a party on Peppol."""

from commonweal.einvoice.values import Party

VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CY": "9928", "CZ": "9929", "DE": "9930",
    "EE": "9931", "ES": "9920", "EL": "9933", "FR": "9957", "GB": "9932", "HR": "9934",
    "HU": "9910", "IE": "9935", "IT": "0211", "LI": "9936", "LT": "9937", "LU": "9938",
    "LV": "9939", "MC": "9940", "ME": "9941", "MK": "9942", "MT": "9943", "NL": "9944",
    "PL": "9945", "PT": "9946", "RO": "9947", "RS": "9948", "SI": "9949", "SK": "9950",
    "SM": "9951", "TR": "9952", "VA": "9953", "CH": "9927", "DK": "0184",
}  # fmt: skip
"""Schemes of the code list "Electronic Address Scheme" that take a VAT number, by its country."""


def endpoint(party: Party) -> tuple[str, str] | None:
    """
    Return scheme and number on Peppol: what the party says itself, else 0208 with a Belgian
    enterprise number, else the scheme of the VAT number. None for who has neither, or lives where
    Peppol has no scheme for VAT numbers.
    """
    if party.peppol_id:
        own, _colon, number = party.peppol_id.partition(":")
        return own, number
    if party.enterprise_number:
        return "0208", party.enterprise_number
    country = party.vat_number[:2]
    if country == "SE":
        return "0007", party.vat_number[2:12]
    scheme = VAT_SCHEMES.get(country)
    return (scheme, party.vat_number) if scheme else None
