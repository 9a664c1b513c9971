"""A service outside is made once, replaced in a test, and made anew when it is forgotten."""

import pytest

from commonweal.kernel.outside import Outside


@pytest.fixture
def bank():
    return Outside(make=list)


def test_it_is_made_once(bank):
    bank().append("a file")
    assert bank() == ["a file"]


def test_the_innermost_replacement_answers(bank):
    with bank.replaced(by=["outer"]), bank.replaced(by=["inner"]):
        assert bank() == ["inner"]
        assert bank.is_replaced
    assert not bank.is_replaced
    assert bank() == []


def test_a_test_that_fails_leaves_no_replacement(bank):
    with pytest.raises(ZeroDivisionError), bank.replaced(by=["broken"]):
        _ = 1 / 0
    assert bank() == []


def test_one_that_is_forgotten_is_made_anew(bank):
    bank().append("a file")
    bank.forget()
    assert bank() == []


def test_one_that_cannot_be_made_is_asked_for_again():
    answers = iter([LookupError("not yet"), None])

    def make():
        if fault := next(answers):
            raise fault
        return "made"

    late = Outside(make)
    with pytest.raises(LookupError):
        late()
    assert late() == "made"
