"""A platform with many couriers: each with a job, a unit and an account of their own."""

from datetime import date

from tests.cast import NOW, make_client

from commonweal.activities import actions as activities
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.flows.payday import actions as payday
from commonweal.flows.tests.jobs_of_amina import confirm, day, job, place, worker
from commonweal.guarantee import actions as guarantee
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.members import actions as members

MAKER, CHECKER = Actor("user:901", "Inès"), Actor("user:902", "Dirk Maes")
BORN, ACCOUNT = "850315", "001"


def couriers(count):
    """Register so many members with complete details, and open a unit for each."""
    new = [
        members.NewMember(
            first_name="Courier", last_name=f"Number {number}",
            email=f"courier{number}@example.org", birth_date=date(1985, 3, 15),
            national_number=_national(number), iban=_iban(number),
            street="Vlaamsesteenweg 9", postcode="1000", city="Brussel",
            language=("nl", "fr", "en")[number % 3],
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    people = members.register(members=new, by=SYSTEM, at=NOW)
    units = [
        activities.NewUnit("three_in_one", f"3in1 {each.full_name}", each, NOW.date())
        for each in people
    ]
    return list(zip(people, activities.open_unit(units=units, by=SYSTEM, at=NOW), strict=True))


def _national(number):
    digits = f"{BORN}{number:03}"
    return f"{digits}{97 - int(digits) % 97:02}"


def _iban(number):
    digits = f"{ACCOUNT}{number:07}"
    whole = f"{digits}{int(digits) % 97 or 97:02}"
    return f"BE{98 - int(whole + '111400') % 97:02}{whole}"


def platform():
    """The client of all of them, with a cap that leaves room for each."""
    client = make_client(name="Sneldienst", email="finance@sneldienst.example", language="nl")
    cap = guarantee.NewCap(client.pk, 300_000_00, NOW.date(), "Four hundred couriers ride for it")
    guarantee.set_cap(caps=[cap], by=SYSTEM, at=NOW)
    return client


def rides(pairs, client, on, cents):
    """Enter and confirm a day of work for each of them at this price without VAT."""
    wanted = [
        (member, job(unit, client, worker(member, day(on)), price=cents)) for member, unit in pairs
    ]
    return [confirm(place(member, client, each).order) for member, each in wanted]


def pay_wages(at, until):
    """One person builds what is due, another approves it, and the file goes to the bank by hand."""
    batches = payday.prepare(until=until, kinds=("wage",), by=MAKER, at=at)
    for batch in batches:
        approved = payday.approve(batch=batch, by=CHECKER, at=at)
        exported = payday.export(batch=approved, by=MAKER, at=at)
        payday.uploaded(batch=exported, by=MAKER, at=at)
    return batches


def bank_executes(on, at):
    """The statement of a day, on which the clients pay nothing."""
    content = bank.next_statement(account=bank.find_main_account(), on=on, references=())
    file = banking.BankFile(f"{on}.cod", content)
    return banking.import_statements(files=[file], by=SYSTEM, at=at)
