"""The Belcotax file: valid by the official schema, and adding up to what it says."""

from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest
from lxml import etree

from commonweal.kernel.refusals import Refusal, Refusals
from commonweal.payroll.declarations import _layout, belcotax
from commonweal.payroll.declarations._checks import (
    SendingMissing,
    SheetNumberMissing,
    SheetNumberTwice,
)
from commonweal.payroll.declarations.belcotax import (
    Declarant,
    Family,
    Person,
    Sender,
    Sheet10,
    Sheet45,
)
from commonweal.payroll.declarations.refusals import (
    AmountTooLong,
    DetailsMissing,
    NegativeAmount,
    NoLayout,
    NothingToDeclare,
    NumberMissing,
    NumberWrong,
    PeriodOutside,
    UnknownCode,
)

HOUSE = Declarant(
    name="Gemeengoed cooperatieve vennootschap met sociaal oogmerk",
    street="Kanaal 1", postcode="1000", town="Brussel", enterprise_number="0403019261",
    language="nl",
)  # fmt: skip
SENDER = Sender(
    name="Gemeengoed", street="Kanaal 1", postcode="1000", town="Brussel", phone="02 123 45 67",
    contact="Nadia Peeters", email="wages@example.org", enterprise_number="0403019261",
)  # fmt: skip
AMINA = Person(
    name="Benali", first_names="Amina", street="Vlaamsesteenweg 9", postcode="1000",
    town="Brussel", national_number="85031512468", born_on=date(1985, 3, 15), language="nl",
    family=Family(civil_status=2, partner=1, children=2),
)  # fmt: skip
BRAM = Person(
    name="De Smet", first_names="Bram", street="Rue de l'Été & Cie 61", postcode="59000",
    town="Lille", national_number="79092133380", country="FR", language="en",
)  # fmt: skip
PAY = Sheet10(
    person=AMINA, starts_on=date(2024, 2, 1), ends_on=date(2024, 11, 30),
    ordinary_cents=2_500_000, double_holiday_cents=120_000, early_holiday_cents=310_050,
    withholding_cents=612_345, special_contribution_cents=7_290, commute_public_cents=48_000,
    commute_bicycle_cents=1_234, expenses_proved_cents=56_000, work_bonus_cents=3_300,
    others=((2084, 10_000),),
)  # fmt: skip
FEE = Sheet45(person=BRAM, paid_5_1_cents=400_000, withholding_cents=30_000, comment="Songs")


def made(*sheets: Sheet10, fees: tuple[Sheet45, ...] = (), year: int = 2024, **more) -> bytes:
    given = {"sender": SENDER, "declarant": HOUSE, "on": date(2025, 1, 20)} | more
    return belcotax.file(year=year, sheets10=sheets, sheets45=fees, **given)


def refused(*sheets: Sheet10, **more) -> Refusal:
    with pytest.raises(Refusal) as caught:
        made(*sheets, **more)
    return caught.value


def first(xml: bytes, name: str) -> str | None:
    return etree.fromstring(xml).findtext(f".//{name}")


def test_a_file_of_both_sorts_is_valid_by_the_official_schema() -> None:
    xml = made(PAY, fees=(FEE,))
    assert belcotax.faults(xml) == ()
    assert belcotax.marks(2024) == ()


def test_the_schema_is_asked_and_answers() -> None:
    wrong = made(PAY).replace(b"f2013_naam>", b"f2013_name>")
    assert any("f2013_name" in fault for fault in belcotax.faults(wrong))


def test_zones_carry_the_amounts_of_the_sheet() -> None:
    xml = made(PAY)
    assert first(xml, "f10_2060_gewonebezoldiginge") == "2620000"
    assert first(xml, "f10_2062_totaal") == "2620000"
    assert first(xml, "f10_2063_vervroegdvakantieg") == "310050"
    assert first(xml, "f10_2074_bedrijfsvoorheffing") == "612345"
    assert first(xml, "f10_2131_bedrijfsvoorheffingvanwerkgever") == "612345"
    assert first(xml, "f10_2077_totaal") == "49234"
    assert first(xml, "f10_2055_datumvanindienstt") == "01-02-2024"
    assert first(xml, "f10_2056_datumvanvertrek") == "30-11-2024"
    assert first(xml, "f10_2065_opzeggingsreclasseringsverg") is None


