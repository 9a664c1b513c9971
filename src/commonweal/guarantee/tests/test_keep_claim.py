"""The letter of claim stays with the bankruptcy."""

from commonweal.documents import actions as documents
from commonweal.guarantee import actions, queries
from commonweal.guarantee.tests.failing import judgment


def test_the_claim_is_found_again(festival, by, at):
    bankruptcy = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    file = documents.NewFile("claim.pdf", "application/pdf", b"%PDF", "claim", bankruptcy.ref)
    (document,) = documents.store(files=[file], by=by, at=at)
    actions.keep_claim(bankruptcy=bankruptcy, document=document, by=by, at=at)
    assert queries.get_bankruptcy(id=bankruptcy.pk).claim == document
