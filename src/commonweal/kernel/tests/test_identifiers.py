"""Numbers that prove themselves. Samples are made here; the shared table is read when present."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusal

KIT = Path(__file__).parents[5] / "shared/kits/identifiers/identifiers.csv"
CHECKS = {
    "insz-nn": identifiers.national_number,
    "insz-bis": identifiers.national_number,
    "be-enterprise": identifiers.enterprise_number,
    "be-iban": identifiers.iban,
    "be-ogm": identifiers.ogm,
}


def accepts(check, value):
    try:
        return bool(check(value))
    except Refusal:
        return False


@pytest.mark.skipif(not KIT.exists(), reason="the shared kits are not beside this checkout")
def test_every_number_of_the_kit_gets_its_verdict():
    rows = list(csv.DictReader(KIT.read_text().splitlines()))
    assert len(rows) >= 200
    wrong = [
        row
        for row in rows
        if accepts(CHECKS[row["type"]], row["value"]) != (row["expected"] == "valid")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("check", "written", "stored"),
    [
        (identifiers.iban, "be68 5390 0754 7034", "BE68539007547034"),
        (identifiers.iban, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (identifiers.ogm, "+++090/9337/55493+++", "090933755493"),
        (identifiers.ogm, "***090/9337/55493***", "090933755493"),
        (identifiers.structured_reference, "RF18 5390 0754 7034", "RF18539007547034"),
        (identifiers.structured_reference, "090/9337/55493", "090933755493"),
        (identifiers.enterprise_number, "BE 0403.019.261", "0403019261"),
        (identifiers.enterprise_number, "403.019.261", "0403019261"),
        (identifiers.vat_number, "be 0403.019.261", "BE0403019261"),
        (identifiers.vat_number, "FR 61 954 506 077", "FR61954506077"),
        (identifiers.national_number, "82.04.18-947.69", "82041894769"),
    ],
)
def test_it_stores_the_compact_form(check, written, stored):
    assert check(written) == stored


@pytest.mark.parametrize(
    ("check", "number", "field"),
    [
        (identifiers.iban, "BE68539007547035", "iban"),
        (identifiers.iban, "", "iban"),
        (identifiers.iban, "BE6853900754703", "iban"),
        (identifiers.ogm, "+++090/9337/55494+++", "reference"),
        (identifiers.structured_reference, "RF19539007547034", "reference"),
        (identifiers.enterprise_number, "2403019261", "enterprise_number"),
        (identifiers.vat_number, "0403019261", "vat_number"),
        (identifiers.vat_number, "US123456789", "vat_number"),
        (identifiers.national_number, "82041894768", "national_number"),
        (identifiers.national_number, "twelve", "national_number"),
    ],
)
def test_it_refuses_a_number_that_does_not_fit(check, number, field):
    with pytest.raises(Refusal) as refused:
        check(number)
    assert refused.value.field == field
    assert str(refused.value)


def test_a_refused_national_number_is_not_repeated_in_the_sentence():
    with pytest.raises(identifiers.WrongNationalNumber) as refused:
        identifiers.national_number("82041894768")
    assert "82041894768" not in str(refused.value)


@given(st.integers(1, 10**10 - 1))
def test_a_reference_made_here_is_accepted_and_reads_back_from_print(number):
    digits = identifiers.make_ogm(number)
    assert identifiers.ogm(identifiers.show_ogm(digits)) == digits
    assert int(digits[:10]) == number


@given(st.integers(1, 10**10 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number, place, change):
    digits = identifiers.make_ogm(number)
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    assert not accepts(identifiers.ogm, wrong)


@pytest.mark.parametrize("number", [0, -1, 10**10])
def test_a_number_that_does_not_fit_makes_no_reference(number):
    with pytest.raises(ValueError, match="ten digits"):
        identifiers.make_ogm(number)
