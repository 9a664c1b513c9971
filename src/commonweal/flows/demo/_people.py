"""The invented people and clients of the demonstration."""

from datetime import date

from commonweal.access.queries import Role
from commonweal.clients.actions import NewClient
from commonweal.members.actions import NewMember

DOMAIN = "commonweal.example"

STAFF: list[tuple[str, str, Role]] = [
    ("Dirk Maes", "nl", Role.ADVISER),
    ("Karima Haddad", "fr", Role.PAYROLL),
    ("Sofie Claes", "nl", Role.FINANCE_MAKER),
    ("Youssef Amrani", "fr", Role.FINANCE_CHECKER),
    ("Martin Dubois", "fr", Role.CUSTOMER_SERVICE),
    ("Nora Peeters", "nl", Role.AUDITOR),
    ("Anouk Simon", "fr", Role.ADMINISTRATOR),
]

MEMBERS: dict[str, NewMember] = {
    "amina": NewMember(
        first_name="Amina", last_name="Benali", email=f"amina@{DOMAIN}", language="nl",
        birth_date=date(1985, 3, 15), national_number="85031512468", iban="BE48001123456727",
        nationality="BE",
        street="Vlaamsesteenweg 9", postcode="1000", city="Brussel",
        share_paid_on=date(2023, 9, 4),
    ),
    "bram": NewMember(
        first_name="Bram", last_name="De Smet", email=f"bram@{DOMAIN}", language="nl",
        birth_date=date(1979, 9, 21), national_number="79092133380", iban="BE87363194568094",
        nationality="BE",
        street="Kortrijksepoortstraat 61", postcode="9000", city="Gent",
        worker_status="artist", family="partner_with_income", children=2,
        share_paid_on=date(2019, 2, 11),
    ),
    "carla": NewMember(
        first_name="Carla", last_name="Lefèvre", email=f"carla@{DOMAIN}", language="fr",
        birth_date=date(1991, 6, 2), national_number="91060241820", iban="BE81750265679324",
        nationality="BE",
        street="Rue Hors-Château 20", postcode="4000", city="Liège",
        extra_withholding_bp=1500, share_paid_on=date(2024, 1, 15),
    ),
    "elise": NewMember(
        first_name="Élise", last_name="Vandenberghe", email=f"elise@{DOMAIN}", language="nl",
        birth_date=date(1988, 2, 27), national_number="88022720670", iban="BE96220336790605",
        nationality="BE",
        street="Mechelsesteenweg 112", postcode="2018", city="Antwerpen",
        worker_status="artist", share_paid_on=date(2021, 5, 3),
    ),
    "thomas": NewMember(
        first_name="Thomas", last_name="Wouters", email=f"thomas@{DOMAIN}", language="nl",
        birth_date=date(1983, 8, 11), national_number="83081115751", iban="BE41063407901910",
        nationality="BE",
        street="Naamsestraat 45", postcode="3000", city="Leuven",
        family="single_parent", children=1, share_paid_on=date(2022, 11, 7),
    ),
    "lucie": NewMember(
        first_name="Lucie", last_name="Lambert", email=f"lucie@{DOMAIN}", language="fr",
        birth_date=date(1990, 4, 12), national_number="90041299281", iban="BE30539479013211",
        nationality="BE", artwork_certificate_since=date(2024, 3, 4),
        street="Chaussée de Wavre 201", postcode="1050", city="Ixelles",
        worker_status="artist", share_paid_on=date(2024, 9, 16),
    ),
    "mehdi": NewMember(
        first_name="Mehdi", last_name="Kaya", email=f"mehdi@{DOMAIN}", language="fr",
        birth_date=date(1995, 1, 19), national_number="95011999153", iban="BE40001550124563",
        nationality="BE",
        street="Rue de la Montagne 8", postcode="6000", city="Charleroi",
    ),
    "hanne": NewMember(
        first_name="Hanne", last_name="Goossens", email=f"hanne@{DOMAIN}", language="nl",
        birth_date=date(1987, 10, 6), national_number="87100621844", iban="BE72973034501116",
        nationality="BE",
        street="Diestsevest 32", postcode="3000", city="Leuven",
        share_paid_on=date(2018, 1, 22),
    ),
    "koen": NewMember(
        first_name="Koen", last_name="Mertens", email=f"koen@{DOMAIN}", language="nl",
        birth_date=date(1992, 5, 30), national_number="92053031771", iban="BE24652834991038",
        nationality="BE",
        street="Waversesteenweg 140", postcode="1050", city="Elsene",
        worker_status="staff", share_paid_on=date(2020, 9, 1),
    ),
    "jonas": NewMember(
        first_name="Jonas", last_name="Verhaegen", email=f"jonas@{DOMAIN}", language="nl",
        birth_date=date(2004, 9, 23), national_number="04092321745", iban="BE32001731042802",
        nationality="BE",
        street="Tiensestraat 86", postcode="3000", city="Leuven",
        worker_status="student",
    ),
    "noor": NewMember(
        first_name="Noor", last_name="Hendrickx", email=f"noor@{DOMAIN}", language="nl",
        birth_date=date(1989, 7, 4), national_number="89070424697", iban="BE82736011223368",
        nationality="BE",
        street="Overleiestraat 31", postcode="8500", city="Kortrijk",
        share_paid_on=date(2025, 3, 10),
    ),
}  # fmt: skip

CLIENTS: dict[str, NewClient] = {
    "festival": NewClient(
        name="Festival de la Senne", enterprise_number="0871234105", language="fr",
        vat_number="BE0871234105",
        street="Quai des Charbonnages 30", postcode="1080", city="Bruxelles",
        email="production@festival.example",
    ),
    "city": NewClient(
        name="Stad aan de Leie", kind="public", enterprise_number="0403789125", language="nl",
        street="Botermarkt 1", postcode="9000", city="Gent", email="boekhouding@stad.example",
        purchase_order_required=True,
    ),
    "publisher": NewClient(
        name="Uitgeverij Kaai", enterprise_number="0543218707", language="nl",
        street="Sint-Pietersvliet 7", postcode="2000", city="Antwerpen",
        email="redactie@kaai.example",
    ),
    "theatre": NewClient(
        name="Theater aan de Stroom", enterprise_number="0667788976", language="nl",
        vat_number="BE0667788976",
        street="Vlasmarkt 12", postcode="2000", city="Antwerpen", email="zakelijk@stroom.example",
    ),
    "lille": NewClient(
        name="Atelier du Nord SAS", country="FR", vat_number="FR40303265045", language="fr",
        street="Rue de Gand 14", postcode="59800", city="Lille", email="compta@atelier.example",
    ),
    "geneva": NewClient(
        name="Association Léman Musique", country="CH", language="fr", kind="company",
        vat_number="CHE-107.787.577", street="Rue du Rhône 5", postcode="1204", city="Genève",
        email="bureau@leman.example",
    ),
    "gallery": NewClient(
        name="Galerie Nachtlicht", enterprise_number="0745123019", language="nl",
        vat_number="BE0745123019",
        street="Budastraat 24", postcode="8500", city="Kortrijk", email="info@nachtlicht.example",
    ),
}  # fmt: skip
