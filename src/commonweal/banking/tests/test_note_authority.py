"""Where the state is paid is written down by the house: the last word counts, a change waits."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import PayeeAccount
from commonweal.banking.tests.conftest import MAKER, NOW
from commonweal.kernel.identifiers import WrongIban, WrongReference, make_ogm

pytestmark = pytest.mark.django_db
OFFICE, OTHER = "BE71 0961 2345 6769", "BE68539007547034"


def note(iban=OFFICE, **more):
    given = {"kind": "vat", "name": "VAT office", "iban": iban} | more
    return banking.note_authority(**given, by=MAKER, at=NOW)


def test_the_first_number_serves_at_once():
    row = note()
    assert queries.authorities() == {"vat": row}
    assert queries.held(payees=["state:vat"], at=NOW, numbers={"state:vat": row.iban}) == {}


def test_the_last_word_counts_and_its_number_waits():
    note()
    row = note(OTHER)
    assert queries.authorities()["vat"] == row
    assert queries.held(payees=["state:vat"], at=NOW)["state:vat"].needs == "confirmation"
    assert PayeeAccount.objects.filter(payee="state:vat").count() == 2


def test_a_new_reference_changes_no_number():
    note()
    assert note(reference="BE 0403 019 261").reference == "BE 0403 019 261"
    assert queries.held(payees=["state:vat"], at=NOW) == {}


def test_a_structured_reference_is_checked():
    digits = make_ogm(12)
    assert note(reference=f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++").reference == digits
    with pytest.raises(WrongReference):
        note(reference="+++000/0000/01299+++")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [({"name": " "}, banking.NoNameOfAuthority), ({"iban": "BE71096123456760"}, WrongIban)],
)
def test_what_lacks_is_refused(more, refusal):
    with pytest.raises(refusal):
        note(**more)
    assert queries.authorities() == {}
