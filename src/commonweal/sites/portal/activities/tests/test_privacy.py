"""
What those who share a budget see of each other: of a colleague's pay what the budget pays (gross
and employer's charge), never what is withheld and left, and nothing of the person.
"""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.cast import AMINA, make_unit

from commonweal.activities import actions as activities
from commonweal.activities.tests.mandates import join
from commonweal.employment.models import Contract
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, later, on, place, worker
from commonweal.invoicing import jobs as papers
from commonweal.invoicing.queries import Invoice
from commonweal.kernel.models import Event
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db
ROLES = ("manager", "co_manager", "contributor", "reader")
SHARED = ROLES[1:]  # what somebody can be for the 3in1 account of another


@pytest.fixture
def order(amina, amina_unit, festival):
    """One job of Amina's, confirmed, declared, done, invoiced and on its way to be paid."""
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    declare()
    on(later(1))
    on(later(2))
    papers.render(invoices=list(Invoice.objects.values_list("pk", flat=True)))
    return order


@pytest.fixture
def slip(order, amina):
    (wage,) = payroll.own(member_id=amina.pk)
    return wage.payslip


def browser(member):
    client = Client(headers={"accept-language": "en"})
    client.force_login(member.user)
    return client


def text_of(page):
    """What a page or a file says; a spreadsheet is a folder of texts."""
    content = page.getvalue()
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            content = b" ".join(parts.read(name) for name in parts.namelist())
    return content.decode(errors="ignore")


def written(cents):
    """An amount as pages and files may write it."""
    whole, rest = divmod(abs(cents), 100)
    return {f"{whole:,}.{rest:02}", f"{whole}.{rest:02}", f"{whole},{rest:02}"}


def secrets(slip):
    """What of Amina nobody but her reads."""
    own = [slip.net_cents, slip.social_security_cents, slip.employer_cents]
    own += [cents for cents in (slip.withholding_cents, slip.special_cents) if cents]
    number, iban = AMINA["national_number"], AMINA["iban"]
    grouped = " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    return set().union(*map(written, own)) | {number, iban, grouped, AMINA["street"]}


def pages_of(unit, **known):
    """
    Every address of the portal that needs nothing, or a unit and what is `known` besides,
    whoever adds it.
    """
    values = {"unit": unit.pk, **known}
    return [
        reverse(f"portal:{name}", kwargs={each: values[each] for each in converters})
        for name, converters in _names(get_resolver().url_patterns)
        if set(converters) <= values.keys()
    ]


def _names(patterns, before=(), inside=False):
    """The addresses of the portal, with what each needs."""
    for pattern in patterns:
        needs = before + tuple(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            portal = inside or pattern.app_name == "portal"
            yield from _names(pattern.url_patterns, needs, portal)
        elif inside and isinstance(pattern, URLPattern):
            yield pattern.name, needs


def shown_to(member, unit, order):
    """All that this member can open around a unit, by address."""
    entries = {row.entry_id for row in ledger.statement(unit=unit.pk)}
    (invoice,) = Invoice.objects.all()
    (contract,) = Contract.objects.all()
    addresses = [
        *pages_of(unit, contract=contract.pk, ending="csv"),
        *(reverse("portal:budget_entry", args=[unit.pk, entry]) for entry in entries),
        reverse("portal:job", args=[order.pk]),
        reverse("portal:invoice", args=[invoice.number]),
    ]
    client = browser(member)
    return {address: client.get(address) for address in addresses}


@pytest.mark.parametrize("role", SHARED)
def test_a_colleague_reads_what_the_budget_pays_and_nothing_of_what_is_left(
    amina, bram, amina_unit, order, slip, role
):
    join(amina_unit, amina, bram, role)
    gross, tariff = written(slip.gross_cents), written(slip.tariff_cents)
    seen = shown_to(bram, amina_unit, order)
    assert {f"/my/budget/{amina_unit.pk}/", f"/my/budget/{amina_unit.pk}/people/"} <= seen.keys()
    for address, page in seen.items():
        assert page.status_code < 500, address
        if page.status_code != 200:
            continue
        text = text_of(page)
        found = {secret for secret in secrets(slip) if secret in text}
        assert not found, (address, found)
    budget = seen[reverse("portal:budget", args=[amina_unit.pk])].text
    assert any(amount in budget for amount in gross)
    assert any(amount in budget for amount in tariff)


def test_the_worker_reads_the_own_net_behind_the_same_figure(amina, amina_unit, order, slip):
    seen = shown_to(amina, amina_unit, order)
    texts = [text_of(page) for page in seen.values()]
    assert any(amount in text for amount in written(slip.net_cents) for text in texts)


@pytest.mark.parametrize("role", SHARED)
def test_payslip_and_contract_of_a_colleague_do_not_exist(
    amina, bram, amina_unit, order, slip, role
):
    join(amina_unit, amina, bram, role)
    client = browser(bram)
    for name, number in (
        ("payslip", slip.pk), ("payslip_paper", slip.pk), ("contract", slip.contract_id),
    ):  # fmt: skip
        address = reverse(f"portal:{name}", args=[number])
        assert client.get(address).status_code == 404
        assert browser(amina).get(address).status_code in (200, 404)
    assert browser(amina).get(reverse("portal:payslip", args=[slip.pk])).status_code == 200


def test_nothing_of_it_exists_for_a_stranger(carla, amina_unit, order, slip):
    make_unit(carla, "activity", "Carla alone")
    for address, page in shown_to(carla, amina_unit, order).items():
        own = page.status_code in (200, 302)
        assert not (own and f"/{amina_unit.pk}/" in address.partition("/budget")[2]), address
        if own:
            text = text_of(page)
            assert not {secret for secret in secrets(slip) if secret in text}, address
            assert "Amina" not in text, address
    for name, argument in (("job", order.pk), ("invoice", Invoice.objects.get().number)):
        assert browser(carla).get(reverse(f"portal:{name}", args=[argument])).status_code == 404


def test_whatever_a_reader_sends_nothing_happens(amina, bram, amina_unit, order):
    """A page to be read may answer a form as it answers a look; a deed is never done."""
    join(amina_unit, amina, bram, "reader")
    client, before = browser(bram), Event.objects.count()
    for address in pages_of(amina_unit, contract=Contract.objects.get().pk):
        if f"/{amina_unit.pk}/" not in address:
            continue
        assert client.post(address, {"reason": "x"}).status_code in (200, 403, 404, 405), address
    assert Event.objects.count() == before


@pytest.mark.parametrize("role", SHARED)
def test_only_a_manager_rules(amina, bram, amina_unit, order, role):
    join(amina_unit, amina, bram, role)
    client = browser(bram)
    for name in ("people", "split"):
        address = reverse(f"portal:{name}", args=[amina_unit.pk])
        assert client.post(address).status_code == 403


def test_when_a_mandate_ends_the_pages_are_shut(amina, bram, amina_unit, order, by, at):
    mandate = join(amina_unit, amina, bram, "co_manager")
    activities.end_mandate(mandate=mandate, by=by, at=at)
    client = browser(bram)
    shut = [
        reverse("portal:budget", args=[amina_unit.pk]),
        reverse("portal:people", args=[amina_unit.pk]),
        reverse("portal:job", args=[order.pk]),
        reverse("portal:invoice", args=[Invoice.objects.get().number]),
    ]
    assert {client.get(address).status_code for address in shut} == {404}
