"""
The second quarter of 2026, told through the verbs of the house, worked out by hand.

    sales                                    net      VAT     grid   credited
    festival, poster, 21 %              1,000.00   210.00       03
    festival, performance, 6 %            500.00    30.00       01   whole: 49, VAT 64
    festival, social flat, 12 %           200.00    24.00       02
    festival, course, exempt art. 44      800.00        -       00
    mason, wall, reverse charge         2,000.00        -       45
    amsterdam, translation, EU service  1,200.00        -       44
    berlin, prints, EU goods              300.00        -       46   whole: 48
    zurich, lecture, outside the EU       400.00        -       47

    purchases                               net      VAT     grid
    printer, 612                          100.00    21.00       82   59
    printer takes back a part              20.00     4.20   82, 85   63
    computer, 2400                      1,000.00   210.00       83   59
    translator in Delft, 6040             400.00    84.00   82, 88   55 and 59

Owed: 54 264.00 + 55 84.00 + 63 4.20; recovered: 59 315.00 + 64 30.00; so 71 is 7.20.
"""

from datetime import date, datetime

from tests.cast import make_client

from commonweal.activities.actions import Unit
from commonweal.clients.actions import Client
from commonweal.documents import actions as documents
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.kernel.clock import ZONE
from commonweal.ledger import actions as ledger
from commonweal.ledger.actions import Entry, Line
from commonweal.purchases.models import Purchase, PurchaseVat

Vat = invoicing.Vat
BY = Actor("user:9", "Inès Bookkeeper")
ABROAD = {
    "amsterdam": {
        "name": "Vertaalhuis", "country": "NL", "vat_number": "NL004495445B01",
        "postcode": "1012 AB", "city": "Amsterdam",
    },
    "berlin": {
        "name": "Galerie Nord", "country": "DE", "vat_number": "DE136695976",
        "postcode": "10115", "city": "Berlin",
    },
    "zurich": {
        "name": "Hochschule", "country": "CH", "vat_number": "CHE116281710",
        "postcode": "8001", "city": "Zürich",
    },
}  # fmt: skip
GRIDS = {
    "00": 800_00, "01": 500_00, "02": 200_00, "03": 1000_00, "44": 1200_00, "45": 2000_00,
    "46": 300_00, "47": 400_00, "48": 300_00, "49": 500_00, "54": 264_00, "55": 84_00,
    "59": 315_00, "63": 4_20, "64": 30_00, "71": 7_20, "82": 480_00, "83": 1000_00, "85": 20_00,
    "88": 400_00,
}  # fmt: skip


def morning(day: date) -> datetime:
    """Nine o'clock."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)


def sell(
    unit: Unit, client: Client, cents: int, vat: Vat, rate: int = 0, *, on: date
) -> invoicing.Invoice:
    """Issue an invoice of one line."""
    new = invoicing.NewInvoice(
        unit_id=unit.pk,
        client=client,
        title="Work",
        lines=[invoicing.NewLine("Work", cents, vat, rate)],
        contribution_cents=cents * 65 // 1000,
        guaranteed=True,
        work_starts_on=on,
        work_ends_on=on,
    )
    drafts = invoicing.draft(invoices=[new], by=BY, at=morning(on))
    (issued,) = invoicing.issue(drafts=drafts, by=BY, at=morning(on))
    return issued


def credit(invoice: invoicing.Invoice, *, on: date) -> invoicing.Invoice:
    """Take a whole invoice back."""
    (note,) = invoicing.credit_note(invoices=[invoice], reason="Mistake", by=BY, at=morning(on))
    return note


def foreigner(name: str, **details: object) -> Client:
    """Register one of the clients abroad."""
    usual = {"enterprise_number": None, "email": f"{name}@example.org", **ABROAD[name]}
    return make_client(**{**usual, **details})


def buy(number: int, account: str, net: int, vat: int, *, on: date, due: str = "") -> Entry:
    """A purchase as MONEY.md section 2 books it; negative amounts are a credit note."""
    item = f"purchase:{number}"
    lines = [Line(account, net, 7), Line("4110", vat)]
    lines += [Line(due, -vat)] if due else []
    rest = -sum(line.cents for line in lines)
    return Entry("purchases", on, item, item, item, (*lines, Line("440", rest, 7, item)))


def tell(unit: Unit, festival: Client) -> None:
    """Live through the quarter."""
    mason = make_client(name="Mason", enterprise_number="0403019261", vat_number="BE0403019261")
    sell(unit, festival, 1000_00, Vat.STANDARD, 2100, on=date(2026, 4, 1))
    played = sell(unit, festival, 500_00, Vat.STANDARD, 600, on=date(2026, 4, 20))
    sell(unit, festival, 200_00, Vat.STANDARD, 1200, on=date(2026, 5, 4))
    sell(unit, festival, 800_00, Vat.EXEMPT, on=date(2026, 5, 11))
    sell(unit, mason, 2000_00, Vat.REVERSE_CHARGE, on=date(2026, 5, 12))
    sell(unit, foreigner("amsterdam"), 1200_00, Vat.EU_SERVICE, on=date(2026, 6, 2))
    prints = sell(unit, foreigner("berlin"), 300_00, Vat.EU_GOODS, on=date(2026, 6, 3))
    sell(unit, foreigner("zurich"), 400_00, Vat.OUTSIDE_SCOPE, on=date(2026, 6, 4))
    credit(played, on=date(2026, 6, 15))
    credit(prints, on=date(2026, 6, 30))
    write(
        buy(1, "612", 100_00, 21_00, on=date(2026, 4, 3)),
        buy(2, "612", -20_00, -4_20, on=date(2026, 5, 3)),
        buy(3, "2400", 1000_00, 210_00, on=date(2026, 5, 20)),
        buy(4, "6040", 400_00, 84_00, on=date(2026, 6, 30), due="4511"),
    )


def write(*entries: Entry) -> None:
    """Write entries into the books by hand; what is made for a purchase gets its rows."""
    posted = ledger.post(entries=list(entries), by=SYSTEM, at=morning(date(2026, 6, 30)))
    bought = [
        (entry, place.id)
        for entry, place in zip(entries, posted, strict=True)
        if entry.journal == "purchases"
    ]
    if not bought:
        return
    at = morning(date(2026, 6, 30))
    paper = documents.NewFile("invoice.xml", "application/xml", b"<Invoice/>", "purchase")
    (file,) = documents.store(files=[paper], by=SYSTEM, at=at)
    rows = [_row(entry) for entry, _id in bought]
    purchases = Purchase.objects.bulk_create(
        Purchase(
            document=file, state="booked", way="upload", received_at=at, received_by="user:9",
            kind="invoice", number=entry.key, issued_on=entry.on, currency="EUR",
            supplier_key=entry.origin, account=entry.lines[0].account, booked_on=entry.on,
            entry_id=id,
        )
        for entry, id in bought
    )  # fmt: skip
    PurchaseVat.objects.bulk_create(
        PurchaseVat(purchase=purchase, position=1, category="S", vat_cents=0, **row)
        for purchase, row in zip(purchases, rows, strict=True)
    )


def _row(entry: Entry) -> dict[str, object]:
    """What the room of purchases would have noted of such an entry."""
    sums = {line.account: line.cents for line in entry.lines}
    treatments = {"4511": "eu_services", "4513": "reverse_charge"}
    return {
        "net_cents": entry.lines[0].cents,
        "treatment": next((treatments[code] for code in treatments if code in sums), "deductible"),
        "due_cents": -sums.get("4511", 0) - sums.get("4513", 0),
        "deducted_cents": sums.get("4110", 0),
    }
