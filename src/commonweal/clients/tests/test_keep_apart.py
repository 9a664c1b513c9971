"""clients.keep_apart: two clients that look alike are two, and nobody is asked again."""

from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.tests.test_compare import NAMELESS, compare


def test_the_pair_is_not_shown_again_even_after_a_correction(festival, by, at):
    other = make_client(name="Festival de la Sene", **NAMELESS)
    compare(by, at)
    both = clients.keep_apart(pairs=list(queries.likely_pairs()), by=by, at=at)
    assert both == [festival, other]
    assert not queries.likely_pairs().exists()
    assert queries.duplicates(of=festival) == []
    clients.correct(client=other, details={"city": "Gent"}, by=by, at=at)
    compare(by, at)
    assert not queries.likely_pairs().exists()


def test_nothing_to_keep_apart_is_no_harm(festival, by, at):
    assert clients.keep_apart(pairs=[], by=by, at=at) == []
