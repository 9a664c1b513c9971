"""
Broken invoices, one for each way in which an invoice is wrong, with the refusal it must meet.

Each is a good invoice with one thing changed: `broken(make, festival)` yields name, invoice and
the class of the refusal.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from commonweal.clients import queries as clients
from commonweal.clients.actions import Client
from commonweal.documents.actions import EmptyFile, NewFile, UnnamedFile
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions import NewInvoice, NewLine
from commonweal.kernel.refusals import Refusal

Vat = invoicing.Vat
Make = Callable[..., NewInvoice]
Row = tuple[str, NewInvoice, type[Refusal]]
TODAY = date(2026, 5, 4)
STRANGE = {"nul": "\x00", "bell": "\x07", "escape": "\x1b", "delete": "\x7f", "half": "\ud83d"}


def line(price: int = 100_000, vat: Vat = Vat.STANDARD, rate: int = 2100, **more: Any) -> NewLine:
    return NewLine(more.pop("description", "Design day"), price, vat, rate, **more)


def somebody(festival: Client, **details: Any) -> Client:
    """The festival, with other details that nobody stored."""
    client = copy(festival)
    for name, value in details.items():
        setattr(client, name, value)
    return client


def broken(make: Make, festival: Client) -> Iterator[Row]:
    """Yield every broken invoice."""
    yield from _of_clients(make, festival)
    yield from _of_lines(make)
    yield from _of_vat(make, festival)
    yield from _of_texts(make, festival)
    yield from _of_days_and_terms(make)
    yield from _of_files(make)


def _of_clients(make: Make, festival: Client) -> Iterator[Row]:
    wrong: list[tuple[str, dict[str, Any], type[Refusal]]] = [
        ("no name", {"name": ""}, invoicing.UnnamedClient),
        ("blank name", {"name": " \u200b"}, invoicing.UnnamedClient),
        ("no street", {"street": ""}, clients.MissingAddress),
        ("no postcode", {"postcode": ""}, clients.MissingAddress),
        ("no city", {"city": ""}, clients.MissingAddress),
        ("no address", {"street": "", "postcode": "", "city": ""}, clients.MissingAddress),
        ("no number", {"enterprise_number": None, "vat_number": ""}, clients.MissingVatNumber),
        ("public body without number",
         {"kind": "public", "enterprise_number": None, "vat_number": ""}, clients.MissingVatNumber),
        ("no mail", {"email": ""}, clients.MissingEmail),
        ("mail without place", {"email": "bills"}, invoicing.WrongEmailOfClient),
        ("mail with a blank", {"email": "bi lls@example.org"}, invoicing.WrongEmailOfClient),
        ("mail for invoices", {"invoice_email": "bills@"}, invoicing.WrongEmailOfClient),
        ("country of old", {"country": "YU"}, invoicing.UnknownCountry),
        ("country unknown", {"country": "XX"}, invoicing.UnknownCountry),
        ("country by habit", {"country": "UK"}, invoicing.UnknownCountry),
        ("country in small letters", {"country": "be"}, invoicing.UnknownCountry),
        ("country left out", {"country": ""}, invoicing.UnknownCountry),
        ("wrong digits", {"enterprise_number": "0871234106"}, invoicing.WrongNumberOfClient),
        ("number too short", {"enterprise_number": "871234105"}, invoicing.WrongNumberOfClient),
        ("number with dots", {"enterprise_number": "0871.234.105"}, invoicing.WrongNumberOfClient),
        ("wrong VAT digits", {"vat_number": "BE0871234106"}, invoicing.WrongVatNumberOfClient),
        ("VAT number of nowhere", {"vat_number": "ZZ12345678"}, invoicing.WrongVatNumberOfClient),
        ("wrong Dutch digits", {"vat_number": "NL004495446B01"}, invoicing.WrongVatNumberOfClient),
        ("wrong German digits", {"vat_number": "DE136695977"}, invoicing.WrongVatNumberOfClient),
        ("VAT number of two letters", {"vat_number": "US"}, invoicing.WrongVatNumberOfClient),
        ("unknown scheme", {"peppol_id": "9999:1"}, invoicing.WrongElectronicAddress),
        ("no scheme", {"peppol_id": "0871234105"}, invoicing.WrongElectronicAddress),
        ("scheme alone", {"peppol_id": "0208:"}, invoicing.WrongElectronicAddress),
        ("wrong Peppol digits", {"peppol_id": "0208:0871234106"}, invoicing.WrongElectronicAddress),
        ("blocked", {"blocked_on": TODAY, "blocked_because": "Owes"}, invoicing.ClientIsBlocked),
        ("purchase order demanded", {"purchase_order_required": True},
         clients.MissingPurchaseOrder),
        ("language unknown", {"language": "xx"}, invoicing.UnknownLanguage),
        ("term of the client", {"payment_days": 61}, invoicing.PaymentTermTooLong),
    ]  # fmt: skip
    for name, details, refusal in wrong:
        yield f"client: {name}", make(client=somebody(festival, **details)), refusal


def _of_lines(make: Make) -> Iterator[Row]:
    free = {"contribution_cents": 0}
    wrong: list[tuple[str, list[NewLine], type[Refusal]]] = [
        ("none", [], invoicing.MissingLines),
        ("too many", [line(1)] * 501, invoicing.TooManyLines),
        ("no words", [line(description="")], invoicing.MissingDescription),
        ("blank words", [line(description=" \t\n")], invoicing.MissingDescription),
        ("words without width", [line(description="\u200b\u2060")], invoicing.MissingDescription),
        ("second line without words", [line(), line(description="\u00a0")],
         invoicing.MissingDescription),
        ("no quantity", [line(thousandths=0), line()], invoicing.WrongQuantity),
        ("price below zero", [line(-1), line()], invoicing.WrongQuantity),
        ("worth nothing", [line(0)], invoicing.NothingToInvoice),
        ("discount as large as the price", [line(), line(thousandths=-1000)],
         invoicing.NothingToInvoice),
        ("discount larger", [line(), line(thousandths=-2000)], invoicing.NothingToInvoice),
        ("less than a cent", [line(1, thousandths=400)], invoicing.NothingToInvoice),
        ("too much", [line(1_000_000_001)], invoicing.TooMuch),
        ("too much together", [line(600_000_000), line(600_000_000)], invoicing.TooMuch),
        ("too much taken off", [line(600_000_000, thousandths=2000),
                                line(600_000_000, thousandths=-1900)], invoicing.TooMuch),
        ("more than a database holds", [line(10**15, thousandths=10**9)], invoicing.TooMuch),
        ("unit unknown", [line(unit_code="XYZ")], invoicing.UnknownUnit),
        ("unit by habit", [line(unit_code="hour")], invoicing.UnknownUnit),
        ("unit left out", [line(unit_code="")], invoicing.UnknownUnit),
        ("unit in small letters", [line(unit_code="hur")], invoicing.UnknownUnit),
    ]  # fmt: skip
    for name, lines, refusal in wrong:
        yield f"line: {name}", make(lines=lines, **free), refusal
    yield (
        "contribution above the price",
        make(contribution_cents=100_001),
        invoicing.WrongContribution,
    )
    yield "contribution below zero", make(contribution_cents=-1), invoicing.WrongContribution


def _of_vat(make: Make, festival: Client) -> Iterator[Row]:
    dutch = {"country": "NL", "enterprise_number": None, "vat_number": "NL004495445B01"}
    american = {"country": "US", "enterprise_number": None, "vat_number": "US123456"}
    person = {"kind": "person", "enterprise_number": None, "vat_number": ""}
    no, rate = invoicing.VatNotPossible, invoicing.UnknownVatRate
    wrong: list[tuple[str, dict[str, Any], list[NewLine], type[Refusal]]] = [
        ("19 %", {}, [line(rate=1900)], rate),
        ("21 without its hundredths", {}, [line(rate=21)], rate),
        ("standard at nothing", {}, [line(rate=0)], rate),
        ("exempt at 21 %", {}, [line(vat=Vat.EXEMPT)], rate),
        ("reverse charge at 21 %", {}, [line(vat=Vat.REVERSE_CHARGE)], rate),
        ("below zero", {}, [line(rate=-2100)], rate),
        ("EU service at home", {}, [line(vat=Vat.EU_SERVICE, rate=0)], no),
        ("EU goods at home", {}, [line(vat=Vat.EU_GOODS, rate=0)], no),
        ("export at home", {}, [line(vat=Vat.EXPORT, rate=0)], no),
        ("outside the scope at home", {}, [line(vat=Vat.OUTSIDE_SCOPE, rate=0)], no),
        ("21 % abroad", dutch, [line()], no),
        ("6 % abroad", dutch, [line(rate=600)], no),
        ("zero rate abroad", dutch, [line(vat=Vat.ZERO, rate=0)], no),
        ("export to the Union", dutch, [line(vat=Vat.EXPORT, rate=0)], no),
        ("outside the scope in the Union", dutch, [line(vat=Vat.OUTSIDE_SCOPE, rate=0)], no),
        ("EU service without VAT number", {**dutch, "vat_number": ""},
         [line(vat=Vat.EU_SERVICE, rate=0)], no),
        ("EU service with a Belgian number", {**dutch, "vat_number": "BE0871234105"},
         [line(vat=Vat.EU_SERVICE, rate=0)], no),
        ("EU goods that never left", dutch, [line(vat=Vat.EU_GOODS, rate=0)], no),
        ("EU goods to a person", {**dutch, **person}, [line(vat=Vat.EU_GOODS, rate=0)], no),
        ("building abroad without a Belgian number", dutch,
         [line(vat=Vat.REVERSE_CHARGE, rate=0)], no),
        ("building for a person", person, [line(vat=Vat.REVERSE_CHARGE, rate=0)], no),
        ("building without VAT number", {"vat_number": ""},
         [line(vat=Vat.REVERSE_CHARGE, rate=0)], no),
        ("EU service outside the Union", american, [line(vat=Vat.EU_SERVICE, rate=0)], no),
        ("21 % outside the Union", american, [line()], no),
        ("goods exported without a day", american, [line(vat=Vat.EXPORT, rate=0)], no),
        ("outside the scope with another", american,
         [line(vat=Vat.OUTSIDE_SCOPE, rate=0), line(vat=Vat.EXEMPT, rate=0)],
         invoicing.OutsideScopeStandsAlone),
    ]  # fmt: skip
    for name, details, lines, refusal in wrong:
        client = somebody(festival, **details)
        yield f"VAT: {name}", make(client=client, lines=lines), refusal


def _of_texts(make: Make, festival: Client) -> Iterator[Row]:
    for name, sign in STRANGE.items():
        text = f"A{sign}b"
        unseen = invoicing.UnprintableText
        yield f"{name} in a line", make(lines=[line(description=text)]), unseen
        yield f"{name} in the title", make(title=text), unseen
        yield f"{name} in the note", make(note=text), unseen
        yield f"{name} in the purchase order", make(purchase_order=text), unseen
        yield f"{name} in the cost centre", make(cost_centre=text), unseen
        yield f"{name} in the client's name", make(client=somebody(festival, name=text)), unseen
        yield f"{name} in the street", make(client=somebody(festival, street=text)), unseen
        yield f"{name} in the city", make(client=somebody(festival, city=text)), unseen
    unshown = invoicing.UnshownSign
    yield "line in a script no paper shows", make(lines=[line(description="日本")]), unshown
    yield "smile in the note", make(note="Thanks \N{GRINNING FACE}"), unshown
    yield "client in such a script", make(client=somebody(festival, name="株式会社")), unshown
    long = invoicing.TextTooLong
    yield "line too long", make(lines=[line(description="a" * 501)]), long
    yield "title too long", make(title="a" * 201), long
    yield "note too long", make(note="a" * 2001), long
    yield "purchase order too long", make(purchase_order="a" * 61), long
    yield "cost centre too long", make(cost_centre="a" * 61), long
    yield "name too long", make(client=somebody(festival, name="a" * 201)), long
    yield "language unknown", make(language="es"), invoicing.UnknownLanguage


def _of_days_and_terms(make: Make) -> Iterator[Row]:
    day = timedelta(days=1)
    wrong: list[tuple[str, dict[str, Any], type[Refusal]]] = [
        ("work ends first", {"work_starts_on": TODAY, "work_ends_on": TODAY - day},
         invoicing.WrongPeriod),
        ("work only ends", {"work_ends_on": TODAY}, invoicing.WrongPeriod),
        ("work in another century", {"work_starts_on": date(1926, 5, 4)}, invoicing.UnlikelyDay),
        ("work in the far future", {"work_starts_on": date(2062, 5, 4)}, invoicing.UnlikelyDay),
        ("work that never ends", {"work_starts_on": TODAY, "work_ends_on": date(9999, 12, 31)},
         invoicing.UnlikelyDay),
        ("issued yesterday", {"issue_on": TODAY - day}, invoicing.IssueDayPassed),
        ("issued last year", {"issue_on": date(2025, 12, 31)}, invoicing.IssueDayPassed),
        ("issued in two years", {"issue_on": date(2028, 5, 4)}, invoicing.IssueDayTooFar),
        ("days below zero", {"payment_days": -1}, invoicing.PaymentTermNegative),
        ("61 days", {"payment_days": 61}, invoicing.PaymentTermTooLong),
        ("a year to pay", {"payment_days": 365}, invoicing.PaymentTermTooLong),
    ]  # fmt: skip
    for name, details, refusal in wrong:
        yield f"days: {name}", make(**details), refusal


def _of_files(make: Make) -> Iterator[Row]:
    good = NewFile("hours.csv", "text/csv", b"day;hours\n", "timesheet")
    wrong: list[tuple[str, list[NewFile], type[Refusal]]] = [
        ("a program", [replace(good, name="x.exe", media_type="application/x-msdownload")],
         invoicing.WrongFileType),
        ("a page", [replace(good, media_type="text/html")], invoicing.WrongFileType),
        ("no type", [replace(good, media_type="")], invoicing.WrongFileType),
        ("no PDF inside", [replace(good, media_type="application/pdf")], invoicing.WrongFileType),
        ("no picture inside", [replace(good, media_type="image/png")], invoicing.WrongFileType),
        ("too large", [replace(good, content=b"0" * 5_000_001)], invoicing.FilesTooLarge),
        ("too large together", [replace(good, content=b"0" * 2_600_000)] * 2,
         invoicing.FilesTooLarge),
        ("too many", [good] * 11, invoicing.TooManyFiles),
        ("empty", [replace(good, content=b"")], EmptyFile),
        ("without a name", [replace(good, name="")], UnnamedFile),
    ]  # fmt: skip
    for name, files, refusal in wrong:
        yield f"file: {name}", make(attachments=files), refusal
