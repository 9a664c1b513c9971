"""The files for Intervat: element by element as its schemas want them, amounts as the paper's."""

from datetime import date

import pytest
from lxml import etree
from tests.cast import make_entity

from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal
from commonweal.reporting import intervat, queries
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.intervat_schema import faults, read
from commonweal.reporting.tests.quarter import Vat, sell

pytestmark = pytest.mark.django_db
Q2 = queries.read_period("2026-Q2")
SPACES = {"v": intervat.RETURN, "c": intervat.COMMON, "l": intervat.CLIENTS, "i": intervat.INTRA}


def texts(root, path):
    return [element.text for element in root.findall(path, SPACES)]


@pytest.fixture
def told(amina_unit, festival):
    quarter.tell(amina_unit, festival)
    return amina_unit


def test_the_return_has_the_grids_with_a_figure_without_leading_nought(told):
    content = queries.return_file(period=Q2)
    assert faults(content) == []
    amounts = {
        a.get("GridNumber"): a.text for a in read(content).iter(f"{{{intervat.RETURN}}}Amount")
    }
    assert amounts == {
        f"{int(code)}": f"{cents // 100}.{cents % 100:02}" for code, cents in quarter.GRIDS.items()
    }
    assert list(amounts) == sorted(amounts, key=int)


def test_the_return_says_who_and_when(told):
    root = read(queries.return_file(period=Q2))
    inside = "v:VATDeclaration/v:Declarant/c:"
    assert texts(root, f"{inside}VATNumber") == ["0896755397"]
    assert texts(root, f"{inside}Name") == ["Commonweal cv"]
    assert texts(root, f"{inside}Phone") == ["3220000000"]
    assert [e.text for e in root.find("v:VATDeclaration/v:Period", SPACES)] == ["2", "2026"]
    may = read(queries.return_file(period=queries.read_period("2026-05")))
    assert texts(may, "v:VATDeclaration/v:Period/v:Month") == ["5"]


def test_a_quarter_without_anything_is_declared_as_nothing(entity):
    content = queries.return_file(period=Q2)
    assert faults(content) == []
    (amount,) = read(content).iter(f"{{{intervat.RETURN}}}Amount")
    assert (amount.get("GridNumber"), amount.text) == ("71", "0.00")


@pytest.mark.parametrize(("asked", "said"), [(True, "YES"), (False, "NO")])
def test_a_credit_is_asked_back_only_when_wanted(amina_unit, asked, said):
    quarter.write(quarter.buy(1, "612", 100_00, 21_00, on=date(2026, 5, 3)))
    content = queries.return_file(period=Q2, restitution=asked)
    assert faults(content) == []
    assert read(content).find("v:VATDeclaration/v:Ask", SPACES).get("Restitution") == said


def test_who_owes_asks_nothing_back(told):
    ask = read(queries.return_file(period=Q2, restitution=True)).find(".//v:Ask", SPACES)
    assert dict(ask.attrib) == {"Restitution": "NO", "Payment": "NO"}


def test_the_last_return_of_a_year_says_whether_a_listing_follows(amina_unit, festival):
    def said(name):
        content = queries.return_file(period=queries.read_period(name))
        assert faults(content) == []
        return texts(read(content), "v:VATDeclaration/v:ClientListingNihil")

    assert [said(name) for name in ("2026-Q3", "2026-Q4", "2026-12")] == [["NO"], ["YES"], ["YES"]]
    sell(amina_unit, festival, 300_00, Vat.STANDARD, 2100, on=date(2026, 5, 4))
    assert said("2026-Q4") == ["NO"]


def test_the_advance_of_december_is_no_grid_of_the_file(amina_unit, festival):
    sell(amina_unit, festival, 300_00, Vat.STANDARD, 2100, on=date(2026, 12, 4))
    content = queries.return_file(period=queries.read_period("2026-12"))
    assert faults(content) == []
    assert 'GridNumber="91"' not in content.decode()


def test_the_client_listing_adds_up(told):
    content = queries.clients_file(year=2026)
    assert faults(content) == []
    listing = read(content).find("l:ClientListing", SPACES)
    assert dict(listing.attrib) == {
        "SequenceNumber": "1", "DeclarantReference": "2026", "ClientsNbr": "2",
        "TurnOverSum": "3200.00", "VATAmountSum": "234.00",
    }  # fmt: skip
    assert texts(listing, "l:Client/l:CompanyVATNumber") == ["0403019261", "0871234105"]
    assert texts(listing, "l:Client/l:TurnOver") == ["2000.00", "1200.00"]
    assert texts(listing, "l:Client/l:VATAmount") == ["0.00", "234.00"]


def test_a_nil_client_listing_has_no_client(entity):
    content = queries.clients_file(year=2026)
    assert faults(content) == []
    listing = read(content).find("l:ClientListing", SPACES)
    assert (listing.get("ClientsNbr"), listing.get("TurnOverSum")) == ("0", "0.00")


def test_the_intra_listing_names_country_number_and_code(told):
    content = queries.intra_file(period=Q2)
    assert faults(content) == []
    listing = read(content).find("i:IntraListing", SPACES)
    assert (listing.get("ClientsNbr"), listing.get("AmountSum")) == ("1", "1200.00")
    (client,) = listing.findall("i:IntraClient", SPACES)
    number = client.find("i:CompanyVATNumber", SPACES)
    assert (number.get("issuedBy"), number.text) == ("NL", "004495445B01")
    assert texts(client, "i:Code") + texts(client, "i:Amount") == ["S", "1200.00"]


@pytest.mark.parametrize(
    ("changes", "remedy"),
    [
        ({"country": "NL"}, "its own country"),
        ({"currency": "CHF"}, "amounts in euro"),
        ({"enterprise_number": "0896755398"}, "ten digits"),
    ],
)
def test_who_cannot_file_here_is_told_what_to_do(db, changes, remedy):
    make_entity()
    LegalEntity.objects.update(**changes)
    with pytest.raises(Refusal, match=remedy):
        queries.return_file(period=Q2)
    with pytest.raises(Refusal, match=remedy):
        queries.clients_file(year=2026)
    with pytest.raises(Refusal, match=remedy):
        queries.intra_file(period=Q2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('GridNumber="3"', 'GridNumber="03"'),
        ('GridNumber="3"', 'GridNumber="91"'),
        (">1000.00<", ">-1000.00<"),
        (">1000.00<", ">1000<"),
        ("ns2:Period>", "ns2:Time>"),
        ("<VATNumber>", "<ns2:VATNumber>"),
        ("<Name>Commonweal cv</Name>", ""),
        ('Payment="NO"', 'Payment="no"'),
        ("ClientListingNihil", "ClientListingNil"),
    ],
)
def test_our_table_of_the_schema_finds_faults(told, before, after):
    """A proof of the proof: what the schema forbids, the table does too."""
    content = queries.return_file(period=Q2).decode()
    assert before in content
    spoilt = content.replace(before, after).replace("</VATNumber>", "</ns2:VATNumber>") if (
        "ns2:VATNumber" in after
    ) else content.replace(before, after)  # fmt: skip
    optional = before.startswith("<Name>")
    assert bool(faults(spoilt.encode())) is not optional


def test_a_name_with_marks_stays_readable(entity):
    LegalEntity.objects.update(name="Smart & Co <cv> “Brussel”")
    root = read(queries.return_file(period=Q2))
    assert texts(root, ".//c:Name") == ["Smart & Co <cv> “Brussel”"]
    assert etree.QName(root).localname == "VATConsignment"
