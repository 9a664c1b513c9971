"""What a placing by a person teaches. A rule only proposes, and only once a person accepted it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking.models import MatchRule, Move
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.names import fold
from commonweal.kernel.refusals import Refusal

Kind = MatchRule.Kind
LONGEST_WORDS = 4


class RuleDecided(Refusal):
    message = _("Choose a rule that waits: this one was decided already.")


class RuleEnded(Refusal):
    message = _("Nothing more to do: this rule counts no more.")


class WhyRuleEnds(Refusal):
    message = _("Say in a few words why the rule ends.")
    field = "because"


@action
def accept_rule(*, rule: MatchRule, by: Actor, at: datetime) -> MatchRule:
    """
    Let a rule count: from now on it makes proposals, and books nothing.

    :raises RuleDecided: if it was accepted or ended before
    """
    found = _held(rule)
    if found.accepted_at or found.ended_at:
        raise RuleDecided
    found.accepted_by, found.accepted_by_name, found.accepted_at = by.id, by.name, at
    found.save(update_fields=["accepted_by", "accepted_by_name", "accepted_at"])
    return found


@action
def end_rule(*, rule: MatchRule, because: str, by: Actor, at: datetime) -> MatchRule:
    """
    Let a rule count no more, or never begin to.

    :raises RuleEnded: if it ended before
    :raises WhyRuleEnds: without a reason
    """
    found, because = _held(rule), " ".join(because.split())
    if found.ended_at:
        raise RuleEnded
    if not because:
        raise WhyRuleEnds
    found.ended_at, found.ended_because = at, because
    found.save(update_fields=["ended_at", "ended_because"])
    return found


def teach(lessons: Sequence[tuple[Move, str, str]], at: datetime) -> None:
    """Keep what these movements taught of parties (ref and name), each lesson once."""
    rules = [rule for lesson in lessons if (rule := _lesson(*lesson, at))]
    MatchRule.objects.bulk_create(rules, ignore_conflicts=True)


def _lesson(move: Move, party: str, party_name: str, at: datetime) -> MatchRule | None:
    """The account of the payer tells most, then the name; words only where both are missing."""
    words = fold(move.communication).split()
    if move.counterparty_account:
        kind, value = Kind.PAYER_IBAN, move.counterparty_account
    elif name := fold(move.counterparty):
        kind, value = Kind.PAYER_NAME, name
    elif 0 < len(words) <= LONGEST_WORDS and not any(map(str.isdecimal, words)):
        kind, value = Kind.WORDS, " ".join(words)
    else:
        return None
    return MatchRule(
        kind=kind, value=value, party=party, party_name=party_name, learned_from=move, made_at=at
    )


def _held(rule: MatchRule) -> MatchRule:
    return MatchRule.objects.select_for_update().get(id=rule.pk)
