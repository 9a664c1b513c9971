"""
The standing cast: the same people in every test, made through the verbs of the house.

Amina owns what the test is about, Bram works with her (an artist), Carla is a stranger to both.
Festival is their client. Everything happens at NOW unless a test says otherwise.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from commonweal.access import actions as access
from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.clients import actions as clients
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.kernel.models import LegalEntity
from commonweal.members import actions as members

NOW = datetime(2026, 5, 4, 9, tzinfo=ZoneInfo("Europe/Brussels"))
TODAY = NOW.date()
AMINA = {
    "first_name": "Amina",
    "last_name": "Benali",
    "email": "amina@example.org",
    "national_number": "85031512468",
    "birth_date": date(1985, 3, 15),
    "iban": "BE48001123456727",
    "street": "Vlaamsesteenweg 9",
    "postcode": "1000",
    "city": "Brussel",
}
BRAM = {
    "first_name": "Bram",
    "last_name": "De Smet",
    "email": "bram@example.org",
    "national_number": "79092133380",
    "birth_date": date(1979, 9, 21),
    "iban": "BE02363098765440",
    "street": "Kortrijksepoortstraat 61",
    "postcode": "9000",
    "city": "Gent",
    "worker_status": "artist",
}
CARLA = {
    "first_name": "Carla",
    "last_name": "Lefèvre",
    "email": "carla@example.org",
    "language": "fr",
    "national_number": "91060241820",
    "birth_date": date(1991, 6, 2),
    "iban": "BE68539007547034",
    "street": "Rue Hors-Château 20",
    "postcode": "4000",
    "city": "Liège",
}


def make_entity() -> LegalEntity:
    """Found the cooperative."""
    return LegalEntity.objects.create(
        id=1,
        name="Commonweal cv",
        enterprise_number="0896755397",
        street="Coenraetsstraat 72",
        postcode="1060",
        city="Brussel",
        email="hello@commonweal.example",
        phone="+32 2 000 00 00",
        iban="BE69068765432178",
        bic="GKCCBEBB",
    )


def make_member(**details: object) -> members.Member:
    """Register one member who has an account; what is not said is Amina's."""
    new = members.NewMember(**{**AMINA, **details})
    user = access.register_user(
        email=new.email,
        name=f"{new.first_name} {new.last_name}",
        language=new.language,
        password=None,
        by=SYSTEM,
        at=NOW,
    )
    access.grant_role(user=user, role=Role.MEMBER, by=SYSTEM, at=NOW)
    (member,) = members.register(
        members=[members.NewMember(**{**AMINA, **details, "user_id": user.pk})], by=SYSTEM, at=NOW
    )
    return member


def make_staff(*roles: Role, name: str = "Dirk Maes") -> access.User:
    """Register somebody of the office in these roles."""
    email = f"{name.split()[0].lower()}@commonweal.example"
    user = access.register_user(
        email=email, name=name, language="en", password=None, by=SYSTEM, at=NOW
    )
    for role in roles:
        access.grant_role(user=user, role=role, by=SYSTEM, at=NOW)
    return user


def make_client(**details: object) -> clients.Client:
    """Register one client; what is not said is the festival's."""
    festival = {
        "name": "Festival de la Senne",
        "enterprise_number": "0871234105",
        "vat_number": "BE0871234105",
        "street": "Quai des Charbonnages 30",
        "postcode": "1080",
        "city": "Bruxelles",
        "email": "production@festival.example",
        "language": "fr",
    }
    (client,) = clients.register(
        clients=[clients.NewClient(**{**festival, **details})], by=SYSTEM, at=NOW
    )
    return client


def make_unit(
    manager: members.Member, kind: str = "three_in_one", name: str = ""
) -> activities.Unit:
    """Open one unit for a member."""
    new = activities.NewUnit(kind, name or f"3in1 {manager.full_name}", manager, TODAY)
    (unit,) = activities.open_unit(units=[new], by=SYSTEM, at=NOW)
    return unit


def actor(member: members.Member) -> Actor:
    """The member as the one who does something."""
    return Actor(f"user:{member.user_id}", member.full_name)


@pytest.fixture
def at() -> datetime:
    """The instant at which a test happens: Monday 4 May 2026, nine in the morning."""
    return NOW


@pytest.fixture
def by() -> Actor:
    """Somebody who does something, where it does not matter who."""
    return Actor("user:1", "Dirk Maes")


@pytest.fixture
def entity(db: None) -> LegalEntity:
    """The cooperative."""
    return make_entity()


@pytest.fixture
def amina(entity: LegalEntity) -> members.Member:
    """The owner: a white-collar worker, in Brussels, in Dutch."""
    return make_member()


@pytest.fixture
def bram(entity: LegalEntity) -> members.Member:
    """The colleague: an artist, in Ghent."""
    return make_member(**BRAM)


@pytest.fixture
def carla(entity: LegalEntity) -> members.Member:
    """The stranger: nothing of hers has to do with the test. In Liège, in French."""
    return make_member(**CARLA)


@pytest.fixture
def festival(entity: LegalEntity) -> clients.Client:
    """The client: a complete company in Brussels, in French."""
    return make_client()


@pytest.fixture
def amina_unit(amina: members.Member) -> activities.Unit:
    """Amina's 3in1 account."""
    return make_unit(amina)


@pytest.fixture
def carla_unit(carla: members.Member) -> activities.Unit:
    """Carla's 3in1 account."""
    return make_unit(carla)
