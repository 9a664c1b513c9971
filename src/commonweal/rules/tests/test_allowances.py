"""What is paid beside the wage, and what of it counts as pay."""

from datetime import date

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commonweal.rules import allowances
from commonweal.rules.allowances import Accepted, NotAccepted
from commonweal.rules.errors import NoFigure
from commonweal.rules.parameters import figure
from commonweal.rules.tests.golden import cases, cents

MAY = date(2026, 5, 15)


def vouchers(raw, on):
    face, worker = cents(raw["face"]), cents(raw["worker"])
    allowances.refuse_voucher(face, worker, allowances.voucher_law(on))
    return allowances.vouchers(int(raw["days"]), face, worker)


def bicycle(raw, on):
    law = figure("expense.bicycle", on).value
    metres = cents(raw["metres"]) // 100
    earlier = cents(raw.get("earlier", "0"))
    return allowances.bicycle(metres, law["per_km"], law["yearly_cap"], earlier)


def car(raw, on):
    per_km = figure(f"expense.km.{raw.get('scale', 'quarterly')}", on).value
    return Accepted(allowances.kilometres(int(raw["metres"]), per_km), 0)


def lump(raw, on):
    accepted = figure("expense.lump_2026", on).value[raw["kind"]]
    return allowances.lump(cents(raw["paid"]), int(raw["times"]), accepted)


RULES = {"vouchers": vouchers, "bicycle": bicycle, "car": car, "lump": lump}


@pytest.mark.parametrize("case", cases("allowances"))
def test_it_gives_what_the_case_says(case):
    raw = case["input"]
    found = RULES[raw["rule"]](raw, yaml.safe_load(raw["on"]))
    wanted = {name: cents(text) for name, text in case["output"].items()}
    assert {name: getattr(found, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("on", "face", "worker", "says"),
    [
        (date(2026, 1, 1), "10.01", "1.10", "at most EUR 10.00: a higher one counts"),
        (date(2025, 12, 31), "8.01", "1.10", "at most EUR 8.00: a higher one counts"),
        (date(2026, 1, 1), "9", "1.08", "at least EUR 1.09"),
        (date(2026, 1, 1), "1", "1.09", "no more than the meal voucher is worth"),
    ],
)
def test_a_voucher_that_would_count_as_pay_is_refused_with_its_remedy(on, face, worker, says):
    with pytest.raises(NotAccepted, match=says):
        allowances.refuse_voucher(cents(face), cents(worker), allowances.voucher_law(on))


def test_too_much_from_the_employer_is_refused():
    law = allowances.VoucherLaw(employer_max_cents=700, worker_min_cents=109, face_max_cents=1000)
    with pytest.raises(NotAccepted, match="at most EUR 7.00 of a meal voucher"):
        allowances.refuse_voucher(1000, 109, law)


def test_a_month_without_a_figure_is_refused():
    with pytest.raises(NoFigure):
        allowances.car_lines(10000, date(2021, 5, 1))


def test_the_lines_add_up_to_what_is_paid():
    on = date(2026, 4, 15)
    found = allowances.vouchers(20, 1000, 109)
    law = figure("expense.bicycle", on).value
    ride = allowances.bicycle(496000, law["per_km"], law["yearly_cap"], 360000)
    lines = [
        *allowances.voucher_lines(found, on),
        *allowances.bicycle_lines(ride, 496000, on),
        *allowances.car_lines(137000, on),
        *allowances.commute_lines(4900, on),
        *allowances.lump_lines("away_day", allowances.lump(2500, 2, 1000), 2, on),
    ]
    assert [(line.code, line.part, line.amount_cents) for line in lines] == [
        ("voucher_worker", "pay", -2180), ("voucher_employer", "employer", 17820),
        ("bicycle", "pay", 10000), ("allowance_excess", "step", 8352),
        ("car", "pay", 6262), ("commute", "pay", 4900),
        ("lump_away_day", "pay", 2000), ("allowance_excess", "step", 500),
    ]  # fmt: skip
    assert lines[2].rate == "496 km × 0.3700"
    assert {line.code for line in lines} <= allowances.LABELS.keys() == allowances.REASONS.keys()
    kinds = figure("expense.lump_2026", on).value
    assert {f"lump_{kind}" for kind in kinds} <= allowances.LABELS.keys()


@given(
    st.lists(
        st.tuples(st.integers(0, 1_000_000), st.integers(0, 500_000), st.integers(0, 31)),
        min_size=1,
        max_size=20,
    )
)
def test_an_array_gives_what_each_pay_gives(rows):
    metres, earlier, days = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    many = _all(metres, earlier, days)
    for place, row in enumerate(rows):
        assert [column[place] for column in many] == _all(*row)


def _all(metres, earlier, days):
    law = figure("expense.bicycle", MAY).value
    ride = allowances.bicycle(metres, law["per_km"], law["yearly_cap"], earlier)
    paid = allowances.lump(earlier, days, 900)
    meal = allowances.vouchers(days, 1000, 109)
    return [ride.exempt, ride.taxable, paid.exempt, paid.taxable, meal.employer, meal.worker]
