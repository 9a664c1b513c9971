"""What differs between two days, figure by figure."""

from datetime import date, timedelta

from commonweal.rules.changes import Changed, changes, find, leaves
from commonweal.rules.parameters import everything


def between(first, last):
    return {change.parameter.id: change for change in changes(first, last)}


def test_only_what_moved_in_a_table_is_told():
    change = between(date(2025, 12, 31), date(2026, 1, 1))["meal_voucher"]
    assert change.changed_on == (date(2026, 1, 1),)
    assert change.leaves == (
        Changed(("employer_max",), 691, 891, "EUR/day"),
        Changed(("face_max",), 800, 1000, "EUR/day"),
    )


def test_lists_of_one_length_are_compared_figure_by_figure():
    change = between(date(2025, 12, 31), date(2026, 1, 1))["withholding.key_formula"]
    moved = {leaf.place: (leaf.before, leaf.after) for leaf in change.leaves}
    assert moved["bounds", "1"] == (1631000, 1671000)
    assert ("cost_rate",) not in moved


def test_every_turn_between_the_days_is_named():
    change = between(date(2025, 6, 1), date(2026, 5, 4))["minimum_wage.monthly"]
    assert change.changed_on == (date(2026, 3, 1), date(2026, 4, 1))


def test_a_gap_and_a_day_before_the_first_value_have_no_leaves_of_their_own():
    found = between(date(2023, 6, 1), date(2024, 6, 1))
    assert found["withholding.key_formula"].before.gap
    assert {leaf.before for leaf in found["withholding.key_formula"].leaves} == {None}
    assert found["aka.allowance"].before is None


def test_no_figure_changes_on_a_day_without_a_turn():
    assert between(date(2025, 8, 1), date(2025, 8, 31)) == {}


def test_each_figure_of_every_value_has_its_unit():
    for parameter in everything().values():
        for figure in parameter.figures:
            if not figure.gap:
                assert all(leaf.unit for leaf in leaves(figure.value, parameter.unit))
                assert find(parameter, figure.valid_from) is figure
                assert find(parameter, figure.valid_from - timedelta(days=1)) is not figure
