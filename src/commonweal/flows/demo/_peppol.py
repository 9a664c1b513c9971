"""Who is on the simulated network, what they do there, and what two suppliers sent us."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from commonweal.activities.actions import Unit
from commonweal.clients.actions import Client
from commonweal.einvoice import ubl
from commonweal.einvoice.values import Item, Paper, Party, Vat, net
from commonweal.kernel.clock import ZONE
from commonweal.kernel.queries import entity
from commonweal.peppol import queries as peppol
from commonweal.peppol.queries import wrap

# Atelier du Nord and Léman Musique are not on the network: they get mail.
BEHAVIOURS = {"festival": "accept", "city": "late", "theatre": "accept", "publisher": "reject"}
PRINTER = Party(
    "Drukkerij Inktvis bv", "Nijverheidskaai 18", "1070", "Anderlecht", "BE", "0671234555",
    "BE0671234555", "facturen@inktvis.example",
)  # fmt: skip
RENTAL = Party(
    "Location du Canal srl", "Quai du Commerce 41", "1000", "Bruxelles", "BE", "0548881230",
    "BE0548881230", "compta@canal.example",
)  # fmt: skip
TERM = timedelta(days=30)


def connect(clients: Mapping[str, Client], units: Mapping[str, Unit], at: datetime) -> None:
    """Enter clients in the register, and let two invoices of suppliers lie in the inbox."""
    network = peppol.simulation()
    for key, behaviour in BEHAVIOURS.items():
        network.register(f"0208:{clients[key].enterprise_number}", behaviour)
    poster = Item("Affiches A2, 200 ex.", 1_45, net(price_cents=1_45, thousandths=200_000),
                  Vat.STANDARD, 2100, 200_000)  # fmt: skip
    van = Item("Location camionnette, 2 jours", 84_00, 168_00, Vat.STANDARD, 2100, 2_000, "DAY")
    amina = f"U-{units['amina'].pk}"
    for number, seller, item, reference, iban in (
        ("2026/0412", PRINTER, poster, amina, "BE22001764512347"),
        ("F26-0187", RENTAL, van, "Festival", "BE66363019827143"),
    ):
        network.deliver(_invoice(number, seller, item, reference, iban, at))


def _invoice(
    number: str, seller: Party, item: Item, reference: str, iban: str, at: datetime
) -> bytes:
    house, day = entity(), at.astimezone(ZONE).date()
    buyer = Party(
        house.name, house.street, house.postcode, house.city, house.country,
        house.enterprise_number, f"BE{house.enterprise_number}", house.email,
    )  # fmt: skip
    paper = Paper(
        number=number, issued_on=day, due_on=day + TERM, seller=seller, buyer=buyer, iban=iban,
        bic="GEBABEBB", reference="", buyer_reference=reference, purchase_order="", items=(item,),
    )  # fmt: skip
    message = wrap(
        ubl.build(paper),
        id=str(uuid5(NAMESPACE_URL, f"{seller.enterprise_number}/{number}")),
        sender=("0208", seller.enterprise_number),
        receiver=("0208", house.enterprise_number),
        country=seller.country,
        at=at,
    )
    return message.content