def test_the_total_of_a_sheet_is_that_of_zones_60_to_88() -> None:
    expected = 2_620_000 * 2 + 310_050 + 612_345 + 7_290 + 48_000 + 49_234 + 10_000
    assert first(made(PAY), "f10_2059_totaalcontrole") == str(expected)
    assert first(made(fees=(FEE,)), "f45_2059_totaalcontrole") == "430000"


def test_trailers_count_records_and_add_numbers_totals_and_tax() -> None:
    xml = made(PAY, replace(PAY, person=BRAM), fees=(FEE,))
    controls = 2 * int(first(xml, "f10_2059_totaalcontrole") or 0) + 430_000
    trailers = {
        "r8010_aantalrecords": 5, "r8011_controletotaal": 1 + 2 + 3,
        "r8012_controletotaal": controls, "r8013_totaalvoorheffingen": 2 * 612_345 + 30_000,
        "r9010_aantallogbestanden": 3, "r9011_totaalaantalrecords": 7,
        "r9012_controletotaal": 6, "r9013_controletotaal": controls,
        "r9014_controletotaal": 2 * 612_345 + 30_000,
    }  # fmt: skip
    assert {name: int(first(xml, name) or 0) for name in trailers} == trailers


def test_control_adds_a_file_up_again() -> None:
    totals = belcotax.control(made(PAY, replace(PAY, person=BRAM), fees=(FEE,)))
    assert (totals.year, totals.sheets, totals.agrees) == (2024, 3, True)
    assert totals.cents("28110", 2060) == 5_240_000
    assert totals.cents("28110", 2074) == 1_224_690
    assert totals.cents("28145", 2069) == 400_000
    assert totals.cents("28110", 2065) == 0


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"<r8013_totaalvoorheffingen>612345<", b"<r8013_totaalvoorheffingen>612344<"),
        (b"<f10_2063_vervroegdvakantieg>310050<", b"<f10_2063_vervroegdvakantieg>310051<"),
        (b"<r9011_totaalaantalrecords>5<", b"<r9011_totaalaantalrecords>6<"),
    ],
)
def test_control_finds_a_total_that_was_changed(was: bytes, becomes: bytes) -> None:
    xml = made(PAY)
    assert xml.count(was) == 1
    assert not belcotax.control(xml.replace(was, becomes)).agrees


def test_a_home_abroad_has_its_own_postcode_and_country() -> None:
    xml = made(fees=(FEE,))
    assert first(xml, "f2016_postcodebelgisch") is None
    assert first(xml, "f2112_buitenlandspostnummer") == "59000"
    assert first(xml, "f2018_landwoonplaats") == "00111"
    assert first(xml, "f2015_adres") == "Rue de l'Été & Cie 61"
    assert first(xml, "f2027_taalcode") == "1"


def test_family_is_written_in_the_codes_of_the_schema() -> None:
    xml = made(PAY)
    names = ("f2019_burgerlijkstand", "f2020_echtgenote", "f2021_aantalkinderen")
    assert [first(xml, name) for name in names] == ["2", "1", "2"]
    assert first(xml, "f2026_verkrghandicap") is None


def test_a_long_name_goes_on_in_the_second_zone_and_texts_are_cut() -> None:
    long = replace(AMINA, first_names="Amina Zahra Yasmina", street="Zeer \x07lange straat " * 20)
    xml = made(replace(PAY, person=long))
    assert first(xml, "a1011_naamnl1") == "Gemeengoed cooperatieve venn"
    assert first(xml, "a1012_naamnl2") == "ootschap met sociaal oogmerk"
    assert first(xml, "f2114_voornamen") == "Amina Zahra Yas"
    assert len(first(xml, "f2015_adres") or "") == 150
    assert belcotax.faults(xml) == ()


def test_a_person_without_number_is_known_by_the_birth_date() -> None:
    xml = made(replace(PAY, person=replace(AMINA, national_number="")))
    assert first(xml, "f2011_nationaalnr") is None
    assert first(xml, "f2012_geboortedatum") == "15-03-1985"


