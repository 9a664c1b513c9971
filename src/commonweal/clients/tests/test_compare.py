"""clients.compare: pairs of the whole base that may be one client."""

import pytest
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients import jobs, queries
from commonweal.clients.models import Client, LikelyPair
from commonweal.kernel.models import Event

NAMELESS = {"enterprise_number": None, "vat_number": ""}


def pairs():
    return [
        (pair.first.name, pair.second.name, pair.score, pair.reason)
        for pair in queries.likely_pairs()
    ]


def compare(by, at):
    while clients.compare(limit=2, by=by, at=at):
        pass


def test_a_similar_name_is_a_likely_pair(festival, by, at):
    make_client(name="Festival de la Sene asbl", **NAMELESS)
    make_client(name="Brouwerij De Ster", **NAMELESS)
    compare(by, at)
    ((first, second, score, reason),) = pairs()
    assert (first, second, reason) == ("Festival de la Senne", "Festival de la Sene asbl", "name")
    assert 60 <= score < 100


def test_the_legal_form_says_nothing_and_the_same_name_everything(entity, by, at):
    make_client(name="Élan v.z.w.", **NAMELESS)
    make_client(name="ASBL Elan", **NAMELESS)
    compare(by, at)
    assert pairs() == [("Élan v.z.w.", "ASBL Elan", 100, "name")]


def test_the_same_account_or_vat_number_is_a_likely_pair(festival, by, at):
    make_client(name="Quite Other", enterprise_number=None)
    make_client(name="Something", iban="BE68539007547034", **NAMELESS)
    make_client(name="Anything", iban="BE68539007547034", **NAMELESS)
    compare(by, at)
    assert [(score, reason) for _first, _second, score, reason in pairs()] == [
        (98, "vat"), (90, "iban"),
    ]  # fmt: skip


def test_two_enterprises_with_similar_names_are_two(festival, by, at):
    make_client(name="Festival de la Sene", enterprise_number="0456789133", vat_number="")
    compare(by, at)
    assert pairs() == []


def test_another_place_makes_it_less_likely(festival, by, at):
    make_client(name="Festival de la Senne", postcode="4000", **NAMELESS)
    compare(by, at)
    assert [score for *_names, score, _reason in pairs()] == [85]


def test_a_correction_is_compared_anew(festival, by, at):
    other = make_client(name="Festival de la Sene", **NAMELESS)
    compare(by, at)
    assert len(pairs()) == 1
    clients.correct(client=other, details={"name": "Brouwerij De Ster"}, by=by, at=at)
    compare(by, at)
    assert pairs() == []


def test_what_was_merged_is_not_compared(festival, by, at):
    other = make_client(name="Festival de la Sene", **NAMELESS)
    compare(by, at)
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    compare(by, at)
    assert pairs() == [] and not LikelyPair.objects.exists()


def test_the_job_compares_all_that_waits(festival, by, at):
    make_client(name="Festival de la Sene", **NAMELESS)
    jobs.compare()
    assert len(pairs()) == 1
    assert not Client.objects.filter(to_compare=True).exists()
    jobs.compare()
    assert len(pairs()) == 1


def test_it_costs_the_same_for_two_as_for_twenty(
    festival, by, at, django_assert_num_queries, monkeypatch
):
    for number in range(20):
        make_client(name=f"Festival {number}", **NAMELESS)
    with django_assert_num_queries(8):  # with the beginning and the end of the transaction
        assert clients.compare(limit=2, by=by, at=at) == 2
    with django_assert_num_queries(8):
        assert clients.compare(limit=100, by=by, at=at) == 19
    assert not Event.objects.filter(verb="clients.compare").exists()


@pytest.fixture
def no_trigrams(monkeypatch):
    monkeypatch.setattr("commonweal.clients._matching.trigrams", lambda: False)


def test_without_trigrams_equal_names_are_alike(festival, by, at, no_trigrams):
    make_client(name="festival de la senne VZW", **NAMELESS)
    make_client(name="Festival de la Sene", **NAMELESS)
    compare(by, at)
    assert [(pair[1], pair[2]) for pair in pairs()] == [("festival de la senne VZW", 100)]
