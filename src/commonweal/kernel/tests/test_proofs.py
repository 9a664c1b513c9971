"""The verdict on a number of a named kind, with the reason when it does not fit."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kernel import identifiers
from commonweal.kernel.proofs import UnknownKind, judge
from commonweal.kernel.refusals import Refusal

DAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("kind", "value", "form"),
    [
        ("be-iban", "BE68 5390 0754 7034", "BE68539007547034"),
        ("be-iban", "IBAN: be68 5390 0754 7034", "BE68539007547034"),
        ("iban", "NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("be-ogm", "+++090/9337/55493+++", "090933755493"),
        ("ogm", "***090/9337/55493***", "090933755493"),
        ("be-enterprise", "BE 0403.019.261", "0403019261"),
        ("kbo", "403.019.261", "0403019261"),
        ("be-vat", "0403 019 261", "BE0403019261"),
        ("eu-vat", "FR 40 303 265 045", "FR40303265045"),
        ("gr-vat", "EL 094259216", "EL094259216"),
        ("ISO 11649", "RF18 5390 0754 7034", "RF18539007547034"),
        ("peppol", "0208:0403.019.261", "0208:0403019261"),
        ("lei", "529900T8BM49AURSDO55", "529900T8BM49AURSDO55"),
        ("insz-nn", "82.04.18-947.69", "82041894769"),
        ("insz-bis", "82 46 02 680 43", "82460268043"),
        ("insz", "82460268043", "82460268043"),
        ("bic", "gkccbebb", "GKCCBEBB"),
    ],
)
def test_a_number_that_fits_is_brought_into_one_form(kind, value, form):
    verdict = judge(kind=kind, value=value, on=DAY)
    assert (verdict.is_valid, verdict.form, verdict.reason) == (True, form, "")


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("be-iban", "NL91ABNA0417164300", "it is a number of NL, not of BE"),
        ("be-iban", "BE6853900754703", "a Belgian IBAN has 16 signs, this one 15"),
        ("be-iban", "BE41539007547035", "the last two digits"),
        ("be-iban", "BE00000000000000", "the check digits"),
        ("be-ogm", "000000009700", "a remainder of 0 is written 97, never 00"),
        ("be-ogm", "12345", "it has 5 digits, not 12"),
        ("be-enterprise", "2000000094", "begins with 0 or 1"),
        ("be-enterprise", "04030192", "it has 8 digits, not 10"),
        ("be-enterprise", "0000009700", "the check digits"),
        ("insz-nn", "82460268043", "it is a bis number"),
        ("insz-bis", "82041894769", "it is no bis number"),
        ("insz-nn", "82041894768", "the check digits"),
        ("vat", "0403019261", "begins with the letters of its country"),
        ("fr-vat", "BE0403019261", "does not fit|not written|check digits|too long"),
        ("rf", "RF00539007547034", "the check digits"),
        ("peppol", "0403019261", "scheme:number"),
        ("peppol", "1234:0403019261", "1234 is no scheme"),
        ("peppol", "0208:0403019262", "does not fit"),
        ("lei", "529900T8BM49AURSDO56", "the check digits"),
        ("be-iban", "  ", "nothing is filled in"),
        ("be-enterprise", "٠٤٠٣٠١٩٢٦١", "begins|letters or signs|digits"),
    ],
)
def test_what_does_not_fit_is_said(kind, value, reason):
    import re

    verdict = judge(kind=kind, value=value, on=DAY)
    assert not verdict.is_valid and not verdict.form
    assert re.search(reason, verdict.reason), verdict.reason


def test_a_birth_date_still_to_come_is_refused():
    base = int("2" + "260505001")
    number = f"260505001{97 - base % 97:02d}"
    verdict = judge(kind="insz-nn", value=number, on=DAY)
    assert verdict.reason == "the birth date lies ahead"
    assert judge(kind="insz-nn", value=number, on=date(2026, 5, 5)).is_valid


def test_an_unknown_kind_is_no_verdict():
    with pytest.raises(UnknownKind):
        judge(kind="shoe-size", value="42", on=DAY)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=9_999_999_999))
def test_every_reference_we_make_is_valid_and_no_other_check_digits_are(number):
    good = identifiers.make_ogm(number)
    fits = [
        check
        for check in range(100)
        if judge(kind="be-ogm", value=f"{good[:10]}{check:02d}", on=DAY).is_valid
    ]
    assert fits == [int(good[10:])]


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=19_999_999))
def test_one_pair_of_check_digits_fits_an_enterprise_number(base):
    fits = [
        check
        for check in range(100)
        if judge(kind="be-enterprise", value=f"{base:08d}{check:02d}", on=DAY).is_valid
    ]
    assert fits == [97 - base % 97]


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=9_999_999_999))
def test_a_belgian_account_has_one_iban_and_its_own_check_digits(base):
    account = f"{base:010d}{base % 97 or 97:02d}"
    check = 98 - int(f"{account}111400") % 97
    assert judge(kind="be-iban", value=f"BE{check:02d}{account}", on=DAY).is_valid
    for wrong in {0, 1, 97, 98, 99} - {check}:
        assert not judge(kind="be-iban", value=f"BE{wrong:02d}{account}", on=DAY).is_valid


@settings(deadline=None)
@given(st.sampled_from(["insz-nn", "be-iban", "vat", "peppol", "rf", "lei", "bic"]), st.text())
def test_nothing_typed_breaks_it(kind, value):
    verdict = judge(kind=kind, value=value, on=DAY)
    assert verdict.is_valid == bool(verdict.form) == (not verdict.reason)


@settings(deadline=None)
@given(st.text(min_size=1))
def test_the_house_refuses_and_never_breaks(text):
    for check in (identifiers.iban, identifiers.enterprise_number, identifiers.vat_number):
        try:
            assert check(text)
        except Refusal as refusal:
            assert str(refusal)