def test_a_correction_names_its_sending_and_keeps_the_number_of_the_sheet() -> None:
    sender = replace(SENDER, amends="AB1234", test=True)
    xml = made(replace(PAY, number=17), kind="amended", sender=sender)
    assert first(xml, "v0025_typeenvoi") == "1"
    assert first(xml, "v0026_referte") == "AB1234"
    assert first(xml, "v0010_bestandtype") == "BCTEST"
    assert first(xml, "f2028_typetraitement") == "1"
    assert first(xml, "f2009_volgnummer") == "17"
    assert belcotax.control(xml).agrees
    cancelled = made(replace(PAY, number=17), kind="cancelled", sender=sender)
    assert first(cancelled, "f2028_typetraitement") == "3"


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_whose_schema_was_not_seen_is_marked(year: int) -> None:
    sheet = replace(PAY, starts_on=date(year, 1, 1), ends_on=None)
    xml = made(sheet, year=year)
    assert f"the schema of {year} was not seen".encode() in xml
    assert str(year) in belcotax.marks(year)[0]
    assert first(xml, "f2002_inkomstenjaar") == str(year)
    assert belcotax.faults(xml) == ()


@pytest.mark.parametrize("year", [2023, 2027])
def test_it_refuses_a_year_without_layout(year: int) -> None:
    refusal = refused(PAY, year=year)
    assert isinstance(refusal, NoLayout)
    assert str(year) in str(refusal)


def test_it_refuses_a_file_without_sheets() -> None:
    assert isinstance(refused(), NothingToDeclare)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"national_number": "", "born_on": None}, NumberMissing),
        ({"national_number": "85031512469"}, NumberWrong),
        ({"town": ""}, DetailsMissing),
        ({"country": "XX"}, UnknownCode),
        ({"family": Family(civil_status=7)}, UnknownCode),
    ],
)
def test_it_refuses_an_incomplete_person_by_name(changes: dict, kind: type[Refusal]) -> None:
    refusal = refused(replace(PAY, person=replace(AMINA, **changes)))
    assert type(refusal) is kind
    assert "Amina Benali" in str(refusal)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"double_holiday_cents": -1}, NegativeAmount),
        ({"others": ((2084, -1),)}, NegativeAmount),
        ({"ordinary_cents": 10**11}, AmountTooLong),
        ({"others": ((2062, 1),)}, UnknownCode),
        ({"others": ((2011, 1),)}, UnknownCode),
        ({"starts_on": date(2025, 1, 1)}, PeriodOutside),
        ({"starts_on": date(2023, 1, 1), "ends_on": date(2023, 12, 31)}, PeriodOutside),
    ],
)
def test_it_refuses_a_sheet_that_cannot_be_declared(changes: dict, kind: type[Refusal]) -> None:
    refusal = refused(replace(PAY, **changes))
    assert type(refusal) is kind
    assert "Amina Benali" in str(refusal)


def test_it_refuses_a_zone_that_the_year_has_no_more() -> None:
    bonus = replace(PAY, others=((2189, 75_000),))
    assert belcotax.control(made(bonus)).cents("28110", 2189) == 75_000
    assert isinstance(refused(replace(bonus, ends_on=None), year=2025), UnknownCode)


def test_it_refuses_a_correction_that_does_not_say_of_what() -> None:
    refusal = refused(PAY, kind="amended")
    assert isinstance(refusal, Refusals)
    assert {type(each) for each in refusal.refusals} == {SendingMissing, SheetNumberMissing}


def test_it_refuses_two_sheets_of_one_number() -> None:
    refusal = refused(replace(PAY, number=3), replace(PAY, person=BRAM, number=3))
    assert isinstance(refusal, Refusals)
    assert {type(each) for each in refusal.refusals} == {SheetNumberTwice}


def test_it_refuses_a_sender_without_telephone() -> None:
    assert isinstance(refused(PAY, sender=replace(SENDER, phone="")), DetailsMissing)


def test_every_zone_it_writes_is_in_the_schema() -> None:
    assert belcotax.ZONES_10.keys() <= _layout.zones("Fiche28110").keys()
    assert belcotax.ZONES_45.keys() <= _layout.zones("Fiche28145").keys()
    assert all(_layout.zones("Fiche28110")[zone].is_amount for zone in belcotax.ZONES_10)
    assert all(_layout.zones("Fiche28145")[zone].is_amount for zone in belcotax.ZONES_45)


@pytest.mark.slow
def test_twenty_thousand_sheets_take_seconds() -> None:
    sheets = [PAY] * 20_000
    started = perf_counter()
    xml = made(*sheets)
    written = perf_counter()
    totals = belcotax.control(xml)
    print(f"{len(xml):,} bytes: {written - started:.1f} s to write, "
          f"{perf_counter() - written:.1f} s to add up")  # fmt: skip
    assert totals.agrees
    assert totals.cents("28110", 2060) == 20_000 * 2_620_000
    assert perf_counter() - started < 60
