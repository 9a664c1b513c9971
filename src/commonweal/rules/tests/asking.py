"""Any question to the rules of pay: every status, family and kind, in and out of the known days."""

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from commonweal.rules.cases import FAMILIES, FLAT_RATES, KINDS, STATUSES, Case
from commonweal.rules.errors import RuleError


def case(**given) -> Case | None:
    """A case, or none if its parts do not go together."""
    try:
        return Case(**given)
    except RuleError:
        return None


cases = st.builds(
    case,
    gross_cents=st.integers(1, 2_000_000) | st.integers(1, 10**9),
    on=st.dates(date(2023, 12, 1), date(2027, 1, 31)),
    status=st.sampled_from(STATUSES),
    family=st.sampled_from(FAMILIES),
    kind=st.sampled_from(KINDS),
    flat_rate=st.sampled_from(("", "", "", *FLAT_RATES)),
    children=st.integers(0, 14),
    disabled_children=st.integers(0, 2),
    is_disabled=st.booleans(),
    partner_is_disabled=st.booleans(),
    dependants=st.integers(0, 3),
    dependent_retirees=st.integers(0, 1),
    minutes=st.none() | st.integers(1, 12_000),
    withholding_rate=st.sampled_from([Fraction(0), Fraction("0.1111"), Fraction("0.350001")]),
    extra_withholding_cents=st.sampled_from([0, 0, 0, 5000, 500_000]),
    from_taxable=st.booleans(),
    year_cents=st.none() | st.integers(0, 12_000_000),
    student_minutes_left=st.none() | st.integers(0, 12_000),
    declared_in_time=st.booleans(),
).filter(bool)
