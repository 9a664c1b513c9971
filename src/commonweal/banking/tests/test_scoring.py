"""What may a movement be that no exact reference explains? Each evidence, its score, its reason."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.banking import naming, sums
from commonweal.banking.matching_words import SENTENCES, sentence
from commonweal.banking.queries._matching import SURE
from commonweal.banking.scoring import (
    Claim,
    ClaimIndex,
    Part,
    Received,
    Rule,
    Seen,
    Sent,
    score,
)
from commonweal.kernel.identifiers import make_ogm

DAY = date(2026, 5, 4)
OGM = "090933755493"
FESTIVAL, THEATRE, OURS = "BE22313215646432", "BE68539007547034", "BE48001123456727"


def claim(number=12, cents=12_100, party=1, name="Festival vzw", iban=FESTIVAL, **more):
    item = f"2026-{number:06d}"
    facts = {"reference": OGM if number == 12 else "", "due_on": date(2026, 5, number % 28 + 1)}
    return Claim(
        f"invoice:{item}", "400", 7, cents, number=item, party=f"client:{party}",
        party_name=name, ibans=(iban,) if iban else (), **(facts | more),
    )  # fmt: skip


def came_in(cents=12_100, text="", name="", iban="", **more):
    return Seen(cents, name, iban, communication=text, **more)


def codes(found):
    return [reason.code for reason in found.reasons]


def best(move, *claims, **known):
    found = score(move, ClaimIndex(claims, **known))
    return found[0] if found else None


def whole(item="invoice:2026-000012", cents=12_100):
    return (Part("400", item, 7, cents),)


@pytest.mark.parametrize(
    "text, why",
    [
        ("betaling 090/9337/55493 dank", "reference_in_text"),
        ("090933755493", "reference_in_text"),
        ("+++090/9337/55494+++", "reference_check"),
        ("090 9337 55439", "reference_check"),
        ("+++090/9338/55493+++", "reference_near"),
        ("+++090/9373/55493+++", "reference_near"),
        ("+++909/3375/5493+++", "reference_near"),
        ("factuur 2026-000012", "number"),
        ("Invoice 2026/12", "number"),
        ("2026000012", "number"),
        ("facture nr. 12 merci", "number_short"),
    ],
)
def test_what_names_the_invoice_is_understood(text, why):
    found = best(came_in(text=text), claim(), claim(13, 5_000))
    assert (found.kind, found.parts) == ("claim", whole())
    assert codes(found)[:2] == [why, "amount"]


@pytest.mark.parametrize(
    "text", ["2026-05-12", "tel 0472/12.34.56", "12", "", "BE48 0011 2345 6727"]
)
def test_a_day_a_telephone_or_an_account_names_no_invoice(text):
    assert best(came_in(1, text=text), claim()) is None


def test_the_exact_reference_in_a_sentence_is_nearly_certain():
    found = best(came_in(text=f"dank u {OGM}", name="Festival", iban=FESTIVAL), claim())
    assert found.score == 99


def test_amount_account_and_name_are_sure_enough_to_accept_together():
    found = best(came_in(name="VZW Festival", iban=FESTIVAL), claim(), claim(13, 5_000))
    assert (found.score, codes(found)) == (96, ["amount", "iban", "name"])


def test_account_alone_name_alone_and_a_name_like_it_are_less_sure_each():
    scores = [
        best(came_in(iban=FESTIVAL), claim()).score,
        best(came_in(name="Festival"), claim()).score,
        best(came_in(name="Festival Gent Zuid"), claim(name="Festival Gent vzw")).score,
        best(came_in(), claim()).score,
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 90 and scores[-1] == 35


def test_an_amount_that_two_claims_have_is_no_evidence_at_all():
    assert best(came_in(), claim(), claim(13, party=2, name="Theatre", iban="")) is None


def test_two_claims_of_one_client_with_the_amount_are_both_shown_and_none_is_sure():
    found = score(came_in(iban=FESTIVAL), ClaimIndex([claim(), claim(13)]))
    assert [one.parts[0].item for one in found] == ["invoice:2026-000012", "invoice:2026-000013"]
    assert all(one.score < 80 and "several" in codes(one) for one in found)


def test_somebody_else_who_pays_is_named():
    payer = came_in(text="2026-000012", name="Theatre", iban=THEATRE)
    other = claim(13, 700, party=2, name="Theatre", iban=THEATRE)
    found = best(payer, claim(), other)
    assert found.party == "client:1" and "third_party" in codes(found)
    assert found.score < best(came_in(text="2026-000012"), claim(), other).score


def test_a_part_says_what_stays_open():
    found = best(came_in(2_100, text="2026-000012"), claim())
    assert found.parts == whole(cents=2_100)
    assert found.reasons[1].code == "partial"
    assert found.reasons[1].values == {"open_cents": 12_100, "rest_cents": 10_000}


def test_too_much_pays_the_claim_and_the_rest_goes_on_waiting():
    found = best(came_in(13_000, text="2026-000012"), claim())
    assert found.parts == whole() and "over" in codes(found)


def test_what_was_paid_already_is_kept_for_the_client():
    found = best(came_in(text="2026-000012"), claim(cents=0, paid_cents=12_100))
    assert (found.kind, found.parts) == ("double", (Part("460", "client:1", None, 12_100),))


def test_several_invoices_that_are_named_are_paid_together():
    move = came_in(17_100, text="facturen 2026-000012 en 2026-000013")
    found = best(move, claim(), claim(13, 5_000))
    assert found.kind == "claims"
    assert [part.cents for part in found.parts] == [12_100, 5_000]


def test_open_invoices_that_make_the_sum_are_found():
    claims = [claim(n, cents) for n, cents in ((12, 12_100), (13, 5_000), (14, 3_300))]
    every = best(came_in(20_400, iban=FESTIVAL, name="Festival vzw"), *claims)
    assert codes(every)[0] == "all_open" and len(every.parts) == 3
    some = best(came_in(8_300, iban=FESTIVAL), *claims)
    assert [part.item[-2:] for part in some.parts] == ["13", "14"]


def test_a_sum_that_can_be_made_in_two_ways_is_doubted():
    claims = [claim(n, cents) for n, cents in ((12, 900), (13, 100), (14, 300), (15, 700))]
    found = score(came_in(1_600, iban=FESTIVAL), ClaimIndex([*claims, claim(16, 600)]))
    assert len(found) == 2 and all("several" in codes(one) for one in found)


def test_less_than_anything_open_pays_a_part_of_the_oldest():
    found = best(came_in(50, iban=FESTIVAL), claim(14, 900), claim(13, 700))
    assert found.parts == whole("invoice:2026-000013", 50) and codes(found)[-1] == "oldest"


def test_what_somebody_taught_counts_as_knowing_the_payer():
    rule = Rule(4, "payer_iban", THEATRE, "client:1")
    found = best(came_in(iban=THEATRE, name="Boekhouder bv"), claim(), rules=[rule])
    assert (found.rule, codes(found)) == (4, ["amount", "rule"])
    words = Rule(5, "words", "zomerfeest gent", "client:1")
    assert best(came_in(text="Voor Zomerfeest Gent!"), claim(), rules=[words]).rule == 5


def test_a_payment_of_ours_that_came_back_with_another_amount_is_known():
    sent = {(3, 45): Sent("455", "payslip:9", 7, 90_000, "Amina")}
    found = best(came_in(89_500, order_reference="CW3-45", return_reason="AC04"), sent=sent)
    assert (found.kind, found.parts) == ("returned", (Part("455", "payslip:9", 7, 89_500),))
    assert codes(found) == ["returned", "partial", "told_why"]


def test_a_clients_payment_that_bounced_opens_its_invoice_again():
    paid = claim(cents=0, paid_cents=12_100)
    found = best(Seen(-12_100, communication="2026-000012", return_reason="AM04"), paid)
    assert (found.kind, found.parts) == ("bounced", whole(cents=-12_100))
    assert best(Seen(-12_101, communication="2026-000012"), paid) is None


def test_a_debit_of_the_amount_an_account_paid_before_may_be_its_return():
    before = {(FESTIVAL, 12_100): [Received("invoice:2026-000012", 7, 12_100, DAY)]}
    found = best(Seen(-12_100, "Festival", FESTIVAL), received=before)
    assert (found.kind, found.parts) == ("bounced", whole(cents=-12_100))


def test_costs_and_our_own_accounts_are_known():
    assert best(Seen(-250, communication="Beheerskosten mei")).kind == "charge"
    assert best(Seen(-250, code="ACMT/MDOP/CHRG")).score > 90
    assert best(Seen(-250, code="13537000")).kind == "charge"
    assert best(Seen(-250, "Garage", THEATRE, communication="kosten")) is None
    assert best(Seen(-250, "Samen", OURS), own={OURS}).kind == "internal"
    assert best(came_in(iban=OURS), claim(), own={OURS}).kind == "internal"


def test_every_reason_has_a_sentence():
    names = ["number", "written", "count", "sum_cents", "open_cents", "rest_cents", "name", "of"]
    values = dict.fromkeys([*names, "payer", "client", "day", "credit_cents"], 1)
    assert all(sentence(code, values) for code in SENTENCES)


def test_a_slip_is_found_from_every_digit():
    for place in range(12):
        wrong = OGM[:place] + str((int(OGM[place]) + 1) % 10) + OGM[place + 1 :]
        assert OGM in set(naming.near(wrong))
    assert OGM in set(naming.near(OGM[1:])) and OGM in set(naming.near(OGM[:5] + "7" + OGM[5:]))


@given(st.lists(st.integers(1, 50_000), max_size=30), st.integers(1, 200_000))
def test_a_sum_is_exact_or_not_found(amounts, target):
    for way in sums.making(target, amounts):
        assert len(set(way)) == len(way) > 1
        assert sum(amounts[place] for place in way) == target


texts = st.sampled_from(["", OGM, "2026-000012", "facturen 12, 13 en 14", "kosten", "CW3-45"])
payers = st.sampled_from([("", ""), ("Festival vzw", FESTIVAL), ("Theatre", ""), ("X", OURS)])


@given(
    st.integers(-100_000, 100_000).filter(bool),
    texts,
    payers,
    st.lists(st.integers(0, 20_000), min_size=1, max_size=8),
)
def test_no_proposal_places_more_than_waits_or_more_than_is_open(cents, text, payer, amounts):
    claims = [claim(12 + n, open_cents, paid_cents=500) for n, open_cents in enumerate(amounts)]
    index = ClaimIndex(claims, own={OURS}, sent={(3, 45): Sent("455", "payslip:9", 7, 900, "A")})
    is_open = {one.item: one.cents for one in claims}
    found = score(Seen(cents, payer[0], payer[1], communication=text), index)
    assert found == score(Seen(cents, payer[0], payer[1], communication=text), index)
    for one in found:
        sign = 1 if cents > 0 else -1
        assert 1 <= one.score <= 99 and one.reasons and one.parts
        assert all(part.cents * sign > 0 for part in one.parts)
        assert sum(part.cents for part in one.parts) * sign <= cents * sign
        if cents > 0:
            assert all(p.cents <= is_open[p.item] for p in one.parts if p.account == "400")
        else:
            assert all(-p.cents <= 500 for p in one.parts if p.account == "400")


# --- what is behind a total, and what is taken off ---------------------------------------------


def total(*details):
    return Seen(sum(detail.cents for detail in details), "Bank", details=details)


def test_ten_details_of_one_transfer_pay_ten_invoices():
    owners = [claim(n, n * 100, party=n, name=f"Client {n}", reference="") for n in range(20, 30)]
    details = [came_in(n * 100, text=f"factuur 2026-{n:06d}") for n in range(20, 30)]
    found = best(total(*details), *owners)
    assert (found.kind, len(found.parts), found.party) == ("claims", 10, "")
    assert sum(part.cents for part in found.parts) == sum(n * 100 for n in range(20, 30))
    assert codes(found) == ["details", "amount"] and found.score > 90


def test_a_detail_is_known_by_what_its_order_was_called_or_by_payer_and_amount():
    by_name = Seen(12_100, "X", original_reference="2026-000012", order_reference="2026-000012")
    by_payer = came_in(5_000, name="Theatre nv", iban=THEATRE)
    theatre = claim(13, 5_000, party=2, name="Theatre nv", iban=THEATRE)
    found = best(total(by_name, by_payer), claim(), theatre)
    assert found.places == (
        ("400", "invoice:2026-000012", 12_100), ("400", "invoice:2026-000013", 5_000)
    )  # fmt: skip


def test_a_detail_that_says_nothing_goes_on_waiting():
    found = best(total(came_in(12_100, text=OGM), came_in(700, text="?")), claim())
    assert found.parts == whole()
    assert found.reasons[0].values == {"count": 1, "of": 2, "sum_cents": 12_100}


def test_two_details_never_take_more_than_is_open_of_one():
    found = best(total(came_in(9_000, text=OGM), came_in(9_000, text=OGM)), claim())
    assert found.parts == whole()


def test_our_payments_come_back_in_one_total():
    sent = {(12, n): Sent("455", f"payslip:{n}", 7, 1_000, "Amina") for n in (1, 2)}
    details = [Seen(1_000, "Amina", order_reference=f"CW12-{n}") for n in (1, 2)]
    found = best(total(*details), sent=sent)
    assert (found.kind, found.parts) == (
        "returned", (Part("455", "payslip:1", 7, 1_000), Part("455", "payslip:2", 7, 1_000))
    )  # fmt: skip


def credited(number=11, cents=-2_100, **more):
    return claim(number, cents, reference="", **more)


@pytest.mark.parametrize(
    "move",
    [
        came_in(10_000, name="Festival vzw", iban=FESTIVAL),
        came_in(10_000, text="factuur 2026-000012 min creditnota"),
        came_in(10_000, text=f"{OGM} / 2026-000011"),
    ],
)
def test_an_invoice_less_what_was_credited_on_another_is_one_proposal(move):
    found = best(move, claim(), credited())
    assert found.places == (
        ("400", "invoice:2026-000012", 12_100), ("400", "invoice:2026-000011", -2_100)
    )  # fmt: skip
    assert "less_credit" in codes(found)
    assert sum(part.cents for part in found.parts) == move.cents


def test_several_invoices_less_all_that_is_owed_back():
    claims = [claim(), claim(13, 5_000), credited(), credited(10, -1_000)]
    found = best(came_in(14_000, name="Festival vzw", iban=FESTIVAL), *claims)
    assert sum(part.cents for part in found.parts) == 14_000 and len(found.parts) == 4


def test_initials_with_points_are_the_word():
    found = best(came_in(name="Festival V.Z.W."), claim(iban=""))
    assert codes(found) == ["amount", "name"]
    other = best(came_in(name="S.A. Müller et Söhne"), claim(iban="", name="Muller Söhne SA"))
    assert codes(other) == ["amount", "name"]


def test_a_payment_of_a_partly_open_invoice_bounces_too():
    open_still = claim(cents=2_100, paid_cents=10_000)
    found = best(Seen(-10_000, "Festival vzw", FESTIVAL, OGM, return_reason="AM04"), open_still)
    assert (found.kind, found.parts) == ("bounced", whole(cents=-10_000))


# --- what nobody may be sure of ------------------------------------------------------------------


def sure(move, *claims):
    found = best(move, *claims)
    return found is not None and found.score >= SURE


def test_a_payer_who_names_another_invoice_is_not_taken_for_sure():
    mine, other = claim(), claim(13, 24_200)
    theirs = claim(20, party=2, name="Theater", iban=THEATRE)
    assert sure(came_in(name="Festival vzw", iban=FESTIVAL), mine, other)
    for text in ("2026-000013", "2026-000020", "factuur 13", "2025-000012", make_ogm(98)):
        named = came_in(text=text, name="Festival vzw", iban=FESTIVAL)
        assert not sure(named, mine, other, theirs), text
    found = best(came_in(text="2026-000020", name="Festival vzw", iban=FESTIVAL), mine, theirs)
    assert (found.parts, codes(found)[-1]) == (whole("invoice:2026-000020"), "third_party")


def test_a_month_in_the_text_only_sobers():
    fifth = claim(5, 7_000, party=2, name="Theater", iban=THEATRE)
    move = came_in(text="prestaties 2026-05", name="Festival vzw", iban=FESTIVAL)
    found = best(move, claim(), fifth)
    assert (found.parts, found.score) == (whole(), 86)


def test_two_invoices_that_are_named_are_never_one_for_sure():
    move = came_in(text="2026-000012 of 2026-000013", name="Festival vzw", iban=FESTIVAL)
    assert not sure(move, claim(), claim(13))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("inv 2026-000012 + 13", [(2026, 12), (2026, 13)]),
        ("fact. 2026/12 en 13, 14", [(2026, 12), (2026, 13), (2026, 14)]),
        ("2026/000012-000013", [(2026, 12), (2026, 13)]),
        ("FA 2026-000012/2026-000013", [(2026, 12), (2026, 13)]),
        ("13/2026", [(2026, 13)]), ("12/2026", [(None, 12)]), ("Fact12", [(None, 12)]),
        ("facnr. 12", [(None, 12)]), ("n° 12", [(None, 12)]), ("nº12", [(None, 12)]),
        ("12/05/2026", []), ("2026-05-12", []), ("2026/05/12 en 13", []), ("notaris 12", []),
        ("Invalides 12", []), ("novembre 12", []), ("2026-000012 13/05/2026", [(2026, 12)]),
    ],
)  # fmt: skip
def test_the_numbers_in_a_text_are_told(text, named):
    assert naming.numbers(text) == named


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("VO-2026-000012", {"invoice:VO-2026-000012"}),
        ("facture vo-2026-000012", {"invoice:VO-2026-000012"}),
        ("2026-000012", {"invoice:2026-000012"}),
        ("invoice 2026/12", {"invoice:2026-000012", "invoice:VO-2026-000012"}),
    ],
)
def test_letters_before_a_number_tell_legal_entities_apart(text, items):
    hers = replace(claim(), item="invoice:VO-2026-000012", number="VO-2026-000012", reference="")
    found = score(came_in(7_000, text), ClaimIndex([claim(), hers]))
    assert {part.item for one in found for part in one.parts} == items
