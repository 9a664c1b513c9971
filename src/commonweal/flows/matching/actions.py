"""Proposals for what waits, made anew when something happened that may change them."""

from datetime import datetime

from commonweal.banking import actions as banking
from commonweal.banking import queries as waiting
from commonweal.banking.queries import BANK_VERBS
from commonweal.flows.matching import queries
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE

# The bank brought something, a rule counts or ends, a proposal was declined, or a claim came up,
# was credited or is lost.
HEARD = (
    *BANK_VERBS, "banking.accept_rule", "banking.end_rule", "banking.decline", "banking.refund",
    "banking.take_back_refund", "invoicing.issue", "invoicing.credit_note",
    "invoicing.credit_parts", "guarantee.mark_bankrupt", "guarantee.write_off", "guarantee.recover",
    "guarantee.take_back_recovery", "guarantee.withdraw_bankruptcy",
)  # fmt: skip


@action
def propose(*, by: Actor, at: datetime) -> list[waiting.MatchProposal]:
    """Propose what waiting movements may be, if anything happened since the last time."""
    if not unread(job="matching.propose", verbs=HEARD):
        return []
    return look(by=by, at=at)


def look(*, by: Actor, at: datetime) -> list[waiting.MatchProposal]:
    """Propose now, whatever happened; nothing is read when nothing waits."""
    if not waiting.waiting_count():
        return banking.propose(claims=[], by=by, at=at)
    claims = queries.claims(on=at.astimezone(ZONE).date())
    return banking.propose(claims=claims, by=by, at=at)
