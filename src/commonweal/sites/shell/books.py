"""What the books are called on every page: accounts, journals, entries, proofs."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonweal.ledger.queries import JOURNALS, entry_name
from commonweal.sites.shell.kit import Text

__all__ = ["JOURNALS", "PROOFS", "Proof", "account_label", "entry_name"]

if TYPE_CHECKING:
    from commonweal.ledger.models import Account


class Proof(NamedTuple):
    """What a proof says when its figure is 0, and what another figure means."""

    holds: Text
    fault: Text


PROOFS = {
    "lines_sum_to_zero": Proof(
        _("All debits and all credits are equal."),
        _("Debits and credits differ by this many cents: money appeared or disappeared."),
    ),
    "entries_balance": Proof(
        _("Every entry balances by itself."),
        _("So many entries have lines that do not make zero."),
    ),
    "balances_equal_lines": Proof(
        _("The monthly balances are the sum of their lines."),
        _("So many monthly balances differ from their lines: do not trust the balance page."),
    ),
    "lines_carry_their_day": Proof(
        _("Every line stands on the day of its entry."),
        _("So many lines stand on another day: a statement may show them in the wrong month."),
    ),
    "budgets_equal_lines": Proof(
        _("Every budget is the sum of its lines."),
        _("So many budgets differ from their lines: members may see a wrong amount."),
    ),
    "open_items_equal_lines": Proof(
        _("What is open of every item is the sum of its lines."),
        _("So many items differ from their lines: an invoice may seem paid, or seem to be open."),
    ),
    "entities_owe_each_other_the_same": Proof(
        _("What one legal entity owes another is what the other is owed."),
        _("So many pairs of entities differ: a payment stands in the books of one of them only."),
    ),
    "journals_gapless": Proof(
        _("No journal misses a number."),
        _("So many journals have a gap: an entry may have been taken out."),
    ),
    "contribution_is_cost_and_revenue": Proof(
        _("The shared contribution is cost of the units and income of the house, to the cent."),
        _("Cost and income of the shared contribution differ by this many cents."),
    ),
    "hashes_intact": Proof(
        _("Every entry still has the content it was sealed with."),
        _("So many entries were changed after they were sealed."),
    ),
    "chain_intact": Proof(
        _("Every link of the chain hangs on the one before it."),
        _("So many links are broken: entries were put in, taken out or changed."),
    ),
    "chain_ends_at_the_counter": Proof(
        _("Every chain ends at the last number of its journal."),
        _("So many chains end elsewhere: the last entries may have been taken out."),
    ),
}


def account_label(account: "Account") -> str:
    """Return what an account is called in the reader's language; English where we have no word."""
    language = (get_language() or "en")[:2]
    label: str = getattr(account, f"label_{language}", "") or account.label_en
    return label
